"""A coordinator without a mouse: from the log-in on a line of Today is put off, and proposals are approved,
pinned and refused; with single keys, and with single keys switched off by Tab, Space and Enter alone."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from desk.models import Snooze
from matching.enums import PairState
from matching.models import Pair, Proposal, Veto
from tests.e2e.keys import REACHED, tab_to
from tests.factories.accounts import PASSWORD
from tests.factories.cast import told_cast
from tests.factories.families import HouseholdFactory
from tests.factories.matching import programme_of, seeker_of
from tests.frontend.matching import proposal_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
REASON = "Back from a trip on Monday."


class Desk:
    """Alice at the log-in page: three proposals, the best first, and a family in no programme."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.cast = told_cast()
        programme = programme_of(self.cast.centre)
        self.proposals = [
            proposal_in(programme, points=points, seeker=seeker_of(programme)) for points in (90, 80, 70)
        ]
        self.outside = HouseholdFactory(centre=self.cast.centre)

    def log_in(self) -> None:
        self.page.goto(f"{self.address}/accounts/login/")
        tab_to(self.page, "#id_login")
        self.page.keyboard.type(self.cast.alice.user.email)
        tab_to(self.page, "#id_password")
        self.page.keyboard.type(PASSWORD)
        self.page.keyboard.press("Enter")
        expect(self.page).to_have_url(f"{self.address}/")

    def press(self, selector: str, key: str = "Enter") -> None:
        """By Tab to this, then the key."""
        tab_to(self.page, selector)
        self.page.keyboard.press(key)

    def to_proposals(self) -> None:
        self.press("nav a[href='/proposals/']")
        expect(self.page).to_have_url(f"{self.address}/proposals/")

    def opened(self, proposal: Proposal) -> None:
        """Its proposal is shown, and the page listens to keys."""
        self.page.locator(f'#opened[data-opened="prop-{proposal.pk}"]').wait_for()
        self.page.wait_for_load_state()

    def toast(self, words: str) -> None:
        expect(self.page.locator(".toast").filter(has_text=words).last).to_be_visible()
        self.page.wait_for_load_state()


@pytest.fixture
def desk(page, live_server):
    return Desk(page, live_server.url)


def is_put_off(desk: Desk) -> None:
    """The line of the family is put off for a week, with the reason that was typed."""
    desk.toast("Put off until")
    snooze = Snooze.objects.get()
    days = (snooze.until - timezone.localdate()).days
    assert (snooze.key, snooze.reason, days) == (f"outside:{desk.outside.pk}", REASON, 7)


def are_decided(desk: Desk) -> None:
    """The first is a pair, the second is kept for the next run, the third will not come again."""
    first, second, third = desk.proposals
    assert [(pair.proposal_id, pair.state) for pair in Pair.objects.all()] == [(first.pk, PairState.OFFERED)]
    assert list(Proposal.objects.filter(pinned=True)) == [second]
    assert [(veto.seeker_id, veto.note) for veto in Veto.objects.all()] == [(third.seeker_id, "Neighbours.")]


def test_single_keys_put_off_approve_pin_and_refuse(desk):
    page, (first, second, third) = desk.page, desk.proposals
    line = f"#line-outside-{desk.outside.pk}"
    desk.log_in()
    tab_to(page, "#care a")
    for _row in range(10):
        page.keyboard.press("j")
        if page.evaluate(REACHED, line):
            break
    page.keyboard.press("s")
    page.locator(f"{line} #put-off-reason").wait_for()
    tab_to(page, f"{line} #put-off-reason")
    page.keyboard.type(REASON)
    page.keyboard.press("Enter")
    is_put_off(desk)

    desk.to_proposals()
    desk.opened(first)
    expect(page.locator(f"#prop-{first.pk}")).to_be_focused()
    page.keyboard.press("a")
    desk.toast("approved")
    desk.opened(second)
    page.keyboard.press("p")
    desk.toast("Pinned")
    page.keyboard.press("j")
    desk.opened(third)
    page.keyboard.press("r")
    page.locator("#refuse:modal").wait_for()
    page.keyboard.press("Space")
    tab_to(page, "#refuse textarea")
    page.keyboard.type("Neighbours.")
    desk.press("#refuse .btn:not([type])")
    desk.opened(second)
    are_decided(desk)


def test_tab_and_enter_do_the_same_with_single_keys_switched_off(desk):
    page, (first, second, third) = desk.page, desk.proposals
    line = f"#line-outside-{desk.outside.pk}"
    user = desk.cast.alice.user
    user.shortcuts = False
    user.save(update_fields=["shortcuts"])
    desk.log_in()
    desk.press(f"{line} .care-foot a")
    tab_to(page, f"{line} #put-off-reason")
    page.keyboard.type(REASON)
    desk.press(f"{line} .care-decide .btn")
    is_put_off(desk)

    desk.to_proposals()
    desk.opened(first)
    page.keyboard.press("a")
    desk.press("#opened [data-key=a]")
    desk.toast("approved")
    desk.opened(second)
    desk.press("#opened [data-key=p]")
    desk.toast("Pinned")
    desk.press(f"#prop-{third.pk}")
    desk.opened(third)
    desk.press("#opened [data-key=r]")
    page.locator("#refuse:modal").wait_for()
    page.keyboard.press("Space")
    tab_to(page, "#refuse textarea")
    page.keyboard.type("Neighbours.")
    desk.press("#refuse .btn:not([type])")
    desk.opened(second)
    are_decided(desk)
