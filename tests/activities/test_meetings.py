"""Writing meetings down: one meeting, however often and by whomever it is told."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from activities.domain.meetings import (
    Device,
    erase_entry,
    log_meeting,
)
from activities.domain.planning import plan_meeting
from activities.enums import EntryOutcome, MeetingState, PlannedState, ReviewReason
from activities.errors import Difference, EntryDiffers, EntryErased
from activities.models import Entry, HelpCall, Meeting, MeetingWord
from base.audit.actor import Robot
from base.common.errors import Refusal
from matching.enums import PairSide, PairState
from tests.factories.activities import MeetingFactory, at, draft, meeting_pair

pytestmark = pytest.mark.django_db

BOB = Robot("Bob", actor_id=7)
OLENA = Robot("family 9", actor_id=9)
HELPER, FAMILY = PairSide.HELPER, PairSide.FAMILY


def log(pair, told=None, *, entry_id=None, side=HELPER, by=None, **device):
    by = by or (BOB if side == HELPER else OLENA)
    return log_meeting(
        pair,
        entry_id=entry_id or uuid4(),
        draft=told or draft(),
        side=side,
        by=by,
        device=Device(**device) if device else None,
    )


def test_log_makes_a_meeting_with_the_times_of_device_and_server():
    pair, made = meeting_pair(), at(hours=-1)
    before = timezone.now()
    logged = log(pair, draft(note=" A walk "), device_at=made, sent_at=timezone.now(), name="phone")
    assert (logged.outcome, logged.is_new) == (EntryOutcome.MADE, True)
    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.side, meeting.note) == (MeetingState.LOGGED, HELPER, "A walk")
    assert meeting.ends_at - meeting.start == timedelta(hours=1)
    entry = Entry.objects.get()
    assert entry.device_at == made
    assert before <= entry.received_at <= timezone.now()
    assert entry.clock_off_seconds is None


def test_same_entry_again_gets_the_same_answer():
    pair, number = meeting_pair(), uuid4()
    first = log(pair, entry_id=number)
    second = log(pair, entry_id=number, device_at=at(), sent_at=at())
    assert Meeting.objects.count() == Entry.objects.count() == 1
    assert (first.outcome, first.sentence, first.meeting) == (
        second.outcome,
        second.sentence,
        second.meeting,
    )


def test_same_number_with_other_content_is_told_field_by_field():
    pair, number = meeting_pair(), uuid4()
    log(pair, draft(minutes=60), entry_id=number)
    with pytest.raises(EntryDiffers) as told:
        log(pair, draft(minutes=90, note="Longer"), entry_id=number)
    assert told.value.differences == (
        Difference("minutes", 90, 60),
        Difference("note", "Longer", ""),
    )
    assert Meeting.objects.get().minutes == 60


def test_same_number_from_somebody_else_tells_nothing():
    pair, number = meeting_pair(), uuid4()
    log(pair, entry_id=number)
    with pytest.raises(EntryDiffers) as told:
        log(pair, entry_id=number, by=Robot("Eve", actor_id=8))
    assert told.value.differences == ()


def test_erased_entry_cannot_come_back():
    pair, number = meeting_pair(), uuid4()
    entry = log(pair, draft(note="a name"), entry_id=number).entry
    digest = entry.digest
    erase_entry(entry, by=BOB)
    with pytest.raises(EntryErased):
        log(pair, draft(note="a name"), entry_id=number)
    entry.refresh_from_db()
    assert entry.digest == digest
    assert {entry.content, entry.pair, entry.meeting, entry.by_id, entry.received_at} == {None}
    assert Meeting.objects.get().note == ""


def test_second_log_of_the_same_side_is_known_and_overwrites_nothing():
    pair = meeting_pair()
    log(pair, draft(at(days=-1), 60))
    again = log(pair, draft(at(days=-1, minutes=10), 90))
    assert (again.outcome, again.is_new) == (EntryOutcome.KNOWN, False)
    assert [one.field for one in again.differences] == ["start", "minutes"]
    assert Meeting.objects.get().minutes == 60
    assert Entry.objects.count() == 2


def test_log_of_the_other_side_confirms_the_first():
    pair = meeting_pair()
    log(pair, draft(at(days=-1), 60, mood=3))
    theirs = log(pair, draft(at(days=-1, minutes=15), 75, mood=1, note="Was nice"), side=FAMILY)
    assert theirs.outcome == EntryOutcome.CONFIRMED
    meeting, word = Meeting.objects.get(), MeetingWord.objects.get()
    assert (meeting.state, meeting.mood, meeting.minutes) == (MeetingState.CONFIRMED, 3, 60)
    assert (word.side, word.confirmed, word.mood, word.note) == (FAMILY, True, 1, "Was nice")


def test_log_of_the_other_side_far_from_the_first_is_for_the_coordinator():
    pair = meeting_pair()
    log(pair, draft(at(days=-1), 60))
    theirs = log(pair, draft(at(days=-1), 300), side=FAMILY)
    assert (theirs.outcome, theirs.is_new) == (EntryOutcome.FOR_REVIEW, False)
    assert Meeting.objects.get().state == MeetingState.DISPUTED


def test_meeting_that_begins_when_another_ends_is_another():
    pair = meeting_pair()
    log(pair, draft(at(days=-1), 60))
    assert log(pair, draft(at(days=-1, hours=1), 60)).outcome == EntryOutcome.MADE
    assert log(pair, draft(at(days=-1, hours=-1), 60)).outcome == EntryOutcome.MADE
    assert Meeting.objects.count() == 3


def test_withdrawn_meeting_holds_no_time():
    pair = meeting_pair()
    MeetingFactory(pair=pair, state=MeetingState.WITHDRAWN)
    assert log(pair).outcome == EntryOutcome.MADE


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (PairState.CLOSED, ReviewReason.ENDED),
        (PairState.DECLINED, ReviewReason.ENDED),
        (PairState.SUSPENDED, ReviewReason.SUSPENDED),
        (PairState.PAUSED, ReviewReason.PAUSED),
        (PairState.CLOSING, ReviewReason.CLOSING),
    ],
)
def test_late_log_inside_the_assignment_is_taken_for_review(state, reason):
    pair = meeting_pair(
        state=state,
        suspended_from=PairState.ACTIVE if state == PairState.SUSPENDED else "",
        closed_on=timezone.localdate() if reason == ReviewReason.ENDED else None,
    )
    logged = log(pair)
    assert (logged.outcome, logged.entry.because) == (EntryOutcome.FOR_REVIEW, reason)
    assert Meeting.objects.get().state == MeetingState.FOR_REVIEW
    assert logged.sentence


def test_log_after_the_end_of_the_pair_is_refused():
    pair = meeting_pair(state=PairState.CLOSED, closed_on=timezone.localdate() - timedelta(days=3))
    with pytest.raises(Refusal) as told:
        log(pair)
    assert told.value.code == "outside"
    assert Entry.objects.count() == 0


def test_log_before_both_said_yes_is_refused():
    pair = meeting_pair(state=PairState.OFFERED, active_since=None)
    with pytest.raises(Refusal, match="did not meet in this pair yet"):
        log(pair)


def test_start_to_come_is_refused():
    with pytest.raises(ValidationError) as told:
        log(meeting_pair(), draft(at(hours=1)))
    assert "still to come" in told.value.message_dict["start"][0]


@pytest.mark.parametrize(
    ("ahead", "told", "outcome"),
    [
        (timedelta(minutes=9), None, EntryOutcome.MADE),
        (timedelta(minutes=30), 1800, EntryOutcome.MADE),
        (timedelta(minutes=-30), -1800, EntryOutcome.MADE),
        (timedelta(days=1), 86400, EntryOutcome.FOR_REVIEW),
        (timedelta(days=-1), -86400, EntryOutcome.FOR_REVIEW),
    ],
)
def test_wrong_clock_is_told_and_a_very_wrong_one_reviewed(ahead, told, outcome):
    now = timezone.now()
    logged = log(meeting_pair(), draft(now + ahead - timedelta(hours=1)), sent_at=now + ahead)
    assert logged.outcome == outcome
    assert logged.clock_off_seconds is None if told is None else abs(logged.clock_off_seconds - told) < 5


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("minutes", {"minutes": 4}),
        ("minutes", {"minutes": 721}),
        ("activities", {"activities": ("chess",)}),
        ("took_part", {"took_part": ("dog",)}),
        ("mood", {"mood": 5}),
        ("note", {"note": "x" * 501}),
    ],
)
def test_bad_draft_is_told_by_field(field, fields):
    with pytest.raises(ValidationError) as told:
        log(meeting_pair(), draft(**fields))
    assert list(told.value.message_dict) == [field]


def test_asking_for_help_calls_the_coordinators_once():
    pair, number = meeting_pair(), uuid4()
    for _again in range(2):
        log(pair, draft(help=True, note="Please call"), entry_id=number)
    log(pair, draft(help=True), entry_id=uuid4())
    assert [(call.side, call.words) for call in HelpCall.objects.all()] == [(HELPER, "Please call")]


def test_logged_meeting_fulfils_the_plan_it_overlaps(time_machine):
    pair = meeting_pair()
    planned = plan_meeting(pair, start=at(hours=1), minutes=60, place="", by=BOB)
    time_machine.move_to(timezone.now() + timedelta(hours=3))
    logged = log(pair, draft(planned.start + timedelta(minutes=15)))
    planned.refresh_from_db()
    assert (planned.state, planned.meeting) == (PlannedState.HELD, logged.meeting)
