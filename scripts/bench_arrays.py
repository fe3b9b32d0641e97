"""How long a run takes from arrays to a proven Result, and how much memory: one size in a process of its own.

    python scripts/bench_arrays.py 10000 [--runs 5] [--towns 30] [--json]

Helpers are four for every five seekers. Prints the least, median and most seconds of each stage and of the
judge, the peak of memory before, after solving and after judging, and what a greedy choice loses. The first
run, which loads or compiles what is compiled, is told apart. Exits 1 when the judge finds anything, equal
runs differ, or the proof does not close.
"""

import argparse
import json
import os
import resource
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from matching.solver import Params, Problem, Result, check, solve  # noqa: E402 - found by the line above
from matching.solver.candidates import find_candidates  # noqa: E402
from matching.solver.scoring import total_points  # noqa: E402
from matching.solver.tables import Tables  # noqa: E402
from tests.matching.solver.instances import random_problem  # noqa: E402

TARGET_SECONDS, TARGET_PEOPLE = 1.5, 10_000

Measured = dict[str, Any]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("seekers", type=int, nargs="?", default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--towns", type=int, default=30, help="fewer towns, more allowed pairs (1 to 30)")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--json", action="store_true", help="print what was measured as JSON")
    asked = parser.parse_args()
    measured = measure(asked.seekers, asked.runs, asked.towns, asked.seed)
    if asked.json:
        print(json.dumps(measured))
    else:
        show(measured)
        if os.getloadavg()[0] > (os.cpu_count() or 1):
            print(f"NOISY: the load is {os.getloadavg()[0]:.1f}")
    return 0 if is_good(measured) else 1


def measure(seekers: int, runs: int, towns: int, seed: int) -> Measured:
    """Everything about one size, as plain values."""
    helpers = seekers * 4 // 5
    problem = random_problem(seekers, helpers, seed=seed, towns=towns, free_spans=8, session_slots=2)
    peaks = {"before": peak_mb()}
    _, first = timed(problem, seed)
    results, took = zip(*(timed(problem, seed) for _ in range(runs)), strict=True)
    peaks["solving"] = peak_mb()
    check(problem, results[0])  # compiled, or read from the cache
    judged, violations = [], []
    for result in results:
        started = time.perf_counter()
        violations += [violation.sentence for violation in check(problem, result)]
        judged.append(time.perf_counter() - started)
    peaks["judging"] = peak_mb()
    stages = {stage: [one.seconds[stage] for one in results] for stage in results[0].seconds}
    objective, proof = results[0].objective, results[0].certificate
    return {
        "seekers": seekers,
        "helpers": helpers,
        "pairs": results[0].candidates,
        "seconds": {**stages, "together": list(took), "judge": judged},
        "first": first,
        "memory": peaks,
        "objective": [objective.matched, objective.weight, objective.points],
        "greedy": {urgent: greedy(problem, urgent=urgent) for urgent in (True, False)},
        "certificate": [proof.value, proof.bound, proof.gap, proof.violation],
        "same": len({(one.objective, one.certificate) for one in results}) == 1,
        "violations": violations[:10],
    }


def timed(problem: Problem, seed: int) -> tuple[Result, float]:
    """The result, and the seconds from arrays to it."""
    started = time.perf_counter()
    result = solve(problem, Params(seed=seed))
    return result, time.perf_counter() - started


def greedy(problem: Problem, *, urgent: bool) -> list[int]:
    """Matched, weight and points of taking the best pair left: of the most urgent, or of the most points."""
    tables = Tables.of(problem)
    found = find_candidates(tables)
    points = total_points(tables, found.seeker, found.helper)
    weight = problem.seekers.weight[found.seeker]
    order = np.lexsort((-points, -weight)) if urgent else np.argsort(-points, kind="stable")
    free, room, earned = [True] * len(problem.seekers), problem.helpers.room.tolist(), [0, 0, 0]
    columns = (found.seeker, found.helper, weight, points)
    for s, h, heavy, good in zip(*(column[order].tolist() for column in columns), strict=True):
        if free[s] and room[h]:
            free[s], room[h] = False, room[h] - 1
            earned = [earned[0] + 1, earned[1] + heavy, earned[2] + good]
    return earned


def show(measured: Measured) -> None:
    """Print one size."""
    people = f"{measured['seekers']:,} seekers × {measured['helpers']:,} helpers"
    runs = len(measured["seconds"]["together"])
    print(f"\n{people}: {measured['pairs']:,} allowed pairs")
    print(f"  {'stage':<12}{'least':>9}{'median':>9}{'most':>9}   seconds, {runs} runs")
    for stage, took in measured["seconds"].items():
        print(f"  {stage:<12}{min(took):9.3f}{statistics.median(took):9.3f}{max(took):9.3f}")
    median = statistics.median(measured["seconds"]["together"])
    print(f"  first run in a new process {measured['first']:.2f} s")
    if measured["seekers"] <= TARGET_PEOPLE and median > TARGET_SECONDS:
        print(f"  WARNING: over the aim of {TARGET_SECONDS} s from arrays to a proven result")
    peaks = ", ".join(f"{stage} {peak:.0f}" for stage, peak in measured["memory"].items())
    print(f"  peak memory, MB so far: {peaks}")
    value, bound, gap, violation = measured["certificate"]
    print(f"  certificate: value {value:,}, bound {bound:,}, gap {gap}, violation {violation}")
    for column, name in enumerate(("matched", "weight", "points")):
        best = measured["objective"][column]
        lost = [100 * (best - plain[column]) / max(best, 1) for plain in measured["greedy"].values()]
        print(f"  {name:<9}{best:>10,}   greedy by urgency loses {lost[0]:.1f} %, by points {lost[1]:.1f} %")
    for sentence in measured["violations"]:
        print(f"  FAILED: {sentence}")


def is_good(measured: Measured) -> bool:
    """Proven, judged, equal runs equal, and no greedy choice better."""
    proven = measured["certificate"][2:] == [0, 0] and not measured["violations"]
    best = measured["objective"][1]
    return bool(proven and measured["same"] and all(one[1] <= best for one in measured["greedy"].values()))


def peak_mb() -> float:
    """Peak of this process's memory so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
