"""Payment batches: made of approved claims, paid, returned, called off."""

import hashlib
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from base.audit.models import Record
from base.common.errors import Refusal
from stipends.domain.batches import cancel_batch, hand_out_file, make_batch, pay_batch, return_line
from stipends.domain.ledger import open_accounts
from stipends.domain.transfers import faults_of, transfers_in
from stipends.enums import AccountState, BatchState, ClaimState, LedgerKind
from stipends.models import Claim, PaymentBatch
from tests.factories.ledger import (
    ADA,
    FILIP,
    PAYEE,
    account_of,
    approve,
    claim_of,
    claw_back,
    line_with,
    payable,
    rule_of,
)
from tests.factories.mentors import ParticipationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TODAY = timezone.localdate


@pytest.fixture
def rule():
    return rule_of(line_with(1_000_000))


def code_of(act):
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.code


def balance(rule, kind):
    return open_accounts(rule.line)[LedgerKind(kind)].balance_grosze


def batch_of(rule, *amounts):
    return make_batch(rule.line.project, claims=[payable(rule, one) for one in amounts], by=FILIP)


def states():
    return sorted(Claim.objects.values_list("state", flat=True))


def test_approved_claims_become_transfers_of_one_file(rule):
    claims = [payable(rule, 40_781), payable(rule, 500)]
    batch = make_batch(rule.line.project, claims=claims, by=FILIP)
    assert (batch.number, batch.total_grosze, batch.state) == (f"{TODAY().year}/001", 41_281, "made")
    assert faults_of(batch.file) == []
    assert [(one.account, one.grosze) for one in transfers_in(batch.file)] == [(PAYEE, 40_781), (PAYEE, 500)]
    assert transfers_in(batch.file)[0].holder == "Złota Huta 'Iskra' sp. z o.o. + syn"
    assert claims[0].number in transfers_in(batch.file)[0].title
    assert hashlib.sha256(batch.file).hexdigest() == batch.file_sha256
    assert states() == ["in_batch", "in_batch"]
    assert balance(rule, "committed") == 41_281
    assert Record.objects.filter(act="stipends.batch.make").get().organisation_id == batch.project.centre_id


def test_batches_of_a_year_are_numbered_in_order(rule):
    assert [batch_of(rule, 5).number[-4:] for _ in range(3)] == ["/001", "/002", "/003"]


def test_a_paid_batch_moves_the_money_and_its_claims(rule):
    batch = batch_of(rule, 40_000, 5_000)
    pay_batch(batch, paid_on=TODAY(), by=ADA)
    assert states() == ["paid", "paid"]
    assert (balance(rule, "committed"), balance(rule, "spent")) == (0, 45_000)
    batch.refresh_from_db()
    assert (batch.state, batch.paid_on, batch.closed_by_label) == (BatchState.PAID, TODAY(), "Ada")
    assert set(Claim.objects.values_list("paid_on", flat=True)) == {TODAY()}


def test_a_batch_is_paid_once(rule):
    batch = batch_of(rule, 40_000)
    pay_batch(batch, paid_on=TODAY(), by=FILIP)
    assert code_of(lambda: pay_batch(batch, paid_on=TODAY(), by=FILIP)) == "batch_closed"
    assert code_of(lambda: cancel_batch(batch, reason="late", by=FILIP)) == "batch_closed"
    assert code_of(lambda: return_line(batch.lines.get(), reason="late", by=FILIP)) == "batch_closed"
    assert balance(rule, "spent") == 40_000


def test_a_batch_is_paid_on_a_day_that_has_come_and_not_before_it_was_made(rule):
    batch = batch_of(rule, 40_000)
    day = timedelta(days=1)
    assert code_of(lambda: pay_batch(batch, paid_on=TODAY() + day, by=FILIP)) == "booked_ahead"
    assert code_of(lambda: pay_batch(batch, paid_on=TODAY() - day, by=FILIP)) == "paid_early"


def test_a_returned_transfer_is_approved_again_and_can_be_paid_again(rule):
    batch = batch_of(rule, 40_000, 5_000)
    line = batch.lines.first()
    return_line(line, reason="Account closed", by=FILIP)
    assert states() == ["approved", "in_batch"]
    assert code_of(lambda: return_line(line, reason="Again", by=FILIP)) == "returned"
    pay_batch(batch, paid_on=TODAY(), by=FILIP)
    assert states() == ["approved", "paid"]
    claim = Claim.objects.get(state="approved")
    assert claim.steps.latest("pk").words == "Account closed"
    second = make_batch(rule.line.project, claims=[claim], by=FILIP)
    pay_batch(second, paid_on=TODAY(), by=FILIP)
    assert (balance(rule, "committed"), balance(rule, "spent")) == (0, 45_000)


def test_a_batch_of_returned_transfers_alone_is_called_off_not_paid(rule):
    batch = batch_of(rule, 40_000)
    return_line(batch.lines.get(), reason="Account closed", by=FILIP)
    assert code_of(lambda: pay_batch(batch, paid_on=TODAY(), by=FILIP)) == "nothing_left"
    cancel_batch(batch, reason="Nothing left", by=FILIP)
    batch.refresh_from_db()
    assert (batch.state, batch.reason) == (BatchState.CANCELLED, "Nothing left")


def test_a_batch_called_off_gives_its_claims_back(rule):
    batch = batch_of(rule, 40_000, 5_000)
    cancel_batch(batch, reason="Wrong day", by=FILIP)
    assert states() == ["approved", "approved"]
    assert code_of(lambda: pay_batch(batch, paid_on=TODAY(), by=FILIP)) == "batch_closed"
    assert code_of(lambda: hand_out_file(batch, by=FILIP)) == "cancelled"
    make_batch(rule.line.project, claims=Claim.objects.all(), by=FILIP)


@pytest.mark.parametrize("verb", [cancel_batch, lambda batch, **say: return_line(batch.lines.get(), **say)])
def test_a_reason_is_asked_for(rule, verb):
    batch = batch_of(rule, 40_000)
    with pytest.raises(ValidationError):
        verb(batch, reason=" ", by=FILIP)


def test_what_does_not_wait_to_be_paid_is_named_and_nothing_is_done(rule):
    project = rule.line.project
    good, waiting = payable(rule, 5), claim_of(rule, 7)
    back = claw_back(payable(rule, 11))
    stranger = payable(rule_of(line_with(1_000)), 5)
    assert code_of(lambda: make_batch(project, claims=[], by=FILIP)) == "nothing_chosen"
    assert code_of(lambda: make_batch(project, claims=[good, waiting], by=FILIP)) == "not_approved"
    assert code_of(lambda: make_batch(project, claims=[good, back], by=FILIP)) == "not_approved"
    assert code_of(lambda: make_batch(project, claims=[good, stranger], by=FILIP)) == "other_project"
    make_batch(project, claims=[good], by=FILIP)
    assert code_of(lambda: make_batch(project, claims=[good], by=FILIP)) == "not_approved"
    assert PaymentBatch.objects.count() == 1


@pytest.mark.parametrize(
    "account",
    [
        None,
        {"state": AccountState.ASKED, "decided_at": None, "decided_by_id": None},
        {"usable_from": "later"},
        {"state": AccountState.REFUSED},
    ],
)
def test_nobody_is_paid_to_an_account_that_is_not_confirmed_or_still_on_hold(rule, account):
    part = ParticipationFactory(centre=rule.line.project.centre)
    claim = approve(claim_of(rule, 5, participation=part))
    if account is not None:
        if account.get("usable_from"):
            account = {"usable_from": timezone.now() + timedelta(hours=1)}
        account_of(part, **account)
    assert code_of(lambda: make_batch(rule.line.project, claims=[claim], by=FILIP)) == "no_account"
    assert states() == ["approved"]


def test_a_project_without_an_account_pays_nobody(rule):
    rule.line.project.payer_account = ""
    rule.line.project.save()
    assert code_of(lambda: batch_of(rule, 5)) == "no_payer_account"


def test_the_file_is_handed_out_as_it_was_made_and_that_is_written_down(rule):
    batch = batch_of(rule, 40_000)
    name, content = hand_out_file(batch, by=FILIP)
    assert name == f"SPLOT-{batch.project_id}-{TODAY().year}-001.xml"
    assert content == bytes(PaymentBatch.objects.get().file)
    assert Record.objects.filter(act="stipends.batch.file", actor_label="Filip").exists()


def test_a_claim_that_was_paid_can_be_taken_back(rule):
    batch = batch_of(rule, 40_000)
    pay_batch(batch, paid_on=TODAY(), by=FILIP)
    claim = Claim.objects.get()
    claw_back(claim)
    assert (balance(rule, "spent"), balance(rule, "receivable")) == (0, 40_000)
    assert claim.state == ClaimState.CLAWED_BACK
