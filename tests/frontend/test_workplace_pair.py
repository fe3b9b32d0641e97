"""A pair at work from both phones and the coordinator's desk: the first weeks, and a session confirmed."""

import pytest
from django.urls import reverse

from activities.models import FirstWeekTick, Meeting
from tests.clients import client_of, client_of_family
from tests.factories.activities import meeting_pair
from tests.factories.workplace import workplace_pair
from tests.frontend.people import queries_of
from tests.frontend.phone import a_log
from tests.frontend.test_naming import CANARIES

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(cast):
    return workplace_pair(cast)


@pytest.fixture
def mirek(cast):
    return client_of(cast.mirek)


def of_colleague(pair, language="uk"):
    return client_of_family(pair.seeker.household, language=language)


# --- a session --------------------------------------------------------------------------------------------


def test_a_session_is_logged_on_the_mentors_phone_and_confirmed_by_the_colleague(cast, pair, mirek):
    shown = mirek.get("/log/").content.decode()
    assert pair.seeker.household.label in shown
    assert "a tour of the workplace" in shown
    assert mirek.post("/log/", a_log(pair, activities=["work_tour", "work_papers"])).status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.side, meeting.logged_by_id) == ("logged", "helper", cast.mirek.user_id)
    colleague = of_colleague(pair, "en")
    home = colleague.get("/f/").content.decode()
    assert "Yes, it was so" in home
    colleague.post(reverse("f_confirm", args=[meeting.pk]))
    meeting.refresh_from_db()
    assert meeting.state == "confirmed"
    own = mirek.get(reverse("companion", args=[pair.key])).content.decode()
    assert "confirmed by both" in own


def test_a_session_remembered_otherwise_goes_to_the_coordinator(cast, pair, mirek):
    mirek.post("/log/", a_log(pair))
    meeting = Meeting.objects.get()
    colleague = of_colleague(pair, "en")
    url = reverse("f_otherwise", args=[meeting.pk])
    assert colleague.get(url).status_code == 200
    assert "remember a meeting differently" not in client_of(cast.alice).get("/").content.decode()
    colleague.post(url, {"happened": "no"})
    meeting.refresh_from_db()
    assert meeting.state == "disputed"
    assert "remember a meeting differently" in client_of(cast.alice).get("/").content.decode()


def test_the_mentor_reads_of_the_colleague_no_name_needs_or_children(cast, pair, mirek):
    household = pair.seeker.household
    household.contact_name, household.note = "Kanarkowa", "Canarynote"
    household.phone, household.address = "+48600555111", "Zlotoptak 9"
    household.save()
    household.members.create(first_name="Kanarczuk", age_band="7-9")
    hidden = [one for one in CANARIES if one not in ("17:00",)]
    for url in ("/", "/log/", reverse("companion", args=[pair.key]), "/me/"):
        text = mirek.get(url).content.decode()
        assert [word for word in hidden if word in text] == [], url
    companion = mirek.get(reverse("companion", args=[pair.key])).content.decode()
    assert "early shift" in companion
    assert "You and your colleague" in companion


# --- the first weeks --------------------------------------------------------------------------------------


def test_the_mentor_ticks_on_the_phone_and_sees_the_colleagues_words_beside(pair, mirek):
    page = reverse("companion", args=[pair.key])
    text = mirek.get(page).content.decode()
    assert "I have my contract in a language I understand" in text
    assert "Я маю договір мовою, яку розумію" in text
    assert "This list is an example." in text
    url = reverse("companion_first_weeks", args=[pair.key])
    done = mirek.post(url, {"act": "tick", "code": "contract"})
    assert done.headers["Location"] == f"{page}#first"
    assert FirstWeekTick.objects.get().side == "helper"
    mirek.post(url, {"act": "untick", "code": "contract"})
    assert FirstWeekTick.objects.count() == 0
    assert mirek.post(url, {"act": "tick", "code": "nonsense"}).status_code == 409
    assert mirek.post(url, {"act": "fly", "code": "contract"}).status_code == 404


def test_the_colleague_ticks_in_their_own_language(cast, pair):
    colleague = of_colleague(pair)
    url = reverse("f_first_weeks", args=[pair.key])
    assert url in colleague.get("/f/").content.decode()
    assert url in colleague.get(reverse("f_pair", args=[pair.key])).content.decode()
    assert "Я маю договір мовою, яку розумію" in colleague.get(url).content.decode()
    assert colleague.post(url, {"act": "tick", "code": "contract"}).headers["Location"] == url
    tick = FirstWeekTick.objects.get()
    assert (tick.side, tick.ticked_by_label) == ("family", pair.seeker.household.label)
    coordinator = client_of(cast.alice).get(reverse("pair", args=[pair.pk])).content.decode()
    assert "1 of 13" in coordinator
    assert "past their week" in coordinator
    assert "Labour Code, art. 29" in coordinator


def test_a_friendship_has_no_such_list(cast):
    pair = meeting_pair(cast.bob)
    bob = client_of(cast.bob)
    assert "The first weeks" not in bob.get(reverse("companion", args=[pair.key])).content.decode()
    url = reverse("companion_first_weeks", args=[pair.key])
    assert bob.post(url, {"act": "tick", "code": "contract"}).status_code == 409
    family = client_of_family(pair.seeker.household)
    assert family.get(reverse("f_first_weeks", args=[pair.key])).status_code == 404
    assert "first-weeks" not in family.get("/f/").content.decode()


def test_pages_cost_the_same_with_one_tick_and_with_three(cast, pair, mirek):
    pages = [
        (mirek, reverse("companion", args=[pair.key])),
        (of_colleague(pair, "en"), reverse("f_first_weeks", args=[pair.key])),
        (client_of(cast.alice), reverse("pair", args=[pair.pk])),
    ]
    url = reverse("companion_first_weeks", args=[pair.key])
    mirek.post(url, {"act": "tick", "code": "contract"})
    counted = []
    for client, page in pages:
        client.get(page)
        counted.append(queries_of(client, page))
    for code in ("safety", "people"):
        mirek.post(url, {"act": "tick", "code": code})
    assert [queries_of(client, page) for client, page in pages] == counted
