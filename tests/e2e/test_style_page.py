"""The style page in a real browser: accessible in both themes and at both widths, and alive by keyboard."""

import pytest

from tests.e2e.axe import faults, look
from tests.e2e.sights import SIGHTS

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def complaints(page):
    """What the browser refuses or cannot do: errors of scripts, of the CSP, of loading."""
    found = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("requestfailed", lambda request: found.append(request.url))
    return found


@pytest.mark.parametrize("sight", SIGHTS)
def test_style_page_passes_axe(page, live_server, complaints, sight):
    look(page, sight)
    page.goto(f"{live_server.url}/style/")
    assert faults(page) == []
    assert complaints == []


def test_error_page_passes_axe(page, live_server):
    page.goto(f"{live_server.url}/nowhere/")
    assert faults(page) == []


def test_first_load_stays_under_sixty_kilobytes(page, live_server):
    """What travels compressed; the test server sends plain, so each answer is compressed here."""
    import gzip

    bodies = []
    page.on("response", lambda response: bodies.append(response.body()))
    page.goto(f"{live_server.url}/style/", wait_until="networkidle")
    assert sum(len(gzip.compress(body)) for body in bodies) < 60_000


def test_dialog_is_modal_and_gives_the_focus_back(page, live_server):
    page.goto(f"{live_server.url}/style/")
    opener = page.locator("button[popovertarget=end-pair][data-opens]")
    opener.click()
    assert page.evaluate("document.querySelector('#end-pair').matches(':modal')") is True
    page.locator("#end-pair [data-closes]").click()
    assert page.evaluate("document.querySelector('#end-pair').open") is False
    assert opener.evaluate("element => element === document.activeElement") is True


def test_single_keys_act_only_with_the_focus_and_only_if_wanted(page, live_server):
    page.goto(f"{live_server.url}/style/")
    refuse = "document.querySelector('#refuse').open"
    page.locator("body").press("r")
    without_focus = page.evaluate(refuse)
    page.locator("[data-key=a]").focus()
    page.keyboard.press("r")
    with_focus = page.evaluate(refuse)
    page.keyboard.press("Escape")
    page.evaluate("localStorage.setItem('splot.shortcuts', 'off')")
    page.locator("[data-key=a]").focus()
    page.keyboard.press("r")
    assert (without_focus, with_focus, page.evaluate(refuse)) == (False, True, False)
