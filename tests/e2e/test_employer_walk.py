"""One firm in a real browser: from the public application to an approved claim, every hand its own log-in.

Weeks lie between: what mentor and new colleague did in them is written as rows, all else on the pages.
"""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from base.notices.models import Notice
from mentors.models import Application, MentorEmployee, Participation
from stipends.enums import AccountState, ClaimState
from stipends.models import Claim
from stipends.queries.faults import ledger_faults
from tests.e2e.desks import come_in
from tests.factories.cast import told_cast
from tests.factories.mentors import MentorConsentFactory
from tests.factories.organisations import nip_number
from tests.factories.payout import nrb_number
from tests.factories.stipends import funded_project, last_month, workplace
from tests.frontend.claims import PDF

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PAPERS = ("appointment", "mentee_contract", "payroll", "transfer")
PASSWORD = "a-baker-and-a-thread"


class Walk:
    """The browser, and whose it is at the moment."""

    def __init__(self, page, address: str) -> None:
        self.page, self.address, self.kept = page, address, []

    def become(self, membership) -> None:
        """Somebody of the told cast sits down at it."""
        come_in(self.page, self.address, membership)

    def keep(self) -> None:
        """Remember who is logged in: the firm."""
        self.kept = self.page.context.cookies()

    def firm(self) -> None:
        """The firm is back."""
        self.page.context.clear_cookies()
        self.page.context.add_cookies(self.kept)

    def open(self, path: str) -> None:
        assert self.page.goto(f"{self.address}{path}").status == 200

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).first.click()

    def sees(self, words: str) -> None:
        self.page.get_by_text(words).first.wait_for()


@pytest.fixture
def cast(transactional_db):
    return told_cast()


@pytest.fixture
def walk(page, live_server):
    page.emulate_media(reduced_motion="reduce")
    return Walk(page, live_server.url)


def link_in(template: str) -> str:
    """The address in the newest letter of this kind."""
    notice = Notice.objects.filter(template=template).latest("pk")
    return notice.context["link"].removeprefix(settings.SITE_URL)


def apply(walk: Walk, cast) -> None:
    """The public form, and the link of the letter that answers it."""
    page = walk.page
    walk.open(f"/employers/join/{cast.centre.key}/")
    for name, words in {
        "name": "Złota Nić sp. z o.o.", "nip": nip_number(7300), "place_postcode": "31-137",
        "place_name": "Kraków", "representative": "Jan Żak", "email": "jan@nic.example",
    }.items():  # fmt: skip
        page.locator(f"[name={name}]").fill(words)
    walk.press("Send the application")
    walk.sees("Look into your mail")
    walk.open(link_in("application_confirm"))
    walk.press("Yes, confirm it")
    walk.sees("Thank you, it is confirmed")


def join(walk: Walk, cast) -> Participation:
    """The coordinator takes the firm in; its representative follows the invitation."""
    walk.become(cast.alice)
    walk.open(f"/employers/applications/{Application.objects.get().pk}/")
    walk.press("Take the firm in")
    walk.page.wait_for_url(re.compile(r"/employers/\d+/$"))
    part = Participation.objects.get()
    walk.page.context.clear_cookies()
    walk.open(link_in("invitation"))
    walk.page.locator("#id_password").fill(PASSWORD)
    walk.press("Accept and come in")
    walk.page.wait_for_url(f"{walk.address}/")
    walk.keep()
    return part


def answer_survey(walk: Walk) -> None:
    """One question after another, each sent by Enter."""
    page = walk.page
    page.get_by_role("link", name="Begin the survey").click()
    page.get_by_label("10 to 49").press("Space")
    page.keyboard.press("Enter")
    page.get_by_label("How many of them come from abroad?").press_sequentially("4")
    page.keyboard.press("Tab")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    page.get_by_label("In which jobs?").press_sequentially("szwaczki")
    page.keyboard.press("Enter")
    page.get_by_label("papers for stay and work").press("Space")
    page.keyboard.press("Enter")
    page.get_by_label("allowance for a mentor-employee").press("Space")
    page.keyboard.press("Enter")
    page.get_by_label("How many of your people could help").press_sequentially("1")
    page.keyboard.press("Enter")
    walk.press("Go on to your answers")
    walk.press("Send the survey")
    walk.sees("There is nothing to do now.")


def sign(walk: Walk, cast, part: Participation) -> None:
    """Consultation, agreement, the firm's signature, the centre's."""
    page, since = walk.page, last_month().replace(day=1)
    walk.become(cast.alice)
    walk.open(f"/employers/{part.pk}/consultation/")
    page.locator("[name=consultant]").fill("Alice")
    page.get_by_label("allowance for a mentor-employee").check()
    page.locator("[name=words]").fill("One mentor in the sewing room.")
    page.locator("main form button.main").click()
    page.wait_for_url(f"**/employers/{part.pk}/**")
    walk.open(f"/employers/{part.pk}/agreement/")
    page.locator("[name=number]").fill("UP/1")
    page.locator("[name=valid_from]").fill(since.isoformat())
    page.locator("main form:has([name=number]) button.main").click()
    walk.sees("Prepared.")
    walk.firm()
    walk.open(f"/employers/{part.pk}/agreement/")
    page.locator("[name=may_sign]").check()
    page.locator("[name=agrees]").check()
    page.locator("[name=typed_name]").fill("Jan Żak")
    walk.press("Sign the agreement")
    walk.sees("You have signed.")
    walk.become(cast.ada)
    walk.open(f"/employers/{part.pk}/agreement/")
    walk.press("Sign for the centre")
    walk.sees("Signed by both")


def name_mentor(walk: Walk, part: Participation) -> MentorEmployee:
    """The firm names who is to mentor, by its own decision."""
    page, since = walk.page, last_month()
    walk.firm()
    walk.open(f"/employers/{part.pk}/mentors/name/")
    for name, words in {
        "first_name": "Barbara", "last_name": "Mazur", "languages": "Polish native", "job_title": "Tailor",
        "appointed_from": since.isoformat(), "email": "barbara@nic.example",
    }.items():  # fmt: skip
        page.locator(f"[name={name}]").fill(words)
    page.locator("[name=trade]").select_option("manufacturing")
    page.locator("main form:has([name=first_name]) button.main").last.click()
    walk.sees("has not agreed yet")
    return MentorEmployee.objects.get()


def give_account(walk: Walk, cast, part: Participation) -> None:
    """The firm writes its account down, finance confirms it."""
    page = walk.page
    walk.open(f"/employers/{part.pk}/account/change/")
    page.locator("[name=number]").fill(nrb_number(77))
    walk.press("Send it to be confirmed")
    page.wait_for_url(f"**/employers/{part.pk}/account/")
    walk.sees("to be confirmed")
    walk.become(cast.filip)
    walk.open(f"/employers/{part.pk}/account/")
    walk.press("Confirm the account")
    walk.sees("Payments go here")
    assert part.payout_accounts.get().state == AccountState.CONFIRMED


def claim_last_month(walk: Walk) -> Claim:
    """From the firm's home: the month that waits, its papers, the signature."""
    page = walk.page
    walk.firm()
    walk.open("/")
    page.get_by_role("button", name="Claim ").first.click()
    page.wait_for_url("**/claims/**")
    claim = Claim.objects.get()
    for kind in PAPERS:
        walk.open(f"/claims/{claim.key}/")
        page.locator(f"#add-{kind} summary").click()
        chosen = {"name": f"{kind}.pdf", "mimeType": "application/pdf", "buffer": PDF + kind.encode()}
        page.locator(f"#file-{kind}").set_input_files(chosen)
        with page.expect_navigation():
            page.locator(f"#add-{kind}").get_by_role("button", name="Put it in").click()
        expect(page.locator(f"#add-{kind}")).to_have_count(0)
    for box in page.locator("[name=declarations]").all():
        box.check()
    page.locator("[name=signed_name]").fill("Jan Żak")
    with page.expect_navigation():
        walk.press("Sign and send the claim")
    walk.sees("the centre checks it")
    return claim


def decide(walk: Walk, membership, claim: Claim, act: str) -> None:
    """The bar of decisions, then the dialog that says what will happen."""
    walk.become(membership)
    walk.open(f"/claims/{claim.key}/")
    walk.page.locator(".decide").get_by_role("button", name=act).click()
    with walk.page.expect_navigation():
        walk.page.get_by_role("dialog").get_by_role("button", name=act).click()


def test_firm_goes_from_its_application_to_an_approved_claim(walk, cast):
    funded = funded_project(cast.centre, papers=list(PAPERS))
    apply(walk, cast)
    part = join(walk, cast)
    answer_survey(walk)
    sign(walk, cast, part)
    mentor = name_mentor(walk, part)
    give_account(walk, cast, part)
    # Weeks go by: the mentor agrees, a new colleague comes, the two are brought together and meet.
    MentorConsentFactory(mentor=mentor)
    part.refresh_from_db()
    workplace(funded, participation=part, mentor=mentor)
    claim = claim_last_month(walk)
    decide(walk, cast.alice, claim, "Verify")
    walk.sees("verified")
    decide(walk, cast.filip, claim, "Approve")
    walk.sees("approved")
    claim.refresh_from_db()
    assert (claim.state, claim.claimant_label, claim.verifier_label, claim.approver_label) == (
        ClaimState.APPROVED, "Jan Żak", "Alice", "Filip",
    )  # fmt: skip
    assert [entry.amount_grosze for entry in claim.entries.all()] == [claim.total_grosze]
    assert ledger_faults() == []
