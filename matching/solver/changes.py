"""The smallest changes of one person in one respect that would let a seeker have a helper.

Looked for among helpers with one obstacle only. What is never suggested: that children meet somebody without
clearance, another employer, a programme's own limit, or anything the solver does not know (nationality,
religion, status). A family's own must for a woman or a man stands last, and never alone.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .codes import TAKEN, ChangeKind, HardRule, LanguagePurpose, Strength, Which
from .obstacles import BIT, Masks, Scene
from .problem import MOST_KM, MOST_PER_PERSON, People, Problem
from .scoring import total_points
from .tables import DAYS, SLOTS_A_DAY, Tables

#: What a change asks of people, in half-hours of their week: a judgement, made once, for all alike.
KM_A_STEP = 2  # so many kilometres more count as one half-hour
EFFORT: Mapping[ChangeKind, int] = {
    ChangeKind.TIME: 1,  # each half-hour
    ChangeKind.DISTANCE: 1,  # each step of kilometres
    ChangeKind.CLEARANCE: 3,  # it is under way, or is needed for others as well
    ChangeKind.TRAINING: 4,
    ChangeKind.ROOM: 5,
    ChangeKind.PRACTISE: 5,
    ChangeKind.LANGUAGE: 6,  # each level
    ChangeKind.VETO: 12,
    ChangeKind.GENDER: 20,
}
RESPECT = 1_000  # added to a family's own must, so that it is asked about last
OF_A_KIND = 3  # kept of each kind: the best may turn out not to help
IMPOSSIBLE = 1 << 40

Values = dict[str, int | float]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Change:
    """One change: whose, between which two, and the values by kind.

    TIME: day, start, end (the half-hours asked for), from, to (the meeting they make room for);
    DISTANCE: limit_km (now), to_km; LANGUAGE: language (column), level, to_level; ROOM: room, to_room;
    GENDER: gender (the one that is a must). effort: how much it asks, smaller first.
    """

    kind: ChangeKind
    which: Which
    seeker: int
    helper: int
    effort: int
    values: Values = field(default_factory=dict)


def smallest_changes(scene: Scene, seeker: int, masks: Masks) -> list[Change]:
    """Changes that would let the seeker have a helper, the smallest first.

    masks: uint16 (m,) the seeker's obstacles. The best of each kind comes before the second of any; where two
    ask the same, the helper with more points comes first.
    """
    found: list[Change] = []
    for obstacle, find in FINDERS.items():
        helpers = np.flatnonzero(masks == BIT[obstacle])
        if len(helpers):
            found += find(_Near(scene.tables, seeker, helpers))
    found.sort(key=lambda one: one.effort)
    so_far: Counter[ChangeKind] = Counter()
    ranked = []
    for change in _once_each(found):
        ranked.append((so_far[change.kind], change))
        so_far[change.kind] += 1
    return [change for _, change in sorted(ranked, key=lambda one: (one[0], one[1].effort))]


def _once_each(changes: list[Change]) -> list[Change]:
    """What is asked of the seeker, once, however many helpers it would open: with the first of them."""
    first: dict[object, Change] = {}
    for at, one in enumerate(changes):
        asked = (one.kind, *one.values.items()) if one.which is Which.SEEKER else at
        first.setdefault(asked, one)
    return list(first.values())


@dataclass(frozen=True, eq=False)
class _Near:
    """A seeker and the helpers (k,) between whom and the seeker one obstacle stands."""

    t: Tables
    seeker: int
    helpers: Rows

    @cached_property
    def points(self) -> NDArray[np.int32]:
        """int32 (k,): of the pairs as they are."""
        return total_points(self.t, np.full(len(self.helpers), self.seeker), self.helpers)

    def best(self, effort: NDArray[np.int64], change: "Callable[[int], Change]") -> list[Change]:
        """The changes, by place among the helpers, that ask the least; IMPOSSIBLE ones are left out."""
        order = np.lexsort((self.helpers, -self.points, effort))
        return [change(at) for at in order[:OF_A_KIND].tolist() if effort[at] < IMPOSSIBLE]

    def one(self, kind: ChangeKind, which: Which, at: int, effort: int, **values: float) -> Change:
        """The change at a place among the helpers."""
        return Change(kind, which, self.seeker, int(self.helpers[at]), effort, values)

    def plain(self, kind: ChangeKind, which: Which = Which.HELPER) -> list[Change]:
        """A change of a kind that is made or not."""
        effort = np.full(len(self.helpers), EFFORT[kind])
        return self.best(effort, lambda at: self.one(kind, which, at, EFFORT[kind]))


# --- one obstacle, one function -----------------------------------------------------------------------


# The fewest half-hours more for one of them, at hours at which the other is free for a whole meeting.
def _more_time(near: _Near) -> list[Change]:
    t, s, slots = near.t, near.seeker, near.t.problem.rules.session_slots
    ours, theirs = t.seeker.week[[s]], t.helper.week[near.helpers]
    by_seeker = _missing(ours, t.helper.starts[near.helpers], slots)
    by_helper = _missing(theirs, t.seeker.starts[[s]], slots)
    asks_seeker = by_seeker.min(axis=1) <= by_helper.min(axis=1)
    missing = np.where(asks_seeker[:, None], by_seeker, by_helper)

    def change(at: int) -> Change:
        day, start = divmod(int(missing[at].argmin()), SLOTS_A_DAY)
        own = int((ours[0] if asks_seeker[at] else theirs[at])[day])
        asked = [slot for slot in range(start, start + slots) if not own >> slot & 1]
        which = Which.SEEKER if asks_seeker[at] else Which.HELPER
        hours: Values = {"day": day, "start": asked[0], "end": asked[-1] + 1}
        hours |= {"from": start, "to": start + slots}
        return near.one(ChangeKind.TIME, which, at, EFFORT[ChangeKind.TIME] * len(asked), **hours)

    return near.best(missing.min(axis=1), change)


def _missing(own: NDArray[np.uint64], other: NDArray[np.uint64], slots: int) -> NDArray[np.int64]:
    """int64 (k, 7 * 48): half-hours lacking for a meeting that starts there and suits the other side.

    own: free half-hours, other: possible starts, uint64 (k, 7) or (1, 7).
    """
    count = max(len(own), len(other))
    missing = np.full((count, DAYS, SLOTS_A_DAY), IMPOSSIBLE, dtype=np.int64)
    for start in range(SLOTS_A_DAY - slots + 1):
        meeting = np.uint64(((1 << slots) - 1) << start)
        lacks = slots - np.bitwise_count(own & meeting).astype(np.int64)
        suits = (other >> np.uint64(start)) & np.uint64(1) != 0
        missing[:, :, start] = np.where(suits, lacks, IMPOSSIBLE)
    return missing.reshape(count, -1)


# The fewest kilometres more for the side that travels already, within the programme's limit.
def _further(near: _Near) -> list[Change]:
    t, s = near.t, np.full(len(near.helpers), near.seeker)
    limit, metres = t.limit_metres(s, near.helpers), t.metres(s, near.helpers)
    most_km = MOST_KM if t.problem.rules.max_km is None else t.problem.rules.max_km
    to_km = np.minimum(np.ceil(metres / 1000), most_km)
    reaches = np.rint(to_km * 1000).astype(np.int64) >= metres
    effort = -(-(np.rint(to_km * 1000).astype(np.int64) - limit) // (1000 * KM_A_STEP))
    family_travels = t.seeker.reach_m[near.seeker] > t.helper.reach_m[near.helpers]

    def change(at: int) -> Change:
        which = Which.SEEKER if family_travels[at] else Which.HELPER
        values: Values = {"limit_km": float(limit[at] / 1000), "to_km": float(to_km[at])}
        return near.one(ChangeKind.DISTANCE, which, at, int(effort[at]), **values)

    return near.best(np.where(reaches, effort, IMPOSSIBLE), change)


# The fewest levels more in one language for one of them; or the wish to practise.
def _language(near: _Near) -> list[Change]:
    rules, s = near.t.problem.rules, near.seeker
    ours = near.t.problem.seekers.levels[s].astype(np.int64)
    theirs = near.t.problem.helpers.levels[near.helpers].astype(np.int64)
    if rules.language_purpose is LanguagePurpose.PRACTISE:
        enough = theirs[:, rules.practise_language] >= rules.min_practise_level
        if not near.t.problem.seekers.practises[s]:
            return _Near(near.t, s, near.helpers[enough]).plain(ChangeKind.PRACTISE, Which.SEEKER)
        column = np.arange(theirs.shape[1]) == rules.practise_language
        least, by_seeker = rules.min_practise_level, np.full(theirs.shape, IMPOSSIBLE)
        by_helper = np.where(column, least - theirs, IMPOSSIBLE)
    else:
        least = rules.min_speak_level
        by_seeker = np.where(theirs >= least, least - ours, IMPOSSIBLE)
        by_helper = np.where(ours >= least, least - theirs, IMPOSSIBLE)
    if not theirs.shape[1]:
        return []
    asks_seeker = by_seeker.min(axis=1) <= by_helper.min(axis=1)
    rise = np.where(asks_seeker[:, None], by_seeker, by_helper)
    effort = np.where(
        rise.min(axis=1) < IMPOSSIBLE, rise.min(axis=1) * EFFORT[ChangeKind.LANGUAGE], IMPOSSIBLE
    )

    def change(at: int) -> Change:
        column = int(rise[at].argmin())
        which = Which.SEEKER if asks_seeker[at] else Which.HELPER
        level = int((ours if asks_seeker[at] else theirs[at])[column])
        values: Values = {"language": column, "level": level, "to_level": least}
        return near.one(ChangeKind.LANGUAGE, which, at, int(effort[at]), **values)

    return near.best(effort, change)


# A must of one of them becomes a preference; where both are unmet, or the programme asks, that is not enough.
def _softer(near: _Near) -> list[Change]:
    t, s = near.t, near.seeker
    helper_gender = t.problem.helpers.gender[near.helpers]
    seeker_must, helper_must = int(t.seeker.must[s]), t.helper.must[near.helpers]
    family = (helper_gender != seeker_must) & (seeker_must != 0)
    volunteer = (helper_must != 0) & (helper_must != t.problem.seekers.gender[s])
    possible = (family ^ volunteer) & (not t.problem.rules.same_gender)
    effort = np.where(possible, EFFORT[ChangeKind.GENDER] + RESPECT * family, IMPOSSIBLE)

    def change(at: int) -> Change:
        which = Which.SEEKER if family[at] else Which.HELPER
        must = seeker_must if family[at] else int(helper_must[at])
        return near.one(ChangeKind.GENDER, which, at, int(effort[at]), gender=must)

    return near.best(effort, change)


# The helper takes on one more than now.
def _one_more(near: _Near) -> list[Change]:
    room = near.t.problem.helpers.room[near.helpers]
    effort = np.where(room < MOST_PER_PERSON, EFFORT[ChangeKind.ROOM], IMPOSSIBLE)

    def change(at: int) -> Change:
        values: Values = {"room": int(room[at]), "to_room": int(room[at]) + 1}
        return near.one(ChangeKind.ROOM, Which.HELPER, at, EFFORT[ChangeKind.ROOM], **values)

    return near.best(effort, change)


FINDERS: "Mapping[str, Callable[[_Near], list[Change]]]" = {
    HardRule.TIME: _more_time,
    HardRule.DISTANCE: _further,
    HardRule.MINORS: lambda near: near.plain(ChangeKind.CLEARANCE),
    HardRule.AVAILABLE: lambda near: near.plain(ChangeKind.TRAINING),
    HardRule.ROOM: _one_more,
    TAKEN: _one_more,
    HardRule.LANGUAGE: _language,
    HardRule.VETO: lambda near: near.plain(ChangeKind.VETO, Which.BOTH),
    HardRule.GENDER: _softer,
}


# --- the problem after a change -----------------------------------------------------------------------


def changed(problem: Problem, change: Change) -> Problem:
    """The problem in which this one change has been made, and nothing else."""
    if change.kind is ChangeKind.VETO:
        lifted = (problem.vetoes == (change.seeker, change.helper)).all(axis=1)
        return replace(problem, vetoes=problem.vetoes[~lifted])
    people: People = problem.seekers if change.which is Which.SEEKER else problem.helpers
    row = change.seeker if change.which is Which.SEEKER else change.helper
    name, value = _new_value(people, row, change)
    column = {name: getattr(people, name).copy()}
    column[name][row] = value
    if change.which is Which.SEEKER:
        return replace(problem, seekers=replace(problem.seekers, **column))
    return replace(problem, helpers=replace(problem.helpers, **column))


def _new_value(people: People, row: int, change: Change) -> tuple[str, Any]:
    """The column that changes, and the row's new value in it."""
    values = change.values
    match change.kind:
        case ChangeKind.TIME:
            free = np.unpackbits(people.week[row], bitorder="little").reshape(DAYS, SLOTS_A_DAY)
            free[int(values["day"]), int(values["start"]) : int(values["end"])] = 1
            return "week", np.packbits(free.reshape(-1), bitorder="little")
        case ChangeKind.DISTANCE:
            return "travel_km", values["to_km"]
        case ChangeKind.LANGUAGE:
            levels = people.levels[row].copy()
            levels[int(values["language"])] = values["to_level"]
            return "levels", levels
        case ChangeKind.ROOM:
            return "room", values["to_room"]
        case ChangeKind.GENDER:
            return "wish_strength", Strength.PREFER
        case _:
            return MADE[change.kind], True


MADE: Mapping[ChangeKind, str] = {
    ChangeKind.CLEARANCE: "cleared",
    ChangeKind.TRAINING: "available",
    ChangeKind.PRACTISE: "practises",
}
