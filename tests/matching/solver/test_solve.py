"""The optimum against methods of other kinds, and what must not change it."""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from matching.solver import HardRule, LockError, Params, Problem, Result, Status, Weights, check, solve
from matching.solver.recount import Recount
from tests.matching.solver.instances import crowd, random_problem, take, tangled_crowd
from tests.matching.solver.people import helpers, seekers

RULES = st.fixed_dictionaries(
    {},
    optional={
        "session_slots": st.integers(1, 8),
        "min_speak_level": st.integers(0, 5),
        "max_km": st.floats(1, 30),
        "contact_with_minors": st.booleans(),
        "weights": st.builds(Weights, **dict.fromkeys(("language", "distance", "load"), st.integers(0, 30))),
    },
)
SEEDS = st.integers(0, 1 << 32)


def reached(result: Result) -> tuple[int, int, int]:
    return result.objective.weight, result.objective.points, result.objective.kept


def worths(problem: Problem) -> list[list[tuple[int, int, int] | None]]:
    """Weight, points and kept of every pair, None where a rule forbids it; by the judge's arithmetic."""
    law, n, m = Recount(problem), len(problem.seekers), len(problem.helpers)
    s, h = np.divmod(np.arange(n * m), max(m, 1))
    allowed = np.all([law.allows(rule, s, h) for rule in HardRule], axis=0)
    allowed &= (law.locked_to[s] < 0) | (law.locked_to[s] == h)
    points = sum(law.wishes(s, h).values())
    kept = law.is_listed(problem.previous, s, h)
    rows = zip(problem.seekers.weight[s].tolist(), points.tolist(), kept.astype(int).tolist(), strict=True)
    pairs = [row if ok else None for row, ok in zip(rows, allowed.tolist(), strict=True)]
    return [pairs[i * m : (i + 1) * m] for i in range(n)]


def best_by_trying(problem: Problem) -> tuple[int, int, int]:
    """The best of all assignments, tried one after another."""
    pairs, locked = worths(problem), set(problem.locks[:, 0].tolist())

    @cache
    def best(seeker: int, room: tuple[int, ...]) -> tuple[int, int, int]:
        if seeker == len(pairs):
            return 0, 0, 0
        answers = [] if seeker in locked else [best(seeker + 1, room)]
        for helper, worth in enumerate(pairs[seeker]):
            if worth is not None and room[helper]:
                rest = best(seeker + 1, (*room[:helper], room[helper] - 1, *room[helper + 1 :]))
                if rest[0] >= 0:
                    answers.append(tuple(a + b for a, b in zip(worth, rest, strict=True)))
        return max(answers, default=(-1, 0, 0))  # -1: a locked seeker's place is gone, no such assignment

    return best(0, tuple(problem.helpers.room.tolist()))


def best_by_scipy(problem: Problem) -> tuple[int, int, int]:
    """The optimum of the dense assignment problem, each helper as often as there is room."""
    pairs = worths(problem)
    columns = np.repeat(np.arange(len(problem.helpers)), problem.helpers.room)
    locked = set(problem.locks[:, 0].tolist())
    profit = np.zeros((len(pairs), len(columns) + len(pairs)))
    for s, row in enumerate(pairs):
        for column, h in enumerate(columns):
            if row[h] is not None:
                weight, points, kept = row[h]
                profit[s, column] = weight * 1e9 + points * 1e3 + kept + (s in locked) * 1e12
    rows, chosen = linear_sum_assignment(profit, maximize=True)
    real = [
        pairs[s][columns[c]]
        for s, c in zip(rows, chosen, strict=True)
        if c < len(columns) and pairs[s][columns[c]]
    ]
    return tuple(sum(worth[aim] for worth in real) for aim in range(3))


@settings(max_examples=100, deadline=None)
@given(seed=SEEDS, n=st.integers(0, 6), m=st.integers(0, 5), rules=RULES)
def test_optimum_equals_the_best_of_all_assignments(seed: int, n: int, m: int, rules: dict[str, Any]) -> None:
    problem = tangled_crowd(seed, n, m, **rules)
    result = solve(problem)
    assert check(problem, result) == []
    assert reached(result) == best_by_trying(problem)


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, n=st.integers(1, 40), m=st.integers(1, 40), rules=RULES)
def test_optimum_equals_the_dense_method(seed: int, n: int, m: int, rules: dict[str, Any]) -> None:
    problem = tangled_crowd(seed, n, m, **rules)
    result = solve(problem)
    assert check(problem, result) == []
    assert (result.gap, result.violation, result.value) == (0, 0, result.bound)
    assert reached(result) == best_by_scipy(problem)


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS)
def test_order_of_people_changes_nothing(seed: int) -> None:
    problem = crowd(seed, 40, 30)
    lots = np.random.default_rng(seed)
    shuffled = Problem(
        seekers=take(problem.seekers, lots.permutation(40)),
        helpers=take(problem.helpers, lots.permutation(30)),
        rules=problem.rules,
    )
    assert solve(shuffled).objective == solve(problem).objective


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS)
def test_one_more_helper_never_lowers_the_optimum(seed: int) -> None:
    problem = crowd(seed, 40, 20)
    fewer = replace(problem, helpers=take(problem.helpers, np.arange(19)))
    assert reached(solve(problem)) >= reached(solve(fewer))


@settings(max_examples=40, deadline=None)
@given(
    seed=SEEDS,
    tighter=st.sampled_from(
        [{"max_km": 6.0}, {"session_slots": 6}, {"min_speak_level": 5}, {"same_gender": True}]
    ),
)
def test_tighter_limit_never_raises_the_optimum(seed: int, tighter: dict[str, Any]) -> None:
    problem = crowd(seed, 40, 30)
    tight = replace(problem, rules=replace(problem.rules, **tighter))
    assert reached(solve(tight)) <= reached(solve(problem))


def test_priority_comes_before_points() -> None:
    problem = Problem(
        seekers=seekers(2, weight=[1, 2], levels=[[7, 7], [3, 3]], needs=[0b11, 0b1100]), helpers=helpers(1)
    )
    result = solve(problem)
    assert result.pairs.seeker.tolist() == [1]
    assert result.unmatched.stopped_by() == [None]


def test_points_come_before_staying() -> None:
    problem = Problem(seekers=seekers(2), helpers=helpers(2, load=[0, 1]), previous=[(1, 1)])
    alone = replace(problem, seekers=take(problem.seekers, np.array([1])), previous=[(0, 1)])
    assert solve(problem).pairs.helper.tolist() == [0, 1]
    assert solve(alone).pairs.helper.tolist() == [0]


@pytest.mark.parametrize("previous", [[(0, 0), (1, 1)], [(0, 1), (1, 0)]])
def test_pairs_shown_before_stay_where_nothing_is_lost(previous: list[tuple[int, int]]) -> None:
    result = solve(Problem(seekers=seekers(2), helpers=helpers(2), previous=previous))
    assert list(zip(result.pairs.seeker.tolist(), result.pairs.helper.tolist(), strict=True)) == previous
    assert result.pairs.kept.tolist() == [True, True]
    assert result.objective.kept == 2


def test_room_is_filled_and_not_exceeded() -> None:
    problem = Problem(seekers=seekers(5), helpers=helpers(2, room=[3, 0]))
    result = solve(problem)
    assert result.pairs.helper.tolist() == [0, 0, 0]
    assert result.unmatched.left[:, -2:].tolist() == [[2, 1], [2, 1]]
    assert check(problem, result) == []


def test_locked_pair_is_kept_at_the_price_of_the_rest() -> None:
    problem = Problem(seekers=seekers(2, weight=[1, 5]), helpers=helpers(1), locks=[(0, 0)])
    result = solve(problem)
    assert result.pairs.seeker.tolist() == [0]
    assert result.pairs.locked.tolist() == [True]
    assert result.unmatched.stopped_by() == [HardRule.ROOM]
    assert check(problem, result) == []


def test_everyone_locked_is_an_answer() -> None:
    problem = Problem(seekers=seekers(2), helpers=helpers(1, room=[2]), locks=[(0, 0), (1, 0)])
    result = solve(problem)
    assert (result.objective.matched, result.status) == (2, Status.OPTIMAL)
    assert check(problem, result) == []


def test_locked_pairs_that_break_rules_are_named() -> None:
    problem = Problem(
        seekers=seekers(2),
        helpers=helpers(2, available=[True, False], cleared=[1, 0]),
        locks=[(0, 0), (1, 1)],
    )
    with pytest.raises(LockError) as refusal:
        solve(problem)
    assert refusal.value.broken == [(1, 1, (HardRule.AVAILABLE, HardRule.MINORS))]
    assert (
        str(refusal.value) == "Locked pairs break hard rules: seeker 1 with helper 101 (available, minors)."
    )


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (Problem(seekers=seekers(0), helpers=helpers(0)), Status.NOBODY),
        (Problem(seekers=seekers(0), helpers=helpers(2)), Status.NOBODY),
        (Problem(seekers=seekers(2), helpers=helpers(0)), Status.NOBODY),
        (Problem(seekers=seekers(2), helpers=helpers(2, room=[0, 0])), Status.NO_PAIR),
        (Problem(seekers=seekers(2), helpers=helpers(2, available=[0, 0])), Status.NO_PAIR),
        (Problem(seekers=seekers(1, levels=[[]]), helpers=helpers(1, levels=[[]])), Status.NO_PAIR),
    ],
)
def test_nothing_to_match_is_an_answer(problem: Problem, status: Status) -> None:
    result = solve(problem)
    assert (result.status, len(result.pairs), result.gap) == (status, 0, 0)
    assert len(result.unmatched) == len(problem.seekers)
    assert check(problem, result) == []


def test_same_seed_gives_the_same_answer() -> None:
    problem = random_problem(80, 40, towns=1, languages=3, weights=Weights(language=1))
    first, again = (solve(problem, Params(seed=7)) for _ in range(2))
    assert first.pairs.helper.tolist() == again.pairs.helper.tolist()


def test_lots_decide_among_equals() -> None:
    problem = Problem(seekers=seekers(6), helpers=helpers(1))
    chosen = {int(solve(problem, Params(seed=seed)).pairs.seeker[0]) for seed in range(40)}
    assert chosen == set(range(6))


def test_progress_names_the_stages_and_never_falls() -> None:
    told: list[tuple[str, float]] = []
    solve(random_problem(200, 200), on_progress=lambda stage, share: told.append((stage, share)))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert list(dict.fromkeys(stage for stage, _ in told)) == [
        "candidates", "scores", "flow", "certificate", "result",
    ]  # fmt: skip


def test_summary_tells_what_was_reached() -> None:
    result = solve(Problem(seekers=seekers(2, weight=[3, 1]), helpers=helpers(1)))
    assert result.summary().splitlines()[:3] == [
        "optimal: 1 of 2 seekers matched",
        "weight 3, points 90, kept 0",
        f"proof: bound {result.bound}, gap 0, violation 0",
    ]
