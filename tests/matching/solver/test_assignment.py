"""The bare assignment against all assignments, scipy's dense method and optima known in closed form."""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from matching.solver.arrays import ProblemError
from matching.solver.assignment import (
    AssignmentProblem,
    AssignmentResult,
    Prices,
    RepeatedPair,
    check_assignment,
    solve_assignment,
)

SMALL = st.integers(-4, 4)
LARGE = st.integers(-(10**12), 10**12)
TOO_MUCH = "{}: all together the numbers pass 1,152,921,504,606,846,976; use smaller ones."
SEEDS = st.integers(0, 1 << 32)


@st.composite
def problems(draw: st.DrawFn, points: st.SearchStrategy[int]) -> AssignmentProblem:
    n, m = draw(st.integers(0, 5)), draw(st.integers(0, 4))
    pairs = draw(st.sets(st.tuples(st.integers(0, n - 1), st.integers(0, m - 1)))) if n and m else set()
    rows = draw(st.permutations(sorted(pairs)))
    return AssignmentProblem(
        weight=draw(st.lists(st.integers(0, 3), min_size=n, max_size=n)),
        room=draw(st.lists(st.integers(0, 3), min_size=m, max_size=m)),
        seeker=[s for s, _ in rows],
        helper=[h for _, h in rows],
        points=draw(st.lists(points, min_size=len(rows), max_size=len(rows))),
    )


def random_assignment(seed: int, n: int, m: int, share: float = 1.0, **limits: Any) -> AssignmentProblem:
    """Each pair is there with this chance; points from -50 to 50, weights 0 to 3, room 0 to 3."""
    lots = np.random.default_rng(seed)
    seeker, helper = np.nonzero(lots.random((n, m)) < share)
    columns = {
        "weight": lots.integers(0, 4, n),
        "room": lots.integers(0, 4, m),
        "seeker": seeker,
        "helper": helper,
        "points": lots.integers(-50, 51, len(seeker)),
    }
    return AssignmentProblem(**columns | limits)


def best_by_trying(problem: AssignmentProblem) -> tuple[int, int]:
    """Weight and points of the best of all assignments, tried one after another."""
    worth: dict[int, list[tuple[int, int]]] = {}
    for s, h, q in zip(
        problem.seeker.tolist(), problem.helper.tolist(), problem.points.tolist(), strict=True
    ):
        worth.setdefault(s, []).append((h, q))
    weight = problem.weight.tolist()

    @cache
    def best(seeker: int, room: tuple[int, ...]) -> tuple[int, int]:
        if seeker == len(weight):
            return 0, 0
        answers = [best(seeker + 1, room)]
        for h, q in worth.get(seeker, []):
            if room[h]:
                rest = best(seeker + 1, (*room[:h], room[h] - 1, *room[h + 1 :]))
                answers.append((rest[0] + weight[seeker], rest[1] + q))
        return max(answers)

    return best(0, tuple(problem.room.tolist()))


def best_by_scipy(problem: AssignmentProblem) -> tuple[int, int]:
    """The optimum of the dense method, each helper as often as there is room, and nobody for everybody."""
    n = len(problem.weight)
    columns = np.repeat(np.arange(len(problem.room)), problem.room)
    table = np.full((n, len(problem.room)), -1e15)
    table[problem.seeker, problem.helper] = problem.weight[problem.seeker] * 1e6 + problem.points
    profit = np.hstack([table[:, columns], np.zeros((n, n))])
    rows, chosen = linear_sum_assignment(profit, maximize=True)
    made = chosen < len(columns)
    total = round(profit[rows[made], chosen[made]].sum())
    weight = int(problem.weight[rows[made]].sum())
    return weight, total - weight * 1_000_000


def solved(problem: AssignmentProblem) -> AssignmentResult:
    result = solve_assignment(problem)
    assert check_assignment(problem, result) == []
    assert (result.proof.gap, result.proof.violation) == (0, 0)
    assert (result.proof.weight, result.proof.points) == (result.weight, result.points)
    return result


@settings(max_examples=300, deadline=None)
@given(problem=problems(SMALL))
def test_optimum_equals_the_best_of_all_assignments(problem: AssignmentProblem) -> None:
    result = solved(problem)
    assert (result.weight, result.points) == best_by_trying(problem)


@settings(max_examples=100, deadline=None)
@given(problem=problems(LARGE))
def test_optimum_is_exact_where_one_number_would_overflow(problem: AssignmentProblem) -> None:
    heavy = replace(problem, weight=problem.weight * 10**14)
    result = solved(heavy)
    assert (result.weight, result.points) == best_by_trying(heavy)


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, n=st.integers(1, 60), m=st.integers(1, 40), share=st.floats(0.05, 1))
def test_optimum_equals_the_dense_method(seed: int, n: int, m: int, share: float) -> None:
    problem = random_assignment(seed, n, m, share)
    result = solved(problem)
    assert (result.weight, result.points) == best_by_scipy(problem)


@pytest.mark.parametrize("seed", range(3))
def test_optimum_equals_the_dense_method_where_pairs_are_added_in_rounds(seed: int) -> None:
    problem = random_assignment(seed, 400, 300)
    result = solved(problem)
    assert (result.weight, result.points) == best_by_scipy(problem)


@pytest.mark.parametrize("n", [1, 2, 7, 60, 250])
def test_optimum_of_machol_and_wien_is_the_closed_form(n: int) -> None:
    """Cost i · j for i, j = 1 … n, hard for many methods: the optimum pairs i with n + 1 - i."""
    i, j = np.divmod(np.arange(n * n), n)
    cost = (i + 1) * (j + 1)
    problem = AssignmentProblem(weight=[1] * n, room=[1] * n, seeker=i, helper=j, points=-cost)
    assert solved(problem).points == -n * (n + 1) * (n + 2) // 6


def test_weight_comes_before_points_whatever_they_cost() -> None:
    problem = AssignmentProblem(
        weight=[1, 2], room=[1], seeker=[0, 1], helper=[0, 0], points=[1_000_000, -1_000_000]
    )
    result = solved(problem)
    assert (result.rows.tolist(), result.weight, result.points) == ([1], 2, -1_000_000)


def test_seeker_of_weight_0_is_matched_for_points_only() -> None:
    problem = AssignmentProblem(
        weight=[0, 0, 0], room=[1, 1, 1], seeker=[0, 1, 2], helper=[0, 1, 2], points=[5, 0, -5]
    )
    assert solved(problem).rows.tolist() == [0]


def test_full_helper_is_not_used_and_its_price_proves_nothing_away() -> None:
    problem = AssignmentProblem(
        weight=[5, 0], room=[0, 1], seeker=[0, 0, 1], helper=[0, 1, 0], points=[9, -3, 7]
    )
    result = solved(problem)
    assert (result.rows.tolist(), result.weight, result.points) == ([1], 5, -3)


def test_room_far_beyond_all_seekers_is_no_trouble() -> None:
    problem = AssignmentProblem(weight=[1, 1], room=[1 << 50], seeker=[0, 1], helper=[0, 0], points=[3, 4])
    assert solved(problem).points == 7


@pytest.mark.parametrize(
    ("column", "sentence"),
    [
        ({"weight": [-1]}, "weight: the least value is 0 (row 0)."),
        ({"room": [-2]}, "room: the least value is 0 (row 0)."),
        ({"seeker": [1]}, "seeker: there is no such seeker (row 0)."),
        ({"helper": [-1]}, "helper: there is no such helper (row 0)."),
        ({"points": [1, 2]}, "points: expected 1 values, found 2."),
        ({"points": [0.5]}, "points: a value does not fit into int64 (row 0)."),
        ({"weight": [1 << 60]}, TOO_MUCH.format("weight")),
        ({"room": [1 << 60]}, TOO_MUCH.format("room")),
        ({"points": [1 << 60]}, TOO_MUCH.format("points")),
    ],
)  # fmt: skip
def test_columns_that_do_not_fit_are_named(column: dict[str, Any], sentence: str) -> None:
    good = {"weight": [1], "room": [1], "seeker": [0], "helper": [0], "points": [0]}
    with pytest.raises(ProblemError) as refusal:
        AssignmentProblem(**good | column)
    assert str(refusal.value) == sentence


def test_numbers_too_large_for_the_flow_are_refused() -> None:
    n = 50
    s, h = np.divmod(np.arange(n * n), n)
    problem = AssignmentProblem(weight=[1] * n, room=[1] * n, seeker=s, helper=h, points=(s == 0) * 10**17)
    with pytest.raises(ProblemError) as refusal:
        solve_assignment(problem)
    assert str(refusal.value) == (
        "The numbers are too large for an exact flow of 100 people in 64 bits: up to 100,000,000,000,000,000 "
        "for one pair."
    )


def test_repeated_pair_is_named_by_its_later_row() -> None:
    with pytest.raises(RepeatedPair) as refusal:
        AssignmentProblem(
            weight=[1, 1], room=[1], seeker=[1, 0, 1, 0], helper=[0, 0, 0, 0], points=[1, 2, 3, 4]
        )
    assert refusal.value.row == 2


PROBLEM = random_assignment(5, 30, 20)
RESULT = solve_assignment(PROBLEM)


def with_prices(**columns: np.ndarray) -> AssignmentResult:
    names = ("seeker_weight", "seeker_points", "helper_weight", "helper_points")
    return replace(RESULT, prices=Prices(**{name: getattr(RESULT.prices, name) for name in names} | columns))


@pytest.mark.parametrize(
    ("spoiled", "codes"),
    [
        (RESULT, set()),
        (replace(RESULT, rows=RESULT.rows[1:]), {"objective", "optimum"}),
        (replace(RESULT, rows=RESULT.rows[[0] * 4]), {"one_helper", "over_room", "objective", "optimum"}),
        (replace(RESULT, rows=np.array([len(PROBLEM.points)])), {"index"}),
        (replace(RESULT, points=RESULT.points + 1), {"objective"}),
        (replace(RESULT, weight=RESULT.weight + 1), {"objective"}),
        (with_prices(seeker_points=RESULT.prices.seeker_points - 1), {"optimum", "certificate"}),
        (with_prices(seeker_points=RESULT.prices.seeker_points + 1), {"optimum", "certificate"}),
        (with_prices(seeker_weight=RESULT.prices.seeker_weight - 1), {"optimum", "certificate"}),
        (with_prices(helper_weight=-RESULT.prices.helper_weight), {"optimum", "certificate"}),
        (with_prices(helper_points=RESULT.prices.helper_points[1:]), {"index"}),
        (replace(RESULT, proof=replace(RESULT.proof, points=0)), {"certificate"}),
        (replace(RESULT, proof=replace(RESULT.proof, value=0)), {"certificate"}),
        (replace(RESULT, proof=replace(RESULT.proof, violation=1)), {"certificate"}),
    ],
)  # fmt: skip
def test_judge_finds_what_is_planted(spoiled: AssignmentResult, codes: set[str]) -> None:
    assert {violation.code for violation in check_assignment(PROBLEM, spoiled)} == codes


def test_second_best_answer_has_a_gap_or_a_violation() -> None:
    problem = AssignmentProblem(
        weight=[1, 1], room=[1, 1], seeker=[0, 0, 1, 1], helper=[0, 1, 0, 1], points=[5, 0, 0, 5]
    )
    worse = replace(solve_assignment(problem), rows=np.array([1, 2]), points=0)
    assert {violation.code for violation in check_assignment(problem, worse)} == {"optimum"}
