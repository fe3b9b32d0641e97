"""Payment batches as the database holds them: made once, a claim in one at a time, paid by entries."""

from dataclasses import replace

from django.utils.translation import gettext_noop

from base.common.triggers import Trigger, refuse_when
from stipends.enums import BatchState, ClaimState, EntryKind

BATCH = "stipends_paymentbatch"
LINE = "stipends_batchline"
CLAIM = "stipends_claim"
ENTRY = "stipends_ledgerentry"

MADE_ONCE = gettext_noop("A payment batch and its file are made once, and are not changed.")
CLOSED = gettext_noop("A batch is paid when the ledger has paid its claims, and called off when it is empty.")
NO_TRANSFER = gettext_noop("This transfer does not belong in this batch.")
NOT_IN_BATCH = gettext_noop("A claim is in a batch as long as a transfer of it is, and no longer.")

#: Who adds a transfer waits for whoever else is adding one; SQLite has one writer at a time.
LOCK = f"PERFORM 1 FROM {BATCH} WHERE id = NEW.batch_id FOR NO KEY UPDATE"

_KEPT_OF_BATCH = (
    "id", "project_id", "number", "total_grosze", "made_at", "made_by_id", "made_by_label", "file",
    "file_sha256",
)  # fmt: skip
_KEPT_OF_LINE = ("id", "batch_id", "claim_id", "account_number", "holder", "title", "amount_grosze")


def _differ(columns: tuple[str, ...], distinct: str) -> str:
    return " OR ".join(f"OLD.{one} {distinct} NEW.{one}" for one in columns)


def _changed(name: str, table: str, *, sentence: str, columns: tuple[str, ...], rest: str) -> Trigger:
    """An update that touches these columns, or that `rest` says is none."""
    return refuse_when(
        name,
        table,
        code="batch_kept",
        sentence=sentence,
        condition=f"{_differ(columns, 'IS DISTINCT FROM')} OR {rest}",
        sqlite_condition=f"{_differ(columns, 'IS NOT')} OR {rest}",
        events=("UPDATE",),
    )


def _kept(name: str, table: str) -> Trigger:
    return refuse_when(
        name,
        table,
        code="append_only",
        sentence=MADE_ONCE,
        condition="TRUE",
        events=("DELETE",),
        append_only=True,
    )


def _live_lines(batch: str) -> str:
    return f"SELECT 1 FROM {LINE} transfer WHERE transfer.batch_id = {batch} AND transfer.returned_at IS NULL"  # noqa: S608


#: A transfer that is neither returned nor paid by an entry of this batch.
_UNPAID = f"""EXISTS ({_live_lines("NEW.id")} AND NOT EXISTS (SELECT 1 FROM {ENTRY} entry
    WHERE entry.claim_id = transfer.claim_id AND entry.kind = '{EntryKind.PAYMENT}'
      AND entry.batch_id = NEW.id AND entry.amount_grosze = transfer.amount_grosze))"""  # noqa: S608
_CLOSED_BADLY = f"""(OLD.state <> '{BatchState.MADE}') OR NEW.state NOT IN ('{BatchState.MADE}',
    '{BatchState.PAID}', '{BatchState.CANCELLED}')
  OR (NEW.state = '{BatchState.PAID}' AND (NOT EXISTS ({_live_lines("NEW.id")}) OR {_UNPAID}))
  OR (NEW.state = '{BatchState.CANCELLED}' AND (EXISTS ({_live_lines("NEW.id")})
    OR EXISTS (SELECT 1 FROM {ENTRY} entry WHERE entry.batch_id = NEW.id)))"""  # noqa: S608
_LINE_OUT_OF_PLACE = f"""NEW.returned_at IS NOT NULL
  OR NOT EXISTS (SELECT 1 FROM {BATCH} batch, {CLAIM} claim
    JOIN stipends_supportrule rule ON rule.id = claim.rule_id
    JOIN stipends_budgetline line ON line.id = rule.line_id
    WHERE batch.id = NEW.batch_id AND batch.state = '{BatchState.MADE}' AND claim.id = NEW.claim_id
      AND claim.state = '{ClaimState.APPROVED}' AND claim.total_grosze = NEW.amount_grosze
      AND line.project_id = batch.project_id
      AND batch.total_grosze >= NEW.amount_grosze + COALESCE((SELECT SUM(other.amount_grosze)
        FROM {LINE} other WHERE other.batch_id = batch.id), 0))"""  # noqa: S608
_LINE_KNOWN = f"""EXISTS (SELECT 1 FROM {LINE} known WHERE known.id = NEW.id
    OR (known.claim_id = NEW.claim_id AND known.returned_at IS NULL))"""  # noqa: S608
_BATCH_KNOWN = f"""EXISTS (SELECT 1 FROM {BATCH} known WHERE known.id = NEW.id
    OR (known.project_id = NEW.project_id AND known.number = NEW.number))"""  # noqa: S608
_NOT_RETURNED = f"""OLD.returned_at IS NOT NULL OR NEW.returned_at IS NULL
  OR NOT EXISTS (SELECT 1 FROM {BATCH} batch WHERE batch.id = OLD.batch_id
    AND batch.state = '{BatchState.MADE}')
  OR EXISTS (SELECT 1 FROM {ENTRY} entry WHERE entry.claim_id = OLD.claim_id
    AND entry.kind = '{EntryKind.PAYMENT}' AND entry.batch_id = OLD.batch_id)"""  # noqa: S608
_OUT_OF_STEP = f"""(NEW.state = '{ClaimState.IN_BATCH}' AND NOT EXISTS ({_live_lines("NEW.batch_id")}
      AND transfer.claim_id = NEW.id))
  OR (OLD.state = '{ClaimState.IN_BATCH}' AND NEW.state = '{ClaimState.APPROVED}'
    AND EXISTS ({_live_lines("OLD.batch_id")} AND transfer.claim_id = NEW.id))"""


def _line_belongs() -> Trigger:
    belongs = refuse_when(
        "splot_batch_line_belongs",
        LINE,
        code="no_transfer",
        sentence=NO_TRANSFER,
        condition=_LINE_OUT_OF_PLACE,
        sqlite_condition=f"{_LINE_OUT_OF_PLACE} OR {_LINE_KNOWN}",
        events=("INSERT",),
    )
    return replace(belongs, postgresql=f"{LOCK}; {belongs.postgresql}")


_BEGUN_BADLY = f"""NEW.state <> '{BatchState.MADE}' OR NEW.total_grosze <= 0 OR length(NEW.file) = 0
  OR NEW.paid_on IS NOT NULL OR NEW.closed_at IS NOT NULL"""

TRIGGERS = [
    refuse_when(
        "splot_batch_begins",
        BATCH,
        code="batch_kept",
        sentence=MADE_ONCE,
        condition=_BEGUN_BADLY,
        sqlite_condition=f"{_BEGUN_BADLY} OR {_BATCH_KNOWN}",
        events=("INSERT",),
    ),
    _changed("splot_batch_closes", BATCH, sentence=CLOSED, columns=_KEPT_OF_BATCH, rest=f"({_CLOSED_BADLY})"),
    _kept("splot_batch_kept", BATCH),
    _line_belongs(),
    _changed(
        "splot_batch_line_returns",
        LINE,
        sentence=MADE_ONCE,
        columns=_KEPT_OF_LINE,
        rest=f"({_NOT_RETURNED})",
    ),
    _kept("splot_batch_line_kept", LINE),
    refuse_when(
        "splot_claim_batched",
        CLAIM,
        code="not_in_batch",
        sentence=NOT_IN_BATCH,
        condition=_OUT_OF_STEP,
        events=("UPDATE OF state, batch_id",),
    ),
]
