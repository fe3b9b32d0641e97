"""What an auditor has checked: totals, files and the audit beside each entry."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from base.common.triggers import lifted
from stipends.domain.batches import make_batch, pay_batch
from stipends.domain.ledger_checks import check_ledger
from stipends.queries.ledger import ledger_faults
from tests.factories.ledger import FILIP, line_with, payable, rule_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def batch():
    rule = rule_of(line_with(1_000_000))
    claims = [payable(rule, 40_000), payable(rule, 5_000)]
    return pay_batch(
        make_batch(rule.line.project, claims=claims, by=FILIP), paid_on=timezone.localdate(), by=FILIP
    )


def by_force(names, *statements):
    """The faults found after writing with triggers switched off; nothing of it stays."""
    connection.check_constraints()
    with transaction.atomic():
        with lifted(connection, *names), connection.cursor() as cursor:
            for statement, *values in statements:
                cursor.execute(statement, values)
            found = check_ledger().faults
            connection.check_constraints()
        transaction.set_rollback(True)
    return found


def test_a_ledger_that_adds_up_is_told_so(batch):
    out = StringIO()
    call_command("verify_ledger", stdout=out)
    assert out.getvalue() == "5 entries, 1 payment batches.\nEverything adds up.\n"


def test_faults_are_named_and_end_the_command_with_an_error(batch):
    connection.check_constraints()
    with transaction.atomic():
        with lifted(connection, "splot_day_total_moved"), connection.cursor() as cursor:
            cursor.execute("UPDATE stipends_daytotal SET debit_grosze = debit_grosze + 1")
            err = StringIO()
            with pytest.raises(CommandError, match="faults were found"):
                call_command("verify_ledger", stdout=StringIO(), stderr=err)
            connection.check_constraints()
        transaction.set_rollback(True)
    assert "off by 1" in err.getvalue()


def test_another_file_is_found(batch):
    names = ["splot_batch_closes"]
    assert by_force(names, ("UPDATE stipends_paymentbatch SET file = %s", b"x")) == (
        f"Batch {batch.number}: the file is not the one that was made.",
    )
    found = by_force(
        names,
        (
            "UPDATE stipends_paymentbatch SET file = %s, file_sha256 = %s",
            b"x",
            "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
        ),
    )
    assert len(found) == 1


def test_another_payee_in_the_lines_is_found(batch):
    found = by_force(
        ["splot_batch_line_returns"], ("UPDATE stipends_batchline SET holder = 'Somebody else'",)
    )
    assert found == (f"Batch {batch.number}: its transfers are not those of its file.",)


def test_an_entry_and_every_total_written_to_match_are_still_found_by_the_audit(batch):
    """Somebody who rules the database grants a line more, all totals included: only the audit knows."""
    line = batch.project.lines.get()
    entry = "(SELECT id FROM stipends_ledgerentry WHERE kind = 'allocation')"
    debit, credit = (
        f"(SELECT {side}_id FROM stipends_ledgerentry WHERE id = {entry})" for side in ("debit", "credit")
    )
    more = "CASE WHEN kind = 'funding' THEN -500 ELSE 500 END"
    grant = (
        "splot_stipends_ledgerentry_append_only",
        "splot_account_moved",
        "splot_day_total_moved",
    )
    statements = (
        (f"UPDATE stipends_ledgerentry SET amount_grosze = amount_grosze + 500 WHERE id = {entry}",),
        (
            f"""UPDATE stipends_ledgeraccount SET balance_grosze = balance_grosze + {more}
            WHERE id IN ({debit}, {credit})""",
        ),
        (
            f"""UPDATE stipends_daytotal SET debit_grosze = debit_grosze + 500
            WHERE day = %s AND account_id = {debit}""",
            line.project.starts_on,
        ),
        (
            f"""UPDATE stipends_daytotal SET credit_grosze = credit_grosze + 500
            WHERE day = %s AND account_id = {credit}""",
            line.project.starts_on,
        ),
    )
    (found,) = by_force(grant, *statements)
    assert found.endswith("is not what the audit says of it.")
    assert ledger_faults() == []


def test_an_entry_nobody_recorded_is_found(batch):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                """INSERT INTO stipends_ledgerentry
                  (kind, credit_id, debit_id, amount_grosze, booked_on, words, at, by_label)
                SELECT kind, credit_id, debit_id, 5, booked_on, '', CURRENT_TIMESTAMP, 'x'
                FROM stipends_ledgerentry WHERE kind = 'allocation'"""
            )
        (found,) = check_ledger().faults
        transaction.set_rollback(True)
    assert found.endswith("has no record in the audit.")
