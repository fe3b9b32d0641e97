"""The ledger as the database holds it (docs/ledger.md).

An entry is written once. The moment it is written, the database itself adds it to the balances of its two
accounts, to their totals of the day and to the total of its rule; each of these remembers the number of the
entry it counted last, and a change of it passes only as the count of a newer entry that exists. So no total
can be changed by hand, none can count an entry twice, and none can be left out.
"""

from dataclasses import replace

from django.utils.translation import gettext_noop

from base.common.triggers import Trigger, append_only, refuse_when
from stipends.enums import MOVES, ClaimState, EntryKind, LedgerKind

ENTRY = "stipends_ledgerentry"
ACCOUNT = "stipends_ledgeraccount"
DAY = "stipends_daytotal"
RULE = "stipends_ruletotal"

BY_ENTRIES = gettext_noop("The totals of the ledger are moved by its entries alone.")
BETWEEN = gettext_noop("An entry of this kind does not go between these accounts.")
NOT_ITS_TURN = gettext_noop("This is not what the ledger can book of this claim now.")
TWICE = gettext_noop("This has been booked already.")
UNCOUNTED = gettext_noop("The entry was not counted, so it was not written.")
OVER_CAP = gettext_noop("The rule does not allow so much in all.")
OVER_THEN = gettext_noop("On that day, or on one since then, there was not so much left.")
NO_ACCOUNT = gettext_noop("An account of the ledger is opened empty and once, and is kept.")
LINE_STAYS = gettext_noop("A budget line with accounts in the ledger stays with its project.")

#: Whoever comes second waits here, and reads what the first has written; SQLite has one writer at a time.
LOCKS = f"""PERFORM 1 FROM stipends_claim WHERE id = NEW.claim_id FOR NO KEY UPDATE;
  PERFORM 1 FROM {ACCOUNT} WHERE id IN (NEW.debit_id, NEW.credit_id) ORDER BY id FOR NO KEY UPDATE"""


def _between() -> str:
    """SQL: the two accounts are those of MOVES, of one line and project."""
    ways = " OR ".join(
        f"(NEW.kind = '{kind}' AND credit.kind = '{out_of}' AND debit.kind = '{into}')"
        for kind, (out_of, into) in MOVES.items()
    )
    return f"""EXISTS (SELECT 1 FROM {ACCOUNT} credit, {ACCOUNT} debit
        WHERE credit.id = NEW.credit_id AND debit.id = NEW.debit_id AND credit.project_id = debit.project_id
          AND (credit.line_id = debit.line_id OR credit.kind = '{LedgerKind.FUNDING}'
            OR debit.kind = '{LedgerKind.FUNDING}')
          AND ({ways}))"""  # noqa: S608 - constants


def _booked(kind: EntryKind) -> str:
    """SQL: the claim has an entry of this kind, of this day or before."""
    return f"""EXISTS (SELECT 1 FROM {ENTRY} earlier WHERE earlier.claim_id = NEW.claim_id
        AND earlier.kind = '{kind}' AND earlier.booked_on <= NEW.booked_on)"""  # noqa: S608


def _never(kind: EntryKind) -> str:
    return f"""NOT EXISTS (SELECT 1 FROM {ENTRY} other WHERE other.claim_id = NEW.claim_id
        AND other.kind = '{kind}')"""  # noqa: S608


def _its_turn() -> str:
    """SQL: the claim's whole amount, out of its own line, in the state this kind of entry follows."""
    kind, state = EntryKind, ClaimState
    turns = " OR ".join(
        f"(NEW.kind = '{entry}' AND claim.state = '{before}' AND {needs})"
        for entry, before, needs in (
            (kind.COMMITMENT, state.VERIFIED, "TRUE"),
            (kind.RELEASE, state.APPROVED, f"{_booked(kind.COMMITMENT)} AND {_never(kind.PAYMENT)}"),
            (
                kind.PAYMENT,
                state.IN_BATCH,
                f"""{_booked(kind.COMMITMENT)} AND {_never(kind.RELEASE)} AND claim.batch_id = NEW.batch_id
                AND EXISTS (SELECT 1 FROM stipends_batchline transfer WHERE transfer.claim_id = claim.id
                  AND transfer.batch_id = claim.batch_id AND transfer.returned_at IS NULL
                  AND transfer.amount_grosze = NEW.amount_grosze)""",  # noqa: S608
            ),
            (kind.CLAW_BACK, state.PAID, _booked(kind.PAYMENT)),
            (kind.REPAYMENT, state.CLAWED_BACK, _booked(kind.CLAW_BACK)),
        )
    )
    return f"""EXISTS (SELECT 1 FROM stipends_claim claim
        JOIN stipends_supportrule rule ON rule.id = claim.rule_id
        JOIN {ACCOUNT} account ON account.id = NEW.credit_id
        WHERE claim.id = NEW.claim_id AND claim.total_grosze = NEW.amount_grosze
          AND rule.line_id = account.line_id AND ({turns}))"""  # noqa: S608


STRAY_BATCH = f"(NEW.batch_id IS NOT NULL AND NEW.kind <> '{EntryKind.PAYMENT}')"
#: What SQLite takes for a number or a day and PostgreSQL does not.
ODD_SQLITE = """typeof(NEW.amount_grosze) <> 'integer' OR NEW.booked_on IS NULL
    OR date(NEW.booked_on) IS NULL OR date(NEW.booked_on) <> NEW.booked_on"""

_INTO_RULE = f"""CASE NEW.kind WHEN '{EntryKind.COMMITMENT}' THEN NEW.amount_grosze
    ELSE -NEW.amount_grosze END"""
_OF_RULE = f"NEW.kind IN ('{EntryKind.COMMITMENT}', '{EntryKind.RELEASE}', '{EntryKind.REPAYMENT}')"
_RULE_OF_CLAIM = "(SELECT claim.rule_id FROM stipends_claim claim WHERE claim.id = NEW.claim_id)"

#: What an entry does the moment it is written. Rows of totals are made empty first, never by ON CONFLICT:
#: on SQLite whoever inserts may put another way of conflict in its place.
COUNT = f"""
  UPDATE {ACCOUNT} SET last_entry = NEW.id, balance_grosze = balance_grosze
      + CASE WHEN id = NEW.debit_id THEN NEW.amount_grosze ELSE -NEW.amount_grosze END
    WHERE id IN (NEW.debit_id, NEW.credit_id);
  INSERT INTO {DAY} (account_id, day, debit_grosze, credit_grosze, last_entry)
    SELECT account.id, NEW.booked_on, 0, 0, 0 FROM {ACCOUNT} account
    WHERE account.id IN (NEW.debit_id, NEW.credit_id) AND NOT EXISTS (SELECT 1 FROM {DAY} known
      WHERE known.account_id = account.id AND known.day = NEW.booked_on);
  UPDATE {DAY} SET last_entry = NEW.id,
      debit_grosze = debit_grosze + CASE WHEN account_id = NEW.debit_id THEN NEW.amount_grosze ELSE 0 END,
      credit_grosze = credit_grosze + CASE WHEN account_id = NEW.credit_id THEN NEW.amount_grosze ELSE 0 END
    WHERE account_id IN (NEW.debit_id, NEW.credit_id) AND day = NEW.booked_on;
  INSERT INTO {RULE} (rule_id, used_grosze, last_entry)
    SELECT claim.rule_id, 0, 0 FROM stipends_claim claim
    WHERE claim.id = NEW.claim_id AND {_OF_RULE} AND NOT EXISTS (SELECT 1 FROM {RULE} known
      WHERE known.rule_id = claim.rule_id);
  UPDATE {RULE} SET last_entry = NEW.id, used_grosze = used_grosze + {_INTO_RULE}
    WHERE {_OF_RULE} AND rule_id = {_RULE_OF_CLAIM}"""  # noqa: S608

#: Asked after the count, under its locks.
TOO_MUCH = f"""NEW.kind = '{EntryKind.COMMITMENT}' AND EXISTS (SELECT 1 FROM {RULE} total
    JOIN stipends_supportrule rule ON rule.id = total.rule_id
    WHERE rule.id = {_RULE_OF_CLAIM} AND total.used_grosze > rule.cap_grosze)"""  # noqa: S608
#: An entry of an earlier day: nothing since then may turn out to have been below zero.
BELOW_ZERO_SINCE = f"""EXISTS (SELECT 1 FROM {DAY} later
    WHERE later.account_id = NEW.credit_id AND later.day > NEW.booked_on)
  AND EXISTS (SELECT 1 FROM {DAY} asked JOIN {ACCOUNT} account ON account.id = asked.account_id
    WHERE asked.account_id = NEW.credit_id AND asked.day >= NEW.booked_on
      AND account.kind <> '{LedgerKind.FUNDING}'
      AND (SELECT SUM(past.debit_grosze - past.credit_grosze) FROM {DAY} past
        WHERE past.account_id = asked.account_id AND past.day <= asked.day) < 0)"""  # noqa: S608
NOT_COUNTED = f"""(SELECT COUNT(*) FROM {ACCOUNT} account
    WHERE account.id IN (NEW.debit_id, NEW.credit_id) AND account.last_entry = NEW.id) <> 2
  OR (SELECT COUNT(*) FROM {DAY} total WHERE total.account_id IN (NEW.debit_id, NEW.credit_id)
    AND total.day = NEW.booked_on AND total.last_entry = NEW.id) <> 2
  OR ({_OF_RULE} AND NOT EXISTS (SELECT 1 FROM {RULE} total
    WHERE total.rule_id = {_RULE_OF_CLAIM} AND total.last_entry = NEW.id))"""  # noqa: S608


def _counts() -> Trigger:
    """AFTER INSERT of an entry: move both balances, both totals of the day and the rule's total, and look."""
    refusals = [
        refuse_when("splot_x", ENTRY, code=code, sentence=sentence, condition=condition)
        for code, sentence, condition in (
            ("entry_uncounted", UNCOUNTED, NOT_COUNTED),
            ("over_cap", OVER_CAP, TOO_MUCH),
            ("over_budget", OVER_THEN, BELOW_ZERO_SINCE),
        )
    ]
    return Trigger(
        "splot_entry_counts",
        ENTRY,
        postgresql=";\n".join([COUNT, *(one.postgresql for one in refusals)]),
        sqlite=";\n".join([COUNT, *(one.sqlite for one in refusals)]),
        events=("INSERT",),
        timing="AFTER",
    )


def _by_an_entry(touched: str) -> str:
    """SQL: the row has counted one newer entry, which exists and says just this (`entry` in `touched`)."""
    return f"""(NEW.id = OLD.id AND NEW.last_entry > OLD.last_entry AND EXISTS (SELECT 1 FROM {ENTRY} entry
        WHERE entry.id = NEW.last_entry AND ({touched})))"""  # noqa: S608


BALANCE_MOVED = _by_an_entry(
    """(entry.debit_id = NEW.id AND NEW.balance_grosze - OLD.balance_grosze = entry.amount_grosze)
    OR (entry.credit_id = NEW.id AND OLD.balance_grosze - NEW.balance_grosze = entry.amount_grosze)"""
)
ACCOUNT_STAYS = """(NEW.id = OLD.id AND NEW.project_id = OLD.project_id AND NEW.kind = OLD.kind
    AND COALESCE(NEW.line_id, 0) = COALESCE(OLD.line_id, 0))"""
BALANCE_STAYS = "(NEW.balance_grosze = OLD.balance_grosze AND NEW.last_entry = OLD.last_entry)"
_DAY_TOUCHED = """entry.booked_on = NEW.day AND (
    (entry.debit_id = NEW.account_id AND NEW.debit_grosze - OLD.debit_grosze = entry.amount_grosze
      AND NEW.credit_grosze = OLD.credit_grosze)
    OR (entry.credit_id = NEW.account_id AND NEW.credit_grosze - OLD.credit_grosze = entry.amount_grosze
      AND NEW.debit_grosze = OLD.debit_grosze))"""
DAY_MOVED = f"NEW.account_id = OLD.account_id AND NEW.day = OLD.day AND {_by_an_entry(_DAY_TOUCHED)}"
_RULE_TOUCHED = f"""EXISTS (SELECT 1 FROM stipends_claim claim
      WHERE claim.id = entry.claim_id AND claim.rule_id = NEW.rule_id)
    AND ((entry.kind = '{EntryKind.COMMITMENT}'
        AND NEW.used_grosze - OLD.used_grosze = entry.amount_grosze)
      OR (entry.kind IN ('{EntryKind.RELEASE}', '{EntryKind.REPAYMENT}')
        AND OLD.used_grosze - NEW.used_grosze = entry.amount_grosze))"""  # noqa: S608 - constants
RULE_MOVED = f"NEW.rule_id = OLD.rule_id AND {_by_an_entry(_RULE_TOUCHED)}"
OPENED_BADLY = f"""NEW.balance_grosze <> 0 OR NEW.last_entry <> 0
  OR NEW.kind NOT IN ({", ".join(f"'{kind}'" for kind in LedgerKind)})
  OR (NEW.line_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM stipends_budgetline line
    WHERE line.id = NEW.line_id AND line.project_id = NEW.project_id))"""  # noqa: S608
#: INSERT OR REPLACE takes the row in its place away without asking anybody: asked here.
KNOWN_ACCOUNT = f"""EXISTS (SELECT 1 FROM {ACCOUNT} known WHERE known.id = NEW.id
    OR (known.line_id = NEW.line_id AND known.kind = NEW.kind)
    OR (known.line_id IS NULL AND NEW.line_id IS NULL AND known.project_id = NEW.project_id))"""  # noqa: S608


def _kept(name: str, table: str, sentence: str) -> Trigger:
    """Rows of this table are never deleted."""
    return refuse_when(
        name,
        table,
        code="append_only",
        sentence=sentence,
        condition="TRUE",
        events=("DELETE",),
        append_only=True,
    )


def _totals(name: str, table: str, *, moved: str, empty: str, known: str) -> list[Trigger]:
    """A table of totals: rows begin empty, move by entries alone, and stay."""
    there = f"EXISTS (SELECT 1 FROM {table} known WHERE known.id = NEW.id OR ({known}))"  # noqa: S608
    return [
        refuse_when(
            f"splot_{name}_begins_empty",
            table,
            code="ledger_total",
            sentence=BY_ENTRIES,
            condition=f"NOT ({empty})",
            sqlite_condition=f"NOT ({empty}) OR {there}",
            events=("INSERT",),
        ),
        refuse_when(
            f"splot_{name}_moved",
            table,
            code="ledger_total",
            sentence=BY_ENTRIES,
            condition=f"NOT ({moved})",
            events=("UPDATE",),
        ),
        _kept(f"splot_{name}_kept", table, BY_ENTRIES),
    ]


def _entry_between() -> Trigger:
    between = refuse_when(
        "splot_entry_between",
        ENTRY,
        code="entry_accounts",
        sentence=BETWEEN,
        condition=f"NOT {_between()} OR {STRAY_BATCH}",
        sqlite_condition=f"NOT {_between()} OR {STRAY_BATCH} OR {ODD_SQLITE}",
        events=("INSERT",),
    )
    return replace(between, postgresql=f"{LOCKS}; {between.postgresql}")


TRIGGERS = [
    append_only(ENTRY),
    _entry_between(),
    refuse_when(
        "splot_entry_of_claim",
        ENTRY,
        code="entry_of_claim",
        sentence=NOT_ITS_TURN,
        condition=f"NEW.claim_id IS NOT NULL AND NOT {_its_turn()}",
        events=("INSERT",),
    ),
    refuse_when(
        "splot_entry_once",
        ENTRY,
        code="booked_twice",
        sentence=TWICE,
        condition=f"""EXISTS (SELECT 1 FROM {ENTRY} known WHERE known.id = NEW.id)
          OR EXISTS (SELECT 1 FROM {ENTRY} known
            WHERE known.claim_id = NEW.claim_id AND known.kind = NEW.kind)""",  # noqa: S608
        events=("INSERT",),
        vendor="sqlite",
    ),
    _counts(),
    refuse_when(
        "splot_account_opened",
        ACCOUNT,
        code="ledger_account",
        sentence=NO_ACCOUNT,
        condition=OPENED_BADLY,
        sqlite_condition=f"{OPENED_BADLY} OR {KNOWN_ACCOUNT}",
        events=("INSERT",),
    ),
    refuse_when(
        "splot_account_moved",
        ACCOUNT,
        code="ledger_total",
        sentence=BY_ENTRIES,
        condition=f"NOT ({ACCOUNT_STAYS} AND ({BALANCE_STAYS} OR {BALANCE_MOVED}))",
        sqlite_condition=f"""NOT ({ACCOUNT_STAYS} AND ({BALANCE_STAYS} OR {BALANCE_MOVED}))
          OR typeof(NEW.balance_grosze) <> 'integer'""",
        events=("UPDATE",),
    ),
    _kept("splot_account_kept", ACCOUNT, NO_ACCOUNT),
    *_totals(
        "day_total",
        DAY,
        moved=DAY_MOVED,
        empty="NEW.debit_grosze = 0 AND NEW.credit_grosze = 0 AND NEW.last_entry = 0",
        known="known.account_id = NEW.account_id AND known.day = NEW.day",
    ),
    *_totals(
        "rule_total",
        RULE,
        moved=RULE_MOVED,
        empty="NEW.used_grosze = 0 AND NEW.last_entry = 0",
        known="known.rule_id = NEW.rule_id",
    ),
    refuse_when(
        "splot_line_stays",
        "stipends_budgetline",
        code="line_stays",
        sentence=LINE_STAYS,
        condition=f"""NEW.project_id <> OLD.project_id
          AND EXISTS (SELECT 1 FROM {ACCOUNT} account WHERE account.line_id = OLD.id)""",  # noqa: S608
        events=("UPDATE OF project_id",),
    ),
]
