"""Not matched yet in a real browser: accessible at both widths and in both themes, worked by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import expect

from base.places.week import Week
from tests.clients import client_of
from tests.e2e.sights import SIGHTS
from tests.factories.cast import told_cast
from tests.factories.matching import helper_of, programme_of, seeker_of
from tests.matching.workers import run_of

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


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
    cookie = client_of(cast.alice).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )


@pytest.mark.parametrize(("width", "scheme"), SIGHTS)
def test_page_is_accessible_and_never_scrolls_sideways(page, live_server, left, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{live_server.url}/not-matched/")
    assert page.evaluate(SIDEWAYS) is False
    assert page.get_by_role("link", name="Whom to look for, and how").is_visible() is (width == 320)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


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
