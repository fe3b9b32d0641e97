"""Who could be paired, at what profit: what the assignment, the prices and their proof all look at."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


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
