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
from .codes import HardRule, Status
from .constraints import broken_rules
from .duals import Certificate, Duals, certify, recover_duals
from .network import Network, SolverError
from .objective import Scale, lexicographic_scale
from .problem import Problem, ProblemError
from .result import Objective, Pairs, Result, Unmatched
from .scoring import criteria_points, most_points, total_points
from .tables import Tables

VERSION = "1"  # of the model: raised when the same problem could have another answer

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


class LockError(ProblemError):
    """Locked pairs that break hard rules; `broken` lists (seeker index, helper index, rules)."""

    def __init__(self, broken: list[tuple[int, int, tuple[HardRule, ...]]], sentence: str) -> None:
        super().__init__(sentence)
        self.broken = broken


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
    params = params or Params()
    clock = _Clock(on_progress)
    with clock.stage("candidates") as progress:
        tables = Tables.of(problem)
        _check_locks(tables)
        candidates = find_candidates(tables, progress)
    with clock.stage("scores") as progress:
        points = total_points(tables, candidates.seeker, candidates.helper, progress)
        scale, profit = _profits(tables, candidates, points)
        network, locked_profit = _network(tables, candidates, profit)
    with clock.stage("flow"):
        mate = assign(network, params.seed)
    with clock.stage("certificate"):
        duals = recover_duals(network, mate)
        certificate = certify(network, mate, duals)
        if certificate.gap or certificate.violation:
            raise SolverError(f"The certificate does not close: {certificate}.")
    with clock.stage("result"):
        mate = np.where(tables.locked_to >= 0, tables.locked_to, mate)
        pairs = _pairs(tables, mate)
        unmatched = np.flatnonzero(mate < 0)
    return Result(
        status=_status(problem, candidates),
        pairs=pairs,
        unmatched=Unmatched(unmatched, len(problem.helpers), candidates.left[unmatched]),
        objective=_objective(problem, pairs),
        scale=scale,
        duals=Duals(duals.seeker + locked_profit, duals.helper),
        certificate=_with_locks(certificate, int(locked_profit.sum())),
        candidates=len(candidates.seeker),
        seed=params.seed,
        seconds=clock.seconds,
        versions=dict(_versions()),
    )


def _check_locks(t: Tables) -> None:
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


def _profits(t: Tables, candidates: Candidates, points: NDArray[np.int32]) -> tuple[Scale, NDArray[np.int64]]:
    seekers, helpers = t.problem.seekers, t.problem.helpers
    kept = t.is_among(t.shown, candidates.seeker, candidates.helper)
    scale = lexicographic_scale(
        pairs=min(len(seekers), int(helpers.room.sum())),
        nodes=len(seekers) + len(helpers),
        weight=int(seekers.weight.max(initial=1)),
        points=sum(most_points(t.problem.rules.weights).values()),
        kept=int(kept.sum()),
    )
    return scale, scale.profit(seekers.weight[candidates.seeker], points, kept)


def _network(
    t: Tables, candidates: Candidates, profit: NDArray[np.int64]
) -> tuple[Network, NDArray[np.int64]]:
    """The arcs still open, and int64 (n,) the profit of each locked seeker's pair, 0 for the others."""
    locked_to = t.locked_to[candidates.seeker]
    kept = locked_to == candidates.helper
    locked_profit = np.zeros(len(t.locked_to), dtype=np.int64)
    locked_profit[candidates.seeker[kept]] = profit[kept]
    free = locked_to < 0
    network = Network(
        seeker=candidates.seeker[free],
        helper=candidates.helper[free],
        profit=profit[free],
        seekers=len(t.locked_to),
        room=t.free_room,
    )
    return network, locked_profit


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
def _versions() -> dict[str, str]:
    packages = {name: version(name) for name in ("numpy", "scipy", "ortools")}
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
