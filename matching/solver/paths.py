"""The exact assignment by shortest augmenting paths: a second method, independent of the flow.

Seekers come one after the other. For each, Dijkstra's search over helpers finds the exchange that gains most:
it ends at a helper with room left, or with somebody (perhaps the one who came) left over. Prices keep every
step of the search non-negative, and they only rise (Ahuja, Magnanti, Orlin, Network Flows, 1993, chapter 9.7;
Jonker and Volgenant, Computing 38, 1987). After each seeker the assignment is the best for those who came.

So one more seeker costs one search: `Paths.insert` serves arrivals as well as whole runs.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from .compiled import inner, kernel
from .network import NOBODY, Network, most_of_each

FAR = 1 << 62
SHORT, LONG = 16, 64  # arcs of a seeker looked at first; the rest waits behind a bound on what it could give

Ints = NDArray[np.int64]
Places = NDArray[np.int32]


def assign_by_paths(network: Network, seed: int = 0) -> NDArray[np.int64]:
    """int64 (n,): the helper of each seeker, -1 for nobody, with the greatest total profit there is.

    Among equal optima the seed draws lots, not the order of rows.
    """
    paths = Paths.of(network, seed)
    lots = np.random.default_rng(seed).permutation(network.seekers)
    most = most_of_each(network, network.profit)
    paths.insert(lots[np.argsort(-most[lots], kind="stable")])  # the urgent first: few are displaced
    return paths.mates()


@dataclass(frozen=True, eq=False)
class Paths:
    """An assignment that is the best for the seekers inserted so far, and the prices that prove it.

    Helpers go by their places in an order drawn by lot, so that ties are broken by lot.

    place: int64 (m,) of each helper; start: int64 (n + 1,) first arc of each seeker; helper: int32 (k,)
    places, profit: int64 (k,), the arcs of one seeker in any order; short_to: int64 (n,) where the short list
    among them ends; rest: int64 (n,) what the arcs beyond it can give at most; mate: int64 (n,) place or -1;
    price: int64 (m,); value: int64 (n,); slot: int64 (n,) where a seeker sits, -1 nowhere; first: int64
    (m + 1,) first seat of each helper; seated: int64 (seats,) seekers or -1; used: int64 (m,) seats taken.
    """

    place: NDArray[np.int64]
    start: NDArray[np.int64]
    helper: NDArray[np.int32]
    profit: NDArray[np.int64]
    short_to: NDArray[np.int64]
    rest: NDArray[np.int64]
    mate: NDArray[np.int64]
    price: NDArray[np.int64]
    value: NDArray[np.int64]
    slot: NDArray[np.int64]
    first: NDArray[np.int64]
    seated: NDArray[np.int64]
    used: NDArray[np.int64]

    @classmethod
    def of(cls, network: Network, seed: int = 0) -> Self:
        """Everybody still to come."""
        seekers, helpers = network.seekers, len(network.room)
        place = np.random.default_rng([seed, helpers]).permutation(helpers)
        order = _by_seeker(network)
        helper = place[network.helper[order]].astype(np.int32)
        room = np.zeros(helpers, dtype=np.int64)
        room[place] = np.minimum(network.room, np.bincount(network.helper, minlength=helpers))
        first = np.concatenate([[0], np.cumsum(room)])
        start = np.searchsorted(network.seeker[order], np.arange(seekers + 1))
        return cls(
            place=place,
            start=start,
            helper=helper,
            profit=network.profit[order].copy(),
            short_to=start[1:].copy(),
            rest=np.zeros(seekers, dtype=np.int64),
            mate=np.full(seekers, NOBODY, dtype=np.int64),
            price=np.zeros(helpers, dtype=np.int64),
            value=np.zeros(seekers, dtype=np.int64),
            slot=np.full(seekers, -1, dtype=np.int64),
            first=first,
            seated=np.full(first[-1], NOBODY, dtype=np.int64),
            used=np.zeros(helpers, dtype=np.int64),
        )

    def insert(self, seekers: NDArray[np.int64]) -> None:
        """These seekers come, in this order; none may have come before."""
        _insert(
            seekers, self.start, self.helper, self.profit, self.short_to, self.rest, self.mate, self.price,
            self.value, self.slot, self.first, self.seated, self.used,
        )  # fmt: skip

    def mates(self) -> NDArray[np.int64]:
        """int64 (n,): the helper of each seeker, -1 for nobody."""
        helper = np.argsort(self.place)
        return np.where(self.mate >= 0, helper[self.mate], NOBODY) if len(helper) else self.mate


def _by_seeker(network: Network) -> NDArray[np.int64] | slice:
    """What puts the arcs in the order of their seekers."""
    if (network.seeker[1:] >= network.seeker[:-1]).all():
        return slice(None)
    return np.argsort(network.seeker, kind="stable")


# --- compiled -----------------------------------------------------------------------------------------


@inner
def _push(keys: Ints, nodes: Ints, size: int, key: int, node: int) -> int:
    """Add to a heap of `size` entries, the least key on top, then the least node; the new size."""
    i = size
    while i > 0:
        up = (i - 1) >> 1
        if keys[up] < key or (keys[up] == key and nodes[up] <= node):
            break
        keys[i], nodes[i] = keys[up], nodes[up]
        i = up
    keys[i], nodes[i] = key, node
    return size + 1


@inner
def _pop(keys: Ints, nodes: Ints, size: int) -> int:
    """Take the top away; the new size."""
    size -= 1
    key, node = keys[size], nodes[size]
    i = 0
    while True:
        down = 2 * i + 1
        if down >= size:
            break
        right = down + 1
        if right < size and (
            keys[right] < keys[down] or (keys[right] == keys[down] and nodes[right] < nodes[down])
        ):
            down = right
        if key < keys[down] or (key == keys[down] and node <= nodes[down]):
            break
        keys[i], nodes[i] = keys[down], nodes[down]
        i = down
    keys[i], nodes[i] = key, node
    return size


@inner
def _shorten(
    s: int, start: Ints, helper: Places, profit: Ints, short_to: Ints, rest: Ints, price: Ints
) -> None:
    """Put the arcs that give most at present prices first (quickselect, Hoare 1961).

    `rest` bounds what the others give, also later, since prices only rise.
    """
    low, high = start[s], start[s + 1] - 1
    short = low + SHORT
    if short > high:
        short_to[s] = high + 1
        return
    short_to[s] = short
    while low < high:
        middle = (low + high) >> 1
        pivot, pivot_helper = profit[middle] - price[helper[middle]], helper[middle]
        i, j = low, high
        while i <= j:
            gain = profit[i] - price[helper[i]]
            while gain > pivot or (gain == pivot and helper[i] < pivot_helper):
                i += 1
                gain = profit[i] - price[helper[i]]
            gain = profit[j] - price[helper[j]]
            while gain < pivot or (gain == pivot and helper[j] > pivot_helper):
                j -= 1
                gain = profit[j] - price[helper[j]]
            if i <= j:
                helper[i], helper[j] = helper[j], helper[i]
                profit[i], profit[j] = profit[j], profit[i]
                i += 1
                j -= 1
        if short - 1 <= j:
            high = j
        elif short - 1 >= i:
            low = i
        else:
            break
    most = profit[short] - price[helper[short]]
    for arc in range(short + 1, start[s + 1]):
        most = max(most, profit[arc] - price[helper[arc]])
    rest[s] = most


@inner
def _move_along(
    s: int,
    end_helper: int,
    end_seeker: int,
    came_by: Ints,
    mate: Ints,
    slot: Ints,
    first: Ints,
    seated: Ints,
    used: Ints,
) -> None:
    """From the end of the path back to `s`, everybody moves one seat on."""
    if end_helper != NOBODY:
        h, seat, one = end_helper, first[end_helper] + used[end_helper], end_seeker
        used[h] += 1
    elif end_seeker == s:
        return
    else:
        h, seat = mate[end_seeker], slot[end_seeker]
        mate[end_seeker], slot[end_seeker] = NOBODY, NOBODY
        one = came_by[h]
    while True:
        left, left_seat = mate[one], slot[one]
        mate[one], slot[one], seated[seat] = h, seat, one
        if one == s:
            return
        h, seat = left, left_seat
        one = came_by[h]


@kernel
def _insert(
    seekers: Ints,
    start: Ints,
    helper: Places,
    profit: Ints,
    short_to: Ints,
    rest: Ints,
    mate: Ints,
    price: Ints,
    value: Ints,
    slot: Ints,
    first: Ints,
    seated: Ints,
    used: Ints,
) -> None:
    """`Paths.insert` on the arrays of `Paths`."""
    helpers = len(price)
    label = np.full(helpers, FAR)  # the least loss at which a helper is reached; below 0 it is a gain
    came_by = np.full(helpers, NOBODY)
    touched = np.empty(helpers, np.int64)
    closed = np.empty(helpers, np.int64)
    keys = np.empty(len(helper) + len(mate), np.int64)  # an arc enters once per search, a rest too
    nodes = np.empty(len(helper) + len(mate), np.int64)
    reached = np.empty(len(mate), np.int64)
    for s in seekers:
        _shorten(s, start, helper, profit, short_to, rest, price)
        # The best end so far: its loss, and the seeker who takes room of a helper, or who is left over.
        best, end_helper, end_seeker = np.int64(0), NOBODY, s
        size = n_touched = n_closed = 0
        loss_here, whole = np.int64(0), False
        reached[0] = s
        n_reached = 1
        while n_reached:
            # Each seeker reached could be left over, or have another helper.
            for i in range(n_reached):
                one = reached[i]
                here = loss_here + value[one]
                if here < best:
                    best, end_helper, end_seeker = here, NOBODY, one
                low, high = start[one], short_to[one]
                if whole:
                    low, high = high, start[one + 1]
                elif high < start[one + 1] and here - rest[one] < best:
                    size = _push(keys, nodes, size, here - rest[one], helpers + one)
                most = -FAR
                for arc in range(low, high):
                    h = helper[arc]
                    gain = profit[arc] - price[h]
                    loss = here - gain
                    if loss > best:
                        most = max(most, gain)
                        continue
                    if whole:  # it may well be of use again
                        to = short_to[one]
                        helper[arc], helper[to] = helper[to], helper[arc]
                        profit[arc], profit[to] = profit[to], profit[arc]
                        short_to[one] += 1
                    if loss >= label[h]:
                        continue
                    if used[h] < first[h + 1] - first[h]:
                        if loss < best or (end_helper != NOBODY and h < end_helper):
                            best, end_helper, end_seeker = loss, h, one
                    elif loss < best:
                        if label[h] == FAR:
                            touched[n_touched] = h
                            n_touched += 1
                        label[h], came_by[h] = loss, one
                        size = _push(keys, nodes, size, loss, h)
                if whole:
                    rest[one] = most
                    if short_to[one] - start[one] > LONG:
                        _shorten(one, start, helper, profit, short_to, rest, price)
            # On to what is nearest: a full helper with those seated there, or the rest of a seeker's arcs.
            n_reached = 0
            while size and keys[0] < best and not n_reached:
                loss_here, node = keys[0], nodes[0]
                size = _pop(keys, nodes, size)
                if node >= helpers:
                    reached[0] = node - helpers
                    n_reached = 1
                    whole = True
                    loss_here += rest[reached[0]] - value[reached[0]]
                elif loss_here == label[node]:
                    closed[n_closed] = node
                    n_closed += 1
                    whole = False
                    for seat in range(first[node], first[node + 1]):
                        reached[n_reached] = seated[seat]
                        n_reached += 1
        # Prices rise so far that nobody would rather have what was given up on the way.
        for h in closed[:n_closed]:
            price[h] += best - label[h]
            for seat in range(first[h], first[h + 1]):
                value[seated[seat]] -= best - label[h]
        value[s] = -best
        _move_along(s, end_helper, end_seeker, came_by, mate, slot, first, seated, used)
        label[touched[:n_touched]] = FAR
