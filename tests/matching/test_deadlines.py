"""What the minute does to pairs: reminders once, offers that nobody answered, pauses that end."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from base.audit.actor import Robot
from base.audit.models import Record
from base.notices.domain.outbox import send_due
from base.notices.models import Notice
from matching.domain.deadlines import (
    expire_unanswered,
    keep_deadlines,
    remind_unanswered,
    resume_paused,
)
from matching.domain.decisions import pair_by_hand
from matching.domain.examination import examine
from matching.domain.lives import revise_life
from matching.domain.owed import owed_to
from matching.domain.pairs import accept_offer, pause_pair, record_step
from matching.domain.runs import request_run
from matching.domain.work import perform_run
from matching.enums import PairSide, PairState, ProposalState
from matching.models import Proposal
from tests.factories.matching import helper_of, programme_of, seeker_of
from tests.matching.test_pairs import add_child
from volunteers.models import ClearanceItem

ALICE = Robot("Alice", 7)
pytestmark = [pytest.mark.database, pytest.mark.django_db]
HELPER, FAMILY = PairSide.HELPER, PairSide.FAMILY
START = datetime(2026, 3, 2, 10, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as clock:
        yield clock


@pytest.fixture
def programme(clock):
    return programme_of()


def told_pair(programme, clock):
    """A pair both sides have heard of: its messages have left."""
    pair = pair_by_hand(seeker_of(programme), helper_of(programme), by=ALICE)
    clock.shift(timedelta(minutes=11))
    send_due(timezone.now())
    Notice.objects.filter(state="to_hand_over").update(state="handed_over")
    return pair


def asked(pair):
    """Templates of the reminders about it."""
    about = Notice.objects.filter(subject=f"reminder:{pair.pk}").order_by("pk")
    return list(about.values_list("template", flat=True))


def at(clock, **how):
    clock.shift(timedelta(**how))
    return timezone.now()


# --- reminders ------------------------------------------------------------------------------------------


def test_days_to_answer_are_the_programmes(programme, clock):
    revise_life(programme, by=ALICE, answer_days=10, remind_days=4)
    pair = told_pair(programme, clock)
    today = timezone.localdate()
    assert (pair.answer_by, pair.remind_on) == (today + timedelta(days=10), today + timedelta(days=4))
    revise_life(programme, by=ALICE, answer_days=20, remind_days=None)
    clock.shift(timedelta(days=3))
    pair = accept_offer(pair, side=HELPER, by=ALICE)
    assert (pair.answer_by, pair.remind_on) == (timezone.localdate() + timedelta(days=20), None)


def test_helper_then_family_are_reminded_each_once(programme, clock):
    pair = told_pair(programme, clock)
    assert remind_unanswered(at(clock, days=6)) == 0
    assert [remind_unanswered(at(clock, days=1)), remind_unanswered(at(clock, days=1))] == [1, 0]
    assert asked(pair) == ["answer_reminder_helper"]
    accept_offer(pair, side=HELPER, by=ALICE)
    assert remind_unanswered(at(clock, days=6)) == 0
    assert [remind_unanswered(at(clock, days=1)), remind_unanswered(at(clock, days=1))] == [1, 0]
    assert asked(pair) == ["answer_reminder_helper", "answer_reminder_family"]
    [first, second] = Record.objects.filter(act="matching.pair.remind").order_by("pk")
    assert (first.details, second.details["side"]) == ({"pair": pair.pk, "side": "helper"}, "family")


def test_reminder_names_nobody_and_goes_with_the_answer(programme, clock):
    pair = told_pair(programme, clock)
    remind_unanswered(at(clock, days=7))
    notice = Notice.objects.get(subject=f"reminder:{pair.pk}")
    assert notice.context == {
        "label": pair.seeker.household.label,
        "day": pair.answer_by.isoformat(),
        "can_log_in": False,
    }
    accept_offer(pair, side=HELPER, by=ALICE)
    notice.refresh_from_db()
    assert notice.state == "cancelled"


def test_who_was_never_asked_is_not_reminded(programme, clock):
    pair = pair_by_hand(seeker_of(programme), helper_of(programme), by=ALICE)
    assert remind_unanswered(at(clock, days=7)) == 0
    assert asked(pair) == []


# --- not answered in time -------------------------------------------------------------------------------


def test_offer_not_answered_in_time_ends_and_another_is_proposed(programme, clock):
    perform_run(request_run(programme, by=ALICE).pk)
    pair, other = told_pair(programme, clock), helper_of(programme)
    clock.move_to(START + timedelta(days=14))
    assert expire_unanswered(timezone.now()) == 0, "the last day is a day to answer"
    clock.shift(timedelta(days=1))
    assert [expire_unanswered(timezone.now()), expire_unanswered(timezone.now())] == [1, 0]
    pair.refresh_from_db()
    assert (pair.state, pair.closed_on, pair.answer_by) == ("expired", timezone.localdate(), None)
    step = pair.steps.last()
    assert (step.state, step.side, step.by_label) == ("expired", "helper", "system")
    instead = Proposal.objects.get(seeker=pair.seeker, state=ProposalState.OPEN)
    assert instead.helper == other
    [record] = Record.objects.filter(act="matching.pair.expire")
    assert record.organisation_id == programme.lead_id


def test_each_side_has_its_own_days(programme, clock):
    pair = told_pair(programme, clock)
    clock.shift(timedelta(days=13))
    pair = accept_offer(pair, side=HELPER, by=ALICE)
    clock.shift(timedelta(days=14))
    assert expire_unanswered(timezone.now()) == 0
    clock.shift(timedelta(days=1))
    assert expire_unanswered(timezone.now()) == 1
    over = Notice.objects.filter(subject=f"over:{pair.pk}")
    assert [one.template for one in over] == ["pair_over_helper"]
    assert owed_to(pair.seeker) is None, "the family itself did not answer"


def test_family_whose_helper_did_not_answer_is_owed_one(programme, clock):
    pair = told_pair(programme, clock)
    clock.shift(timedelta(days=15))
    expire_unanswered(timezone.now())
    assert owed_to(pair.seeker).lost_on == timezone.localdate()


def test_two_who_did_not_answer_are_not_proposed_to_each_other_for_a_while(programme, clock):
    pair = told_pair(programme, clock)
    clock.shift(timedelta(days=15))
    expire_unanswered(timezone.now())
    assert [one.code for one in examine(pair.seeker, pair.helper).broken] == ["veto"]
    clock.shift(timedelta(days=91))
    assert examine(pair.seeker, pair.helper).broken == ()


def test_offer_nobody_was_told_of_does_not_expire(programme, clock):
    pair = pair_by_hand(seeker_of(programme), helper_of(programme), by=ALICE)
    clock.shift(timedelta(days=15))
    assert expire_unanswered(timezone.now()) == 0
    pair.refresh_from_db()
    assert (pair.state, pair.answer_by) == ("offered", timezone.localdate() + timedelta(days=14))


@pytest.mark.parametrize("to", [PairState.ACCEPTED, PairState.ACTIVE, PairState.DECLINED])
def test_pair_that_was_answered_does_not_expire(programme, clock, to):
    pair = told_pair(programme, clock)
    for step in (PairState.HELPER_ACCEPTED, PairState.ACCEPTED, PairState.ACTIVE):
        if to == PairState.DECLINED:
            break
        pair = record_step(pair, to=step, by=ALICE)
        if step == to:
            break
    if to == PairState.DECLINED:
        pair = record_step(pair, to=to, by=ALICE)
    clock.shift(timedelta(days=60))
    assert keep_deadlines(timezone.now()) == 0
    pair.refresh_from_db()
    assert pair.state == to


def test_offer_from_before_there_were_deadlines_waits_on(programme, clock):
    pair = told_pair(programme, clock)
    type(pair).objects.update(answer_by=None, remind_on=None)
    clock.shift(timedelta(days=400))
    assert keep_deadlines(timezone.now()) == 0


# --- pauses, and the command ----------------------------------------------------------------------------


def meeting_pair(programme, clock, **helper):
    pair = pair_by_hand(seeker_of(programme), helper_of(programme, **helper), by=ALICE)
    for to in (PairState.HELPER_ACCEPTED, PairState.ACCEPTED, PairState.ACTIVE):
        pair = record_step(pair, to=to, by=ALICE)
    return pair


def test_pause_ends_by_itself_on_its_day(programme, clock):
    pair = meeting_pair(programme, clock)
    pause_pair(pair, until=timezone.localdate() + timedelta(days=9), by=ALICE)
    assert resume_paused(at(clock, days=8)) == 0
    assert [resume_paused(at(clock, days=1)), resume_paused(timezone.now())] == [1, 0]
    pair.refresh_from_db()
    assert (pair.state, pair.paused_until, pair.steps.last().by_label) == ("active", None, "system")


def test_pair_without_clearance_is_suspended_also_in_its_pause(programme, clock):
    pair = meeting_pair(programme, clock, cleared=False)
    pause_pair(pair, until=timezone.localdate() + timedelta(days=9), by=ALICE)
    add_child(pair)
    pair.refresh_from_db()
    assert (pair.state, pair.suspended_from) == ("suspended", "paused")
    assert resume_paused(at(clock, days=9)) == 0
    assert ClearanceItem.objects.count() == 0


def test_minute_with_nothing_due_costs_three_reads(programme, clock, django_assert_num_queries):
    told_pair(programme, clock)
    meeting_pair(programme, clock)
    with django_assert_num_queries(3):
        assert keep_deadlines(timezone.now()) == 0


def test_command_does_the_same(programme, clock, capsys):
    told_pair(programme, clock)
    clock.shift(timedelta(days=15))
    call_command("keep_deadlines")
    assert capsys.readouterr().out == "1 pairs were touched.\n"
