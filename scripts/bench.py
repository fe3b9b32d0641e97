"""`make bench`: a matching from rows to stored proposals, at several sizes, several times.

    python scripts/bench.py [--sizes 1000 10000] [--runs 3]

A size is families; volunteers are four for every five. Prints least, median and most seconds of each step,
the peak memory of either process, the certificate, and what a plain greedy choice by points would lose. Says
so when the machine is busy. Exits 1 when a run fails, a proof does not close, or equal runs differ; a slow or
large run only warns.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts import bench_matching  # noqa: E402 - found by the line above
from scripts.bench_matching import TARGET_MB, TARGET_SECONDS  # noqa: E402

GREEDY = """
import json
import django; django.setup()
import numpy as np
from django.utils import timezone
from matching.domain.problems import ask
from matching.models import Programme
from matching.solver.candidates import find_candidates
from matching.solver.scoring import total_points
from matching.solver.tables import Tables
problem = ask(Programme.objects.get(key="bench"), on=timezone.localdate()).problem
tables = Tables.of(problem)
found = find_candidates(tables)
points = total_points(tables, found.seeker, found.helper)
free, room, earned = np.ones(len(problem.seekers), bool), problem.helpers.room.copy(), [0, 0, 0]
for arc in np.argsort(-points, kind="stable").tolist():
    s, h = found.seeker[arc], found.helper[arc]
    if free[s] and room[h]:
        free[s], room[h] = False, room[h] - 1
        for column, more in enumerate((1, problem.seekers.weight[s], points[arc])):
            earned[column] += int(more)
print(json.dumps(earned))
"""


@dataclass(frozen=True)
class Measured:
    """One run of the command: what it printed as JSON, and the peaks of memory in MB."""

    told: dict[str, Any]
    peak: dict[str, float]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000], help="families")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=2026)
    asked = parser.parse_args()
    processors = os.cpu_count() or 1
    print(f"Python {platform.python_version()}, {processors} processors, seed {asked.seed}, SQLite")
    busy = [os.getloadavg()[0]]
    good = True
    for size in asked.sizes:
        good = bench(size, asked.runs, asked.seed) and good
        busy.append(os.getloadavg()[0])
    if max(busy) > processors:
        print(f"\nNOISY: the load was up to {max(busy):.1f} on {processors} processors; times are too long.")
    return 0 if good else 1


def bench(families: int, runs: int, seed: int) -> bool:
    """Measure one size in a database of its own; whether every proof closed and equal runs were equal."""
    size = Namespace(families=families, volunteers=families * 4 // 5, seed=seed)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        environment = os.environ | {"SPLOT_VAR": folder, "DJANGO_SETTINGS_MODULE": "config.settings.local"}
        bench_matching.manage(environment, "migrate", "--verbosity", "0")
        bench_matching.seed(environment, size)
        measured = [Measured(*bench_matching.run_once(environment)) for _ in range(runs)]
        greedy = greedy_by_points(environment)
    first = measured[0].told
    print(f"\n{families:,} families × {size.volunteers:,} volunteers: {first['arcs']:,} possible pairs")
    print_times(measured)
    peak = {name: max(one.peak[name] for one in measured) for name in ("command", "solver", "both")}
    parts = f"command {peak['command']:.0f}, solver {peak['solver']:.0f}"
    print(f"  {'peak memory':<12}{peak['both']:8.0f} MB   ({parts})")
    warn_if_over(measured, peak["both"])
    return is_proven(measured) & loses_nothing(first, greedy)


def print_times(measured: Sequence[Measured]) -> None:
    print(f"  {'step':<12}{'least':>8}{'median':>8}{'most':>8}   seconds, {len(measured)} runs")
    steps = {name: [one.told["seconds"][name] for one in measured] for name in measured[0].told["seconds"]}
    steps["together"] = [sum(one.told["seconds"].values()) for one in measured]
    for name, found in steps.items():
        print(f"  {name:<12}{min(found):8.2f}{statistics.median(found):8.2f}{max(found):8.2f}")


def warn_if_over(measured: Sequence[Measured], peak: float) -> None:
    median = statistics.median(sum(one.told["seconds"].values()) for one in measured)
    if median > TARGET_SECONDS or peak > TARGET_MB:
        print(f"  WARNING: over the target of {TARGET_SECONDS} s and {TARGET_MB} MB")


def is_proven(measured: Sequence[Measured]) -> bool:
    """Every run done with gap and violation 0; all matched the same number, weight and points."""
    ends = {(one.told["state"], one.told["gap"], one.told["violation"]) for one in measured}
    answers = {(one.told["matched"], one.told["weight"], one.told["points"]) for one in measured}
    gap, violation = measured[0].told["gap"], measured[0].told["violation"]
    print(f"  certificate: gap {gap}, violation {violation}; judged by a second way of counting")
    good = ends == {("done", 0, 0)} and len(answers) == 1
    if not good:
        print(f"  FAILED: ends {sorted(ends)}, answers {sorted(answers)}")
    return good


def greedy_by_points(environment: dict[str, str]) -> list[int]:
    """Matched, weight and points of taking the best free pair again and again."""
    done = subprocess.run(
        [sys.executable, "-c", GREEDY], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    found: list[int] = json.loads(done.stdout)
    return found


def loses_nothing(run: dict[str, Any], greedy: list[int]) -> bool:
    """Print what greedy loses beside the run; False where it did better, which a proof rules out."""
    ours = [run["matched"], run["weight"], run["points"]]
    for name, best, plain in zip(("matched", "weight", "points"), ours, greedy, strict=True):
        lost = 100 * (best - plain) / max(best, 1)
        print(f"  {name:<12}{best:>9,}   greedy by points {plain:>9,}   loses {lost:.1f} %")
    return bool(greedy[1] <= ours[1])


if __name__ == "__main__":
    sys.exit(main())
