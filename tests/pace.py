"""How slowly this machine goes at the moment, so that a bound in seconds means the same on a busy one."""

import time

LOOPS = 400_000
UNDISTURBED_SECONDS = 0.04  # that many loops on a free core of 2.5 GHz


def slowness() -> float:
    """How many times longer a plain loop takes now than on a free core, by the wall clock; 1.0 at least."""
    began = time.perf_counter()
    total = 0
    for number in range(LOOPS):
        total += number * number % 7
    return max((time.perf_counter() - began) / UNDISTURBED_SECONDS, 1.0)


class Stopwatch:
    """Seconds since it was made, as a free core would have taken them: by the pace before and after."""

    def __init__(self) -> None:
        self._pace = slowness()
        self._began = time.perf_counter()

    @property
    def seconds(self) -> float:
        """The time on the wall, less what the machine lost by being slow."""
        took = time.perf_counter() - self._began
        return took / max(self._pace, slowness())
