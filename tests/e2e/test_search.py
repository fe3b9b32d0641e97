"""Search, acts on many and kept filters in a real browser: accessible, and by keyboard alone."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from desk.models import BulkAct, SavedFilter
from tests.e2e.axe import faults_in
from tests.e2e.desks import come_in
from tests.e2e.sights import BOTH
from tests.factories.cast import told_cast
from tests.factories.families import household_with
from tests.factories.volunteers import volunteer_with

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(page, live_server):
    """Alice's browser, and the addresses of the pages."""
    cast = told_cast()
    for number in range(1, 13):
        household_with(centre=cast.centre, number=number, label=f"K-{number}", contact_name="Anna Kowalska")
    volunteer_with(centre=cast.centre, number=5, label="W-5", first_name="Annamaria", last_name="Nowak")
    SavedFilter.objects.create(
        owner=cast.alice, page="families", name="Long wait", query="waits=60", shared=True
    )
    SavedFilter.objects.create(owner=cast.ada, page="families", name="Ada's", query="waits=90", shared=True)
    act = BulkAct.objects.create(
        organisation=cast.centre, asked_by=cast.alice, page="families", act="pause", state="failed", done=3,
        keys=list(range(12)), refused=[{"label": "K-4", "why": "K-4 is paused already."}], press=uuid.uuid4(),
    )  # fmt: skip
    come_in(page, live_server.url, cast.alice)
    return {
        "results": "/search/?q=ann",
        "one kind": "/search/?q=ann&kind=families",
        "nothing": "/search/?q=nobody",
        "list": "/families/?state=served",
        "filters": "/filters/",
        "preview": "/many/families/?act=pause&all=1",
        "act": f"/many/{act.pk}/progress/",
    }


def test_pages_are_accessible_and_never_scroll_sideways(page, live_server, desk):
    for name, url in desk.items():
        page.goto(live_server.url + url)
        assert faults_in(page, BOTH) == [], name


def test_family_is_found_and_many_are_paused_by_keyboard_alone(page, live_server, desk):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(live_server.url + "/families/")
    page.locator("[data-row]").first.focus()
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Search people, pairs and employers")
    expect(box).to_be_focused()
    page.keyboard.type("annam")
    options = page.locator("#find-hits").get_by_role("option")
    expect(options).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "hit-1")
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/volunteers/*/")
    box.focus()
    page.keyboard.type("kowal")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=kowal")
    expect(page.get_by_role("heading", name=re.compile("Families 12"))).to_be_visible()
    page.goto(live_server.url + "/families/")
    page.get_by_role("checkbox", name="Choose K-1", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_label("With those ticked above").select_option("pause")
    page.get_by_role("button", name="Look at what it would do").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/many/families/**")
    expect(page.get_by_role("heading", name="1 is touched")).to_be_visible()
    page.get_by_label("Why?").focus()
    page.keyboard.type("Summer holidays")
    page.keyboard.press("Enter")
    page.wait_for_url("**/progress/")
    expect(page.get_by_text("0 of 1")).to_be_visible()
