"""What a family reads of a person and a meeting, and what its words do."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.domain.planning import plan_meeting
from activities.models import HelpCall, Incident, MeetingWord
from base.audit.models import Record
from base.places.languages import Level, Spoken
from base.places.week import Week
from matching.enums import PairSide, PairState
from matching.models import PairLife
from tests.clients import client_of_family
from tests.factories.activities import MeetingFactory, at
from tests.factories.cast import family_of
from tests.factories.families import household_with
from tests.factories.matching import PairFactory, helper_of, programme_of, seeker_of
from tests.factories.volunteers import volunteer_with
from tests.frontend.people import queries_of

#: Of the helper and of others: what must never stand on a family's page.
HIDDEN = ("Tajemniczak", "+48 600 777 888", "600777888", "tajemnica@example.org", "Only for coordinators")


@pytest.fixture
def family(cast):
    return family_of(cast)


@pytest.fixture
def client(family):
    return client_of_family(family)


@pytest.fixture
def programme(cast):
    return programme_of(cast.centre)


def helper(cast, **fields):
    given = {
        "centre": cast.centre, "first_name": "Marta", "last_name": "Tajemniczak", "phone": "+48600777888",
        "email": "tajemnica@example.org", "note": "Only for coordinators", "week": Week.parse("pn-śr 18-21"),
    }  # fmt: skip
    return volunteer_with(**(given | fields))


def pair_in(cast, programme, family, state, **fields):
    seeker = family.seekers.filter(programme=programme).first() or seeker_of(programme, family)
    today = timezone.localdate()
    met = state in (PairState.ACTIVE, PairState.PAUSED, PairState.CLOSING, PairState.CLOSED)
    dates = {"active_since": today - timedelta(days=30), "first_met_on": today - timedelta(days=30)}
    given = {
        "state": state, "offered_on": today - timedelta(days=40), "undo_until": timezone.now(),
    } | (dates if met else {})  # fmt: skip
    return PairFactory(seeker=seeker, helper=helper_of(programme, helper(cast)), **(given | fields))


def page(client, name, *args) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


# --- the person -------------------------------------------------------------------------------------------


def test_offer_tells_a_first_name_and_what_is_shared_and_nothing_hidden(cast, client, family, programme):
    pair = pair_in(cast, programme, family, PairState.HELPER_ACCEPTED, answer_by=timezone.localdate())
    text = page(client, "f_pair", pair.key) + page(client, "f_home")
    assert [word for word in HIDDEN if word in text] == []
    for told in ("Marta", "Ukrainian", "Mon–Wed 18:00–20:00", "Yes, I want to meet", "Not this time"):
        assert told in text


def test_distance_is_told_to_the_kilometre_and_never_at_work(cast, client, family, programme):
    pair = pair_in(cast, programme, family, PairState.HELPER_ACCEPTED)
    assert "about 1 km from you" in page(client, "f_pair", pair.key)


def test_helper_checked_for_children_is_told_where_there_are_children(cast):
    family = household_with(centre=cast.centre, children=1)
    programme = programme_of(cast.centre)
    volunteer = volunteer_with(centre=cast.centre)
    pair = PairFactory(
        seeker=seeker_of(programme, family), helper=helper_of(programme, volunteer),
        state=PairState.HELPER_ACCEPTED,
    )  # fmt: skip
    assert "Was checked for work with children" in page(client_of_family(family), "f_pair", pair.key)


@pytest.mark.parametrize(
    "state", [PairState.OFFERED, PairState.DECLINED, PairState.EXPIRED, PairState.UNDONE]
)
def test_person_the_family_was_not_asked_about_is_not_found(cast, client, family, programme, state):
    pair = pair_in(cast, programme, family, state)
    assert client.get(reverse("f_pair", args=[pair.key])).status_code == 404
    assert "Marta" not in page(client, "f_home")


def test_somebody_elses_pair_is_not_found(cast, client, programme):
    other = household_with(centre=cast.centre)
    pair = pair_in(cast, programme, other, PairState.HELPER_ACCEPTED)
    for name in ("f_pair", "f_end"):
        assert client.get(reverse(name, args=[pair.key])).status_code == 404
    assert client.post(reverse("f_answer", args=[pair.key]), {"answer": "yes"}).status_code == 404


def test_yes_goes_the_next_step_and_the_record_names_the_label(cast, client, family, programme):
    pair = pair_in(cast, programme, family, PairState.HELPER_ACCEPTED)
    client.post(reverse("f_answer", args=[pair.key]), {"answer": "yes"})
    pair.refresh_from_db()
    record = Record.objects.filter(act="matching.pair.step").last()
    assert (pair.state, record.actor_label) == (PairState.ACCEPTED, family.label)
    assert "You both said yes" in page(client, "f_pair", pair.key)


def test_not_this_time_leaves_the_place_in_the_queue(cast, client, family, programme):
    pair = pair_in(cast, programme, family, PairState.HELPER_ACCEPTED)
    waited = family.waiting_since
    answer = client.post(reverse("f_answer", args=[pair.key]), {"answer": "no"})
    pair.refresh_from_db()
    family.refresh_from_db()
    assert (answer["Location"], pair.state, family.waiting_since) == (
        reverse("f_home"), PairState.DECLINED, waited,
    )  # fmt: skip


def test_next_steps_are_those_of_the_programme(cast, client, family, programme):
    PairLife.objects.create(programme=programme, coordinator_at_first_meeting=True)
    way = ["family", "helper", "first_meeting", "agreement"]
    pair = pair_in(cast, programme, family, PairState.OFFERED, way=way)
    text = page(client, "f_pair", pair.key)
    told = [
        "You say yes",
        "Marta says yes",
        "The first meeting",
        "your coordinator comes too",
        "sign a short",
    ]
    assert [word for word in told if word not in text] == []


def test_end_asks_once_more_and_has_no_fault(cast, client, family, programme):
    pair = pair_in(cast, programme, family, PairState.ACTIVE)
    assert "nobody" in page(client, "f_end", pair.key)
    client.post(reverse("f_end", args=[pair.key]))
    pair.refresh_from_db()
    assert pair.state == PairState.CLOSING
    client.post(reverse("f_last_word", args=[pair.key]), {"rating": "4", "again": "yes"})
    survey = pair.surveys.get()
    assert (survey.side, survey.rating, survey.again) == (PairSide.FAMILY, 4, True)


def test_end_before_the_beginning_is_not_this_time(cast, client, family, programme):
    pair = pair_in(cast, programme, family, PairState.ACCEPTED)
    client.post(reverse("f_end", args=[pair.key]))
    pair.refresh_from_db()
    assert pair.state == PairState.DECLINED


def test_pause_of_meetings_begins_and_ends(cast, client, family, programme):
    pair = pair_in(cast, programme, family, PairState.ACTIVE)
    client.post(reverse("f_rest"), {"weeks": "4"})
    pair.refresh_from_db()
    assert (pair.state, pair.paused_until) == (PairState.PAUSED, timezone.localdate() + timedelta(weeks=4))
    client.post(reverse("f_rest"))
    pair.refresh_from_db()
    assert pair.state == PairState.ACTIVE


def test_pause_of_looking_begins_and_ends(client, family):
    states = []
    for _ in range(2):
        client.post(reverse("f_rest"))
        family.refresh_from_db()
        states.append(family.state)
    assert states == ["paused", "served"]


# --- meetings ---------------------------------------------------------------------------------------------


@pytest.fixture
def pair(cast, programme, family):
    return pair_in(cast, programme, family, PairState.ACTIVE)


def test_meeting_is_confirmed_in_one_touch_and_a_face_follows(client, pair):
    meeting = MeetingFactory(pair=pair, note="Only for coordinators", mood=1)
    assert "Only for coordinators" not in page(client, "f_home")
    answer = client.post(reverse("f_confirm", args=[meeting.pk]))
    meeting.refresh_from_db()
    assert (meeting.state, answer["Location"]) == ("confirmed", reverse("f_meeting", args=[meeting.pk]))
    assert page(client, "f_meeting", meeting.pk).count('name="mood"') == 4
    client.post(reverse("f_confirm", args=[meeting.pk]), {"mood": "4"})
    word = MeetingWord.objects.get()
    assert (word.side, word.confirmed, word.mood, word.by_label) == (PairSide.FAMILY, True, 4, "K-417")


def test_meeting_that_was_not_is_told(client, pair):
    meeting = MeetingFactory(pair=pair)
    client.post(reverse("f_otherwise", args=[meeting.pk]), {"happened": "no"})
    meeting.refresh_from_db()
    word = MeetingWord.objects.get()
    assert (meeting.state, word.happened) == ("disputed", False)


def test_meeting_of_another_length_tells_only_that(client, pair):
    meeting = MeetingFactory(pair=pair)
    start = timezone.localtime(meeting.start)
    sent = {"happened": "yes", "day": start.date(), "hour": start.strftime("%H:%M"), "minutes": "90"}
    client.post(reverse("f_otherwise", args=[meeting.pk]), sent)
    word = MeetingWord.objects.get()
    assert (word.start, word.minutes) == (None, 90)
    assert "the centre will look at it" in page(client, "f_meetings")


def test_otherwise_without_a_difference_is_asked_again(client, pair):
    meeting = MeetingFactory(pair=pair)
    start = timezone.localtime(meeting.start)
    sent = {"happened": "yes", "day": start.date(), "hour": start.strftime("%H:%M"), "minutes": "60"}
    assert client.post(reverse("f_otherwise", args=[meeting.pk]), sent).status_code == 422


def test_meeting_of_another_family_is_not_found(cast, client, programme):
    other = pair_in(cast, programme, household_with(centre=cast.centre), PairState.ACTIVE)
    meeting = MeetingFactory(pair=other)
    for name in ("f_meeting", "f_otherwise"):
        assert client.get(reverse(name, args=[meeting.pk])).status_code == 404
    assert client.post(reverse("f_confirm", args=[meeting.pk])).status_code == 404


def test_planned_meeting_is_moved_and_called_off(cast, client, pair):
    plan = plan_meeting(pair, start=at(days=3), minutes=60, place="Library", by=cast.alice)
    assert "Library" in page(client, "f_home")
    moved = timezone.localtime(at(days=5))
    sent = {"day": moved.date(), "hour": moved.strftime("%H:%M")}
    client.post(reverse("f_plan", args=[plan.key]), sent)
    plan.refresh_from_db()
    assert plan.start == moved
    client.post(reverse("f_call_off", args=[plan.key]))
    plan.refresh_from_db()
    assert plan.state == "called_off"


def test_time_that_has_passed_is_told_at_the_field(cast, client, pair):
    plan = plan_meeting(pair, start=at(days=3), minutes=60, place="", by=cast.alice)
    past = timezone.localtime(at(days=-5))
    answer = client.post(
        reverse("f_plan", args=[plan.key]), {"day": past.date(), "hour": past.strftime("%H:%M")}
    )
    assert answer.status_code == 422


def test_lists_of_meetings_ask_the_same_of_one_and_of_three(client, pair):
    counts = []
    for number in (1, 3):
        while pair.meetings.count() < number:
            MeetingFactory(pair=pair, start=at(days=-1 - pair.meetings.count()))
        counts.append((queries_of(client, reverse("f_meetings")), queries_of(client, reverse("f_home"))))
    assert counts[0] == counts[1]


def test_meetings_come_in_pages(client, pair):
    for number in range(11):
        MeetingFactory(pair=pair, start=at(days=-1 - number))
    first, second = page(client, "f_meetings"), client.get(reverse("f_meetings"), {"page": 2})
    assert (first.count("#i-question"), second.content.decode().count("#i-question")) == (10, 1)


# --- help -------------------------------------------------------------------------------------------------


def test_help_is_about_the_pair_where_there_is_one(client, family, pair):
    client.post(reverse("f_help"), {"words": ""})
    call = HelpCall.objects.get()
    assert (call.pair, call.side, family.questions.count()) == (pair, PairSide.FAMILY, 0)


def test_help_without_a_pair_asks_the_centre(client, family):
    client.post(reverse("f_help"), {"words": "The letter from school"})
    assert [(one.about, one.words) for one in family.questions.all()] == [("call", "The letter from school")]


def test_concern_is_kept_once_and_told_to_no_one_else(client, family, pair):
    text = page(client, "f_concern")
    key = text.split('name="key" value="')[1][:36]
    assert ("112" in text, "Who reads it" in text) == (True, True)
    for _ in range(2):
        answer = client.post(reverse("f_concern"), {"key": key, "words": "He shouted at my son"})
    incident = Incident.objects.get()
    assert (incident.household, incident.side, incident.pair, answer.status_code) == (
        family, PairSide.FAMILY, pair, 200,
    )  # fmt: skip
    assert "shouted" not in str(list(Record.objects.values()))


def test_concern_without_words_is_asked_again(client):
    answer = client.post(reverse("f_concern"), {"key": "6d8bb6f5-38a5-4bd2-9d6c-d8d5f4ee6de6", "words": " "})
    assert (answer.status_code, Incident.objects.count()) == (422, 0)


def test_languages_in_common_are_those_of_the_adults(cast, family, programme):
    pair = pair_in(cast, programme, family, PairState.HELPER_ACCEPTED)
    person = pair.helper.volunteer
    person.languages.all().delete()
    person.languages.create(language="ka", level=Level.NATIVE)
    assert Spoken("ka", Level.NATIVE) not in family.spoken
    assert "Georgian" not in page(client_of_family(family), "f_pair", pair.key)
