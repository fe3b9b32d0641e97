"""A number that stands on several pages is the same on all of them."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from matching.domain.pairs import accept_offer, close_pair
from matching.enums import CloseReason, PairSide
from tests.clients import client_of
from tests.factories.activities import MeetingFactory, at, meeting_pair
from tests.factories.families import household_with
from tests.factories.matching import PairFactory, helper_of, programme_of, seeker_of
from tests.frontend.phone import offer_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


def words_of(client, url: str) -> str:
    text = client.get(url).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))


def figure(client, name: str):
    (found,) = [one for one in client.get("/").context["today"].figures if one.name == name]
    return found


def pair_of(programme, state: str, *, offered: int = 3, **fields):
    on = timezone.localdate() - timedelta(days=offered)
    return PairFactory(
        seeker=seeker_of(programme), helper=helper_of(programme), state=state, offered_on=on, **fields
    )


def test_half_have_waited_as_long_on_today_as_on_the_pictures(cast, alice):
    today, programme = timezone.localdate(), programme_of(cast.centre)
    for days in (3, 20, 47, 48, 102):
        household_with(centre=cast.centre, waiting_since=today - timedelta(days=days))
    for waited, offered in ((200, 1), (90, 20)):
        seeker = seeker_of(programme, waiting_since=today - timedelta(days=waited))
        PairFactory(seeker=seeker, helper=helper_of(programme), offered_on=today - timedelta(days=offered))
    assert figure(alice, "Half of them have waited at least").value == 47
    assert figure(alice, "Families without a helper").value == 5
    assert "Half of 5 families have waited 47 days or longer." in words_of(alice, "/pictures/waiting/")


def test_nobody_who_has_not_answered_is_brought_together(cast, alice):
    programme, today = programme_of(cast.centre), timezone.localdate()
    for state in ("offered", "helper_accepted", "accepted", "active", "declined"):
        pair_of(programme, state)
    pair_of(programme, "suspended", suspended_from="offered")
    pair_of(programme, "closed", closed_on=today)
    pair_of(programme, "closed", closed_on=today, first_met_on=today - timedelta(days=2))
    said = words_of(alice, "/pictures/matched/")
    assert "3 pairs were brought together in the last 26 weeks" in said
    assert "3 more offers are not answered yet. 2 came to nothing" in said


def test_a_pair_is_brought_together_once_both_said_yes_and_stays_so_when_it_ends(cast, alice):
    pair = offer_to(cast.bob)
    assert "No pair was brought together" in words_of(alice, "/pictures/matched/")
    for side in (PairSide.HELPER, PairSide.FAMILY):
        pair = accept_offer(pair, side=side, by=cast.alice)
    assert "1 pair was brought together" in words_of(alice, "/pictures/matched/")
    close_pair(pair, reason=CloseReason.COMPLETED, by=cast.alice)
    assert "1 pair was brought together" in words_of(alice, "/pictures/matched/")


def test_pairs_that_have_begun_to_meet_are_those_of_the_list_it_leads_to(cast, alice):
    programme, today = programme_of(cast.centre), timezone.localdate()
    for state in ("active", "paused", "closing"):
        pair_of(programme, state, active_since=today)
    pair_of(programme, "offered")
    pair_of(programme, "closed", active_since=today, closed_on=today)
    told = figure(alice, "Pairs that have begun to meet")
    assert told.value == alice.get(told.url).context["page"].paginator.count == 3


def test_meetings_are_the_same_for_the_coordinator_the_volunteer_and_the_pictures(cast, alice):
    pair = meeting_pair(cast.bob)
    for days, state in enumerate(("logged", "confirmed", "disputed", "for_review", "withdrawn"), start=2):
        MeetingFactory(pair=pair, start=at(days=-days), minutes=30, state=state)
    bob = client_of(cast.bob)
    year = bob.get("/").context["year"]
    assert (year.meetings, year.together, year.to_look_at) == (2, "1 h", 2)
    counted = "2 meetings, 1 h"
    assert counted in words_of(bob, reverse("companion", args=[pair.key]))
    assert counted in words_of(alice, reverse("pair", args=[pair.pk]))
    assert "2 meetings in the last 26 weeks" in words_of(alice, "/pictures/meetings/")
    assert "2 more do not count yet" in words_of(bob, reverse("companion", args=[pair.key]))
    assert "2 more count once they are settled" in words_of(alice, reverse("pair", args=[pair.pk]))
