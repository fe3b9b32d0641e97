"""Explanations say the same as the result, for pairs made and pairs not made."""

import numpy as np
import pytest

from matching.solver import Criterion, HardRule, Problem, explain_pair, explain_pairs, solve
from tests.matching.solver.instances import tangled_crowd
from tests.matching.solver.people import helpers, seekers, week


def test_explanations_add_up_to_the_points_of_the_pairs() -> None:
    problem = tangled_crowd(8, 20, 15)
    pairs = solve(problem).pairs
    told = explain_pairs(problem, pairs.seeker, pairs.helper)
    assert len(told) > 5
    assert [one.points for one in told] == pairs.points.tolist()
    assert [[c.points for c in one.criteria] for one in told] == pairs.criteria.tolist()
    assert [(one.seeker, one.helper) for one in told] == list(
        zip(pairs.seeker.tolist(), pairs.helper.tolist(), strict=True)
    )
    assert {one.allowed for one in told} == {True}


def test_pair_by_hand_hears_every_rule_it_breaks() -> None:
    problem = Problem(
        seekers=seekers(2, week=[week((0, 34, 36), (0, 37, 39)), week()], latitude=[50.2, 50.06]),
        helpers=helpers(1, cleared=[False]),
        locks=np.empty((0, 2)),
    )
    told = explain_pair(problem, 0, 0)
    assert [(rule.code, rule.values) for rule in told.broken] == [
        (HardRule.DISTANCE, {"km": 20.2, "limit_km": 10.0}),
        (HardRule.MINORS, {"has_minors": True, "cleared": False}),
        (HardRule.TIME, {"hours": 2.0, "longest_hours": 1.0, "session_hours": 2.0}),
    ]
    assert [rule.code for rule in told.rules] == list(HardRule)
    assert [one.code for one in told.criteria] == list(Criterion)


def test_full_helper_is_told_from_the_pair_that_filled_the_room() -> None:
    problem = Problem(seekers=seekers(2), helpers=helpers(1), locks=[(0, 0)])
    assert explain_pair(problem, 0, 0).allowed is True
    assert [(r.code, r.values) for r in explain_pair(problem, 1, 0).broken] == [
        (HardRule.ROOM, {"room": 1, "locked": 1})
    ]


def test_nobody_is_explained_who_is_not_there() -> None:
    problem = Problem(seekers=seekers(2), helpers=helpers(1))
    assert explain_pairs(problem, [], []) == []
    for pair in ((2, 0), (0, 1), (-1, 0)):
        with pytest.raises(IndexError):
            explain_pair(problem, *pair)
