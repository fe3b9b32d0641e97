"""The journal: entries of the ledger as a list narrows them, and one entry with all it stands on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from base.accounts.models import Membership
from stipends.models import Claim, ClaimedHours, LedgerAccount, LedgerEntry
from stipends.queries.scopes import entries_in_scope

#: The sorts of the journal; a minus turns one around. Without one: as they were written, newest first.
JOURNAL_SORTS: Mapping[str, tuple[str, ...]] = {
    "number": ("pk",),
    "-number": ("-pk",),
    "day": ("booked_on", "pk"),
    "-day": ("-booked_on", "-pk"),
    "amount": ("amount_grosze", "pk"),
    "-amount": ("-amount_grosze", "-pk"),
}
_SHOWN = ("debit__line", "credit__line", "debit__project", "claim__participation__employer", "batch")


@dataclass(frozen=True)
class JournalFilter:
    """What the journal is narrowed to; an empty part narrows nothing. Both days count.

    `text`: of the number of a claim or batch, the employer, or the words of the entry.
    """

    text: str = ""
    kind: str = ""
    project: int | None = None
    line: int | None = None
    since: date | None = None
    until: date | None = None


def journal(
    membership: Membership | None, wanted: JournalFilter | None = None, *, sort: str = "-number"
) -> QuerySet[LedgerEntry]:
    """Entries in scope with what a row shows of them."""
    wanted = wanted or JournalFilter()
    found = entries_in_scope(membership).select_related(*_SHOWN)
    found = found.defer("batch__file", "claim__computation")
    for word in wanted.text.split():
        found = found.filter(
            Q(claim__number__icontains=word)
            | Q(batch__number__icontains=word)
            | Q(claim__participation__employer__name__icontains=word)
            | Q(words__icontains=word)
        )
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.project is not None:
        found = found.filter(debit__project=wanted.project)
    if wanted.line is not None:
        found = found.filter(Q(debit__line=wanted.line) | Q(credit__line=wanted.line))
    if wanted.since is not None:
        found = found.filter(booked_on__gte=wanted.since)
    if wanted.until is not None:
        found = found.filter(booked_on__lte=wanted.until)
    return found.order_by(*JOURNAL_SORTS.get(sort, JOURNAL_SORTS["-number"]))


def entries_of_claim(claim: Claim) -> QuerySet[LedgerEntry]:
    """Everything booked for a claim, in the order it was written."""
    return LedgerEntry.objects.filter(claim=claim).select_related(*_SHOWN).defer("batch__file").order_by("pk")


def hours_of_claim(claim: Claim) -> QuerySet[ClaimedHours]:
    """The stretches of meetings a claim is paid for, in order, with their meetings."""
    return ClaimedHours.objects.filter(claim=claim).select_related("meeting").order_by("start", "pk")


def accounts_of_lines(lines: Collection[int]) -> dict[int, dict[str, int]]:
    """Balances now, by line and kind of account, in grosze."""
    found: dict[int, dict[str, int]] = {}
    rows = LedgerAccount.objects.filter(line__in=lines).values_list("line_id", "kind", "balance_grosze")
    for line, kind, balance in rows:
        assert line is not None  # noqa: S101 - asked for by line
        found.setdefault(line, {})[kind] = balance
    return found
