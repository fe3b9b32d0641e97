"""Why nobody, and what would help: obstacles and confirmed changes of all who are without a helper.

No change is told that was only estimated: each is made in the problem, everybody is assigned anew, and it is
kept where the seeker then has a helper and more priority weight is matched than before.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .changes import Change, changed, smallest_changes
from .codes import ChangeKind, Which
from .mending import assigned_anew
from .network import NOBODY
from .obstacles import Scene, blocking_sets, obstacle_masks
from .problem import Problem
from .result import Result
from .scoring import total_points
from .tables import Tables
from .weighing import Weighed

FEW_SETS = 4
FEW_CHANGES = 3
MOST_TRIES = 8  # changes tried for one seeker
MOST_PAIRS = 1_500_000  # pairs looked at for blocking sets: half a second
MOST_WORK = 2_000_000  # arcs and people looked at while changes are confirmed: some two seconds
A_TRY = 8_000  # what one try costs besides
FLOW = 10  # times the work of a proof
BLOCKING_SHARE = 0.2  # of the work, for the progress

Mate = NDArray[np.int64]


@dataclass(frozen=True)
class Totals:
    """What an assignment comes to, or by how much two differ: families, priority weight, points."""

    families: int
    weight: int
    points: int

    def __sub__(self, other: "Totals") -> "Totals":
        return Totals(self.families - other.families, self.weight - other.weight, self.points - other.points)


@dataclass(frozen=True)
class Remedy:
    """A change that was made and solved again: points of the pair it allows, and what the whole gains."""

    change: Change
    points: int
    gain: Totals


@dataclass(frozen=True)
class Obstacles:
    """A seeker without a helper: minimal sets of what stands in the way, the first few, and what would help.

    remedies: None where it was not looked for.
    """

    seeker: int
    blocking: tuple[tuple[str, ...], ...]
    remedies: tuple[Remedy, ...] | None


@dataclass(frozen=True)
class Advice:
    """For seekers without a helper, the most urgent first: `obstacles` of as many as could be looked at.

    looked_for: for how many of these changes were looked for.
    """

    obstacles: tuple[Obstacles, ...]
    looked_for: int


def advise(
    weighed: Weighed,
    result: Result,
    *,
    most_work: int = MOST_WORK,
    on_progress: Callable[[float], None] = lambda share: None,
) -> Advice:
    """What stands in the way of those whom a result leaves without a helper, and what would help.

    The most urgent come first and as far as the work goes: it is counted, not timed, so that the same problem
    has the same advice. Raises SolverError when the result is not optimal.
    """
    problem = weighed.tables.problem
    seekers = _by_urgency(problem, result.unmatched.seeker)[: MOST_PAIRS // max(len(problem.helpers), 1)]
    if not len(seekers):
        return Advice((), 0)
    scene = Scene.of(weighed, _mate(problem, result))
    blocking = blocking_sets(scene, seekers, lambda share: on_progress(share * BLOCKING_SHARE))
    base, work = _totals(scene.tables, scene.mate), 0
    told: list[Obstacles] = []
    looked_for = 0
    for seeker, sets in zip(seekers.tolist(), blocking, strict=True):
        remedies = None
        if work < most_work:
            remedies, spent = _remedies(scene, seeker, base)
            work, looked_for = work + spent, looked_for + 1
        told.append(Obstacles(seeker, tuple(sets[:FEW_SETS]), remedies))
        on_progress(BLOCKING_SHARE + (1 - BLOCKING_SHARE) * len(told) / len(seekers))
    return Advice(tuple(told), looked_for)


def _mate(problem: Problem, result: Result) -> Mate:
    mate = np.full(len(problem.seekers), NOBODY, dtype=np.int64)
    mate[result.pairs.seeker] = result.pairs.helper
    return mate


def _by_urgency(problem: Problem, seekers: NDArray[np.int64]) -> NDArray[np.int64]:
    days, weight = problem.seekers.days_waited[seekers], problem.seekers.weight[seekers]
    return seekers[np.lexsort((seekers, -days, -weight))]


def _remedies(scene: Scene, seeker: int, base: Totals) -> tuple[tuple[Remedy, ...], int]:
    """The smallest changes that help, and the work it took to know."""
    masks = obstacle_masks(scene, np.array([seeker]))[0]
    kept: list[Remedy] = []
    work = len(masks)
    for change in smallest_changes(scene, seeker, masks)[:MOST_TRIES]:
        if change.kind is ChangeKind.GENDER and change.which is Which.SEEKER and not kept:
            continue  # a family's own must is not the first thing to ask about
        remedy, spent = resolve(scene, change, base)
        work += spent
        if remedy is not None:
            kept.append(remedy)
            if len(kept) == FEW_CHANGES:
                break
    return tuple(kept), work


# --- solving again ------------------------------------------------------------------------------------


def resolve(scene: Scene, change: Change, base: Totals) -> tuple[Remedy | None, int]:
    """Make the change and assign everybody anew: what it brings, None where it does not help; and the work.

    base: what the whole comes to without it.
    """
    problem = changed(scene.tables.problem, change)
    tables = Tables.of(problem)
    mate, guessed = assigned_anew(scene, tables, change)
    people = len(problem.seekers) + len(problem.helpers)
    work = A_TRY + 2 * people + len(scene.market.network.profit) * (1 if guessed else FLOW)
    gain = _totals(tables, mate) - base
    if mate[change.seeker] == NOBODY or gain.weight <= 0:
        return None, work
    points = total_points(tables, np.array([change.seeker]), np.array([change.helper]))
    return Remedy(change, int(points[0]), gain), work


def _totals(t: Tables, mate: Mate) -> Totals:
    seeker = np.flatnonzero(mate != NOBODY)
    weight = int(t.problem.seekers.weight[seeker].sum())
    return Totals(len(seeker), weight, int(total_points(t, seeker, mate[seeker]).sum()))
