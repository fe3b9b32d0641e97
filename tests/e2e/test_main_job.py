"""The main job in a real browser, on the real server with its worker: from two files to an approved pair."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from base.accounts.models import Membership
from base.notices.enums import NoticeState
from base.notices.models import Notice
from families.models import Household
from matching.enums import PairState, ProposalState
from matching.models import Decision, Helper, Pair, Proposal, Run, Seeker
from tests.factories.accounts import PASSWORD, MembershipFactory
from tests.servers import ROOT, serving_the_test_database
from volunteers.models import Volunteer

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
EXAMPLES = ROOT / "docs" / "examples"
WORK = 60_000  # the most the background may take over one thing, ms


@pytest.fixture
def coordinator(db) -> Membership:
    return MembershipFactory(organisation__key="krakow", user__email="alice@example.org", user__language="en")


@pytest.fixture
def address(coordinator):
    with serving_the_test_database(with_worker=True) as found:
        yield found


def test_coordinator_goes_from_two_files_to_an_approved_pair_and_back(page: Page, address, coordinator):
    log_in(page, address, coordinator)
    families = bring_in(page, address, "Families", EXAMPLES / "families.xlsx")
    volunteers = bring_in(page, address, "Volunteers", EXAMPLES / "volunteers.xlsx")
    assert (Household.objects.count(), Volunteer.objects.count()) == (families, volunteers)

    set_up_programme(page, address)
    enrol_everybody(page)
    assert (Seeker.objects.count(), Helper.objects.count()) == (families, volunteers)

    run_the_matching(page)
    run = Run.objects.get()
    assert (run.state, run.gap, run.violation) == ("done", 0, 0)
    assert Proposal.objects.count() == run.matched > 0

    proposal = open_first_proposal(page)
    approve(page)
    pair = Pair.objects.get()
    assert (pair.state, pair.proposal_id) == (PairState.OFFERED, proposal.pk)
    assert notices() == [NoticeState.WAITING, NoticeState.WAITING]

    undo(page, address, pair)
    pair.refresh_from_db()
    proposal.refresh_from_db()
    assert (pair.state, proposal.state) == (PairState.UNDONE, ProposalState.OPEN)
    assert notices() == [NoticeState.CANCELLED, NoticeState.CANCELLED]

    expect(page).to_have_url(f"{address}/proposals/{proposal.pk}/")
    approve(page)
    assert sorted(Pair.objects.values_list("state", flat=True)) == [PairState.OFFERED, PairState.UNDONE]
    kinds = Decision.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["approve", "undo", "approve"]


def log_in(page: Page, address: str, who: Membership) -> None:
    page.goto(f"{address}/accounts/login/")
    page.locator("#id_login").fill(who.user.email)
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page).to_have_url(f"{address}/")


def bring_in(page: Page, address: str, who: str, file: Path) -> int:
    """Send the list in, look at the preview, import the good rows; returns how many were good."""
    page.goto(f"{address}/imports/new/")
    page.get_by_label(who, exact=True).check()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Read the list").click()
    start = page.get_by_role("button", name=re.compile(r"^Import the \d+ good row"))
    start.wait_for(timeout=WORK)
    good = int(page.locator(".tally .good dd").inner_text())
    # What is wrong, or how it was read, beside its cell.
    expect(page.locator(".cell-note")).not_to_have_count(0)
    start.click()
    page.get_by_role("heading", name=re.compile(rf"^{good} people or families added")).wait_for(timeout=WORK)
    return good


def set_up_programme(page: Page, address: str) -> None:
    page.goto(f"{address}/programmes/add/")
    page.get_by_label("Name", exact=True).fill("Guides")
    page.get_by_label("guidance", exact=True).check()
    page.get_by_label("Key", exact=True).fill("guides")
    page.get_by_role("button", name="Set it up").click()
    page.get_by_role("heading", name="Guides", level=1).wait_for()


def enrol_everybody(page: Page) -> None:
    for whom in ("famil", "helper"):
        button = page.get_by_role("button", name=re.compile(rf"^Add \d+ {whom}"))
        button.click()
        expect(button).to_have_count(0)


def run_the_matching(page: Page) -> None:
    page.get_by_role("button", name="Run the matching").click()
    page.get_by_role("link", name="Decide about the proposals").wait_for(timeout=WORK)


def open_first_proposal(page: Page) -> Proposal:
    """The best one, with two people side by side and each criterion told in a sentence."""
    page.get_by_role("link", name="Decide about the proposals").click()
    page.locator("[data-row]").first.click()
    page.wait_for_url("**/proposals/*/**")
    opened = page.locator("#opened[data-opened]")
    opened.wait_for()
    proposal = Proposal.objects.get(pk=int(opened.get_attribute("data-opened").removeprefix("prop-")))
    expect(opened.locator("table.loom")).to_have_count(1)
    told = [one for one in opened.locator(".criteria tbody .says").all_inner_texts() if one.strip()]
    assert len(told) == len(proposal.criteria)
    return proposal


def approve(page: Page) -> None:
    page.locator(".decide").get_by_role("button", name="Approve").click()
    page.get_by_text("They are told in ten minutes.").wait_for()


def undo(page: Page, address: str, pair: Pair) -> None:
    page.goto(f"{address}/pairs/{pair.pk}/")
    page.locator("#standing").get_by_role("button", name="Undo").click()
    page.get_by_text("Taken back. Nobody outside has heard of it.").wait_for()


def notices() -> list[str]:
    return list(
        Notice.objects.filter(subject__startswith="pair:").order_by("pk").values_list("state", flat=True)
    )
