"""Running the solver's own command line on files of a test."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import matching.solver

HOME = Path(matching.solver.__file__).parents[2]


def run(*arguments: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run `python -m matching.solver` and expect this ending; nothing of a traceback is ever seen."""
    done = subprocess.run(
        [sys.executable, "-m", "matching.solver", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        cwd=HOME,
        check=False,
    )
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
    return done


def answer(*arguments: str | Path) -> dict[str, Any]:
    """The JSON object that a command prints, and nothing else on either stream."""
    done = run(*arguments)
    assert done.stderr == ""
    told: dict[str, Any] = json.loads(done.stdout)
    return told
