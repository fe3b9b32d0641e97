"""Prices that prove an assignment: what a seeker's place is worth, what one unit of a helper's room is worth.

For any prices ≥ 0 with value[seeker] + price[helper] ≥ profit on every arc, no assignment can earn more than
all seekers' values and all rooms' prices together. When that bound equals what was earned, nothing better
exists (duality of linear programming; Ahuja, Magnanti, Orlin, Network Flows, 1993, chapter 12).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .labels import raise_labels
from .network import MANY_ARCS, Network, SolverError, most_of_each

NO_ROOM = np.iinfo(np.int64).max // 4  # the cost of room that nobody has


@dataclass(frozen=True, eq=False)
class Duals:
    """seeker: int64 (n,) value of each seeker's place; helper: int64 (m,) price of one unit of room."""

    seeker: NDArray[np.int64]
    helper: NDArray[np.int64]


@dataclass(frozen=True)
class Certificate:
    """value: profit earned; bound: what no assignment can exceed; gap: bound - value; violation: the most by
    which any arc's profit exceeds its prices. Gap and violation 0 prove the optimum."""

    value: int
    bound: int
    gap: int
    violation: int


def recover_duals(network: Network, mate: NDArray[np.int64], rounds: int | None = None) -> Duals:
    """Smallest helper prices and largest seeker values that fit an optimal assignment.

    Label correcting on the residual graph from price 0: a seeker who would gain with another helper raises
    that helper's price until the seeker is content. Raises SolverError when prices never settle, which
    means that the assignment was not optimal, or do not settle within so many `rounds`.
    """
    if len(network.profit) > MANY_ARCS:
        return _recovered(network, mate, rounds)
    nobody = len(network.room)
    has = np.where(mate >= 0, mate, nobody)
    earns = earned(network, mate)
    gain = network.profit - earns[network.seeker]
    price = np.zeros(nobody + 1, dtype=np.int64)
    if not raise_labels(has[network.seeker], network.helper, gain, price, rounds):
        raise SolverError("The prices do not settle: the assignment is not optimal.")
    value = most_of_each(network, network.profit - price[network.helper])
    return Duals(seeker=value, helper=price[:nobody])


def _recovered(network: Network, mate: NDArray[np.int64], rounds: int | None) -> Duals:
    from .compiled.prices import settle_prices

    price, value = np.zeros(len(network.room), dtype=np.int64), np.zeros(network.seekers, dtype=np.int64)
    enough = len(price) + 2 if rounds is None else min(rounds, len(price) + 2)
    if not settle_prices(
        network.seeker, network.helper, network.profit, mate.astype(np.int64), price, value, enough
    ):
        raise SolverError("The prices do not settle: the assignment is not optimal.")
    return Duals(seeker=value, helper=price)


def room_costs(network: Network, mate: NDArray[np.int64]) -> NDArray[np.int64]:
    """int64 (m,): what an optimal assignment loses when one unit of a helper's room is taken away.

    The largest helper prices that prove the optimum; `NO_ROOM` where there is none to take. A newcomer with
    profit c at a helper gains the whole exactly c less this.
    """
    earns = earned(network, mate)
    matched = np.flatnonzero(mate >= 0)
    cost = np.full(len(network.room), NO_ROOM, dtype=np.int64)
    np.minimum.at(cost, mate[matched], earns[matched])  # somebody is left without anybody
    cost[np.bincount(mate[matched], minlength=len(cost)) < network.room] = 0
    movable = np.flatnonzero((mate[network.seeker] >= 0) & (mate[network.seeker] != network.helper))
    here, there = mate[network.seeker[movable]], network.helper[movable]
    lost = earns[network.seeker[movable]] - network.profit[movable]
    cost *= -1
    settled = raise_labels(there, here, -lost, cost)  # somebody moves on
    if not settled:
        raise SolverError("The costs of room do not settle: the assignment is not optimal.")
    return -cost


def certify(network: Network, mate: NDArray[np.int64], duals: Duals) -> Certificate:
    """The certificate of an assignment and its prices, checked on all arcs."""
    value = int(earned(network, mate).sum())
    bound = int(duals.seeker.sum() + (duals.helper * network.room).sum())
    below_zero = -min(int(duals.seeker.min(initial=0)), int(duals.helper.min(initial=0)))
    violation = max(_most_above(network, duals), below_zero)
    return Certificate(value=value, bound=bound, gap=bound - value, violation=violation)


def _most_above(network: Network, duals: Duals) -> int:
    """The most by which any arc's profit exceeds its prices, at least 0."""
    if len(network.profit) > MANY_ARCS:
        from .compiled.prices import most_above

        return int(most_above(network.seeker, network.helper, network.profit, duals.helper, duals.seeker))
    short = network.profit - duals.seeker[network.seeker] - duals.helper[network.helper]
    return int(short.max(initial=0))


def earned(network: Network, mate: NDArray[np.int64]) -> NDArray[np.int64]:
    """int64 (n,): profit of each seeker's pair, 0 for nobody."""
    profit = np.zeros(network.seekers, dtype=np.int64)
    if len(network.profit) > MANY_ARCS:
        from .compiled.prices import add_earned

        add_earned(network.seeker, network.helper, network.profit, mate.astype(np.int64), profit)
        return profit
    chosen = mate[network.seeker] == network.helper
    profit[network.seeker[chosen]] = network.profit[chosen]
    return profit
