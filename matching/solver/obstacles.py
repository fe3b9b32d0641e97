"""What stands between a seeker and a helper: the smallest sets of rules that leave them without anybody.

A helper could be had if the whole gained by the pair; else the room is needed more by others, which counts
as one more obstacle (`TAKEN`). A set of obstacles blocks a seeker minimally when without all of them together
there were somebody to be had, and without any fewer there were nobody.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .codes import TAKEN, HardRule
from .constraints import HARD_RULES
from .market import Market
from .objective import Scale, lexicographic_scale
from .scoring import most_points, total_points
from .tables import Tables
from .weighing import Weighed

PAIRS_AT_ONCE = 1 << 18  # to bound memory: some 40 bytes each
OBSTACLES: tuple[str, ...] = (*(rule.value for rule in HardRule), TAKEN)
BIT: dict[str, int] = {obstacle: 1 << place for place, obstacle in enumerate(OBSTACLES)}

Masks = NDArray[np.uint16]


@dataclass(frozen=True, eq=False)
class Scene:
    """A solved problem to look for obstacles in.

    market: the best assignment at a scale that stays exact with one pair more, or one pair kept more;
    scale: that scale; mate: int64 (n,) helper of each seeker, standing ones included, -1 nobody.
    """

    tables: Tables
    market: Market
    scale: Scale
    mate: NDArray[np.int64]

    @classmethod
    def of(cls, weighed: Weighed, mate: NDArray[np.int64]) -> "Scene":
        """The scene of an optimal assignment. Raises SolverError when it is not optimal."""
        tables, candidates = weighed.tables, weighed.candidates
        scale = roomy_scale(tables)
        kept = tables.is_among(tables.shown, candidates.seeker, candidates.helper)
        weight = tables.problem.seekers.weight[candidates.seeker]
        profit = scale.profit(weight, weighed.points, kept)
        free = np.where(tables.locked_to >= 0, -1, mate)
        network = replace(weighed.network, profit=profit[weighed.arc])
        return cls(tables, Market.of(network, free), scale, mate)

    def profit(self, s: NDArray[np.int64], h: NDArray[np.int64]) -> NDArray[np.int64]:
        """int64 (k,): what these pairs would be worth, allowed or not."""
        weight = self.tables.problem.seekers.weight[s]
        kept = self.tables.is_among(self.tables.shown, s, h)
        return self.scale.profit(weight, total_points(self.tables, s, h), kept)


def roomy_scale(t: Tables) -> Scale:
    """A scale that keeps the aims apart also when one pair more is made or all shown pairs are allowed."""
    seekers, helpers = t.problem.seekers, t.problem.helpers
    return lexicographic_scale(
        pairs=min(len(seekers), int(helpers.room.sum())) + 1,
        nodes=len(seekers) + len(helpers) + 1,
        weight=int(seekers.weight.max(initial=1)),
        points=sum(most_points(t.problem.rules.weights).values()),
        kept=len(t.shown),
    )


def blocking_sets(
    scene: Scene, seekers: NDArray[np.int64], on_progress: Callable[[float], None] | None = None
) -> list[list[tuple[str, ...]]]:
    """For each of these seekers without a helper every minimal set of obstacles, the smallest sets first.

    Within a set and among sets of one size in the order of `OBSTACLES`; no set where there are no helpers.
    """
    found: list[list[tuple[str, ...]]] = []
    for part in _parts(scene.tables, seekers):
        found += [_told(row) for row in _minimal(_present(obstacle_masks(scene, part)))]
        if on_progress:
            on_progress(len(found) / len(seekers))
    return found


def obstacle_masks(scene: Scene, seekers: NDArray[np.int64]) -> Masks:
    """uint16 (k, m): which obstacles stand between each of these seekers and each helper, a bit each (`BIT`).

    Exact where at most one rule is broken, and for everything that `blocking_sets` says; TAKEN is also set
    without a look at the points where another helper makes it indifferent.
    """
    t = scene.tables
    s, h = seekers[:, None], np.arange(len(t.free_room))[None, :]
    masks = np.zeros((len(seekers), h.shape[1]), dtype=np.uint16)
    for rule, allowed in HARD_RULES.items():
        masks |= np.where(allowed(t, s, h), np.uint16(0), np.uint16(BIT[rule]))
    weight = t.problem.seekers.weight[seekers][:, None] * scene.scale.per_weight
    most = sum(most_points(t.problem.rules.weights).values()) * scene.scale.per_point + 1
    takes = scene.market.takes[None, :]
    full = (masks & BIT[HardRule.ROOM]) != 0
    surely = (takes < weight) | full
    doubtful = ~surely & (takes < weight + most)
    known = np.where(surely, masks, masks | np.uint16(BIT[TAKEN]))
    # Points are counted only where they decide: between few obstacles, or where nothing else helps as much.
    helped = _closure(_present(known))
    few = np.bitwise_count(masks) <= 1
    row, helper = np.nonzero(doubtful & (few | ~np.take_along_axis(helped, masks.astype(np.int64), axis=1)))
    could = scene.profit(seekers[row], helper) > scene.market.takes[helper]
    known[row[could], helper[could]] = masks[row[could], helper[could]]
    return known


def _parts(t: Tables, seekers: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    at_once = max(PAIRS_AT_ONCE // max(len(t.free_room), 1), 1)
    for start in range(0, len(seekers), at_once):
        yield seekers[start : start + at_once]


# --- sets as numbers: (k, 2 ** obstacles) tables of which sets there are -------------------------------


def _present(masks: Masks) -> NDArray[np.bool_]:
    present = np.zeros((len(masks), 1 << len(OBSTACLES)), dtype=np.bool_)
    np.put_along_axis(present, masks.astype(np.int64), True, axis=1)
    return present


def _closure(present: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """All sets that hold one of the present ones."""
    closed = present.copy()
    for bit in range(len(OBSTACLES)):
        halves = closed.reshape(len(closed), -1, 2, 1 << bit)
        halves[:, :, 1, :] |= halves[:, :, 0, :]
    return closed


def _minimal(present: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The present sets that hold no other present one."""
    closed = _closure(present)
    holds_another = np.zeros_like(closed)
    for bit in range(len(OBSTACLES)):
        below = closed.reshape(len(closed), -1, 2, 1 << bit)[:, :, 0, :]
        holds_another.reshape(len(closed), -1, 2, 1 << bit)[:, :, 1, :] |= below
    return present & ~holds_another


def _told(row: NDArray[np.bool_]) -> list[tuple[str, ...]]:
    sets = [
        tuple(place for place in range(len(OBSTACLES)) if mask >> place & 1)
        for mask in np.flatnonzero(row).tolist()
    ]
    return [tuple(OBSTACLES[place] for place in one) for one in sorted(sets, key=lambda one: (len(one), one))]
