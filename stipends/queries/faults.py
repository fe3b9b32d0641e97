"""The ledger counted anew from its entries and claims, beside what the database keeps of it."""

from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext, gettext_noop

from stipends.enums import COMMITTED_CLAIM_STATES, MOVES, BatchState, ClaimState, EntryKind, LedgerKind

ENTRY = "stipends_ledgerentry"
ACCOUNT = "stipends_ledgeraccount"
DAY = "stipends_daytotal"
RULE = "stipends_ruletotal"
CLAIM = "stipends_claim"
BATCH = "stipends_paymentbatch"
LINE = "stipends_batchline"
#: Faults of one kind told; there are more only where the database was opened and written to by force.
MOST = 20


class Check(NamedTuple):
    """A sentence with gaps, and the SQL whose every row is a fault; its columns fill the gaps."""

    sentence: str
    sql: str


def ledger_faults() -> list[str]:
    """Everything that is not as the entries and claims say, as sentences; empty when all is well.

    Counts every entry anew, so it takes the longer the more there are (docs/benchmarks.md); where nothing
    was ever booked or approved it is one short question.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ANYTHING)
        if not cursor.fetchone()[0]:
            return []
        faults = []
        for check in CHECKS:
            cursor.execute(f"{check.sql} LIMIT {MOST}")
            names = [column[0] for column in cursor.description]
            faults += [gettext(check.sentence) % dict(zip(names, row, strict=True)) for row in cursor]
    return faults


def _listed(values: object) -> str:
    return ", ".join(f"'{value}'" for value in values)  # type: ignore[attr-defined]


_ANYTHING = f"""SELECT CASE WHEN EXISTS (SELECT 1 FROM {ENTRY})
    OR EXISTS (SELECT 1 FROM {ACCOUNT} WHERE balance_grosze <> 0 OR last_entry <> 0)
    OR EXISTS (SELECT 1 FROM {DAY}) OR EXISTS (SELECT 1 FROM {RULE})
    OR EXISTS (SELECT 1 FROM {CLAIM} WHERE state IN ({_listed(COMMITTED_CLAIM_STATES)}))
  THEN 1 ELSE 0 END"""  # noqa: S608 - constants

_WAYS = " OR ".join(
    f"(entry.kind = '{kind}' AND credit.kind = '{out_of}' AND debit.kind = '{into}')"
    for kind, (out_of, into) in MOVES.items()
)
_OF_RULE = (EntryKind.COMMITMENT, EntryKind.RELEASE, EntryKind.REPAYMENT)

#: The entries of a claim as one number: a digit for each kind.
_DIGITS = {
    EntryKind.COMMITMENT: 1,
    EntryKind.RELEASE: 10,
    EntryKind.PAYMENT: 100,
    EntryKind.CLAW_BACK: 1000,
    EntryKind.REPAYMENT: 10000,
}
_DIGIT = " ".join(f"WHEN '{kind}' THEN {digit}" for kind, digit in _DIGITS.items())
#: What stands in the ledger of a claim in each state; nothing in the others.
_BOOKED = {
    ClaimState.APPROVED: (1,),
    ClaimState.IN_BATCH: (1,),
    ClaimState.PAID: (101,),
    ClaimState.CLAWED_BACK: (11, 1101, 11101),
}
_AS_BOOKED = " OR ".join(
    f"(claim.state = '{state}' AND COALESCE(booked.digits, 0) = {digits})"
    for state in ClaimState
    for digits in _BOOKED.get(state, (0,))
)

CHECKS = (
    Check(
        gettext_noop(
            "Account %(account)s: the balance is %(kept)s, its entries come to %(said)s; the last "
            "of them is %(last)s, not %(counted)s."
        ),
        f"""SELECT account.id AS account, account.balance_grosze AS kept, COALESCE(said.amount, 0) AS said,
            COALESCE(said.last_entry, 0) AS last, account.last_entry AS counted
          FROM {ACCOUNT} account LEFT JOIN (
            SELECT account_id, SUM(amount) AS amount, MAX(id) AS last_entry FROM (
              SELECT id, debit_id AS account_id, amount_grosze AS amount FROM {ENTRY}
              UNION ALL SELECT id, credit_id, -amount_grosze FROM {ENTRY}) move
            GROUP BY account_id) said ON said.account_id = account.id
          WHERE account.balance_grosze <> COALESCE(said.amount, 0)
            OR account.last_entry <> COALESCE(said.last_entry, 0)""",  # noqa: S608
    ),
    Check(
        gettext_noop(
            "Account %(account)s, %(day)s: the totals of the day are off by %(debit)s (debit) and "
            "%(credit)s (credit)."
        ),
        f"""SELECT account_id AS account, day, SUM(debit) AS debit, SUM(credit) AS credit FROM (
            SELECT account_id, day, debit_grosze AS debit, credit_grosze AS credit FROM {DAY}
            UNION ALL SELECT debit_id, booked_on, -amount_grosze, 0 FROM {ENTRY}
            UNION ALL SELECT credit_id, booked_on, 0, -amount_grosze FROM {ENTRY}) counted
          GROUP BY account_id, day HAVING SUM(debit) <> 0 OR SUM(credit) <> 0""",  # noqa: S608
    ),
    Check(
        gettext_noop("Rule %(rule)s: what is taken of its cap is off by %(amount)s."),
        f"""SELECT rule_id AS rule, SUM(amount) AS amount FROM (
            SELECT rule_id, used_grosze AS amount FROM {RULE}
            UNION ALL SELECT claim.rule_id,
                CASE entry.kind WHEN '{EntryKind.COMMITMENT}' THEN -entry.amount_grosze
                  ELSE entry.amount_grosze END
              FROM {ENTRY} entry JOIN {CLAIM} claim ON claim.id = entry.claim_id
              WHERE entry.kind IN ({_listed(_OF_RULE)})) counted
          GROUP BY rule_id HAVING SUM(amount) <> 0""",  # noqa: S608
    ),
    Check(
        gettext_noop("Rule %(rule)s allows %(cap)s in all, and %(used)s is taken."),
        f"""SELECT rule.id AS rule, rule.cap_grosze AS cap, total.used_grosze AS used FROM {RULE} total
          JOIN stipends_supportrule rule ON rule.id = total.rule_id
          WHERE total.used_grosze > rule.cap_grosze""",  # noqa: S608
    ),
    Check(
        gettext_noop("Account %(account)s was below zero on %(day)s: %(balance)s."),
        f"""SELECT running.account_id AS account, running.day AS day, running.balance AS balance FROM (
            SELECT account_id, day, SUM(debit_grosze - credit_grosze)
              OVER (PARTITION BY account_id ORDER BY day) AS balance FROM {DAY}) running
          JOIN {ACCOUNT} account ON account.id = running.account_id
          WHERE running.balance < 0 AND account.kind <> '{LedgerKind.FUNDING}'""",  # noqa: S608
    ),
    Check(
        gettext_noop("Entry %(entry)s (%(kind)s) does not go between accounts of its kind and line."),
        f"""SELECT entry.id AS entry, entry.kind AS kind FROM {ENTRY} entry
          LEFT JOIN {ACCOUNT} credit ON credit.id = entry.credit_id
          LEFT JOIN {ACCOUNT} debit ON debit.id = entry.debit_id
          WHERE credit.id IS NULL OR debit.id IS NULL OR credit.project_id <> debit.project_id
            OR credit.line_id <> debit.line_id OR NOT ({_WAYS})""",  # noqa: S608
    ),
    Check(
        gettext_noop("Account %(account)s does not belong to the project of its budget line."),
        f"""SELECT account.id AS account FROM {ACCOUNT} account
          JOIN stipends_budgetline line ON line.id = account.line_id
          WHERE line.project_id <> account.project_id""",  # noqa: S608
    ),
    Check(
        gettext_noop(
            "Entry %(entry)s of claim %(claim)s is on another line, or not of its amount: %(amount)s, "
            "not %(total)s."
        ),
        f"""SELECT entry.id AS entry, claim.number AS claim, entry.amount_grosze AS amount,
            claim.total_grosze AS total FROM {ENTRY} entry
          JOIN {CLAIM} claim ON claim.id = entry.claim_id
          JOIN stipends_supportrule rule ON rule.id = claim.rule_id
          JOIN {ACCOUNT} credit ON credit.id = entry.credit_id
          WHERE entry.amount_grosze <> claim.total_grosze OR credit.line_id <> rule.line_id""",  # noqa: S608
    ),
    Check(
        gettext_noop("Claim %(claim)s is %(state)s, and this is not what the ledger says of it."),
        f"""SELECT claim.number AS claim, claim.state AS state FROM {CLAIM} claim LEFT JOIN (
            SELECT claim_id, SUM(CASE kind {_DIGIT} END) AS digits FROM {ENTRY}
            WHERE claim_id IS NOT NULL GROUP BY claim_id) booked ON booked.claim_id = claim.id
          WHERE NOT ({_AS_BOOKED})""",  # noqa: S608
    ),
    Check(
        gettext_noop("Claim %(claim)s: entry %(entry)s is of a day before the one it follows."),
        f"""SELECT claim.number AS claim, later.id AS entry FROM {ENTRY} later JOIN {ENTRY} earlier
            ON earlier.claim_id = later.claim_id AND earlier.id < later.id
          JOIN {CLAIM} claim ON claim.id = later.claim_id
          WHERE later.booked_on < earlier.booked_on""",  # noqa: S608
    ),
    Check(
        gettext_noop("Batch %(batch)s is of %(total)s, its transfers come to %(lines)s."),
        f"""SELECT batch.number AS batch, batch.total_grosze AS total, COALESCE(said.amount, 0) AS lines
          FROM {BATCH} batch LEFT JOIN (SELECT batch_id, SUM(amount_grosze) AS amount FROM {LINE}
            GROUP BY batch_id) said ON said.batch_id = batch.id
          WHERE batch.total_grosze <> COALESCE(said.amount, 0)""",  # noqa: S608
    ),
    Check(
        gettext_noop("Batch %(batch)s is %(state)s, and the transfer of claim %(claim)s (%(its)s) is not."),
        f"""SELECT batch.number AS batch, batch.state AS state, claim.number AS claim, claim.state AS its
          FROM {LINE} line JOIN {BATCH} batch ON batch.id = line.batch_id
          JOIN {CLAIM} claim ON claim.id = line.claim_id
          LEFT JOIN {ENTRY} paid ON paid.claim_id = claim.id AND paid.kind = '{EntryKind.PAYMENT}'
            AND paid.batch_id = batch.id
          WHERE line.amount_grosze <> claim.total_grosze
            OR (line.returned_at IS NOT NULL AND paid.id IS NOT NULL)
            OR (line.returned_at IS NULL AND (batch.state = '{BatchState.CANCELLED}'
              OR claim.batch_id IS NULL OR claim.batch_id <> batch.id
              OR (batch.state = '{BatchState.MADE}' AND claim.state <> '{ClaimState.IN_BATCH}')
              OR (batch.state = '{BatchState.PAID}' AND paid.id IS NULL)))""",  # noqa: S608
    ),
    Check(
        gettext_noop("Claim %(claim)s is %(state)s without a transfer in its batch."),
        f"""SELECT claim.number AS claim, claim.state AS state FROM {CLAIM} claim
          WHERE claim.state IN ('{ClaimState.IN_BATCH}', '{ClaimState.PAID}')
            AND NOT EXISTS (SELECT 1 FROM {LINE} line WHERE line.claim_id = claim.id
              AND line.batch_id = claim.batch_id AND line.returned_at IS NULL)""",  # noqa: S608
    ),
)
