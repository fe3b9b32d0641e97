"""One aim at a time: the assignment of greatest profit and prices that prove it, on large networks too.

The best pairs rarely lie far down anybody's list. So the flow is given the top of each list, its prices are
tried on all pairs, and those that are worth more are added, until none is: column generation, with a proof
on every pair whatever was left out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.solver.assign import used_arcs
from matching.solver.network import Network, SolverError

FEW = 50_000  # pairs that are quicker solved at once
TOP = 12  # pairs of each person that the first flow is given
MORE = 24  # pairs of each seeker that are added in a round
ROUNDS = 12  # then all pairs at once: it does not pay


@dataclass(frozen=True, eq=False)
class Flow:
    """used: int64 (r,) rows of the pairs chosen; value: int64 (n,) of each seeker's place; price: int64 (m,)
    of one unit of each helper's room."""

    used: NDArray[np.int64]
    value: NDArray[np.int64]
    price: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Musts:
    """match: bool (n,) seekers, and fill: bool (m,) helpers, who may not be left over; their values and
    prices may be below zero."""

    match: NDArray[np.bool_]
    fill: NDArray[np.bool_]


def best_flow(network: Network, musts: Musts | None = None, known: NDArray[np.int64] | None = None) -> Flow:
    """The pairs of greatest total profit. `known`, int64 rows, are pairs that keep all musts.

    Raises SolverError when there is no such flow or its prices never settle.
    """
    if musts is None:
        musts = Musts(*(np.zeros(people, dtype=np.bool_) for people in (network.seekers, len(network.room))))
    lowest = _lowest_price(network)
    part = _top_of_each_list(network)
    if known is not None:
        part[known] = True
    for turn in range(ROUNDS):
        if turn == ROUNDS - 1 or 2 * int(np.count_nonzero(part)) > len(part):
            part[:] = True
        flow = _flow_of(network, np.flatnonzero(part), musts, lowest)
        excess = network.profit - flow.value[network.seeker] - flow.price[network.helper]
        more = np.flatnonzero(excess > 0)
        if not len(more):
            return flow
        # Drawn by lot: the most underpriced of all are the extreme ones, and teach little.
        part[more[_top(network.seeker[more], np.zeros_like(more), MORE)]] = True
    raise SolverError("The prices do not prove the assignment.")


def _top_of_each_list(network: Network) -> NDArray[np.bool_]:
    """bool (k,): the pairs of greatest profit of each seeker and of each helper; all when they are few."""
    part = np.full(len(network.profit), len(network.profit) <= FEW)
    if not part.all():
        part[_top(network.seeker, network.profit, TOP)] = True
        part[_top(network.helper, network.profit, TOP)] = True
    return part


def _top(person: NDArray[np.int32], profit: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Rows of about the `count` greatest of each person; lots decide among equals, or all would ask for one.

    Person, rounded profit and row are packed into one number, which sorts far quicker than three.
    """
    if not len(profit):
        return np.empty(0, dtype=np.int64)
    row_bits, people = len(profit).bit_length(), int(person.max()) + 1
    steps = 1 << (62 - row_bits - people.bit_length())
    most, lots = float(profit.max()), np.random.default_rng(0).random(len(profit))
    share = (most - profit + lots) / (most - float(profit.min()) + 2)
    packed = person.astype(np.int64) * steps + (share * (steps - 1)).astype(np.int64)
    packed = (packed << row_bits) | np.arange(len(profit))
    packed.sort()
    end = np.cumsum(np.bincount(person, minlength=people))
    place = np.concatenate([[0], end[:-1]])[:, None] + np.arange(count)
    return packed[place[place < end[:, None]]] & ((1 << row_bits) - 1)


def _lowest_price(network: Network) -> int:
    """Below every price that a helper can need: along a path of exchanges each seeker loses no more."""
    most = np.zeros(network.seekers, dtype=np.int64)
    np.maximum.at(most, network.seeker, np.abs(network.profit))
    return -2 * sum(most.tolist()) - 1


def _flow_of(network: Network, rows: NDArray[np.int64], musts: Musts, lowest: int) -> Flow:
    """The best flow that uses no pairs but these, and its prices, by label correcting from the lowest.

    A seeker who would gain with another helper raises that helper's price until the seeker is content.
    """
    seeker, helper, profit = network.seeker[rows], network.helper[rows], network.profit[rows]
    used = used_arcs(
        helper, seeker, profit, network.room, network.seekers, must_match=musts.match, must_fill=musts.fill
    )
    nobody = len(network.room)
    has = np.full(network.seekers, nobody)
    earns = np.zeros(network.seekers, dtype=np.int64)
    has[seeker[used]], earns[seeker[used]] = helper[used], profit[used]
    price = np.append(np.where(musts.fill, lowest, 0), 0)
    gain, at = profit - earns[seeker], has[seeker]
    changed = np.ones(nobody + 1, dtype=np.bool_)
    for _ in range(nobody + 2):
        arc = np.flatnonzero(changed[at])
        before = price.copy()
        np.maximum.at(price, helper[arc], price[at[arc]] + gain[arc])
        changed = price > before
        if not changed.any():
            break
    else:
        raise SolverError("The prices do not settle: the assignment is not optimal.")
    value = np.where(musts.match, np.iinfo(np.int64).min, 0)
    np.maximum.at(value, seeker, profit - price[helper])
    return Flow(rows[used], value, price[:nobody])
