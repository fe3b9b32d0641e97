"""Label correcting: the longest ways through a graph whose arcs may be of any length, by arrays."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .network import MANY_ARCS

Nodes = NDArray[np.integer[Any]]


def raise_labels(
    tail: Nodes,
    head: Nodes,
    length: NDArray[np.int64],
    label: NDArray[np.int64],
    rounds: int | None = None,
) -> bool:
    """Raise labels (nodes,) in place until label[head] ≥ label[tail] + length on every arc (k,).

    False when that never ends, because some circle of arcs is longer than 0, or not within so many `rounds`.
    """
    enough = len(label) + 1 if rounds is None else min(rounds, len(label) + 1)
    if len(tail) > MANY_ARCS:
        from .compiled import labels

        return labels.raise_labels(tail, head, length, label, enough)
    return raise_by_rounds(tail, head, length, label, enough)


def raise_by_rounds(
    tail: Nodes, head: Nodes, length: NDArray[np.int64], label: NDArray[np.int64], rounds: int
) -> bool:
    """The same by numpy: in each round, whatever changed in the one before raises its neighbours."""
    changed = np.ones(len(label), dtype=np.bool_)
    for _ in range(rounds):
        arc = np.flatnonzero(changed[tail])
        before = label.copy()
        np.maximum.at(label, head[arc], label[tail[arc]] + length[arc])
        changed = label > before
        if not changed.any():
            return True
    return False
