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
    site: NDArray[np.int64]
    person: NDArray[np.int64]


class Limits(NamedTuple):
    """The programme's, and the diameter by which distances are worked out."""

    diameter_km: float
    detour: float
    same_gender: bool
    contact_with_minors: bool
    same_employer: bool
    same_site: bool


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
    seeker · width + number. Adds to left (n, 11) from the third rule on. Returns the seeker who is next, and
    how many keys were written.
    """
    (
        s_point, s_latitude, s_reach_m, s_tongues, s_starts, s_gender, s_must, s_employer, s_site, s_person,
    ) = seekers  # fmt: skip
    (
        h_point, h_latitude, h_reach_m, h_tongues, h_starts, h_gender, h_must, h_employer, h_site, h_person,
    ) = helpers  # fmt: skip
    ring_begin, ring_end, ring_reach_m = rings
    count = 0
    everybody, most = len(s_reach_m), len(h_reach_m)
    words, days = s_tongues.shape[1], s_starts.shape[1]
    while s < everybody and count + most <= len(pairs):
        x, y, z = s_point[s, 0], s_point[s, 1], s_point[s, 2]
        for ring in range(len(ring_begin)):
            reach = max(s_reach_m[s], ring_reach_m[ring])
            angle = (reach + 1) / limits.detour / (limits.diameter_km * 500) * (1 + 1e-9)
            # No way is shorter than the one straight north or south, nor than the chord.
            begin, end = ring_begin[ring], ring_end[ring]
            low = begin + np.searchsorted(h_latitude[begin:end], s_latitude[s] - angle - 1e-9)
            high = begin + np.searchsorted(h_latitude[begin:end], s_latitude[s] + angle + 1e-9)
            chord = 2 * math.sin(min(angle, math.pi) / 2) * (1 + 1e-9)
            for h in range(low, high):
                dx, dy, dz = x - h_point[h, 0], y - h_point[h, 1], z - h_point[h, 2]
                squared = dx * dx + dy * dy + dz * dz
                if squared > chord * chord:
                    continue
                shared = s_tongues[s, 0] & h_tongues[h, 0]
                for word in range(1, words):
                    shared |= s_tongues[s, word] & h_tongues[h, word]
                if shared == 0:
                    continue
                km = limits.diameter_km * math.asin(min(math.sqrt(squared) / 2, 1.0)) * limits.detour
                if int(np.rint(km * 1000)) > max(s_reach_m[s], h_reach_m[h]):
                    continue
                left[s, 2] += 1
                ours, theirs = s_gender[s], h_gender[h]
                if s_must[s] != 0 and s_must[s] != theirs:
                    continue
                if h_must[h] != 0 and h_must[h] != ours:
                    continue
                if limits.same_gender and (ours != theirs or ours == 0):
                    continue
                left[s, 3] += 1
                if has_minors[s] and limits.contact_with_minors and not cleared[h]:
                    continue
                left[s, 4] += 1
                work = s_employer[s]
                if limits.same_employer and (work < 0 or work != h_employer[h]):
                    continue
                left[s, 5] += 1
                where = s_site[s]
                if limits.same_site and (where < 0 or where != h_site[h]):
                    continue
                left[s, 6] += 1
                if s_person[s] >= 0 and s_person[s] == h_person[h]:
                    continue
                left[s, 7] += 1
                shared = s_starts[s, 0] & h_starts[h, 0]
                for day in range(1, days):
                    shared |= s_starts[s, day] & h_starts[h, day]
                if shared == 0:
                    continue
                left[s, 8] += 1
                key = s * width + number[h]
                if len(vetoed):
                    at = np.searchsorted(vetoed, key)
                    if at < len(vetoed) and vetoed[at] == key:
                        continue
                left[s, 9] += 1
                if free_room[h] <= 0 and locked_to[s] != number[h]:
                    continue
                left[s, 10] += 1
                pairs[count] = key
                count += 1
        s += 1
    return s, count
