"""The catalogue of activities, calls for help, concerns, and what Today says of them."""

import pytest
from django.core import mail
from django.urls import reverse

from activities.domain.catalogue import add_activity
from activities.enums import HelpState, IncidentState
from activities.models import Activity, Incident
from activities.queries import catalogue_of
from base.audit.actor import SYSTEM
from base.audit.models import Record
from base.notices.models import Notice
from frontend.today import today_of
from tests.clients import client_of
from tests.factories.cast import family_of
from tests.factories.matching import programme_of
from tests.frontend.activities import (
    CANARY_CONCERN,
    CANARY_WORDS,
    call_at,
    disputed_at,
    incident_at,
    meeting_at,
)
from tests.frontend.test_pairs import queries_of

pytestmark = pytest.mark.django_db
HELP, CONCERNS = "/help/", "/concerns/"


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


@pytest.fixture
def ada(cast):
    return client_of(cast.ada)


@pytest.fixture
def programme(cast):
    return programme_of(cast.centre)


def codes(programme, **which) -> list[str]:
    return [one.code for one in catalogue_of(programme, **which)]


# --- the catalogue ----------------------------------------------------------------------------------------


def test_own_activity_is_added_with_words_in_four_languages(alice, programme):
    url = reverse("activities", args=[programme.pk])
    typed = {"pl": "kino", "uk": "кіно", "ru": "кино", "en": "cinema", "picture": "culture", "why": "x"}
    assert alice.post(url, typed).status_code == 302
    added = catalogue_of(programme)[-1]
    assert (added.words, added.picture) == (
        {"pl": "kino", "uk": "кіно", "ru": "кино", "en": "cinema"},
        "culture",
    )
    assert "кіно" in alice.get(url).content.decode()


def test_activity_without_a_polish_word_is_refused_and_keeps_what_was_typed(alice, programme):
    answer = alice.post(
        reverse("activities", args=[programme.pk]), {"uk": "кіно", "picture": "culture", "why": "x"}
    )
    assert (answer.status_code, "кіно" in answer.content.decode()) == (422, True)
    assert list(answer.context["form"].errors) == ["pl"]


def test_standard_activity_is_reworded_and_gets_its_word_back(alice, programme):
    url = reverse("activity", args=[programme.pk, "walk"])
    alice.post(url, {"pl": "spacer z psem", "picture": "sport", "why": "x"})
    walk = Activity.objects.get(programme=programme, code="walk")
    assert (walk.words, walk.picture) == ({"pl": "spacer z psem"}, "sport")
    alice.post(url, {"picture": "walk", "why": "x"})
    walk.refresh_from_db()
    assert walk.words == {}


def test_activities_move_up_and_down_and_stay_at_the_ends(alice, programme):
    def move(code, to):
        alice.post(reverse("activity_order", args=[programme.pk, code]), {"to": to, "why": "x"})

    first, second, *rest = codes(programme)
    move(second, "up")
    assert codes(programme) == [second, first, *rest]
    move(second, "up")
    move(second, "down")
    move(rest[-1], "down")
    assert codes(programme) == [first, second, *rest]


def test_hidden_activity_is_offered_no_more_and_again(alice, programme):
    url = reverse("activity_shown", args=[programme.pk, "walk"])
    alice.post(url, {"shown": "no", "why": "x"})
    assert ("walk" in codes(programme), "walk" in codes(programme, hidden=True)) == (False, True)
    alice.post(url, {"shown": "yes", "why": "x"})
    assert "walk" in codes(programme)


def test_unknown_activity_is_not_found(alice, programme):
    assert alice.get(reverse("activity", args=[programme.pk, "nothing"])).status_code == 404


def test_catalogue_costs_the_same_with_one_activity_more_and_with_three(cast, alice, programme):
    url, counts = reverse("activities", args=[programme.pk]), []
    for words in (["kino"], ["teatr", "basen"]):
        for word in words:
            add_activity(programme, words={"pl": word}, picture="culture", why="x", by=SYSTEM)
        counts.append(queries_of(alice, url))
    assert counts[0] == counts[1]


def test_programme_leads_to_its_activities(alice, programme):
    page = alice.get(reverse("programme", args=[programme.pk])).content.decode()
    assert reverse("activities", args=[programme.pk]) in page


# --- help -------------------------------------------------------------------------------------------------


def test_call_says_who_asks_and_leads_to_the_phone_number(cast, alice):
    call = call_at(cast.centre)
    volunteer = call.pair.helper.volunteer
    volunteer.phone = "+48600100200"
    volunteer.save()
    (told,) = alice.get(HELP).context["page"].object_list
    assert (told["side"], told["since"], told["whom"]) == ("The helper", "3 hours", f"Łucja ({volunteer})")
    assert told["contact"] == f"{reverse('volunteer', args=[volunteer.pk])}?contact=show#contact"
    page = alice.get(HELP).content.decode()
    assert [number for number in ("600100200", "600 100 200") if number in page] == []


def test_reading_the_words_of_a_call_is_on_record(cast, alice):
    alice.get(HELP)
    assert not Record.objects.filter(act="activities.help.read").exists()
    call_at(cast.centre)
    assert CANARY_WORDS in alice.get(HELP).content.decode()
    assert Record.objects.get(act="activities.help.read").details == {"rows": 1}


def test_answer_closes_the_call_and_the_second_answer_is_told(cast, alice, ada):
    call = call_at(cast.centre)
    url = reverse("help_answer", args=[call.pk])
    assert alice.post(url, {"words": ""}).status_code == 422
    assert alice.post(url, {"words": "Phoned them."}).status_code == 302
    call.refresh_from_db()
    assert (call.state, call.answer, call.answered_by_label) == (HelpState.ANSWERED, "Phoned them.", "Alice")
    late = ada.post(url, {"words": "Me too."})
    assert (late.status_code, "Alice has answered" in late.content.decode()) == (409, True)
    assert "Phoned them." in alice.get(f"{HELP}?state=answered").content.decode()


# --- concerns ---------------------------------------------------------------------------------------------


def test_concern_is_reported_from_the_familys_page_and_read_by_administrators_only(cast, alice, ada):
    family = family_of(cast)
    assert (
        reverse("concern_report", args=[family.pk]) in alice.get(f"/families/{family.pk}/").content.decode()
    )
    answer = alice.post(reverse("concern_report", args=[family.pk]), {"words": CANARY_CONCERN}, follow=True)
    incident = Incident.objects.get(household=family)
    assert CANARY_CONCERN not in answer.content.decode()
    url = reverse("concern", args=[incident.pk])
    assert (alice.get(url).status_code, alice.get(CONCERNS).status_code) == (403, 403)
    assert CANARY_CONCERN in ada.get(url).content.decode()


def test_concern_sent_twice_is_one(cast, alice):
    url = reverse("concern_report", args=[family_of(cast).pk])
    key = str(alice.get(url).context["form"]["key"].value())
    for _ in range(2):
        alice.post(url, {"words": "Something.", "key": key})
    assert Incident.objects.count() == 1


def test_every_look_at_concerns_is_on_record(cast, ada):
    incident = incident_at(cast.centre)
    ada.get(CONCERNS)
    ada.get(reverse("concern", args=[incident.pk]))
    acts = Record.objects.filter(actor_id=cast.ada.user_id).order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["activities.incidents.listed", "activities.incident.read"]


def test_notes_are_added_and_the_concern_closed_for_good(cast, ada):
    incident = incident_at(cast.centre)
    ada.post(reverse("concern_note", args=[incident.pk]), {"words": "Phoned."})
    ada.post(reverse("concern_close", args=[incident.pk]), {"words": "Settled."})
    incident.refresh_from_db()
    assert incident.state == IncidentState.CLOSED
    assert [note.words for note in incident.notes.all()] == [CANARY_CONCERN, "Phoned.", "Settled."]
    assert ada.post(reverse("concern_note", args=[incident.pk]), {"words": "More."}).status_code == 422


def test_concern_is_in_no_list_file_notice_or_mail(cast, alice, ada):
    incident = incident_at(cast.centre, family_of(cast))
    urls = [CONCERNS, "/", "/families/", f"/families/{incident.household_id}/", "/messages/", "/meetings/"]
    assert [url for url in urls if CANARY_CONCERN in ada.get(url).content.decode()] == []
    assert [url for url in urls[1:] if CANARY_CONCERN in alice.get(url).content.decode()] == []
    assert CANARY_CONCERN not in str(list(Notice.objects.values())) + str([m.body for m in mail.outbox])
    assert CANARY_CONCERN not in str(list(Record.objects.values()))


def test_concerns_cost_the_same_with_one_row_and_with_three(cast, ada):
    counts = []
    for more in (1, 2):
        for _ in range(more):
            incident_at(cast.centre)
        counts.append(queries_of(ada, CONCERNS))
    assert counts[0] == counts[1]


def test_concern_of_another_familys_pair_cannot_be_named(cast, alice):
    other = meeting_at(cast.centre).pair
    url = reverse("concern_report", args=[family_of(cast).pk])
    alice.post(url, {"words": "Something.", "pair": str(other.pk)})
    assert not Incident.objects.filter(pair=other).exists()


# --- today ------------------------------------------------------------------------------------------------


def test_today_begins_with_help_then_concerns_for_administrators(cast):
    call = call_at(cast.centre)
    incident_at(cast.centre, call.pair.seeker.household)
    disputed_at(cast.centre)
    meeting_at(cast.centre, state="for_review", review_reason="ended")
    tasks, caller = today_of(cast.ada).tasks, f"Łucja ({call.pair.helper.person.label})"
    assert [task.what for task in tasks[:2]] == [f"{caller} asks for help", "A concern is open"]
    about = sorted(task.what.partition(")")[2] for task in tasks if task.icon == "calendar")
    assert about == [" remember a meeting differently", ": a meeting was written down out of turn"]
    assert "A concern is open" not in [task.what for task in today_of(cast.alice).tasks]
    assert CANARY_WORDS not in str(tasks)


def test_navigation_has_concerns_for_administrators_only(cast, alice, ada):
    assert "Concerns" in [str(one.label) for one in ada.get("/").context["navigation"]]
    assert "Concerns" not in [str(one.label) for one in alice.get("/").context["navigation"]]
