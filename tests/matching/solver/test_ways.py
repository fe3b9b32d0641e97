"""The compiled search for cheapest ways against the one by numpy."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.solver.assign import assign
from matching.solver.duals import recover_duals
from matching.solver.network import NOBODY
from matching.solver.ways import FAR, Residual, Wanted, Ways
from tests.matching.solver.networks import networks


def ways_of(residual, search, target, absent, wanted):
    nodes = residual.nobody + 1
    ways = Ways(target, *(np.full(nodes, fill, dtype=np.int64) for fill in (FAR, NOBODY, NOBODY)))
    search(ways, absent, wanted)
    return ways


@settings(deadline=None)
@given(networks(), st.data())
def test_compiled_search_finds_ways_as_short(network, data):
    mate = assign(network)
    residual = Residual(network, mate, recover_duals(network, mate))
    target = data.draw(st.integers(0, residual.nobody))
    absent = data.draw(st.integers(NOBODY, network.seekers - 1))
    nodes = data.draw(st.lists(st.integers(0, residual.nobody), unique=True, max_size=4))
    base = data.draw(st.lists(st.integers(0, 9), min_size=len(nodes), max_size=len(nodes)))
    most = data.draw(st.integers(1, 3))
    wanted = Wanted(np.array(nodes, dtype=np.int64), np.array(base, dtype=np.int64), most) if nodes else None
    slow = ways_of(residual, residual.search, target, absent, wanted)
    quick = ways_of(residual, residual._search_compiled, target, absent, wanted)
    if wanted is None:
        assert quick.distance.tolist() == slow.distance.tolist()
    assert cheapest(quick, wanted) == cheapest(slow, wanted)
    for node in np.flatnonzero(quick.distance < FAR).tolist():
        assert length_of(residual, quick, node) == quick.distance[node]


def cheapest(ways, wanted):
    """The costs of the wanted ways, as many as were asked for."""
    if wanted is None:
        return []
    return sorted((ways.distance[wanted.node] + wanted.base).tolist())[: wanted.most]


def length_of(residual, ways, node):
    """A way's length, step by step, from prices and profits."""
    profit = {
        (s, h): p
        for s, h, p in zip(
            residual.network.seeker.tolist(),
            residual.network.helper.tolist(),
            residual.network.profit.tolist(),
            strict=True,
        )
    }
    length = 0
    while node != ways.target:
        seeker, towards = int(ways.via[node]), int(ways.towards[node])
        if seeker == NOBODY:
            length += residual.duals.helper[towards] if node == residual.nobody else 0
        elif towards == residual.nobody:
            length += residual.duals.seeker[seeker]
        else:
            length += residual.duals.seeker[seeker] + residual.duals.helper[towards] - profit[seeker, towards]
        node = towards
    return length
