"""The judge's look at everybody with everybody, as plainly as it can be said: two loops, a rule after a rule.

Written for the judge alone, with its own formulas; what makes the result shares nothing with it.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from . import inner, kernel

WORTH = np.array([0, 0, 20, 40, 60, 80, 95, 100, 100])  # per cent, by level from "does not speak" to native


class Some(NamedTuple):
    """One side, row by row.

    latitude, longitude: radians; flat: the cosine of the latitude; reach: metres; tongues: the languages that
    count as bits; free, starts: half-hours as the bits of six numbers; gives: needs or offers.
    """

    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    flat: NDArray[np.float64]
    reach: NDArray[np.int64]
    tongues: NDArray[np.uint64]
    levels: NDArray[np.int8]
    free: NDArray[np.uint64]
    starts: NDArray[np.uint64]
    gives: NDArray[np.uint64]
    life: NDArray[np.uint64]
    gender: NDArray[np.int8]
    wish: NDArray[np.int8]
    strength: NDArray[np.int8]
    employer: NDArray[np.int64]
    site: NDArray[np.int64]
    person: NDArray[np.int64]
    trade: NDArray[np.int16]


class Seeking(NamedTuple):
    """What only seekers have; `value` is their price, `locked_to` a helper or -1."""

    has_minors: NDArray[np.bool_]
    weight: NDArray[np.int64]
    locked_to: NDArray[np.int64]
    value: NDArray[np.int64]


class Helping(NamedTuple):
    """What only helpers have; `free_room` is room besides locks, `price` that of one unit of it."""

    available: NDArray[np.bool_]
    cleared: NDArray[np.bool_]
    free_room: NDArray[np.int64]
    load: NDArray[np.int64]
    price: NDArray[np.int64]


class Programme(NamedTuple):
    """Rules, the most points of each wish, and the scale of the three aims.

    angle_of_a_metre: radians of a metre of the way, seen from the middle of the Earth; enough: half-hours.
    """

    earth_km: float
    angle_of_a_metre: float
    detour: float
    same_gender: bool
    contact_with_minors: bool
    same_employer: bool
    same_site: bool
    enough: int
    language: int
    distance: int
    time: int
    needs: int
    life_stage: int
    gender: int
    trade: int
    load: int
    per_weight: int
    per_point: int


class Listed(NamedTuple):
    """Pairs by their seekers: helpers[first[s]] to helpers[first[s + 1] - 1] are those listed with s."""

    first: NDArray[np.int64]
    helpers: NDArray[np.int64]


# The way straight north, and the least that a way east can be, since sin x is at least 2 x / π up to a right
# angle: they spare most pairs the whole formula. All in radians; `flats` is the product of the cosines.
@inner
def _surely_too_far(north: float, east: float, flats: float, angle: float) -> bool:
    east = min(abs(east), 2 * math.pi - abs(east))
    return abs(north) > angle or flats * (2 * east / math.pi) ** 2 > angle * angle


# Haversine (Sinnott 1984), unlike the solver's chord; both agree far below a metre.
@inner
def _kilometres(north: float, east: float, flats: float, earth_km: float) -> float:
    a = math.sin(north / 2) ** 2 + flats * math.sin(east / 2) ** 2
    return 2 * earth_km * math.asin(math.sqrt(min(a, 1.0)))


@inner
def _insists(strength: int, wish: int, gender: int) -> bool:
    return strength == 2 and wish != 0 and wish != gender


@inner
def _wish_met(strength: int, wish: int, gender: int) -> int:
    return int(strength != 1 or wish == 0 or wish == gender)


@inner
def _is_listed(first: NDArray[np.int64], listed: NDArray[np.int64], s: int, h: int) -> bool:
    for at in range(first[s], first[s + 1]):  # noqa: SIM110 - numba knows no any()
        if listed[at] == h:
            return True
    return False


# most × share / whole in whole points, a half rounded up.
@inner
def _points(most: int, share: int, whole: int) -> int:
    return (2 * most * share + whole) // (2 * whole)


# Each round takes the lowest bit that is set away (Wegner 1960).
@inner
def _how_many(bits: np.uint64) -> int:
    count = 0
    while bits:
        bits &= bits - np.uint64(1)
        count += 1
    return count


# The part of the asked things that is given; half of `most` where nothing is asked.
@inner
def _covered(most: int, asked: np.uint64, given: np.uint64) -> int:
    if not asked:
        return _points(most, 1, 2)
    return _points(most, _how_many(asked & given), _how_many(asked))


@kernel
def try_everybody(
    begin: int,
    end: int,
    seekers: Some,
    seeking: Seeking,
    helpers: Some,
    helping: Helping,
    programme: Programme,
    vetoed: Listed,
    shown: Listed,
    left: NDArray[np.int64],
) -> tuple[int, int]:
    """Count into left (n, 11) the helpers left to the seekers from `begin` to before `end` after each rule.

    Returns the most by which an allowed pair earns more than its prices, at least 0, and how many allowed
    pairs were shown before.
    """
    # Everything of a seeker goes by s_, everything of a helper by h_.
    (
        s_latitude, s_longitude, s_flat, s_reach, s_tongues, s_levels, s_free, s_starts, s_needs, s_life,
        s_gender, s_wish, s_strength, s_employer, s_site, s_person, s_trade,
    ) = seekers  # fmt: skip
    (
        h_latitude, h_longitude, h_flat, h_reach, h_tongues, h_levels, h_free, h_starts, h_offers, h_life,
        h_gender, h_wish, h_strength, h_employer, h_site, h_person, h_trade,
    ) = helpers  # fmt: skip
    s_has_minors, s_weight, s_locked_to, s_value = seeking
    h_available, h_cleared, h_free_room, h_load, h_price = helping
    veto_first, veto_of = vetoed
    shown_first, shown_with = shown
    most_underpriced, could_be_kept = 0, 0
    for s in range(begin, end):
        for h in range(len(h_reach)):
            if not h_available[h]:
                continue
            left[s, 0] += 1

            shared = np.uint64(0)
            for word in range(s_tongues.shape[1]):
                shared |= s_tongues[s, word] & h_tongues[h, word]
            if shared == 0:
                continue
            left[s, 1] += 1

            limit = max(s_reach[s], h_reach[h])
            north, east = h_latitude[h] - s_latitude[s], h_longitude[h] - s_longitude[s]
            flats = s_flat[s] * h_flat[h]
            if _surely_too_far(north, east, flats, (limit + 1) * programme.angle_of_a_metre):
                continue
            km = _kilometres(north, east, flats, programme.earth_km) * programme.detour
            metres = int(np.rint(km * 1000))
            if metres > limit:
                continue
            left[s, 2] += 1

            if _insists(s_strength[s], s_wish[s], h_gender[h]):
                continue
            if _insists(h_strength[h], h_wish[h], s_gender[s]):
                continue
            if programme.same_gender and (s_gender[s] != h_gender[h] or s_gender[s] == 0):
                continue
            left[s, 3] += 1

            if programme.contact_with_minors and s_has_minors[s] and not h_cleared[h]:
                continue
            left[s, 4] += 1

            if programme.same_employer and (h_employer[h] == -1 or h_employer[h] != s_employer[s]):
                continue
            left[s, 5] += 1

            if programme.same_site and (h_site[h] == -1 or h_site[h] != s_site[s]):
                continue
            left[s, 6] += 1

            if h_person[h] != -1 and h_person[h] == s_person[s]:
                continue
            left[s, 7] += 1

            shared = np.uint64(0)
            for word in range(s_starts.shape[1]):
                shared |= s_starts[s, word] & h_starts[h, word]
            if shared == 0:
                continue
            left[s, 8] += 1

            if _is_listed(veto_first, veto_of, s, h):
                continue
            left[s, 9] += 1

            if h_free_room[h] <= 0 and s_locked_to[s] != h:
                continue
            left[s, 10] += 1

            kept = int(_is_listed(shown_first, shown_with, s, h))
            could_be_kept += kept
            # Locked seekers have their helper and take nobody else's room: nothing else is priced for them.
            locked = s_locked_to[s] >= 0
            if locked and s_locked_to[s] != h:
                continue

            level = np.int64(-1)
            for language in range(s_levels.shape[1]):
                level = max(level, min(s_levels[s, language], h_levels[h, language]))
            points = _points(programme.language, WORTH[level + 1], 100)
            near = max(limit - metres, 0) if limit > 0 else int(metres == 0)
            points += _points(programme.distance, near, max(limit, 1))
            common = 0
            for word in range(s_free.shape[1]):
                common += _how_many(s_free[s, word] & h_free[h, word])
            points += _points(programme.time, min(common, programme.enough), programme.enough)
            points += _covered(programme.needs, s_needs[s], h_offers[h])
            if s_life[s] and h_life[h]:
                points += _covered(programme.life_stage, s_life[s], h_life[h])
            else:
                points += _points(programme.life_stage, 1, 2)
            met = _wish_met(s_strength[s], s_wish[s], h_gender[h])
            met += _wish_met(h_strength[h], h_wish[h], s_gender[s])
            points += _points(programme.gender, met, 2)
            if h_trade[h] != -1 and h_trade[h] == s_trade[s]:
                points += programme.trade
            points += _points(programme.load, 1, h_load[h] + 1)

            profit = s_weight[s] * programme.per_weight + points * programme.per_point + kept
            price = s_value[s] if locked else s_value[s] + h_price[h]
            most_underpriced = max(most_underpriced, profit - price)
    return most_underpriced, could_be_kept
