"""The two commands: read, solve, let the judge look, write, tell."""

import csv
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TextIO

from matching.solver.arrays import ProblemError
from matching.solver.assignment import AssignmentResult, check_assignment, solve_assignment
from matching.solver.check import Violation, check
from matching.solver.network import SolverError
from matching.solver.solve import Params, solve, versions
from matching.solver.weighing import LockError

from .answers import answer, refuse_locks
from .faults import InputError
from .output import as_json, check_writable, print_object, write_whole
from .profiles import read_profiles
from .sheets import Sheets, read_sheets

UNPROVEN, WRONG_INPUT = 1, 2  # how the process ends when there is no answer


class Unproven(Exception):
    """The judge does not agree with the result; nothing of it may be used."""

    def __init__(self, violations: list[Violation]) -> None:
        told = " ".join(violation.sentence for violation in violations[:5])
        more = f" And {len(violations) - 5} more." if len(violations) > 5 else ""
        super().__init__(f"The proof does not close; nothing was written. {told}{more}")


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn what may go wrong into one sentence on standard error and the status of the process."""
    try:
        yield
    except (InputError, ProblemError) as error:
        _end(str(error), WRONG_INPUT)
    except (SolverError, Unproven) as error:
        _end(str(error), UNPROVEN)
    except MemoryError:
        _end("There is not enough memory for this problem.", UNPROVEN)
    except KeyboardInterrupt:
        _end("Stopped; nothing was written.", 130)


def _end(sentence: str, status: int) -> NoReturn:
    sys.stderr.write(f"{sentence}\n")
    sys.exit(status)


def assign(seekers: Path, helpers: Path, pairs: Path, *, out: Path | None, prices: Path | None) -> None:
    """Solve the problem of three sheets; write the pairs and the prices where asked, print the rest."""
    for path in (out, prices):
        if path is not None:
            check_writable(path, [seekers, helpers, pairs])
    if out is not None and out == prices:
        raise InputError(f"{out}: pairs and prices cannot go into one file.")
    stages: dict[str, float] = {}
    with _timed(stages, "read"):
        sheets = read_sheets(seekers, helpers, pairs)
    result = solve_assignment(sheets.problem)
    stages |= result.seconds
    with _timed(stages, "check"):
        _refuse_unproven(check_assignment(sheets.problem, result))
    with _timed(stages, "write"):
        if out is not None:
            write_whole(out, lambda file: _write_pairs(file, sheets, result))
        if prices is not None:
            write_whole(prices, lambda file: _write_prices(file, sheets, result))
    print_object(_told(sheets, result) | _seconds_and_versions(stages))


def match(path: Path, *, out: Path | None, seed: int) -> None:
    """Solve the problem of one file of profiles; the answer goes to `out`, or is printed."""
    if out is not None:
        check_writable(out, [path])
    stages: dict[str, float] = {}
    with _timed(stages, "read"):
        profiles = read_profiles(path)
    try:
        result = solve(profiles.problem, Params(seed=seed))
    except LockError as error:
        refuse_locks(profiles, error)
    stages |= result.seconds
    with _timed(stages, "check"):
        _refuse_unproven(check(profiles.problem, result))
    told = answer(profiles, result) | _seconds_and_versions(stages)
    if out is None:
        print_object(told)
    else:
        write_whole(out, lambda file: file.write(as_json(told)))


def _refuse_unproven(violations: list[Violation]) -> None:
    if violations:
        raise Unproven(violations)


def _told(sheets: Sheets, result: AssignmentResult) -> dict[str, Any]:
    proof = result.proof
    return {
        "seekers": len(sheets.seekers),
        "helpers": len(sheets.helpers),
        "pairs": len(sheets.problem.points),
        "matched": result.matched,
        "weight": result.weight,
        "points": result.points,
        "proven": {"weight": proof.weight, "points": proof.points},
        "per_weight": proof.per_weight,
        "value": proof.value,
        "bound": proof.bound,
        "gap": proof.gap,
        "violation": proof.violation,
    }


def _seconds_and_versions(stages: dict[str, float]) -> dict[str, Any]:
    return {
        "seconds": round(sum(stages.values()), 3),
        "stages": {stage: round(seconds, 3) for stage, seconds in stages.items()},
        "versions": versions(),
    }


def _write_pairs(file: TextIO, sheets: Sheets, result: AssignmentResult) -> None:
    problem, rows = sheets.problem, result.rows
    sheet = csv.writer(file, lineterminator="\n")
    sheet.writerow(("seeker", "helper", "points"))
    for s, h, points in zip(
        problem.seeker[rows].tolist(),
        problem.helper[rows].tolist(),
        problem.points[rows].tolist(),
        strict=True,
    ):
        sheet.writerow((sheets.seekers[s], sheets.helpers[h], points))


def _write_prices(file: TextIO, sheets: Sheets, result: AssignmentResult) -> None:
    prices = result.prices
    sheet = csv.writer(file, lineterminator="\n")
    sheet.writerow(("side", "id", "weight", "points"))
    for side, names, weight, points in (
        ("seeker", sheets.seekers, prices.seeker_weight, prices.seeker_points),
        ("helper", sheets.helpers, prices.helper_weight, prices.helper_points),
    ):
        for row in zip(names, weight.tolist(), points.tolist(), strict=True):
            sheet.writerow((side, *row))


@contextmanager
def _timed(stages: dict[str, float], stage: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    stages[stage] = time.perf_counter() - started
