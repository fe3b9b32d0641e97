"""All pairs that every hard rule allows, found without looking at all pairs.

A k-d tree on the unit sphere names who may be near enough; the rules then thin the list in the funnel's
order, and what is left after each rule is counted on the way, so the funnel costs nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from .codes import HardRule
from .constraints import HARD_RULES
from .tables import EARTH_KM, Index, Tables

PAIRS_AT_ONCE = 1 << 20  # pairs in hand at a time, to bound memory (24 bytes each)
FEW_PAIRS = 1 << 16  # so few that trying all of them is quicker than any tree
REACH_CLASSES_KM = np.array([0, 1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 130, 200, 400, 800, 20_100])
HALF_WAY_ROUND_M = np.pi * EARTH_KM * 1000


@dataclass(frozen=True, eq=False)
class Candidates:
    """seeker, helper: int32 (k,) indices of allowed pairs, sorted by seeker, then helper.

    left: int32 (n, 10) helpers left to each seeker after each rule and those before it (`HardRule` order).
    """

    seeker: NDArray[np.int32]
    helper: NDArray[np.int32]
    left: NDArray[np.int32]


def find_candidates(t: Tables, on_progress: Callable[[float], None] | None = None) -> Candidates:
    """Every pair allowed by every hard rule, and each seeker's funnel."""
    seekers, helpers = len(t.seeker.point), len(t.helper.point)
    steps = list(HardRule)
    left = np.zeros((seekers, len(steps)), dtype=np.int32)
    left[:, steps.index(HardRule.AVAILABLE)] = t.problem.helpers.available.sum()
    left[:, steps.index(HardRule.LANGUAGE)] = _helpers_with_language(t)
    counted = steps[steps.index(HardRule.DISTANCE) :]
    found: list[NDArray[np.int64]] = [np.empty(0, dtype=np.int64)]
    for s, h, done in _nearby(t):
        allowed = HARD_RULES[HardRule.LANGUAGE](t, s, h)
        s, h = s[allowed], h[allowed]
        for rule in counted:
            allowed = HARD_RULES[rule](t, s, h)
            if not allowed.all():
                s, h = s[allowed], h[allowed]
            left[:, steps.index(rule)] += np.bincount(s, minlength=seekers).astype(np.int32)
        found.append(s.astype(np.int64) * max(helpers, 1) + h)
        if on_progress:
            on_progress(done)
    pair = np.sort(np.concatenate(found))
    seeker, helper = np.divmod(pair, max(helpers, 1))
    return Candidates(seeker.astype(np.int32), helper.astype(np.int32), left)


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

    People are grouped by how far they travel, so that one who goes far does not widen everybody's search.
    """
    everybody, helpers = len(t.seeker.point), np.flatnonzero(t.problem.helpers.available)
    if everybody * len(helpers) <= FEW_PAIRS:
        yield np.repeat(np.arange(everybody), len(helpers)), np.tile(helpers, everybody), 1.0
        return
    classes = REACH_CLASSES_KM * 1000
    seeker_class = np.searchsorted(classes, t.seeker.reach_m)
    helper_class = np.where(t.problem.helpers.available, np.searchsorted(classes, t.helper.reach_m), -1)
    groups = [
        (np.flatnonzero(seeker_class == ours), np.flatnonzero(helper_class == theirs))
        for ours in np.unique(seeker_class)
        for theirs in np.unique(helper_class[helper_class >= 0])
    ]
    total = sum(len(ours) for ours, _ in groups)
    done = 0
    for ours, theirs in groups:
        reach_m = max(t.seeker.reach_m[ours].max(), t.helper.reach_m[theirs].max())
        angle = min((reach_m + 1) / t.problem.rules.detour, HALF_WAY_ROUND_M) / (EARTH_KM * 1000)
        chord = 2 * np.sin(angle / 2) * (1 + 1e-9)
        tree = cKDTree(t.helper.point[theirs])
        for block in _blocks(tree, t.seeker.point[ours], chord):
            near = cKDTree(t.seeker.point[ours[block]]).sparse_distance_matrix(
                tree, chord, output_type="ndarray"
            )
            done += block.stop - block.start
            yield ours[block][near["i"]], theirs[near["j"]], done / total


def _blocks(tree: cKDTree, points: NDArray[np.float64], chord: float) -> Iterator[slice]:
    """Slices of `points` whose near pairs fit in hand together; at least one point each."""
    so_far = np.cumsum(tree.query_ball_point(points, chord, return_length=True))
    start = 0
    while start < len(points):
        before = so_far[start - 1] if start else 0
        stop = max(int(np.searchsorted(so_far, before + PAIRS_AT_ONCE, side="right")), start + 1)
        yield slice(start, stop)
        start = stop
