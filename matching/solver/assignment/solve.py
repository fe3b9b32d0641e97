"""The most weight, then the most points, both exact: two flows one after the other.

The first finds the most weight, and prices in weight. By complementary slackness an assignment has that
weight exactly when it uses only pairs that are worth their prices, matches every seeker and fills every
helper with a price above zero (Ahuja, Magnanti, Orlin, Network Flows, 1993, section 9.4). Among those the
second finds the most points. Weight and points are never mixed into one number, which could outgrow 64 bits.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from matching.solver.network import Network, SolverError

from .flow import Flow, Musts, best_flow
from .problem import AssignmentProblem, AssignmentResult, Prices, Proof


def solve_assignment(problem: AssignmentProblem) -> AssignmentResult:
    """The best assignment there is, with its proof; the same problem always gives the same answer.

    A seeker of weight 1 or more is matched even where that costs points; a pair that adds nothing, of weight
    0 and points 0 or fewer, is not made.

    Parameters
    ----------
    problem : AssignmentProblem
        Seekers, helpers and the pairs allowed.

    Returns
    -------
    AssignmentResult
        Its proof has gap 0 and violation 0.

    Raises
    ------
    ProblemError
        The numbers are too large for an exact flow in 64 bits.
    SolverError
        The flow failed or the proof does not close; there is no result to use.
    """
    seconds: dict[str, float] = {}
    with _timed(seconds, "weight"):
        rows, by_weight = _most_weight(problem)
    with _timed(seconds, "points"):
        rows, by_points = _most_points(problem, rows, by_weight)
    with _timed(seconds, "proof"):
        rows = rows[np.argsort(problem.seeker[rows], kind="stable")]
        weight = sum(problem.weight[problem.seeker[rows]].tolist())
        points = sum(problem.points[rows].tolist())
        prices = _price_the_full(
            problem, Prices(by_weight.value, by_points.value, by_weight.price, by_points.price)
        )
        proof = prove(problem, prices, weight=weight, points=points)
    if proof.gap or proof.violation:
        raise SolverError(f"The proof does not close: {proof}.")
    return AssignmentResult(rows, weight, points, prices, proof, seconds)


def prove(problem: AssignmentProblem, prices: Prices, *, weight: int, points: int) -> Proof:
    """The proof of an assignment that reached this weight and these points, its prices tried on all pairs."""
    return Proof.of(
        problem.spread,
        reached=(weight, points),
        limit=(
            _bound(prices.seeker_weight, prices.helper_weight, problem.room),
            _bound(prices.seeker_points, prices.helper_points, problem.room),
        ),
        excess=max(_excess(problem, prices), _below_zero(prices)),
    )


def _most_weight(problem: AssignmentProblem) -> tuple[NDArray[np.int64], Flow]:
    weight = problem.weight[problem.seeker]
    rows = np.flatnonzero((weight > 0) & (problem.room[problem.helper] > 0))
    flow = best_flow(_network(problem, rows, weight))
    return rows[flow.used], flow


def _most_points(
    problem: AssignmentProblem, known: NDArray[np.int64], by_weight: Flow
) -> tuple[NDArray[np.int64], Flow]:
    weight = problem.weight[problem.seeker]
    adds = (weight > 0) | (problem.points > 0)
    fits = by_weight.value[problem.seeker] + by_weight.price[problem.helper] == weight
    rows = np.flatnonzero(adds & fits & (problem.room[problem.helper] > 0))
    flow = best_flow(
        _network(problem, rows, problem.points),
        musts=Musts(match=by_weight.value > 0, fill=by_weight.price > 0),
        known=np.searchsorted(rows, known),
    )
    return rows[flow.used], flow


def _network(problem: AssignmentProblem, rows: NDArray[np.int64], profit: NDArray[np.int64]) -> Network:
    """The pairs of these rows; no helper takes more than all seekers, however great the room."""
    return Network(
        seeker=problem.seeker[rows].astype(np.int32),
        helper=problem.helper[rows].astype(np.int32),
        profit=profit[rows],
        seekers=len(problem.weight),
        room=np.minimum(problem.room, len(problem.weight)),
    )


def _price_the_full(problem: AssignmentProblem, prices: Prices) -> Prices:
    """Helpers without any room take part in no flow; whatever their price, it adds nothing to the bound."""
    rows = np.flatnonzero(problem.room[problem.helper] == 0)
    seeker, helper = problem.seeker[rows], problem.helper[rows]
    weight, points = prices.helper_weight.copy(), prices.helper_points.copy()
    np.maximum.at(weight, helper, problem.weight[seeker] - prices.seeker_weight[seeker])
    tight = weight[helper] == problem.weight[seeker] - prices.seeker_weight[seeker]
    points[(problem.room == 0) & (weight > 0)] = -problem.spread
    np.maximum.at(points, helper[tight], (problem.points[rows] - prices.seeker_points[seeker])[tight])
    return Prices(prices.seeker_weight, prices.seeker_points, weight, points)


def _bound(seeker: NDArray[np.int64], helper: NDArray[np.int64], room: NDArray[np.int64]) -> int:
    full = np.flatnonzero(helper)
    rooms = zip(helper[full].tolist(), room[full].tolist(), strict=True)
    return sum(seeker.tolist()) + sum(price * units for price, units in rooms)


def _excess(problem: AssignmentProblem, prices: Prices) -> tuple[int, int]:
    """The most by which a pair is worth more than its two prices, weight first; (0, 0) when none is."""
    s, h = problem.seeker, problem.helper
    return _greatest(
        problem.weight[s] - prices.seeker_weight[s] - prices.helper_weight[h],
        problem.points - prices.seeker_points[s] - prices.helper_points[h],
    )


def _below_zero(prices: Prices) -> tuple[int, int]:
    return max(
        _greatest(-prices.seeker_weight, -prices.seeker_points),
        _greatest(-prices.helper_weight, -prices.helper_points),
    )


def _greatest(weight: NDArray[np.int64], points: NDArray[np.int64]) -> tuple[int, int]:
    """The greatest of (0, 0) and these, weight before points."""
    most = int(weight.max(initial=0))
    return most, int(points[weight == most].max(initial=0 if most == 0 else np.iinfo(np.int64).min))


@contextmanager
def _timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    seconds[stage] = time.perf_counter() - started
