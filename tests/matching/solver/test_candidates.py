"""The tree finds exactly the pairs that trying all of them finds, and counts the same funnel."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import matching.solver.candidates as candidates
from matching.solver import HardRule
from matching.solver.candidates import find_candidates
from matching.solver.recount import Recount
from matching.solver.tables import Tables
from tests.matching.solver.instances import random_problem, tangled_crowd


def try_all(problem: Any) -> tuple[np.ndarray, np.ndarray]:
    """Keys of allowed pairs, and helpers left after each rule, from every pair there is."""
    law, n, m = Recount(problem), len(problem.seekers), len(problem.helpers)
    s, h = np.divmod(np.arange(n * m), m)
    left = np.zeros((n, len(HardRule)), dtype=np.int64)
    for step, rule in enumerate(HardRule):
        allowed = law.allows(rule, s, h)
        s, h = s[allowed], h[allowed]
        left[:, step] = np.bincount(s, minlength=n)
    return s * m + h, left


@pytest.mark.parametrize(
    "rules",
    [
        {},
        {"session_slots": 2, "min_speak_level": 1, "max_km": 7.5},
        {"language_purpose": "practise", "practise_language": 0},
        {"same_gender": True, "contact_with_minors": False},
        {"same_employer": True, "detour": 1.0},
        # Few share a site: the other rules are wide, so that somebody is left.
        {
            "same_employer": True, "same_site": True, "max_km": 100.0, "detour": 1.0, "min_speak_level": 1,
            "contact_with_minors": False, "session_slots": 1,
        },
    ],
)  # fmt: skip
@pytest.mark.parametrize("many", [0, 1 << 40])
@pytest.mark.parametrize("at_once", [1, 700, 1 << 20])
def test_candidates_are_all_allowed_pairs(
    rules: dict[str, Any], at_once: int, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "MANY_PAIRS", many)
    monkeypatch.setattr(candidates, "PAIRS_AT_ONCE", at_once)
    for problem in (
        random_problem(120, 150, seed=5, towns=3, languages=6, **rules),
        random_problem(60, 40, languages=70, towns=1, **rules),
        tangled_crowd(2, 12, 9, **rules),
    ):
        found = find_candidates(Tables.of(problem))
        keys, left = try_all(problem)
        assert len(keys) > 0
        assert (found.seeker.astype(np.int64) * len(problem.helpers) + found.helper).tolist() == keys.tolist()
        assert found.left.tolist() == left.tolist()


@pytest.mark.parametrize("many", [0, 1 << 40])
def test_candidates_at_any_distance_are_told_to_the_metre(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "MANY_PAIRS", many)
    count, lots = 1_000, np.random.default_rng(9)
    problem = random_problem(
        count, count, languages=1, session_slots=1, detour=1.7, contact_with_minors=False
    )
    anywhere = {
        "levels": np.full((count, 1), 7),
        "week": np.full((count, 42), 255),
        "wish_strength": np.zeros(count),
    }
    place = np.column_stack([lots.uniform(-90, 90, count), lots.uniform(-180, 180, count)])
    place[0], near = (
        (0.0, 179.9999),
        place + lots.normal(size=(count, 2)) * 10 ** lots.uniform(-4, 0, (count, 1)),
    )
    near = np.clip(near, [-90, -180], [90, 180])
    near[0] = 0.0, -179.9999  # on the other side of the line where the days change
    seekers = replace(
        problem.seekers, **anywhere, latitude=place[:, 0], longitude=place[:, 1], travel_km=np.zeros(count)
    )
    helpers = replace(
        problem.helpers, **anywhere, latitude=near[:, 0], longitude=near[:, 1], available=np.ones(count),
        room=np.ones(count),
    )  # fmt: skip
    same = np.arange(count)
    metres = Tables.of(replace(problem, seekers=seekers, helpers=helpers)).metres(same, same)
    for less, allowed in ((0, count), (1, int((metres == 0).sum()))):
        reach = replace(helpers, travel_km=np.maximum(metres - less, 0) / 1000)
        found = find_candidates(Tables.of(replace(problem, seekers=seekers, helpers=reach)))
        assert (found.seeker == found.helper).sum() == allowed


def test_candidates_of_nobody_are_none() -> None:
    for seekers, helpers in ((0, 0), (0, 3), (3, 0)):
        found = find_candidates(Tables.of(random_problem(seekers, helpers)))
        assert (len(found.seeker), found.left.shape) == (0, (seekers, 11))


def test_candidates_come_in_blocks_that_fit_in_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = Tables.of(random_problem(200, 150, towns=1))
    monkeypatch.setattr(candidates, "PAIRS_AT_ONCE", 400)
    helpers = int(tables.problem.helpers.available.sum())
    at_once = [len(seeker) for seeker, _, _ in candidates._nearby(tables)]
    assert len(at_once) == -(-200 // (400 // helpers))
    assert 0 < max(at_once) <= 400
