"""Augmenting paths and the flow agree on everything but the lots among equals."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import matching.solver.assign as assigning
from matching.solver import Params, check, solve
from matching.solver.assign import assign_by_flow
from matching.solver.duals import certify, earned, recover_duals, room_costs
from matching.solver.network import Network
from matching.solver.paths import Paths, assign_by_paths
from tests.matching.solver.instances import random_problem
from tests.matching.solver.networks import random_network

NETWORKS = st.builds(
    random_network,
    seed=st.integers(0, 1 << 30),
    seekers=st.integers(0, 60),
    helpers=st.integers(0, 60),
    density=st.sampled_from([0.02, 0.1, 0.5, 1.0]),
    most=st.sampled_from([1, 9, 10**9]),
)


@settings(max_examples=300, deadline=None)
@given(network=NETWORKS, seed=st.integers(0, 5))
def test_paths_and_flow_agree(network: Network, seed: int) -> None:
    ours, theirs = assign_by_paths(network, seed), assign_by_flow(network, seed)
    assert earned(network, ours).sum() == earned(network, theirs).sum()
    assert (earned(network, ours) > 0).tolist() == (ours >= 0).tolist()
    mine, other = recover_duals(network, ours), recover_duals(network, theirs)
    assert mine.helper.tolist() == other.helper.tolist()
    assert mine.seeker.tolist() == other.seeker.tolist()
    assert room_costs(network, ours).tolist() == room_costs(network, theirs).tolist()
    proof = certify(network, ours, mine)
    assert (proof.gap, proof.violation) == (0, 0)
    assert (np.bincount(ours[ours >= 0], minlength=len(network.room)) <= network.room).all()


@settings(max_examples=30, deadline=None)
@given(network=NETWORKS)
def test_every_arrival_leaves_an_optimum_that_its_prices_prove(network: Network) -> None:
    paths = Paths.of(network)
    for s in range(network.seekers):
        paths.insert(np.array([s]))
        here = network.seeker <= s
        so_far = replace(
            network,
            seeker=network.seeker[here],
            helper=network.helper[here],
            profit=network.profit[here],
        )
        value = earned(so_far, paths.mates()).sum()
        assert value == earned(so_far, assign_by_flow(so_far)).sum()
        room = np.diff(paths.first)
        assert value == paths.value.sum() + (paths.price * room).sum()
        assert (paths.price[paths.used < room] == 0).all()


def test_order_of_arcs_changes_nothing() -> None:
    network = random_network(3, 40, 30, density=0.5)
    mixed = np.random.default_rng(1).permutation(len(network.profit))
    other = replace(
        network, seeker=network.seeker[mixed], helper=network.helper[mixed], profit=network.profit[mixed]
    )
    assert assign_by_paths(network, 5).tolist() == assign_by_paths(other, 5).tolist()


def test_network_is_left_as_it_was() -> None:
    network = random_network(3, 10, 90, density=1.0)
    before = network.helper.tolist(), network.profit.tolist()
    assign_by_paths(network)
    assert (network.helper.tolist(), network.profit.tolist()) == before


def crossed(seekers: int, helpers: int) -> Network:
    """Everybody could have everybody, and all are the same."""
    seeker, helper = np.divmod(np.arange(seekers * helpers), helpers)
    return Network(
        seeker=seeker.astype(np.int32),
        helper=helper.astype(np.int32),
        profit=np.full(seekers * helpers, 7),
        seekers=seekers,
        room=np.ones(helpers, dtype=np.int64),
    )


def test_lots_decide_whichever_row_stands_where() -> None:
    taken = np.array([assign_by_paths(crossed(1, 40), seed)[0] for seed in range(2_000)])
    served = np.array([assign_by_paths(crossed(5, 1), seed).argmax() for seed in range(2_000)])
    assert 20 < np.bincount(taken, minlength=40).min() <= np.bincount(taken).max() < 90
    assert 320 < np.bincount(served, minlength=5).min() <= np.bincount(served).max() < 480
    assert assign_by_paths(crossed(5, 40), 3).tolist() == assign_by_paths(crossed(5, 40), 3).tolist()


def test_large_networks_go_by_paths_to_the_same_optimum(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = random_problem(300, 200, towns=1, free_spans=8)
    by_flow = solve(problem, Params(seed=2))
    monkeypatch.setattr(assigning, "MANY_ARCS", 100)
    by_paths = solve(problem, Params(seed=2))
    assert by_paths.candidates > 100
    assert by_paths.certificate == by_flow.certificate
    assert by_paths.objective == by_flow.objective
    assert by_paths.duals.helper.tolist() == by_flow.duals.helper.tolist()
    assert check(problem, by_paths) == []
