"""What each rule costs, against a count of every pair there is by the judge's own rules."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.solver import HardRule, Problem
from matching.solver import limits as limits_module
from matching.solver.limits import CurvePoint, Limit, limit_costs, only_seekers
from matching.solver.recount import Recount
from tests.matching.solver.instances import random_problem, take, tangled_crowd
from tests.matching.solver.people import MONDAY_EVENING, helpers, seekers

COUNTED = [rule for rule in HardRule if rule is not HardRule.ROOM]


def allowed_by(problem: Problem) -> dict[HardRule, np.ndarray]:
    """bool (n, m) of every rule."""
    law, n, m = Recount(problem), len(problem.seekers), len(problem.helpers)
    s, h = np.divmod(np.arange(n * m), max(m, 1))
    return {rule: law.allows(rule, s, h).reshape(n, m) for rule in HardRule}


def with_somebody(problem: Problem, dropped: HardRule | None = None) -> np.ndarray:
    """bool (n,): who has somebody, room and the dropped rule apart."""
    kept = [allowed for rule, allowed in allowed_by(problem).items() if rule in COUNTED and rule != dropped]
    fit: np.ndarray = np.logical_and.reduce(kept).any(axis=1)
    return fit


RULES: list[dict[str, Any]] = [
    {},
    {"session_slots": 2, "min_speak_level": 1, "max_km": 7.5},
    {"language_purpose": "practise", "practise_language": 0, "max_km": 30.0},
    {"same_gender": True, "contact_with_minors": False},
    {"same_employer": True, "detour": 1.0, "max_km": 100.0},
    {"same_employer": True, "same_site": True, "max_km": 100.0},
]


@pytest.mark.parametrize("rules", RULES)
def test_dropping_a_rule_frees_exactly_those_it_alone_holds_back(rules: dict[str, Any]) -> None:
    freed_by_any = 0
    for problem in (
        random_problem(90, 60, seed=5, towns=3, languages=6, **rules),
        random_problem(60, 40, languages=70, towns=1, **rules),
        tangled_crowd(2, 12, 9, **rules),
    ):
        costs = limit_costs(problem)
        fit = with_somebody(problem)
        assert costs.nobody.tolist() == np.flatnonzero(~fit).tolist()
        freed = {rule: int((with_somebody(problem, rule) & ~fit).sum()) for rule in COUNTED}
        assert costs.by_rule == freed
        freed_by_any += sum(freed.values())
    assert freed_by_any > 0


@pytest.mark.parametrize("rules", RULES)
def test_curves_are_what_each_value_would_give(rules: dict[str, Any]) -> None:
    problem = random_problem(90, 60, seed=7, towns=3, languages=6, **rules)
    costs = limit_costs(problem)
    fields = {Limit.MAX_KM: "max_km", Limit.SESSION: "session_slots", Limit.MIN_LEVEL: "min_speak_level"}
    for limit, curve in costs.curves.items():
        values = [point.value for point in curve]
        assert values == sorted(set(values))
        for point in curve:
            tried = replace(problem, rules=replace(problem.rules, **{fields[limit]: point.value}))
            assert point == CurvePoint(point.value, int(with_somebody(tried).sum()))
        now = getattr(problem.rules, fields[limit])
        assert now is None or now in values
    assert (Limit.MIN_LEVEL in costs.curves) == (problem.rules.language_purpose == "speak")


@pytest.mark.parametrize("rules", RULES)
def test_a_limit_costs_what_its_loosest_value_would_give_more(rules: dict[str, Any]) -> None:
    problem = random_problem(90, 60, seed=9, towns=3, languages=6, **rules)
    loosest: dict[Limit, dict[str, Any]] = {
        Limit.MAX_KM: {"max_km": None},
        Limit.SESSION: {"session_slots": 1},
        Limit.MIN_LEVEL: {"min_speak_level": 0},
        Limit.SAME_GENDER: {"same_gender": False},
        Limit.SAME_EMPLOYER: {"same_employer": False},
        Limit.SAME_SITE: {"same_site": False},
    }
    now = int(with_somebody(problem).sum())
    for limit, cost in limit_costs(problem).by_limit.items():
        loose = replace(problem, rules=replace(problem.rules, **loosest[limit]))
        assert cost == int(with_somebody(loose).sum()) - now


def test_whose_every_helper_is_full_has_somebody_and_no_room() -> None:
    never = np.vstack([MONDAY_EVENING, np.zeros_like(MONDAY_EVENING)])
    problem = Problem(seekers=seekers(2, week=never), helpers=helpers(room=[0]))
    costs = limit_costs(problem)
    assert (costs.full.tolist(), costs.nobody.tolist()) == ([0], [1])
    assert costs.by_rule[HardRule.TIME] == 1


@pytest.mark.parametrize(("asking", "helping"), [(0, 0), (0, 3), (3, 0)])
def test_nobody_on_a_side_costs_nothing(asking: int, helping: int) -> None:
    costs = limit_costs(random_problem(asking, helping))
    assert (costs.seekers, len(costs.nobody), sum(costs.by_rule.values())) == (asking, asking, 0)
    assert {point.somebody for curve in costs.curves.values() for point in curve} == {0}


def test_helpers_tried_in_small_blocks_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = random_problem(90, 60, seed=5, towns=30, languages=6)
    whole = limit_costs(problem).by_rule
    monkeypatch.setattr(limits_module, "FIRST_HELPERS", 1)
    monkeypatch.setattr(limits_module, "PAIRS_AT_ONCE", 100)
    assert limit_costs(problem).by_rule == whole
    assert whole[HardRule.DISTANCE] > 0


def test_only_seekers_keeps_their_vetoes() -> None:
    problem = replace(random_problem(4, 3), vetoes=np.array([[3, 1], [0, 2], [1, 0]]))
    fewer = only_seekers(problem, np.array([3, 1]))
    assert fewer.vetoes.tolist() == [[0, 1], [1, 0]]
    assert fewer.seekers.id.tolist() == problem.seekers.id[[3, 1]].tolist()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 7), st.sampled_from([None, 3.0, 8.0, 30.0]))
def test_loosening_never_leaves_more_with_nobody(seed: int, level: int, km: float | None) -> None:
    problem = random_problem(15, 10, seed=seed, towns=2, languages=5, min_speak_level=level, max_km=km)
    costs = limit_costs(problem)
    assert all(
        0 <= freed <= len(costs.nobody) for freed in (*costs.by_rule.values(), *costs.by_limit.values())
    )
    assert costs.by_limit[Limit.MAX_KM] <= costs.by_rule[HardRule.DISTANCE]
    assert costs.by_limit[Limit.MIN_LEVEL] <= costs.by_rule[HardRule.LANGUAGE]
    assert costs.by_limit[Limit.SESSION] <= costs.by_rule[HardRule.TIME]


def test_permuting_seekers_changes_no_count() -> None:
    problem = random_problem(50, 40, seed=3, towns=2, languages=5, max_km=10.0)
    mixed = replace(problem, seekers=take(problem.seekers, np.random.default_rng(1).permutation(50)))
    one, other = limit_costs(problem), limit_costs(mixed)
    assert (one.by_rule, one.by_limit, one.curves) == (other.by_rule, other.by_limit, other.curves)
