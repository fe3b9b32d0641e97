"""The page of a pair: one line of time, what is due, contacts and notes, last words, what comes after."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from activities.models import Contact, MeetingChange, MeetingWord, PairNote
from activities.queries.contacts import contacts_due
from base.audit.models import Record
from base.organisations.models import DayOff
from desk.queries.watch import Watch
from frontend.pair_standing import standing_context
from frontend.timeline import PER_PAGE
from matching.models import Decision, PairStep, PairSurvey
from tests.clients import client_of
from tests.factories.activities import MeetingFactory, at, meeting_pair
from tests.factories.matching import programme_of
from tests.frontend.activities import (
    CANARY_CONCERN,
    CANARY_NOTE,
    CANARY_WORDS,
    call_at,
    disputed_at,
    incident_at,
    meeting_at,
    pair_at,
    plan_at,
)
from tests.frontend.matching import notice_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


@pytest.fixture
def pair(cast):
    return pair_at(cast.centre)


def url_of(pair, query=""):
    return reverse("pair", args=[pair.pk]) + query


def entries(client, pair, query=""):
    return client.get(url_of(pair, query)).context["timeline"].entries


def titles(client, pair, query=""):
    return [entry.words.title for entry in entries(client, pair, query)]


def everything(centre, pair, number):
    """One more row of every source."""
    first = meeting_at(centre, pair, start=at(days=-number * 3), logged_at=at(days=-2))
    MeetingWord.objects.create(meeting=first, side="family", confirmed=True, mood=3, by_label="K-1")
    MeetingChange.objects.create(meeting=first, kind="amended", by_label="Bob")
    plan_at(centre, pair, start=at(days=number))
    call_at(centre, pair)
    call_at(centre, pair, state="answered", answered_at=timezone.now(), answered_by_label="Alice")
    Contact.objects.create(pair=pair, whom="helper", way="phone", words="All well", by_label="Alice")
    PairNote.objects.create(pair=pair, words="Ask about school", by_label="Alice")
    PairStep.objects.create(pair=pair, state="active", by_label="Alice")
    Decision.objects.create(
        kind="approve", programme=pair.programme, seeker=pair.seeker, helper=pair.helper,
        decided_by_label="Alice",
    )  # fmt: skip
    notice_of(centre, subject=f"pair:{pair.pk}")


# --- the line of time -------------------------------------------------------------------------------------


def test_everything_stands_on_one_line_newest_first(cast, alice, pair):
    everything(cast.centre, pair, 1)
    found = entries(alice, pair)
    assert [entry.place for entry in found] == sorted((entry.place for entry in found), reverse=True)
    assert {entry.place.source for entry in found} == {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}


def test_bare_confirmation_is_told_by_the_line_of_its_meeting(cast, alice, pair):
    first = meeting_at(cast.centre, pair, start=at(days=-3), state="confirmed")
    word = MeetingWord.objects.create(meeting=first, side="family", confirmed=True, by_label="K-1")
    [line] = entries(alice, pair)
    assert line.words.badge == "confirmed by both"
    for field, value in (("note", "We sang."), ("mood", 4)):
        MeetingWord.objects.update(note="", mood=None)
        MeetingWord.objects.filter(pk=word.pk).update(**{field: value})
        assert len(entries(alice, pair)) == 2


@pytest.mark.parametrize(
    ("show", "icons"),
    [
        ("meetings", {"hand", "check", "calendar"}),
        ("contacts", {"help", "speech", "phone", "pen"}),
        ("messages", {"mail"}),
        ("changes", {"check", "swap", "pen"}),
    ],
)
def test_line_is_narrowed_to_one_kind(cast, alice, pair, show, icons):
    everything(cast.centre, pair, 1)
    assert {entry.words.icon for entry in entries(alice, pair, f"?show={show}")} == icons


def test_older_pages_hold_each_line_once(cast, alice, pair):
    for number in range(1, 13):
        everything(cast.centre, pair, number)
    moment = timezone.now()
    PairNote.objects.update(at=moment)
    Contact.objects.update(at=moment)
    seen, query = [], ""
    while True:
        timeline = alice.get(url_of(pair, query)).context["timeline"]
        seen += [entry.place for entry in timeline.entries]
        if not (query := timeline.older):
            break
        assert len(timeline.entries) == PER_PAGE
    assert len(seen) == len(set(seen)) == 12 * 12
    assert seen == sorted(seen, reverse=True)


@pytest.mark.parametrize("before", ["", "nonsense", "2026-01-01~1~1", "2026-99-01T00:00:00+00:00~1~1", "~~"])
def test_place_that_makes_no_sense_is_the_newest_page(alice, pair, before):
    assert alice.get(url_of(pair), {"before": before}).context["timeline"].newest == ""


def test_page_costs_the_same_with_one_row_and_with_three_of_every_source(cast, alice, pair):
    counts = []
    for numbers in ((1,), (2, 3)):
        for number in numbers:
            everything(cast.centre, pair, number)
        alice.get(url_of(pair))
        with CaptureQueriesContext(connection) as captured:
            alice.get(url_of(pair))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_words_of_meetings_calls_and_concerns_stay_on_their_own_pages(cast, alice, pair):
    disputed_at(cast.centre, pair)
    call_at(cast.centre, pair)
    incident_at(cast.centre, pair.seeker.household, pair=pair)
    shown = alice.get(url_of(pair)).content.decode()
    for canary in (CANARY_NOTE, CANARY_WORDS, CANARY_CONCERN, "concern"):
        assert canary not in shown
    concern = "A concern was reported"
    assert concern not in titles(alice, pair)
    ada = client_of(cast.ada)
    assert concern in titles(ada, pair)
    assert CANARY_CONCERN not in ada.get(url_of(pair)).content.decode()


def test_messages_are_those_of_the_own_centre(cast, alice):
    programme = programme_of(cast.centre, cast.other_centre)
    pair = meeting_pair(programme=programme)
    notice_of(cast.other_centre, subject=f"pair:{pair.pk}")
    assert titles(alice, pair, "?show=messages") == []


def test_htmx_fetches_the_part_that_changed(alice, pair):
    for part in ("timeline", "standing"):
        response = alice.get(url_of(pair), headers={"HX-Request": "true", "HX-Target": part})
        assert response.templates[0].name == f"pairs/{part}.html"


# --- contacts and notes -----------------------------------------------------------------------------------


def today_with(whom="helper"):
    return {"whom": whom, "way": "phone", "on": str(timezone.localdate())}


def test_one_press_writes_a_contact_down_and_another_takes_it_back(alice, pair):
    duty = alice.get(url_of(pair)).context["due_lines"][0]
    assert (duty.icon, duty.is_late) == ("phone", True)
    response = alice.post(reverse("pair_contact", args=[pair.pk]), today_with(), follow=True)
    undo = reverse("pair_contact_withdraw", args=[Contact.objects.get().pk])
    assert undo in response.content.decode()
    assert not response.context["due_lines"][0].is_late
    [line] = entries(alice, pair)
    assert (line.words.title, line.words.who) == ("In touch with the helper, by phone", "Alice")
    alice.post(undo)
    [line] = entries(alice, pair)
    assert (line.words.is_void, line.words.badge) == (True, "taken back by Alice")


def test_same_press_on_the_same_day_says_so_and_counts_once(alice, pair):
    where = reverse("pair_contact", args=[pair.pk])
    alice.post(where, today_with())
    again = alice.post(where, today_with(), follow=True).content.decode()
    assert ("Already written down today." in again, Contact.objects.count()) == (True, 1)


def test_what_is_owed_of_the_first_month_is_told_of_that_month(alice, pair):
    """One word late for the first month of two does not read as one of one."""
    pair.active_since = pair.offered_on = timezone.localdate() - timedelta(days=38)
    pair.save()
    alice.post(reverse("pair_contact", args=[pair.pk]), today_with())
    duty = alice.get(url_of(pair)).context["due_lines"][0]
    day = date_format(pair.active_since, "j E")
    assert (duty.is_late, duty.more) == (True, f"1 of 2 since {day}.")


@pytest.mark.parametrize("on", ["2026-11-01", "2026-11-29", "2026-12-01", "2027-01-03", "2027-01-08"])
def test_pair_is_late_on_its_page_exactly_when_today_has_it(cast, pair, on):
    """On Sundays and the first of a month, with a day off of the centre, and a contact made meanwhile."""
    found = set()
    with time_machine.travel(datetime.fromisoformat(f"{on}T12:00:00+01:00"), tick=False):
        today = timezone.localdate()
        DayOff.objects.create(organisation=cast.centre, on=today - timedelta(days=1))
        for days in range(0, 100, 9):
            Contact.objects.all().delete()
            pair.active_since = pair.offered_on = today - timedelta(days=days)
            pair.save()
            for _number in range(3):
                lines = standing_context(pair, cast.alice)["due_lines"]
                shown = any(one.icon == "phone" and one.is_late for one in lines)
                watch = Watch.of(cast.alice, pair=pair)
                assert contacts_due(watch.pairs, watch.care, on=watch.late_from).exists() == shown, days
                found.add(shown)
                made = today - timedelta(days=days // 2)
                Contact.objects.create(pair=pair, whom="helper", way="phone", on=made, by_label="Alice")
    assert found == {True, False}


def test_contact_that_cannot_be_is_told_at_its_field_and_kept(alice, pair):
    tomorrow = timezone.localdate() + timedelta(days=1)
    sent = today_with() | {"on": str(tomorrow), "words": "Typed with care."}
    response = alice.post(reverse("pair_contact", args=[pair.pk]), sent)
    assert response.status_code == 422
    assert list(response.context["contact_form"].errors) == ["on"]
    assert "Typed with care." in response.content.decode()


def test_contact_long_after_the_end_is_refused(cast, alice):
    pair = pair_at(cast.centre, state="closed", closed_on=timezone.localdate() - timedelta(days=99), days=300)
    response = alice.post(reverse("pair_contact", args=[pair.pk]), today_with())
    assert response.status_code == 409
    assert "ended more than three months" in response.content.decode()


def test_note_is_for_coordinators_and_its_reading_is_on_record(cast, alice, pair):
    alice.post(reverse("pair_note", args=[pair.pk]), {"words": "Ask about the school."})
    assert not Record.objects.filter(act="activities.pair.read").exists()
    assert "Ask about the school." in alice.get(url_of(pair)).content.decode()
    assert Record.objects.filter(act="activities.pair.read").count() == 1
    alice.post(reverse("pair_note_withdraw", args=[PairNote.objects.get().pk]))
    assert "Ask about the school." not in alice.get(url_of(pair)).content.decode()
    assert alice.post(reverse("pair_note", args=[pair.pk]), {"words": ""}).status_code == 422


# --- what is due, both last words, what comes after -------------------------------------------------------


def test_due_is_told_with_its_act_the_most_urgent_first(cast, alice, pair):
    disputed_at(cast.centre, pair)
    plan_at(cast.centre, pair)
    call_at(cast.centre, pair)
    lines = alice.get(url_of(pair)).context["due_lines"]
    assert [line.icon for line in lines] == ["help", "eye", "phone", "calendar"]
    assert all(line.act and line.url for line in lines)


def test_silent_pair_is_called_so(alice, pair):
    assert alice.get(url_of(pair)).context["health"] == "silent"
    MeetingFactory(pair=pair)
    assert alice.get(url_of(pair)).context["health"] == ""


def test_both_last_words_stand_beside_each_other(cast, alice):
    pair = pair_at(cast.centre, state="closed", closed_on=timezone.localdate())
    PairSurvey.objects.create(pair=pair, side="family", rating=4, again=True, by_label="K-1")
    context = alice.get(url_of(pair)).context
    both = [(side, survey and survey.rating) for side, _label, survey in context["words_of_both"]]
    assert both == [("helper", None), ("family", 4)]
    assert [line.text for line in context["due_lines"]] == ["The helper has not said yet how it was."]


def test_after_an_end_for_safety_nobody_is_asked(cast, alice):
    ended = {"state": "closed", "closed_on": timezone.localdate(), "close_reason": "safety"}
    pair = meeting_pair(cast.bob, **ended)
    assert alice.get(url_of(pair)).context["due_lines"] == []
    assert client_of(cast.bob).get(reverse("home")).context["to_say"] == []


def test_helper_is_asked_once_how_it_was(cast):
    pair = meeting_pair(cast.bob, state="closed", closed_on=timezone.localdate())
    bob = client_of(cast.bob)
    url = reverse("companion_word", args=[pair.key])
    assert url in bob.get(reverse("home")).content.decode()
    assert bob.post(url, {}).status_code == 422
    bob.post(url, {"rating": "5", "again": "yes"})
    survey = pair.surveys.get()
    assert (survey.side, survey.rating, survey.again) == ("helper", 5, True)
    assert url not in bob.get(reverse("home")).content.decode()
    assert bob.get(url).context["asked"] is False
    pair.surveys.all().delete()
    assert list(bob.get(reverse("home")).context["to_say"]) == [pair]


def test_closed_pair_leads_to_a_new_helper_and_a_new_family(cast, alice):
    pair = pair_at(cast.centre, state="closed", closed_on=timezone.localdate())
    shown = alice.get(url_of(pair))
    family, helper = f"&seeker={pair.seeker_id}", f"&helper={pair.helper_id}"
    text = shown.content.decode().replace("&amp;", "&")
    assert f"{reverse('pair_by_hand')}?programme={pair.programme_id}{family}" in text
    assert f"{reverse('pair_by_hand')}?programme={pair.programme_id}{helper}" in text
    assert "has room again: for 1." in shown.context["rematch"].helper
