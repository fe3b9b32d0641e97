"""People and rules as a JSON file tells them, as a `Problem` of arrays.

Words (needs, ways of life, trades, employers, sites) mean nothing to the solver but that equal ones are
equal, so any may be used. Everything is checked here first, because only here it is known where it stands.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.solver.codes import LanguagePurpose
from matching.solver.problem import (
    MOST_KM,
    MOST_PER_PERSON,
    MOST_POINTS,
    Helpers,
    Problem,
    Rules,
    Seekers,
    Weights,
)

from .document import Node, read_document
from .faults import shown

LEVELS = {"A0": 0, "A1": 1, "A2": 2, "B1": 3, "B2": 4, "C1": 5, "C2": 6, "native": 7}
GENDERS = {"woman": 1, "man": 2}
STRENGTHS = {"prefer": 1, "must": 2}
PURPOSES = {purpose.value: purpose for purpose in LanguagePurpose}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SPAN = re.compile(
    r"(?P<first>[a-z]{3})(?:\s*-\s*(?P<last>[a-z]{3}))?\s+"
    r"(?P<start>\d{1,2}:\d{2})\s*-\s*(?P<end>\d{1,2}:\d{2})"
)
BITS = 64  # different words for needs, or for ways of life
MOST_DAYS = 2**31 - 1

BOTH = (
    *("id", "latitude", "longitude", "travel_km", "languages", "week", "life", "gender", "wish"),
    *("person", "employer", "site", "trade"),
)
SEEKER = (*BOTH, "weight", "practises", "needs", "has_minors", "days_waited")
HELPER = (*BOTH, "room", "offers", "cleared", "available", "load")
NEEDED = ("id", "latitude", "longitude")
RULES = (
    *("weights", "max_km", "detour", "session_hours", "language_purpose", "min_speak_level"),
    *("practise_language", "min_practise_level", "same_gender", "contact_with_minors", "same_employer"),
    *("same_site", "full_at_hours"),
)
SIDES = ("seekers", "helpers")
LISTS = ("locks", "vetoes", "previous")


@dataclass(frozen=True, eq=False)
class Profiles:
    """The problem and what its rows are called; `locks`: where each locked pair stands in the file."""

    problem: Problem
    seekers: list[str]
    helpers: list[str]
    locks: list[Node]


def read_profiles(path: Path) -> Profiles:
    """The problem of this file. Raises InputError."""
    found = read_document(path).fields((*SIDES, "rules", *LISTS), SIDES)
    words = _Words()
    rules = _rules(found["rules"], words) if "rules" in found else Rules()
    seekers, ours = _people(found["seekers"], SEEKER, lambda person: _seeker(person, words))
    helpers, theirs = _people(found["helpers"], HELPER, lambda person: _helper(person, words))
    pairs = {name: _pairs(found[name], seekers, helpers) if name in found else [] for name in LISTS}
    _refuse_contradictions(pairs["locks"], pairs["vetoes"], [row["room"] for row in theirs])
    problem = Problem(
        seekers=Seekers(**_columns(ours, Seekers, words)),
        helpers=Helpers(**_columns(theirs, Helpers, words)),
        rules=rules,
        **{name: np.array([pair for _, pair in rows]).reshape(-1, 2) for name, rows in pairs.items()},
    )
    return Profiles(problem, list(seekers), list(helpers), [node for node, _ in pairs["locks"]])


class _Numbers:
    """Numbers for words, in the order in which they first appear."""

    def __init__(self) -> None:
        self._of: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._of)

    def of(self, word: str) -> int:
        return self._of.setdefault(word, len(self._of))

    def bits(self, node: Node) -> int:
        """A list of words as a bit mask."""
        mask = 0
        for item in node.items():
            bit = self.of(item.text())
            if bit >= BITS:
                item.fail(f"this is one word too many; {BITS} different ones can be told apart")
            mask |= 1 << bit
        return mask


class _Words:
    """What words stand for; both sides of a file share it."""

    def __init__(self) -> None:
        self.needs, self.life, self.languages = _Numbers(), _Numbers(), _Numbers()
        self.persons, self.employers, self.trades = _Numbers(), _Numbers(), _Numbers()
        self.sites = _Numbers()


def _rules(node: Node, words: _Words) -> Rules:
    found = node.fields(RULES)
    given: dict[str, Any] = {}
    readers: dict[str, Callable[[Node], Any]] = {
        "weights": _weights,
        "max_km": lambda one: one.number(0, MOST_KM),
        "detour": lambda one: one.number(1, 10),
        "language_purpose": lambda one: one.choice(PURPOSES),
        "min_speak_level": lambda one: one.choice(LEVELS),
        "practise_language": lambda one: words.languages.of(one.text()),
        "min_practise_level": lambda one: one.choice(LEVELS),
        "same_gender": Node.flag,
        "contact_with_minors": Node.flag,
        "same_employer": Node.flag,
        "same_site": Node.flag,
        "full_at_hours": lambda one: one.number(0.5, 168),
    }
    for name, one in found.items():
        if name == "session_hours":
            given["session_slots"] = _half_hours(one)
        else:
            given[name] = readers[name](one)
    if given.get("language_purpose") is LanguagePurpose.PRACTISE and "practise_language" not in given:
        node.fail("practise_language is missing; a programme of practice names its language")
    return Rules(**given)


def _weights(node: Node) -> Weights:
    found = node.fields([one.name for one in fields(Weights)])
    return Weights(**{name: one.whole(0, MOST_POINTS) for name, one in found.items()})


def _half_hours(node: Node) -> int:
    hours = node.number(0.5, 24)
    if hours * 2 != int(hours * 2):
        node.fail("a meeting lasts whole or half hours")
    return int(hours * 2)


Row = dict[str, Any]


def _people(
    node: Node, known: Iterable[str], read: Callable[[dict[str, Node]], Row]
) -> tuple[dict[str, int], list[Row]]:
    """The row of each id, and the values of each person."""
    index: dict[str, int] = {}
    people = []
    for item in node.items():
        found = item.fields(tuple(known), NEEDED)
        name = found["id"].text()
        if name in index:
            found["id"].fail(f"{shown(name)} is the id of [{index[name]}] already")
        index[name] = len(index)
        people.append({"id": index[name]} | read(found))
    return index, people


def _seeker(found: dict[str, Node], words: _Words) -> Row:
    return _person(found, words) | {
        "weight": found["weight"].whole(1, 5) if "weight" in found else 1,
        "practises": _flag(found, "practises"),
        "needs": words.needs.bits(found["needs"]) if "needs" in found else 0,
        "has_minors": _flag(found, "has_minors"),
        "days_waited": found["days_waited"].whole(0, MOST_DAYS) if "days_waited" in found else 0,
    }


def _helper(found: dict[str, Node], words: _Words) -> Row:
    return _person(found, words) | {
        "room": found["room"].whole(0, MOST_PER_PERSON) if "room" in found else 1,
        "offers": words.needs.bits(found["offers"]) if "offers" in found else 0,
        "cleared": _flag(found, "cleared"),
        "available": _flag(found, "available", otherwise=True),
        "load": found["load"].whole(0, MOST_PER_PERSON) if "load" in found else 0,
    }


def _person(found: dict[str, Node], words: _Words) -> Row:
    wish_gender, wish_strength = _wish(found["wish"]) if "wish" in found else (0, 0)
    return {
        "latitude": found["latitude"].number(-90, 90),
        "longitude": found["longitude"].number(-180, 180),
        "travel_km": found["travel_km"].number(0, MOST_KM) if "travel_km" in found else 0.0,
        "levels": _levels(found["languages"], words) if "languages" in found else {},
        "week": _week(found["week"]) if "week" in found else _nothing_free(),
        "life": words.life.bits(found["life"]) if "life" in found else 0,
        "gender": found["gender"].choice(GENDERS) if "gender" in found else 0,
        "wish_gender": wish_gender,
        "wish_strength": wish_strength,
        "person": _number(found, "person", words.persons),
        "employer": _number(found, "employer", words.employers),
        "site": _number(found, "site", words.sites),
        "trade": _number(found, "trade", words.trades),
    }


def _flag(found: dict[str, Node], name: str, *, otherwise: bool = False) -> bool:
    return found[name].flag() if name in found else otherwise


def _number(found: dict[str, Node], name: str, numbers: _Numbers) -> int:
    return numbers.of(found[name].text()) if name in found else -1


def _wish(node: Node) -> tuple[int, int]:
    found = node.fields(("gender", "strength"), ("gender",))
    strength = found["strength"].choice(STRENGTHS) if "strength" in found else STRENGTHS["prefer"]
    return found["gender"].choice(GENDERS), strength


def _levels(node: Node, words: _Words) -> dict[int, int]:
    """The level of each language, by its number."""
    return {words.languages.of(name): one.choice(LEVELS) for name, one in node.entries().items()}


def _nothing_free() -> NDArray[np.bool_]:
    return np.zeros((len(DAYS), 48), dtype=np.bool_)


def _week(node: Node) -> NDArray[np.bool_]:
    """bool (7, 48): the half-hours that are free."""
    free = _nothing_free()
    for item in node.items():
        days, start, end = _span(item)
        free[days, start:end] = True
    return free


def _span(node: Node) -> tuple[list[int], int, int]:
    """Days, first half-hour and the one after the last of a span such as "mon-fri 17:00-20:30"."""
    found = SPAN.fullmatch(node.text().lower())
    if not found or not {found["first"], found["last"] or "mon"} <= set(DAYS):
        node.fail(f'{shown(node.text())} is no span such as "mon 17:00-20:00" or "mon-fri 8:30-12:00"')
    first, last = DAYS.index(found["first"]), DAYS.index(found["last"] or found["first"])
    start, end = (_slot(found[name]) for name in ("start", "end"))
    if start is None or end is None:
        node.fail(f"{shown(node.text())} has a time that is no whole or half hour of a day")
    if first > last or start >= end:
        node.fail(f"{shown(node.text())} ends before it begins; past midnight or Sunday, write two spans")
    return list(range(first, last + 1)), start, end


def _slot(clock: str) -> int | None:
    hour, minute = map(int, clock.split(":"))
    slot = 2 * hour + minute // 30
    return slot if minute in (0, 30) and slot <= 48 else None


def _pairs(
    node: Node, seekers: dict[str, int], helpers: dict[str, int]
) -> list[tuple[Node, tuple[int, int]]]:
    """Each pair of a list, with its place in the file."""
    pairs = []
    for item in node.items():
        found = item.fields(("seeker", "helper"), ("seeker", "helper"))
        for side, index in (("seeker", seekers), ("helper", helpers)):
            if found[side].text() not in index:
                found[side].fail(f"there is no {side} {shown(found[side].text())}")
        pairs.append((item, (seekers[found["seeker"].text()], helpers[found["helper"].text()])))
    return pairs


def _refuse_contradictions(
    locks: list[tuple[Node, tuple[int, int]]], vetoes: list[tuple[Node, tuple[int, int]]], room: list[int]
) -> None:
    """Locks that cannot all be kept."""
    locked: set[int] = set()
    taken: Counter[int] = Counter()
    vetoed = {pair for _, pair in vetoes}
    for node, (seeker, helper) in locks:
        if seeker in locked:
            node.fail("this seeker is locked to a helper already")
        if (seeker, helper) in vetoed:
            node.fail("this pair is locked and vetoed at once")
        taken[helper] += 1
        if taken[helper] > room[helper]:
            node.fail(f"this helper is locked to more seekers than there is room for ({room[helper]})")
        locked.add(seeker)


def _columns(
    people: list[Row], side: type[Seekers] | type[Helpers], words: _Words
) -> dict[str, NDArray[Any]]:
    """The people of one side as the arrays that it takes."""
    columns = {
        name: np.array([person[name] for person in people], dtype=dtype)
        for name, dtype in side.DTYPES.items()
        if name not in ("levels", "week")
    }
    levels = np.full((len(people), len(words.languages)), -1)
    week = np.zeros((len(people), len(DAYS) * 48), dtype=np.bool_)
    for row, person in enumerate(people):
        for language, level in person["levels"].items():
            levels[row, language] = level
        week[row] = person["week"].reshape(-1)
    return columns | {"levels": levels, "week": np.packbits(week, axis=1, bitorder="little")}
