"""The independent judge: works out everything again from the problem, the slow and plain way.

It shares nothing with the solver but the shape of the question and the answer: another formula for
distances, weeks unpacked to half-hours, points by their definitions, prices tried on every pair there is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .codes import Criterion, HardRule, LanguagePurpose
from .problem import Problem
from .result import Result

EARTH_KM = 6371.0088
Some = NDArray[np.int64]  # helper indices
Yes = NDArray[np.bool_]


@dataclass(frozen=True)
class Violation:
    """One thing wrong with a result: a short code and a sentence."""

    code: str
    sentence: str


def check(problem: Problem, result: Result) -> list[Violation]:
    """Everything wrong with `result` as an answer to `problem`; an empty list means all is well.

    Checks every hard rule of every pair, room, locks, points, totals, funnels, and the optimality proof on all
    pairs of the two sides. Takes about a millisecond per seeker at 8,000 helpers.
    """
    return list(Judge(problem, result).violations())


class Judge:
    """One problem and one result, looked at one seeker at a time."""

    def __init__(self, problem: Problem, result: Result) -> None:
        self.problem, self.result = problem, result
        self.seekers, self.helpers, self.rules = problem.seekers, problem.helpers, problem.rules
        self.locked = {s: h for s, h in problem.locks.tolist()}
        self.vetoes = {(s, h) for s, h in problem.vetoes.tolist()}
        self.shown = {(s, h) for s, h in problem.previous.tolist()}
        self.pairs = list(zip(result.pairs.seeker.tolist(), result.pairs.helper.tolist(), strict=True))

    def violations(self) -> Iterator[Violation]:
        strangers = [
            pair
            for pair in self.pairs
            if not (0 <= pair[0] < len(self.seekers) and 0 <= pair[1] < len(self.helpers))
        ]
        for s, h in strangers:
            yield Violation("index", f"Pair ({s}, {h}) names someone who is not in the problem.")
        if strangers:
            return
        yield from self.who_is_matched()
        yield from self.hard_rules()
        yield from self.points()
        yield from self.totals()
        yield from self.funnels()
        yield from self.proof()

    # Nobody twice, nobody beyond their room, locks kept, everybody accounted for.
    def who_is_matched(self) -> Iterator[Violation]:
        for s in _repeated([s for s, _ in self.pairs]):
            yield Violation("one_helper", f"Seeker {s} has more than one helper.")
        taken = np.bincount([h for _, h in self.pairs], minlength=len(self.helpers))
        for h in np.flatnonzero(taken > self.helpers.room).tolist():
            yield Violation("room", f"Helper {h} has {taken[h]} seekers and room for {self.helpers.room[h]}.")
        for s, h in self.locked.items():
            if (s, h) not in self.pairs:
                yield Violation("lock", f"The locked pair ({s}, {h}) was not kept.")
        for (s, h), locked, kept in zip(
            self.pairs, self.result.pairs.locked.tolist(), self.result.pairs.kept.tolist(), strict=True
        ):
            if locked != (s in self.locked) or kept != ((s, h) in self.shown):
                yield Violation("flags", f"Pair ({s}, {h}) is marked wrongly as locked or as shown before.")
        everybody = sorted({s for s, _ in self.pairs} | set(self.result.unmatched.seeker.tolist()))
        if everybody != list(range(len(self.seekers))) or len(self.seekers) != len(self.pairs) + len(
            self.result.unmatched
        ):
            yield Violation("unmatched", "Matched and unmatched seekers together are not all seekers, once each.")

    def hard_rules(self) -> Iterator[Violation]:
        for s, h in self.pairs:
            for rule, allowed in self.allowed(s, np.array([h])):
                if not allowed[0]:
                    yield Violation(rule.value, f"Seeker {s} and helper {h} break the rule '{rule.value}'.")

    def points(self) -> Iterator[Violation]:
        stored = zip(self.result.pairs.points.tolist(), self.result.pairs.criteria.tolist(), strict=True)
        for (s, h), (total, by_wish) in zip(self.pairs, stored, strict=True):
            ours = [int(points[0]) for points in self.wishes(s, np.array([h])).values()]
            if ours != by_wish or sum(ours) != total:
                yield Violation("points", f"Pair ({s}, {h}) has {ours}, stored are {by_wish}, {total} in all.")

    def totals(self) -> Iterator[Violation]:
        pairs, objective = self.result.pairs, self.result.objective
        ours = (
            len(self.pairs),
            sum(int(self.seekers.weight[s]) for s, _ in self.pairs),
            int(pairs.points.sum()),
            len(set(self.pairs) & self.shown),
        )
        stored = (objective.matched, objective.weight, objective.points, objective.kept)
        if ours != stored:
            yield Violation("objective", f"Matched, weight, points, kept are {ours}, stored are {stored}.")

    def funnels(self) -> Iterator[Violation]:
        unmatched = self.result.unmatched
        if unmatched.everybody != len(self.helpers):
            yield Violation("funnel", "The funnel starts with another number of helpers.")
        for s, stored in zip(unmatched.seeker.tolist(), unmatched.left.tolist(), strict=True):
            left = np.arange(len(self.helpers))
            ours = []
            for rule in HardRule:
                left = left[self.allows(rule, s, left)]
                ours.append(len(left))
            if ours != stored:
                yield Violation("funnel", f"Seeker {s} has the funnel {ours}, stored is {stored}.")

    # Prices not below zero, high enough for every allowed pair, and together no more than was earned.
    def proof(self) -> Iterator[Violation]:
        scale, duals, certificate = self.result.scale, self.result.duals, self.result.certificate
        yield from self._scale_keeps_aims_apart()
        free_room = self.helpers.room - np.bincount(list(self.locked.values()), minlength=len(self.helpers))
        bound = int(duals.seeker.sum()) + int((duals.helper * free_room).sum())
        value, violation = 0, max(0, -int(duals.seeker.min(initial=0)), -int(duals.helper.min(initial=0)))
        mates = dict(self.pairs)
        for s in range(len(self.seekers)):
            open_to = [self.locked[s]] if s in self.locked else np.flatnonzero(free_room > 0)
            h = np.array(open_to, dtype=np.int64)
            for rule in (HardRule.DISTANCE, *(rule for rule in HardRule if rule is not HardRule.DISTANCE)):
                h = h[self.allows(rule, s, h)]
            kept = np.array([(s, one) in self.shown for one in h.tolist()], dtype=np.int64)
            points = sum(self.wishes(s, h).values(), np.zeros(len(h), dtype=np.int64))
            profit = self.seekers.weight[s] * scale.per_weight + points * scale.per_point + kept
            price = np.zeros(len(h), dtype=np.int64) if s in self.locked else duals.helper[h]
            violation = max(violation, int((profit - duals.seeker[s] - price).max(initial=0)))
            value += int(profit[h == mates.get(s, -1)].sum())
        ours = (value, bound, bound - value, violation)
        stored = (certificate.value, certificate.bound, certificate.gap, certificate.violation)
        if ours != stored:
            yield Violation("certificate", f"Value, bound, gap, violation are {ours}, stored are {stored}.")
        if ours[2:] != (0, 0):
            yield Violation("optimum", f"The proof does not close: gap {ours[2]}, violation {ours[3]}.")

    def _scale_keeps_aims_apart(self) -> Iterator[Violation]:
        scale, weights = self.result.scale, self.rules.weights
        pairs = min(len(self.seekers), int(self.helpers.room.sum()))
        most_points = sum(getattr(weights, criterion.value) for criterion in Criterion)
        most_kept = min(len(self.result.pairs), len(self.shown))
        if scale.per_point <= most_kept or scale.per_weight <= pairs * most_points * scale.per_point + most_kept:
            yield Violation("scale", "The scale lets a lesser aim outweigh a greater one.")

    def allowed(self, s: int, h: Some) -> Iterator[tuple[HardRule, Yes]]:
        for rule in HardRule:
            if rule is not HardRule.ROOM:  # room is counted over all pairs at once
                yield rule, self.allows(rule, s, h)

    def allows(self, rule: HardRule, s: int, h: Some) -> Yes:
        """bool (k,): which of the helpers `h` the rule allows to seeker `s`."""
        answer: Yes = getattr(self, f"_{rule.value}")(s, h)
        return answer

    def _available(self, s: int, h: Some) -> Yes:
        return self.helpers.available[h]

    def _language(self, s: int, h: Some) -> Yes:
        least = self.rules.min_speak_level
        if self.rules.language_purpose is LanguagePurpose.SPEAK:
            spoken = np.flatnonzero(self.seekers.levels[s] >= least)
            return (self.helpers.levels[np.ix_(h, spoken)] >= least).any(axis=1)
        level = self.helpers.levels[h, self.rules.practise_language]
        return (level >= self.rules.min_practise_level) & bool(self.seekers.practises[s])

    def _distance(self, s: int, h: Some) -> Yes:
        return self._metres(s, h) <= self._limit(s, h)

    def _gender(self, s: int, h: Some) -> Yes:
        ours, theirs = self.seekers.gender[s], self.helpers.gender[h]
        yes = np.ones(len(h), dtype=np.bool_)
        if self.rules.same_gender:
            yes &= (theirs == ours) & (theirs > 0)
        if self.seekers.wish_strength[s] == 2 and self.seekers.wish_gender[s]:
            yes &= theirs == self.seekers.wish_gender[s]
        insists = (self.helpers.wish_strength[h] == 2) & (self.helpers.wish_gender[h] > 0)
        return yes & ~(insists & (self.helpers.wish_gender[h] != ours))

    def _minors(self, s: int, h: Some) -> Yes:
        if self.rules.contact_with_minors and self.seekers.has_minors[s]:
            return self.helpers.cleared[h]
        return np.ones(len(h), dtype=np.bool_)

    def _employer(self, s: int, h: Some) -> Yes:
        if not self.rules.same_employer:
            return np.ones(len(h), dtype=np.bool_)
        return (self.helpers.employer[h] == self.seekers.employer[s]) & (self.helpers.employer[h] != -1)

    def _other_person(self, s: int, h: Some) -> Yes:
        return (self.helpers.person[h] == -1) | (self.helpers.person[h] != self.seekers.person[s])

    def _time(self, s: int, h: Some) -> Yes:
        days = self._common(s, h).reshape(-1, 48)
        so_far = np.concatenate([np.zeros((len(days), 1), dtype=np.int64), days.cumsum(axis=1)], axis=1)
        slots = self.rules.session_slots
        whole = (so_far[:, slots:] - so_far[:, :-slots] == slots).any(axis=1)
        return whole.reshape(-1, 7).any(axis=1)

    def _veto(self, s: int, h: Some) -> Yes:
        return np.array([(s, one) not in self.vetoes for one in h.tolist()], dtype=np.bool_)

    def _room(self, s: int, h: Some) -> Yes:
        locked = np.bincount(list(self.locked.values()), minlength=len(self.helpers))
        return (self.helpers.room[h] > locked[h]) | (h == self.locked.get(s, -1))

    def wishes(self, s: int, h: Some) -> dict[Criterion, NDArray[np.int64]]:
        """Points of seeker `s` with each of the helpers `h`, by their definitions."""
        weights, seekers, helpers = self.rules.weights, self.seekers, self.helpers
        levels = np.minimum(seekers.levels[s], helpers.levels[h]).max(axis=1, initial=-1)
        worth = np.array([0, 0, 20, 40, 60, 80, 95, 100, 100])[levels.astype(np.int64) + 1]
        limit = self._limit(s, h)
        near = np.where(limit > 0, limit - self._metres(s, h), 1)
        enough = round(self.rules.full_at_hours * 2)
        told = seekers.life[s] if seekers.life[s] else np.uint64(0)
        life_said = (helpers.life[h] != 0) & (told != 0)
        met = _wish_met(int(seekers.wish_strength[s]), seekers.wish_gender[s], helpers.gender[h])
        met = met + _wish_met(helpers.wish_strength[h], helpers.wish_gender[h], seekers.gender[s])
        same_trade = (helpers.trade[h] == seekers.trade[s]) & (helpers.trade[h] != -1)
        return {
            Criterion.LANGUAGE: _points(weights.language, worth, 100),
            Criterion.DISTANCE: _points(weights.distance, near, np.maximum(limit, 1)),
            Criterion.TIME: _points(weights.time, np.minimum(self._common(s, h).sum(axis=1), enough), enough),
            Criterion.NEEDS: _covered(weights.needs, seekers.needs[s], helpers.offers[h]),
            Criterion.LIFE_STAGE: np.where(
                life_said, _covered(weights.life_stage, told, helpers.life[h]), _points(weights.life_stage, 1, 2)
            ),
            Criterion.GENDER: _points(weights.gender, met, 2),
            Criterion.TRADE: _points(weights.trade, same_trade, 1),
            Criterion.LOAD: _points(weights.load, 1, helpers.load[h] + 1),
        }

    # Haversine (Sinnott 1984), unlike the solver's chord; both agree far below a metre.
    def _metres(self, s: int, h: Some) -> NDArray[np.int64]:
        lat, lon = self._radians
        ours = np.radians([self.seekers.latitude[s], self.seekers.longitude[s]])
        a = np.sin((lat[h] - ours[0]) / 2) ** 2
        a = a + np.cos(ours[0]) * np.cos(lat[h]) * np.sin((lon[h] - ours[1]) / 2) ** 2
        km = 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(a, 1.0))) * self.rules.detour
        return np.rint(km * 1000).astype(np.int64)

    @cached_property
    def _radians(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return np.radians(self.helpers.latitude), np.radians(self.helpers.longitude)

    def _limit(self, s: int, h: Some) -> NDArray[np.int64]:
        km = np.maximum(self.helpers.travel_km[h], self.seekers.travel_km[s])
        if self.rules.max_km is not None:
            km = np.minimum(km, self.rules.max_km)
        return np.rint(km * 1000).astype(np.int64)

    def _common(self, s: int, h: Some) -> NDArray[np.int64]:
        both = self.seekers.week[s] & self.helpers.week[h]
        return np.unpackbits(both, axis=1, bitorder="little").astype(np.int64)


def _wish_met(strength: Any, wish: Any, gender: Any) -> NDArray[np.int64]:
    return np.asarray((strength != 1) | (wish == 0) | (wish == gender), dtype=np.int64)


def _points(most: int, share: Any, whole: Any) -> NDArray[np.int64]:
    """most × share / whole in whole points, a half rounded up."""
    doubled = 2 * most * np.asarray(share, dtype=np.int64) + np.asarray(whole, dtype=np.int64)
    return np.asarray(doubled // (2 * np.asarray(whole, dtype=np.int64)))


def _covered(most: int, asked: np.uint64, given: NDArray[np.uint64]) -> NDArray[np.int64]:
    bits = int(asked).bit_count()
    if not bits:
        return _points(most, np.ones(len(given), dtype=np.int64), 2)
    return _points(most, [(int(asked) & int(one)).bit_count() for one in given.tolist()], bits)


def _repeated(numbers: list[int]) -> list[int]:
    values, counts = np.unique(np.array(numbers, dtype=np.int64), return_counts=True)
    return [int(value) for value in values[counts > 1]]
