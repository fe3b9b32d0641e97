"""The exact assignment: as a flow of least cost, or by augmenting paths where arcs are many.

The only file that knows OR-Tools. The two methods agree on everything but the lots among equal optima.
"""

import numpy as np
from numpy.typing import NDArray

from .arrays import ProblemError
from .network import MANY_ARCS, Network, SolverError


def assign(network: Network, seed: int = 0) -> NDArray[np.int64]:
    """int64 (n,): the helper of each seeker, -1 for nobody, with the greatest total profit there is.

    Among equal optima the seed draws lots, not the order of rows. Raises SolverError.
    """
    if len(network.profit) > MANY_ARCS:
        from .paths import assign_by_paths

        return assign_by_paths(network, seed)
    return assign_by_flow(network, seed)


def assign_by_flow(network: Network, seed: int = 0) -> NDArray[np.int64]:
    """As `assign`, always by OR-Tools' flow of least cost."""
    mate = np.full(network.seekers, -1, dtype=np.int64)
    if not len(network.profit):
        return mate
    lots = np.random.default_rng(seed)
    seekers = lots.permutation(np.unique(network.seeker))
    helpers = lots.permutation(np.unique(network.helper))
    head = _places(seekers, network.seekers)[network.seeker]
    tail = _places(helpers, len(network.room))[network.helper]
    order = np.lexsort((head, tail))  # the flow prefers later arcs among equals: so their order is drawn, too
    used = used_arcs(tail[order], head[order], network.profit[order], network.room[helpers], len(seekers))
    mate[network.seeker[order[used]]] = network.helper[order[used]]
    return mate


def _places(people: NDArray[np.int32], count: int) -> NDArray[np.int32]:
    """int32 (count,): at which place of `people` each index stands; only those in it may be looked up."""
    place = np.zeros(count, dtype=np.int32)
    place[people] = np.arange(len(people))
    return place


def used_arcs(
    helper: NDArray[np.int32],
    seeker: NDArray[np.int32],
    profit: NDArray[np.int64],
    room: NDArray[np.int64],
    seekers: int,
    *,
    must_match: NDArray[np.bool_] | None = None,
    must_fill: NDArray[np.bool_] | None = None,
) -> NDArray[np.int64]:
    """Which arcs (k,) from helpers, each with its room, to seekers a flow of greatest profit uses.

    Nodes are seekers, helpers, and nobody, who serves the seekers left over and takes back unused room.
    Seekers in `must_match`, bool (n,), are not left over and helpers in `must_fill`, bool (m,), keep no
    room; profits may then be negative. Raises SolverError, also when no flow can do that, and ProblemError
    when the profits are too large for it.
    """
    # Here, because who only explains or checks results needs neither the library nor its start-up time.
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    helpers, nobody = len(room), seekers + len(room)
    spare = np.arange(seekers) if must_match is None else np.flatnonzero(~must_match)
    slack = np.arange(helpers) if must_fill is None else np.flatnonzero(~must_fill)
    from_nobody, to_nobody = np.full(len(spare), nobody), np.full(len(slack), nobody)
    supply = np.concatenate([np.full(seekers, -1), room, [seekers - room.sum()]])

    flow = SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([seekers + helper, from_nobody, seekers + slack]).astype(np.int32),
        np.concatenate([seeker, spare, to_nobody]).astype(np.int32),
        np.concatenate([np.ones(len(profit) + len(spare), dtype=np.int64), room[slack]]),
        np.concatenate([-profit, np.zeros(len(spare) + len(slack), dtype=np.int64)]),
    )
    flow.set_nodes_supplies(np.arange(nobody + 1, dtype=np.int32), supply.astype(np.int64))
    status = flow.solve()
    if status == SimpleMinCostFlow.Status.BAD_COST_RANGE:
        raise ProblemError(
            f"The numbers are too large for an exact flow of {seekers + helpers} people in 64 bits: "
            f"up to {int(np.abs(profit).max()):,} for one pair."
        )
    if status != SimpleMinCostFlow.Status.OPTIMAL:
        raise SolverError(f"The flow ended as {status.name} instead of optimal.")
    return np.flatnonzero(flow.flows(np.arange(len(profit), dtype=np.int32)))
