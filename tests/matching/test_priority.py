"""How urgent a family is, and why."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from families.enums import PriorityKind
from families.models import PriorityInput
from matching.domain.priority import Reason, presses, priority_of, priority_weights

TODAY = date(2026, 11, 21)
PROMISE = 60


def waited(days):
    return TODAY - timedelta(days=days)


def written(weight=1, kind=PriorityKind.ALONE, until=None, reason="came alone"):
    return PriorityInput(kind=kind, weight=weight, until=until, reason=reason)


def weight_of(days, *inputs):
    return priority_of(waited(days), inputs, on=TODAY, promise_days=PROMISE).weight


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


@given(days=st.integers(-5, 800), inputs=inputs, promise=st.integers(1, 200))
def test_shares_add_up_to_the_weight_the_solver_gets(days, inputs, promise):
    priority = priority_of(waited(days), inputs, on=TODAY, promise_days=promise)

    pressing = [presses(one.kind, one.until, on=TODAY, promise_days=promise) for one in inputs]
    counting = [one.until is None or one.until >= TODAY for one in inputs]
    extra = sum(
        one.weight for one, now, date_ in zip(inputs, counting, pressing, strict=True) if now and not date_
    )
    [weight] = priority_weights([max(days, 0)], [extra], [any(pressing)], promise_days=promise)
    assert priority.weight == weight == sum(reason.adds for reason in priority.reasons)
    assert 1 <= weight <= 5
