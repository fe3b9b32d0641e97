"""`match` alone: profiles in one JSON file, and a sentence with a place for whatever is wrong with it."""

import copy
import json
import os
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.solver import Helpers, LanguagePurpose, Problem, Rules, Seekers, Weights, solve
from matching.solver.alone import profiles
from matching.solver.alone.commands import match
from matching.solver.alone.faults import InputError
from matching.solver.alone.profiles import read_profiles
from tests.matching.solver.alone import HOME, answer, run
from tests.matching.solver.people import week

FAMILY: dict[str, Any] = {
    "id": "K-417",
    "weight": 3,
    "latitude": 50.06,
    "longitude": 19.94,
    "travel_km": 5,
    "languages": {"uk": "native", "pl": "A2"},
    "week": ["mon 17:00-20:00", "Sat-Sun 10:00-24:00"],
    "life": ["small children"],
    "needs": ["school", "offices"],
    "practises": True,
    "has_minors": True,
    "days_waited": 120,
    "gender": "woman",
    "wish": {"gender": "woman", "strength": "must"},
    "person": "p-1",
    "employer": "Bakery",
    "site": "Podgórze",
    "trade": "baker",
}
VOLUNTEER: dict[str, Any] = {
    "id": "W-12",
    "latitude": 50.08,
    "longitude": 19.9,
    "travel_km": 8,
    "languages": {"PL": "native", "pl": "native", "uk": "b2"},
    "week": ["mon-fri 16:00-19:30"],
    "life": ["football", "small children"],
    "offers": ["offices"],
    "room": 2,
    "cleared": True,
    "available": True,
    "load": 1,
    "gender": "woman",
    "wish": {"gender": "man"},
    "person": "p-2",
    "employer": "Bakery",
    "site": "Podgórze",
    "trade": "teacher",
}
RULES: dict[str, Any] = {
    "weights": {"language": 30, "trade": 10},
    "max_km": 20,
    "detour": 1.5,
    "session_hours": 1.5,
    "language_purpose": "practise",
    "min_speak_level": "A2",
    "practise_language": "pl",
    "min_practise_level": "C1",
    "same_gender": True,
    "contact_with_minors": False,
    "same_employer": True,
    "same_site": True,
    "full_at_hours": 4,
}
PROBLEM: dict[str, Any] = {
    "rules": RULES,
    "seekers": [FAMILY, {"id": "K-418", "latitude": 51, "longitude": 20}],
    "helpers": [VOLUNTEER, {"id": 12, "latitude": 51, "longitude": 20}],
    "locks": [{"seeker": "K-417", "helper": "W-12"}],
    "vetoes": [{"seeker": "K-418", "helper": "W-12"}],
    "previous": [{"seeker": "K-417", "helper": "12"}],
}


def written(folder: Path, problem: object) -> Path:
    path = folder / "problem.json"
    path.write_text(json.dumps(problem, indent=1, ensure_ascii=False), encoding="utf-8")
    return path


def read(folder: Path, problem: object) -> Problem:
    return read_profiles(written(folder, problem)).problem


def changed(*steps: str | int, to: object) -> dict[str, Any]:
    """The good problem with one value changed, or one more name."""
    problem = copy.deepcopy(PROBLEM)
    inner: Any = problem
    for step in steps[:-1]:
        inner = inner[step]
    inner[steps[-1]] = to
    return problem


def test_every_field_of_a_problem_can_be_told() -> None:
    """A field that is added to Problem is added here and to docs/solver.md, too."""
    told_as = {"session_slots": "session_hours"}
    assert {told_as.get(one.name, one.name) for one in fields(Rules)} == set(profiles.RULES)
    told_as = {"levels": "languages", "wish_gender": "wish", "wish_strength": "wish"}
    for side, names in ((Seekers, profiles.SEEKER), (Helpers, profiles.HELPER)):
        assert {told_as.get(one.name, one.name) for one in fields(side)} == set(names)
    assert {one.name for one in fields(Problem)} == {*profiles.SIDES, *profiles.LISTS, "rules"}


def test_full_profile_becomes_these_arrays(tmp_path: Path) -> None:
    problem = read(tmp_path, PROBLEM)
    assert problem.rules == Rules(
        weights=Weights(language=30, trade=10),
        max_km=20.0,
        detour=1.5,
        session_slots=3,
        language_purpose=LanguagePurpose.PRACTISE,
        min_speak_level=2,
        practise_language=0,
        min_practise_level=5,
        same_gender=True,
        contact_with_minors=False,
        same_employer=True,
        same_site=True,
        full_at_hours=4.0,
    )
    ours, theirs = problem.seekers, problem.helpers
    assert ours.levels.tolist() == [[2, 7, -1], [-1, -1, -1]]  # pl, uk, PL
    assert theirs.levels.tolist() == [[7, 4, 7], [-1, -1, -1]]
    assert ours.week[0].tolist() == week((0, 34, 40), (5, 20, 48), (6, 20, 48)).tolist()
    assert theirs.week[0].tolist() == week(*((day, 32, 39) for day in range(5))).tolist()
    assert (ours.needs.tolist(), theirs.offers.tolist()) == ([0b11, 0], [0b10, 0])
    assert (ours.life.tolist(), theirs.life.tolist()) == ([0b1, 0], [0b11, 0])
    assert (ours.person.tolist(), theirs.person.tolist()) == ([0, -1], [1, -1])
    assert (ours.employer.tolist(), theirs.employer.tolist()) == ([0, -1], [0, -1])
    assert (ours.site.tolist(), theirs.site.tolist()) == ([0, -1], [0, -1])
    assert (ours.trade.tolist(), theirs.trade.tolist()) == ([0, -1], [1, -1])
    assert [side.gender.tolist() for side in (ours, theirs)] == [[1, 0], [1, 0]]
    assert [side.wish_gender.tolist() for side in (ours, theirs)] == [[1, 0], [2, 0]]
    assert [side.wish_strength.tolist() for side in (ours, theirs)] == [[2, 0], [1, 0]]
    assert (ours.weight.tolist(), ours.days_waited.tolist()) == ([3, 1], [120, 0])
    assert (ours.practises.tolist(), ours.has_minors.tolist()) == ([True, False], [True, False])
    assert (theirs.room.tolist(), theirs.load.tolist()) == ([2, 1], [1, 0])
    assert (theirs.cleared.tolist(), theirs.available.tolist()) == ([True, False], [True, True])
    assert (ours.latitude.tolist(), theirs.longitude.tolist()) == ([50.06, 51.0], [19.9, 20.0])
    assert (ours.travel_km.tolist(), theirs.travel_km.tolist()) == ([5.0, 0.0], [8.0, 0.0])
    assert [one.tolist() for one in (problem.locks, problem.vetoes, problem.previous)] == [
        [[0, 0]], [[1, 0]], [[0, 1]],
    ]  # fmt: skip


def test_match_prints_pairs_by_id_and_why_others_found_nobody(tmp_path: Path) -> None:
    told = answer("match", written(tmp_path, PROBLEM), "--seed", "4")
    result = solve(read(tmp_path, PROBLEM))
    assert {"solver", "python", "numpy", "scipy", "ortools"} <= set(told.pop("versions"))
    assert told.pop("seconds") == pytest.approx(sum(told.pop("stages").values()), abs=0.01)
    assert told == {
        "status": "optimal",
        "seekers": 2,
        "helpers": 2,
        "candidates": 1,
        "matched": 1,
        "weight": 3,
        "points": result.objective.points,
        "kept": 0,
        "per_weight": result.scale.per_weight,
        "per_point": result.scale.per_point,
        "value": result.value,
        "bound": result.value,
        "gap": 0,
        "violation": 0,
        "pairs": [
            {
                "seeker": "K-417",
                "helper": "W-12",
                "points": result.objective.points,
                "criteria": {
                    "language": 24, "distance": 6, "time": 13, "needs": 8, "life_stage": 10, "gender": 3,
                    "trade": 0, "load": 3,
                },
                "locked": True,
                "kept": False,
            }
        ],
        "unmatched": [
            {
                "seeker": "K-418",
                "stopped_by": "language",
                "funnel": {
                    "everybody": 2, "available": 2, "language": 0, "distance": 0, "gender": 0, "minors": 0,
                    "employer": 0, "site": 0, "other_person": 0, "time": 0, "veto": 0, "room": 0,
                },
            }
        ],
        "seed": 4,
    }  # fmt: skip


def test_out_gets_the_object_instead(tmp_path: Path) -> None:
    done = run("match", written(tmp_path, PROBLEM), "--out", tmp_path / "answer.json")
    assert (done.stdout, done.stderr) == ("", "")
    assert json.loads((tmp_path / "answer.json").read_text())["matched"] == 1


def test_seed_draws_the_lots(tmp_path: Path, capsysbinary: Any) -> None:
    someone = {"latitude": 50, "longitude": 20, "languages": {"pl": "native"}, "week": ["mon 10:00-14:00"]}
    path = written(
        tmp_path, {"seekers": [{"id": n} | someone for n in range(6)], "helpers": [{"id": "W"} | someone]}
    )
    chosen = set()
    for seed in range(20):
        match(path, out=None, seed=seed)
        chosen.add(json.loads(capsysbinary.readouterr().out)["pairs"][0]["seeker"])
    assert len(chosen) > 1


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        ({"seekers": [], "helpers": []}, "nobody"),
        (PROBLEM | {"seekers": [], "locks": [], "vetoes": [], "previous": []}, "nobody"),
        ({"seekers": [FAMILY], "helpers": [VOLUNTEER | {"room": 0}]}, "no_pair"),
        (changed("seekers", to=[FAMILY]) | {"vetoes": []}, "optimal"),
    ],
)  # fmt: skip
def test_nobody_room_0_and_everyone_locked_are_answers(
    problem: dict[str, Any], status: str, tmp_path: Path, capsysbinary: Any
) -> None:
    match(written(tmp_path, problem), out=None, seed=0)
    told = json.loads(capsysbinary.readouterr().out)
    assert (told["status"], told["gap"], told["violation"]) == (status, 0, 0)


def test_example_of_the_guide_is_matched(tmp_path: Path, capsysbinary: Any) -> None:
    guide = (HOME / "docs/solver.md").read_text(encoding="utf-8")
    example = re.search(r"^    \{\n.*?^    \}\n", guide, re.MULTILINE | re.DOTALL)
    assert example is not None
    match(written(tmp_path, json.loads(example[0])), out=None, seed=0)
    told = json.loads(capsysbinary.readouterr().out)
    assert [(pair["seeker"], pair["helper"], pair["kept"]) for pair in told["pairs"]] == [
        ("K-417", "W-12", True)
    ]


LEVEL_WORDS = "A0, A1, A2, B1, B2, C1, C2, native"
# What is spoiled, to what, and the sentence after the file's name and the place.
FAULTS: list[tuple[tuple[str | int, ...], object, str]] = [
    (("seekers",), 3, "seekers: a list is needed, not 3."),
    (("seekers", 1), 3, "seekers[1]: an object with id, latitude, longitude is needed, not 3."),
    (("seekers", 1, "id"), "K-417", 'seekers[1].id: "K-417" is the id of [0] already.'),
    (("seekers", 1, "id"), " ", "seekers[1].id: the text is empty."),
    (("seekers", 1, "id"), None, "seekers[1].id: a text is needed, not null."),
    (("seekers", 1, "id"), "a\0", 'seekers[1].id: "a\\u0000" has signs that cannot be shown.'),
    (("seekers", 1, "latitude"), float("nan"), "seekers[1].latitude: NaN is not between -90 and 90."),
    (("seekers", 1, "latitude"), float("inf"), "seekers[1].latitude: Infinity is not between -90 and 90."),
    (("seekers", 1, "latitude"), 91, "seekers[1].latitude: 91 is not between -90 and 90."),
    (("seekers", 1, "latitude"), "50", 'seekers[1].latitude: a number is needed, not "50".'),
    (("helpers", 0, "longitude"), True, "helpers[0].longitude: a number is needed, not true."),
    (("seekers", 0, "weight"), 6, "seekers[0].weight: 6 is not between 1 and 5."),
    (("seekers", 0, "weight"), 1.5, "seekers[0].weight: a whole number is needed, not 1.5."),
    (("seekers", 0, "weight"), -1, "seekers[0].weight: -1 is not between 1 and 5."),
    (("seekers", 0, "weight"), 10**40, "seekers[0].weight: a number of many digits is not between 1 and 5."),
    (("helpers", 0, "room"), -1, "helpers[0].room: -1 is not between 0 and 1,000."),
    (("helpers", 0, "travel_km"), -1, "helpers[0].travel_km: -1 is not between 0 and 20,100."),
    (("helpers", 0, "cleared"), "yes", 'helpers[0].cleared: true or false is needed, not "yes".'),
    (
        ("seekers", 0, "languages", "pl"), "B3",
        f'seekers[0].languages.pl: "B3" is not known here; known are {LEVEL_WORDS}.',
    ),
    (("seekers", 0, "languages"), ["pl"], "seekers[0].languages: an object is needed, not a list."),
    (("seekers", 0, "gender"), "x", 'seekers[0].gender: "x" is not known here; known are woman, man.'),
    (("seekers", 0, "wish"), {"strength": "must"}, "seekers[0].wish: gender is missing."),
    (
        ("seekers", 0, "week", 0), "monday 17-20",
        'seekers[0].week[0]: "monday 17-20" is no span such as "mon 17:00-20:00" or "mon-fri 8:30-12:00".',
    ),
    (
        ("seekers", 0, "week", 0), "xyz 17:00-20:00",
        'seekers[0].week[0]: "xyz 17:00-20:00" is no span such as "mon 17:00-20:00" or "mon-fri 8:30-12:00".',
    ),
    (
        ("seekers", 0, "week", 0), "mon 17:10-20:00",
        'seekers[0].week[0]: "mon 17:10-20:00" has a time that is no whole or half hour of a day.',
    ),
    (
        ("seekers", 0, "week", 0), "mon 22:00-1:00",
        'seekers[0].week[0]: "mon 22:00-1:00" ends before it begins; past midnight or Sunday, '
        "write two spans.",
    ),
    (
        ("seekers", 0, "needs"), [f"need {number}" for number in range(65)],
        "seekers[0].needs[64]: this is one word too many; 64 different ones can be told apart.",
    ),
    (
        ("seekers", 0, "nationality"), "UA",
        f"seekers[0].nationality: this is not known here; known are {', '.join(profiles.SEEKER)}.",
    ),
    (("rules", "session_hours"), 0.75, "rules.session_hours: a meeting lasts whole or half hours."),
    (("rules", "weights", "time"), 1001, "rules.weights.time: 1001 is not between 0 and 1,000."),
    (("rules", "weights", "looks"), 1,
     "rules.weights.looks: this is not known here; known are "
     f"{', '.join(one.name for one in fields(Weights))}."),
    (
        ("rules",), {"language_purpose": "practise"},
        "rules: practise_language is missing; a programme of practice names its language.",
    ),
    (("locks", 0, "seeker"), "K-9", 'locks[0].seeker: there is no seeker "K-9".'),
    (("vetoes", 0, "helper"), 9, 'vetoes[0].helper: there is no helper "9".'),
    (("previous", 0), ["K-417", "12"], "previous[0]: an object with seeker, helper is needed, not a list."),
    (("locks",), [PROBLEM["locks"][0]] * 2, "locks[1]: this seeker is locked to a helper already."),
    (("vetoes",), PROBLEM["locks"], "locks[0]: this pair is locked and vetoed at once."),
    (
        ("helpers", 0, "room"), 0,
        "locks[0]: this helper is locked to more seekers than there is room for (0).",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("steps", "to", "sentence"), FAULTS, ids=lambda one: str(one)[:40])
def test_fault_in_a_file_is_told_with_its_place(
    steps: tuple[str | int, ...], to: object, sentence: str, tmp_path: Path
) -> None:
    path = written(tmp_path, changed(*steps, to=to))
    with pytest.raises(InputError) as refused:
        read_profiles(path)
    line, column, told = re.fullmatch(
        rf"{re.escape(str(path))}:(\d+):(\d+): (.*)", str(refused.value)
    ).groups()
    assert told == sentence
    # At that place the value begins that the sentence names.
    rest = path.read_text(encoding="utf-8").split("\n")[int(line) - 1][int(column) - 1 :]
    inner: Any = changed(*steps, to=to)
    for step in re.findall(r"\w+", sentence.split(":")[0]):
        inner = inner[int(step) if step.isdigit() else step]
    assert rest.rstrip(",").startswith(json.dumps(inner, indent=1).split("\n")[0])


def test_locked_pair_that_breaks_rules_is_named_with_its_place(tmp_path: Path) -> None:
    path = written(tmp_path, changed("helpers", 0, "available", to=False))
    done = run("match", path, code=2)
    line = path.read_text().split("\n").index(' "locks": [') + 2
    assert done.stderr == f"{path}:{line}:3: locks[0]: this pair is locked and breaks the rules: available.\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"", "1:1: the file is empty."),
        (b"[1,\n 2", "2:3: this is no JSON (Expecting ',' delimiter)."),
        (b"[1]", "1:1: an object with seekers, helpers is needed, not a list."),
        (b'{"seekers": []}', "1:1: helpers is missing."),
        (
            b'{"seekers": [],\n "seekers": [], "helpers": []}',
            "2:13: seekers: this name is there twice in one object.",
        ),
        (b'{"seekers": [], "helpers": []\0}', "1:30: this is no JSON (Expecting ',' delimiter)."),
        ('{"łódź": 1}'.encode("cp1250"), "1: byte 0xb3 is no UTF-8; save the file as UTF-8."),
        (b"[" * 100_000, " a number has too many digits, or lists are nested too deep."),
        (b"9" * 10_000, " a number has too many digits, or lists are nested too deep."),
    ],
)  # fmt: skip
def test_file_that_is_no_problem_at_all_is_told(text: bytes, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "problem.json").write_bytes(text)
    with pytest.raises(InputError) as refused:
        read_profiles(tmp_path / "problem.json")
    assert str(refused.value) == f"{tmp_path}{os.sep}problem.json:{sentence}"


def test_missing_file_is_told_and_ends_with_2(tmp_path: Path) -> None:
    done = run("match", tmp_path / "none.json", "--out", tmp_path / "answer.json", code=2)
    assert (done.stdout, done.stderr) == ("", f"{tmp_path / 'none.json'}: No such file or directory.\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("seed", ["-1", "x", "1.5"])
def test_seed_that_is_no_number_is_refused(seed: str, tmp_path: Path) -> None:
    assert "not a whole number" in run("match", written(tmp_path, PROBLEM), f"--seed={seed}", code=2).stderr


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
PLACES = [
    (top, number, name)
    for top, known in (("seekers", profiles.SEEKER), ("helpers", profiles.HELPER))
    for number in range(2)
    for name in known
] + [("rules", name) for name in profiles.RULES]


@settings(max_examples=200, deadline=None)
@given(steps=st.sampled_from(PLACES), to=VALUES)
def test_any_value_anywhere_is_taken_or_refused_with_its_place(
    tmp_path_factory: pytest.TempPathFactory, steps: tuple[str | int, ...], to: object
) -> None:
    path = tmp_path_factory.mktemp("any") / "problem.json"
    path.write_text(json.dumps(changed(*steps, to=to)))
    told = f"{path}:1:1: read."
    try:
        assert np.isfinite(read_profiles(path).problem.seekers.latitude).all()
    except InputError as error:
        told = str(error)
    assert re.fullmatch(rf"{re.escape(str(path))}:\d+:\d+: .*\.", told)
