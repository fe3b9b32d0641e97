"""Prices of an assignment and their proof in a few passes over millions of arcs."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import kernel

Arcs = NDArray[np.integer[Any]]


@kernel
def settle_prices(
    seeker: Arcs,
    helper: Arcs,
    profit: NDArray[np.int64],
    mate: NDArray[np.int64],
    price: NDArray[np.int64],
    value: NDArray[np.int64],
    rounds: int,
) -> bool:
    """As `duals.recover_duals`: fills in price (m,) and value (n,), which hold zeros.

    Label correcting, first in, first out, over helpers and nobody. False when prices do not settle in so many
    rounds.
    """
    seekers, nobody = len(value), len(price)
    earns = np.zeros(seekers, np.int64)
    first = np.zeros(seekers + 1, np.int64)  # arcs by their seekers: a counting sort
    for arc in range(len(profit)):
        s = seeker[arc]
        first[s + 1] += 1
        if mate[s] == helper[arc]:
            earns[s] = profit[arc]
    for s in range(seekers):
        first[s + 1] += first[s]
    free = first[:-1].copy()
    to = np.empty(len(profit), np.int32)
    worth = np.empty(len(profit), np.int64)
    for arc in range(len(profit)):
        at = free[seeker[arc]]
        free[seeker[arc]] += 1
        to[at], worth[at] = helper[arc], profit[arc]

    has = np.where(mate < 0, nobody, mate)
    begins = np.zeros(nobody + 2, np.int64)  # seekers by whom they have
    for s in range(seekers):
        begins[has[s] + 1] += 1
    for node in range(nobody + 1):
        begins[node + 1] += begins[node]
    seated = np.argsort(has, kind="mergesort")

    cost = np.zeros(nobody + 1, np.int64)
    now, later = np.arange(nobody + 1), np.empty(nobody + 1, np.int64)
    waits = np.ones(nobody + 1, np.bool_)
    count = nobody + 1
    for _ in range(rounds):
        more = 0
        for node in now[:count]:
            waits[node] = False
            for s in seated[begins[node] : begins[node + 1]]:
                content = cost[node] - earns[s]
                for at in range(first[s], first[s + 1]):
                    h = to[at]
                    if content + worth[at] > cost[h]:
                        cost[h] = content + worth[at]
                        if not waits[h]:
                            waits[h] = True
                            later[more] = h
                            more += 1
        if more == 0:
            price[:] = cost[:nobody]
            for s in range(seekers):
                for at in range(first[s], first[s + 1]):
                    value[s] = max(value[s], worth[at] - cost[to[at]])
            return True
        now, later, count = later, now, more
    return False


@kernel
def most_above(
    seeker: Arcs, helper: Arcs, profit: NDArray[np.int64], price: NDArray[np.int64], value: NDArray[np.int64]
) -> int:
    """The most by which any arc's profit exceeds its prices, at least 0."""
    most = 0
    for arc in range(len(profit)):
        most = max(most, profit[arc] - value[seeker[arc]] - price[helper[arc]])
    return most


@kernel
def add_earned(
    seeker: Arcs, helper: Arcs, profit: NDArray[np.int64], mate: NDArray[np.int64], earns: NDArray[np.int64]
) -> None:
    """Write into earns (n,), which holds zeros, the profit of each seeker's pair."""
    for arc in range(len(profit)):
        if mate[seeker[arc]] == helper[arc]:
            earns[seeker[arc]] = profit[arc]


@kernel
def group(key: Arcs, start: NDArray[np.int64], order: NDArray[np.int64]) -> None:
    """Fill in where each group begins, (groups + 1,) of zeros, and the arcs (k,) by group: counting sort."""
    for one in key:
        start[one + 1] += 1
    for one in range(len(start) - 1):
        start[one + 1] += start[one]
    free = start[:-1].copy()
    for arc in range(len(key)):
        order[free[key[arc]]] = arc
        free[key[arc]] += 1
