"""Two people at once, each in a browser of their own, on the real server."""

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, WebSocketRoute, expect

from base.accounts.models import Membership
from tests.clients import client_of
from tests.e2e.desks import come_in, patient
from tests.factories.cast import told_cast
from tests.factories.families import household_with
from tests.factories.matching import programme_of
from tests.frontend.claims import submitted_of
from tests.frontend.matching import proposal_in
from tests.servers import serving_the_test_database

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def address(django_db_setup):
    """One server for all: starting it takes longer than a test."""
    with serving_the_test_database() as found:
        yield found


@pytest.fixture
def desk_of(browser, address):
    """desk_of(membership): a page of a browser of their own."""
    contexts: list[BrowserContext] = []

    def open_browser(membership: Membership) -> Page:
        context = browser.new_context()
        contexts.append(context)
        page = patient(context.new_page())
        come_in(page, address, membership)
        return page

    yield open_browser
    for context in contexts:
        context.close()


def test_what_a_colleague_does_appears_at_once(address, desk_of):
    cast = told_cast()
    programme = programme_of(cast.centre)
    first, second = proposal_in(programme, points=90), proposal_in(programme, points=80)
    claim, family = submitted_of(cast), household_with(centre=cast.centre)
    alice, ada = desk_of(cast.alice), desk_of(cast.ada)

    # who has the same proposal open
    alice.goto(f"{address}/proposals/{first.pk}/")
    here = alice.locator("#opened [data-present]")
    before = here.bounding_box()
    ada.goto(f"{address}/proposals/{first.pk}/")
    expect(here).to_have_text("Ada has this open too")
    expect(ada.locator("#opened [data-present]")).to_have_text("Alice has this open too")
    expect(alice.locator(".desk-list [data-present]")).to_have_text("Here too: Ada")
    assert here.bounding_box() == before  # nothing moved under the cursor

    # Alice writes a refusal while Ada approves: the press is refused, the newer state shown, her words kept
    alice.locator("#opened").get_by_role("button", name="Refuse").first.click()
    alice.locator("#refuse:modal").wait_for()
    alice.get_by_label("another reason").check()
    alice.get_by_label("In a few words").fill("They are neighbours.")
    ada.locator("#opened").get_by_role("button", name="Approve").click()
    ada.locator(".toast").get_by_role("button", name="Undo").wait_for()
    expect(alice.get_by_label("In a few words")).to_have_value("They are neighbours.")
    alice.locator("#refuse:modal").get_by_role("button", name="Refuse").click()
    expect(alice.locator("#opened").get_by_role("alert").first).to_be_visible()
    expect(alice.get_by_label("In a few words")).to_have_value("They are neighbours.")
    expect(alice.locator("#opened").get_by_role("button", name="Approve")).to_have_count(0)

    # a decision appears without a reload: Ada stands at the second proposal, which Alice pins
    alice.goto(f"{address}/proposals/{second.pk}/")
    expect(ada.locator("#opened [data-present]")).to_have_text("Alice has this open too")
    alice.locator("#opened").get_by_role("button", name="Pin").click()
    expect(ada.locator("#opened").get_by_text("pinned: the next run keeps it")).to_be_visible()
    alice.goto(f"{address}/families/")
    expect(ada.locator("#opened [data-present]")).to_have_text("")

    # a claim a colleague takes on and decides
    alice.goto(f"{address}/claims/{claim.key}/")
    ada.goto(f"{address}/claims/{claim.key}/")
    expect(alice.locator("[data-present]").first).to_have_text("Ada has this open too")
    answer = ada.request.post(
        f"{address}/claims/{claim.key}/decide/",
        form={
            "decision": "verify", "version": str(claim.version),
            "csrfmiddlewaretoken": ada.locator("[name=csrfmiddlewaretoken]").first.input_value(),
        },
        headers={"Referer": ada.url},
    )  # fmt: skip
    assert answer.ok
    expect(alice.locator("#news")).to_contain_text("This claim has changed meanwhile")

    # a family's form that a colleague overtakes says so, and nothing typed is lost
    alice.goto(f"{address}/families/{family.pk}/edit/")
    field = alice.locator("[name=contact_name]")
    field.fill("Oksana")
    ada.goto(f"{address}/families/{family.pk}/edit/")
    ada.locator("[name=contact_name]").fill("Halyna")
    ada.locator("form[data-autosave] .btn.main").click()
    expect(alice.locator("#edited")).to_contain_text("A colleague has saved this while you write")
    expect(field).to_have_value("Oksana")

    # logged out elsewhere: the page says that it changes no more
    alice.goto(f"{address}/proposals/{second.pk}/")
    expect(alice.locator(".desk-list [data-present]")).to_have_count(1)
    log_out_elsewhere(alice)
    expect(alice.locator(".toast")).to_contain_text(["This page no longer changes by itself"])


def log_out_elsewhere(page: Page) -> None:
    """The session of this browser ends, as by a log-out in another tab."""
    client, name = client_of(None), settings.SESSION_COOKIE_NAME
    client.cookies[name] = next(one["value"] for one in page.context.cookies() if one["name"] == name)
    client.logout()


class Wire:
    """Between a page's socket and the server, to be cut and mended."""

    def __init__(self, page: Page) -> None:
        self.is_cut = False
        self.sockets: list[WebSocketRoute] = []
        page.route_web_socket("**/live/**", self._link)

    def _link(self, socket: WebSocketRoute) -> None:
        if self.is_cut:
            socket.close(code=4000)
            return
        socket.connect_to_server()
        self.sockets.append(socket)

    def cut(self) -> None:
        """What is open ends, what is tried fails."""
        self.is_cut = True
        for socket in self.sockets:
            socket.close(code=4000)

    def mend(self) -> None:
        """The next try succeeds."""
        self.is_cut = False


def test_a_page_that_lost_its_socket_hears_what_it_missed(desk_of, address):
    cast = told_cast()
    programme = programme_of(cast.centre)
    proposal = proposal_in(programme)
    alice, ada = desk_of(cast.alice), desk_of(cast.ada)
    wire = Wire(alice)
    alice.goto(f"{address}/proposals/{proposal.pk}/")
    ada.goto(f"{address}/proposals/{proposal.pk}/")
    expect(alice.locator("#opened [data-present]")).to_have_text("Ada has this open too")
    wire.cut()
    expect(alice.locator("#opened [data-present]")).to_have_text("")
    ada.locator("#opened").get_by_role("button", name="Pin").click()
    expect(ada.locator("#opened").get_by_text("pinned: the next run keeps it")).to_be_visible()
    expect(alice.locator("#opened").get_by_text("pinned: the next run keeps it")).to_have_count(0)
    wire.mend()
    expect(alice.locator("#opened").get_by_text("pinned: the next run keeps it")).to_be_visible()
    expect(alice.locator("#opened [data-present]")).to_have_text("Ada has this open too")


def test_without_sockets_the_page_asks(desk_of, address):
    cast = told_cast()
    programme = programme_of(cast.centre)
    proposal = proposal_in(programme)
    alice, ada = desk_of(cast.alice), desk_of(cast.ada)
    alice.add_init_script("delete window.WebSocket")
    alice.clock.install()
    alice.goto(f"{address}/proposals/{proposal.pk}/")
    ada.goto(f"{address}/proposals/{proposal.pk}/")
    expect(ada.locator("#opened [data-present]")).to_have_text("Alice has this open too")
    ada.locator("#opened").get_by_role("button", name="Pin").click()
    expect(ada.locator("#opened").get_by_text("pinned: the next run keeps it")).to_be_visible()
    alice.clock.run_for(20_000)
    expect(alice.locator("#opened").get_by_text("pinned: the next run keeps it")).to_be_visible()
    expect(alice.locator("#opened [data-present]")).to_have_text("Ada has this open too")
