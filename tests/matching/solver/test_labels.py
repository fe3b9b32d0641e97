"""The compiled labels are those of numpy's rounds."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.solver.compiled import labels
from matching.solver.labels import raise_by_rounds


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 1 << 30), nodes=st.integers(1, 30), arcs=st.integers(0, 120))
def test_compiled_labels_are_those_of_the_rounds(seed: int, nodes: int, arcs: int) -> None:
    lots = np.random.default_rng(seed)
    height = lots.integers(0, 50, nodes)
    tail, head = lots.integers(0, nodes, arcs), lots.integers(0, nodes, arcs)
    length = height[head] - height[tail] - lots.integers(0, 9, arcs)  # no circle is longer than 0
    ours = lots.integers(0, 5, nodes)
    theirs = ours.copy()
    assert labels.raise_labels(tail, head, length, ours, nodes + 1)
    assert raise_by_rounds(tail, head, length, theirs, nodes + 1)
    assert ours.tolist() == theirs.tolist()
    assert (ours[head] >= ours[tail] + length).all()


def test_circle_that_gains_is_seen() -> None:
    tail, head, length = np.array([0, 1, 2]), np.array([1, 2, 0]), np.array([1, 1, -1])
    for way in (labels.raise_labels, raise_by_rounds):
        assert not way(tail, head, length, np.zeros(3, dtype=np.int64), 4)
