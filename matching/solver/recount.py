"""Rules and points worked out a second time, the slow and plain way, for the judge.

It shares nothing with the solver but the shape of the question: another formula for distances and no tree,
weeks unpacked to half-hours, languages compared level by level, points by their definitions.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .codes import Criterion, HardRule, LanguagePurpose
from .problem import Problem

EARTH_KM = 6371.0088
PAIRS_AT_ONCE = 1 << 16

Some = NDArray[np.int64]  # indices (k,) of seekers, or of helpers, pair by pair
Points = NDArray[np.int64]
Yes = NDArray[np.bool_]


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

    def near_pairs(self) -> Iterator[tuple[Some, Some]]:
        """Every pair within reach, seeker after seeker, in blocks.

        The way straight north or south alone rules most out, so the whole way is measured for few.
        """
        everybody = np.arange(len(self.helpers))
        pairs: list[tuple[Some, Some]] = []
        in_hand = 0
        for seeker in range(len(self.seekers)):
            s = np.full(len(everybody), seeker)
            north = np.abs(self.helpers.latitude - self.seekers.latitude[seeker]) * self.metres_a_degree
            h = np.flatnonzero(north <= self._limit(s, everybody) + 1)
            h = h[self._distance(s[h], h)]
            pairs.append((s[: len(h)], h))
            in_hand += len(h)
            if in_hand >= PAIRS_AT_ONCE or seeker == len(self.seekers) - 1:
                yield np.concatenate([s for s, _ in pairs]), np.concatenate([h for _, h in pairs])
                pairs, in_hand = [], 0

    def helpers_with_language(self) -> NDArray[np.int64]:
        """int64 (n,): available helpers of a fitting language for each seeker, wherever they live."""
        available = self.helpers.levels[self.helpers.available]
        if self.rules.language_purpose is LanguagePurpose.PRACTISE:
            at_home = available[:, self.rules.practise_language] >= self.rules.min_practise_level
            return self.seekers.practises * at_home.sum()
        spoken = available >= self.rules.min_speak_level
        wanted = self.seekers.levels >= self.rules.min_speak_level
        return np.array([spoken[:, languages].any(axis=1).sum() for languages in wanted], dtype=np.int64)

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

    def _other_person(self, s: Some, h: Some) -> Yes:
        return (self.helpers.person[h] == -1) | (self.helpers.person[h] != self.seekers.person[s])

    def _time(self, s: Some, h: Some) -> Yes:
        days = self._common(s, h).reshape(len(s), 7, 48)
        so_far = np.zeros((len(s), 7, 49), dtype=np.int8)
        np.cumsum(days, axis=2, out=so_far[:, :, 1:])
        slots = self.rules.session_slots
        whole_sessions = so_far[:, :, slots:] - so_far[:, :, :-slots] == slots
        return np.asarray(whole_sessions.any(axis=(1, 2)))

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
        level = np.minimum(seekers.levels[s], helpers.levels[h]).max(axis=1, initial=-1).astype(np.int64)
        limit = self._limit(s, h)
        metres = self._metres(s, h)
        near = np.where(limit > 0, np.maximum(limit - metres, 0), metres == 0)
        enough = round(self.rules.full_at_hours * 2)
        hours = np.minimum(self._common(s, h).sum(axis=1, dtype=np.int64), enough)
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
        limit = np.maximum(self.helpers.travel_km[h], self.seekers.travel_km[s])
        if self.rules.max_km is not None:
            limit = np.minimum(limit, self.rules.max_km)
        return np.rint(limit * 1000).astype(np.int64)

    def _common(self, s: Some, h: Some) -> NDArray[np.uint8]:
        both = self.seekers.week[s] & self.helpers.week[h]
        return np.unpackbits(both, axis=1, bitorder="little")


def _wish_met(strength: Any, wish: Any, gender: Any) -> Points:
    return np.asarray((strength != 1) | (wish == 0) | (wish == gender), dtype=np.int64)


def _points(most: int, share: Any, whole: Any) -> Points:
    """most × share / whole in whole points, a half rounded up."""
    doubled = 2 * most * np.asarray(share, dtype=np.int64) + np.asarray(whole, dtype=np.int64)
    return np.asarray(doubled // (2 * np.asarray(whole, dtype=np.int64)))


def _covered(most: int, asked: NDArray[np.uint64], given: NDArray[np.uint64]) -> Points:
    """The part of the asked things that is given; half of `most` where nothing is asked."""
    bits = _count_bits(asked)
    some = np.maximum(bits, 1)
    return np.where(bits > 0, _points(most, _count_bits(asked & given), some), _points(most, 1, 2))


def _count_bits(masks: NDArray[np.uint64]) -> NDArray[np.int64]:
    return np.unpackbits(masks[:, None].view(np.uint8), axis=1).sum(axis=1, dtype=np.int64)
