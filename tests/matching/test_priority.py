"""How urgent a family is, and why."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from families.enums import PriorityKind
from families.models import PriorityInput
from matching.domain.priority import Owed, Reason, counts_beside, presses, priority_of, priority_weights

TODAY = date(2026, 11, 21)
PROMISE = 60
LOST = Owed(TODAY - timedelta(days=9), TODAY - timedelta(days=2), met=False)


def waited(days):
    return TODAY - timedelta(days=days)


def written(weight=1, kind=PriorityKind.ALONE, until=None, reason="came alone"):
    return PriorityInput(kind=kind, weight=weight, until=until, reason=reason)


def weight_of(days, *inputs, owed=None):
    return priority_of(waited(days), inputs, on=TODAY, promise_days=PROMISE, owed=owed).weight


@pytest.mark.parametrize(
    ("days", "weight"), [(0, 1), (29, 1), (30, 2), (59, 2), (60, 3), (119, 3), (120, 4), (2000, 4)]
)
def test_weight_grows_with_the_promise_of_waiting_time(days, weight):
    assert weight_of(days) == weight


def test_weight_of_someone_who_waits_from_tomorrow_is_one():
    assert weight_of(-1) == 1


def test_written_reasons_add_two_at_the_most():
    assert weight_of(0, written(1)) == 2
    assert weight_of(0, written(2), written(2), written(1)) == 3


def test_weight_without_a_deadline_stops_at_four():
    assert weight_of(500, written(2)) == 4


def test_deadline_comes_first():
    assert weight_of(0, written(1, PriorityKind.DEADLINE, TODAY + timedelta(days=5))) == 5


def test_deadline_beyond_the_promise_is_a_reason_like_others():
    assert weight_of(0, written(1, PriorityKind.DEADLINE, TODAY + timedelta(days=61))) == 2


def test_reason_counts_on_its_last_day_and_not_after():
    assert weight_of(0, written(1, until=TODAY)) == 2
    assert weight_of(0, written(1, until=TODAY - timedelta(days=1))) == 1
    assert weight_of(0, written(1, PriorityKind.DEADLINE, TODAY - timedelta(days=1))) == 1


@pytest.mark.parametrize(("days", "weight"), [(0, 2), (30, 3), (60, 4), (120, 4)])
def test_what_is_owed_adds_one_and_stays_below_a_deadline(days, weight):
    assert weight_of(days, owed=LOST) == weight
    deadline = written(1, PriorityKind.DEADLINE, TODAY + timedelta(days=5))
    assert weight_of(days, deadline, owed=LOST) == 5


def test_earlier_pair_written_by_hand_is_not_counted_beside_what_is_owed():
    by_hand = written(2, PriorityKind.ENDED_EARLY)
    assert (weight_of(0, by_hand), weight_of(0, by_hand, owed=LOST)) == (3, 2)
    told = priority_of(waited(0), [by_hand], on=TODAY, promise_days=PROMISE, owed=LOST)
    assert [(one.code, one.adds) for one in told.reasons] == [
        ("asks", 1), ("waits", 0), ("owed", 1), ("ended_early", 0)
    ]  # fmt: skip


def test_reasons_tell_each_share():
    priority = priority_of(
        waited(70),
        [written(2, reason="alone"), written(1, PriorityKind.BABY)],
        on=TODAY,
        promise_days=PROMISE,
    )

    assert priority.reasons == (
        Reason("asks", 1),
        Reason("waits", 2, days=70),
        Reason("alone", 1, "alone"),
        Reason("baby", 0, "came alone"),
    )
    assert priority.weight == 4


inputs = st.lists(
    st.builds(
        written,
        st.integers(1, 2),
        st.sampled_from(PriorityKind.values),
        st.none() | st.integers(-40, 200).map(lambda days: TODAY + timedelta(days=days)),
    ),
    max_size=5,
)


@given(days=st.integers(-5, 800), inputs=inputs, promise=st.integers(1, 200), owed=st.none() | st.just(LOST))
def test_shares_add_up_to_the_weight_the_solver_gets(days, inputs, promise, owed):
    priority = priority_of(waited(days), inputs, on=TODAY, promise_days=promise, owed=owed)

    pressing = [presses(one.kind, one.until, on=TODAY, promise_days=promise) for one in inputs]
    counting = [
        (one.until is None or one.until >= TODAY) and counts_beside(one.kind, owed=owed is not None)
        for one in inputs
    ]
    extra = sum(
        one.weight for one, now, date_ in zip(inputs, counting, pressing, strict=True) if now and not date_
    )
    [weight] = priority_weights(
        [max(days, 0)], [extra], [any(pressing)], [owed is not None], promise_days=promise
    )
    assert priority.weight == weight == sum(reason.adds for reason in priority.reasons)
    assert 1 <= weight <= 5
