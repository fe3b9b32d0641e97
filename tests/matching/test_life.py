"""The machine of a pair's life alone: orders, states, and the table of what may follow."""

from itertools import permutations

import pytest

from matching.domain.life import (
    DEFAULT_STEPS,
    TRANSITIONS,
    all_orders,
    following,
    is_an_order,
    next_step,
    state_after,
    states_of,
    steps_done,
    waits_for,
)
from matching.enums import OPEN_PAIR_STATES, LifeStep, PairState

HELPER, FAMILY, MEETING, AGREEMENT = LifeStep
ORDERS = sorted(all_orders())


def test_there_are_ten_orders():
    assert len(set(ORDERS)) == len(ORDERS) == 10
    every = {steps for count in range(5) for steps in permutations(LifeStep, count)}
    assert {steps for steps in every if is_an_order(steps)} == set(ORDERS)
    assert is_an_order(["family", "helper", "agreement"])
    assert not is_an_order(["helper", "agreement", "family"])


@pytest.mark.parametrize(
    ("steps", "states"),
    [
        (DEFAULT_STEPS, ["offered", "helper_accepted", "accepted", "active"]),
        ((FAMILY, HELPER), ["offered", "family_accepted", "active"]),
        (
            (HELPER, FAMILY, MEETING, AGREEMENT),
            ["offered", "helper_accepted", "accepted", "met", "active"],
        ),
        (
            (FAMILY, HELPER, AGREEMENT, MEETING),
            ["offered", "family_accepted", "accepted", "agreed", "active"],
        ),
    ],
)
def test_states_follow_the_order_of_the_steps(steps, states):
    assert list(states_of(steps)) == states


@pytest.mark.parametrize("steps", ORDERS, ids=" ".join)
def test_each_step_leads_to_the_next_and_the_last_to_meeting(steps):
    state, taken = PairState.OFFERED, []
    while step := next_step(steps, state):
        assert following(steps, state) == (state_after(steps, step), PairState.DECLINED)
        assert steps_done(steps, state) == tuple(taken)
        state = state_after(steps, step)
        taken.append(step)
    assert (state, tuple(taken), waits_for(steps, state)) == (PairState.ACTIVE, steps, None)
    assert following(steps, state) == ()


#: Written by hand from the issue, not from the code: what may follow what.
BEGUN_NOT_YET = "declined closed suspended"
LEGAL = {
    "offered": f"helper_accepted family_accepted expired undone {BEGUN_NOT_YET}",
    "helper_accepted": f"accepted active expired {BEGUN_NOT_YET}",
    "family_accepted": f"accepted active expired {BEGUN_NOT_YET}",
    "accepted": f"met agreed active {BEGUN_NOT_YET}",
    "met": f"active {BEGUN_NOT_YET}",
    "agreed": f"active {BEGUN_NOT_YET}",
    "active": "paused closing closed suspended",
    "paused": "active paused closing closed suspended",
    "suspended": "offered helper_accepted family_accepted accepted met agreed active paused closing closed",
    "closing": "closed",
    "declined": "",
    "expired": "",
    "closed": "",
    "undone": "",
}


def test_table_of_what_may_follow_is_the_one_written_by_hand():
    assert {state.value: {one.value for one in after} for state, after in TRANSITIONS.items()} == {
        state: set(after.split()) for state, after in LEGAL.items()
    }


@pytest.mark.parametrize("state", OPEN_PAIR_STATES)
def test_every_open_state_has_a_way_out(state):
    reached, ahead = set(), [state]
    while ahead:
        for one in TRANSITIONS[ahead.pop()] - reached:
            reached.add(one)
            ahead.append(one)
    assert reached - set(OPEN_PAIR_STATES)
    assert PairState.CLOSED in TRANSITIONS[state]
