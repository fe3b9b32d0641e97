"""What one more helper of a profile would be worth, exactly, without solving anew for each.

A profile is a helper who does not exist: one row of `Helpers` with room for one, so that every hard rule and
every wish applies to it unchanged. What it gains the whole is the greatest of profit less value over the
seekers it could help, and nothing where that is negative (market.py, `gives`). So a person of two languages,
or of two free afternoons, is worth the better of the two: profiles of one each tell everything.

Where a profile is silent (help offered, interests, load) its wishes score as for somebody who said nothing.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .candidates import find_candidates
from .codes import LanguagePurpose, Strength
from .limits import only_seekers
from .market import Market
from .objective import Scale
from .problem import NO_PAIRS, WEEK_BYTES, Helpers, Problem
from .scoring import most_points, total_points
from .tables import Tables

NOT_SAID = -1
FLUENT = 5  # C1: how well a profile speaks its language, unless the programme asks for more


@dataclass(frozen=True, eq=False, kw_only=True)
class Search:
    """Where and when helpers could be looked for.

    Parameters
    ----------
    place : int64 (n,)
        The group of each seeker's place; -1 where nobody is looked for.
    latitude, longitude : float64 (P,)
        Degrees of where a helper of each place would live.
    weeks : uint8 (B, 42)
        The times one can be asked to have free, as in `People.week`.
    travel_km : float
        How far a helper would travel.
    patience_days : int
        Days on the list after which a seeker waits too long.
    """

    place: NDArray[np.int64]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    weeks: NDArray[np.uint8]
    travel_km: float
    patience_days: int


@dataclass(frozen=True, eq=False)
class Profiles:
    """Helpers who do not exist, one row each.

    helpers: their rows; place, language, week: int64 (k,) of which place of the search, column of `levels`
    and row of `Search.weeks`; whether cleared, which gender (0 either), employer and site are in `helpers`.
    """

    helpers: Helpers
    place: NDArray[np.int64]
    language: NDArray[np.int64]
    week: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.place)

    def row(self, number: int) -> Helpers:
        """One of them alone."""
        return take_helpers(self.helpers, np.array([number]))


@dataclass(frozen=True, eq=False)
class Arcs:
    """Whom profiles could help: profile, seeker int64 (a,), in order of profile; profit: int64 (a,)."""

    profile: NDArray[np.int64]
    seeker: NDArray[np.int64]
    profit: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Worth:
    """What each profile gains the whole: profit, and read from it families, weight, points; int64 (k,)."""

    profit: NDArray[np.int64]
    families: NDArray[np.int64]
    weight: NDArray[np.int64]
    points: NDArray[np.int64]


def value_of(problem: Problem, market: Market, scale: Scale, profiles: Helpers) -> Worth:
    """What one helper more of each profile, with room for one, gains an optimal market of the problem.

    The scale is the one the market's profits were made with.
    """
    return worth_of(arcs_of(problem, scale, profiles), len(profiles), market, scale)


def worth_of(arcs: Arcs, profiles: int, market: Market, scale: Scale) -> Worth:
    """The same from the profiles' arcs, for any market: its values are all that changes."""
    profit = np.zeros(profiles, dtype=np.int64)
    if len(arcs.profile):
        first = np.flatnonzero(np.diff(arcs.profile, prepend=-1))
        gains = arcs.profit - market.gives[arcs.seeker]
        profit[arcs.profile[first]] = np.maximum(np.maximum.reduceat(gains, first), 0)
    weight, points, _kept = scale.read(profit)
    # Room for one more matches one seeker more, or only moves some: nobody loses a place by it.
    return Worth(profit=profit, families=(weight > 0).astype(np.int64), weight=weight, points=points)


def arcs_of(problem: Problem, scale: Scale, profiles: Helpers, rows: NDArray[np.int64] | None = None) -> Arcs:
    """Whom each profile could help, among these rows of seekers or all; those whose pair is kept apart."""
    free = np.ones(len(problem.seekers), dtype=np.bool_)
    free[problem.locks[:, 0]] = False
    looked_at = np.flatnonzero(free) if rows is None else rows[free[rows]]
    theirs = only_seekers(replace(problem, vetoes=NO_PAIRS), looked_at)
    asked = replace(theirs, helpers=replace(profiles, room=np.ones(len(profiles), dtype=np.int64)))
    tables = Tables.of(asked)
    found = find_candidates(tables)
    points = total_points(tables, found.seeker, found.helper)
    new = np.zeros(len(points), dtype=np.bool_)
    profit = scale.profit(asked.seekers.weight[found.seeker], points, new)
    order = np.argsort(found.helper, kind="stable")
    return Arcs(
        profile=found.helper[order].astype(np.int64),
        seeker=looked_at[found.seeker[order]],
        profit=profit[order],
    )


def in_want(problem: Problem, market: Market, scale: Scale) -> NDArray[np.int64]:
    """Rows of the seekers through whom a new helper could gain priority weight.

    They are those without anybody and those whose helper others wait for: all that their value leaves open
    is at least a unit of weight, were the pair the best there can be.
    """
    best = scale.profit(
        problem.seekers.weight,
        np.full(len(problem.seekers), sum(most_points(problem.rules.weights).values()), dtype=np.int32),
        np.zeros(len(problem.seekers), dtype=np.bool_),
    )
    weight, _points, _kept = scale.read(best - market.gives)
    wanting = weight > 0
    wanting[problem.locks[:, 0]] = False
    return np.flatnonzero(wanting)


def profiles_for(problem: Problem, search: Search, rows: NDArray[np.int64]) -> Profiles:
    """Every profile that one of these seekers asks for, and no other.

    At the seeker's place, with one of their languages at the level asked, at a time of theirs long enough for
    a meeting, and with what their rules ask besides: clearance, gender, employer, site.
    """
    rules, seekers = problem.rules, problem.seekers
    rows = rows[(search.place[rows] >= 0) & _can_be_helped(problem, rows)]
    which, language, week = _every(_speaks(problem, rows), _meets(problem, search, rows))
    s = rows[which]
    must = np.where(seekers.wish_strength[s] == Strength.MUST, seekers.wish_gender[s], 0)
    asked = [
        search.place[s],
        language,
        week,
        seekers.has_minors[s] & rules.contact_with_minors,
        seekers.gender[s] if rules.same_gender else must,
        seekers.employer[s] if rules.same_employer else np.full(len(s), NOT_SAID),
        seekers.site[s] if rules.same_site else np.full(len(s), NOT_SAID),
    ]
    told = np.unique(np.column_stack(asked), axis=0).T
    place, language, week, cleared, gender, employer, site = told
    helpers = _blank(
        problem,
        len(place),
        latitude=search.latitude[place],
        longitude=search.longitude[place],
        travel_km=np.full(len(place), search.travel_km),
        levels=_levels(problem, language),
        week=search.weeks[week],
        gender=gender,
        employer=employer,
        site=site,
        cleared=cleared.astype(np.bool_),
    )
    return Profiles(helpers, place, language, week)


def _can_be_helped(problem: Problem, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """bool (k,): whether the rules leave anybody who could help them."""
    rules, seekers = problem.rules, problem.seekers
    possible = np.ones(len(rows), dtype=np.bool_)
    if rules.same_employer:
        possible &= seekers.employer[rows] >= 0
    if rules.same_site:
        possible &= seekers.site[rows] >= 0
    if rules.same_gender:
        gender, wish = seekers.gender[rows], seekers.wish_gender[rows]
        must = (seekers.wish_strength[rows] == Strength.MUST) & (wish > 0)
        possible &= (gender > 0) & (~must | (wish == gender))
    return possible


def _speaks(problem: Problem, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """bool (k, L): in which languages each seeker could be helped."""
    rules, seekers = problem.rules, problem.seekers
    if rules.language_purpose is not LanguagePurpose.PRACTISE:
        return np.asarray(seekers.levels[rows] >= rules.min_speak_level)
    speaks = np.zeros((len(rows), seekers.levels.shape[1]), dtype=np.bool_)
    speaks[:, rules.practise_language] = seekers.practises[rows]
    return speaks


def _levels(problem: Problem, language: NDArray[np.int64]) -> NDArray[np.int8]:
    """int8 (k, L): each profile's one language, spoken well enough."""
    rules = problem.rules
    practising = rules.language_purpose is LanguagePurpose.PRACTISE
    levels = np.full((len(language), problem.seekers.levels.shape[1]), -1, dtype=np.int8)
    least = rules.min_practise_level if practising else rules.min_speak_level
    levels[np.arange(len(language)), language] = max(FLUENT, least)
    return levels


def _meets(problem: Problem, search: Search, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """bool (k, B): whether each seeker could meet at each time."""
    timely = _blank(problem, len(search.weeks), week=search.weeks)
    asked = replace(only_seekers(replace(problem, vetoes=NO_PAIRS), rows), helpers=timely)
    t = Tables.of(asked)
    return np.asarray((t.seeker.starts[:, None, :] & t.helper.starts[None, :, :]).any(axis=2))


def _every(
    speaks: NDArray[np.bool_], meets: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Seeker, language and week of every combination that is true in both."""
    seeker, language = np.nonzero(speaks)
    place, week = np.nonzero(meets[seeker])
    return seeker[place], language[place], week


def _blank(problem: Problem, count: int, **columns: Any) -> Helpers:
    """Helpers of whom nothing is known but these columns; available, with room for one."""
    nothing = {name: np.zeros(count, dtype=dtype) for name, dtype in Helpers.DTYPES.items()}
    nothing |= {
        "id": np.arange(count),
        "levels": np.full((count, problem.seekers.levels.shape[1]), -1, dtype=np.int8),
        "week": np.zeros((count, WEEK_BYTES), dtype=np.uint8),
        "room": np.ones(count, dtype=np.int64),
        "available": np.ones(count, dtype=np.bool_),
        **{name: np.full(count, NOT_SAID) for name in ("person", "employer", "site", "trade")},
    }
    return Helpers(**nothing | columns)


def take_helpers(helpers: Helpers, rows: NDArray[np.int64]) -> Helpers:
    """These rows, in this order."""
    return replace(helpers, **{name: getattr(helpers, name)[rows] for name in Helpers.DTYPES})
