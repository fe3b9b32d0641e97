"""The three aims in one whole number per pair, so that no lesser aim can ever outweigh a greater one.

profit = weight · M + points · C + kept, with C above twice what kept pairs can add up to, and M above twice
what points and kept pairs can add up to, with a newcomer's pair besides. So the greatest total profit has the
most priority weight, among those the most points, among those the fewest changes; and what two assignments
differ by can be read back from the difference of their profits alone.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from .arrays import ProblemError

LARGEST = 1 << 62  # room to spare below 2^63 for sums

Number = TypeVar("Number", int, NDArray[np.int64])


@dataclass(frozen=True)
class Scale:
    """per_weight: profit of one unit of weight (M); per_point: of one point (C); a kept pair adds 1."""

    per_weight: int
    per_point: int

    def profit(
        self, weight: NDArray[np.int64], points: NDArray[np.int32], kept: NDArray[np.bool_]
    ) -> NDArray[np.int64]:
        """int64 (k,): profit of each pair."""
        return weight * self.per_weight + points.astype(np.int64) * self.per_point + kept

    def read(self, difference: Number) -> tuple[Number, Number, Number]:
        """Weight, points and kept pairs by which two assignments differ, from that of their profits."""
        weight, lesser = _nearest(difference, self.per_weight)
        points, kept = _nearest(lesser, self.per_point)
        return weight, points, kept


def lexicographic_scale(*, pairs: int, nodes: int, weight: int, points: int, kept: int) -> Scale:
    """The smallest scale that keeps the aims apart.

    pairs: the most pairs a solution can have; nodes: people in the network (the flow multiplies costs by
    them); weight, points: the most of one pair; kept: how many pairs could be kept at all. Raises
    ProblemError when 64 bits are not enough.
    """
    most_kept = min(kept, pairs)
    per_point = 2 * most_kept + 1
    per_weight = 2 * ((pairs + 1) * points * per_point + most_kept) + 1
    greatest = weight * per_weight + points * per_point + 1
    if greatest * 8 * (nodes + 2) >= LARGEST:
        raise ProblemError(
            "The weights are too large to be kept apart exactly in 64 bits: "
            f"{weight} per seeker and {points} points over {pairs} pairs. Use smaller weights."
        )
    return Scale(per_weight=per_weight, per_point=per_point)


def _nearest(number: Number, unit: int) -> tuple[Number, Number]:
    """How many units are nearest to a number, and what is left, at most half a unit either way."""
    count = (2 * number + unit) // (2 * unit)
    return count, number - count * unit
