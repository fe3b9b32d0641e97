"""Thousands of random instances: the optimum by every method there is, every price by solving anew.

`make test-heavy` runs them; seed by seed, so that a failure names the one to replay.
"""

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from matching.solver import check, solve
from matching.solver.assign import assign_by_flow
from matching.solver.duals import certify, earned, recover_duals
from matching.solver.market import Market
from matching.solver.network import Network
from matching.solver.paths import assign_by_paths
from tests.matching.solver.instances import tangled_crowd
from tests.matching.solver.networks import random_network
from tests.matching.solver.test_market import _profit, forced_value
from tests.matching.solver.test_solve import best_by_trying, reached

pytestmark = pytest.mark.heavy


def drawn(seed: int, most: int) -> Network:
    """A network of some size and density, with room for none to three."""
    lots = np.random.default_rng(seed)
    seekers, helpers = lots.integers(0, most, 2).tolist()
    return random_network(seed, seekers, helpers, density=float(lots.choice([0.05, 0.2, 0.6, 1.0])))


def best_by_scipy(network: Network) -> int:
    """The dense assignment problem, each helper as often as there is room and nobody for everybody."""
    columns = np.repeat(np.arange(len(network.room)), network.room)
    profit = np.zeros((network.seekers, len(columns) + network.seekers), dtype=np.int64)
    table = np.zeros((network.seekers, len(network.room)), dtype=np.int64)
    table[network.seeker, network.helper] = network.profit
    profit[:, : len(columns)] = table[:, columns]
    return int(profit[linear_sum_assignment(profit, maximize=True)].sum())


@pytest.mark.parametrize("thousand", range(5))
def test_a_thousand_networks_have_one_optimum_by_flow_by_paths_and_by_the_dense_method(thousand: int) -> None:
    for seed in range(thousand * 1_000, thousand * 1_000 + 1_000):
        network = drawn(seed, 40)
        by_flow, by_paths = assign_by_flow(network, seed), assign_by_paths(network, seed)
        value = int(earned(network, by_flow).sum())
        assert (value, value) == (int(earned(network, by_paths).sum()), best_by_scipy(network)), seed
        proof = certify(network, by_paths, recover_duals(network, by_paths))
        assert (proof.value, proof.bound, proof.violation) == (value, value, 0), seed


@pytest.mark.parametrize("thousand", range(2))
def test_a_thousand_small_problems_have_the_best_of_all_assignments(thousand: int) -> None:
    for seed in range(thousand * 1_000, thousand * 1_000 + 1_000):
        problem = tangled_crowd(seed, seed % 7, seed // 7 % 6)
        result = solve(problem)
        assert reached(result) == best_by_trying(problem), seed
        assert check(problem, result) == [], seed


def test_every_price_in_a_thousand_markets_is_what_solving_anew_loses() -> None:
    priced = 0
    for seed in range(1_000):
        network = drawn(seed, 9)
        market = Market.of(network, assign_by_flow(network, seed))
        for seeker in range(network.seekers):
            for one in market.alternatives(seeker):
                value = forced_value(network, seeker, one.helper, _profit(network, seeker, one.helper))
                assert one.loss == (None if value is None else market.value - value), (seed, seeker)
                priced += 1
    assert priced > 5_000
