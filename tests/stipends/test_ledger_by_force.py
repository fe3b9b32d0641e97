"""The ledger against whoever writes to the tables by SQL, past every verb."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from base.common.triggers import lifted, missing_triggers
from stipends.domain.ledger import open_accounts
from stipends.enums import EntryKind, LedgerKind
from stipends.models import DayTotal, LedgerAccount, LedgerEntry, RuleTotal
from stipends.queries.ledger import ledger_faults
from tests.factories.ledger import approve, claim_of, claw_back, line_with, rule_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ENTRY = "stipends_ledgerentry"
ACCOUNT = "stipends_ledgeraccount"
DAY = "stipends_daytotal"
RULE = "stipends_ruletotal"


@pytest.fixture
def line():
    """1,000 zl and a rule capped at 900: a claim of 400 zl approved, one taken back, one waiting."""
    line = line_with(100_000)
    rule = rule_of(line, cap_grosze=90_000)
    approve(claim_of(rule, 40_000))
    claw_back(approve(claim_of(rule, 10_000)))
    claim_of(rule, 7_000)
    return line


def by_sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused(statement, *values):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        by_sql(statement, *values)
    return str(caught.value)


def insert(kind, credit, debit, amount, *, claim=None, on=None, verb="INSERT", number=None):
    """The SQL that writes an entry, and its values."""
    values = [kind, credit.pk, debit.pk, amount, on or timezone.localdate(), claim and claim.pk]
    names = "kind, credit_id, debit_id, amount_grosze, booked_on, claim_id, words, at, by_label"
    marks = "%s, %s, %s, %s, %s, %s, '', CURRENT_TIMESTAMP, 'x'"
    if number is not None:
        names, marks, values = f"{names}, id", f"{marks}, %s", [*values, number]
    return f"{verb} INTO {ENTRY} ({names}) VALUES ({marks})", *values


def accounts_of(line):
    return open_accounts(line)


@pytest.mark.parametrize(
    "change",
    [
        "amount_grosze = amount_grosze + 1",
        "kind = 'reduction'",
        "booked_on = '2026-01-01'",
        "by_label = 'somebody else'",
        "claim_id = NULL",
        "debit_id = credit_id, credit_id = debit_id",
        "id = id + 1000",
        "words = words",
    ],
)
def test_an_entry_is_never_changed(line, change):
    assert "append_only" in refused(f"UPDATE {ENTRY} SET {change}")


@pytest.mark.parametrize("table", [ENTRY, ACCOUNT, DAY, RULE])
def test_nothing_of_the_ledger_is_deleted(line, table):
    refused(f"DELETE FROM {table}")
    if connection.vendor == "postgresql":
        connection.check_constraints()  # else what waits for the end of the transaction stands in its way
        refused(f"TRUNCATE {table} CASCADE")
    assert LedgerEntry.objects.exists()
    assert RuleTotal.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        "balance_grosze = balance_grosze + 1",
        "balance_grosze = balance_grosze + 40000",
        "last_entry = last_entry + 1",
        "last_entry = last_entry - 1",
        "last_entry = 0",
        "balance_grosze = balance_grosze - 40000, last_entry = 999999",
        "project_id = project_id + 1",
        "line_id = NULL",
        "kind = 'receivable' WHERE kind = 'available'",
        "id = id + 1000",
    ],
)
def test_a_balance_is_moved_by_entries_alone(line, change):
    refused(f"UPDATE {ACCOUNT} SET {change}")


def test_an_entry_counted_before_moves_no_balance_again(line):
    for entry in LedgerEntry.objects.all():
        for account, signed in (
            (entry.debit_id, entry.amount_grosze),
            (entry.credit_id, -entry.amount_grosze),
        ):
            statement = f"""UPDATE {ACCOUNT} SET balance_grosze = balance_grosze + %s, last_entry = %s
                WHERE id = %s"""
            assert "ledger_total" in refused(statement, signed, entry.pk, account)


@pytest.mark.parametrize(
    "change",
    [
        "debit_grosze = debit_grosze + 1",
        "credit_grosze = 0, debit_grosze = 0",
        "last_entry = last_entry + 1",
        "last_entry = last_entry",
        "day = '2026-01-01'",
        "account_id = account_id + 1",
    ],
)
def test_totals_of_days_are_moved_by_entries_alone(line, change):
    refused(f"UPDATE {DAY} SET {change}")


@pytest.mark.parametrize("change", ["used_grosze = 0", "used_grosze = used_grosze - 40000", "last_entry = 0"])
def test_the_total_of_a_rule_is_moved_by_entries_alone(line, change):
    refused(f"UPDATE {RULE} SET {change}")


def test_totals_begin_empty(line):
    account = accounts_of(line)[LedgerKind.SPENT]
    refused(
        f"INSERT INTO {DAY} (account_id, day, debit_grosze, credit_grosze, last_entry)"
        " VALUES (%s, '2026-02-01', 5, 5, 0)",
        account.pk,
    )
    other = rule_of(line)
    refused(f"INSERT INTO {RULE} (rule_id, used_grosze, last_entry) VALUES (%s, -5, 0)", other.pk)
    refused(f"INSERT INTO {RULE} (rule_id, used_grosze, last_entry) VALUES (%s, 5, 0)", other.pk)
    fresh = line_with(0, line.project)
    refused(
        f"INSERT INTO {ACCOUNT} (project_id, line_id, kind, balance_grosze, last_entry)"
        " VALUES (%s, %s, 'available', 5, 0)",
        fresh.project_id,
        fresh.pk,
    )


def test_an_account_is_of_its_lines_project(line):
    stranger = line_with(0)
    refused(
        f"INSERT INTO {ACCOUNT} (project_id, line_id, kind, balance_grosze, last_entry)"
        " VALUES (%s, %s, 'available', 0, 0)",
        stranger.project_id,
        line_with(0, line.project).pk,
    )
    assert "line_stays" in refused(
        "UPDATE stipends_budgetline SET project_id = %s WHERE id = %s", stranger.project_id, line.pk
    )


def test_an_entry_written_by_hand_is_counted_too(line):
    accounts = accounts_of(line)
    by_sql(*insert("reduction", accounts[LedgerKind.AVAILABLE], accounts[LedgerKind.FUNDING], 60_000))
    assert LedgerAccount.objects.get(pk=accounts[LedgerKind.AVAILABLE].pk).balance_grosze == 0
    assert ledger_faults() == []


def test_more_than_there_is_cannot_be_written_by_hand(line):
    accounts = accounts_of(line)
    refused(*insert("reduction", accounts[LedgerKind.AVAILABLE], accounts[LedgerKind.FUNDING], 60_001))


def test_an_entry_goes_between_the_accounts_of_its_kind_line_and_project(line):
    accounts, neighbour = accounts_of(line), accounts_of(line_with(500, line.project))
    stranger = accounts_of(line_with(500))
    for kind in EntryKind:
        for credit in [*accounts.values(), *neighbour.values(), *stranger.values()]:
            for debit in (*accounts.values(), stranger[LedgerKind.AVAILABLE]):
                told = (kind, LedgerKind(credit.kind), LedgerKind(debit.kind))
                own = credit.project_id == debit.project_id
                if own and told in {
                    ("allocation", "funding", "available"),
                    ("reduction", "available", "funding"),
                }:
                    continue
                if credit != debit:
                    refused(*insert(kind, credit, debit, 1))


@pytest.mark.parametrize("amount", [0, -5])
def test_an_entry_is_of_some_amount(line, amount):
    accounts = accounts_of(line)
    refused(*insert("allocation", accounts[LedgerKind.FUNDING], accounts[LedgerKind.AVAILABLE], amount))


def waiting(line):
    return line.rules.get().claims.get(state="verified")


@pytest.mark.parametrize("amount", [6_999, 7_001, 14_000])
def test_a_commitment_is_of_the_claims_amount(line, amount):
    accounts = accounts_of(line)
    pair = accounts[LedgerKind.AVAILABLE], accounts[LedgerKind.COMMITTED]
    assert "entry_of_claim" in refused(*insert("commitment", *pair, amount, claim=waiting(line)))


def test_a_commitment_is_not_written_twice_or_without_a_claim(line):
    accounts = accounts_of(line)
    pair = accounts[LedgerKind.AVAILABLE], accounts[LedgerKind.COMMITTED]
    refused(*insert("commitment", *pair, 7_000))
    approved = line.rules.get().claims.get(state="approved")
    refused(*insert("commitment", *pair, 40_000, claim=approved))
    for kind in ("payment", "claw_back", "repayment"):
        refused(
            *insert(kind, accounts[LedgerKind.COMMITTED], accounts[LedgerKind.SPENT], 40_000, claim=approved)
        )


def test_a_commitment_comes_out_of_its_own_line(line):
    other = accounts_of(line_with(50_000, line.project))
    pair = other[LedgerKind.AVAILABLE], other[LedgerKind.COMMITTED]
    assert "entry_of_claim" in refused(*insert("commitment", *pair, 7_000, claim=waiting(line)))


def test_a_cap_cannot_be_passed_by_hand(line):
    accounts = accounts_of(line)
    pair = accounts[LedgerKind.AVAILABLE], accounts[LedgerKind.COMMITTED]
    claim = claim_of(line.rules.get(), 50_001)
    assert "over_cap" in refused(*insert("commitment", *pair, 50_001, claim=claim))


def test_a_release_is_not_of_a_day_before_the_commitment(line):
    accounts = accounts_of(line)
    approved = line.rules.get().claims.get(state="approved")
    pair = accounts[LedgerKind.COMMITTED], accounts[LedgerKind.AVAILABLE]
    yesterday = timezone.localdate() - timedelta(days=1)
    assert "entry_of_claim" in refused(*insert("release", *pair, 40_000, claim=approved, on=yesterday))


def ways_round(line):
    """What only one of the two databases knows, and would take."""
    accounts = accounts_of(line)
    funding, available = accounts[LedgerKind.FUNDING], accounts[LedgerKind.AVAILABLE]
    last, first = LedgerEntry.objects.first(), LedgerEntry.objects.last()
    committed = LedgerEntry.objects.get(kind="commitment", claim__state="approved")
    over = ("reduction", available, funding, 60_001)
    if connection.vendor == "postgresql":
        statement, *values = insert("allocation", funding, available, 5, number=last.pk)
        return [
            (f"{statement} ON CONFLICT (id) DO UPDATE SET amount_grosze = 5", *values),
            (
                f"""WITH written AS ({insert("allocation", funding, available, 5)[0]} RETURNING id)
                UPDATE {ACCOUNT} SET balance_grosze = balance_grosze + 5, last_entry = written.id
                FROM written WHERE {ACCOUNT}.id = {available.pk}""",
                *values[:-1],
            ),
            (f"UPDATE ONLY {ENTRY} SET amount_grosze = 5",),
        ]
    fresh = line_with(0, line.project)
    there = open_accounts(fresh)[LedgerKind.AVAILABLE]
    return [
        insert("allocation", funding, available, 5, verb="INSERT OR REPLACE", number=last.pk),
        insert("allocation", funding, available, 5, verb="INSERT OR REPLACE", number=first.pk),
        insert("allocation", funding, there, 5, verb="INSERT OR REPLACE", number=first.pk),
        insert(
            "commitment",
            committed.credit,
            committed.debit,
            40_000,
            claim=committed.claim,
            verb="INSERT OR REPLACE",
        ),
        insert(*over, verb="INSERT OR IGNORE"),
        insert(*over, verb="INSERT OR FAIL"),
        insert(*over, verb="INSERT OR REPLACE"),
        insert("reduction", available, funding, 0.5),
        insert("allocation", funding, available, 2.5),
        insert("allocation", funding, available, "many"),
        insert("allocation", funding, available, 2**63 - 1),
        insert("allocation", funding, available, 5, on="2026-2-31"),
        insert("allocation", funding, available, 5, on="some day"),
        (f"UPDATE OR IGNORE {ACCOUNT} SET balance_grosze = balance_grosze + 1",),
        (f"UPDATE OR REPLACE {ENTRY} SET amount_grosze = 5",),
        (
            f"""INSERT OR REPLACE INTO {ACCOUNT} (id, project_id, line_id, kind, balance_grosze, last_entry)
            VALUES (%s, %s, %s, 'available', 0, 0)""",
            available.pk,
            line.project_id,
            line.pk,
        ),
        (
            f"""INSERT OR REPLACE INTO {ACCOUNT} (project_id, line_id, kind, balance_grosze, last_entry)
            VALUES (%s, %s, 'available', 0, 0)""",
            line.project_id,
            line.pk,
        ),
        (
            f"""INSERT OR REPLACE INTO {DAY} (account_id, day, debit_grosze, credit_grosze, last_entry)
            SELECT account_id, day, 0, 0, 0 FROM {DAY}""",
        ),
        (
            f"""INSERT OR REPLACE INTO {RULE} (rule_id, used_grosze, last_entry)
            SELECT rule_id, 0, 0 FROM {RULE}""",
        ),
    ]


def test_ways_round_of_one_database_are_closed(line):
    for statement, *values in ways_round(line):
        refused(statement, *values)
        assert ledger_faults() == []


TRIGGERS_AND_WHAT_THEY_HOLD_OFF = [
    (["splot_stipends_ledgerentry_append_only"], f"UPDATE {ENTRY} SET amount_grosze = amount_grosze + 1"),
    (["splot_stipends_ledgerentry_append_only"], f"DELETE FROM {ENTRY} WHERE kind = 'release'"),
    (["splot_account_moved"], f"UPDATE {ACCOUNT} SET balance_grosze = 1 WHERE kind = 'available'"),
    (["splot_day_total_moved"], f"UPDATE {DAY} SET debit_grosze = debit_grosze + 1"),
    (["splot_day_total_kept"], f"DELETE FROM {DAY}"),
    (["splot_rule_total_moved"], f"UPDATE {RULE} SET used_grosze = 0"),
]


@pytest.mark.parametrize(("names", "statement"), TRIGGERS_AND_WHAT_THEY_HOLD_OFF)
def test_without_its_trigger_it_goes_wrong_and_is_found(line, names, statement):
    assert refused(statement)
    assert wrong_without(names, statement)


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


def test_without_the_count_an_entry_changes_nothing_and_is_found(line):
    accounts = accounts_of(line)
    pair = accounts[LedgerKind.FUNDING], accounts[LedgerKind.AVAILABLE]
    faults = wrong_without(["splot_entry_counts"], *insert("allocation", *pair, 5))
    assert len(faults) == 4  # two balances, two totals of the day


def test_without_the_claims_trigger_an_amount_is_made_up_and_found(line):
    accounts = accounts_of(line)
    pair = accounts[LedgerKind.AVAILABLE], accounts[LedgerKind.COMMITTED]
    attack = insert("commitment", *pair, 6_999, claim=waiting(line))
    refused(*attack)
    faults = wrong_without(["splot_entry_of_claim"], *attack)
    assert any("not of its amount" in fault for fault in faults)


def test_without_the_moves_money_is_spent_unseen_and_found(line):
    accounts = accounts_of(line)
    attack = insert("reduction", accounts[LedgerKind.COMMITTED], accounts[LedgerKind.FUNDING], 5)
    refused(*attack)
    assert any("does not go between" in fault for fault in wrong_without(["splot_entry_between"], *attack))


def test_a_state_written_by_hand_is_found(line):
    claim = line.rules.get().claims.get(state="approved")
    with transaction.atomic():
        with lifted(connection, "splot_claim_way"):
            by_sql("UPDATE stipends_claim SET state = 'verified' WHERE id = %s", claim.pk)
            assert ledger_faults() == [
                f"Claim {claim.number} is verified, and this is not what the ledger says of it."
            ]
        transaction.set_rollback(True)


def test_every_trigger_of_the_ledger_is_there():
    assert missing_triggers(connection) == []
    assert DayTotal.objects.count() == 0
