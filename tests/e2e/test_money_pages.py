"""Pages of money in a real browser: accessible, never wider than the screen; what follows as one types."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from stipends.domain.batches import make_batch
from stipends.domain.computing import compute, whole_month
from stipends.domain.examples import set_example_rules
from stipends.domain.ledger import allocate
from stipends.models import SupportRule
from tests.e2e.axe import faults, look
from tests.e2e.desks import come_in
from tests.e2e.sights import SIGHTS
from tests.factories.cast import told_cast
from tests.factories.ledger import FILIP, approve, claim_of
from tests.factories.stipends import Funded, PayoutAccountFactory, last_month, workplace
from tests.stipends.funded import call_of, claim_with_hours, line_of, project_of

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


class Stage:
    """Filip's project with its example rules, money, a claim by hours, and claims that wait to be paid."""

    def __init__(self, page, live_server):
        self.cast = told_cast()
        month = last_month()
        first, last = date(month.year - 1, 1, 1), date(month.year + 1, 12, 31)
        self.project = project_of(self.cast.centre, FILIP, starts_on=first, ends_on=last)
        self.line = line_of(self.project, FILIP)
        self.call = call_of(self.project, FILIP, covers_from=first, covers_until=last)
        set_example_rules(self.call, line=self.line, by=FILIP)
        allocate(self.line, grosze=50_000_00, booked_on=month, words="Agreement", by=FILIP)
        self.allowance = SupportRule.objects.get(kind="mentor_allowance")
        self.training = SupportRule.objects.get(kind="training")
        funded = Funded(self.cast.centre, self.project, self.line, self.call, self.allowance)
        steps = compute(self.allowance, month=month, covered=whole_month(month), minutes=180)
        claim = claim_with_hours(
            workplace(funded, month=month, minutes=180), steps.total_grosze, computation=steps.as_json()
        )
        self.entry = approve(claim).entries.get()
        self.batch = make_batch(self.project, claims=[self.waiting(300_00)], by=FILIP)
        self.waiting(1_200_00), self.waiting(700_50)
        come_in(page, live_server.url, self.cast.filip)

    def waiting(self, grosze):
        claim = approve(claim_of(self.training, grosze))
        PayoutAccountFactory(participation=claim.participation)
        return claim

    def pages(self) -> list[str]:
        project, line = [self.project.pk], [self.line.pk]
        return [
            "/", reverse("projects"), reverse("project", args=project), reverse("project_edit", args=project),
            reverse("call", args=[self.call.pk]), reverse("rule", args=[self.allowance.pk]),
            reverse("rule_add", args=[self.call.pk, "mentor_allowance"]), reverse("line_budget", args=line),
            reverse("rule_add", args=[self.call.pk, "training"]), reverse("ledger"),
            reverse("entry", args=[self.entry.pk]), reverse("project_budget", args=project),
            reverse("project_balance", args=project), reverse("batches"),
            reverse("batch_make", args=project), reverse("batch", args=[self.batch.pk]),
        ]  # fmt: skip


@pytest.fixture
def stage(page, live_server):
    return Stage(page, live_server)


@pytest.mark.parametrize("sight", SIGHTS)
def test_money_pages_pass_axe(page, live_server, stage, sight):
    look(page, sight)
    told = {}
    for path in stage.pages():
        page.goto(live_server.url + path)
        told[path] = faults(page)
    assert not any(told.values()), told


def test_the_example_and_the_sum_follow_what_one_does_and_nothing_is_lost(page, live_server, stage):
    page.goto(live_server.url + reverse("rule_add", args=[stage.call.pk, "mentor_allowance"]))
    page.get_by_label("Where this is written").fill("Rules of the call, § 7")
    page.get_by_label("Hours of meetings").fill("8")
    page.get_by_label("Covered from day").fill("1")
    total = page.locator("#worked .total .amount")
    expect(total).to_have_text("250.00 zł")
    rate = page.get_by_label("Rate, zł")
    rate.fill("1 000,10")
    expect(total).to_have_text("500.05 zł")
    expect(rate).to_be_focused()
    page.get_by_label("hours do not change the amount").check()
    expect(total).to_have_text("1 000.10 zł")
    expect(page.get_by_label("Full hours of a month")).to_be_hidden()
    page.get_by_label("are paid on top of the rate").check()
    page.get_by_label("How much on top, percent").fill("20,48")
    expect(total).to_have_text("1 204.92 zł")
    expect(page.get_by_label("Where this is written")).to_have_value("Rules of the call, § 7")

    page.goto(live_server.url + reverse("batch_make", args=[stage.project.pk]))
    expect(page.locator("#sum b")).to_have_text("1 994.25 zł")
    page.get_by_role("checkbox").first.uncheck()
    expect(page.locator("#sum b")).to_have_text("1 900.50 zł")
