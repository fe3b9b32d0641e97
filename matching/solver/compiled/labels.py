"""Label correcting first in, first out (Ahuja, Magnanti, Orlin, Network Flows, 1993, chapter 5.4)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import kernel


@kernel
def raise_labels(
    tail: NDArray[np.integer[Any]],
    head: NDArray[np.integer[Any]],
    length: NDArray[np.int64],
    label: NDArray[np.int64],
    rounds: int,
) -> bool:
    """As `labels.raise_labels`, for millions of arcs."""
    nodes, arcs = len(label), len(tail)
    first = np.zeros(nodes + 1, np.int64)  # arcs by their tails: a counting sort
    for arc in range(arcs):
        first[tail[arc] + 1] += 1
    for node in range(nodes):
        first[node + 1] += first[node]
    free = first[:-1].copy()
    to = np.empty(arcs, np.int32)
    far = np.empty(arcs, np.int64)
    for arc in range(arcs):
        at = free[tail[arc]]
        free[tail[arc]] += 1
        to[at] = head[arc]
        far[at] = length[arc]

    now = np.arange(nodes)
    later = np.empty(nodes, np.int64)
    changed = np.ones(nodes, np.bool_)
    count = nodes
    for _ in range(rounds):
        more = 0
        for i in range(count):
            node = now[i]
            changed[node] = False
            for at in range(first[node], first[node + 1]):
                risen = label[node] + far[at]
                if risen > label[to[at]]:
                    label[to[at]] = risen
                    if not changed[to[at]]:
                        changed[to[at]] = True
                        later[more] = to[at]
                        more += 1
        if more == 0:
            return True
        now, later, count = later, now, more
    return False
