"""Not matched yet in a real browser: accessible at both widths and in both themes, worked by keyboard."""

import pytest
from playwright.sync_api import expect

from base.places.week import Week
from tests.e2e.axe import faults, look
from tests.e2e.desks import come_in
from tests.e2e.sights import SIGHTS
from tests.factories.cast import told_cast
from tests.factories.matching import helper_of, programme_of, seeker_of
from tests.matching.workers import run_of

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def left(page, live_server):
    """Alice's page with a family whose hours fit nobody, one after the run, and one of another language."""
    cast = told_cast()
    programme = programme_of(cast.centre)
    helper_of(programme, week=Week.parse("sb 9-11"))
    seeker_of(programme, label="K-204", week=Week.parse("nd 9-11"))
    seeker_of(programme, label="K-205", languages=())
    run_of(programme)
    seeker_of(programme, label="K-300")
    come_in(page, live_server.url, cast.alice)


@pytest.mark.parametrize("sight", SIGHTS)
def test_page_is_accessible_and_never_scrolls_sideways(page, live_server, left, sight):
    look(page, sight)
    page.goto(f"{live_server.url}/not-matched/")
    narrow = sight[0] == 320
    expect(page.get_by_role("link", name="Whom to look for, and how")).to_be_visible(visible=narrow)
    assert faults(page) == []


def test_list_is_narrowed_and_a_change_followed_by_keyboard_alone(page, live_server, left):
    page.goto(f"{live_server.url}/not-matched/")
    page.locator("#why-time").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**why=time**")
    expect(page.locator(".unmatched")).to_have_count(1)
    expect(page.locator(".unmatched h2")).to_contain_text("K-204")
    page.get_by_role("link", name="Open the hours of K-204").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/edit/#step-when")
