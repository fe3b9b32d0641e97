"""All allowed pairs by one look at each within a band of latitudes, where numpy takes a pass per rule."""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from . import kernel


class Some(NamedTuple):
    """What the hard rules ask of one side, row by row (see `tables.Side` and `problem.People`)."""

    point: NDArray[np.float64]
    latitude: NDArray[np.float64]  # radians
    reach_m: NDArray[np.int64]
    tongues: NDArray[np.uint64]
    starts: NDArray[np.uint64]
    gender: NDArray[np.int8]
    must: NDArray[np.int8]
    employer: NDArray[np.int64]
    person: NDArray[np.int64]


class Limits(NamedTuple):
    """The programme's, and the diameter by which distances are worked out."""

    diameter_km: float
    detour: float
    same_gender: bool
    contact_with_minors: bool
    same_employer: bool


class Ring(NamedTuple):
    """Helpers of about one reach, from south to north: rows begin to end, and the greatest reach of them."""

    begin: NDArray[np.int64]
    end: NDArray[np.int64]
    reach_m: NDArray[np.int64]


@kernel
def allowed_pairs(
    s: int,
    pairs: NDArray[np.int64],
    left: NDArray[np.integer[Any]],
    seekers: Some,
    has_minors: NDArray[np.bool_],
    locked_to: NDArray[np.int64],
    helpers: Some,
    number: NDArray[np.int64],
    cleared: NDArray[np.bool_],
    free_room: NDArray[np.int64],
    rings: Ring,
    limits: Limits,
    vetoed: NDArray[np.int64],
    width: int,
) -> tuple[int, int]:
    """Write the keys of allowed pairs from seeker `s` on, as long as `pairs` surely holds the next one's.

    Helpers are those available, ring by ring; `number` is the row of each in the problem and a pair's key is
    seeker · width + number. Adds to left (n, 10) from the third rule on. Returns the seeker who is next, and
    how many keys were written.
    """
    count = 0
    everybody, most = len(seekers.reach_m), len(helpers.reach_m)
    words, days = seekers.tongues.shape[1], seekers.starts.shape[1]
    while s < everybody and count + most <= len(pairs):
        x, y, z = seekers.point[s, 0], seekers.point[s, 1], seekers.point[s, 2]
        for ring in range(len(rings.begin)):
            reach = max(seekers.reach_m[s], rings.reach_m[ring])
            angle = (reach + 1) / limits.detour / (limits.diameter_km * 500) * (1 + 1e-9)
            # No way is shorter than the one straight north or south, nor than the chord.
            begin, end = rings.begin[ring], rings.end[ring]
            low = begin + np.searchsorted(helpers.latitude[begin:end], seekers.latitude[s] - angle - 1e-9)
            high = begin + np.searchsorted(helpers.latitude[begin:end], seekers.latitude[s] + angle + 1e-9)
            chord = 2 * math.sin(min(angle, math.pi) / 2) * (1 + 1e-9)
            for h in range(low, high):
                dx, dy, dz = x - helpers.point[h, 0], y - helpers.point[h, 1], z - helpers.point[h, 2]
                squared = dx * dx + dy * dy + dz * dz
                if squared > chord * chord:
                    continue
                shared = seekers.tongues[s, 0] & helpers.tongues[h, 0]
                for word in range(1, words):
                    shared |= seekers.tongues[s, word] & helpers.tongues[h, word]
                if shared == 0:
                    continue
                km = limits.diameter_km * math.asin(min(math.sqrt(squared) / 2, 1.0)) * limits.detour
                if int(np.rint(km * 1000)) > max(seekers.reach_m[s], helpers.reach_m[h]):
                    continue
                left[s, 2] += 1
                ours, theirs = seekers.gender[s], helpers.gender[h]
                if seekers.must[s] != 0 and seekers.must[s] != theirs:
                    continue
                if helpers.must[h] != 0 and helpers.must[h] != ours:
                    continue
                if limits.same_gender and (ours != theirs or ours == 0):
                    continue
                left[s, 3] += 1
                if has_minors[s] and limits.contact_with_minors and not cleared[h]:
                    continue
                left[s, 4] += 1
                work = seekers.employer[s]
                if limits.same_employer and (work < 0 or work != helpers.employer[h]):
                    continue
                left[s, 5] += 1
                if seekers.person[s] >= 0 and seekers.person[s] == helpers.person[h]:
                    continue
                left[s, 6] += 1
                shared = seekers.starts[s, 0] & helpers.starts[h, 0]
                for day in range(1, days):
                    shared |= seekers.starts[s, day] & helpers.starts[h, day]
                if shared == 0:
                    continue
                left[s, 7] += 1
                key = s * width + number[h]
                if len(vetoed):
                    at = np.searchsorted(vetoed, key)
                    if at < len(vetoed) and vetoed[at] == key:
                        continue
                left[s, 8] += 1
                if free_room[h] <= 0 and locked_to[s] != number[h]:
                    continue
                left[s, 9] += 1
                pairs[count] = key
                count += 1
        s += 1
    return s, count
