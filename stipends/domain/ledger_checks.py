"""What an auditor can have checked: the ledger and its files, read anew, beside the sealed audit.

The database keeps its own totals, so whoever can switch its triggers off could write an entry and every total
to match. The audit has a record of each entry as well, chained by hash every minute (`verify_audit`): that is
what such an entry is found by.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from base.audit.models import Record
from stipends.models import BatchLine, LedgerEntry, PaymentBatch
from stipends.queries.ledger import ledger_faults

from .transfers import transfers_in

_AT_A_TIME = 2_000


@dataclass(frozen=True)
class Verdict:
    """How much was looked at, and what is wrong, as sentences."""

    entries: int
    batches: int
    faults: tuple[str, ...]


def check_ledger() -> Verdict:
    """Look at everything; takes the longer the more entries there are."""
    faults = [*ledger_faults(), *_files_changed(), *_entries_not_as_recorded()]
    return Verdict(LedgerEntry.objects.count(), PaymentBatch.objects.count(), tuple(faults))


def _files_changed() -> Iterator[str]:
    for batch in PaymentBatch.objects.order_by("pk").iterator(chunk_size=20):
        content = bytes(batch.file)
        if hashlib.sha256(content).hexdigest() != batch.file_sha256:
            yield _("Batch %(batch)s: the file is not the one that was made.") % {"batch": batch}
            continue
        try:
            said = [(one.account, one.holder, one.title, one.grosze) for one in transfers_in(content)]
        except ValueError as error:
            yield _("Batch %(batch)s: %(fault)s") % {"batch": batch, "fault": error}
            continue
        lines = BatchLine.objects.filter(batch=batch).order_by("pk")
        if said != list(lines.values_list("account_number", "holder", "title", "amount_grosze")):
            yield _("Batch %(batch)s: its transfers are not those of its file.") % {"batch": batch}


def _entries_not_as_recorded() -> Iterator[str]:
    kind = LedgerEntry._meta.label_lower
    last, seen = 0, 0
    while True:
        entries = list(
            LedgerEntry.objects.filter(pk__gt=last)
            .order_by("pk")
            .values_list("pk", "kind", "amount_grosze", "booked_on", "claim_id")[:_AT_A_TIME]
        )
        if not entries:
            break
        records = {
            number: (act, details)
            for number, act, details in Record.objects.filter(
                object_type=kind, object_id__in=[str(entry[0]) for entry in entries]
            ).values_list("object_id", "act", "details")
        }
        for pk, entry_kind, grosze, booked_on, claim in entries:
            record = records.get(str(pk))
            if record is None:
                yield _("Entry %(entry)s has no record in the audit.") % {"entry": pk}
            elif _as_recorded(*record) != (entry_kind, grosze, booked_on.isoformat(), claim):
                yield _("Entry %(entry)s is not what the audit says of it.") % {"entry": pk}
        seen += len(records)
        last = entries[-1][0]
    if (recorded := Record.objects.filter(object_type=kind).count()) != seen:
        yield _("The audit tells of %(recorded)d entries, and %(seen)d of them are in the ledger.") % {
            "recorded": recorded,
            "seen": seen,
        }


def _as_recorded(act: str, details: dict[str, object]) -> tuple[object, ...]:
    kind = act.rpartition(".")[2]
    return kind, details.get("grosze"), details.get("booked_on"), details.get("claim")
