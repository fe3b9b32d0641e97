"""The points of millions of pairs in one pass; what each wish can earn is looked up, not worked out again."""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from . import inner, kernel


class Some(NamedTuple):
    """What the wishes ask of one side, row by row; `gives` are a seeker's needs or a helper's offers."""

    point: NDArray[np.float64]
    reach_m: NDArray[np.int64]
    levels: NDArray[np.int8]
    week: NDArray[np.uint64]
    gives: NDArray[np.uint64]
    life: NDArray[np.uint64]
    gender: NDArray[np.int8]
    prefer: NDArray[np.int8]
    trade: NDArray[np.int16]


class Earned(NamedTuple):
    """Points by what they depend on: best shared level + 1; the most for distance; common half-hours; needs
    asked and shared; life asked and shared; wishes met, 0 to 2; same trade, 0 or 1; by helper."""

    language: NDArray[np.int64]
    distance: int
    time: NDArray[np.int64]
    needs: NDArray[np.int64]
    life: NDArray[np.int64]
    gender: NDArray[np.int64]
    trade: NDArray[np.int64]
    load: NDArray[np.int64]


@inner
def _bits(word: np.uint64) -> int:
    """How many bits are set; a compiler knows the pattern (Warren, Hacker's Delight, 2002, chapter 5)."""
    word = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return int(np.int64((word * np.uint64(0x0101010101010101)) >> np.uint64(56)))


@kernel
def add_points(
    total: NDArray[np.int32],
    seeker: NDArray[np.integer[Any]],
    helper: NDArray[np.integer[Any]],
    seekers: Some,
    helpers: Some,
    earned: Earned,
    diameter_km: float,
    detour: float,
) -> None:
    """Write the points of each pair (k,) of all wishes together into `total` (k,)."""
    s_point, s_reach_m, s_levels, s_week, s_gives, s_life, s_gender, s_prefer, s_trade = seekers
    h_point, h_reach_m, h_levels, h_week, h_gives, h_life, h_gender, h_prefer, h_trade = helpers
    for_language, for_distance, for_time, for_needs, for_life, for_gender, for_trade, for_load = earned
    enough = len(for_time) - 1
    for pair in range(len(total)):
        s, h = seeker[pair], helper[pair]
        level = np.int64(-1)
        for language in range(s_levels.shape[1]):
            level = max(level, min(s_levels[s, language], h_levels[h, language]))
        points = for_language[level + 1] + for_load[h]
        if for_distance:
            dx = s_point[s, 0] - h_point[h, 0]
            dy = s_point[s, 1] - h_point[h, 1]
            dz = s_point[s, 2] - h_point[h, 2]
            half_chord = min(math.sqrt(dx * dx + dy * dy + dz * dz) / 2, 1.0)
            metres = int(np.rint(diameter_km * math.asin(half_chord) * detour * 1000))
            limit = max(s_reach_m[s], h_reach_m[h])
            near = max(limit - metres, 0) if limit > 0 else int(metres == 0)
            limit = max(limit, 1)
            points += (2 * for_distance * near + limit) // (2 * limit)
        slots = 0
        for day in range(s_week.shape[1]):
            slots += _bits(s_week[s, day] & h_week[h, day])
        points += for_time[min(slots, enough)]
        asked, given = s_gives[s], h_gives[h]
        points += for_needs[_bits(asked), _bits(asked & given)]
        ours, theirs = s_life[s], h_life[h]
        points += for_life[_bits(ours) if theirs else 0, _bits(ours & theirs)]
        met = int(s_prefer[s] == 0 or s_prefer[s] == h_gender[h])
        met += int(h_prefer[h] == 0 or h_prefer[h] == s_gender[s])
        points += for_gender[met]
        points += for_trade[int(s_trade[s] >= 0 and s_trade[s] == h_trade[h])]
        total[pair] = points
