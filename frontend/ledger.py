"""Entries of the ledger told in words, for lists, files and the page of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format

from frontend.meetings import length_words
from stipends.domain.account_numbers import spaced_nrb
from stipends.enums import EntryKind
from stipends.models import BatchLine, Claim, ClaimedHours, LedgerAccount, LedgerEntry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: How the badge of an entry looks: money that goes out waits for nobody, what comes back is watched.
LOOKS = {
    EntryKind.ALLOCATION: "ok",
    EntryKind.REDUCTION: "wait",
    EntryKind.RELEASE: "wait",
    EntryKind.CLAW_BACK: "stop",
    EntryKind.REPAYMENT: "ok",
}


@dataclass(frozen=True)
class ToldEntry:
    """An entry with its words; `employer` and `claim_url` are empty where there is no claim."""

    entry: LedgerEntry
    look: str
    line: str
    out_of: "StrOrPromise"
    into: "StrOrPromise"
    employer: str
    claim_url: str


def told_entry(entry: LedgerEntry) -> ToldEntry:
    """The entry with what a row shows; its accounts, claim and batch are there already."""
    claim = entry.claim
    return ToldEntry(
        entry,
        LOOKS.get(EntryKind(entry.kind), ""),
        line_of(entry),
        entry.credit.get_kind_display(),
        entry.debit.get_kind_display(),
        claim.participation.employer.name if claim else "",
        claim_url(claim) if claim else "",
    )


def line_of(entry: LedgerEntry) -> str:
    """The budget line an entry is about: that of either of its accounts."""
    line = entry.debit.line or entry.credit.line
    return line.code if line else ""


def claim_url(claim: Claim) -> str:
    """The page of a claim; empty where there is none."""
    try:
        return reverse("claim", args=[claim.key])
    except NoReverseMatch:
        return ""


def account_words(account: LedgerAccount) -> str:
    """An account as papers name it: “1.4 Allowances: committed”."""
    return f"{account.line or account.project}: {account.get_kind_display()}"


@dataclass(frozen=True)
class ToldHours:
    """A stretch of a meeting: its day, its clock times, how long, and what became of the meeting."""

    day: str
    clock: str
    length: str
    minutes: int
    state: str
    look: str
    released: bool


def told_hours(stretch: ClaimedHours) -> ToldHours:
    """One stretch a claim is paid for, in Polish time, without a word of what was written about it."""
    start, end = timezone.localtime(stretch.start), timezone.localtime(stretch.ends_at)
    minutes = int((stretch.ends_at - stretch.start).total_seconds()) // 60
    is_confirmed = stretch.meeting.state == "confirmed"
    return ToldHours(
        f"{date_format(start, 'D')} {date_format(start, 'SHORT_DATE_FORMAT')}",
        f"{start:%H:%M}–{end:%H:%M}",
        length_words(minutes),
        minutes,
        stretch.meeting.get_state_display(),
        "ok" if is_confirmed else "",
        stretch.released_at is not None,
    )


# --- batches ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ToldTransfer:
    """A transfer of a batch as its page shows it; `account` in groups of four."""

    line: BatchLine
    employer: str
    account: str
    masked: str
    claim_url: str


def told_transfers(lines: Sequence[BatchLine]) -> list[ToldTransfer]:
    """The transfers; their claims are there already."""
    return [
        ToldTransfer(
            line,
            line.claim.participation.employer.name,
            spaced_nrb(line.account_number),
            f"PL… {line.account_number[-4:]}",
            claim_url(line.claim),
        )
        for line in lines
    ]
