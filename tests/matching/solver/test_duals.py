"""Prices prove an optimum and refuse anything else."""

import numpy as np
import pytest

from matching.solver import SolverError
from matching.solver.assign import assign
from matching.solver.duals import certify, recover_duals
from matching.solver.network import Network


def network(profit: list[list[int]], room: list[int]) -> Network:
    table = np.array(profit)
    seeker, helper = np.nonzero(table)
    return Network(
        seeker=seeker.astype(np.int32),
        helper=helper.astype(np.int32),
        profit=table[seeker, helper],
        seekers=len(table),
        room=np.array(room),
    )


def test_prices_are_the_smallest_and_values_the_largest() -> None:
    net = network([[9, 6], [8, 0], [5, 0]], [1, 1])
    mate = assign(net)
    duals = recover_duals(net, mate)
    assert mate.tolist() == [1, 0, -1]
    assert duals.helper.tolist() == [5, 0]
    assert duals.seeker.tolist() == [6, 3, 0]
    assert (certify(net, mate, duals).value, certify(net, mate, duals).gap) == (14, 0)


def test_unused_room_is_free() -> None:
    net = network([[9, 6], [8, 7]], [3, 1])
    duals = recover_duals(net, assign(net))
    assert duals.helper.tolist() == [0, 0]
    assert duals.seeker.tolist() == [9, 8]


def test_assignment_that_is_not_best_gets_no_proof() -> None:
    net = network([[9, 1], [1, 9]], [1, 1])
    with pytest.raises(SolverError, match="do not settle"):
        recover_duals(net, np.array([1, 0]))
    lazy = np.array([0, -1])
    assert certify(net, lazy, recover_duals(net, lazy)).gap == 9
