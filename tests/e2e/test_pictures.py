"""Pictures in a real browser: they come, they are accessible, never sideways, switched by keyboard."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from frontend.pictures import PictureKey
from tests.e2e.axe import faults_in
from tests.e2e.desks import come_in
from tests.e2e.sights import BOTH
from tests.factories.activities import MeetingFactory, at
from tests.factories.cast import told_cast
from tests.factories.families import household_with
from tests.factories.matching import PairFactory, helper_of, programme_of, seeker_of

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(page, live_server):
    """Alice's browser at a centre with a little of everything."""
    cast = told_cast()
    for programme in (programme_of(cast.centre), programme_of(cast.centre)):
        since = timezone.localdate() - timedelta(days=30)
        pair = PairFactory(
            seeker=seeker_of(programme), helper=helper_of(programme), state="active",
            offered_on=since, active_since=since,
        )  # fmt: skip
        MeetingFactory(pair=pair, start=at(days=-2))
        for days in range(0, 200, 25):
            home = household_with(
                centre=cast.centre,
                waiting_since=timezone.localdate() - timedelta(days=days),
                commune_code="126101",
            )
            seeker_of(programme, home)
    come_in(page, live_server.url, cast.alice)
    return page


def test_pictures_come_are_accessible_and_change_with_the_map(desk, live_server):
    desk.goto(live_server.url + "/pictures/")
    for key in PictureKey.values:
        expect(desk.locator(f"#{key} figure")).to_be_visible()
    assert faults_in(desk, BOTH) == []
    desk.locator("#map-demand").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#map-demand")).to_have_attribute("aria-current", "true")
    expect(desk).to_have_url(f"{live_server.url}/pictures/?map=demand")
    desk.locator("#counties summary").press("Enter")
    expect(desk.locator("#counties table")).to_contain_text("Kraków")


def test_paper_has_every_picture_and_no_navigation(desk, live_server):
    desk.goto(live_server.url + "/pictures/")
    expect(desk.locator("#counties figure")).to_be_visible()
    desk.emulate_media(media="print")
    for hidden in (".spine", ".picture-cut", "#waiting details", "#waiting header a"):
        expect(desk.locator(hidden).first).to_be_hidden()
    expect(desk.locator(".page-head .lead")).to_contain_text("All programmes, the last 26 weeks")
    split = "[...document.querySelectorAll('.picture')].map(one => getComputedStyle(one).breakInside)"
    assert set(desk.evaluate(split)) == {"avoid"}
