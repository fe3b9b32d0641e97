"""Rules and points worked out a second time, in a plain way of its own, for the judge.

It shares nothing with the solver but the shape of the question: another formula for distances and no tree,
sessions found half-hour by half-hour, languages counted by a product of tables, points by their definitions.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .codes import Criterion, HardRule, LanguagePurpose
from .problem import Problem

EARTH_KM = 6371.0088
PAIRS_AT_ONCE = 1 << 18  # looked at together, reachable or not
DAYS, SLOTS_A_DAY = 7, 48

Some = NDArray[np.int64]  # indices (k,) of seekers, or of helpers, pair by pair
Points = NDArray[np.int64]
Yes = NDArray[np.bool_]


class Block(NamedTuple):
    """who: some seekers; speaking: int64, available helpers with a language for each, wherever they live;
    s, h: the pairs of these that also live within reach."""

    who: slice
    speaking: NDArray[np.int64]
    s: Some
    h: Some


class Recount:
    """One problem: what its rules allow and what its wishes earn, for pairs (s[0], h[0]), (s[1], h[1]), …"""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.seekers, self.helpers, self.rules = problem.seekers, problem.helpers, problem.rules
        self.locked_to = np.full(len(problem.seekers), -1, dtype=np.int64)
        for s, h in problem.locks.tolist():
            self.locked_to[s] = h
        taken = np.bincount(self.locked_to[self.locked_to >= 0], minlength=len(problem.helpers))
        self.free_room: NDArray[np.int64] = problem.helpers.room - taken
        self.metres_a_degree = float(np.radians(1)) * EARTH_KM * 1000 * self.rules.detour
        # Whatever belongs to one person is worked out once; a column each, as many rows are added up.
        both = (self.seekers, self.helpers)
        self.seeker_reach, self.helper_reach = (self._reach(side.travel_km) for side in both)
        self.seeker_free, self.helper_free = (_columns(_half_hours(side.week)) for side in both)
        self.seeker_starts, self.helper_starts = (
            _columns(_starts(_half_hours(side.week), self.rules.session_slots)) for side in both
        )
        self.seeker_levels, self.helper_levels = (np.ascontiguousarray(side.levels.T) for side in both)

    def blocks(self) -> Iterator[Block]:
        """All pairs of everybody, thinned by the first three rules: available, language, distance.

        The way straight north or south alone rules most out, so the whole way is measured for few.
        """
        # As 1 or 0, so that their product counts the languages shared.
        asks, speaks = (tongues.astype(np.float32) for tongues in self.tongues())
        at_once = max(PAIRS_AT_ONCE // max(len(self.helpers), 1), 1)
        for start in range(0, len(self.seekers), at_once):
            who = slice(start, min(start + at_once, len(self.seekers)))
            fit = (asks[who] @ speaks.T > 0) & self.helpers.available
            apart = np.abs(self.seekers.latitude[who, None] - self.helpers.latitude)
            limit = np.maximum(self.seeker_reach[who, None], self.helper_reach)
            row, h = np.nonzero(fit & (apart * self.metres_a_degree <= limit + 1))
            s = row + start
            near = self._distance(s, h)
            yield Block(who, fit.sum(axis=1), s[near], h[near])

    def tongues(self) -> tuple[Yes, Yes]:
        """bool (n, L), (m, L): per seeker and per helper the languages that count."""
        if self.rules.language_purpose is LanguagePurpose.PRACTISE:
            at_home = self.helpers.levels[:, [self.rules.practise_language]] >= self.rules.min_practise_level
            return self.seekers.practises[:, None], at_home
        least = self.rules.min_speak_level
        return self.seekers.levels >= least, self.helpers.levels >= least

    def allows(self, rule: HardRule, s: Some, h: Some) -> Yes:
        """bool (k,): which of the pairs the rule allows."""
        answer: Yes = getattr(self, f"_{rule.value}")(s, h)
        return answer

    def _available(self, s: Some, h: Some) -> Yes:
        return self.helpers.available[h]

    def _language(self, s: Some, h: Some) -> Yes:
        if self.rules.language_purpose is LanguagePurpose.PRACTISE:
            level = self.helpers.levels[h, self.rules.practise_language]
            return (level >= self.rules.min_practise_level) & self.seekers.practises[s]
        least = self.rules.min_speak_level
        both = (self.seekers.levels[s] >= least) & (self.helpers.levels[h] >= least)
        return np.asarray(both.any(axis=1))

    def _distance(self, s: Some, h: Some) -> Yes:
        return self._metres(s, h) <= self._limit(s, h)

    def _gender(self, s: Some, h: Some) -> Yes:
        seekers, helpers = self.seekers, self.helpers
        seeker_insists = (seekers.wish_strength[s] == 2) & (seekers.wish_gender[s] != 0)
        helper_insists = (helpers.wish_strength[h] == 2) & (helpers.wish_gender[h] != 0)
        refused = seeker_insists & (seekers.wish_gender[s] != helpers.gender[h])
        refused |= helper_insists & (helpers.wish_gender[h] != seekers.gender[s])
        if self.rules.same_gender:
            refused |= (seekers.gender[s] != helpers.gender[h]) | (seekers.gender[s] == 0)
        return ~refused

    def _minors(self, s: Some, h: Some) -> Yes:
        return ~self.seekers.has_minors[s] | self.helpers.cleared[h] | (not self.rules.contact_with_minors)

    def _employer(self, s: Some, h: Some) -> Yes:
        same = self.helpers.employer[h] == self.seekers.employer[s]
        return (same & (self.helpers.employer[h] != -1)) | (not self.rules.same_employer)

    def _site(self, s: Some, h: Some) -> Yes:
        together = self.helpers.site[h] == self.seekers.site[s]
        return (together & (self.helpers.site[h] != -1)) | (not self.rules.same_site)

    def _other_person(self, s: Some, h: Some) -> Yes:
        return (self.helpers.person[h] == -1) | (self.helpers.person[h] != self.seekers.person[s])

    def _time(self, s: Some, h: Some) -> Yes:
        return np.asarray((self.seeker_starts[:, s] & self.helper_starts[:, h]).any(axis=0))

    def _veto(self, s: Some, h: Some) -> Yes:
        return ~self.is_listed(self.problem.vetoes, s, h)

    def _room(self, s: Some, h: Some) -> Yes:
        return (self.free_room[h] > 0) | (h == self.locked_to[s])

    def is_listed(self, pairs: NDArray[np.int64], s: Some, h: Some) -> Yes:
        """bool (k,): which of the pairs stand in this list of pairs."""
        number = max(len(self.helpers), 1)
        return np.isin(s * number + h, pairs[:, 0] * number + pairs[:, 1])

    def wishes(self, s: Some, h: Some) -> dict[Criterion, Points]:
        """Points of each pair for each wish, by their definitions."""
        weights, seekers, helpers = self.rules.weights, self.seekers, self.helpers
        weaker = np.minimum(self.seeker_levels[:, s], self.helper_levels[:, h])
        level = weaker.max(axis=0, initial=-1).astype(np.int64)
        limit = self._limit(s, h)
        metres = self._metres(s, h)
        near = np.where(limit > 0, np.maximum(limit - metres, 0), metres == 0)
        enough = round(self.rules.full_at_hours * 2)
        common = np.bitwise_count(self.seeker_free[:, s] & self.helper_free[:, h])
        hours = np.minimum(common.sum(axis=0, dtype=np.int64), enough)
        life_known = (helpers.life[h] != 0) & (seekers.life[s] != 0)
        life = _covered(weights.life_stage, seekers.life[s], helpers.life[h])
        met = _wish_met(seekers.wish_strength[s], seekers.wish_gender[s], helpers.gender[h])
        met = met + _wish_met(helpers.wish_strength[h], helpers.wish_gender[h], seekers.gender[s])
        same_trade = (helpers.trade[h] == seekers.trade[s]) & (helpers.trade[h] != -1)
        return {
            Criterion.LANGUAGE: _points(
                weights.language, np.array([0, 0, 20, 40, 60, 80, 95, 100, 100])[level + 1], 100
            ),
            Criterion.DISTANCE: _points(weights.distance, near, np.maximum(limit, 1)),
            Criterion.TIME: _points(weights.time, hours, enough),
            Criterion.NEEDS: _covered(weights.needs, seekers.needs[s], helpers.offers[h]),
            Criterion.LIFE_STAGE: np.where(life_known, life, _points(weights.life_stage, 1, 2)),
            Criterion.GENDER: _points(weights.gender, met, 2),
            Criterion.TRADE: _points(weights.trade, same_trade, 1),
            Criterion.LOAD: _points(weights.load, 1, helpers.load[h] + 1),
        }

    # Haversine (Sinnott 1984), unlike the solver's chord; both agree far below a metre.
    def _metres(self, s: Some, h: Some) -> NDArray[np.int64]:
        lat1, lat2 = np.radians(self.seekers.latitude[s]), np.radians(self.helpers.latitude[h])
        east = np.radians(self.helpers.longitude[h] - self.seekers.longitude[s])
        a = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin(east / 2) ** 2
        km = 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(a, 1.0))) * self.rules.detour
        return np.rint(km * 1000).astype(np.int64)

    def _limit(self, s: Some, h: Some) -> NDArray[np.int64]:
        return np.maximum(self.seeker_reach[s], self.helper_reach[h])

    def _reach(self, travel_km: NDArray[np.float64]) -> NDArray[np.int64]:
        km = travel_km if self.rules.max_km is None else np.minimum(travel_km, self.rules.max_km)
        return np.rint(km * 1000).astype(np.int64)


def _half_hours(week: NDArray[np.uint8]) -> Yes:
    """bool (n, 7, 48): which half-hours are free."""
    slots = np.unpackbits(week, axis=1, bitorder="little")
    return slots.reshape(len(week), DAYS, SLOTS_A_DAY).astype(np.bool_)


def _starts(free: Yes, slots: int) -> Yes:
    """bool (n, 7, 48): from which half-hours so many are free in a row, within the day.

    Both have a session in common exactly where both could start it.
    """
    starts = np.zeros_like(free)
    for begin in range(SLOTS_A_DAY - slots + 1):
        starts[:, :, begin] = free[:, :, begin : begin + slots].all(axis=2)
    return starts


def _columns(flags: Yes) -> NDArray[np.uint64]:
    """uint64 (6, n): a person's 336 half-hours as the bits of six numbers."""
    slots = np.zeros((len(flags), 6 * 64), dtype=np.bool_)
    slots[:, : DAYS * SLOTS_A_DAY] = flags.reshape(len(flags), DAYS * SLOTS_A_DAY)
    return np.ascontiguousarray(np.packbits(slots, axis=1).view(np.uint64).T)


def _wish_met(strength: Any, wish: Any, gender: Any) -> Points:
    return np.asarray((strength != 1) | (wish == 0) | (wish == gender), dtype=np.int64)


def _points(most: int, share: Any, whole: Any) -> Points:
    """most × share / whole in whole points, a half rounded up."""
    doubled = 2 * most * np.asarray(share, dtype=np.int64) + np.asarray(whole, dtype=np.int64)
    return np.asarray(doubled // (2 * np.asarray(whole, dtype=np.int64)))


def _covered(most: int, asked: NDArray[np.uint64], given: NDArray[np.uint64]) -> Points:
    """The part of the asked things that is given; half of `most` where nothing is asked."""
    bits = np.bitwise_count(asked).astype(np.int64)
    covered = _points(most, np.bitwise_count(asked & given), np.maximum(bits, 1))
    return np.where(bits > 0, covered, _points(most, 1, 2))
