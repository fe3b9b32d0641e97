"""What a page says of a request that failed: a press is answered, what the page asked by itself is not."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from intake.domain.importing import request_import
from intake.enums import Scope
from tests.e2e.desks import come_in
from tests.factories.cast import told_cast
from tests.factories.intake import ROBOT, ready, row
from tests.factories.matching import programme_of
from tests.frontend.matching import proposal_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
#: Resolves once the page has answered the first failure of this element, and only of this one.
FAILED = """([name, id]) => new Promise((done, never) => {
  document.addEventListener(name, ({ target }) => { if (target.id === id) done(); });
  setTimeout(never, 20_000, `${id} has not failed`);
  document.dispatchEvent(new CustomEvent("live:heard", { detail: { all: true } }));
})"""
SAID = {
    "logged out": "You were logged out. Log in in a new tab",
    "broken": "That did not work, and nothing was changed.",
    "unreached": "We could not reach Splot.",
}


@pytest.fixture
def desk(page, live_server):
    """Alice's desk with two proposals; its socket stays open and says nothing."""
    cast = told_cast()
    programme = programme_of(cast.centre)
    made = [proposal_in(programme, points=points) for points in (90, 80)]
    page.route_web_socket("**/live/**", lambda socket: None)
    come_in(page, live_server.url, cast.alice)
    page.goto(f"{live_server.url}/proposals/{made[0].pk}/")
    page.locator("#rivals header").wait_for()
    return made


def fail(page: Page, how: str) -> str:
    """From now on every request fails in this way; returns the event by which htmx says so."""
    if how == "logged out":
        Session.objects.all().delete()
    elif how == "broken":
        page.route("**", lambda route: route.fulfill(status=503))
    else:
        page.route("**", lambda route: route.abort())
    return "htmx:sendError" if how == "unreached" else "htmx:responseError"


@pytest.mark.parametrize("how", SAID)
def test_a_refresh_nobody_asked_for_fails_in_silence_and_a_press_says_so(page, desk, how):
    page.evaluate(FAILED, [fail(page, how), "opened"])
    assert page.locator(".toast").all_inner_texts() == []
    page.locator(f"#prop-{desk[1].pk}").click()
    expect(page.locator(".toast span")).to_have_text([re.compile(SAID[how])])


def test_a_page_that_polls_says_only_that_the_log_in_has_ended(page, live_server):
    cast = told_cast()
    upload = request_import(ready(cast.centre, row()), scope=Scope.GOOD, by=ROBOT)
    come_in(page, live_server.url, cast.alice)
    page.goto(f"{live_server.url}/imports/{upload.pk}/")
    page.get_by_role("progressbar").wait_for()
    for how in ("broken", "unreached"):
        page.evaluate(FAILED, [fail(page, how), "import"])
        assert page.locator(".toast").all_inner_texts() == []
        page.unroute_all()
    for _once_and_again in range(2):
        page.evaluate(FAILED, [fail(page, "logged out"), "import"])
        told = page.locator(".toast span").all_inner_texts()
        assert [words.partition(":")[0] for words in told] == ["This page no longer changes by itself"]
