"""How long a run takes and how much memory: `python -m tests.matching.bench_solver 10000 8000 [--runs 5]`.

Prints allowed pairs, the median, least and most seconds of each stage, the judge's, and the peak of memory.
Exits 1 when the judge finds anything.
"""

import argparse
import os
import resource
import statistics
import sys
import time

from matching.solver import check, solve
from tests.matching.solver.instances import random_problem


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seekers", type=int, nargs="?", default=1_000)
    parser.add_argument("helpers", type=int, nargs="?", default=800)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--towns", type=int, default=30, help="fewer towns, more allowed pairs (1 to 30)")
    options = parser.parse_args()

    problem = random_problem(
        options.seekers, options.helpers, towns=options.towns, free_spans=8, session_slots=2
    )
    before = _peak_mb()
    results = [solve(problem) for _ in range(options.runs)]
    after = _peak_mb()
    started = time.perf_counter()
    violations = check(problem, results[-1])
    judged = time.perf_counter() - started

    first = results[0]
    say(f"{options.seekers:,} seekers × {options.helpers:,} helpers: {first.candidates:,} allowed pairs")
    say(first.summary())
    say(f"{'stage':<14}{'median':>8}{'least':>8}{'most':>8}   seconds, {options.runs} runs")
    for stage in first.seconds:
        row(stage, [result.seconds[stage] for result in results])
    row("all", [sum(result.seconds.values()) for result in results])
    row("judge", [judged])
    say(f"peak memory {after:.0f} MB (before the first run {before:.0f} MB), judge {_peak_mb():.0f} MB")
    if os.getloadavg()[0] > (os.cpu_count() or 1):
        say(f"noisy: the load is {os.getloadavg()[0]:.1f}")
    for violation in violations[:10]:
        say(violation.sentence)
    return 1 if violations else 0


def row(name: str, seconds: list[float]) -> None:
    say(f"{name:<14}{statistics.median(seconds):8.2f}{min(seconds):8.2f}{max(seconds):8.2f}")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
