"""The exact assignment as a flow of least cost. The only file that knows OR-Tools."""

import numpy as np
from numpy.typing import NDArray

from .network import Network, SolverError


def assign(network: Network, seed: int = 0) -> NDArray[np.int64]:
    """int64 (n,): the helper of each seeker, -1 for nobody, with the greatest total profit there is.

    Units flow from helpers to seekers. A node of its own, nobody, serves the seekers left over and takes back
    unused room. Among equal optima the seed draws lots, not the order of rows. Raises SolverError.
    """
    # Here, because who only explains or checks results needs neither the library nor its start-up time.
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    mate = np.full(network.seekers, -1, dtype=np.int64)
    if not len(network.profit):
        return mate
    seekers, helpers = np.unique(network.seeker), np.unique(network.helper)
    lots = np.random.default_rng(seed)
    seeker_node = np.full(network.seekers, -1, dtype=np.int32)
    seeker_node[lots.permutation(seekers)] = np.arange(len(seekers))
    helper_node = np.full(len(network.room), -1, dtype=np.int32)
    helper_node[lots.permutation(helpers)] = len(seekers) + np.arange(len(helpers))
    nobody = len(seekers) + len(helpers)

    tail, head = helper_node[network.helper], seeker_node[network.seeker]
    order = np.lexsort((head, tail))  # the flow prefers later arcs among equals: so their order is drawn, too
    real, ours, theirs = len(order), len(seekers), len(helpers)
    to_nobody = np.full(theirs, nobody, dtype=np.int32)
    of_nobody = np.full(ours, nobody, dtype=np.int32)
    room = np.zeros(nobody + 1, dtype=np.int64)
    room[helper_node[helpers]] = network.room[helpers]

    flow = SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([tail[order], of_nobody, np.arange(ours, nobody, dtype=np.int32)]),
        np.concatenate([head[order], np.arange(ours, dtype=np.int32), to_nobody]),
        np.concatenate([np.ones(real + ours, dtype=np.int64), room[ours:nobody]]),
        np.concatenate([-network.profit[order], np.zeros(ours + theirs, dtype=np.int64)]),
    )
    supply = room
    supply[:ours] = -1
    supply[nobody] = ours - room[ours:nobody].sum()
    flow.set_nodes_supplies(np.arange(nobody + 1, dtype=np.int32), supply)
    status = flow.solve()
    if status != SimpleMinCostFlow.Status.OPTIMAL:
        raise SolverError(f"The flow ended as {status.name} instead of optimal.")
    used = order[np.asarray(flow.flows(np.arange(real, dtype=np.int32))) > 0]
    mate[network.seeker[used]] = network.helper[used]
    return mate
