"""Today in a real browser: accessible and never sideways with all of it open; put off by keys alone."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from desk.domain.care import assign, put_off
from desk.enums import CareKind
from desk.models import Snooze
from desk.queries.care import line_of
from tests.desk.due import clearance, days, quiet, waiting
from tests.e2e.axe import faults_in
from tests.e2e.desks import come_in
from tests.e2e.sights import BOTH
from tests.factories.cast import told_cast
from tests.factories.families import HouseholdFactory
from tests.frontend.activities import call_at, incident_at

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ada(page, live_server):
    """Ada's browser at a full Today: a call, a concern, a silent pair of hers, one line put off."""
    cast, today = told_cast(), timezone.localdate()
    call_at(cast.centre)
    incident_at(cast.centre)
    clearance(cast, today)
    waiting(cast, today)
    silent, outside = quiet(cast, today, silent=True), HouseholdFactory(centre=cast.centre)
    assign(line_of(cast.ada, CareKind.QUIET, silent.pk), to=cast.ada, by=cast.alice)
    line = line_of(cast.ada, CareKind.OUTSIDE, outside.pk)
    put_off(line, until=today + days(3), reason="They are on holiday.", by=cast.alice)
    come_in(page, live_server.url, cast.ada)
    return f"quiet-{silent.pk}"


def test_today_and_its_pages_are_accessible_and_never_scroll_sideways(page, live_server, ada):
    kind, _dash, pk = ada.partition("-")
    pages = ("/", "/?show=mine&kind=quiet", "/?show=off", f"/today/{kind}/{pk}/", "/today/rules/")
    for url in pages:
        page.goto(live_server.url + url)
        if url == "/":
            page.locator("[data-key=s]").first.click()
            expect(page.locator("#put-off-until")).to_be_visible()
        assert faults_in(page, BOTH) == [], url


def test_the_second_line_is_put_off_by_keys_of_its_own(page, live_server, ada):
    page.goto(live_server.url + "/")
    page.locator(".care-row a").first.focus()
    for key in ("j", "j", "j"):
        page.keyboard.press(key)
    chosen = page.locator(".care-row:focus")
    expect(chosen).to_have_count(1)
    what = chosen.locator(".todo-what").inner_text()
    page.keyboard.press("s")
    expect(page.locator("#put-off-until")).to_be_focused()
    page.locator("#put-off-reason").focus()
    page.keyboard.type("It can wait.")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    expect(page.locator(".care-row .todo-what", has_text=what)).to_have_count(0)
    assert Snooze.objects.filter(reason="It can wait.", ended_at=None).count() == 1
