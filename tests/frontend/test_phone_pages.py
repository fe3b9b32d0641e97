"""A helper's home, offers and the page of a pair: what they tell, what they never tell, what they cost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from activities.models import PlannedMeeting
from tests.clients import client_of
from tests.factories.activities import MeetingFactory, at, meeting_pair
from tests.frontend.phone import an_entry, offer_to

pytestmark = pytest.mark.django_db
#: Of a family its helper must not see these.
CANARIES = {
    "contact_name": "Kanarkowa",
    "email": "kanarek@example.org",
    "note": "Kanarek po sasiedzku",
    "phone": "+48600700800",
    "address": "Kanarkowa 17",
    "place_name": "Kanarkowo",
}


@pytest.fixture
def bob(cast):
    return client_of(cast.bob)


def queries_of(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def words_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode()))


# --- home ---------------------------------------------------------------------------------------------------


def test_home_tells_the_next_meeting_the_pairs_and_the_year(cast, bob):
    pair = meeting_pair(cast.bob)
    an_entry(cast.bob, pair, minutes=90)
    PlannedMeeting.objects.create(pair=pair, start=at(days=1), minutes=60, place="Library")
    home = bob.get("/")
    words = words_of(home)
    label = pair.seeker.household.label
    assert ("Library" in words, f"with {label}" in words, "1 h 30 min" in words) == (True, True, True)
    assert (home.context["year"].meetings, "you meet" in words) == (1, True)


def test_meeting_that_is_over_is_not_the_next_one(cast, bob):
    PlannedMeeting.objects.create(pair=meeting_pair(cast.bob), start=at(hours=-3), minutes=60)
    assert bob.get("/").context["planned"] is None


def test_offer_waits_on_home_and_in_the_bar_with_its_day(cast, bob):
    offer = offer_to(cast.bob)
    home = bob.get("/")
    assert [one.label for one in home.context["offers"]] == [offer.seeker.household.label]
    assert 'class="count">1<' in home.content.decode()
    assert "Answer by" in words_of(home)


def test_offer_is_not_told_while_it_can_be_undone(cast, bob):
    offer = offer_to(cast.bob, told=False)
    label = offer.seeker.household.label
    assert [label in words_of(bob.get(url)) for url in ("/", "/offers/")] == [False, False]


def test_answered_offer_waits_for_the_family(cast, bob):
    pair = offer_to(cast.bob)
    bob.post(reverse("offer", args=[pair.key]), {"answer": "yes"})
    pair.refresh_from_db()
    home = bob.get("/")
    assert (pair.state, home.context["offers"]) == ("helper_accepted", [])
    assert "waits for their answer" in words_of(home)


@pytest.mark.parametrize("url", ["/", "/offers/"])
def test_pages_cost_the_same_with_one_pair_and_with_three(cast, bob, url):
    counts = []
    programme = None
    for more in (1, 2):
        for _ in range(more):
            pair = meeting_pair(cast.bob, **({"programme": programme} if programme else {}))
            programme = pair.programme
            offer_to(cast.bob, programme=programme)
            PlannedMeeting.objects.create(pair=pair, start=at(days=1), minutes=60)
        counts.append(queries_of(bob, url))
    assert counts[0] == counts[1]


def test_page_of_a_pair_costs_the_same_with_one_meeting_and_with_three(cast, bob):
    pair = meeting_pair(cast.bob)
    url = reverse("companion", args=[pair.key])
    MeetingFactory(pair=pair)
    one = queries_of(bob, url)
    for days in (2, 3):
        MeetingFactory(pair=pair, start=at(days=-days))
        PlannedMeeting.objects.create(pair=pair, start=at(days=days), minutes=60)
    assert queries_of(bob, url) == one


def test_helper_never_sees_surname_phone_address_or_street_of_a_family(cast, bob):
    pair = meeting_pair(cast.bob)
    offer = offer_to(cast.bob, programme=pair.programme)
    for household in (pair.seeker.household, offer.seeker.household):
        type(household).objects.filter(pk=household.pk).update(**CANARIES)
    of_pair = [reverse("offer", args=[offer.key]), reverse("companion", args=[pair.key])]
    for url in ("/", "/offers/", "/log/", *of_pair):
        page = bob.get(url).content.decode()
        assert [told for told in CANARIES.values() if told in page] == []


# --- offers -------------------------------------------------------------------------------------------------


def test_not_this_time_asks_no_reason(cast, bob):
    pair = offer_to(cast.bob)
    answer = bob.post(reverse("offer", args=[pair.key]), {"answer": "no"})
    pair.refresh_from_db()
    assert (answer.status_code, pair.state) == (302, "declined")


def test_answer_must_be_one_of_the_two(cast, bob):
    pair = offer_to(cast.bob)
    assert bob.post(reverse("offer", args=[pair.key]), {"answer": "maybe"}).status_code == 422


def test_offer_leads_to_a_pause(cast, bob):
    page = bob.get(reverse("offer", args=[offer_to(cast.bob).key])).content.decode()
    assert reverse("me_pause") in page


# --- the page of a pair -------------------------------------------------------------------------------------


def sent_plan(start, **fields) -> dict:
    local = timezone.localtime(start)
    told = {"start_date": f"{local:%Y-%m-%d}", "start_time": f"{local:%H:%M}"}
    return {**told, "minutes": "90", "place": "Library", **fields}


def test_meeting_is_planned_moved_and_called_off(cast, bob):
    pair = meeting_pair(cast.bob)
    bob.post(reverse("plan", args=[pair.key]), sent_plan(at(days=2)))
    plan = PlannedMeeting.objects.get()
    bob.post(reverse("planned_move", args=[plan.key]), sent_plan(at(days=3)))
    plan.refresh_from_db()
    assert (plan.start, plan.minutes, plan.place) == (at(days=3), 90, "Library")
    bob.post(reverse("planned_call_off", args=[plan.key]))
    plan.refresh_from_db()
    assert plan.state == "called_off"


def test_plan_in_the_past_is_told_by_its_field(cast, bob):
    answer = bob.post(reverse("plan", args=[meeting_pair(cast.bob).key]), sent_plan(at(days=-2)))
    assert (answer.status_code, "start_date" in answer.context["form"].errors) == (422, True)


def test_pause_and_back(cast, bob):
    pair = meeting_pair(cast.bob)
    bob.post(reverse("companion_pause", args=[pair.key]), {"until": timezone.localdate() + timedelta(days=9)})
    pair.refresh_from_db()
    assert pair.state == "paused"
    bob.post(reverse("companion_resume", args=[pair.key]))
    pair.refresh_from_db()
    assert pair.state == "active"


def test_pause_in_the_past_is_told(cast, bob):
    url = reverse("companion_pause", args=[meeting_pair(cast.bob).key])
    answer = bob.post(url, {"until": timezone.localdate()})
    assert (answer.status_code, bool(answer.context["pause_form"].errors)) == (422, True)


def test_end_without_fault(cast, bob):
    pair = meeting_pair(cast.bob)
    bob.post(reverse("companion_end", args=[pair.key]))
    pair.refresh_from_db()
    assert pair.state == "closing"


def test_way_of_a_pair_is_told_with_what_comes_next(cast, bob):
    pair = offer_to(cast.bob)
    bob.post(reverse("offer", args=[pair.key]), {"answer": "yes"})
    way = bob.get(reverse("companion", args=[pair.key])).context["way"]
    told = [(str(step["title"]), step.get("state", "")) for step in way]
    assert told == [("You said yes", ""), ("They say yes", "now"), ("The first meeting", "later")]
