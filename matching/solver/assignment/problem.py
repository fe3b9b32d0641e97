"""The question and the answer of a bare assignment, as arrays."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from matching.solver.arrays import ProblemError, frozen_column, refuse

LARGEST = 1 << 60  # all together; room to spare below 2^63 for sums and differences of prices


class RepeatedPair(ProblemError):
    """A pair is listed twice; `row` is the index of the later one."""

    def __init__(self, row: int, sentence: str) -> None:
        super().__init__(sentence)
        self.row = row


@dataclass(frozen=True, eq=False, kw_only=True)
class AssignmentProblem:
    """Who could be paired with whom, and what each pair is worth.

    Parameters
    ----------
    weight : int64 (n,)
        How much it matters that each seeker is matched; 0 or more. One of weight 0 counts by points only.
    room : int64 (m,)
        How many seekers each helper can take; 0 or more.
    seeker, helper : int64 (k,)
        The pairs that are allowed, as indices; no pair twice.
    points : int64 (k,)
        What each pair earns; below 0 when it costs.

    Raises
    ------
    ProblemError
        A value does not fit; the message is a sentence. RepeatedPair when a pair is listed twice.

    Notes
    -----
    Sought is the greatest total weight of matched seekers and, among all assignments of that weight, the
    greatest total of points.
    """

    weight: NDArray[np.int64]
    room: NDArray[np.int64]
    seeker: NDArray[np.int64]
    helper: NDArray[np.int64]
    points: NDArray[np.int64]

    def __post_init__(self) -> None:
        for name, length in (("weight", None), ("room", None), ("seeker", None)):
            self._freeze(name, length)
        for name in ("helper", "points"):
            self._freeze(name, len(self.seeker))
        for name in ("weight", "room"):
            refuse(getattr(self, name) < 0, name, "the least value is 0")
        for name, end in (("seeker", len(self.weight)), ("helper", len(self.room))):
            index = getattr(self, name)
            refuse((index < 0) | (index >= end), name, f"there is no such {name}")
        self._refuse_sums()
        self._refuse_repeats()

    def _freeze(self, name: str, length: int | None) -> None:
        object.__setattr__(self, name, frozen_column(name, getattr(self, name), np.int64, (length,)))

    def _refuse_sums(self) -> None:
        for name, total in (
            ("weight", sum(self.weight.tolist())),
            ("room", sum(self.room.tolist())),
            ("points", self.spread),
        ):
            if total >= LARGEST:
                raise ProblemError(f"{name}: all together the numbers pass {LARGEST:,}; use smaller ones.")

    def _refuse_repeats(self) -> None:
        pair = self.seeker * max(len(self.room), 1) + self.helper
        if not (np.diff(pair) <= 0).any():
            return
        order = np.argsort(pair, kind="stable")
        later = order[1:][pair[order][1:] == pair[order][:-1]]
        if len(later):
            row = int(later.min())
            raise RepeatedPair(row, f"seeker, helper: the pair of row {row} is listed before.")

    @cached_property
    def spread(self) -> int:
        """What the points of two assignments can differ by at most."""
        most, least = (np.zeros(len(self.weight), dtype=np.int64) for _ in range(2))
        np.maximum.at(most, self.seeker, self.points)
        np.minimum.at(least, self.seeker, self.points)
        return sum(most.tolist()) - sum(least.tolist())


@dataclass(frozen=True, eq=False)
class Prices:
    """What proves an optimum: each seeker's place and one unit of each helper's room, in weight and points.

    seeker_weight, seeker_points: int64 (n,); helper_weight, helper_points: int64 (m,).
    """

    seeker_weight: NDArray[np.int64]
    seeker_points: NDArray[np.int64]
    helper_weight: NDArray[np.int64]
    helper_points: NDArray[np.int64]


@dataclass(frozen=True)
class Proof:
    """weight, points: what no assignment can exceed, weight first; value, bound: what was reached and that
    limit as one number, weight × per_weight + points; violation: the most by which a pair's worth exceeds
    its prices, 0 when none does."""

    weight: int
    points: int
    per_weight: int
    value: int
    bound: int
    violation: int

    @classmethod
    def of(
        cls, spread: int, *, reached: tuple[int, int], limit: tuple[int, int], excess: tuple[int, int]
    ) -> Self:
        """The proof of what was reached, what limits it and the most by which a price is too low, each as
        (weight, points); `spread`: what the points of two assignments can differ by at most."""
        per_weight = spread + 1  # so one unit of weight outweighs all points
        value, bound, over = (weight * per_weight + points for weight, points in (reached, limit, excess))
        return cls(*limit, per_weight, value, bound, max(over, 1) if excess > (0, 0) else 0)

    @property
    def gap(self) -> int:
        """Bound minus value; with violation 0, gap 0 proves the optimum."""
        return self.bound - self.value


@dataclass(frozen=True, eq=False)
class AssignmentResult:
    """rows: int64 (r,) indices of the chosen pairs, sorted by seeker; weight, points: their totals;
    seconds: time of each stage."""

    rows: NDArray[np.int64]
    weight: int
    points: int
    prices: Prices
    proof: Proof
    seconds: dict[str, float]

    @property
    def matched(self) -> int:
        """Pairs made."""
        return len(self.rows)
