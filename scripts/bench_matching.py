"""Time one matching from database rows to stored proposals, and its memory, parent and solver together.

    python scripts/bench_matching.py --families 10000 --volunteers 8000

Makes a SQLite database of its own in a temporary folder (or fills the empty one of DATABASE_URL), seeds it,
and runs `manage.py run_matching` twice: the second run finds the proposals of the first. Exits 1 when a run
fails or its proof does not close; warns when it is slower than 10 s or larger than 1 GB.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TARGET_SECONDS, TARGET_MB = 10, 1024
SAMPLE_SECONDS = 0.02


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--families", type=int, default=10_000)
    parser.add_argument("--volunteers", type=int, default=8_000)
    parser.add_argument("--seed", type=int, default=2026)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        environment = os.environ | {"SPLOT_VAR": folder, "DJANGO_SETTINGS_MODULE": "config.settings.local"}
        manage(environment, "migrate", "--verbosity", "0")
        seed(environment, asked)
        print(f"{asked.families:,} families × {asked.volunteers:,} volunteers, seed {asked.seed}")
        good = [measured(environment, title) for title in ("first run", "second run")]
    if os.getloadavg()[0] > (os.cpu_count() or 1):
        print(f"noisy: the load is {os.getloadavg()[0]:.1f}")
    return 0 if all(good) else 1


def manage(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True)


def seed(environment: dict[str, str], asked: argparse.Namespace) -> None:
    code = (
        "import django; django.setup(); from tests.factories.pool import seed_pool; "
        f"seed_pool(families={asked.families}, volunteers={asked.volunteers}, seed={asked.seed})"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)


def run_once(environment: dict[str, str]) -> tuple[dict[str, Any], dict[str, float]]:
    """What the command prints of its run, and its peaks of memory (MB)."""
    command = subprocess.Popen(
        [sys.executable, "manage.py", "run_matching", "--programme", "bench", "--json"],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    peak = watch(command)
    return json.loads(command.stdout.read() if command.stdout else ""), peak


def measured(environment: dict[str, str], title: str) -> bool:
    """Run the command, print its stages and the peak of memory; whether the run is done and proven."""
    started = time.perf_counter()
    run, peak = run_once(environment)
    took = time.perf_counter() - started
    proven = bool(run["state"] == "done" and run["gap"] == 0 and run["violation"] == 0)
    found = f"{run['arcs']:,} possible pairs, {run['matched']:,} proposals, {run['kept']:,} kept"
    print(f"\n{title}: {run['state']}, {found}")
    for stage, seconds in run["seconds"].items():
        print(f"  {stage:<12}{seconds:8.2f} s")
    rows_to_proposals = sum(run["seconds"].values())
    print(f"  {'together':<12}{rows_to_proposals:8.2f} s   (whole command {took:.1f} s)")
    parts = f"command {peak['command']:.0f} MB, solver {peak['solver']:.0f} MB"
    print(f"  peak memory {peak['both']:.0f} MB: {parts}")
    print(f"  proof: gap {run['gap']}, violation {run['violation']}")
    if rows_to_proposals > TARGET_SECONDS or peak["both"] > TARGET_MB:
        print(f"  over the target of {TARGET_SECONDS} s and {TARGET_MB} MB")
    return proven


def watch(command: "subprocess.Popen[str]") -> dict[str, float]:
    """The peaks in MB of the command, of its solver, and of both at once, sampled until it ends."""
    peak = {"command": 0.0, "solver": 0.0, "both": 0.0}
    solver = 0
    while command.poll() is None:
        own = resident_mb(command.pid)
        solver = solver if resident_mb(solver) else solver_of(command.pid)
        child = resident_mb(solver)
        for name, value in (("command", own), ("solver", child), ("both", own + child)):
            peak[name] = max(peak[name], value)
        time.sleep(SAMPLE_SECONDS)
    return peak


def resident_mb(pid: int) -> float:
    """Resident memory of a process, 0 when there is none (or no /proc)."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines() if pid else []
    except OSError:
        return 0.0
    found = [int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")]
    return found[0] if found else 0.0


def solver_of(parent: int) -> int:
    """The id of the solver's process that this one has started, 0 when there is none."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1]) == parent:
                return int(entry.name)
        except (OSError, IndexError):
            continue
    return 0


if __name__ == "__main__":
    sys.exit(main())
