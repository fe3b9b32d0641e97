"""Payment batches as pages: what is chosen, what the file holds, what the bank did with it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from base.audit.models import Record
from stipends.domain.batches import make_batch
from stipends.models import Claim, LedgerEntry, PaymentBatch
from tests.clients import client_of
from tests.factories.ledger import FILIP, approve, claim_of, line_with, project_of, rule_of
from tests.factories.stipends import NRB, PayoutAccountFactory

pytestmark = pytest.mark.django_db
LIST = "/money/payments/"


@pytest.fixture
def filip(cast):
    return client_of(cast.filip)


@pytest.fixture
def rule(cast):
    return rule_of(line_with(100_000_00, project_of(cast.centre)))


def approved(rule, grosze=1_200_00, account=True, **fields):
    claim = approve(claim_of(rule, grosze))
    if account:
        PayoutAccountFactory(participation=claim.participation, **fields)
    return claim


def make(rule) -> str:
    return reverse("batch_make", args=[rule.line.project_id])


def batch_with(*claims) -> PaymentBatch:
    return make_batch(claims[0].rule.line.project, claims=claims, by=FILIP)


def queries_of(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def test_the_list_says_what_waits_and_for_how_much(cast, filip, rule):
    (
        approved(rule),
        approved(rule, 300_50),
        approved(rule_of(line_with(5_000_00, project_of(cast.centre))), 70),
    )
    batch_with(approved(rule, 5_00))
    page = filip.get(LIST)
    assert [(one.claims, one.grosze) for one in page.context["waiting"]] == [(2, 150050), (1, 70)]
    assert [(one.transfers, one.returned) for one in page.context["listing"].page] == [(1, 0)]


def test_the_lists_cost_the_same_with_one_row_and_with_three(filip, rule):
    first = batch_with(approved(rule))
    approved(rule)
    pages = [LIST, make(rule), reverse("batch", args=[first.pk])]
    before = [queries_of(filip, page) for page in pages]
    batch_with(approved(rule)), batch_with(approved(rule)), approved(rule), approved(rule)
    assert [queries_of(filip, page) for page in pages] == before


def test_the_pages_of_a_batch_cost_the_same_with_more_transfers(filip, rule):
    one, three = batch_with(approved(rule)), batch_with(approved(rule), approved(rule), approved(rule))
    counts = [queries_of(filip, reverse("batch", args=[batch.pk])) for batch in (one, three)]
    assert counts[0] == counts[1]


def test_only_claims_that_can_be_paid_are_offered_and_the_others_say_why(filip, rule):
    payable, without = approved(rule), approved(rule, account=False)
    on_hold = approved(rule, usable_from=timezone.now() + timedelta(hours=1))
    page = filip.get(make(rule))
    assert page.context["ticked"] == {payable.pk}
    assert page.content.decode().count("cannot be paid yet") == 2
    response = filip.post(make(rule), {"claims": [without.pk, on_hold.pk]})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["claims"])
    assert PaymentBatch.objects.count() == 0


def test_the_sum_follows_what_is_ticked(filip, rule):
    one, two = approved(rule), approved(rule, 300_50)
    every = filip.get(make(rule)).context["sum"]
    chosen = filip.get(make(rule), {"counted": "1", "claims": [two.pk]}).context["sum"]
    none = filip.get(make(rule), {"counted": "1"}).context["sum"]
    assert (every, chosen, none) == (150050, 30050, 0)
    assert one.state == "approved"


def test_a_batch_is_made_of_what_was_ticked(filip, rule):
    one, two = approved(rule), approved(rule, 300_50)
    response = filip.post(make(rule), {"claims": [two.pk]})
    batch = PaymentBatch.objects.get()
    assert response.headers["Location"] == reverse("batch", args=[batch.pk])
    assert (batch.total_grosze, batch.made_by_label) == (30050, "Filip")
    assert {c.pk: c.state for c in Claim.objects.all()} == {one.pk: "approved", two.pk: "in_batch"}


def test_a_batch_of_nothing_or_of_a_project_without_an_account_is_refused_with_a_sentence(filip, rule):
    claim, project = approved(rule), rule.line.project
    assert "Choose the claims" in filip.post(make(rule)).content.decode()
    project.payer_account = ""
    project.save()
    page = filip.post(make(rule), {"claims": [claim.pk]})
    assert (page.status_code, "from which account" in page.content.decode()) == (422, True)


def test_the_file_is_the_one_that_was_made_and_taking_it_is_on_record(filip, rule):
    batch = batch_with(approved(rule))
    response = filip.get(reverse("batch_file", args=[batch.pk]))
    assert (response.content, response.headers["Content-Type"]) == (bytes(batch.file), "application/xml")
    assert "attachment" in response.headers["Content-Disposition"]
    assert Record.objects.get(act="stipends.batch.file").actor_label == "Filip"


def test_paying_books_every_transfer_that_was_not_returned(filip, rule):
    kept, back = approved(rule), approved(rule, 300_50)
    batch = batch_with(kept, back)
    line = batch.lines.get(claim=back)
    url = reverse("batch_return", args=[batch.pk, line.pk])
    assert filip.post(url, {"reason": "The account is closed"}).status_code == 302
    today = timezone.localdate().isoformat()
    assert filip.post(reverse("batch_pay", args=[batch.pk]), {"paid_on": today}).status_code == 302
    states = {c.pk: c.state for c in Claim.objects.all()}
    assert states == {kept.pk: "paid", back.pk: "approved"}
    assert LedgerEntry.objects.get(kind="payment").claim == kept
    assert "returned by the bank" in filip.get(reverse("batch", args=[batch.pk])).content.decode()


@pytest.mark.parametrize("act", ["batch_pay", "batch_cancel", "batch_return"])
def test_what_is_missing_is_told_on_the_page_of_the_batch(filip, rule, act):
    batch = batch_with(approved(rule))
    line = [batch.lines.get().pk] if act == "batch_return" else []
    response = filip.post(reverse(act, args=[batch.pk, *line]), {"paid_on": "", "reason": " "})
    batch.refresh_from_db()
    assert (response.status_code, batch.state) == (422, "made")
    assert 'class="errors"' in response.content.decode()


def test_a_batch_is_called_off_once_and_its_file_is_not_handed_out_any_more(filip, rule):
    batch = batch_with(approved(rule))
    cancel = reverse("batch_cancel", args=[batch.pk])
    assert filip.post(cancel, {"reason": "A wrong month"}).status_code == 302
    page = filip.get(reverse("batch", args=[batch.pk])).content.decode()
    assert ("A wrong month" in page, "/file/" in page) == (True, False)
    assert filip.post(cancel, {"reason": "Again"}).status_code == 422
    assert filip.get(reverse("batch_file", args=[batch.pk])).status_code == 409


def test_auditors_see_the_end_of_an_account_and_no_way_to_act(cast, filip, rule):
    batch = batch_with(approved(rule))
    url = reverse("batch", args=[batch.pk])
    full, masked = filip.get(url).content.decode(), client_of(cast.tymon).get(url).content.decode()
    spaced = "61 1090 1014 0000 0712 1981 2874"
    assert (spaced in full, spaced in masked, NRB in masked, "PL… 2874" in masked) == (
        True, False, False, True,
    )  # fmt: skip
    assert ("/paid/" in masked, "/cancel/" in masked, "/file/" in masked) == (False, False, False)
    assert Record.objects.filter(act="stipends.batch.read").count() == 2


def test_a_long_batch_has_pages_and_a_long_list_its_first_part(filip, rule, monkeypatch):
    monkeypatch.setattr("frontend.views.money_batches.TRANSFERS", 2)
    monkeypatch.setattr("frontend.views.money_batches.MOST_CHOSEN", 2)
    batch = batch_with(approved(rule), approved(rule), approved(rule))
    url = reverse("batch", args=[batch.pk])
    pages = [filip.get(url, {"page": number}).context for number in (1, 2)]
    assert [len(page["transfers"]) for page in pages] == [2, 1]
    assert (pages[0]["still"], pages[0]["still_grosze"]) == (3, 3_600_00)
    without = approved(rule, account=False)
    first, second, third = approved(rule), approved(rule), approved(rule)
    shown = filip.get(make(rule)).context
    assert ([claim.pk for claim in shown["waiting"]], shown["most"]) == ([first.pk, second.pk], 2)
    assert without.pk not in shown["ticked"]
    assert third.pk not in shown["ticked"]
