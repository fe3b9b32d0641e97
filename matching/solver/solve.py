"""The one door: a Problem in, a proven Result out."""

import platform
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray

from .assign import assign
from .candidates import Candidates, find_candidates
from .codes import Status
from .duals import Certificate, Duals, certify, recover_duals, room_costs
from .network import SolverError
from .problem import Problem
from .result import Objective, Pairs, Result, Unmatched
from .scoring import criteria_points
from .tables import Tables
from .weighing import Weighed, check_locks, weigh

VERSION = "2"  # of the model: raised when the same problem could have another answer

# Where each stage begins and ends on the way from 0 to 1, as it was measured at 10,000 × 8,000.
STAGES = {
    "candidates": (0.0, 0.4),
    "scores": (0.4, 0.6),
    "flow": (0.6, 0.95),
    "certificate": (0.95, 0.98),
    "result": (0.98, 1.0),
}

OnProgress = Callable[[str, float], None]


@dataclass(frozen=True, kw_only=True)
class Params:
    """seed: draws the lots among equally good assignments; the same seed gives the same answer."""

    seed: int = 0


def solve(problem: Problem, params: Params | None = None, on_progress: OnProgress | None = None) -> Result:
    """The best pairs there are, with their proof.

    Parameters
    ----------
    problem : Problem
        Seekers, helpers and rules.
    params : Params, optional
        The seed.
    on_progress : callable, optional
        Called with the stage's name and the share of the whole run done, 0 to 1, never falling.

    Returns
    -------
    Result
        Most priority weight first, then most points, then most pairs kept; gap and violation are 0.

    Raises
    ------
    LockError
        A locked pair breaks a hard rule.
    ProblemError
        The weights are too large for 64 bits.
    SolverError
        The flow failed or its certificate does not close; there is no result to use.
    """
    return solve_weighed(problem, params, on_progress)[0]


def solve_weighed(
    problem: Problem, params: Params | None = None, on_progress: OnProgress | None = None
) -> tuple[Result, Weighed]:
    """As `solve`; and the allowed pairs with their worth, for whoever goes on asking about them."""
    params = params or Params()
    clock = _Clock(on_progress)
    with clock.stage("candidates") as progress:
        tables = Tables.of(problem)
        check_locks(tables)
        candidates = find_candidates(tables, progress)
    with clock.stage("scores") as progress:
        weighed = weigh(tables, candidates, progress)
    with clock.stage("flow"):
        mate = assign(weighed.network, params.seed)
    with clock.stage("certificate"):
        duals = recover_duals(weighed.network, mate)
        certificate = certify(weighed.network, mate, duals)
        if certificate.gap or certificate.violation:
            raise SolverError(f"The certificate does not close: {certificate}.")
        room_cost = room_costs(weighed.network, mate)
    with clock.stage("result"):
        mate = np.where(tables.locked_to >= 0, tables.locked_to, mate)
        pairs = _pairs(tables, mate)
        unmatched = np.flatnonzero(mate < 0)
    result = Result(
        status=_status(problem, candidates),
        pairs=pairs,
        unmatched=Unmatched(unmatched, len(problem.helpers), candidates.left[unmatched]),
        objective=_objective(problem, pairs),
        scale=weighed.scale,
        room_cost=room_cost,
        duals=Duals(duals.seeker + weighed.locked_profit, duals.helper),
        certificate=_with_locks(certificate, int(weighed.locked_profit.sum())),
        candidates=len(candidates.seeker),
        seed=params.seed,
        seconds=clock.seconds,
        versions=dict(versions()),
    )
    return result, weighed


def _pairs(t: Tables, mate: NDArray[np.int64]) -> Pairs:
    seeker = np.flatnonzero(mate >= 0)
    helper = mate[seeker]
    criteria = criteria_points(t, seeker, helper)
    return Pairs(
        seeker=seeker,
        helper=helper,
        points=criteria.sum(axis=1, dtype=np.int64),
        criteria=criteria,
        locked=t.locked_to[seeker] >= 0,
        kept=t.is_among(t.shown, seeker, helper),
    )


def _objective(problem: Problem, pairs: Pairs) -> Objective:
    return Objective(
        matched=len(pairs),
        weight=int(problem.seekers.weight[pairs.seeker].sum()),
        points=int(pairs.points.sum()),
        kept=int(pairs.kept.sum()),
    )


def _with_locks(certificate: Certificate, locked: int) -> Certificate:
    return replace(certificate, value=certificate.value + locked, bound=certificate.bound + locked)


def _status(problem: Problem, candidates: Candidates) -> Status:
    if not len(problem.seekers) or not len(problem.helpers):
        return Status.NOBODY
    return Status.OPTIMAL if len(candidates.seeker) else Status.NO_PAIR


@cache
def versions() -> dict[str, str]:
    """Of the model and of everything that could change an answer."""
    packages = {name: version(name) for name in ("numpy", "scipy", "numba", "ortools")}
    return {"solver": VERSION, "python": platform.python_version(), **packages}


class _Clock:
    """Times the stages and reports progress over all of them."""

    def __init__(self, on_progress: OnProgress | None) -> None:
        self.seconds: dict[str, float] = {}
        self._report = on_progress or (lambda stage, share: None)

    @contextmanager
    def stage(self, name: str) -> Iterator[Callable[[float], None]]:
        begin, end = STAGES[name]
        self._report(name, begin)
        started = time.perf_counter()
        yield lambda share: self._report(name, begin + (end - begin) * share)
        self.seconds[name] = time.perf_counter() - started
        self._report(name, end)
