"""Claims in a real browser: accessible at both widths, claimed by a firm, decided from the keyboard."""

from functools import partial

import pytest

from stipends.enums import ClaimState
from stipends.models import Claim
from tests.e2e.axe import faults, look, unfold
from tests.e2e.desks import come_in
from tests.e2e.sights import SIGHTS
from tests.factories.cast import told_cast
from tests.frontend.claims import PDF, approved_of, draft_of, part_at, place_of, submitted_of, verified_of

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db):
    return told_cast()


@pytest.fixture
def comes(page, live_server):
    """comes(cast.dana): from now on she looks."""
    return partial(come_in, page, live_server.url)


@pytest.mark.parametrize("sight", SIGHTS)
def test_pages_of_claims_pass_axe(page, live_server, cast, comes, sight):
    look(page, sight)
    draft, submitted = draft_of(cast, papers=["payroll"]), submitted_of(cast)
    verified, approved = verified_of(cast), approved_of(cast)
    place_of(cast)
    looks = {
        cast.dana: ["", "claims/", f"claims/{draft.key}/", f"claims/other/{part_at(cast).pk}/"],
        cast.alice: ["claims/", f"claims/{submitted.key}/"],
        cast.filip: [f"claims/{verified.key}/", f"claims/{approved.key}/"],
    }
    told = {}
    for membership, paths in looks.items():
        comes(membership)
        for path in paths:
            assert page.goto(f"{live_server.url}/{path}").status == 200
            unfold(page)
            told[path] = faults(page)
    assert not any(told.values()), told


def test_firm_claims_last_month_from_home(page, live_server, cast, comes):
    place_of(cast, papers=["payroll"])
    comes(cast.dana)
    page.goto(live_server.url)
    page.get_by_role("button", name="Claim ").click()
    page.get_by_role("link", name="Add the missing paper").click()
    page.locator("#add-payroll summary").click()
    chosen = {"name": "lista.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.locator("#file-payroll").set_input_files(chosen)
    with page.expect_navigation():
        page.get_by_role("button", name="Put it in").first.click()
    for box in page.locator("[name=declarations]").all():
        box.check()
    with page.expect_navigation():
        page.get_by_role("button", name="Sign and send the claim").click()
    page.get_by_text("the centre checks it").first.wait_for()
    assert Claim.objects.get().state == ClaimState.SUBMITTED


def test_claim_is_sent_back_from_the_keyboard(page, live_server, cast, comes):
    claim = submitted_of(cast)
    comes(cast.alice)
    page.goto(f"{live_server.url}/claims/{claim.key}/")
    page.locator(".decide").get_by_role("button", name="Send back").focus()
    page.keyboard.press("Enter")
    page.locator("#words-send_back").wait_for()
    page.locator("#words-send_back").focus()
    page.keyboard.type("The payroll list is of another month.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Sent back.").wait_for()
    claim.refresh_from_db()
    assert claim.state == ClaimState.TO_CORRECT
