"""Plans, calls for help, concerns and the catalogue."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from activities.domain.catalogue import add_activity, order_activities, reword_activity, show_activity
from activities.domain.concerns import close_incident, note_incident, read_incident, report_concern
from activities.domain.helping import answer_help, call_for_help
from activities.domain.planning import call_off_meeting, move_meeting, plan_meeting
from activities.enums import PlannedState
from activities.models import Activity, HelpCall, Incident, PlannedMeeting
from activities.queries import (
    catalogue_of,
    codes_of,
    default_start,
    help_calls_in_scope,
    incidents_in_scope,
    planned_of_pair,
    roster_of,
)
from base.audit.models import Record
from base.common.errors import Refusal
from base.notices.models import Notice
from matching.enums import PairSide, PairState, ProgrammeKind
from tests.factories.activities import at, meeting_pair
from tests.factories.matching import programme_of
from tests.factories.organisations import CentreFactory

pytestmark = pytest.mark.django_db


def plan(pair, by, start=None, minutes=60, place="Library"):
    return plan_meeting(pair, start=start or at(days=1), minutes=minutes, place=place, by=by)


def test_plan_made_twice_is_one_and_moves_in_place(pair, bob):
    first = plan(pair, bob)
    assert plan(pair, bob) == first
    moved = move_meeting(first, start=at(days=2), minutes=90, place="Park", by=bob)
    assert (moved.pk, moved.minutes, moved.place, moved.version) == (first.pk, 90, "Park", 2)
    assert list(planned_of_pair(pair)) == [moved]


def test_plans_of_a_pair_do_not_overlap(pair, bob):
    plan(pair, bob, at(days=1))
    plan(pair, bob, at(days=1, hours=1))
    with pytest.raises(Refusal, match="at that time already"):
        plan(pair, bob, at(days=1, minutes=30), 5)


def test_plan_lies_ahead_but_not_too_far(pair, bob):
    for start in (at(hours=-1), at(days=400)):
        with pytest.raises(ValidationError):
            plan(pair, bob, start)


@pytest.mark.parametrize("state", [PairState.OFFERED, PairState.PAUSED, PairState.CLOSED, PairState.CLOSING])
def test_pair_that_does_not_meet_plans_nothing(bob, state):
    with pytest.raises(Refusal, match="does not meet at the moment"):
        plan(meeting_pair(state=state), bob)


def test_called_off_plan_stays_so(pair, bob):
    planned = plan(pair, bob)
    for _again in range(2):
        assert call_off_meeting(planned, by=bob).state == PlannedState.CALLED_OFF
    with pytest.raises(Refusal, match="stands no more"):
        move_meeting(planned, start=at(days=3), minutes=60, place="", by=bob)


def test_log_begins_with_the_plan_else_before_now(pair, bob):
    now = timezone.now()
    assert default_start(pair, 60, now) == at(hours=-1)
    planned = plan(pair, bob, at(minutes=20))
    assert default_start(pair, 60, now) == planned.start
    assert default_start(pair, 60, now + timedelta(days=4)) > planned.start


def test_call_for_help_is_heard_at_both_centres_and_answered_once(cast):
    programme = programme_of(cast.centre, cast.other_centre)
    pair = meeting_pair(cast.bob, programme=programme)
    pair.seeker.household.centre = cast.other_centre
    pair.seeker.household.save()
    for _again in range(2):
        call = call_for_help(pair, side=PairSide.HELPER, by=cast.bob, words="We got lost")
    notices = Notice.objects.filter(template="help_wanted")
    assert {notice.organisation_id for notice in notices} == {cast.centre.pk, cast.other_centre.pk}
    assert not any("lost" in str(notice.context) for notice in notices)
    assert list(help_calls_in_scope(cast.alice)) == list(help_calls_in_scope(cast.carol)) == [call]
    assert answer_help(call, by=cast.alice, words="Called them").answered_by_label == "Alice"
    with pytest.raises(Refusal, match="Alice has answered"):
        answer_help(call, by=cast.carol)
    assert list(help_calls_in_scope(cast.alice)) == list(help_calls_in_scope(cast.bob)) == []


def test_new_words_are_a_new_call(pair, family):
    call_for_help(pair, side=PairSide.FAMILY, by=family, words="Please call")
    call_for_help(pair, side=PairSide.FAMILY, by=family, words="It is urgent")
    assert HelpCall.objects.count() == 2


def test_concern_is_read_by_administrators_of_the_family_alone(cast, family):
    pair, number = meeting_pair(cast.bob), uuid4()
    household = pair.seeker.household
    for _again in range(2):
        incident = report_concern(
            household, by=family, words="CANARY", pair=pair, side=PairSide.FAMILY, key=number
        )
    assert Incident.objects.count() == 1
    assert list(incidents_in_scope(cast.ada)) == [incident]
    for other in (cast.alice, cast.bob, cast.filip, cast.olena, cast.carol, cast.cezary, None):
        assert list(incidents_in_scope(other)) == []
    notice = Notice.objects.get(template="concern_reported")
    assert (notice.address, notice.organisation, notice.context) == (cast.ada.user.email, None, {})
    assert "CANARY" not in str(list(Record.objects.values()))


def test_every_look_at_a_concern_is_on_record_and_notes_end_with_it(cast, family):
    incident = report_concern(meeting_pair(cast.bob).seeker.household, by=family, words="Something")
    read_incident(incident, by=cast.ada)
    note_incident(incident, words="Called them", by=cast.ada)
    close_incident(incident, words="All is well", by=cast.ada)
    with pytest.raises(Refusal, match="closed"):
        note_incident(incident, words="More", by=cast.ada)
    acts = Record.objects.filter(act__startswith="activities.incident").values_list("act", flat=True)
    assert sorted(act.rsplit(".")[-1] for act in acts) == ["close", "note", "read", "report"]
    assert [note.words for note in incident.notes.all()] == ["Something", "Called them", "All is well"]


@pytest.mark.parametrize("words", ["", "  ", "x" * 4001])
def test_concern_needs_words_but_not_too_many(pair, family, words):
    with pytest.raises(ValidationError):
        report_concern(pair.seeker.household, by=family, words=words)


def test_untouched_catalogue_is_the_standard_one_of_its_kind():
    friends, work = programme_of(), programme_of(CentreFactory(), kind=ProgrammeKind.WORKPLACE)
    assert [row.code for row in catalogue_of(friends)][:3] == ["talk", "walk", "playground"]
    assert "work_tour" in codes_of(work)
    assert "playground" not in codes_of(work)
    assert Activity.objects.count() == 0


def test_catalogue_is_added_to_reworded_ordered_and_hidden(alice):
    programme = programme_of()
    added = add_activity(programme, words={"pl": "kino", "uk": "кіно"}, picture="culture", why="x", by=alice)
    reword_activity(programme, code="talk", words={"pl": "pogaduchy"}, why="x", by=alice)
    order_activities(programme, codes=[added.code, "walk"], why="x", by=alice)
    show_activity(programme, code="office", shown=False, why="x", by=alice)
    rows = catalogue_of(programme)
    assert [row.code for row in rows][:3] == ["own-1", "walk", "talk"]
    assert "office" not in [row.code for row in rows]
    assert "office" in codes_of(programme)
    said = {}
    for language in ("pl", "uk", "en"):
        with translation.override(language):
            said[language] = [row.word for row in rows if row.code in ("own-1", "talk")]
    assert said["pl"] == ["kino", "pogaduchy"]
    assert said["uk"][0] == "кіно"
    assert said["en"] == ["kino", "talk"]


def test_catalogue_asks_for_polish_words_and_keeps_one_activity(alice):
    programme = programme_of()
    with pytest.raises(ValidationError) as told:
        add_activity(programme, words={"en": "chess"}, picture="other", why="x", by=alice)
    assert list(told.value.message_dict) == ["pl"]
    codes = [row.code for row in catalogue_of(programme)]
    for code in codes[1:]:
        show_activity(programme, code=code, shown=False, why="x", by=alice)
    with pytest.raises(Refusal, match="has to stay"):
        show_activity(programme, code=codes[0], shown=False, why="x", by=alice)


def test_roster_holds_own_pairs_that_meet(cast, bob):
    pair = meeting_pair(cast.bob)
    meeting_pair(cast.bob, state=PairState.CLOSED, closed_on=timezone.localdate())
    meeting_pair(cast.bob, state=PairState.OFFERED, active_since=None)
    meeting_pair()
    planned = plan(pair, bob)
    (line,) = roster_of(cast.bob)
    assert (line.pair, line.next, line.minutes) == (pair, planned, 60)
    assert roster_of(cast.mirek) == roster_of(cast.alice) == roster_of(None) == []


@pytest.mark.parametrize("count", [1, 3])
def test_roster_asks_as_often_for_many_pairs_as_for_one(cast, count, django_assert_num_queries):
    programme = programme_of(cast.centre)
    for _number in range(count):
        meeting_pair(cast.bob, programme=programme)
    with django_assert_num_queries(4):
        assert len(roster_of(cast.bob)) == count
    assert PlannedMeeting.objects.count() == 0
