"""A solved problem, ready for questions: who else, at what price, and who suits somebody who has just come.

Every price is exact and told in the aims people know: families, priority weight, points. It is what the best
assignment with that choice made would lose against the best without it (market.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .assign import assign
from .candidates import find_candidates
from .constraints import broken_rules
from .market import Alternative, Market, Switch
from .network import NOBODY, Network, SolverError
from .objective import Scale
from .problem import Problem, ProblemError, Seekers
from .result import Result
from .scoring import total_points
from .tables import Tables
from .weighing import Weighed, weigh

SUGGESTIONS = 5


@dataclass(frozen=True)
class Price:
    """Families matched, priority weight, points, pairs kept: what the whole loses, or gains where so told."""

    families: int
    weight: int
    points: int
    kept: int

    @property
    def is_free(self) -> bool:
        """Whether nothing is lost that counts for people: then judgement is free."""
        return not (self.families or self.weight or self.points)


@dataclass(frozen=True)
class Choice:
    """A seeker with another helper (-1 nobody): the points of that pair, what it costs the whole, who moves.

    price: None where room cannot be made for it at any price. switches: the seeker first.
    """

    seeker: int
    helper: int
    points: int
    price: Price | None
    switches: tuple[Switch, ...]

    @property
    def displaced(self) -> tuple[Switch, ...]:
        """Who would have nobody any more, besides the seeker."""
        return tuple(one for one in self.switches[1:] if one.after == NOBODY)


@dataclass(frozen=True)
class Suggestion:
    """A helper for somebody newly arrived: the points of the pair and what the whole gains with it.

    gain.families is 1 where nobody loses a place by it, 0 where somebody does.
    """

    helper: int
    points: int
    gain: Price


class Outlook:
    """One solved problem.

    Parameters
    ----------
    problem : Problem
        The question, its locks included.
    weighed : Weighed
        Every allowed pair and what it is worth.
    market : Market
        The best assignment of all whose pair does not stand.
    standing : mapping
        Seeker → helper of the pairs nothing moves: the locked ones, and those decided since.
    """

    def __init__(
        self, problem: Problem, weighed: Weighed, market: Market, standing: Mapping[int, int]
    ) -> None:
        self.problem, self.weighed, self.market, self._standing = problem, weighed, market, standing
        self._helpers = max(len(problem.helpers), 1)
        candidates = weighed.candidates
        self._pair = candidates.seeker.astype(np.int64) * self._helpers + candidates.helper

    @classmethod
    def of(cls, problem: Problem, result: Result) -> "Outlook":
        """The outlook of a result; its locked pairs stand."""
        tables = Tables.of(problem)
        weighed = weigh(tables, find_candidates(tables))
        pairs = result.pairs
        mate = np.full(len(problem.seekers), NOBODY, dtype=np.int64)
        mate[pairs.seeker[~pairs.locked]] = pairs.helper[~pairs.locked]
        standing = dict(problem.locks.tolist())
        return cls(problem, weighed, _market(weighed.network, mate), standing)

    def after(self, decided: Mapping[int, int]) -> "Outlook":
        """The outlook once these pairs (seeker → helper) are decided as well: nothing moves them any more.

        Where they differ from what was assigned, the rest is assigned anew.
        """
        network = self.weighed.network
        seekers = np.array([one for one in decided if one not in self._standing], dtype=np.int64)
        helpers = np.array([decided[one] for one in seekers.tolist()], dtype=np.int64)
        free = ~np.isin(network.seeker, seekers)
        mate = self.market.mate.copy()
        mate[seekers] = NOBODY
        rest = replace(
            network,
            seeker=network.seeker[free],
            helper=network.helper[free],
            profit=network.profit[free],
            room=np.maximum(network.room - np.bincount(helpers, minlength=len(network.room)), 0),
        )
        return Outlook(self.problem, self.weighed, _market(rest, mate), {**decided, **self._standing})

    # --- one of the problem's seekers ---------------------------------------------------------------------

    def who_else(self, seeker: int, most: int | None = SUGGESTIONS) -> list[Choice]:
        """The seeker's other helpers and nobody, the cheapest first; none where a pair stands."""
        return [self._choice(one) for one in self.market.alternatives(seeker, most)]

    def price_of_pair(self, seeker: int, helper: int) -> Choice:
        """What it costs to make these two a pair, also where a rule forbids it.

        Raises ProblemError for a seeker whose pair stands.
        """
        if self.stands(seeker):
            raise ProblemError("This seeker's pair stands already.")
        points = self.points(seeker, helper)
        profit = self._profit(seeker, helper, points)
        return self._choice(self.market.force(seeker, helper, profit))

    def price_of_refusing(self, seeker: int) -> Choice | None:
        """The best there is without the seeker's present pair; None where there is no such pair."""
        if self.market.mate[seeker] == NOBODY:
            return None
        return min(self.who_else(seeker, 1), key=lambda one: one.price is None)

    def price_of_nobody(self, seeker: int) -> Choice:
        """What the whole loses when the seeker is left without anybody."""
        return self._choice(self.market.release(seeker))

    def stands(self, seeker: int) -> bool:
        """Whether the seeker's pair is one that nothing moves."""
        return seeker in self._standing

    def points(self, seeker: int, helper: int) -> int:
        """All wishes of a pair together, allowed or not."""
        at = np.searchsorted(self._pair, seeker * self._helpers + helper)
        if at < len(self._pair) and self._pair[at] == seeker * self._helpers + helper:
            return int(self.weighed.points[at])
        return int(total_points(self.weighed.tables, np.array([seeker]), np.array([helper]))[0])

    def allows(self, seeker: int, helper: int) -> bool:
        """Whether every hard rule allows the pair."""
        return not broken_rules(self.weighed.tables, np.array([seeker]), np.array([helper])).any()

    def helper_of(self, seeker: int) -> int:
        """The helper of a seeker, standing or assigned; -1 for nobody."""
        return self._standing.get(seeker, int(self.market.mate[seeker]))

    # --- inside -------------------------------------------------------------------------------------------

    def _choice(self, one: Alternative) -> Choice:
        points = 0 if one.helper == NOBODY else self.points(one.seeker, one.helper)
        if one.loss is None:
            return Choice(one.seeker, one.helper, points, None, ())
        return Choice(one.seeker, one.helper, points, self._price(one.switches), one.switches)

    def _price(self, switches: Iterable[Switch]) -> Price:
        lost = np.zeros(4, dtype=np.int64)
        for one in switches:
            lost += self._worth(one.seeker, one.before) - self._worth(one.seeker, one.after)
        return Price(*lost.tolist())

    def _worth(self, seeker: int, helper: int) -> NDArray[np.int64]:
        """Families, weight, points, kept of one pair; nothing for nobody."""
        if helper == NOBODY:
            return np.zeros(4, dtype=np.int64)
        weight = int(self.problem.seekers.weight[seeker])
        return np.array([1, weight, self.points(seeker, helper), self._is_kept(seeker, helper)])

    def _profit(self, seeker: int, helper: int, points: int) -> int:
        scale, weight = self.weighed.scale, int(self.problem.seekers.weight[seeker])
        return weight * scale.per_weight + points * scale.per_point + self._is_kept(seeker, helper)

    def _is_kept(self, seeker: int, helper: int) -> bool:
        tables = self.weighed.tables
        return bool(tables.is_among(tables.shown, np.array([seeker]), np.array([helper]))[0])


def suggest(
    newcomer: Problem, scale: Scale, room_cost: NDArray[np.int64], most: int = SUGGESTIONS
) -> list[Suggestion]:
    """Who suits somebody who came after a run, the best for the whole first.

    newcomer: one seeker and the run's own helpers, row by row, with the run's rules; scale, room_cost: of the
    run's result. A gain is exact for the run's people with this one more: profit less what the whole loses
    when the helper's room is taken. Helpers with whom the whole would gain nothing are left out.
    """
    tables = Tables.of(newcomer)
    found = find_candidates(tables)
    points = total_points(tables, found.seeker, found.helper)
    weight = newcomer.seekers.weight[found.seeker]
    gain = scale.profit(weight, points, np.zeros(len(points), dtype=np.bool_)) - room_cost[found.helper]
    order = np.lexsort((room_cost[found.helper], -gain))[:most]  # among equals, where fewest are moved
    return [
        Suggestion(int(found.helper[at]), int(points[at]), _gained(int(gain[at]), int(weight[at]), scale))
        for at in order.tolist()
        if gain[at] > 0
    ]


def _gained(gain: int, weight: int, scale: Scale) -> Price:
    """A newcomer's gain in families, weight and points; they take idle room or one other's place."""
    more, points, kept = scale.read(gain)
    return Price(families=int(more == weight), weight=more, points=points, kept=kept)


def newcomer_problem(problem: Problem, seekers: Seekers) -> Problem:
    """The question of newcomers alone, by the rules and with the helpers of a problem; nothing is locked."""
    none = np.empty((0, 2), dtype=np.int64)
    return replace(problem, seekers=seekers, locks=none, vetoes=none, previous=none)


def _market(network: Network, mate: NDArray[np.int64]) -> Market:
    """The market of this assignment; where other pairs stand than the run proposed, of one made anew."""
    return _if_optimal(network, mate) or Market.of(network, assign(network))


def _if_optimal(network: Network, mate: NDArray[np.int64]) -> Market | None:
    taken = np.bincount(mate[mate >= 0], minlength=len(network.room))
    if (taken > network.room).any():
        return None
    try:
        return Market.of(network, mate)
    except SolverError:
        return None
