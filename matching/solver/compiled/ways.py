"""Dijkstra's search backwards through the residual graph of an assignment, for millions of arcs."""

import heapq
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import inner, kernel

FAR = np.iinfo(np.int64).max // 4
NOBODY = -1

Ints = NDArray[np.int64]


@inner
def _among_the_best(best: Ints, cost: int) -> None:
    """Put a cost into the sorted list of the smallest so far, the greatest falls out."""
    at = len(best) - 1
    if best[at] <= cost:
        return
    while at > 0 and best[at - 1] > cost:
        best[at] = best[at - 1]
        at -= 1
    best[at] = cost


@kernel
def search(
    target: int,
    absent: int,
    start: Ints,
    arc: Ints,
    seeker: NDArray[np.int32],
    profit: Ints,
    mate: Ints,
    value: Ints,
    price: Ints,
    idle: NDArray[Any],
    wanted: Ints,
    base: Ints,
    most: int,
    distance: Ints,
    via: Ints,
    towards: Ints,
) -> None:
    """As `ways.Residual.search`: fills in distance, via and towards (m + 1,)."""
    nobody = len(price)
    done = np.zeros(nobody + 1, np.bool_)
    own = np.full(nobody + 1, FAR, np.int64)
    for i in range(len(wanted)):
        own[wanted[i]] = base[i]
    cheapest = wanted[np.argsort(base)]
    ahead = 0
    best = np.full(max(most, 1), FAR, np.int64)
    distance[target] = 0
    reached = [(0, target)]
    while len(reached) > 0:
        so_far, node = heapq.heappop(reached)
        if done[node]:
            continue
        done[node] = True
        if most > 0:
            if own[node] < FAR:
                _among_the_best(best, own[node] + so_far)
            while ahead < len(cheapest) and done[cheapest[ahead]]:
                ahead += 1
            if ahead == len(cheapest) or so_far + own[cheapest[ahead]] > best[most - 1]:
                for one in range(nobody + 1):
                    if not done[one]:
                        distance[one] = FAR
                return
        if node == nobody:
            for s in range(len(mate)):
                if mate[s] >= 0 and s != absent and so_far + value[s] < distance[mate[s]]:
                    distance[mate[s]], via[mate[s]], towards[mate[s]] = so_far + value[s], s, node
                    heapq.heappush(reached, (so_far + value[s], mate[s]))
            for h in range(nobody):
                if idle[h] and so_far < distance[h]:
                    distance[h], via[h], towards[h] = so_far, NOBODY, node
                    heapq.heappush(reached, (so_far, h))
            continue
        if so_far + price[node] < distance[nobody]:
            distance[nobody], via[nobody], towards[nobody] = so_far + price[node], NOBODY, node
            heapq.heappush(reached, (so_far + price[node], nobody))
        for at in range(start[node], start[node + 1]):
            s = seeker[arc[at]]
            if s == absent or mate[s] == node:
                continue
            origin = mate[s] if mate[s] >= 0 else nobody
            length = so_far + value[s] + price[node] - profit[arc[at]]
            if length < distance[origin]:
                distance[origin], via[origin], towards[origin] = length, s, node
                heapq.heappush(reached, (length, origin))
