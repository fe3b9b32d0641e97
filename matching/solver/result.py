"""The answer: pairs, who is left and why, and the proof."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .codes import HardRule, Status
from .duals import Certificate, Duals
from .objective import Scale


@dataclass(frozen=True, eq=False)
class Pairs:
    """The chosen pairs, sorted by seeker.

    seeker, helper: int64 (k,) indices; points: int64 (k,); criteria: int16 (k, 8) points of each wish,
    columns in the order of `Criterion`; locked: bool (k,) kept by the caller; kept: bool (k,) shown before.
    """

    seeker: NDArray[np.int64]
    helper: NDArray[np.int64]
    points: NDArray[np.int64]
    criteria: NDArray[np.int16]
    locked: NDArray[np.bool_]
    kept: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.seeker)


@dataclass(frozen=True, eq=False)
class Unmatched:
    """The seekers left over, with their funnels.

    seeker: int64 (u,) indices; everybody: how many helpers there are; left: int32 (u, 10) helpers left after
    each hard rule and those before it, columns in the order of `HardRule`. What is left after the last one,
    ROOM, was taken by others in this run.
    """

    seeker: NDArray[np.int64]
    everybody: int
    left: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.seeker)

    def stopped_by(self) -> list[HardRule | None]:
        """For each seeker the rule after which nobody was left; None when others took all who were."""
        steps = list(HardRule)
        return [steps[int(row.argmin())] if row.min() == 0 else None for row in self.left]


@dataclass(frozen=True)
class Objective:
    """What was reached, in the order of importance: priority weight, points, kept pairs; and pairs in all."""

    matched: int
    weight: int
    points: int
    kept: int


@dataclass(frozen=True, eq=False)
class Result:
    """What `solve` returns; plain data that travels between processes.

    room_cost: int64 (m,) what the whole would lose with one unit of room less (see `duals.room_costs`);
    candidates: allowed pairs that were weighed; seconds: time of each stage; versions: of all that counts.
    """

    status: Status
    pairs: Pairs
    unmatched: Unmatched
    objective: Objective
    scale: Scale
    duals: Duals
    room_cost: NDArray[np.int64]
    certificate: Certificate
    candidates: int
    seed: int
    seconds: dict[str, float]
    versions: dict[str, str]

    @property
    def value(self) -> int:
        """Total profit of the pairs."""
        return self.certificate.value

    @property
    def bound(self) -> int:
        """Total profit that no assignment can exceed."""
        return self.certificate.bound

    @property
    def gap(self) -> int:
        """Bound minus value; 0 proves the optimum."""
        return self.certificate.gap

    @property
    def violation(self) -> int:
        """The most by which a price is too low; 0 makes the bound valid."""
        return self.certificate.violation

    def summary(self) -> str:
        """A few lines for a log or a terminal."""
        people = self.objective.matched + len(self.unmatched)
        return "\n".join(
            [
                f"{self.status.value}: {self.objective.matched} of {people} seekers matched",
                f"weight {self.objective.weight}, points {self.objective.points}, kept {self.objective.kept}",
                f"proof: bound {self.bound}, gap {self.gap}, violation {self.violation}",
                f"{self.candidates} allowed pairs, {sum(self.seconds.values()):.2f} s "
                f"({', '.join(f'{stage} {seconds:.2f}' for stage, seconds in self.seconds.items())})",
            ]
        )
