"""Each wish by example, and all of them against the judge's own arithmetic."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import matching.solver.scoring as scoring
from matching.solver import Criterion, Problem, Rules, Weights, explain_pair
from matching.solver.recount import Recount
from matching.solver.scoring import WISHES, criteria_points, total_points
from matching.solver.tables import Tables
from tests.matching.solver.instances import random_problem
from tests.matching.solver.people import helpers, seekers, week

# criterion; seeker columns, helper columns; points, values
CASES: list[tuple[Criterion, dict[str, Any], dict[str, Any], int, dict[str, Any]]] = [
    (Criterion.LANGUAGE, {}, {}, 25, {"language": 0, "seeker_level": 7, "helper_level": 7}),
    (
        Criterion.LANGUAGE,
        {"levels": [[2, 7]]},
        {"levels": [[7, 5]]},
        24,
        {"language": 1, "seeker_level": 7, "helper_level": 5},
    ),
    (
        Criterion.LANGUAGE,
        {"levels": [[-1, 0]]},
        {"levels": [[7, -1]]},
        0,
        {"language": -1, "seeker_level": -1, "helper_level": 7},
    ),
    (Criterion.DISTANCE, {}, {}, 20, {"km": 0.0, "limit_km": 10.0}),
    (Criterion.DISTANCE, {"latitude": [50.085]}, {}, 13, {"km": 3.6, "limit_km": 10.0}),
    (Criterion.DISTANCE, {"latitude": [51.0]}, {}, 0, {"km": 135.9, "limit_km": 10.0}),
    (Criterion.DISTANCE, {"travel_km": [0]}, {"travel_km": [0]}, 20, {"km": 0.0, "limit_km": 0.0}),
    (Criterion.TIME, {}, {}, 10, {"hours": 4.0, "full_at": 8.0}),
    (Criterion.TIME, {"week": [week((0, 40, 48))]}, {}, 3, {"hours": 1.0, "full_at": 8.0}),
    (
        Criterion.TIME,
        {"week": [week((5, 0, 48))]},
        {"week": [week((5, 0, 48))]},
        20,
        {"hours": 24.0, "full_at": 8.0},
    ),
    (Criterion.NEEDS, {"needs": [0b111]}, {}, 10, {"shared": 0b11, "asked": 0b111}),
    (Criterion.NEEDS, {"needs": [0]}, {}, 8, {"shared": 0, "asked": 0}),
    (Criterion.NEEDS, {"needs": [1 << 63]}, {"offers": [1 << 63]}, 15, {"shared": 1 << 63, "asked": 1 << 63}),
    (Criterion.LIFE_STAGE, {"life": [0b110]}, {"life": [0b10]}, 5, {"shared": 0b10, "asked": 0b110}),
    (Criterion.LIFE_STAGE, {"life": [0b110]}, {"life": [0b1]}, 0, {"shared": 0, "asked": 0b110}),
    (Criterion.LIFE_STAGE, {}, {"life": [0]}, 5, {"shared": 0, "asked": 1}),
    (
        Criterion.GENDER,
        {"wish_gender": [2], "wish_strength": [1]},
        {},
        3,
        {"seeker_wish": 2, "helper_wish": 0, "seeker_met": False, "helper_met": True},
    ),
    (Criterion.TRADE, {}, {}, 10, {"seeker_trade": 2, "helper_trade": 2}),
    (Criterion.TRADE, {"trade": [-1]}, {"trade": [-1]}, 0, {"seeker_trade": -1, "helper_trade": -1}),
    (Criterion.LOAD, {}, {}, 5, {"families": 0}),
    (Criterion.LOAD, {}, {"load": [2]}, 2, {"families": 2}),
]


@pytest.mark.parametrize(("criterion", "seeker", "helper", "points", "values"), CASES)
def test_wish_earns_what_its_sentence_says(
    criterion: Criterion, seeker: dict[str, Any], helper: dict[str, Any], points: int, values: dict[str, Any]
) -> None:
    problem = Problem(
        seekers=seekers(1, **seeker), helpers=helpers(1, **helper), rules=Rules(weights=Weights(trade=10))
    )
    [one] = [one for one in explain_pair(problem, 0, 0).criteria if one.code is criterion]
    assert (one.points, one.values) == (points, values)


@pytest.mark.parametrize(
    "rules", [{}, {"weights": Weights(trade=7, gender=9, needs=0), "full_at_hours": 3.5}]
)
def test_points_equal_the_judges_own(rules: dict[str, Any]) -> None:
    problem = random_problem(40, 50, seed=3, towns=2, languages=5, **rules)
    t, law = Tables.of(problem), Recount(problem)
    s, h = np.divmod(np.arange(40 * 50), 50)
    ours = criteria_points(t, s, h)
    assert np.array_equal(ours, np.column_stack(list(law.wishes(s, h).values())))
    assert np.array_equal(total_points(t, s, h), ours.sum(axis=1))


def test_every_criterion_has_its_wish_in_order() -> None:
    assert list(WISHES) == list(Criterion)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 1 << 30),
    languages=st.integers(0, 5),
    most=st.lists(st.sampled_from([0, 1, 7, 1_000]), min_size=8, max_size=8),
    full_at=st.sampled_from([0.5, 8.0, 168.0]),
)
def test_compiled_points_are_those_of_the_wishes(
    seed: int, languages: int, most: list[int], full_at: float
) -> None:
    weights = Weights(**dict(zip((criterion.value for criterion in Criterion), most, strict=True)))
    problem = random_problem(
        30, 40, seed=seed, languages=max(languages, 1), towns=1, spread_km=2.0, weights=weights,
        full_at_hours=full_at,
    )  # fmt: skip
    if not languages:
        none = np.empty((0, 0))
        problem = replace(
            problem,
            seekers=replace(problem.seekers, levels=none.reshape(30, 0)),
            helpers=replace(problem.helpers, levels=none.reshape(40, 0)),
        )
    tables = Tables.of(problem)
    s, h = np.divmod(np.arange(30 * 40, dtype=np.int32), np.int32(40))
    ours = scoring._by_one_loop(tables, s, h)
    assert ours.tolist() == criteria_points(tables, s, h).sum(axis=1).tolist()


def test_compiled_points_tell_every_metre() -> None:
    problem = random_problem(300, 300, towns=1, spread_km=0.3, weights=Weights(distance=1_000), max_km=1.0)
    tables = Tables.of(problem)
    s, h = np.divmod(np.arange(300 * 300), 300)
    assert scoring._by_one_loop(tables, s, h).tolist() == scoring.total_points(tables, s, h).tolist()
