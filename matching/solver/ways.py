"""Cheapest ways through the residual graph of an optimal assignment: who would have to move, at what cost.

Dijkstra over non-negative reduced costs (Ahuja, Magnanti, Orlin, Network Flows, 1993, sections 9.7 and 12.4),
from a node backwards. Nodes are helpers and nobody. One seeker more at a helper leads

    from helper x to helper y   by a seeker of x who moves to y
    from helper x to nobody     by a seeker of x who is left without anybody, or by room of x that stands idle
    from nobody to helper y     by a seeker without anybody who is taken on by y, or by room of y left idle
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .duals import NO_ROOM, Duals
from .network import MANY_ARCS, NOBODY, Network

FAR = NO_ROOM  # no way leads there

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Ways:
    """Cheapest ways to one node, the entry for nobody last.

    distance: int64 (m + 1,), FAR where no way leads or none was needed; via: int64 (m + 1,) the seeker who
    moves in the first step, -1 where room stands idle; towards: int64 (m + 1,) the node after it.
    """

    target: int
    distance: Ints
    via: Ints
    towards: Ints

    def steps(self, node: int) -> Iterator[tuple[int, int]]:
        """(seeker who moves, node moved to) along the way from a node; idle room moves nobody."""
        while node != self.target:
            if self.via[node] != NOBODY:
                yield int(self.via[node]), int(self.towards[node])
            node = int(self.towards[node])


@dataclass(frozen=True, eq=False)
class Wanted:
    """Which ways are needed: from the `most` cheapest of some nodes, each with a `base` cost of its own."""

    node: Ints
    base: Ints
    most: int

    @classmethod
    def only(cls, node: int) -> "Wanted":
        """The way from one node."""
        return cls(np.array([node]), np.zeros(1, dtype=np.int64), 1)


@dataclass(frozen=True, eq=False)
class Residual:
    """What can still be exchanged in an optimal assignment.

    mate: int64 (n,) helper of each seeker, -1 nobody; duals: prices that prove the optimum, so that no
    exchange costs less than nothing.
    """

    network: Network
    mate: Ints
    duals: Duals

    @property
    def nobody(self) -> int:
        """The node that stands for nobody, after all helpers."""
        return len(self.network.room)

    def node(self, helper: int) -> int:
        """The node of a helper, or of nobody (-1)."""
        return self.nobody if helper == NOBODY else helper

    def arcs_of_seeker(self, seeker: int) -> Ints:
        """Which arcs begin at a seeker."""
        start, arc = self._by_seeker
        return arc[start[seeker] : start[seeker + 1]]

    def arcs_of_helper(self, helper: int) -> Ints:
        """Which arcs end at a helper."""
        start, arc = self._by_helper
        return arc[start[helper] : start[helper + 1]]

    def ways(self, target: int, absent: int = NOBODY, wanted: Wanted | None = None) -> Ways:
        """The cheapest way from every node to the target while `absent` moves nowhere; or those wanted."""
        nodes = self.nobody + 1
        ways = Ways(target, *(np.full(nodes, fill, dtype=np.int64) for fill in (FAR, NOBODY, NOBODY)))
        if len(self.network.profit) > MANY_ARCS:
            self._search_compiled(ways, absent, wanted)
        else:
            self.search(ways, absent, wanted)
        return ways

    def search(self, ways: Ways, absent: int, wanted: Wanted | None) -> None:
        """Fill in the ways by numpy: the nearest node first, all steps that lead to it at once."""
        enough = _Enough(wanted) if wanted else None
        done = np.zeros(self.nobody + 1, dtype=np.bool_)
        ways.distance[ways.target] = 0
        reached = [(0, ways.target)]
        while reached:
            so_far, node = heapq.heappop(reached)
            if done[node]:
                continue
            done[node] = True
            if enough is not None and enough(so_far, node):
                ways.distance[~done] = FAR
                return
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

    def _search_compiled(self, ways: Ways, absent: int, wanted: Wanted | None) -> None:
        from .compiled.ways import search

        wanted = wanted or Wanted(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), 0)
        start, arc = self._by_helper
        search(
            ways.target, absent, start, arc, self.network.seeker, self.network.profit, self.mate,
            self.duals.seeker, self.duals.helper, self._idle, wanted.node.astype(np.int64), wanted.base,
            wanted.most, ways.distance, ways.via, ways.towards,
        )  # fmt: skip

    def _into(self, node: int, absent: int) -> tuple[Ints, Ints, Ints]:
        """The steps that lead to a node: from where, by which seeker (-1: idle room), at what cost."""
        if node == self.nobody:
            seeker = np.flatnonzero(self.mate >= 0)
            seeker = seeker[seeker != absent]
            idle = np.flatnonzero(self._idle)
            return (
                np.append(self.mate[seeker], idle),
                np.append(seeker, np.full(len(idle), NOBODY)),
                np.append(self.duals.seeker[seeker], np.zeros(len(idle), dtype=np.int64)),
            )
        arcs = self.arcs_of_helper(node)
        seeker = self.network.seeker[arcs].astype(np.int64)
        may = (seeker != absent) & (self.mate[seeker] != node)
        arcs, seeker = arcs[may], seeker[may]
        has = self.mate[seeker]
        cost = self.duals.seeker[seeker] + self.duals.helper[node] - self.network.profit[arcs]
        return (
            np.append(np.where(has == NOBODY, self.nobody, has), self.nobody),
            np.append(seeker, NOBODY),
            np.append(cost, self.duals.helper[node]),
        )

    @cached_property
    def _idle(self) -> NDArray[np.bool_]:
        """bool (m,): helpers with room to spare."""
        taken = np.bincount(self.mate[self.mate >= 0], minlength=self.nobody)
        idle: NDArray[np.bool_] = taken < self.network.room
        return idle

    @cached_property
    def _by_seeker(self) -> tuple[Ints, Ints]:
        return _grouped(self.network.seeker, self.network.seekers)

    @cached_property
    def _by_helper(self) -> tuple[Ints, Ints]:
        return _grouped(self.network.helper, self.nobody)


class _Enough:
    """Says when the search has gone far enough: nobody still to be reached is among the wanted ways."""

    def __init__(self, wanted: Wanted) -> None:
        order = np.argsort(wanted.base, kind="stable")
        self._base = dict(zip(wanted.node[order].tolist(), wanted.base[order].tolist(), strict=True))
        self._left = dict(self._base)  # the cheapest first, without those reached
        self._most = wanted.most
        self._best: list[int] = []  # the `most` smallest costs so far, negated: a heap

    def __call__(self, so_far: int, node: int) -> bool:
        if (base := self._base.get(node)) is not None:
            del self._left[node]
            heapq.heappush(self._best, -(base + so_far))
            if len(self._best) > self._most:
                heapq.heappop(self._best)
        if not self._left:
            return True
        least = next(iter(self._left.values()))
        return len(self._best) == self._most and so_far + least > -self._best[0]


def _grouped(key: NDArray[np.int32], groups: int) -> tuple[Ints, Ints]:
    """int64 (groups + 1,) where each group begins, and int64 (k,) the arcs in order of their group."""
    start = np.zeros(groups + 1, dtype=np.int64)
    if len(key) > MANY_ARCS:
        from .compiled.prices import group

        order = np.empty(len(key), dtype=np.int64)
        group(key, start, order)
        return start, order
    np.cumsum(np.bincount(key, minlength=groups), out=start[1:])
    return start, np.argsort(key, kind="stable")
