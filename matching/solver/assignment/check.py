"""The independent judge of a bare assignment: plain counting and the proof tried on every pair.

It needs no OR-Tools and shares no code with what made the result.
"""

from collections.abc import Iterator

import numpy as np

from matching.solver.check import Violation

from .problem import AssignmentProblem, AssignmentResult

AT_ONCE = 1 << 20  # pairs looked at together, to bound memory


def check_assignment(problem: AssignmentProblem, result: AssignmentResult) -> list[Violation]:
    """Everything wrong with `result` as an answer to `problem`; an empty list means all is well.

    Checks that nobody is matched twice or beyond room, the totals, and the proof on all pairs.
    """
    strange = list(_strangers(problem, result))
    if strange:
        return strange
    return [*_who_is_matched(problem, result), *_totals(problem, result), *_proof(problem, result)]


# Every row names a pair, and everybody has prices; nothing else can be looked at before.
def _strangers(problem: AssignmentProblem, result: AssignmentResult) -> Iterator[Violation]:
    for row in result.rows.tolist():
        if not 0 <= row < len(problem.points):
            yield Violation("index", f"There is no pair of row {row}.")
    prices, seekers, helpers = result.prices, len(problem.weight), len(problem.room)
    lengths = [len(one) for one in (prices.seeker_weight, prices.seeker_points)]
    lengths += [len(one) for one in (prices.helper_weight, prices.helper_points)]
    if lengths != [seekers, seekers, helpers, helpers]:
        yield Violation("index", "The prices are not those of these seekers and helpers.")


def _who_is_matched(problem: AssignmentProblem, result: AssignmentResult) -> Iterator[Violation]:
    has = np.bincount(problem.seeker[result.rows], minlength=len(problem.weight))
    for seeker in np.flatnonzero(has > 1).tolist():
        yield Violation("one_helper", f"Seeker {seeker} has {has[seeker]} helpers.")
    taken = np.bincount(problem.helper[result.rows], minlength=len(problem.room))
    for helper in np.flatnonzero(taken > problem.room).tolist():
        yield Violation(
            "over_room",
            f"Helper {helper} has {taken[helper]} seekers and room for {problem.room[helper]}.",
        )


def _totals(problem: AssignmentProblem, result: AssignmentResult) -> Iterator[Violation]:
    ours = _reached(problem, result)
    if ours != (result.weight, result.points):
        yield Violation(
            "objective", f"Weight and points are {ours}, told are {(result.weight, result.points)}."
        )


# No price below zero, none too low for its pair, and together no more than was reached.
def _proof(problem: AssignmentProblem, result: AssignmentResult) -> Iterator[Violation]:
    prices, proof = result.prices, result.proof
    sides = (
        (prices.seeker_weight, prices.seeker_points),
        (prices.helper_weight, prices.helper_points),
    )
    for weight, points in sides:
        if not ((weight > 0) | ((weight == 0) & (points >= 0))).all():
            yield Violation("optimum", "A price is below zero.")
    too_low = 0
    for start in range(0, len(problem.points), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        s, h = problem.seeker[part], problem.helper[part]
        weight = prices.seeker_weight[s] + prices.helper_weight[h]
        points = prices.seeker_points[s] + prices.helper_points[h]
        enough = (weight > problem.weight[s]) | (
            (weight == problem.weight[s]) & (points >= problem.points[part])
        )
        too_low += int(np.count_nonzero(~enough))
    if too_low:
        yield Violation("optimum", f"The prices are too low for {too_low} pairs.")
    room = problem.room.tolist()
    limit = tuple(
        sum(seeker.tolist()) + sum(price * units for price, units in zip(helper.tolist(), room, strict=True))
        for seeker, helper in zip(*sides, strict=True)
    )
    if limit != _reached(problem, result):
        yield Violation(
            "optimum", f"At most {limit} can be reached by these prices, not {_reached(problem, result)}."
        )
    told = (proof.weight, proof.points, proof.gap, proof.violation)
    if told != (*limit, 0, 0):
        yield Violation(
            "certificate", f"Weight, points, gap, violation are {(*limit, 0, 0)}, told are {told}."
        )


def _reached(problem: AssignmentProblem, result: AssignmentResult) -> tuple[int, int]:
    weight = problem.weight[problem.seeker[result.rows]]
    return sum(weight.tolist()), sum(problem.points[result.rows].tolist())
