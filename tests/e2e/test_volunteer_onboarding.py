"""A volunteer on a phone: the week by finger and by keyboard, the agreement signed, what axe says."""

import pytest
from playwright.sync_api import expect

from base.places.week import Week
from tests.access.routes_me import TERMS
from tests.clients import client_of
from tests.e2e.axe import faults, look
from tests.e2e.desks import come_in
from tests.factories.accounts import MembershipFactory
from tests.factories.volunteers import volunteer_with
from volunteers.domain.agreements import prepare_agreement
from volunteers.models import SignedAgreement, Volunteer

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
SMALL = """[...document.querySelectorAll('main :is(a.btn, button, .cell, .choice):not(.hidden-word)')]
    .filter(one => one.offsetParent && one.getBoundingClientRect().height < 43.5)
    .map(one => one.outerHTML)"""


@pytest.fixture
def browser_context_args(browser_context_args, playwright):
    """A small phone: touch, 360 pixels wide."""
    phone = {name: playwright.devices["Pixel 5"][name] for name in ("user_agent", "has_touch", "is_mobile")}
    return {**browser_context_args, **phone, "viewport": {"width": 360, "height": 740}, "locale": "en"}


@pytest.fixture
def complaints(page):
    """What the browser refuses or cannot do: errors of scripts, of the CSP, of loading."""
    found = []
    page.on(
        "console",
        lambda message: (
            found.append(message.text)
            if message.type == "error" and "WebSocket" not in message.text
            else None
        ),
    )
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


@pytest.fixture
def bob(page, live_server):
    """Bob, a volunteer with a log-in, logged in on the phone."""
    membership = MembershipFactory(user__name="Bob", user__language="en", role="volunteer")
    come_in(page, live_server.url, membership)
    volunteer = volunteer_with(
        centre=membership.organisation, user=membership.user, first_name="Bob", last_name="Żółkiewski",
        week=Week.empty(),
    )  # fmt: skip
    # Every view is loaded before the browser waits for one.
    assert client_of(membership).get("/me/").status_code == 200
    return volunteer


def week_of(volunteer: Volunteer) -> Week:
    return Volunteer.objects.get(pk=volunteer.pk).week


def test_week_is_painted_by_finger_and_by_keyboard(page, live_server, bob, complaints):
    page.goto(f"{live_server.url}/me/step/week/")
    monday = page.locator("[data-week-grid] details").first
    cell = monday.get_by_label("17:00–17:30")
    cell.tap()
    expect(cell).to_be_checked()
    # A finger goes along the row: from 18:30 on nothing is lifted until 18:00 and 18:30 are painted too.
    page.evaluate(
        """() => {
            const at = value => document.querySelector(`[name=week][value="${value}"]`).parentElement;
            const send = (kind, cell, buttons) => {
                const box = cell.getBoundingClientRect();
                const spot = { clientX: box.x + 5, clientY: box.y + 5, bubbles: true, buttons };
                at(36).dispatchEvent(new PointerEvent(kind, spot));
            };
            at(36).scrollIntoView({ block: "center" });
            send("pointerdown", at(36), 1);
            send("pointermove", at(37), 1);
            send("pointermove", at(39), 1);
            send("pointerup", at(39), 0);
        }"""
    )
    expect(monday.locator("[data-day-words]")).to_have_text("17:00–17:30, 18:00–20:00")
    # Arrows move, Shift paints, Space ticks: the second day, without a touch.
    tuesday = page.locator("[data-week-grid] details").nth(1)
    tuesday.locator("summary").press("Enter")
    tuesday.get_by_label("17:00–17:30").focus()
    keys = page.keyboard
    keys.press("Space")
    keys.press("Shift+ArrowRight")
    keys.press("ArrowDown")
    keys.press("Space")
    keys.press("Home")
    expect(tuesday.get_by_label("7:00–7:30", exact=True)).to_be_focused()
    expect(tuesday.locator("[data-day-words]")).to_have_text("17:00–18:00, 20:30–21:00")
    page.get_by_role("button", name="Sunday").tap()
    page.locator("main .send .btn").tap()
    page.wait_for_url("**/me/")
    assert week_of(bob) == Week.parse("Mon 17-17:30, Mon 18-20, Tue 17-18, Tue 20:30-21, Sun 10-18")
    assert complaints == []


def test_agreement_is_read_and_signed(page, live_server, bob, complaints):
    alice = MembershipFactory(user__name="Alice", organisation=bob.centre)
    prepare_agreement(bob, terms=TERMS, by=alice)
    page.goto(f"{live_server.url}/me/")
    page.get_by_role("link", name="Read your agreement and sign it").tap()
    expect(page.locator("article.paper")).to_contain_text("Bob Żółkiewski")
    page.get_by_label("I am 18 or older").check()
    page.get_by_label("I have read the agreement and agree to it").check()
    page.get_by_label("Sign with your first name and surname").fill("Bob")
    page.get_by_role("button", name="Sign the agreement").tap()
    expect(page.locator(".errors")).to_contain_text("Bob Żółkiewski")
    page.get_by_label("Sign with your first name and surname").fill("Bob Zolkiewski")
    page.get_by_role("button", name="Sign the agreement").tap()
    page.wait_for_url("**/me/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").tap()
    signed = SignedAgreement.objects.get()
    assert download.value.path().read_bytes() == bytes(signed.document)
    assert [one for one in complaints if "422" not in one] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_are_accessible_and_fit_320_pixels(page, live_server, bob, theme):
    alice = MembershipFactory(user__name="Alice", organisation=bob.centre)
    prepare_agreement(bob, terms=TERMS, by=alice)
    look(page, (320, theme))
    steps = ["week", "languages", "offers", "place"] if theme == "light" else ["week"]
    paths = ["", *(f"step/{key}/?all=1" for key in steps), "documents/", "documents/standards/", "agreement/"]
    for path in paths:
        page.goto(f"{live_server.url}/me/{path}")
        assert faults(page) == [], path
        assert page.evaluate(SMALL) == [], path
