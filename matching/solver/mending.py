"""Everybody assigned anew after a change of one person, and proven anew.

The market before the change says who would move; that guess is kept when prices on the changed network prove
it, on all arcs. Where they do not, the flow decides, and is proven in its turn.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from .assign import assign
from .changes import Change
from .codes import Which
from .constraints import broken_rules
from .duals import certify, recover_duals
from .market import Market
from .network import Network, SolverError
from .obstacles import Scene
from .tables import Tables

ROUNDS = 100  # in which prices settle, or the guess is given up

Mate = NDArray[np.int64]


def assigned_anew(scene: Scene, after: Tables, change: Change) -> tuple[Mate, bool]:
    """int64 (n,) a best assignment of the problem of `after`, and whether the guess was proven at once.

    The change is one of a seeker without a helper. Raises SolverError when no proof closes.
    """
    network = _changed_network(scene, after, change)
    mate = _guess(scene, network, change)
    guessed = _is_proven(network, mate)
    if not guessed:
        mate = Market.of(network, assign(network)).mate
    return np.where(after.locked_to >= 0, after.locked_to, mate), guessed


def _changed_network(scene: Scene, after: Tables, change: Change) -> Network:
    """The arcs of whoever changes, made anew; all others as they are."""
    network = scene.market.network
    if change.which is Which.HELPER:
        s = np.flatnonzero(after.locked_to < 0)
        h, others = np.full(len(s), change.helper), network.helper != change.helper
    else:
        h = np.arange(len(after.free_room))
        s, others = np.full(len(h), change.seeker), network.seeker != change.seeker
    allowed = ~broken_rules(after, s, h).any(axis=1)
    s, h = s[allowed], h[allowed]
    return replace(
        network,
        seeker=np.append(network.seeker[others], s.astype(np.int32)),
        helper=np.append(network.helper[others], h.astype(np.int32)),
        profit=np.append(network.profit[others], replace(scene, tables=after).profit(s, h)),
        room=after.free_room,
    )


def _guess(scene: Scene, network: Network, change: Change) -> Mate:
    """The seeker with the helper of the change, or with the best one after it, and whoever makes way."""
    market = scene.market
    arcs = np.flatnonzero(network.seeker == change.seeker)
    if change.which is Which.HELPER:
        arcs = arcs[network.helper[arcs] == change.helper]
    if not len(arcs):
        return market.mate
    best = arcs[(network.profit[arcs] - market.takes[network.helper[arcs]]).argmax()]
    helper = int(network.helper[best])
    if np.count_nonzero(market.mate == helper) < network.room[helper]:
        mate = market.mate.copy()
        mate[change.seeker] = helper
        return mate
    return market.after(market.force(change.seeker, helper, int(network.profit[best])))


def _is_proven(network: Network, mate: Mate) -> bool:
    try:
        proof = certify(network, mate, recover_duals(network, mate, ROUNDS))
    except SolverError:
        return False
    return not (proof.gap or proof.violation)
