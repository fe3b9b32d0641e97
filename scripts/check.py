"""Everything that can be said about the code without running the product: `make check`.

The steps run two at a time; each says what it found when it ends. The program ends with 1 when any failed.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
MANAGE = (sys.executable, "manage.py")
LINES_SHOWN = 40
# What a server's environment would hold; the values only have to be well-formed.
AS_A_SERVER = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SPLOT_SECRET_KEY": "0f5c1e7a9b3d2846-only-for-check-deploy-0f5c1e7a9b3d2846-QwErTyUiOp",
    "SPLOT_HOSTS": "splot.example.org",
    "SPLOT_URL": "https://splot.example.org",
}
FOR_TESTS = {"DJANGO_SETTINGS_MODULE": "config.settings.test"}


class Step(NamedTuple):
    """A command and what passing it means."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = {}


STEPS = (
    Step("types", (str(BIN / "mypy"),)),
    Step("format", (str(BIN / "ruff"), "format", "--check", "--output-format=concise")),
    Step("lint", (str(BIN / "ruff"), "check", "--output-format=concise")),
    Step("import contracts", (str(BIN / "lint-imports"), "--no-logo")),
    Step("migrations match the models", (*MANAGE, "makemigrations", "--check", "--dry-run"), FOR_TESTS),
    Step("system checks", (*MANAGE, "check", "--fail-level", "WARNING"), FOR_TESTS),
    Step("safe to deploy", (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"), AS_A_SERVER),
    Step("catalogues complete", (sys.executable, "scripts/catalogue.py", "--check")),
)


def main() -> None:
    """Run every step and print its verdict."""
    begun = time.monotonic()
    with ThreadPoolExecutor(max_workers=2) as pool:
        passed = list(pool.map(run, STEPS))
    print(f"{sum(passed)} of {len(STEPS)} checks passed in {time.monotonic() - begun:.0f} s")
    sys.exit(0 if all(passed) else 1)


def run(step: Step) -> bool:
    """Run one step, print its verdict and, when it failed, the beginning of what it said."""
    begun = time.monotonic()
    environment = {**os.environ, "NO_COLOR": "1", **step.environment}
    done = subprocess.run(
        step.command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    passed = done.returncode == 0
    said = [] if passed else f"{done.stdout}{done.stderr}".splitlines()
    if len(said) > LINES_SHOWN:
        command = " ".join(step.command).replace(f"{ROOT}/", "")
        said[LINES_SHOWN:] = [f"… and {len(said) - LINES_SHOWN} lines more: {command}"]
    verdict = f"{'✓' if passed else '✗'} {step.name} ({time.monotonic() - begun:.1f} s)"
    print("\n".join([verdict, *said]), flush=True)
    return passed


if __name__ == "__main__":
    main()
