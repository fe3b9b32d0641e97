"""What every allowed pair is worth, and the network of those still open: the step before the assignment."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .candidates import Candidates
from .codes import HardRule
from .constraints import broken_rules
from .network import Network
from .objective import Scale, lexicographic_scale
from .problem import ProblemError
from .scoring import most_points, total_points
from .tables import Tables


@dataclass(frozen=True, eq=False)
class Weighed:
    """Allowed pairs with their worth.

    candidates: the allowed pairs (k,); points: int32 (k,); scale, profit: int64 (k,), the aims in one number;
    network: the arcs of those who are not locked; arc: int64, which candidate each arc of it is;
    locked_profit: int64 (n,) profit of each locked seeker's pair, 0 for the others.
    """

    tables: Tables
    candidates: Candidates
    points: NDArray[np.int32]
    scale: Scale
    profit: NDArray[np.int64]
    network: Network
    arc: NDArray[np.int64]
    locked_profit: NDArray[np.int64]


class LockError(ProblemError):
    """Locked pairs that break hard rules; `broken` lists (seeker index, helper index, rules)."""

    def __init__(self, broken: list[tuple[int, int, tuple[HardRule, ...]]], sentence: str) -> None:
        super().__init__(sentence)
        self.broken = broken


def weigh(t: Tables, candidates: Candidates, on_progress: Callable[[float], None] | None = None) -> Weighed:
    """Points and profit of every allowed pair. Raises ProblemError when the weights do not fit 64 bits."""
    points = total_points(t, candidates.seeker, candidates.helper, on_progress)
    scale, profit = _profits(t, candidates, points)
    locked_to = t.locked_to[candidates.seeker]
    kept = locked_to == candidates.helper
    locked_profit = np.zeros(len(t.locked_to), dtype=np.int64)
    locked_profit[candidates.seeker[kept]] = profit[kept]
    arc = np.flatnonzero(locked_to < 0)
    network = Network(
        seeker=candidates.seeker[arc],
        helper=candidates.helper[arc],
        profit=profit[arc],
        seekers=len(t.locked_to),
        room=t.free_room,
    )
    return Weighed(t, candidates, points, scale, profit, network, arc, locked_profit)


def check_locks(t: Tables) -> None:
    """Raise LockError when a locked pair breaks a hard rule."""
    seeker, helper = t.problem.locks.T
    broken = []
    for s, h, row in zip(seeker.tolist(), helper.tolist(), broken_rules(t, seeker, helper), strict=True):
        rules = tuple(rule for rule, breaks in zip(HardRule, row, strict=True) if breaks)
        if rules:
            broken.append((s, h, rules))
    if broken:
        told = "; ".join(
            f"seeker {t.problem.seekers.id[s]} with helper {t.problem.helpers.id[h]} ({', '.join(rules)})"
            for s, h, rules in broken
        )
        raise LockError(broken, f"Locked pairs break hard rules: {told}.")


def scale_of(t: Tables, candidates: Candidates, *, spare_room: int = 0) -> Scale:
    """The scale that keeps the aims apart, also with so much more room than the problem has.

    Raises ProblemError when 64 bits are not enough.
    """
    seekers, helpers = t.problem.seekers, t.problem.helpers
    return lexicographic_scale(
        pairs=min(len(seekers), int(helpers.room.sum()) + spare_room),
        nodes=len(seekers) + len(helpers),
        weight=int(seekers.weight.max(initial=1)),
        points=sum(most_points(t.problem.rules.weights).values()),
        kept=int(t.is_among(t.shown, candidates.seeker, candidates.helper).sum()),
    )


def _profits(t: Tables, candidates: Candidates, points: NDArray[np.int32]) -> tuple[Scale, NDArray[np.int64]]:
    kept = t.is_among(t.shown, candidates.seeker, candidates.helper)
    scale = scale_of(t, candidates)
    return scale, scale.profit(t.problem.seekers.weight[candidates.seeker], points, kept)
