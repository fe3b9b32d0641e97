"""Home of finance and auditors: where the money stands, what waits, nothing to do for those who only read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from frontend.templatetags.money import zl
from stipends.domain.batches import make_batch, pay_batch
from stipends.domain.verifying import claw_back
from tests.clients import client_of
from tests.factories.ledger import FILIP, approve, claim_of, line_with, project_of, rule_of
from tests.factories.stipends import PayoutAccountFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule(cast):
    return rule_of(line_with(10_000_00, project_of(cast.centre)))


def words(response) -> list[str]:
    return [task.what for task in response.context["tasks"]]


def queries_of(client) -> int:
    client.get("/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/")
    return len(captured)


def test_the_figures_are_of_the_centres_running_projects(cast, rule):
    approve(claim_of(rule, 1_200_00))
    line_with(7_00, project_of(cast.other_centre))
    over = project_of(cast.centre)
    line_with(9_00, over)
    over.ends_on = over.starts_on
    over.save()
    context = client_of(cast.filip).get("/").context
    assert (context["available"], context["committed"], context["spent"]) == (880000, 120000, 0)
    assert [one.project for one, _bar in context["standing"]] == [rule.line.project]


def test_what_is_to_be_given_back_is_told_apart_from_what_is_spent(cast, rule):
    claim = approve(claim_of(rule, 1_200_00))
    PayoutAccountFactory(participation=claim.participation)
    batch = make_batch(rule.line.project, claims=[claim], by=FILIP)
    pay_batch(batch, paid_on=timezone.localdate(), by=FILIP)
    claim.refresh_from_db()
    claw_back(claim, words="Paid from another project.", by=FILIP)
    page = client_of(cast.filip).get("/")
    assert (page.context["spent"], page.context["receivable"]) == (0, 120000)
    with translation.override("en"):
        assert f"and {zl(120000)} to be given back" in page.content.decode()


def test_what_waits_is_told_with_its_one_act(cast, rule):
    claim_of(rule, 5_00)
    paid = approve(claim_of(rule, 1_200_00))
    PayoutAccountFactory(participation=paid.participation)
    batch = make_batch(rule.line.project, claims=[paid], by=FILIP)
    approve(claim_of(rule, 300_50))
    page = client_of(cast.filip).get("/")
    told = words(page)
    assert "1 batch is made and not said to be paid" in told
    assert "1 approved claim waits to be paid" in told
    assert "1 rule in force is only an example" in told
    assert [task.url for task in page.context["tasks"] if "batch is made" in task.what] == [
        reverse("batch", args=[batch.pk])
    ]


def test_auditors_read_the_same_and_have_nothing_to_do(cast, rule):
    approve(claim_of(rule, 1_200_00))
    page = client_of(cast.tymon).get("/")
    assert (page.context["committed"], words(page), page.context["reads_only"]) == (120000, [], True)
    text = page.content.decode()
    assert ("Trial balance" in text, "To do" in text) == (True, False)


def test_a_home_without_money_says_so(cast):
    for actor in (cast.filip, cast.tymon):
        assert "No funded project runs today" in client_of(actor).get("/").content.decode()


def test_the_home_costs_the_same_with_more_of_everything(cast, rule):
    def more():
        another = rule_of(line_with(9_000_00, project_of(cast.centre)))
        paid, waits = approve(claim_of(another, 1_00)), approve(claim_of(another, 2_00))
        PayoutAccountFactory(participation=paid.participation)
        make_batch(another.line.project, claims=[paid], by=FILIP)
        return waits, claim_of(another, 3_00)

    filip = client_of(cast.filip)
    more()
    one = queries_of(filip)
    more(), more()
    assert queries_of(filip) == one
