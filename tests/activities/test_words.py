"""What the other side says, changes by the writer, and settling by a coordinator."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from activities.domain.drafts import draft_of
from activities.domain.meetings import (
    amend_meeting,
    confirm_meeting,
    log_meeting,
    say_otherwise,
    settle_meeting,
    withdraw_meeting,
)
from activities.enums import HelpState, MeetingState
from activities.errors import Difference, Stale
from activities.models import HelpCall, MeetingChange
from activities.queries import meetings_in_scope, meetings_to_confirm, meetings_to_review
from base.audit.actor import Robot
from base.common.errors import Refusal
from matching.enums import PairSide
from tests.factories.activities import MeetingFactory, at, draft, meeting_pair

pytestmark = pytest.mark.django_db
HELPER, FAMILY = PairSide.HELPER, PairSide.FAMILY


@pytest.fixture
def meeting(pair, bob):
    return log_meeting(pair, entry_id=uuid4(), draft=draft(mood=3), side=HELPER, by=bob).meeting


def test_family_confirms_and_a_second_time_changes_nothing(meeting, family):
    for _again in range(2):
        told = confirm_meeting(meeting, side=FAMILY, by=family, mood=4)
    assert (told.state, told.version, told.mood) == (MeetingState.CONFIRMED, 2, 3)
    assert [(word.confirmed, word.mood) for word in told.words.all()] == [(True, 4)]


def test_mood_given_after_the_confirmation_is_kept(meeting, family):
    confirm_meeting(meeting, side=FAMILY, by=family)
    confirm_meeting(meeting, side=FAMILY, by=family, mood=2)
    assert meeting.words.get().mood == 2


def test_writer_does_not_confirm_their_own(meeting, bob):
    with pytest.raises(Refusal, match="Your side wrote"):
        confirm_meeting(meeting, side=HELPER, by=bob)


@pytest.mark.parametrize(
    "told", [{"happened": False}, {"happened": True, "minutes": 30}, {"happened": True, "start": at(days=-2)}]
)
def test_otherwise_is_for_the_coordinator_and_twice_is_once(meeting, family, told):
    for _again in range(2):
        meeting = say_otherwise(meeting, side=FAMILY, by=family, **told)
    assert (meeting.state, meeting.words.count(), meeting.version) == (MeetingState.DISPUTED, 1, 2)
    with pytest.raises(Refusal):
        confirm_meeting(meeting, side=FAMILY, by=family)


def test_otherwise_needs_to_say_what(meeting, family):
    with pytest.raises(ValidationError):
        say_otherwise(meeting, side=FAMILY, by=family, happened=True)
    with pytest.raises(ValidationError):
        say_otherwise(meeting, side=FAMILY, by=family, happened=True, minutes=9000)


@pytest.mark.parametrize(
    ("accept", "state"), [(True, MeetingState.CONFIRMED), (False, MeetingState.WITHDRAWN)]
)
def test_coordinator_settles_once(meeting, family, alice, accept, state):
    say_otherwise(meeting, side=FAMILY, by=family, happened=False)
    assert settle_meeting(meeting, accept=accept, by=alice).state == state
    with pytest.raises(Refusal, match="Nothing is to be settled"):
        settle_meeting(meeting, accept=True, by=alice)


def test_writer_amends_and_the_change_is_kept(meeting, bob):
    told = amend_meeting(meeting, version=1, draft=draft(meeting.start, 90, note="Longer"), by=bob)
    assert (told.minutes, told.note, told.version) == (90, "Longer", 2)
    assert told.ends_at - told.start == timedelta(minutes=90)
    change = MeetingChange.objects.get()
    assert (change.before["minutes"], change.after["minutes"]) == (60, 90)
    assert change.after["note_changed"] is True
    assert "Longer" not in str(change.after)


def test_amending_a_stale_version_tells_the_differences(meeting, bob):
    amend_meeting(meeting, version=1, draft=draft(meeting.start, 90, mood=3), by=bob)
    with pytest.raises(Stale) as told:
        amend_meeting(meeting, version=1, draft=draft(meeting.start, 45, mood=3), by=bob)
    assert told.value.differences == (Difference("minutes", 45, 90),)


def test_amending_to_the_same_changes_nothing(meeting, bob):
    assert amend_meeting(meeting, version=1, draft=draft_of(meeting), by=bob).version == 1
    assert MeetingChange.objects.count() == 0


def test_amended_time_respects_other_meetings(meeting, bob):
    MeetingFactory(pair=meeting.pair, start=meeting.start + timedelta(hours=2))
    amend_meeting(meeting, version=1, draft=draft(meeting.start, 120), by=bob)
    with pytest.raises(Refusal, match="at that time already"):
        amend_meeting(meeting, version=2, draft=draft(meeting.start, 121), by=bob)


def test_amending_as_the_family_remembers_it_settles_the_matter(meeting, bob, family):
    say_otherwise(meeting, side=FAMILY, by=family, happened=True, minutes=90)
    told = amend_meeting(meeting, version=2, draft=draft(meeting.start, 90), by=bob)
    assert told.state == MeetingState.CONFIRMED


@pytest.mark.parametrize("act", ["amend", "withdraw"])
def test_only_the_writer_changes_and_only_for_a_while(meeting, bob, family, act, time_machine):
    def change(by):
        if act == "amend":
            return amend_meeting(meeting, version=1, draft=draft(meeting.start, 90), by=by)
        return withdraw_meeting(meeting, by=by)

    with pytest.raises(Refusal, match="by the person who wrote"):
        change(Robot("Eve", actor_id=8))
    with pytest.raises(Refusal, match="by the person who wrote"):
        change(family)
    time_machine.move_to(timezone.now() + timedelta(days=8))
    with pytest.raises(Refusal, match="cannot be changed any more"):
        change(bob)


def test_confirmed_meeting_is_changed_no_more(meeting, bob, family):
    confirm_meeting(meeting, side=FAMILY, by=family)
    with pytest.raises(Refusal, match="cannot be changed any more"):
        withdraw_meeting(meeting, by=bob)


def test_withdrawing_twice_is_once_and_frees_the_time(meeting, bob):
    for _again in range(2):
        assert withdraw_meeting(meeting, by=bob).state == MeetingState.WITHDRAWN
    assert MeetingChange.objects.count() == 1
    MeetingFactory(pair=meeting.pair, start=meeting.start)
    with pytest.raises(Refusal, match="taken back"):
        confirm_meeting(meeting, side=FAMILY, by=Robot("K-1"))


def test_family_amends_what_it_wrote_itself(pair, family):
    meeting = log_meeting(pair, entry_id=uuid4(), draft=draft(), side=FAMILY, by=family).meeting
    assert amend_meeting(meeting, version=1, draft=draft(meeting.start, 30), by=family).minutes == 30


def test_asking_for_help_in_an_amendment_calls(meeting, bob):
    amend_meeting(meeting, version=1, draft=draft(meeting.start, help=True), by=bob)
    assert HelpCall.objects.get().state == HelpState.OPEN


def test_lists_hold_what_waits_and_whose_it_is(cast):
    own, foreign = MeetingFactory(pair=meeting_pair(cast.bob)), MeetingFactory(pair=meeting_pair())
    household = own.pair.seeker.household
    assert list(meetings_to_confirm(household)) == [own]
    assert set(meetings_in_scope(cast.bob)) == {own}
    assert set(meetings_in_scope(cast.alice)) == {own}
    assert set(meetings_in_scope(cast.filip)) == set(meetings_in_scope(cast.olena)) == set()
    say_otherwise(own, side=FAMILY, by=Robot("K-1"), happened=False)
    assert list(meetings_to_review(cast.alice)) == [own]
    assert list(meetings_to_review(cast.carol)) == []
    assert list(meetings_to_confirm(household)) == []
    assert foreign not in meetings_in_scope(cast.carol)
