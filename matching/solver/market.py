"""A solved assignment that answers "what if": the exact price of any other choice, and who would move.

Prices and values are potentials of the residual graph (duals.py), so that whatever is changed by hand costs
the length of a shortest path: Dijkstra over non-negative reduced costs (Ahuja, Magnanti, Orlin, Network
Flows, 1993, sections 9.7 and 12.4). Nodes are helpers and nobody. One seeker more at a helper leads

    from helper x to helper y   by a seeker of x who moves to y
    from helper x to nobody     by a seeker of x who is left without anybody, or by room of x that stands idle
    from nobody to helper y     by a seeker without anybody who is taken on by y, or by room of y left idle

and the cheapest way to where room is to be had is what the whole loses besides the forced pair itself.
"""

import heapq
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .duals import NO_ROOM, Certificate, Duals, certify, earned, recover_duals, room_costs
from .network import Network, SolverError

FAR = NO_ROOM  # no way leads there
NOBODY = -1


@dataclass(frozen=True)
class Switch:
    """A seeker who changes from one helper to another; -1 stands for nobody."""

    seeker: int
    before: int
    after: int


@dataclass(frozen=True)
class Alternative:
    """A seeker with another helper (-1: with nobody): what the whole loses (profit; negative where it gains).

    `switches` are all who change, the seeker first; `loss` is None where room cannot be made at any price.
    """

    seeker: int
    helper: int
    loss: int | None
    switches: tuple[Switch, ...] = ()


@dataclass(frozen=True, eq=False)
class _Ways:
    """Cheapest ways to one node: distance, via and towards are int64 (m + 1,), the last entry for nobody."""

    target: int
    distance: NDArray[np.int64]
    via: NDArray[np.int64]
    towards: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Market:
    """An optimal assignment with its prices.

    network: who could be paired, at what profit; mate: int64 (n,) helper of each seeker, -1 nobody;
    duals: smallest prices and largest values that prove it. What stands and may not be moved is left out of
    the network, with the room it takes.
    """

    network: Network
    mate: NDArray[np.int64]
    duals: Duals

    @classmethod
    def of(cls, network: Network, mate: NDArray[np.int64]) -> "Market":
        """The market of an assignment. Raises SolverError when it is not optimal."""
        market = cls(network, mate.astype(np.int64), recover_duals(network, mate))
        proof = market.certificate
        if proof.gap or proof.violation:
            raise SolverError(f"The assignment is not optimal: {proof}.")
        return market

    @property
    def certificate(self) -> Certificate:
        """The proof, checked on all arcs."""
        return certify(self.network, self.mate, self.duals)

    @property
    def value(self) -> int:
        """Profit of the whole."""
        return int(earned(self.network, self.mate).sum())

    # --- other helpers for a seeker of the market -------------------------------------------------------

    def alternatives(self, seeker: int, most: int | None = None) -> list[Alternative]:
        """Every other helper the seeker could have, and nobody, the cheapest first.

        With `most` at most so many, found without looking at the whole; else all, also those of no way.
        """
        helpers, profits = self.choices(seeker)
        has = int(self.mate[seeker])
        base = self.duals.seeker[seeker] + self.duals.helper[helpers] - profits
        ways = self._ways(self._node(has), absent=seeker, enough=_Enough(self._nobody, helpers, base, most))
        found = [
            self._alternative(seeker, helper, int(cost), ways)
            for helper, cost in zip(helpers.tolist(), base.tolist(), strict=True)
            if helper != has
        ]
        if has != NOBODY:
            found.append(self._alternative(seeker, NOBODY, int(self.duals.seeker[seeker]), ways))
        if most is not None:
            found = [one for one in found if one.loss is not None]
        found.sort(key=lambda one: (one.loss is None, one.loss or 0, one.helper))
        return found[:most]

    def force(self, seeker: int, helper: int, profit: int) -> Alternative:
        """What the whole loses when these two are a pair, worth `profit`, allowed by the rules or not.

        A negative loss is what the rule against them costs.
        """
        if self.mate[seeker] == helper:
            return Alternative(seeker, helper, 0)
        has = int(self.mate[seeker])
        ways = self._to_nobody if has == NOBODY else self._ways(has, absent=seeker)
        base = int(self.duals.seeker[seeker] + self.duals.helper[helper]) - profit
        return self._alternative(seeker, helper, base, ways)

    def release(self, seeker: int) -> Alternative:
        """What the whole loses when the seeker is left without anybody (and comes back to nobody's place)."""
        if self.mate[seeker] == NOBODY:
            return Alternative(seeker, NOBODY, 0)
        ways = self._ways(int(self.mate[seeker]), absent=seeker)
        return self._alternative(seeker, NOBODY, int(self.duals.seeker[seeker]), ways)

    def choices(self, seeker: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The helpers the seeker could have (k,), and the profit with each (k,)."""
        arcs = self._arcs_of(self._by_seeker, seeker)
        return self.network.helper[arcs], self.network.profit[arcs]

    # --- newcomers --------------------------------------------------------------------------------------

    @cached_property
    def takes(self) -> NDArray[np.int64]:
        """int64 (m,): what the whole loses when one unit of a helper's room is taken away (`room_costs`)."""
        return room_costs(self.network, self.mate)

    @property
    def gives(self) -> NDArray[np.int64]:
        """int64 (n,): what the whole loses when a seeker goes away, the seeker's value.

        A new helper with room for one and profit c with a seeker gains the whole exactly c less this, for the
        best of the seekers (Leonard 1983: at the largest values each is its seeker's marginal product).
        """
        return self.duals.seeker

    def with_seeker(self, helpers: NDArray[np.int64], profits: NDArray[np.int64]) -> "Market":
        """The optimal market with one seeker more, who could have these helpers at these profits."""
        new = self.network.seekers
        network = replace(
            self.network,
            seeker=np.append(self.network.seeker, np.full(len(helpers), new, dtype=np.int32)),
            helper=np.append(self.network.helper, helpers.astype(np.int32)),
            profit=np.append(self.network.profit, profits.astype(np.int64)),
            seekers=new + 1,
        )
        waiting = Market(
            network=network,
            mate=np.append(self.mate, NOBODY),
            duals=Duals(np.append(self.duals.seeker, 0), self.duals.helper),
        )
        return waiting._improved(waiting._best_for_newcomer(new))

    def with_helper(self, seekers: NDArray[np.int64], profits: NDArray[np.int64], room: int = 1) -> "Market":
        """The optimal market with one helper more, who has room for so many of these seekers."""
        new = len(self.network.room)
        network = replace(
            self.network,
            seeker=np.append(self.network.seeker, seekers.astype(np.int32)),
            helper=np.append(self.network.helper, np.full(len(seekers), new, dtype=np.int32)),
            profit=np.append(self.network.profit, profits.astype(np.int64)),
            room=np.append(self.network.room, 0),
        )
        market = Market.of(network, self.mate)  # without room, its price is what the first unit would gain
        for _ in range(room):
            market = market.with_room(new)
        return market

    def with_room(self, helper: int) -> "Market":
        """The optimal market with one unit of room more at a helper: the best seeker for it moves there,
        others follow."""
        room = self.network.room.copy()
        room[helper] += 1
        roomier = replace(self, network=replace(self.network, room=room))
        arcs = self._arcs_of(self._by_helper, helper)
        seekers, profits = self.network.seeker[arcs], self.network.profit[arcs]
        gains = np.where(self.mate[seekers] != helper, profits - self.gives[seekers], 0)
        if not len(gains) or gains.max() <= 0:
            return roomier._improved(None)
        best = int(gains.argmax())
        seeker = int(seekers[best])
        # The seeker goes and the place left is filled at best; then the seeker takes the new room.
        left = self.release(seeker).switches[1:]
        switches = (Switch(seeker, int(self.mate[seeker]), helper), *left)
        return roomier._improved(Alternative(seeker, helper, -int(gains[best]), switches))

    def after(self, alternative: Alternative) -> NDArray[np.int64]:
        """int64 (n,): who has whom after all its switches."""
        mate = self.mate.copy()
        for one in alternative.switches:
            mate[one.seeker] = one.after
        return mate

    def _best_for_newcomer(self, seeker: int) -> Alternative | None:
        helpers, profits = self.choices(seeker)
        ways = self._ways(self._nobody, absent=seeker)
        costs = self.duals.helper[helpers] - profits + ways.distance[helpers]
        if not len(helpers) or costs.min() >= 0:
            return None
        best = int(costs.argmin())
        base = int(self.duals.helper[helpers[best]] - profits[best])
        return self._alternative(seeker, int(helpers[best]), base, ways)

    def _improved(self, alternative: Alternative | None) -> "Market":
        """The market after these switches, with fresh prices and a proof that it is the best again."""
        mate = self.mate if alternative is None else self.after(alternative)
        return Market.of(self.network, mate)

    # --- the residual graph -----------------------------------------------------------------------------

    @cached_property
    def _to_nobody(self) -> _Ways:
        """Where room is to be had; whoever has nobody is on none of these ways."""
        return self._ways(self._nobody)

    @property
    def _nobody(self) -> int:
        return len(self.network.room)

    def _node(self, helper: int) -> int:
        return self._nobody if helper == NOBODY else helper

    @cached_property
    def _by_seeker(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return _grouped(self.network.seeker, self.network.seekers)

    @cached_property
    def _by_helper(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return _grouped(self.network.helper, self._nobody)

    @cached_property
    def _taken(self) -> NDArray[np.int64]:
        return np.bincount(self.mate[self.mate >= 0], minlength=self._nobody)

    @staticmethod
    def _arcs_of(grouped: tuple[NDArray[np.int64], NDArray[np.int64]], one: int) -> NDArray[np.int64]:
        start, arc = grouped
        return arc[start[one] : start[one + 1]]

    def _ways(self, target: int, absent: int = NOBODY, enough: "_Enough | None" = None) -> _Ways:
        """The cheapest way from every node to the target while `absent` moves nowhere."""
        nodes = self._nobody + 1
        ways = _Ways(target, *(np.full(nodes, fill, dtype=np.int64) for fill in (FAR, NOBODY, NOBODY)))
        ways.distance[target] = 0
        done = np.zeros(nodes, dtype=np.bool_)
        reached = [(0, target)]
        while reached:
            so_far, node = heapq.heappop(reached)
            if done[node]:
                continue
            done[node] = True
            if enough is not None and enough(so_far, node):
                ways.distance[~done] = FAR
                break
            origin, seeker, cost = self._into(node, absent)
            length = so_far + cost
            shorter = length < ways.distance[origin]
            origin, seeker, length = origin[shorter], seeker[shorter], length[shorter]
            # The shortest is written last: of several ways from one node it stands.
            order = np.argsort(-length, kind="stable")
            origin, seeker, length = origin[order], seeker[order], length[order]
            ways.distance[origin], ways.via[origin], ways.towards[origin] = length, seeker, node
            for one in np.unique(origin).tolist():
                heapq.heappush(reached, (int(ways.distance[one]), one))
        return ways

    def _into(self, node: int, absent: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """The steps that lead to a node: from where, by which seeker (-1: idle room), at what cost."""
        if node == self._nobody:
            seeker = np.flatnonzero(self.mate >= 0)
            seeker = seeker[seeker != absent]
            idle = np.flatnonzero(self._taken < self.network.room)
            return (
                np.append(self.mate[seeker], idle),
                np.append(seeker, np.full(len(idle), NOBODY)),
                np.append(self.duals.seeker[seeker], np.zeros(len(idle), dtype=np.int64)),
            )
        arcs = self._arcs_of(self._by_helper, node)
        seeker = self.network.seeker[arcs].astype(np.int64)
        may = (seeker != absent) & (self.mate[seeker] != node)
        arcs, seeker = arcs[may], seeker[may]
        has = self.mate[seeker]
        cost = self.duals.seeker[seeker] + self.duals.helper[node] - self.network.profit[arcs]
        return (
            np.append(np.where(has == NOBODY, self._nobody, has), self._nobody),
            np.append(seeker, NOBODY),
            np.append(cost, self.duals.helper[node]),
        )

    def _alternative(self, seeker: int, helper: int, base: int, ways: _Ways) -> Alternative:
        node = self._node(helper)
        if ways.distance[node] >= FAR:
            return Alternative(seeker, helper, None)
        switches = [Switch(seeker, int(self.mate[seeker]), helper)]
        while node != ways.target:
            via, towards = int(ways.via[node]), int(ways.towards[node])
            if via != NOBODY:
                after = NOBODY if towards == self._nobody else towards
                switches.append(Switch(via, int(self.mate[via]), after))
            node = towards
        return Alternative(seeker, helper, base + int(ways.distance[self._node(helper)]), tuple(switches))


class _Enough:
    """Says when the search has gone far enough: nobody still to be reached is among the `most` best."""

    def __init__(
        self, nobody: int, helpers: NDArray[np.int32], base: NDArray[np.int64], most: int | None
    ) -> None:
        self._base = dict(zip(helpers.tolist(), base.tolist(), strict=True))
        self._least = min(self._base.values(), default=0)
        self._most = most
        self._best: list[int] = []  # the `most` smallest losses so far, negated: a heap

    def __call__(self, so_far: int, node: int) -> bool:
        if self._most is None:
            return False
        if (base := self._base.get(node)) is not None:
            heapq.heappush(self._best, -(base + so_far))
            if len(self._best) > self._most + 1:  # the helper the seeker has is among them
                heapq.heappop(self._best)
        return len(self._best) > self._most and so_far + self._least > -self._best[0]


def _grouped(key: NDArray[np.int32], groups: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """int64 (groups + 1,) where each group begins, and int64 (k,) the arcs in order of their group."""
    start = np.zeros(groups + 1, dtype=np.int64)
    np.cumsum(np.bincount(key, minlength=groups), out=start[1:])
    return start, np.argsort(key, kind="stable")
