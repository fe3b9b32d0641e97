"""A solved assignment that answers "what if": the exact price of any other choice, and who would move.

Prices and values are potentials of the residual graph, so that whatever is changed by hand costs the length
of a shortest path (ways.py): the cheapest way to where room is to be had is what the whole loses besides the
forced pair itself.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .duals import Certificate, Duals, certify, earned, recover_duals, room_costs
from .network import NOBODY, Network, SolverError
from .ways import FAR, Residual, Wanted, Ways


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
        has = int(self.mate[seeker])
        helpers, profits = self.choices(seeker)
        helpers, profits = helpers[helpers != has], profits[helpers != has]
        base = self.duals.seeker[seeker] + self.duals.helper[helpers] - profits
        nodes = helpers.astype(np.int64)
        if has != NOBODY:
            nodes = np.append(nodes, self._residual.nobody)
            base = np.append(base, self.duals.seeker[seeker])
        wanted = None if most is None else Wanted(nodes, base, most)
        ways = self._residual.ways(self._residual.node(has), absent=seeker, wanted=wanted)
        found = [
            self._alternative(seeker, NOBODY if node == self._residual.nobody else node, cost, ways)
            for node, cost in zip(nodes.tolist(), base.tolist(), strict=True)
        ]
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
        wanted = Wanted.only(helper)
        ways = self._to_nobody if has == NOBODY else self._residual.ways(has, seeker, wanted)
        base = int(self.duals.seeker[seeker] + self.duals.helper[helper]) - profit
        return self._alternative(seeker, helper, base, ways)

    def release(self, seeker: int) -> Alternative:
        """What the whole loses when the seeker is left without anybody (and comes back to nobody's place)."""
        if self.mate[seeker] == NOBODY:
            return Alternative(seeker, NOBODY, 0)
        wanted = Wanted.only(self._residual.nobody)
        ways = self._residual.ways(int(self.mate[seeker]), seeker, wanted)
        return self._alternative(seeker, NOBODY, int(self.duals.seeker[seeker]), ways)

    def choices(self, seeker: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The helpers the seeker could have (k,), and the profit with each (k,)."""
        arcs = self._residual.arcs_of_seeker(seeker)
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
        arcs = self._residual.arcs_of_helper(helper)
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
        ways = self._to_nobody
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

    def _alternative(self, seeker: int, helper: int, base: int, ways: Ways) -> Alternative:
        node = self._residual.node(helper)
        if ways.distance[node] >= FAR:
            return Alternative(seeker, helper, None)
        switches = [Switch(seeker, int(self.mate[seeker]), helper)]
        for mover, towards in ways.steps(node):
            after = NOBODY if towards == self._residual.nobody else towards
            switches.append(Switch(mover, int(self.mate[mover]), after))
        return Alternative(seeker, helper, base + int(ways.distance[node]), tuple(switches))

    @cached_property
    def _residual(self) -> Residual:
        return Residual(self.network, self.mate, self.duals)

    @cached_property
    def _to_nobody(self) -> Ways:
        """Where room is to be had; whoever has nobody is on none of these ways."""
        return self._residual.ways(self._residual.nobody)
