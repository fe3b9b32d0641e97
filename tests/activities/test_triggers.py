"""What the database itself holds, on both databases."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from activities.domain.concerns import report_concern
from activities.domain.meetings import amend_meeting, erase_entry, log_meeting
from activities.enums import MeetingState
from activities.models import Entry, IncidentNote, Meeting, MeetingChange
from base.audit.actor import Robot
from matching.enums import PairSide
from tests.factories.activities import MeetingFactory, at, draft, meeting_pair

pytestmark = [pytest.mark.django_db, pytest.mark.database]

BOB = Robot("Bob", actor_id=7)


def refused(act):
    with pytest.raises(DatabaseError), transaction.atomic():
        act()
    return True


def entry_of(pair):
    return log_meeting(pair, entry_id=uuid4(), draft=draft(note="x"), side=PairSide.HELPER, by=BOB).entry


@pytest.mark.parametrize(("shift", "minutes"), [(0, 60), (-59, 60), (59, 60), (-30, 120), (10, 5)])
def test_overlapping_meetings_of_a_pair_are_refused(shift, minutes):
    meeting = MeetingFactory(pair=meeting_pair())
    start = meeting.start + timedelta(minutes=shift)
    assert refused(lambda: MeetingFactory(pair=meeting.pair, start=start, minutes=minutes))


@pytest.mark.parametrize("shift", [-60, 60])
def test_meetings_that_touch_do_not_overlap(shift):
    meeting = MeetingFactory(pair=meeting_pair())
    MeetingFactory(pair=meeting.pair, start=meeting.start + timedelta(minutes=shift))
    assert Meeting.objects.count() == 2


def test_withdrawn_meetings_and_other_pairs_do_not_count():
    meeting = MeetingFactory(pair=meeting_pair())
    MeetingFactory(pair=meeting.pair, start=meeting.start, state=MeetingState.WITHDRAWN)
    MeetingFactory(pair=meeting_pair(), start=meeting.start)
    assert Meeting.objects.count() == 3


def test_withdrawn_meeting_cannot_come_back_over_another():
    meeting = MeetingFactory(pair=meeting_pair(), state=MeetingState.WITHDRAWN)
    MeetingFactory(pair=meeting.pair, start=meeting.start)
    assert refused(lambda: Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.LOGGED))


def test_meeting_cannot_be_moved_over_another():
    meeting = MeetingFactory(pair=meeting_pair())
    other = MeetingFactory(pair=meeting.pair, start=meeting.start + timedelta(hours=2))
    rows = Meeting.objects.filter(pk=other.pk)
    assert refused(lambda: rows.update(start=meeting.start, ends_at=meeting.ends_at))


@pytest.mark.parametrize(
    "changes",
    [
        {"digest": "0" * 64},
        {"content": {"minutes": 5}},
        {"outcome": "known"},
        {"device": "x"},
        {"content": None},
    ],
)
def test_entry_cannot_be_changed(changes):
    entry = entry_of(meeting_pair())
    assert refused(lambda: Entry.objects.filter(pk=entry.pk).update(**changes))


def test_entry_cannot_be_deleted_even_when_erased():
    entry = entry_of(meeting_pair())
    assert refused(entry.delete)
    erase_entry(entry, by=BOB)
    assert refused(lambda: Entry.objects.filter(pk=entry.pk).delete())
    assert refused(lambda: Entry.objects.filter(pk=entry.pk).update(outcome="made"))


def test_history_and_notes_on_concerns_stand_for_good():
    pair = meeting_pair()
    meeting = entry_of(pair).meeting
    amend_meeting(meeting, version=1, draft=draft(at(days=-1), 90), by=BOB)
    report_concern(pair.seeker.household, by=BOB, words="Something happened.")
    assert refused(lambda: MeetingChange.objects.update(kind="withdrawn"))
    assert refused(lambda: MeetingChange.objects.all().delete())
    assert refused(lambda: IncidentNote.objects.update(words=""))
    assert refused(lambda: IncidentNote.objects.all().delete())
