"""The proposals desk in a real browser: by keyboard alone, accessible, and both widths."""

import pytest
from playwright.sync_api import expect

from matching.enums import ProposalState
from matching.models import Pair, Proposal, Veto
from tests.e2e.axe import faults, look
from tests.e2e.desks import come_in
from tests.e2e.sights import SIGHTS
from tests.factories.cast import told_cast
from tests.factories.matching import programme_of, seeker_of
from tests.frontend.matching import proposal_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


#: A colleague's work, as the page hears of it.
HEAR = "(topic) => document.dispatchEvent(new CustomEvent('live:heard', { detail: { topic } }))"

#: Kept in the page: that a request of its own was answered, and the answer put in or left out.
ANSWERED = """() => { window.answered = new Promise((known) => {
  document.addEventListener("htmx:afterRequest", () => known(true), { once: true });
}); }"""


@pytest.fixture
def complaints(page):
    """What the browser refuses or cannot do; the test server has no sockets, so those are left out."""
    found = []

    def hear(message):
        if message.type == "error" and "WebSocket" not in message.text:
            found.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


@pytest.fixture
def proposals(page, live_server):
    """Alice's desk with three proposals, the best first."""
    cast = told_cast()
    programme = programme_of(cast.centre)
    made = [
        proposal_in(programme, points=points, seeker=seeker_of(programme, children=1))
        for points in (90, 80, 70)
    ]
    come_in(page, live_server.url, cast.alice)
    return made


def opened(page, proposal) -> None:
    """Its proposal is shown, and the page listens to keys."""
    page.locator(f'#opened[data-opened="prop-{proposal.pk}"]').wait_for()
    page.wait_for_load_state()


def test_desk_is_worked_by_keyboard_alone(page, live_server, proposals, complaints):
    first, second, third = proposals
    page.goto(f"{live_server.url}/proposals/")
    page.keyboard.press("j")
    opened(page, second)
    page.keyboard.press("k")
    opened(page, first)

    page.keyboard.press("a")
    page.locator(".toast").get_by_role("button", name="Undo").wait_for()
    opened(page, second)
    assert Pair.objects.get().proposal_id == first.pk

    page.keyboard.press("p")
    page.locator("#opened").get_by_text("pinned: the next run keeps it").wait_for()
    assert Proposal.objects.get(pk=second.pk).pinned is True

    opened(page, second)
    page.keyboard.press("j")
    opened(page, third)
    page.keyboard.press("r")
    page.locator("#refuse:modal").wait_for()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("They are neighbours.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    opened(page, second)
    assert [veto.note for veto in Veto.objects.all()] == ["They are neighbours."]
    assert Proposal.objects.get(pk=third.pk).state == ProposalState.REFUSED
    assert complaints == []


def test_chosen_ones_are_counted_and_approved_after_a_question(page, live_server, proposals, complaints):
    page.goto(f"{live_server.url}/proposals/")
    for box in page.locator("[name=chosen]").all()[:2]:
        box.check()
    page.get_by_role("button", name="Approve the chosen (2)").click()
    page.get_by_role("button", name="Yes, approve them").click()
    expect(page.locator(".toast")).to_contain_text("2 pairs are offered.")
    assert Pair.objects.count() == 2
    assert complaints == []


def test_what_is_ticked_while_a_newer_row_is_on_its_way_stays_ticked(
    page, live_server, proposals, complaints
):
    first, second, _third = proposals
    page.goto(f"{live_server.url}/proposals/{first.pk}/")
    page.wait_for_load_state()
    box, held = page.locator(f"#row-{second.pk} [name=chosen]"), []

    page.route(f"**/proposals/{second.pk}/**", lambda route: held.append(route))
    page.evaluate(HEAR, f"proposal:{second.pk}")
    page.locator(f"#row-{second.pk}.htmx-request").wait_for()
    box.check()
    page.evaluate(ANSWERED)
    held.pop().continue_()
    assert page.evaluate("() => window.answered")
    expect(box).to_be_checked()
    expect(page.get_by_role("button", name="Approve the chosen (1)")).to_be_visible()
    assert complaints == []


def test_refusal_without_a_word_is_asked_again_in_its_dialog_and_an_approval_is_undone(
    page, live_server, proposals, complaints
):
    page.goto(f"{live_server.url}/proposals/{proposals[0].pk}/")
    page.get_by_role("button", name="Refuse R").click()
    page.locator("#refuse:modal").get_by_label("Another reason").check()
    page.locator("#refuse").get_by_role("button", name="Refuse", exact=True).click()
    again = page.locator("#refuse:modal")
    expect(again.locator(".error")).to_be_visible()
    expect(again.get_by_role("textbox")).to_be_focused()
    again.get_by_role("button", name="No, leave it").click()
    expect(again).to_have_count(0)

    page.get_by_role("button", name="Approve A").click()
    page.locator(".toast").get_by_role("button", name="Undo").click()
    page.wait_for_url(f"**/proposals/{proposals[0].pk}/")
    assert [one for one in complaints if "422" not in one] == []


@pytest.mark.parametrize("sight", SIGHTS)
def test_desk_passes_axe(page, live_server, proposals, complaints, sight):
    look(page, sight)
    for path in ("/proposals/", f"/proposals/{proposals[0].pk}/"):
        page.goto(live_server.url + path)
        assert faults(page) == [], path
    assert complaints == []


def test_narrow_list_and_proposal_are_two_pages(page, live_server, proposals):
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{live_server.url}/proposals/")
    page.locator(f"#prop-{proposals[1].pk}").click()
    page.wait_for_url(f"**/proposals/{proposals[1].pk}/*")
    page.locator("#opened").wait_for()
    expect(page.locator(".desk-list")).to_be_hidden()
    page.get_by_role("link", name="List (3)").click()
    page.locator(".desk-list").wait_for()
