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

    tails = np.concatenate(
        [helper_node[network.helper], np.full(len(seekers), nobody), helper_node[helpers]], dtype=np.int32
    )
    heads = np.concatenate(
        [seeker_node[network.seeker], seeker_node[seekers], np.full(len(helpers), nobody)], dtype=np.int32
    )
    capacities = np.concatenate([np.ones(len(network.profit) + len(seekers)), network.room[helpers]])
    costs = np.concatenate([-network.profit, np.zeros(len(seekers) + len(helpers), dtype=np.int64)])
    supplies = np.zeros(nobody + 1, dtype=np.int64)
    supplies[seeker_node[seekers]] = -1
    supplies[helper_node[helpers]] = network.room[helpers]
    supplies[nobody] = len(seekers) - network.room[helpers].sum()

    flow = SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(tails, heads, capacities.astype(np.int64), costs)
    flow.set_nodes_supplies(np.arange(nobody + 1, dtype=np.int32), supplies)
    status = flow.solve()
    if status != SimpleMinCostFlow.Status.OPTIMAL:
        raise SolverError(f"The flow ended as {status.name} instead of optimal.")
    used = np.asarray(flow.flows(np.arange(len(network.profit), dtype=np.int32))) > 0
    mate[network.seeker[used]] = network.helper[used]
    return mate
