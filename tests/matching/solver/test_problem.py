"""What may be asked, and the sentences for what may not."""

import pickle
from dataclasses import fields, replace

import numpy as np
import pytest

from matching.solver import Helpers, Problem, ProblemError, Rules, Seekers, Weights, solve
from matching.solver.objective import lexicographic_scale
from tests.matching.solver.people import helpers, seekers

PEOPLE = {
    "id", "person", "latitude", "longitude", "travel_km", "levels", "week", "life", "gender", "wish_gender",
    "wish_strength", "employer", "site", "trade",
}  # fmt: skip
ALLOWED = {
    Problem: {"seekers", "helpers", "rules", "locks", "vetoes", "previous"},
    Seekers: PEOPLE | {"weight", "practises", "needs", "has_minors", "days_waited"},
    Helpers: PEOPLE | {"room", "offers", "cleared", "available", "load"},
    Rules: {
        "weights", "max_km", "detour", "session_slots", "language_purpose", "min_speak_level",
        "practise_language", "min_practise_level", "same_gender", "contact_with_minors", "same_employer",
        "same_site", "full_at_hours",
    },
    Weights: {"language", "distance", "time", "needs", "life_stage", "gender", "trade", "load"},
}  # fmt: skip


@pytest.mark.parametrize("part", ALLOWED)
def test_problem_knows_only_what_is_on_the_list(part: type) -> None:
    assert {one.name for one in fields(part)} == ALLOWED[part]


def test_weights_add_up_to_a_hundred() -> None:
    assert sum(getattr(Weights(), one.name) for one in fields(Weights)) == 100


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"id": [7, 8, 7]}, "Seekers.id: the same id appears twice (row 2)."),
        (
            {"latitude": [50.0, np.nan, 50.0]},
            "Seekers.latitude: the place is unknown, this is not a number (row 1).",
        ),
        (
            {"longitude": [200.0, 19.0, -190.0]},
            "Seekers.longitude: degrees lie between -180 and 180 (rows 0, 2).",
        ),
        (
            {"travel_km": [1.0, -1.0, np.inf]},
            "Seekers.travel_km: a distance lies between 0 and 20100 km (rows 1, 2).",
        ),
        ({"weight": [0, 1, 1]}, "Seekers.weight: the least value is 1 (row 0)."),
        ({"weight": [1, 6, 10**12]}, "Seekers.weight: the greatest value is 5 (rows 1, 2)."),
        ({"weight": [1, 1, 10**30]}, "Seekers.weight: a value is no number or does not fit into int64."),
        ({"weight": [1, 1.5, 1]}, "Seekers.weight: a value does not fit into int64 (row 1)."),
        ({"weight": ["1", "two", "3"]}, "Seekers.weight: a value is no number or does not fit into int64."),
        ({"weight": [1, 1]}, "Seekers.weight: expected 3 values, found 2."),
        ({"weight": 1}, "Seekers.weight: expected 3 values, found a single value."),
        ({"needs": [0, -1, 0]}, "Seekers.needs: a value does not fit into uint64 (row 1)."),
        ({"gender": [0, 1, 3]}, "Seekers.gender: the greatest value is 2 (row 2)."),
        ({"levels": [[8, 0], [0, 0], [0, -2]]}, "Seekers.levels: the least value is -1 (row 2)."),
        ({"levels": [[8, 0], [0, 0], [0, -1]]}, "Seekers.levels: the greatest value is 7 (row 0)."),
        ({"levels": [[300, 0]] * 3}, "Seekers.levels: a value does not fit into int8 (rows 0, 1, 2)."),
        ({"levels": [[1, 0], [1], [1, 0]]}, "Seekers.levels: the rows differ in length."),
        ({"week": np.zeros((3, 41))}, "Seekers.week: expected 3 × 42 values, found 3 × 41."),
    ],
)
def test_seekers_that_do_not_fit_are_named(columns: dict[str, object], sentence: str) -> None:
    with pytest.raises(ProblemError) as refusal:
        seekers(3, **columns)
    assert str(refusal.value) == sentence


def test_long_list_of_rows_is_cut_short() -> None:
    with pytest.raises(ProblemError) as refusal:
        helpers(9, room=[-1] * 9)
    assert str(refusal.value) == "Helpers.room: the least value is 0 (rows 0, 1, 2, 3, 4 and 4 more)."


@pytest.mark.parametrize(
    ("pairs", "sentence"),
    [
        (
            {"locks": [(0, 0), (0, 1)]},
            "Problem.locks: one seeker is locked to several helpers, or twice (rows 0, 1).",
        ),
        (
            {"locks": [(0, 1), (1, 1)]},
            "Problem.locks: a helper is locked to more seekers than there is room for (rows 0, 1).",
        ),
        (
            {"locks": [(0, 1)], "vetoes": [(0, 0), (0, 1)]},
            "Problem.locks: a pair is locked and vetoed at once (row 0).",
        ),
        ({"locks": [(0, 2)]}, "Problem.locks: there is no such seeker or helper (row 0)."),
        ({"vetoes": [(0, 0), (-1, 0)]}, "Problem.vetoes: there is no such seeker or helper (row 1)."),
        ({"previous": [0, 1]}, "Problem.previous: expected any × 2 values, found 2."),
    ],
)
def test_pairs_that_contradict_are_named(pairs: dict[str, object], sentence: str) -> None:
    with pytest.raises(ProblemError) as refusal:
        Problem(seekers=seekers(2), helpers=helpers(2), **pairs)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ({"max_km": float("nan")}, "Rules.max_km: a distance lies between 0 and 20100 km."),
        ({"detour": 0.5}, "Rules.detour: a way by road is 1 to 10 times the straight line."),
        ({"full_at_hours": 0}, "Rules.full_at_hours: a week has from 0.5 to 168 hours."),
        ({"session_slots": 49}, "Rules.session_slots: 49 is not from 1 to 48."),
        ({"session_slots": True}, "Rules.session_slots: a whole number is needed, not True."),
        ({"practise_language": -2}, "Rules.practise_language: -2 is not -1 or more."),
        ({"language_purpose": "sing"}, "Rules.language_purpose: 'sing' is neither speak nor practise."),
        (
            {"language_purpose": "practise"},
            "Rules.practise_language: a programme of practice names its language.",
        ),
    ],
)
def test_rules_that_make_no_sense_are_named(rules: dict[str, object], sentence: str) -> None:
    with pytest.raises(ProblemError) as refusal:
        Rules(**rules)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("weight", [-1, 10**18, 2.5])
def test_weight_of_a_wish_is_a_small_whole_number(weight: object) -> None:
    with pytest.raises(ProblemError, match=r"^Weights\.language: "):
        Weights(language=weight)


def test_languages_must_be_the_same_on_both_sides() -> None:
    with pytest.raises(ProblemError, match="the two sides list different languages"):
        Problem(seekers=seekers(1, levels=[[7]]), helpers=helpers(1))
    with pytest.raises(ProblemError, match="there is no such column of languages"):
        Problem(seekers=seekers(), helpers=helpers(), rules=Rules(practise_language=2))


def test_weights_beyond_64_bits_are_refused() -> None:
    sizes = {"pairs": 10_000, "nodes": 18_000, "points": 100, "kept": 10_000}
    assert lexicographic_scale(weight=5, **sizes).per_weight == 2 * (10_001 * 100 * 20_001 + 10_000) + 1
    with pytest.raises(ProblemError, match="too large to be kept apart exactly in 64 bits"):
        lexicographic_scale(weight=5_000_000, **sizes)


def test_columns_are_copied_and_cannot_change() -> None:
    days = np.array([1, 2])
    people = seekers(2, days_waited=days)
    days[0] = 99
    assert people.days_waited.tolist() == [1, 2]
    with pytest.raises(ValueError, match="read-only"):
        people.days_waited[0] = 5


def test_problem_and_result_travel_between_processes() -> None:
    problem = Problem(seekers=seekers(2), helpers=helpers(1))
    problem = pickle.loads(pickle.dumps(problem))
    result = pickle.loads(pickle.dumps(solve(problem)))
    assert result.pairs.helper.tolist() == [0]
    assert replace(problem).seekers.id.tolist() == [0, 1]


def test_the_heaviest_rules_of_a_programme_fit_64_bits() -> None:
    heaviest = 8 * 100  # every wish at the most points a programme may give
    scale = lexicographic_scale(pairs=16_000, nodes=36_000, weight=5, points=heaviest, kept=16_000)
    assert scale.read(5 * scale.per_weight - heaviest * scale.per_point + 1) == (5, -heaviest, 1)
