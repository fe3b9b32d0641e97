"""Two runs of a programme side by side: for whom something is different, and why.

Only reasons that two questions and answers show to be true; where nothing else shows, the whole is better so.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np

from matching.domain.forbidden import Ids
from matching.enums import DecisionKind
from matching.solver import HardRule, Problem
from matching.solver.constraints import broken_rules
from matching.solver.problem import People
from matching.solver.scoring import total_points
from matching.solver.tables import Tables


class ChangeKind(StrEnum):
    """What is different for a family."""

    LOST = "lost"  # had a proposal, has none
    CHANGED = "changed"  # another helper
    NEW = "new"  # has one, had none
    LEFT = "left"  # had one, and does not wait here any more


class Why(StrEnum):
    """Reasons, most telling first."""

    # the family
    ARRIVED = "arrived"
    APPROVED = "approved"
    BY_HAND = "by_hand"
    DEPARTED = "departed"
    MEANWHILE = "meanwhile"  # its helper left, or was taken, while the run was on
    PINNED = "pinned"
    # the helper of before
    REFUSED = "refused"
    HELPER_LEFT = "helper_left"
    IMPOSSIBLE = "impossible"  # rule, and what changed: seeker, helper, rules
    # the helper of now
    HELPER_ARRIVED = "helper_arrived"
    POSSIBLE = "possible"  # rule that forbade it before, and what changed
    FREED = "freed"  # families: rows before, of who had this helper
    # both can be, so it was weighed
    TAKEN = "taken"  # families: rows now, of who has the helper of before
    URGENCY = "urgency"  # before, now
    BETTER = "better"  # before, now: points
    EQUAL = "equal"
    PROFILE = "profile"  # seeker, helper: fields that changed; rules: weights that changed
    WHOLE = "whole"


#: Rules of a programme by what they bear on; whatever else a rule is about is not compared.
RULES_OF: Mapping[str, tuple[str, ...]] = {
    HardRule.LANGUAGE: ("language_purpose", "min_level"),
    HardRule.DISTANCE: ("max_km", "detour"),
    HardRule.GENDER: ("same_gender",),
    HardRule.MINORS: ("contact_with_minors",),
    HardRule.EMPLOYER: ("same_employer",),
    HardRule.SITE: ("same_site",),
    HardRule.TIME: ("session_minutes",),
    HardRule.VETO: ("not_the_supervisor",),
    HardRule.ROOM: ("max_room",),
}
#: Fields of people by the hard rule they bear on.
FIELDS_OF: Mapping[str, tuple[str, ...]] = {
    HardRule.LANGUAGE: ("levels", "practises"),
    HardRule.DISTANCE: ("place", "travel_km"),
    HardRule.GENDER: ("gender", "wish"),
    HardRule.MINORS: ("has_minors", "cleared"),
    HardRule.TIME: ("week",),
    HardRule.ROOM: ("room",),
}
#: Fields as people speak of them → columns. Persons and employers are counted anew in every evidence.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "place": ("latitude", "longitude"), "travel_km": ("travel_km",), "week": ("week",), "life": ("life",),
    "gender": ("gender",), "wish": ("wish_gender", "wish_strength"), "trade": ("trade",),
    "practises": ("practises",), "needs": ("needs",), "has_minors": ("has_minors",), "room": ("room",),
    "offers": ("offers",), "cleared": ("cleared",), "load": ("load",),
}  # fmt: skip
#: What no matching looks at.
NOT_COMPARED = frozenset({"source", "valid_from", "valid_to", "rhythm"})
#: Told only together with the rule it broke: both change by themselves as pairs come and go.
OF_PAIRS = frozenset({"room", "load"})

Reason = dict[str, Any]


#: Stands for a helper who was erased since.
ERASED = -1


@dataclass(frozen=True, eq=False)
class Asked:
    """A run's question and answer by numbers of places; mate: each seeker's helper, None for nobody."""

    problem: Problem
    languages: tuple[str, ...]
    rules: Mapping[str, Any]
    seekers: Mapping[int, int]
    helpers: Mapping[int, int]
    mate: Mapping[int, int | None]

    @cached_property
    def tables(self) -> Tables:
        """The problem with its looked-up forms."""
        return Tables.of(self.problem)

    @cached_property
    def families(self) -> Mapping[int, list[int]]:
        """Helper → the families with them."""
        found: dict[int, list[int]] = {}
        for seeker, helper in self.mate.items():
            if helper is not None:
                found.setdefault(helper, []).append(seeker)
        return found

    def rows(self, pairs: Iterable[Ids]) -> tuple[Any, Any]:
        """int64 (k,), int64 (k,): the rows of pairs whose two sides are both here."""
        found = [(self.seekers[seeker], self.helpers[helper]) for seeker, helper in pairs]
        seekers, helpers = np.array(found, dtype=np.int64).reshape(-1, 2).T
        return seekers, helpers

    def has(self, pair: Ids) -> bool:
        """Whether both sides are in the problem."""
        return pair[0] in self.seekers and pair[1] in self.helpers

    def broken(self, pairs: Collection[Ids]) -> dict[Ids, HardRule | None]:
        """The first hard rule against each pair that is here; None for none."""
        here = [pair for pair in pairs if self.has(pair)]
        breaks = broken_rules(self.tables, *self.rows(here))
        steps = list(HardRule)
        return {
            pair: steps[int(row.argmax())] if row.any() else None
            for pair, row in zip(here, breaks, strict=True)
        }

    def points(self, pairs: Collection[Ids]) -> dict[Ids, int]:
        """The points of each pair that is here."""
        here = [pair for pair in pairs if self.has(pair)]
        return dict(zip(here, total_points(self.tables, *self.rows(here)).tolist(), strict=True))

    def weight(self, seeker: int) -> int:
        """The urgency of a family."""
        return int(self.problem.seekers.weight[self.seekers[seeker]])


@dataclass(frozen=True)
class Change:
    """What is different for one family, by numbers of places."""

    kind: ChangeKind
    seeker: int
    was: int | None
    now: int | None
    why: tuple[Reason, ...]


class Comparison:
    """Two runs side by side."""

    def __init__(self, before: Asked, now: Asked, decided: Mapping[Ids, Collection[str]]) -> None:
        self.before, self.now, self.decided = before, now, decided
        names = sorted((before.rules.keys() | now.rules.keys()) - NOT_COMPARED)
        sides = [(name, before.rules.get(name), now.rules.get(name)) for name in names]
        self.rules = [one for one in sides if one[1] != one[2]]
        self.changed_rules = {name for name, _, _ in self.rules}
        differing = list(self._differing())
        was = {(seeker, helper) for _, seeker, helper, _ in differing if helper is not None}
        given = {(seeker, helper) for _, seeker, _, helper in differing if helper is not None}
        self.differing = differing
        self.against_was = now.broken(was)
        self.against_given = before.broken(given)
        self.points = now.points(was | given)

    def _differing(self) -> Iterator[tuple[ChangeKind, int, int | None, int | None]]:
        before, now = self.before.mate, self.now.mate
        for seeker, helper in now.items():
            was = before.get(seeker)
            if was == helper or (seeker in self.before.seekers and seeker not in before):
                continue
            kind = (
                ChangeKind.LOST if helper is None else ChangeKind.NEW if was is None else ChangeKind.CHANGED
            )
            yield kind, seeker, was, helper
        for seeker, was in before.items():
            if was is not None and seeker not in now:
                yield ChangeKind.LEFT, seeker, was, None

    def changes(self) -> Iterator[Change]:
        """Every family for whom something is different, with the reasons."""
        for kind, seeker, was, now in self.differing:
            if kind == ChangeKind.LEFT:
                why: list[Reason] = [self._departure(seeker)]
            elif seeker not in self.before.seekers:
                why = [{"code": Why.ARRIVED.value}]
            else:
                why = [*self._about_was(seeker, was), *self._about_now(seeker, was, now)]
                why = why or list(self._weighed(kind, seeker, was, now)) or [{"code": Why.WHOLE.value}]
            yield Change(kind, seeker, was, now, tuple(why))

    # A pair made at either's hand takes the family out of the pool.
    def _departure(self, seeker: int) -> Reason:
        kinds = {kind for (who, _), decided in self.decided.items() if who == seeker for kind in decided}
        if DecisionKind.APPROVE in kinds:
            return {"code": Why.APPROVED.value}
        return {"code": Why.BY_HAND.value if DecisionKind.BY_HAND in kinds else Why.DEPARTED}

    def _about_was(self, seeker: int, was: int | None) -> Iterator[Reason]:
        """Why the helper of before cannot be any more."""
        if was is None:
            return
        if was not in self.now.helpers:
            yield {"code": Why.HELPER_LEFT.value}
        elif self._refused(seeker, was):
            yield {"code": Why.REFUSED.value}
        elif rule := self.against_was.get((seeker, was)):
            yield {"code": Why.IMPOSSIBLE.value, "rule": rule.value, **self._causes(rule, seeker, was)}
        elif self._more_room(self.now, self.before, was) and not self._others(self.now, self.before, was):
            causes = self._causes(HardRule.ROOM, seeker, was)
            yield {"code": Why.IMPOSSIBLE.value, "rule": HardRule.ROOM.value, **causes}

    def _refused(self, seeker: int, helper: int) -> bool:
        kinds = self.decided.get((seeker, helper), ())
        return DecisionKind.REFUSE in kinds and DecisionKind.ALLOW not in kinds

    def _about_now(self, seeker: int, was: int | None, now: int | None) -> Iterator[Reason]:
        """Why the helper of now could not be before."""
        if now is None:
            return
        locks = self.now.tables.locked_to
        if locks[self.now.seekers[seeker]] >= 0 and DecisionKind.PIN in self.decided.get((seeker, now), ()):
            yield {"code": Why.PINNED.value}
        elif now not in self.before.helpers:
            yield {"code": Why.HELPER_ARRIVED.value}
        elif rule := self.against_given.get((seeker, now)):
            yield {"code": Why.POSSIBLE.value, "rule": rule.value, **self._causes(rule, seeker, now)}
        elif freed := self._others(self.before, self.now, now):
            yield {"code": Why.FREED.value, "families": freed}
        elif self._more_room(self.before, self.now, now):
            yield {
                "code": Why.POSSIBLE.value,
                "rule": HardRule.ROOM.value,
                **self._causes(HardRule.ROOM, seeker, now),
            }

    def _weighed(self, kind: ChangeKind, seeker: int, was: int | None, now: int | None) -> Iterator[Reason]:
        """Both can be: what tipped the scales, as far as it shows."""
        urgency = (self.before.weight(seeker), self.now.weight(seeker))
        if (kind == ChangeKind.NEW and urgency[1] > urgency[0]) or (
            kind == ChangeKind.LOST and urgency[1] < urgency[0]
        ):
            yield {"code": Why.URGENCY.value, "before": urgency[0], "now": urgency[1]}
        if was is not None and (taken := self._others(self.now, self.before, was)):
            yield {"code": Why.TAKEN.value, "families": taken}
        elif was is not None and now is not None:
            points = (self.points[seeker, was], self.points[seeker, now])
            if points[1] > points[0]:
                yield {"code": Why.BETTER.value, "before": points[0], "now": points[1]}
            elif points[1] == points[0]:
                yield {"code": Why.EQUAL.value}
        if profile := self._profile(seeker, was, now):
            yield profile

    def _others(self, here: Asked, there: Asked, helper: int) -> list[int]:
        """Who has this helper in one run and not in the other, where no room is left; else nobody."""
        has = here.families.get(helper, [])
        if len(has) < int(here.problem.helpers.room[here.helpers[helper]]):
            return []
        return [seeker for seeker in has if there.mate.get(seeker) != helper]

    def _more_room(self, here: Asked, there: Asked, helper: int) -> bool:
        """Whether a helper who is full in one run has more room in the other."""
        room = [int(one.problem.helpers.room[one.helpers[helper]]) for one in (here, there)]
        return len(here.families.get(helper, [])) >= room[0] and room[1] > room[0]

    def _profile(self, seeker: int, was: int | None, now: int | None) -> Reason | None:
        helper = now if now is not None else was
        causes = {
            "seeker": [one for one in self._seeker_fields(seeker) if one not in OF_PAIRS],
            "helper": [one for one in self._helper_fields(helper) if one not in OF_PAIRS],
            "rules": sorted(name for name in self.changed_rules if name.startswith("weight_")),
        }
        return {"code": Why.PROFILE.value, **causes} if any(causes.values()) else None

    def _causes(self, rule: HardRule, seeker: int, helper: int) -> Reason:
        """What of two people and of the rules changed, of that which bears on a hard rule."""
        fields = FIELDS_OF.get(rule, ())
        return {
            "seeker": [one for one in self._seeker_fields(seeker) if one in fields],
            "helper": [one for one in self._helper_fields(helper) if one in fields],
            "rules": [one for one in RULES_OF.get(rule, ()) if one in self.changed_rules],
        }

    def _seeker_fields(self, pk: int) -> list[str]:
        if pk not in self.before.seekers:
            return []
        rows = self.before.seekers[pk], self.now.seekers[pk]
        return self._fields(self.before.problem.seekers, self.now.problem.seekers, *rows)

    def _helper_fields(self, pk: int | None) -> list[str]:
        if pk is None or pk not in self.before.helpers or pk not in self.now.helpers:
            return []
        rows = self.before.helpers[pk], self.now.helpers[pk]
        return self._fields(self.before.problem.helpers, self.now.problem.helpers, *rows)

    def _fields(self, then: People, now: People, before_row: int, row: int) -> list[str]:
        """Names of what is different about one person."""
        spoken = [
            {code: level for code, level in zip(codes, side.levels[at].tolist(), strict=True) if level >= 0}
            for codes, side, at in (
                (self.before.languages, then, before_row), (self.now.languages, now, row),
            )
        ]  # fmt: skip
        found = [] if spoken[0] == spoken[1] else ["levels"]
        for name, columns in COLUMNS.items():
            if any(
                hasattr(now, one)
                and not np.array_equal(getattr(then, one)[before_row], getattr(now, one)[row])
                for one in columns
            ):
                found.append(name)
        return found
