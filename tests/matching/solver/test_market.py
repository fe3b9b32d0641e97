"""Every price and every newcomer of a market against solving anew, by the flow and by trying everything."""

from dataclasses import replace
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.solver.assign import assign
from matching.solver.duals import earned
from matching.solver.market import Market
from matching.solver.network import NOBODY, Network
from tests.matching.solver.networks import networks


def best_value(network):
    """The greatest profit there is, by the flow."""
    return int(earned(network, assign(network)).sum())


def market_of(network, seed=0):
    return Market.of(network, assign(network, seed))


def forced_value(network, seeker, helper, profit):
    """The best of all with this pair made: its profit, and the others on what room is left."""
    if helper == NOBODY:
        return best_value(without_seeker(network, seeker))
    if network.room[helper] == 0:
        return None
    room = network.room.copy()
    room[helper] -= 1
    return profit + best_value(replace(without_seeker(network, seeker), room=room))


def without_seeker(network, seeker):
    keep = network.seeker != seeker
    return replace(
        network, seeker=network.seeker[keep], helper=network.helper[keep], profit=network.profit[keep]
    )


@settings(deadline=None)
@given(networks())
def test_every_alternative_costs_what_solving_anew_loses(network):
    market = market_of(network)
    for seeker in range(network.seekers):
        for one in market.alternatives(seeker):
            profit = _profit(network, seeker, one.helper)
            assert one.loss == market.value - forced_value(network, seeker, one.helper, profit)


@settings(deadline=None)
@given(networks())
def test_an_alternatives_switches_lead_to_the_assignment_it_prices(network):
    market = market_of(network)
    for seeker in range(network.seekers):
        for one in market.alternatives(seeker):
            mate = market.after(one)
            taken = np.bincount(mate[mate >= 0], minlength=len(network.room))
            assert mate[seeker] == one.helper
            assert (taken <= network.room).all()
            assert int(earned(network, mate).sum()) == market.value - one.loss
            assert len({switch.seeker for switch in one.switches}) == len(one.switches)
            assert all(market.mate[switch.seeker] == switch.before for switch in one.switches)


@settings(deadline=None)
@given(networks(), st.integers(1, 4))
def test_the_cheapest_few_are_the_beginning_of_all(network, most):
    market = market_of(network)
    for seeker in range(network.seekers):
        everything = [one.loss for one in market.alternatives(seeker) if one.loss is not None]
        assert [one.loss for one in market.alternatives(seeker, most)] == everything[:most]


@settings(deadline=None)
@given(networks(), st.integers(-5, 20))
def test_forcing_a_pair_the_rules_forbid_costs_what_solving_anew_loses(network, profit):
    market = market_of(network)
    for seeker, helper in product(range(network.seekers), range(len(network.room))):
        if market.mate[seeker] == helper:
            continue
        value = forced_value(network, seeker, helper, profit)
        loss = market.force(seeker, helper, profit).loss
        assert loss == (None if value is None else market.value - value)


@settings(deadline=None)
@given(networks())
def test_releasing_a_seeker_costs_their_value(network):
    market = market_of(network)
    for seeker in range(network.seekers):
        value = best_value(without_seeker(network, seeker))
        assert market.release(seeker).loss == market.value - value == market.gives[seeker]


@settings(deadline=None)
@given(networks())
def test_a_unit_of_room_taken_away_costs_what_solving_anew_loses(network):
    market = market_of(network)
    for helper in np.flatnonzero(network.room).tolist():
        room = network.room.copy()
        room[helper] -= 1
        assert market.takes[helper] == market.value - best_value(replace(network, room=room))


@settings(deadline=None)
@given(networks(), st.data())
def test_a_newcomer_gains_what_solving_anew_gains(network, data):
    market = market_of(network)
    helpers = np.flatnonzero(network.room)
    worth = st.lists(st.integers(-3, 12), min_size=len(helpers), max_size=len(helpers))
    profits = np.array(data.draw(worth), dtype=np.int64)
    grown = market.with_seeker(helpers, profits)
    promised = max([0, *(profits - market.takes[helpers]).tolist()])
    assert grown.value == best_value(grown.network) == market.value + promised


@settings(deadline=None)
@given(networks(), st.integers(0, 3), st.data())
def test_a_new_helper_gains_what_solving_anew_gains(network, room, data):
    market = market_of(network)
    worth = st.lists(st.integers(1, 12), min_size=network.seekers, max_size=network.seekers)
    profits = np.array(data.draw(worth), dtype=np.int64)
    grown = market.with_helper(np.arange(network.seekers), profits, room)
    assert grown.value == best_value(grown.network)
    if room == 1:
        assert grown.value - market.value == max([0, *(profits - market.gives).tolist()])


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 2**32))
def test_forty_arrivals_one_by_one_equal_forty_solutions_anew(seed):
    lots = np.random.default_rng(seed)
    pairs = np.argwhere(lots.random((60, 40)) < 0.15)
    market = market_of(
        Network(
            seeker=pairs[:, 0].astype(np.int32),
            helper=pairs[:, 1].astype(np.int32),
            profit=lots.integers(1, 60, len(pairs)),
            seekers=60,
            room=lots.integers(1, 3, 40),
        )
    )
    for _ in range(40):
        helpers = np.flatnonzero(lots.random(40) < 0.2)
        market = market.with_seeker(helpers, lots.integers(1, 60, len(helpers)))
        assert market.value == best_value(market.network)


def _profit(network, seeker, helper):
    chosen = (network.seeker == seeker) & (network.helper == helper)
    return int(network.profit[chosen].sum())
