"""The log without JavaScript, its presets, the choice between two versions, a helper's own meetings."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from activities.models import HelpCall, Meeting, PlannedMeeting
from tests.clients import client_of
from tests.factories.activities import MeetingFactory, at, meeting_pair
from tests.frontend.phone import a_log, an_entry

pytestmark = pytest.mark.django_db
LOG = "/log/"


@pytest.fixture
def bob(cast):
    return client_of(cast.bob)


@pytest.fixture
def pair(cast):
    return meeting_pair(cast.bob)


def queries_of(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


# --- what is set already ------------------------------------------------------------------------------------


def test_the_only_pair_and_the_usual_length_are_set(bob, pair):
    form = bob.get(LOG).context["form"]
    assert (form.pair, form.only["label"], form.minutes) == (str(pair.key), pair.seeker.household.label, "60")
    assert abs(timezone.now() - timedelta(minutes=60) - form.start) <= timedelta(minutes=2.5, seconds=1)
    assert timezone.localtime(form.start).minute % 5 == 0


def test_of_several_pairs_the_one_with_a_meeting_planned_today_is_set(cast, bob, pair):
    other = meeting_pair(cast.bob)
    assert bob.get(LOG).context["form"].pair == ""
    plan = PlannedMeeting.objects.create(pair=other, start=timezone.now(), minutes=90, place="")
    form = bob.get(LOG).context["form"]
    assert (form.pair, form.start, form.minutes) == (str(other.key), plan.start, "90")


def test_the_pair_asked_for_is_set(cast, bob, pair):
    other = meeting_pair(cast.bob)
    assert bob.get(f"{LOG}?pair={other.key}").context["form"].pair == str(other.key)


def test_without_a_pair_the_log_says_what_comes_first(bob):
    page = bob.get(LOG).content.decode()
    assert ("Nobody to log a meeting with yet" in page, '<form class="log"' in page) == (True, False)


def test_log_costs_the_same_with_one_pair_and_with_three(cast, bob, pair):
    one = queries_of(bob, LOG)
    for _ in range(2):
        meeting_pair(cast.bob, programme=pair.programme)
    assert queries_of(bob, LOG) == one


# --- the plain form -----------------------------------------------------------------------------------------


def test_plain_form_logs_once_however_often_it_is_sent(bob, pair):
    sent = a_log(pair, note="We read a book.", took_part=["children"])
    answers = [bob.post(LOG, sent).status_code for _ in range(3)]
    meeting = Meeting.objects.get()
    told = (meeting.minutes, meeting.activities, meeting.took_part, meeting.mood, meeting.note)
    assert answers == [302, 302, 302]
    assert told == (60, ["talk"], ["children"], 3, "We read a book.")


def test_start_is_read_by_the_wall_in_poland(bob, pair):
    start = at(days=-1)
    bob.post(LOG, a_log(pair, start=start))
    assert Meeting.objects.get().start == start


def test_other_length_is_typed(bob, pair):
    bob.post(LOG, a_log(pair, minutes="other", other_minutes="75"))
    assert Meeting.objects.get().minutes == 75


def test_need_for_help_calls_the_coordinators(bob, pair):
    bob.post(LOG, a_log(pair, help="on"))
    assert HelpCall.objects.get().pair == pair


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"minutes": "other", "other_minutes": ""}, "Say how long it was."),
        ({"minutes": ""}, "Say how long it was."),
        ({"minutes": "other", "other_minutes": "3"}, "A meeting lasts from 5 minutes to 12 hours."),
        ({"start_date": ""}, "Choose a day."),
        ({"start_date": "0001-01-01"}, "This date is too far away to be meant."),
        ({"minutes": "other", "other_minutes": "9" * 5000}, "Say how long it was."),
        ({"pair": str(uuid4())}, "Choose whom you met."),
        ({"activities": ["juggling"]}, "This is not in the list of activities."),
    ],
)
def test_what_needs_mending_is_told_and_nothing_typed_is_lost(bob, pair, wrong, told):
    answer = bob.post(LOG, a_log(pair, note="We read a book.") | wrong)
    page = answer.content.decode()
    assert (answer.status_code, told in page, "We read a book." in page) == (422, True, True)
    assert Meeting.objects.count() == 0


def test_start_still_to_come_is_told(bob, pair):
    answer = bob.post(LOG, a_log(pair, start=at(hours=5)))
    assert (answer.status_code, "still to come" in answer.content.decode()) == (422, True)


def test_same_number_with_other_content_shows_both_versions(bob, pair):
    sent = a_log(pair)
    bob.post(LOG, sent)
    answer = bob.post(LOG, sent | {"minutes": "120", "note": "Longer."})
    told = [(line["field"], [side["said"] for side in line["sides"]]) for line in answer.context["lines"]]
    assert answer.status_code == 409
    assert told == [("minutes", ["2 h", "1 h"]), ("note", ["Longer.", "–"])]
    assert Meeting.objects.get().minutes == 60


# --- two versions -------------------------------------------------------------------------------------------


def test_lines_are_chosen_one_by_one_and_the_phone_may_forget_its_entry(cast, bob):
    entry = an_entry(cast.bob)
    meeting = entry.meeting
    sent = {"start": meeting.start.isoformat(), "minutes": 90, "note": "Mine.", "activities": ["talk"]}
    page = bob.post(reverse("log_differing", args=[entry.pk]), sent)
    assert [line["field"] for line in page.context["lines"]] == ["minutes", "note"]
    chosen = {"version": 1, "entry": str(entry.pk), "minutes": "90", "note": '""'}
    answer = bob.post(reverse("own_meeting_choose", args=[meeting.pk]), chosen)
    meeting.refresh_from_db()
    assert (meeting.minutes, meeting.note, meeting.version) == (90, "", 2)
    assert f'data-settled="{entry.pk}"' in answer.content.decode()


@pytest.mark.parametrize(
    "wrong", [{"minutes": "ninety"}, {"start": '"never"'}, {"minutes": '"many"'}, {"activities": "[[1]]"}]
)
def test_choice_that_cannot_be_read_is_told(cast, bob, wrong):
    meeting = an_entry(cast.bob).meeting
    answer = bob.post(reverse("own_meeting_choose", args=[meeting.pk]), {"version": 1, **wrong})
    assert answer.status_code == 422
    assert Meeting.objects.get().version == 1


@pytest.mark.parametrize(
    "wrong",
    [{}, {"start": "never"}, {"start": "2026-11-29T10:00"}, {"start": "0001-01-01T00:00:00+14:00"}],
    ids=["nothing", "words", "no offset", "the year 1"],
)
def test_what_is_no_meeting_is_refused_with_a_sentence(cast, bob, wrong):
    answer = bob.post(reverse("log_differing", args=[an_entry(cast.bob).pk]), {"minutes": "30", **wrong})
    assert (answer.status_code, "Say when it was." in answer.content.decode()) == (409, True)


def test_numbers_no_phone_sends_break_nothing(cast, bob):
    meeting = an_entry(cast.bob).meeting
    told = {"start": meeting.start.isoformat(), "minutes": "9" * 5000, "mood": "9" * 5000, "note": "a\0b"}
    assert bob.post(reverse("log_differing", args=[meeting.entries.get().pk]), told).status_code == 409
    for wrong in ({"version": "9" * 5000}, {"minutes": "1" + "0" * 40}, {"start": '"0001-01-01T00:00:00Z"'}):
        sent = {"version": 1, **wrong}
        assert bob.post(reverse("own_meeting_choose", args=[meeting.pk]), sent).status_code in (409, 422)


def test_somebody_elses_entry_is_not_compared(cast, bob):
    entry = an_entry(cast.alice, meeting_pair(cast.bob))
    answer = bob.post(reverse("log_differing", args=[entry.pk]), {"start": at().isoformat(), "minutes": 30})
    assert (answer.status_code, "lines" in answer.context) == (409, False)


# --- one's own meetings -------------------------------------------------------------------------------------


def as_form(meeting, **fields) -> dict:
    told = a_log(meeting.pair, start=meeting.start, version=meeting.version, minutes=str(meeting.minutes))
    return {**told, "activities": meeting.activities, "mood": "", **fields}


def test_meeting_is_changed_by_its_writer(cast, bob):
    meeting = an_entry(cast.bob).meeting
    answer = bob.post(reverse("own_meeting", args=[meeting.pk]), as_form(meeting, minutes="120"))
    meeting.refresh_from_db()
    assert (answer.status_code, meeting.minutes, meeting.version) == (302, 120, 2)


def test_version_seen_before_a_change_is_shown_beside_the_new_one(cast, bob):
    meeting = an_entry(cast.bob).meeting
    old = as_form(meeting, minutes="30")
    bob.post(reverse("own_meeting", args=[meeting.pk]), as_form(meeting, minutes="120"))
    answer = bob.post(reverse("own_meeting", args=[meeting.pk]), old)
    meeting.refresh_from_db()
    assert (answer.status_code, meeting.minutes) == (409, 120)
    assert [line["field"] for line in answer.context["lines"]] == ["minutes"]


def test_meeting_is_taken_back(cast, bob):
    meeting = an_entry(cast.bob).meeting
    bob.post(reverse("own_meeting_withdraw", args=[meeting.pk]))
    meeting.refresh_from_db()
    assert meeting.state == "withdrawn"


def test_meeting_somebody_else_wrote_is_shown_without_a_form(cast, bob, pair):
    meeting = MeetingFactory(pair=pair, side="coordinator")
    page = bob.get(reverse("own_meeting", args=[meeting.pk]))
    assert (page.context["may_change"], '<form class="log"' in page.content.decode()) == (False, False)
    refused = bob.post(reverse("own_meeting_withdraw", args=[meeting.pk]))
    assert refused.status_code == 409


def test_json_of_a_choice_is_what_was_shown(cast, bob):
    entry = an_entry(cast.bob)
    sent = {"start": entry.meeting.start.isoformat(), "minutes": 60, "activities": ["walk"], "help": "on"}
    page = bob.post(reverse("log_differing", args=[entry.pk]), sent)
    chosen = {line["field"]: line["sides"][0]["value"] for line in page.context["lines"]}
    assert {name: json.loads(value) for name, value in chosen.items()} == {
        "activities": ["walk"],
        "help": True,
    }


def test_newcomer_is_told_how_writing_works_and_not_that_something_is_lost(cast, bob):
    pair = meeting_pair(cast.bob)
    assert " data-first>" in bob.get(LOG).content.decode()
    an_entry(cast.bob, pair)
    assert " data-first>" not in bob.get(LOG).content.decode()
