"""To whom a helper is owed: told from how each pair ended, and weighed alike for one and for all."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from base.audit.actor import Robot
from families.enums import PriorityKind
from families.models import PriorityInput
from matching.domain.decisions import pair_by_hand
from matching.domain.owed import OWED_FOR, owed_to, priority_now
from matching.domain.pairs import close_pair, record_step, undo_pair
from matching.domain.people import read_seekers
from matching.domain.priority import Owed, Reason
from matching.domain.programmes import enrol_household, leave_programme
from matching.domain.sentences import owed_reason, priority_reason
from matching.enums import CloseReason, PairState
from matching.models import Pair, PairStep, Seeker
from tests.factories.families import PriorityInputFactory
from tests.factories.matching import PairFactory, helper_of, programme_of, seeker_of
from volunteers.domain.clearance import revoke_clearance_item

ALICE = Robot("Alice", 7)
pytestmark = pytest.mark.django_db
YES, BOTH, MET, NO = PairState.HELPER_ACCEPTED, PairState.ACCEPTED, PairState.ACTIVE, PairState.DECLINED


@pytest.fixture
def seeker():
    return seeker_of(programme_of())


def paired(seeker, *steps, **helper):
    pair = pair_by_hand(seeker, helper_of(seeker.programme, **helper), by=ALICE)
    for step in steps:
        pair = record_step(pair, to=step, by=ALICE)
    return pair


def closed(seeker, reason, *steps):
    return close_pair(paired(seeker, *steps), reason=reason, by=ALICE)


def days_ago(pair, *, offered, ended):
    today = timezone.localdate()
    Pair.objects.filter(pk=pair.pk).update(
        offered_on=today - timedelta(days=offered), closed_on=today - timedelta(days=ended)
    )


@pytest.mark.parametrize(
    ("steps", "owes"),
    [((NO,), True), ((YES, NO), False), ((YES, BOTH, NO), True)],
    ids=["nobody had said yes", "the family alone", "both had said yes"],
)
def test_declined_offer_is_owed_unless_the_family_alone_said_no(seeker, steps, owes):
    paired(seeker, *steps)
    assert (owed_to(seeker) is not None) == owes


@pytest.mark.parametrize(
    ("reason", "owes"),
    [
        (CloseReason.COMPLETED, False),
        (CloseReason.MOVED, False),
        (CloseReason.HELPER_LEFT, True),
        (CloseReason.NO_TIME, True),
        (CloseReason.NOT_SUITED, True),
        (CloseReason.SAFETY, True),
        (CloseReason.OTHER, True),
    ],
)
def test_pair_that_ended_before_its_time_is_owed(seeker, reason, owes):
    pair = closed(seeker, reason, YES, BOTH, MET)
    lost = Owed(pair.offered_on, timezone.localdate(), met=True)
    assert owed_to(seeker) == (lost if owes else None)


def test_every_reason_to_close_is_in_the_table_above():
    table = test_pair_that_ended_before_its_time_is_owed.pytestmark[0].args[1]
    assert {reason for reason, _owes in table} == set(CloseReason)


def test_pair_closed_while_suspended_is_owed():
    seeker = seeker_of(programme_of(), children=1)
    pair = paired(seeker, YES, BOTH, MET)
    revoke_clearance_item(pair.helper.volunteer.clearance_items.first(), by=ALICE)
    pair.refresh_from_db()
    assert pair.state == PairState.SUSPENDED
    close_pair(pair, reason=CloseReason.OTHER, by=ALICE)
    assert owed_to(seeker) is not None


def test_undone_offer_owes_nothing_and_takes_nothing(seeker):
    undo_pair(paired(seeker), by=ALICE)
    assert owed_to(seeker) is None
    paired(seeker, NO)
    undo_pair(paired(seeker), by=ALICE)
    assert owed_to(seeker) is not None


def test_familys_own_no_keeps_what_it_was_owed(seeker):
    closed(seeker, CloseReason.HELPER_LEFT, YES, BOTH, MET)
    before = owed_to(seeker)
    paired(seeker, YES, NO)
    assert owed_to(seeker) == before is not None


def test_later_pair_that_came_to_its_end_settles_it(seeker):
    paired(seeker, NO)
    closed(seeker, CloseReason.COMPLETED, YES, BOTH, MET)
    assert owed_to(seeker) is None


def test_it_counts_for_a_year(seeker):
    pair = paired(seeker, NO)
    days_ago(pair, offered=OWED_FOR.days + 9, ended=OWED_FOR.days - 1)
    assert owed_to(seeker) is not None
    days_ago(pair, offered=OWED_FOR.days + 9, ended=OWED_FOR.days)
    assert owed_to(seeker) is None


def test_it_is_of_one_programme_and_outlives_leaving_it(seeker):
    paired(seeker, NO)
    elsewhere = seeker_of(programme_of(seeker.programme.lead), seeker.household)
    leave_programme(seeker, by=ALICE)
    back = enrol_household(seeker.programme, seeker.household, by=ALICE)
    assert owed_to(elsewhere) is None
    assert owed_to(back) is not None


def test_it_is_a_share_of_the_priority(seeker):
    pair = paired(seeker, NO)
    [told] = [one for one in priority_now(seeker, promise_days=60).reasons if one.code == "owed"]
    assert (told.adds, told.owed) == (1, Owed(pair.offered_on, pair.closed_on, met=False))


def test_it_is_told_with_its_days():
    year = timezone.localdate().year
    september, october = date(year, 9, 3), date(year, 10, 12)
    told = Reason("owed", 1, owed=Owed(september, october, met=False))
    assert priority_reason(told) == "Was promised a helper on 3 September, who could not."
    assert owed_reason(Owed(september, october, met=True)) == (
        "Had a helper from 3 September to 12 October; the pair ended before its time."
    )
    assert "12 October 2024" in owed_reason(Owed(date(2024, 9, 3), date(2024, 10, 12), met=True))


# --- one formula ------------------------------------------------------------------------------------------

ends = st.sampled_from([(NO, ""), *((PairState.CLOSED, reason) for reason in CloseReason)])
lives = st.lists(st.tuples(ends, st.sets(st.sampled_from([YES, BOTH, MET])), st.integers(0, 500)), max_size=3)
written = st.lists(
    st.tuples(st.sampled_from(PriorityKind.values), st.integers(1, 2), st.none() | st.integers(-9, 90)),
    max_size=3,
)
families = st.lists(st.tuples(st.integers(0, 200), lives, written), min_size=1, max_size=3)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(drawn=st.tuples(families, st.integers(1, 120)))
def test_weight_told_of_one_is_the_weight_of_the_run(drawn, seekers_at_hand):
    told, promise = drawn
    programme, helper, seekers = seekers_at_hand
    today = timezone.localdate()
    Pair.objects.all().delete()
    PriorityInput.objects.all().delete()
    for seeker, (waited, ended, reasons) in zip(seekers, told, strict=False):
        seeker.household.waiting_since = today - timedelta(days=waited)
        seeker.household.save(update_fields=["waiting_since"])
        for (state, reason), steps, ago in ended:
            day = today - timedelta(days=ago)
            pair = PairFactory(
                seeker=seeker, helper=helper, state=state, close_reason=reason, offered_on=day, closed_on=day
            )
            PairStep.objects.bulk_create(PairStep(pair=pair, state=step, by_label="") for step in steps)
        for kind, weight, until in reasons:
            last = None if until is None else today + timedelta(days=until)
            PriorityInputFactory(household=seeker.household, kind=kind, weight=weight, until=last)
    rules = programme.rules.get()
    rules.promise_days = promise
    asking = read_seekers(Seeker.objects.filter(programme=programme), rules, on=today)
    one_by_one = [
        priority_now(seeker, promise_days=promise).weight
        for seeker in Seeker.objects.filter(programme=programme).order_by("pk")
    ]
    assert asking.columns["weight"].tolist() == one_by_one


@pytest.fixture
def seekers_at_hand():
    programme = programme_of()
    return programme, helper_of(programme), [seeker_of(programme) for _ in range(3)]
