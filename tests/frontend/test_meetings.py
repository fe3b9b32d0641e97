"""Meetings at the desk: the list and its file, both sides of one, settling; from paper; plans."""

import csv
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.domain.meetings import log_meeting
from activities.enums import MeetingState, PlannedState
from activities.models import Entry, Meeting, PlannedMeeting
from base.audit.models import Record
from frontend.meetings import clock_words, length_words
from matching.enums import PairSide
from tests.clients import client_of
from tests.factories.activities import MeetingFactory, at, draft, meeting_pair
from tests.factories.matching import PairFactory, helper_of, programme_of, seeker_of
from tests.factories.volunteers import volunteer_with
from tests.frontend.activities import (
    CANARY_NOTE,
    CANARY_WORDS,
    call_at,
    disputed_at,
    meeting_at,
    pair_at,
    plan_at,
)
from tests.frontend.matching import CANARY_NAME
from tests.frontend.test_pairs import queries_of

pytestmark = pytest.mark.django_db
LIST, EXPORT = "/meetings/", "/meetings/export/"


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


def page_of(meeting) -> str:
    return reverse("meeting", args=[meeting.pk])


def shown(response) -> list[int]:
    return [one.meeting.pk for one in response.context["page"].object_list]


def table_of(response) -> list[list[str]]:
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def settle(client, meeting, to: str):
    url = reverse("meeting_settle", args=[meeting.pk])
    return client.post(url, {"to": to, "version": meeting.version})


# --- the list ---------------------------------------------------------------------------------------------


def test_list_is_narrowed_as_its_chips_say(cast, alice):
    pair = pair_at(cast.centre)
    old = meeting_at(cast.centre, pair, start=at(days=-40))
    disputed = disputed_at(cast.centre, start=at(days=-2))
    asking = meeting_at(cast.centre, start=at(days=-3))
    call_at(cast.centre, asking.pair, meeting=asking)
    meeting_at(cast.other_centre)
    assert shown(alice.get(LIST)) == [disputed.pk, asking.pk, old.pk]
    assert shown(alice.get(f"{LIST}?show=review")) == [disputed.pk]
    assert shown(alice.get(f"{LIST}?show=help")) == [asking.pk]
    assert shown(alice.get(f"{LIST}?state=disputed")) == [disputed.pk]
    assert shown(alice.get(f"{LIST}?period=week")) == [disputed.pk, asking.pk]
    assert shown(alice.get(f"{LIST}?pair={pair.pk}")) == [old.pk]
    assert shown(alice.get(f"{LIST}?programme={pair.programme_id}")) == [old.pk]
    assert shown(alice.get(f"{LIST}?q={pair.seeker.household.label}")) == [old.pk]


@pytest.mark.parametrize("name", ["pair", "programme", "period", "state", "show"])
def test_filter_that_makes_no_sense_narrows_nothing(cast, alice, name):
    meeting = meeting_at(cast.centre)
    assert shown(alice.get(f"{LIST}?{name}={'9' * 30}")) == [meeting.pk]


def test_row_tells_the_length_what_they_did_and_each_sides_mood(cast, alice):
    disputed_at(cast.centre, minutes=45, mood=3)
    (row,) = alice.get(LIST).context["page"].object_list
    assert (row.length, row.activities, row.helper_mood, row.family_mood) == ("1 h", "talk", "good", "mixed")


def test_note_stays_on_its_page(cast, alice):
    meeting = meeting_at(cast.centre)
    for url in (LIST, EXPORT, reverse("pair", args=[meeting.pair_id]), "/"):
        assert CANARY_NOTE not in alice.get(url).content.decode("utf-8-sig")
    assert CANARY_NOTE in alice.get(page_of(meeting)).content.decode()


def test_partners_helper_is_listed_and_exported_by_label(cast, alice):
    shared = programme_of(cast.centre, cast.other_centre)
    theirs = volunteer_with(centre=cast.other_centre, first_name=CANARY_NAME, label="W-77")
    pair = meeting_pair(programme=shared)
    pair.helper = helper_of(shared, theirs)
    pair.save()
    MeetingFactory(pair=pair)
    table = table_of(alice.get(EXPORT))
    assert table[1][:2] == [pair.seeker.household.label, "W-77"]
    assert CANARY_NAME not in alice.get(LIST).content.decode()
    assert shown(alice.get(f"{LIST}?q={CANARY_NAME}")) == []


def test_file_holds_what_is_shown_with_formulas_defused_and_is_on_record(cast, alice):
    programme = programme_of(cast.centre)
    programme.name = "=cmd()"
    programme.save()
    meeting_at(cast.centre, pair_at(cast.centre, programme=programme), minutes=90)
    disputed_at(cast.centre)
    table = table_of(alice.get(f"{EXPORT}?programme={programme.pk}"))
    assert [line[2] for line in table[1:]] == ["'=cmd()"]
    assert table[1][5] == "90"
    found = Record.objects.get(act="activities.meetings.exported")
    assert found.details == {"rows": 1, "format": "csv", "contacts": False, "filters": ["programme"]}


@pytest.mark.parametrize("url", [LIST, EXPORT, f"{LIST}?show=review", "/help/"])
def test_lists_cost_the_same_with_one_row_and_with_three(cast, alice, url):
    counts = []
    for more in (1, 2):
        for _ in range(more):
            call_at(cast.centre, disputed_at(cast.centre).pair)
        counts.append(queries_of(alice, url))
    assert counts[0] == counts[1]


def test_empty_list_says_what_to_do_next(cast, alice):
    assert "No meeting yet" in alice.get(LIST).content.decode()
    assert "Nothing to look at" in alice.get(f"{LIST}?show=review").content.decode()


# --- one meeting ------------------------------------------------------------------------------------------


def test_page_marks_the_fields_in_which_the_sides_differ(cast, alice):
    meeting = disputed_at(cast.centre, minutes=30)
    context = alice.get(page_of(meeting)).context
    assert context["sides"] == ["The helper", "The family"]
    assert [one.name for one in context["compared"] if one.differs] == ["Length"]
    assert next(one.values for one in context["compared"] if one.name == "Length") == ["1 h", "30 min"]


def test_reading_a_note_is_on_record_and_a_page_without_one_is_not(cast, alice):
    alice.get(page_of(meeting_at(cast.centre, note="")))
    assert not Record.objects.filter(act="activities.meeting.read").exists()
    meeting = meeting_at(cast.centre)
    alice.get(page_of(meeting))
    found = Record.objects.get(act="activities.meeting.read")
    assert (found.object_id, found.actor_id) == (str(meeting.pk), cast.alice.user_id)
    assert CANARY_NOTE not in str(found.details) + found.object_label


def test_clock_of_a_device_is_told_in_words(cast, alice):
    pair = pair_at(cast.centre)
    meeting = meeting_at(cast.centre, pair)
    Entry.objects.create(
        id=uuid4(), digest="0" * 64, pair=pair, side="helper", meeting=meeting, outcome="for_review",
        device_at=at(days=1), sent_at=at(days=1), received_at=timezone.now(), clock_off_seconds=26 * 3600,
    )  # fmt: skip
    (sent,) = alice.get(page_of(meeting)).context["entries"]
    assert sent.clock == "the device's clock was 26 h ahead"
    assert (clock_words(-90 * 60), clock_words(None)) == ("the device's clock was 1 h 30 min behind", "")


@pytest.mark.parametrize(("minutes", "words"), [(5, "5 min"), (60, "1 h"), (125, "2 h 5 min")])
def test_length_reads_in_hours_and_minutes(minutes, words):
    assert length_words(minutes) == words


# --- settling ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "state", "minutes"),
    [
        ("written", MeetingState.CONFIRMED, 60),
        ("said", MeetingState.CONFIRMED, 30),
        ("not_held", MeetingState.WITHDRAWN, 60),
    ],
)
def test_disputed_meeting_counts_as_the_coordinator_settles_it(cast, alice, to, state, minutes):
    meeting = disputed_at(cast.centre, minutes=30)
    assert settle(alice, meeting, to).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.state, meeting.minutes) == (state, minutes)
    assert meeting.ends_at - meeting.start == timedelta(minutes=minutes)
    assert meeting.changes.get().by_id == cast.alice.user_id
    history = [step["title"] for step in alice.get(page_of(meeting)).context["history"]]
    assert history[-1].startswith("settled by the coordinator: ")


def test_settled_as_the_family_says_when_it_says_they_did_not_meet(cast, alice):
    meeting = disputed_at(cast.centre, happened=False)
    settle(alice, meeting, "said")
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.WITHDRAWN


def test_a_version_nobody_has_seen_is_not_settled(cast, alice):
    meeting = disputed_at(cast.centre)
    Meeting.objects.filter(pk=meeting.pk).update(version=2)
    answer = settle(alice, meeting, "written")
    meeting.refresh_from_db()
    assert (answer.status_code, meeting.state) == (409, MeetingState.DISPUTED)
    assert "changed this meeting meanwhile" in answer.content.decode()


def test_as_the_family_says_is_refused_where_it_overlaps_another_meeting(cast, alice):
    meeting = disputed_at(cast.centre, minutes=180, start=at(days=-1))
    meeting_at(cast.centre, meeting.pair, start=at(days=-1, hours=2))
    answer = settle(alice, meeting, "said")
    meeting.refresh_from_db()
    assert (answer.status_code, meeting.state, meeting.minutes) == (409, MeetingState.DISPUTED, 60)


def test_settling_twice_is_told(cast, alice):
    meeting = disputed_at(cast.centre)
    settle(alice, meeting, "written")
    meeting.refresh_from_db()
    assert settle(alice, meeting, "not_held").status_code == 409


def test_confirmed_for_the_family_after_a_phone_call(cast, alice):
    meeting = meeting_at(cast.centre)
    alice.post(reverse("meeting_confirm", args=[meeting.pk]), {"mood": "4"})
    meeting.refresh_from_db()
    word = meeting.words.get()
    assert (meeting.state, word.side, word.mood, word.by_id) == (
        MeetingState.CONFIRMED,
        PairSide.FAMILY,
        4,
        cast.alice.user_id,
    )


def otherwise(client, meeting, **fields):
    start = timezone.localtime(meeting.start)
    typed = {"happened": "yes", "day": str(start.date()), "at": f"{start:%H:%M}", "minutes": "60"}
    return client.post(reverse("meeting_otherwise", args=[meeting.pk]), {**typed, **fields})


def test_said_otherwise_on_the_phone_is_written_down_then_settled(cast, alice):
    meeting = meeting_at(cast.centre)
    assert otherwise(alice, meeting, minutes="20").status_code == 302
    meeting.refresh_from_db()
    word = meeting.words.get()
    assert (meeting.state, word.side, word.start, word.minutes) == ("disputed", "family", None, 20)
    settle(alice, meeting, "said")
    meeting.refresh_from_db()
    assert (meeting.state, meeting.minutes) == (MeetingState.CONFIRMED, 20)


def test_said_otherwise_without_a_difference_or_in_time_to_come_is_told(cast, alice):
    meeting = meeting_at(cast.centre)
    same = otherwise(alice, meeting)
    assert (same.status_code, list(same.context["otherwise"].errors)) == (422, ["minutes"])
    ahead = otherwise(alice, meeting, day=str(timezone.localdate() + timedelta(days=2)))
    assert (ahead.status_code, list(ahead.context["otherwise"].errors)) == (422, ["at"])
    assert not meeting.words.exists()


def test_taking_back_is_for_who_wrote_it(cast, alice):
    meeting = meeting_at(cast.centre)
    url = reverse("meeting_withdraw", args=[meeting.pk])
    assert alice.post(url).status_code == 409
    Meeting.objects.filter(pk=meeting.pk).update(logged_by_id=cast.alice.user_id)
    assert alice.post(url).status_code == 302
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.WITHDRAWN


# --- from paper, and plans --------------------------------------------------------------------------------


def paper(**fields):
    start = timezone.localtime(at(days=-1))
    told = {
        "entry": str(uuid4()), "side": "family", "day": str(start.date()), "at": f"{start:%H:%M}",
        "minutes": "75", "activities": ["walk"], "took_part": ["adult"], "mood": "3", "note": "By the river.",
    }  # fmt: skip
    return {**told, **fields}


def test_meeting_from_paper_is_the_word_of_who_told_it_and_sent_twice_is_one(cast, alice):
    pair = pair_at(cast.centre)
    url, typed = reverse("pair_log", args=[pair.pk]), paper()
    answers = [alice.post(url, typed).status_code for _ in range(2)]
    meeting = Meeting.objects.get(pair=pair)
    assert answers == [302, 302]
    assert (meeting.side, meeting.minutes, meeting.logged_by_id) == ("family", 75, cast.alice.user_id)


def test_paper_with_a_time_to_come_is_told_beside_it(cast, alice):
    pair = pair_at(cast.centre)
    day = timezone.localdate() + timedelta(days=3)
    answer = alice.post(reverse("pair_log", args=[pair.pk]), paper(day=str(day)))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["at"]
    assert "By the river." in answer.content.decode()


def test_hour_that_autumn_has_twice_is_asked_about(cast, alice):
    pair = pair_at(cast.centre, days=400)
    url = reverse("pair_log", args=[pair.pk])
    typed = paper(day="2026-10-25", at="02:30")
    answer = alice.post(url, typed)
    assert (answer.status_code, answer.context["form"].asks_which()) == (422, True)
    assert alice.post(url, {**typed, "which": "second"}).status_code == 302
    assert Meeting.objects.get(pair=pair).start.hour == 1


def test_meeting_is_planned_moved_and_called_off(cast, alice):
    pair = pair_at(cast.centre)
    day = timezone.localdate() + timedelta(days=3)
    typed = {"day": str(day), "at": "17:00", "minutes": "60", "place": "Library"}
    alice.post(reverse("pair_plan", args=[pair.pk]), typed)
    plan = PlannedMeeting.objects.get(pair=pair)
    alice.post(reverse("plan_move", args=[plan.pk]), {**typed, "at": "18:30"})
    plan.refresh_from_db()
    assert f"{timezone.localtime(plan.start):%H:%M}" == "18:30"
    alice.post(reverse("plan_call_off", args=[plan.pk]))
    plan.refresh_from_db()
    assert plan.state == PlannedState.CALLED_OFF


def test_two_plans_at_one_time_are_refused_on_the_form(cast, alice):
    plan = plan_at(cast.centre)
    local = timezone.localtime(plan.start)
    typed = {"day": str(local.date()), "at": f"{local:%H:%M}", "minutes": "30", "place": "Park"}
    answer = alice.post(reverse("pair_plan", args=[plan.pair_id]), typed)
    assert (answer.status_code, str(answer.context["form"].non_field_errors()) != "") == (422, True)


def test_page_of_a_pair_has_figures_plans_and_calls(cast, alice):
    pair = pair_at(cast.centre)
    meeting_at(cast.centre, pair, minutes=90)
    meeting_at(cast.centre, pair, start=at(days=-8))
    disputed_at(cast.centre, pair, start=at(days=-16))
    plan_at(cast.centre, pair)
    call_at(cast.centre, pair)
    answer = alice.get(reverse("pair", args=[pair.pk]))
    found = answer.context["meetings"]
    assert (found["figures"].meetings, found["hours"], found["figures"].to_look_at) == (2, "2 h 30 min", 1)
    assert (len(found["plans"]), len(found["calls"])) == (1, 1)
    assert CANARY_WORDS not in answer.content.decode()


def test_pair_page_costs_the_same_with_one_meeting_and_with_three(cast, alice):
    pair = pair_at(cast.centre)
    counts = []
    for days in ((1,), (3, 5)):
        for day in days:
            meeting_at(cast.centre, pair, start=at(days=-day))
            plan_at(cast.centre, pair, start=at(days=day))
        counts.append(queries_of(alice, reverse("pair", args=[pair.pk])))
    assert counts[0] == counts[1]


def test_pair_on_offer_shows_no_meetings(cast, alice):
    programme = programme_of(cast.centre)
    pair = PairFactory(seeker=seeker_of(programme), helper=helper_of(programme))
    assert 'id="pair-meetings"' not in alice.get(reverse("pair", args=[pair.pk])).content.decode()


def test_late_log_waits_in_the_navigation_until_it_is_settled(cast, alice):
    pair = meeting_pair(cast.bob, state="paused")
    log_meeting(pair, entry_id=uuid4(), draft=draft(), side=PairSide.HELPER, by=cast.bob)
    links = {str(one.label): one.count for one in alice.get(LIST).context["navigation"]}
    assert links["Meetings"] == 1
    settle(alice, Meeting.objects.get(pair=pair), "written")
    links = {str(one.label): one.count for one in alice.get(LIST).context["navigation"]}
    assert links["Meetings"] is None
