"""What rules and wishes look things up in, worked out once per problem."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from .codes import LanguagePurpose, Strength
from .problem import People, Problem, Rules

EARTH_KM = 6371.0088  # mean radius, IUGG
DAYS, SLOTS_A_DAY = 7, 48

Index = NDArray[np.integer[Any]]


@dataclass(frozen=True, eq=False)
class Side:
    """One side's rows, ready for quick looking up.

    point: float64 (n, 3) on the unit sphere; reach_m: int64 (n,) metres; tongues: uint64 (n, W) languages
    that count; week and starts: uint64 (n, 7), one word a day: free half-hours, and those at which a whole
    session can start; must, prefer: int8 (n,) gender wished for, 0 none.
    """

    point: NDArray[np.float64]
    reach_m: NDArray[np.int64]
    tongues: NDArray[np.uint64]
    week: NDArray[np.uint64]
    starts: NDArray[np.uint64]
    must: NDArray[np.int8]
    prefer: NDArray[np.int8]

    @classmethod
    def of(cls, people: People, rules: Rules, tongues: NDArray[np.bool_]) -> Self:
        cap_km = np.inf if rules.max_km is None else rules.max_km
        week = _day_words(people.week)
        return cls(
            point=_on_unit_sphere(people.latitude, people.longitude),
            reach_m=np.rint(np.minimum(people.travel_km, cap_km) * 1000).astype(np.int64),
            tongues=_bit_words(tongues),
            week=week,
            starts=_session_starts(week, rules.session_slots),
            must=np.where(people.wish_strength == Strength.MUST, people.wish_gender, 0).astype(np.int8),
            prefer=np.where(people.wish_strength == Strength.PREFER, people.wish_gender, 0).astype(np.int8),
        )


@dataclass(frozen=True, eq=False)
class Tables:
    """A problem with its looked-up forms.

    locked_to: int64 (n,) helper index a seeker is locked to, -1 none; free_room: int64 (m,) room besides
    locks; vetoed, shown: int64, sorted keys of pairs (`Problem.pair_key`).
    """

    problem: Problem
    seeker: Side
    helper: Side
    locked_to: NDArray[np.int64]
    free_room: NDArray[np.int64]
    vetoed: NDArray[np.int64]
    shown: NDArray[np.int64]

    @classmethod
    def of(cls, problem: Problem) -> Self:
        seekers, helpers, rules = problem.seekers, problem.helpers, problem.rules
        if rules.language_purpose is LanguagePurpose.PRACTISE:
            seeker_tongues = seekers.practises[:, None]
            helper_tongues = helpers.levels[:, [rules.practise_language]] >= rules.min_practise_level
        else:
            seeker_tongues = seekers.levels >= rules.min_speak_level
            helper_tongues = helpers.levels >= rules.min_speak_level
        locked_to = np.full(len(seekers), -1, dtype=np.int64)
        locked_to[problem.locks[:, 0]] = problem.locks[:, 1]
        return cls(
            problem=problem,
            seeker=Side.of(seekers, rules, seeker_tongues),
            helper=Side.of(helpers, rules, helper_tongues),
            locked_to=locked_to,
            free_room=helpers.room - np.bincount(problem.locks[:, 1], minlength=len(helpers)),
            vetoed=np.unique(problem.pair_key(problem.vetoes)),
            shown=np.unique(problem.pair_key(problem.previous)),
        )

    def metres(self, s: Index, h: Index) -> NDArray[np.int64]:
        """Way between seekers and helpers with the detour, in whole metres.

        From the chord of the unit sphere, d = 2 R asin(|a - b| / 2), exact for near and far.
        """
        apart = self.seeker.point[s] - self.helper.point[h]
        x, y, z = apart[..., 0], apart[..., 1], apart[..., 2]
        half_chord = np.minimum(np.sqrt(x * x + y * y + z * z) / 2, 1.0)  # added up as the kernels do
        km = 2 * EARTH_KM * np.arcsin(half_chord) * self.problem.rules.detour
        return np.rint(km * 1000).astype(np.int64)

    def limit_metres(self, s: Index, h: Index) -> NDArray[np.int64]:
        """How far apart the two may be: the greater reach, for whoever travels; int64 metres."""
        return np.maximum(self.seeker.reach_m[s], self.helper.reach_m[h])

    def is_among(self, keys: NDArray[np.int64], s: Index, h: Index) -> NDArray[np.bool_]:
        """Whether each pair's key is one of the sorted `keys`."""
        pair = s.astype(np.int64) * max(len(self.problem.helpers), 1) + h
        if not len(keys):
            return np.zeros(pair.shape, dtype=np.bool_)
        found: NDArray[np.bool_] = keys[np.minimum(np.searchsorted(keys, pair), len(keys) - 1)] == pair
        return found


def _on_unit_sphere(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> NDArray[np.float64]:
    lat, lon = np.radians(latitude), np.radians(longitude)
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _bit_words(flags: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """bool (n, L) packed into uint64 (n, W), W at least 1."""
    words = max(-(-flags.shape[1] // 64), 1)
    wide = np.zeros((len(flags), words * 64), dtype=np.bool_)
    wide[:, : flags.shape[1]] = flags
    return np.packbits(wide, axis=1, bitorder="little").view("<u8").astype(np.uint64, copy=False)


def _day_words(week: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """uint8 (n, 42) as uint64 (n, 7): bit i of a word is the day's half-hour i."""
    wide = np.zeros((len(week), DAYS, 8), dtype=np.uint8)
    wide[:, :, :6] = week.reshape(len(week), DAYS, 6)
    return wide.view("<u8")[:, :, 0].astype(np.uint64)


def _session_starts(week: NDArray[np.uint64], slots: int) -> NDArray[np.uint64]:
    """Half-hours from which `slots` free ones follow without a break within the day.

    Two weeks share a session exactly where both have such a start, so pairs need one AND.
    """
    starts, have = week, 1
    while have < slots:
        step = min(have, slots - have)
        starts = starts & (starts >> np.uint64(step))
        have += step
    return starts
