"""All pairs that every hard rule allows, found without looking at all pairs.

Of blocks of people the near ones are told apart by one product; the rules then thin the list in the funnel's
order, and what is left after each rule is counted on the way, so the funnel costs nothing. Where people are
many, one compiled loop does the same.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .codes import HardRule
from .constraints import HARD_RULES
from .problem import People
from .tables import EARTH_KM, Index, Side, Tables

PAIRS_AT_ONCE = 1 << 20  # pairs in hand at a time, to bound memory (24 bytes each)
MANY_PAIRS = 1 << 23  # of anybody with anybody: from here on the compiled loop wins, its loading included
REACH_CLASSES_KM = np.array([0, 1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 130, 200, 400, 800, 20_100])

OnProgress = Callable[[float], None]


@dataclass(frozen=True, eq=False)
class Candidates:
    """seeker, helper: int32 (k,) indices of allowed pairs, sorted by seeker, then helper.

    left: int32 (n, 11) helpers left to each seeker after each rule and those before it (`HardRule` order).
    """

    seeker: NDArray[np.int32]
    helper: NDArray[np.int32]
    left: NDArray[np.int32]


def find_candidates(t: Tables, on_progress: OnProgress | None = None) -> Candidates:
    """Every pair allowed by every hard rule, and each seeker's funnel."""
    helpers = np.flatnonzero(t.problem.helpers.available)
    left = np.zeros((len(t.seeker.point), len(HardRule)), dtype=np.int32)
    left[:, 0] = len(helpers)
    left[:, 1] = _helpers_with_language(t)
    many = len(left) * len(helpers) > MANY_PAIRS
    found = (_by_one_loop if many else _by_rules)(t, left, on_progress or (lambda share: None))
    pair = np.sort(np.concatenate([np.empty(0, dtype=np.int64), *found]))
    seeker, helper = np.divmod(pair, max(len(t.helper.point), 1))
    return Candidates(seeker.astype(np.int32), helper.astype(np.int32), left)


def _by_rules(t: Tables, left: NDArray[np.int32], on_progress: OnProgress) -> Iterator[NDArray[np.int64]]:
    """Keys of the allowed pairs, block by block; adds to the columns of `left` from the third rule on."""
    steps = list(HardRule)
    for s, h, done in _nearby(t):
        allowed = HARD_RULES[HardRule.LANGUAGE](t, s, h)
        s, h = s[allowed], h[allowed]
        for rule in steps[steps.index(HardRule.DISTANCE) :]:
            allowed = HARD_RULES[rule](t, s, h)
            if not allowed.all():
                s, h = s[allowed], h[allowed]
            left[:, steps.index(rule)] += np.bincount(s, minlength=len(left)).astype(np.int32)
        on_progress(done)
        yield s.astype(np.int64) * max(len(t.helper.point), 1) + h


def _by_one_loop(t: Tables, left: NDArray[np.int32], on_progress: OnProgress) -> Iterator[NDArray[np.int64]]:
    """The same, compiled."""
    from .compiled.nearby import Limits, Ring, Some, allowed_pairs

    seekers, helpers, rules = t.problem.seekers, t.problem.helpers, t.problem.rules

    def some(side: Side, people: People, rows: NDArray[np.int64]) -> Some:
        columns = (
            side.point, np.radians(people.latitude), side.reach_m, side.tongues, side.starts,
            people.gender, side.must, people.employer, people.site, people.person,
        )  # fmt: skip
        return Some(*(np.ascontiguousarray(column[rows]) for column in columns))

    reach_class = np.searchsorted(REACH_CLASSES_KM * 1000, t.helper.reach_m)
    order = np.lexsort((helpers.latitude, reach_class))
    order = order[helpers.available[order]]
    begin = np.flatnonzero(np.diff(reach_class[order], prepend=-1))
    reach_m = np.maximum.reduceat(t.helper.reach_m[order], begin)
    rings = Ring(begin, np.append(begin[1:], len(order)), reach_m)
    keys = np.empty(PAIRS_AT_ONCE + len(order), dtype=np.int64)
    everybody = some(t.seeker, seekers, np.arange(len(seekers)))
    s = 0
    while s < len(seekers):
        s, count = allowed_pairs(
            s, keys, left, everybody, seekers.has_minors.copy(), t.locked_to,
            some(t.helper, helpers, order), order, helpers.cleared[order], t.free_room[order], rings,
            Limits(
                2 * EARTH_KM, rules.detour, rules.same_gender, rules.contact_with_minors,
                rules.same_employer, rules.same_site,
            ),
            t.vetoed, len(helpers),
        )  # fmt: skip
        on_progress(s / len(seekers))
        yield keys[:count].copy()


def _helpers_with_language(t: Tables) -> NDArray[np.int64]:
    """int64 (n,): available helpers of a fitting language for each seeker, wherever they live.

    Many people speak the same set of languages, so sets are compared instead of people.
    """
    wanted, who = np.unique(t.seeker.tongues, axis=0, return_inverse=True)
    spoken, count = np.unique(t.helper.tongues[t.problem.helpers.available], axis=0, return_counts=True)
    total = np.zeros(len(wanted), dtype=np.int64)
    at_once = max(PAIRS_AT_ONCE // max(spoken.size, 1), 1)
    for start in range(0, len(wanted), at_once):
        part = slice(start, start + at_once)
        total[part] = ((wanted[part, None, :] & spoken[None, :, :]) != 0).any(axis=2) @ count
    return total[who.reshape(-1)]


def _nearby(t: Tables) -> Iterator[tuple[Index, Index, float]]:
    """Blocks of (seeker, available helper) indices that hold every pair within reach, and the share done.

    Whoever is too far by the cosine of the angle between the two is left out; it is exact to some metres.
    """
    everybody, helpers = len(t.seeker.point), np.flatnonzero(t.problem.helpers.available)
    ours, theirs = _squared_chord(t, t.seeker.reach_m), _squared_chord(t, t.helper.reach_m[helpers])
    at_once, there = max(PAIRS_AT_ONCE // max(len(helpers), 1), 1), t.helper.point[helpers]
    for start in range(0, everybody, at_once):
        who = slice(start, start + at_once)
        x, y, z = (np.multiply.outer(t.seeker.point[who, axis], there[:, axis]) for axis in range(3))
        s, h = np.nonzero(x + y + z >= 1 - np.maximum(ours[who, None], theirs) / 2)
        yield s + start, helpers[h], min((start + at_once) / everybody, 1.0)


def _squared_chord(t: Tables, reach_m: NDArray[np.int64]) -> NDArray[np.float64]:
    """The square of the straight line through the unit sphere of two a little more than a reach apart."""
    angle = (reach_m + 1) / t.problem.rules.detour / (EARTH_KM * 1000)
    return (2 * np.sin(np.minimum(angle, np.pi) / 2)) ** 2 + 1e-12
