"""Payment batches against whoever writes to the tables by SQL."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from base.common.triggers import lifted
from stipends.domain.batches import cancel_batch, make_batch, pay_batch
from stipends.domain.ledger import open_accounts
from stipends.enums import LedgerKind
from stipends.models import PaymentBatch
from stipends.queries.ledger import ledger_faults
from tests.factories.ledger import FILIP, line_with, payable, project_of, rule_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

BATCH = "stipends_paymentbatch"
LINE = "stipends_batchline"
CLAIM = "stipends_claim"


@pytest.fixture
def batch():
    """A batch of two claims, not yet paid."""
    rule = rule_of(line_with(1_000_000))
    claims = [payable(rule, 40_000), payable(rule, 5_000)]
    return make_batch(rule.line.project, claims=claims, by=FILIP)


def by_sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused(statement, *values):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        by_sql(statement, *values)
    return str(caught.value)


@pytest.mark.parametrize(
    "change",
    [
        "file_sha256 = 'x'",
        "total_grosze = total_grosze + 1",
        "number = '2026/999'",
        "made_by_label = 'somebody'",
        "state = 'paid', paid_on = made_at",
        "state = 'cancelled'",
        "state = 'lost'",
        "id = id + 1000",
    ],
)
def test_a_batch_is_not_changed_nor_closed_by_hand(batch, change):
    refused(f"UPDATE {BATCH} SET {change}")


def test_its_file_is_written_once(batch):
    assert "batch_kept" in refused(f"UPDATE {BATCH} SET file = %s", b"another")


@pytest.mark.parametrize("table", [BATCH, LINE])
def test_nothing_of_a_batch_is_deleted(batch, table):
    refused(f"DELETE FROM {table}")
    if connection.vendor == "postgresql":
        connection.check_constraints()  # else what waits for the end of the transaction stands in its way
        refused(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize(
    "change",
    [
        "account_number = '00000000000000000000000000'",
        "holder = 'Somebody Else'",
        "title = 'x'",
        "amount_grosze = amount_grosze + 1",
        "returned_at = NULL",
        "id = id + 1000",
    ],
)
def test_a_transfer_is_not_changed(batch, change):
    assert "batch_kept" in refused(f"UPDATE {LINE} SET {change}")


def test_a_transfer_that_was_paid_is_not_returned(batch):
    pay_batch(batch, paid_on=timezone.localdate(), by=FILIP)
    refused(f"UPDATE {LINE} SET returned_at = CURRENT_TIMESTAMP")
    refused(f"UPDATE {BATCH} SET state = 'made'")
    refused(f"UPDATE {BATCH} SET state = 'cancelled'")


def insert_line(batch, claim, amount, *, verb="INSERT", returned="NULL"):
    return (
        f"{verb} INTO {LINE} (batch_id, claim_id, account_number, holder, title, amount_grosze, returned_at)"
        f" VALUES (%s, %s, '', 'x', 'x', %s, {returned})",
        batch.pk,
        claim.pk,
        amount,
    )


def test_no_transfer_is_added_to_a_batch(batch):
    rule = batch.lines.first().claim.rule
    late = payable(rule, 700)
    assert "no_transfer" in refused(*insert_line(batch, late, 700))
    cancel_batch(batch, reason="x", by=FILIP)
    assert "no_transfer" in refused(*insert_line(batch, late, 700))


def empty_batch(project, total):
    return PaymentBatch.objects.create(
        project=project, number="x", total_grosze=total, file=b"x", file_sha256="x", made_by_label="x"
    )


def test_a_transfer_is_of_a_claim_of_this_project_of_its_amount_and_once(batch):
    rule = batch.lines.first().claim.rule
    in_batch, free = batch.lines.first().claim, payable(rule, 700)
    with transaction.atomic():
        other = empty_batch(rule.line.project, 10_000_000)
        foreign = empty_batch(project_of(), 10_000_000)
        refused(*insert_line(other, in_batch, in_batch.total_grosze))
        refused(*insert_line(other, free, 701))
        refused(*insert_line(foreign, free, 700))
        refused(*insert_line(other, free, 700, returned="CURRENT_TIMESTAMP"))
        by_sql(*insert_line(other, free, 700))
        refused(*insert_line(other, free, 700))
        assert any("its transfers come to" in fault for fault in ledger_faults())
        transaction.set_rollback(True)


def test_a_claim_is_in_a_batch_as_long_as_its_transfer_is(batch):
    claim = batch.lines.first().claim
    free = payable(claim.rule, 700)
    refused(f"UPDATE {CLAIM} SET state = 'approved', batch_id = NULL WHERE id = %s", claim.pk)
    refused(f"UPDATE {CLAIM} SET state = 'approved' WHERE id = %s", claim.pk)
    refused(f"UPDATE {CLAIM} SET state = 'in_batch', batch_id = %s WHERE id = %s", batch.pk, free.pk)


def payment(claim, batch):
    accounts = open_accounts(claim.rule.line)
    return (
        "INSERT INTO stipends_ledgerentry (credit_id, debit_id, amount_grosze, booked_on, claim_id, batch_id,"
        " kind, words, at, by_label) VALUES (%s, %s, %s, %s, %s, %s, 'payment', '', CURRENT_TIMESTAMP, 'x')",
        accounts[LedgerKind.COMMITTED].pk,
        accounts[LedgerKind.SPENT].pk,
        claim.total_grosze,
        timezone.localdate(),
        claim.pk,
        batch and batch.pk,
    )


def test_a_payment_is_of_a_claim_in_its_batch(batch):
    claim = batch.lines.first().claim
    free = payable(claim.rule, 700)
    other = make_batch(batch.project, claims=[payable(claim.rule, 7)], by=FILIP)
    for attack in (payment(claim, None), payment(claim, other), payment(free, batch), payment(free, None)):
        assert "entry_of_claim" in refused(*attack)


def test_only_a_payment_is_of_a_batch(batch):
    accounts = open_accounts(batch.lines.first().claim.rule.line)
    told = (
        "INSERT INTO stipends_ledgerentry (credit_id, debit_id, amount_grosze, booked_on, batch_id,"
        " kind, words, at, by_label) VALUES (%s, %s, 5, %s, %s, 'allocation', '', CURRENT_TIMESTAMP, 'x')",
        accounts[LedgerKind.FUNDING].pk,
        accounts[LedgerKind.AVAILABLE].pk,
        timezone.localdate(),
        batch.pk,
    )
    assert "entry_accounts" in refused(*told)


def wrong_without(names, statement, *values):
    """The faults after the statement with these triggers lifted; nothing of it stays."""
    connection.check_constraints()
    with transaction.atomic():
        with lifted(connection, *names):
            by_sql(statement, *values)
            faults = ledger_faults()
            connection.check_constraints()
        transaction.set_rollback(True)
    return faults


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        ("splot_batch_closes", f"UPDATE {BATCH} SET state = 'cancelled'"),
        ("splot_batch_closes", f"UPDATE {BATCH} SET total_grosze = total_grosze + 1"),
        ("splot_batch_line_kept", f"DELETE FROM {LINE} WHERE amount_grosze = 5000"),
        ("splot_batch_line_returns", f"UPDATE {LINE} SET amount_grosze = amount_grosze - 1"),
    ],
)
def test_without_its_trigger_it_goes_wrong_and_is_found(batch, name, statement):
    refused(statement)
    assert wrong_without([name], statement)


def test_without_the_claims_trigger_a_payment_goes_past_the_batch_and_is_found(batch):
    free = payable(batch.lines.first().claim.rule, 700)
    assert wrong_without(["splot_entry_of_claim"], *payment(free, batch))


def test_insert_or_replace_takes_no_batch_away(batch):
    claim = batch.lines.first().claim
    if connection.vendor == "sqlite":
        attacks = [
            insert_line(batch, claim, claim.total_grosze, verb="INSERT OR REPLACE"),
            (f"INSERT OR REPLACE INTO {BATCH} SELECT * FROM {BATCH}",),
            (f"INSERT OR REPLACE INTO {LINE} SELECT * FROM {LINE}",),
            (f"UPDATE OR IGNORE {LINE} SET amount_grosze = 1",),
        ]
    else:
        attacks = [
            (f"INSERT INTO {LINE} SELECT * FROM {LINE} ON CONFLICT (id) DO UPDATE SET amount_grosze = 1",),
            (f"INSERT INTO {BATCH} SELECT * FROM {BATCH} ON CONFLICT (id) DO UPDATE SET total_grosze = 1",),
        ]
    for attack in attacks:
        refused(*attack)
    assert ledger_faults() == []
