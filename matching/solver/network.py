"""Who could be paired, at what profit: what the assignment, the prices and their proof all look at."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NOBODY = -1  # the helper of a seeker who has none
MANY_ARCS = 1 << 17  # from here on compiled loops win, their loading included


class SolverError(RuntimeError):
    """The solver itself failed; no result may be used."""


@dataclass(frozen=True, eq=False)
class Network:
    """Who could be paired, at what profit.

    seeker, helper: int32 (k,) ends of each arc, no pair twice; profit: int64 (k,), positive; seekers: how
    many there are; room: int64 (m,) free room of each helper.
    """

    seeker: NDArray[np.int32]
    helper: NDArray[np.int32]
    profit: NDArray[np.int64]
    seekers: int
    room: NDArray[np.int64]


def most_of_each(network: Network, amount: NDArray[np.int64]) -> NDArray[np.int64]:
    """int64 (n,): the greatest amount among each seeker's arcs (k,), at least 0."""
    most = np.zeros(network.seekers, dtype=np.int64)
    begins = np.flatnonzero(np.diff(network.seeker, prepend=-1))
    if (network.seeker[1:] >= network.seeker[:-1]).all() and len(begins):
        most[network.seeker[begins]] = np.maximum(np.maximum.reduceat(amount, begins), 0)
    else:
        np.maximum.at(most, network.seeker, amount)
    return most
