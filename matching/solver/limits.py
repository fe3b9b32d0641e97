"""What each rule and each limit costs: how many seekers have nobody because of it, and it alone.

Counted before anything is chosen, so room and the others who seek play no part: a seeker has somebody when
one helper at least is allowed by every hard rule but ROOM. Rules are dropped one at a time, so the counts
need not add up: who is held back by two rules at once is in neither's count.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from .candidates import find_candidates
from .codes import HardRule, LanguagePurpose
from .constraints import HARD_RULES
from .problem import NO_PAIRS, WEEK_BYTES, People, Problem, Rules
from .tables import Index, Tables

Side = TypeVar("Side", bound=People)

PAIRS_AT_ONCE = 1 << 20  # pairs in hand at a time, to bound memory
FIRST_HELPERS = 64  # tried first where distance plays no part: most seekers find somebody among so few
STEPS = list(HardRule)


class Limit(StrEnum):
    """A limit that the programme itself sets; of the last three only whether it holds."""

    MAX_KM = "max_km"
    MIN_LEVEL = "min_level"
    SESSION = "session"
    SAME_GENDER = "same_gender"
    SAME_EMPLOYER = "same_employer"
    SAME_SITE = "same_site"


@dataclass(frozen=True)
class CurvePoint:
    """A value a limit could have, and how many seekers would then have somebody."""

    value: float
    somebody: int


@dataclass(frozen=True, eq=False)
class LimitCosts:
    """What stands between seekers and helpers, in seekers.

    seekers: how many there are; nobody: int64 (k,) those whom no helper is allowed for, room apart; full:
    int64 (f,) those for whom somebody is, but nobody with room; by_rule: how many of `nobody` would have
    somebody if this hard rule alone were dropped; by_limit: the same for a limit of the programme at its
    loosest, only where it is in force; curves: values in rising order, the present one among
    them.
    """

    seekers: int
    nobody: NDArray[np.int64]
    full: NDArray[np.int64]
    by_rule: Mapping[HardRule, int]
    by_limit: Mapping[Limit, int]
    curves: Mapping[Limit, tuple[CurvePoint, ...]]


def limit_costs(problem: Problem) -> LimitCosts:
    """Exact counts of what each rule, each limit, and other values of the limits mean for the seekers."""
    left = find_candidates(Tables.of(problem)).left
    fit, with_room = left[:, STEPS.index(HardRule.VETO)] > 0, left[:, STEPS.index(HardRule.ROOM)] > 0
    nobody = np.flatnonzero(~fit)
    theirs = only_seekers(problem, nobody)
    turned = {limit: _somebody_at(problem, dial) for limit, dial in _dials(problem.rules).items()}
    return LimitCosts(
        seekers=len(problem.seekers),
        nobody=nobody,
        full=np.flatnonzero(fit & ~with_room),
        by_rule={rule: _freed(theirs, rule) for rule in STEPS if rule is not HardRule.ROOM},
        by_limit={limit: counts[0][1] - int(fit.sum()) for limit, counts in turned.items()}
        | {
            limit: _with_somebody(replace(theirs, rules=rules))
            for limit, rules in _switched_off(problem.rules).items()
        },
        curves={
            limit: tuple(CurvePoint(value, somebody) for value, somebody in _rising(counts))
            for limit, counts in turned.items()
        },
    )


def only_seekers(problem: Problem, rows: Index) -> Problem:
    """The same helpers and rules for these seekers alone, in this order; without locks and shown pairs."""
    place = np.full(len(problem.seekers), -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    vetoes = problem.vetoes[place[problem.vetoes[:, 0]] >= 0]
    return replace(
        problem,
        seekers=_take(problem.seekers, rows),
        locks=NO_PAIRS,
        previous=NO_PAIRS,
        vetoes=np.column_stack([place[vetoes[:, 0]], vetoes[:, 1]]),
    )


def _take(people: Side, rows: Index) -> Side:
    return replace(people, **{one.name: getattr(people, one.name)[rows] for one in fields(people)})


def _with_somebody(problem: Problem) -> int:
    if not len(problem.seekers):
        return 0
    left = find_candidates(Tables.of(problem)).left
    return int((left[:, STEPS.index(HardRule.VETO)] > 0).sum())


# --- one rule dropped -----------------------------------------------------------------------------------


def _freed(problem: Problem, rule: HardRule) -> int:
    """How many seekers have somebody once this rule is dropped; nobody has before."""
    if not len(problem.seekers) or _forbids_nothing(problem, rule):
        return 0
    if rule is HardRule.DISTANCE:
        return _with_somebody_anywhere(problem)
    return _with_somebody(DROPPED[rule](problem))


def _forbids_nothing(problem: Problem, rule: HardRule) -> bool:
    """Whether the rule plainly allows every pair, so that there is nothing to count."""
    match rule:
        case HardRule.AVAILABLE:
            return bool(problem.helpers.available.all())
        case HardRule.MINORS:
            return not problem.rules.contact_with_minors
        case HardRule.EMPLOYER:
            return not problem.rules.same_employer
        case HardRule.SITE:
            return not problem.rules.same_site
        case HardRule.OTHER_PERSON:
            return not np.intersect1d(problem.seekers.person, problem.helpers.person).size
        case HardRule.VETO:
            return not len(problem.vetoes)
        case _:
            return False


def _any_helper(problem: Problem) -> Problem:
    available = np.ones(len(problem.helpers), dtype=np.bool_)
    return replace(problem, helpers=replace(problem.helpers, available=available))


def _one_tongue(problem: Problem) -> Problem:
    spoken = {"levels": 7}
    rules = replace(
        problem.rules, language_purpose=LanguagePurpose.SPEAK, min_speak_level=0, practise_language=-1
    )
    return replace(
        problem, rules=rules, seekers=_all(problem.seekers, **spoken), helpers=_all(problem.helpers, **spoken)
    )


def _any_gender(problem: Problem) -> Problem:
    rules = replace(problem.rules, same_gender=False)
    seekers, helpers = (_all(side, wish_strength=0) for side in (problem.seekers, problem.helpers))
    return replace(problem, rules=rules, seekers=seekers, helpers=helpers)  # type: ignore[arg-type]


def _always_free(problem: Problem) -> Problem:
    return replace(problem, seekers=_all(problem.seekers, week=255), helpers=_all(problem.helpers, week=255))


def _all(people: Side, **value: int) -> Side:
    """Everybody with the same: one number in every place of the columns named."""
    widths = {"levels": (1,), "week": (WEEK_BYTES,)}
    columns = {
        name: np.full((len(people), *widths.get(name, ())), one, dtype=people.DTYPES[name])
        for name, one in value.items()
    }
    return replace(people, **columns)


DROPPED: Mapping[HardRule, Callable[[Problem], Problem]] = {
    HardRule.AVAILABLE: _any_helper,
    HardRule.LANGUAGE: _one_tongue,
    HardRule.GENDER: _any_gender,
    HardRule.MINORS: lambda one: replace(one, rules=replace(one.rules, contact_with_minors=False)),
    HardRule.EMPLOYER: lambda one: replace(one, rules=replace(one.rules, same_employer=False)),
    HardRule.SITE: lambda one: replace(one, rules=replace(one.rules, same_site=False)),
    HardRule.OTHER_PERSON: lambda one: replace(one, seekers=_all(one.seekers, person=-1)),
    HardRule.TIME: _always_free,
    HardRule.VETO: lambda one: replace(one, vetoes=NO_PAIRS),
}


def _with_somebody_anywhere(problem: Problem) -> int:
    """How many have somebody when distance does not count.

    No tree can help, so helpers are tried a few at a time, and whoever has found one looks no further.
    """
    t = Tables.of(problem)
    others = [rule for code, rule in HARD_RULES.items() if code not in (HardRule.DISTANCE, HardRule.ROOM)]
    looking = np.flatnonzero(t.seeker.starts.any(axis=1) & t.seeker.tongues.any(axis=1))
    helpers = np.flatnonzero(problem.helpers.available & t.helper.starts.any(axis=1))
    hopeless = len(problem.seekers) - len(looking)
    start, count = 0, FIRST_HELPERS
    while len(looking) and start < len(helpers):
        block = helpers[start : start + min(count, max(PAIRS_AT_ONCE // len(looking), 1))]
        s, h = np.repeat(looking, len(block)), np.tile(block, len(looking))
        for rule in others:
            allowed = rule(t, s, h)
            s, h = s[allowed], h[allowed]
        looking = np.setdiff1d(looking, s)
        start, count = start + len(block), count * 2
    return len(problem.seekers) - hopeless - len(looking)


# --- other values of a limit ------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Dial:
    """A limit that can be turned: the hard rule it belongs to, and `Rules` with each of its values, the
    loosest first; None is no limit at all."""

    rule: HardRule
    field: str
    values: Sequence[float | None]

    def at(self, problem: Problem, value: float | None) -> Problem:
        change: dict[str, Any] = {self.field: value}
        return replace(problem, rules=replace(problem.rules, **change))


KM = (2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 50.0, 100.0)
LEVELS = range(8)
HALF_HOURS = (1, 2, 3, 4, 6, 8)


def _dials(rules: Rules) -> Mapping[Limit, _Dial]:
    now = () if rules.max_km is None else (float(rules.max_km),)
    kilometres = (None, *sorted({*KM, *now}, reverse=True))
    sessions = sorted({*HALF_HOURS, rules.session_slots})
    dials = {
        Limit.MAX_KM: _Dial(HardRule.DISTANCE, "max_km", kilometres),
        Limit.SESSION: _Dial(HardRule.TIME, "session_slots", sessions),
    }
    if rules.language_purpose is LanguagePurpose.SPEAK:
        dials[Limit.MIN_LEVEL] = _Dial(HardRule.LANGUAGE, "min_speak_level", LEVELS)
    return dials


def _switched_off(rules: Rules) -> Mapping[Limit, Rules]:
    """The limits that are either in force or not, and the rules without each that is."""
    switches = (Limit.SAME_GENDER, Limit.SAME_EMPLOYER, Limit.SAME_SITE)
    off: dict[Limit, dict[str, Any]] = {limit: {limit.value: False} for limit in switches}
    return {limit: replace(rules, **off[limit]) for limit in switches if getattr(rules, limit)}


def _somebody_at(problem: Problem, dial: _Dial) -> list[tuple[float | None, int]]:
    """How many seekers have somebody at each value, the loosest first.

    A tighter value allows no pair that a looser one forbids, so the pairs of the loosest are thinned.
    """
    roomy = replace(problem, locks=NO_PAIRS, helpers=_all(problem.helpers, room=1))
    pairs = find_candidates(Tables.of(dial.at(roomy, dial.values[0])))
    s, h = pairs.seeker, pairs.helper
    counts = []
    for value in dial.values:
        allowed = HARD_RULES[dial.rule](Tables.of(dial.at(roomy, value)), s, h)
        s, h = s[allowed], h[allowed]
        counts.append((value, int(np.bincount(s, minlength=1).astype(np.bool_).sum())))
    return counts


def _rising(counts: list[tuple[float | None, int]]) -> list[tuple[float, int]]:
    return sorted((value, count) for value, count in counts if value is not None)
