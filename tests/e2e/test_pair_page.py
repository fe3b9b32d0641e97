"""The page of a pair in a real browser: accessible, never sideways, a contact written down by keyboard."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from activities.domain.contacts import record_contact, write_note
from tests.e2e.axe import faults_in
from tests.e2e.desks import come_in
from tests.e2e.sights import BOTH
from tests.factories.cast import told_cast
from tests.frontend.activities import call_at, disputed_at, pair_at, plan_at

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
LONG = "Spoke for long about the school, the doctor's hours and the way there. " * 4


@pytest.fixture
def pairs(page, live_server):
    """Ada's browser; a pair with everything there is, and one that ended."""
    cast = told_cast()
    pair = pair_at(cast.centre)
    disputed_at(cast.centre, pair)
    plan_at(cast.centre, pair)
    call_at(cast.centre, pair)
    today = timezone.localdate()
    record_contact(pair, whom="family", way="visit", on=today, words=LONG, mood=2, by=cast.alice)
    write_note(pair, words="x" * 200, by=cast.alice)
    ended = pair_at(cast.centre, state="closed", closed_on=today, close_reason="no_time")
    come_in(page, live_server.url, cast.ada)
    return {"open": f"/pairs/{pair.pk}/", "ended": f"/pairs/{ended.pk}/"}


def test_page_is_accessible_and_never_scrolls_sideways(page, live_server, pairs):
    for name, url in pairs.items():
        page.goto(live_server.url + url)
        for summary in page.locator("#contact summary, #survey summary, #who summary").all():
            summary.click()
        assert faults_in(page, BOTH) == [], name


def test_contact_is_written_and_taken_back_by_keyboard(page, live_server, pairs):
    page.goto(live_server.url + pairs["open"])
    page.get_by_role("button", name="Spoke with the helper today").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Written down. It counts for your contacts").wait_for()
    line = page.locator(".happened > li").filter(has_text="In touch with the helper, by phone")
    line.get_by_role("button", name="Take back").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Taken back. It does not count any more.").wait_for()
    expect(line).to_contain_text("taken back by Ada")
    page.get_by_role("link", name="messages", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/?show=messages")
    expect(page.locator("#timeline")).to_contain_text("Nothing of this kind")
