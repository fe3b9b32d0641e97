"""Meetings at the desk in a real browser: accessible and never sideways, settled and ordered by keyboard."""

import pytest
from playwright.sync_api import expect

from activities.domain.catalogue import add_activity
from base.audit.actor import SYSTEM
from tests.e2e.axe import faults_in
from tests.e2e.desks import come_in
from tests.e2e.sights import BOTH
from tests.factories.activities import at
from tests.factories.cast import told_cast
from tests.frontend.activities import call_at, disputed_at, incident_at, meeting_at, pair_at, plan_at

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(page, live_server):
    """Ada's browser, and the addresses of everything there is at a pair of hers."""
    cast = told_cast()
    pair = pair_at(cast.centre)
    disputed = disputed_at(cast.centre, pair)
    meeting_at(cast.centre, pair, start=at(days=-9), state="for_review", review_reason="paused")
    plan = plan_at(cast.centre, pair)
    call_at(cast.centre, pair, meeting=disputed)
    incident = incident_at(cast.centre, pair.seeker.household)
    add_activity(pair.programme, words={"pl": "kino", "uk": "кіно"}, picture="culture", why="x", by=SYSTEM)
    come_in(page, live_server.url, cast.ada)
    family, programme = pair.seeker.household_id, pair.programme_id
    return {
        "list": "/meetings/",
        "meeting": f"/meetings/{disputed.pk}/both-sides/",
        "pair": f"/pairs/{pair.pk}/",
        "log": f"/pairs/{pair.pk}/meetings/log/",
        "plan": f"/plans/{plan.pk}/move/",
        "activities": f"/programmes/{programme}/activities/",
        "activity": f"/programmes/{programme}/activities/walk/",
        "help": "/help/",
        "concerns": "/concerns/",
        "concern": f"/concerns/{incident.pk}/",
        "report": f"/families/{family}/concern/",
    }


def test_pages_are_accessible_and_never_scroll_sideways(page, live_server, desk):
    for name, url in desk.items():
        page.goto(live_server.url + url)
        assert faults_in(page, BOTH) == [], name


def test_disputed_meeting_is_found_and_settled_by_keyboard(page, live_server, desk):
    page.goto(live_server.url + "/meetings/?show=review")
    page.locator("tbody a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/both-sides/")
    page.get_by_role("button", name="The family: as they remember it").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Settled. Both versions stay in the history.").wait_for()
    expect(page.locator(".page-head .badge")).to_have_text("confirmed by both")


def test_activities_are_put_in_order_by_keyboard(page, live_server, desk):
    page.goto(live_server.url + desk["activities"])
    second = page.locator(".catalogue li b").nth(1).inner_text()
    up = page.locator(".catalogue li").nth(1).get_by_role("button", name="Up")
    up.focus()
    page.keyboard.press("Enter")
    why = page.locator("#change_why")
    expect(why).to_be_focused()  # nothing moves without a reason
    why.fill("walks come first in spring")
    up.focus()
    page.keyboard.press("Enter")
    page.locator(".catalogue li b").first.filter(has_text=second).wait_for()
    expect(why).to_have_value("walks come first in spring")
    page.reload()
    expect(page.locator(".catalogue li b").first).to_have_text(second)
