"""Why this pair, why not that one: every wish with its points, every hard rule with its answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .codes import Criterion, HardRule, LanguagePurpose
from .constraints import HARD_RULES
from .problem import Problem
from .scoring import WISHES, common_slots, most_points
from .scoring import language as language_wish
from .tables import DAYS, SLOTS_A_DAY, Index, Tables

Values = dict[str, int | float | bool]


@dataclass(frozen=True)
class CriterionExplanation:
    """One wish: its code, the points earned, the most there are, and the values its sentence needs."""

    code: Criterion
    points: int
    max_points: int
    values: Values


@dataclass(frozen=True)
class RuleExplanation:
    """One hard rule: its code, whether it allows the pair, and the values its sentence needs."""

    code: HardRule
    passed: bool
    values: Values


@dataclass(frozen=True)
class PairExplanation:
    """A pair of indices with all its points and rules, in the order of `Criterion` and `HardRule`."""

    seeker: int
    helper: int
    criteria: tuple[CriterionExplanation, ...]
    rules: tuple[RuleExplanation, ...]

    @property
    def points(self) -> int:
        """All wishes together."""
        return sum(one.points for one in self.criteria)

    @property
    def allowed(self) -> bool:
        """Whether every hard rule allows the pair."""
        return all(one.passed for one in self.rules)

    @property
    def broken(self) -> tuple[RuleExplanation, ...]:
        """The rules that forbid the pair."""
        return tuple(one for one in self.rules if not one.passed)


def explain_pair(problem: Problem, seeker: int, helper: int) -> PairExplanation:
    """One pair, allowed or not; for many, `explain_pairs` is far quicker."""
    return explain_pairs(problem, [seeker], [helper])[0]


def explain_pairs(problem: Problem, seekers: ArrayLike, helpers: ArrayLike) -> list[PairExplanation]:
    """One explanation for each pair of indices (k,), (k,), allowed or not.

    Raises IndexError when there is no such seeker or helper.
    """
    s = np.asarray(seekers, dtype=np.int64).reshape(-1)
    h = np.asarray(helpers, dtype=np.int64).reshape(-1)
    ends = (len(problem.seekers), len(problem.helpers))
    if any(((side < 0) | (side >= end)).any() for side, end in zip((s, h), ends, strict=True)):
        raise IndexError("There is no such seeker or helper in this problem.")
    t = Tables.of(problem)
    most = most_points(problem.rules.weights)
    criteria = []
    for code, wish in WISHES.items():
        points, values = wish(t, s, h)
        criteria.append(
            [
                CriterionExplanation(code, earned, most[code], row)
                for earned, row in zip(points.tolist(), _by_row(values, len(s)), strict=True)
            ]
        )
    rules = []
    for rule_code, rule in HARD_RULES.items():
        passed = rule(t, s, h).tolist()
        values = _RULE_VALUES[rule_code](t, s, h)
        rules.append(
            [
                RuleExplanation(rule_code, ok, row)
                for ok, row in zip(passed, _by_row(values, len(s)), strict=True)
            ]
        )
    rows = zip(s.tolist(), h.tolist(), zip(*criteria, strict=True), zip(*rules, strict=True), strict=True)
    return [PairExplanation(*row) for row in rows]


def _by_row(columns: dict[str, NDArray[Any]], count: int) -> list[Values]:
    names = list(columns)
    if not names:
        return [{} for _ in range(count)]
    lists = [column.tolist() for column in columns.values()]
    return [dict(zip(names, row, strict=True)) for row in zip(*lists, strict=True)]


Columns = dict[str, NDArray[Any]]


def _nothing(t: Tables, s: Index, h: Index) -> Columns:
    return {}


def _language(t: Tables, s: Index, h: Index) -> Columns:
    rules = t.problem.rules
    if rules.language_purpose is LanguagePurpose.PRACTISE:
        return {
            "practises": t.problem.seekers.practises[s],
            "helper_level": t.problem.helpers.levels[h, rules.practise_language],
            "min_level": np.full(len(s), rules.min_practise_level),
        }
    return language_wish(t, s, h).values | {"min_level": np.full(len(s), rules.min_speak_level)}


def _distance(t: Tables, s: Index, h: Index) -> Columns:
    return {"km": np.round(t.metres(s, h) / 1000, 1), "limit_km": t.limit_metres(s, h) / 1000}


def _gender(t: Tables, s: Index, h: Index) -> Columns:
    return {
        "seeker_must": t.seeker.must[s],
        "helper_must": t.helper.must[h],
        "same_gender": np.full(len(s), t.problem.rules.same_gender),
    }


def _minors(t: Tables, s: Index, h: Index) -> Columns:
    return {"has_minors": t.problem.seekers.has_minors[s], "cleared": t.problem.helpers.cleared[h]}


def _time(t: Tables, s: Index, h: Index) -> Columns:
    return {
        "hours": common_slots(t, s, h) / 2,
        "longest_hours": _longest_run(t.seeker.week[s] & t.helper.week[h]) / 2,
        "session_hours": np.full(len(s), t.problem.rules.session_slots / 2),
    }


def _room(t: Tables, s: Index, h: Index) -> Columns:
    return {"room": t.problem.helpers.room[h], "locked": t.problem.helpers.room[h] - t.free_room[h]}


_RULE_VALUES: dict[HardRule, Callable[[Tables, Index, Index], Columns]] = {
    HardRule.AVAILABLE: _nothing,
    HardRule.LANGUAGE: _language,
    HardRule.DISTANCE: _distance,
    HardRule.GENDER: _gender,
    HardRule.MINORS: _minors,
    HardRule.EMPLOYER: _nothing,
    HardRule.SITE: _nothing,
    HardRule.OTHER_PERSON: _nothing,
    HardRule.TIME: _time,
    HardRule.VETO: _nothing,
    HardRule.ROOM: _room,
}


def _longest_run(week: NDArray[np.uint64]) -> NDArray[np.int64]:
    """int64 (k,): the most half-hours in a row within one day, of uint64 (k, 7) day words."""
    longest = np.zeros(len(week), dtype=np.int64)
    for _ in range(SLOTS_A_DAY):
        longest += (week != 0).reshape(-1, DAYS).any(axis=1)
        week = week & (week >> np.uint64(1))
    return longest
