"""`make bench`: how fast matching is, how exact, and beside whom; at several sizes, several times.

    python scripts/bench.py [--sizes 1000 10000 20000] [--runs 3] [--parts arrays rows peers]

A size is families; volunteers are four for every five.
  arrays  from a Problem to a proven Result (scripts/bench_arrays.py), and how each stage grows with the size
  rows    from database rows to stored proposals, by the command (scripts/bench_matching.py)
  peers   the same questions to a Python loop, networkx, scipy and mentor-match (scripts/bench_peers.py)
Says so when the machine is busy. Exits 1 when a run fails, a proof does not close, equal runs differ, or an
exact method disagrees; a slow or large run only warns.
"""

import argparse
import itertools
import json
import math
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

from scripts import bench_arrays, bench_matching, bench_peers  # noqa: E402 - found by the line above
from scripts.bench_matching import TARGET_MB, TARGET_SECONDS  # noqa: E402

PARTS = ("arrays", "rows", "peers")


@dataclass(frozen=True)
class Measured:
    """One run of the command: what it printed as JSON, and the peaks of memory in MB."""

    told: dict[str, Any]
    peak: dict[str, float]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 20_000], help="families")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=2026)
    asked = parser.parse_args()
    processors = os.cpu_count() or 1
    print(f"Python {platform.python_version()}, {processors} processors, seed {asked.seed}, SQLite")
    busy = [os.getloadavg()[0]]
    good = True
    if "arrays" in asked.parts:
        good = arrays(asked.sizes, asked.runs, asked.seed, busy) and good
    for size in asked.sizes if "rows" in asked.parts else ():
        good = rows(size, asked.runs, asked.seed) and good
        busy.append(os.getloadavg()[0])
    if "peers" in asked.parts:
        good = bench_peers.compare(asked.seed) and good
        busy.append(os.getloadavg()[0])
    if max(busy) > processors:
        print(f"\nNOISY: the load was up to {max(busy):.1f} on {processors} processors; times are too long.")
    return 0 if good else 1


def arrays(sizes: Sequence[int], runs: int, seed: int, busy: list[float]) -> bool:
    """Measure each size in a process of its own, then the growth between them; whether all is proven."""
    measured = []
    for size in sizes:
        command = [sys.executable, "scripts/bench_arrays.py", str(size), "--json", "--seed", str(seed)]
        done = subprocess.run(
            [*command, "--runs", str(runs)], cwd=ROOT, check=True, capture_output=True, text=True
        )
        measured.append(json.loads(done.stdout))
        bench_arrays.show(measured[-1])
        busy.append(os.getloadavg()[0])
    for small, large in itertools.pairwise(measured):
        print_growth(small, large)
    return all(map(bench_arrays.is_good, measured))


def print_growth(small: dict[str, Any], large: dict[str, Any]) -> None:
    """The power of the number of people with which each stage grows."""
    times = math.log(large["seekers"] / small["seekers"])
    powers = {"pairs": math.log(large["pairs"] / small["pairs"]) / times}
    for stage, took in large["seconds"].items():
        before, after = statistics.median(small["seconds"][stage]), statistics.median(took)
        powers[stage] = math.log(after / before) / times
    told = ", ".join(f"{stage} {power:.2f}" for stage, power in powers.items())
    print(f"\ngrowth from {small['seekers']:,} to {large['seekers']:,}, as a power of the people: {told}")


def rows(families: int, runs: int, seed: int) -> bool:
    """Measure one size in a database of its own; whether every proof closed and equal runs were equal."""
    size = Namespace(families=families, volunteers=families * 4 // 5, seed=seed)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        environment = os.environ | {"SPLOT_VAR": folder, "DJANGO_SETTINGS_MODULE": "config.settings.local"}
        bench_matching.manage(environment, "migrate", "--verbosity", "0")
        bench_matching.seed(environment, size)
        measured = [Measured(*bench_matching.run_once(environment)) for _ in range(runs)]
    first = measured[0].told
    print(f"\n{families:,} families × {size.volunteers:,} volunteers: {first['arcs']:,} possible pairs")
    print_times(measured)
    peak = {name: max(one.peak[name] for one in measured) for name in ("command", "solver", "both")}
    parts = f"command {peak['command']:.0f}, solver {peak['solver']:.0f}"
    print(f"  {'peak memory':<12}{peak['both']:8.0f} MB   ({parts})")
    warn_if_over(measured, peak["both"])
    return is_proven(measured)


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


if __name__ == "__main__":
    sys.exit(main())
