"""Prices prove an optimum and refuse anything else."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import matching.solver.duals as proving
import matching.solver.ways as ways
from matching.solver import SolverError
from matching.solver.assign import assign
from matching.solver.duals import Duals, certify, earned, recover_duals
from matching.solver.network import Network
from tests.matching.solver.networks import random_network


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


@settings(max_examples=150, deadline=None)
@given(
    seed=st.integers(0, 1 << 30),
    seekers=st.integers(0, 40),
    helpers=st.integers(1, 40),
    density=st.sampled_from([0.05, 0.5, 1.0]),
)
def test_compiled_prices_and_proof_are_those_of_numpy(
    seed: int, seekers: int, helpers: int, density: float
) -> None:
    net = random_network(seed, seekers, helpers, density=density)
    mixed = np.random.default_rng(seed).permutation(len(net.profit))
    net = replace(net, seeker=net.seeker[mixed], helper=net.helper[mixed], profit=net.profit[mixed])
    mate = assign(net)
    answers = []
    for many in (-1, 1 << 40):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(proving, "MANY_ARCS", many)
            patch.setattr(ways, "MANY_ARCS", many)
            duals = recover_duals(net, mate)
            low = Duals(duals.seeker - 3, duals.helper)
            starts, order = ways._grouped(net.helper, helpers)
            answers.append(
                (
                    duals.seeker.tolist(), duals.helper.tolist(), earned(net, mate).tolist(),
                    certify(net, mate, duals), certify(net, mate, low), starts.tolist(), order.tolist(),
                )
            )  # fmt: skip
    assert answers[0] == answers[1]


@pytest.mark.parametrize("many", [-1, 1 << 40])
def test_prices_of_a_worse_assignment_settle_in_no_number_of_rounds(
    many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proving, "MANY_ARCS", many)
    with pytest.raises(SolverError, match="do not settle"):
        recover_duals(network([[9, 1], [1, 9]], [1, 1]), np.array([1, 0]))
