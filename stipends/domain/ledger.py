"""Booking: every movement of money is one entry, made here, counted and checked by the database.

Whoever books locks in one order: the claim (its verb does), its rule, then the two accounts by number. The
triggers (stipends/triggers/ledger.py) hold the same rules against whoever does not come through here.
"""

from datetime import date
from decimal import Decimal

from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.triggers import refusal_from
from stipends.enums import MOVES, EntryKind, LedgerKind
from stipends.models import (
    BudgetLine,
    Claim,
    LedgerAccount,
    LedgerEntry,
    PaymentBatch,
    Project,
    RuleTotal,
    SupportRule,
)

__all__ = ["MOVES", "allocate", "book", "open_accounts", "reduce_budget"]

Accounts = dict[LedgerKind, LedgerAccount]


def open_accounts(line: BudgetLine) -> Accounts:
    """The accounts of a line and the project's FUNDING, by kind; those that are missing are made."""
    accounts = _accounts_of(line)
    if len(accounts) < len(LedgerKind):
        with transaction.atomic():
            Project.objects.select_for_update(no_key=True).get(pk=line.project_id)
            missing = set(LedgerKind) - set(_accounts_of(line))
            LedgerAccount.objects.bulk_create(
                LedgerAccount(
                    project_id=line.project_id, line=None if kind == LedgerKind.FUNDING else line, kind=kind
                )
                for kind in LedgerKind
                if kind in missing
            )
        accounts = _accounts_of(line)
    return accounts


def allocate(line: BudgetLine, *, grosze: int, booked_on: date, words: str, by: Actor) -> LedgerEntry:
    """Grant a budget line so many grosze more.

    Refusal: no amount ("no_amount"), a day that has not come yet ("booked_ahead").
    """
    return _change_budget(EntryKind.ALLOCATION, line, grosze=grosze, booked_on=booked_on, words=words, by=by)


def reduce_budget(line: BudgetLine, *, grosze: int, booked_on: date, words: str, by: Actor) -> LedgerEntry:
    """Take so many grosze of a line away again, of those that are neither committed nor spent.

    Refusal: as `allocate`, or more than is available ("over_budget").
    """
    return _change_budget(EntryKind.REDUCTION, line, grosze=grosze, booked_on=booked_on, words=words, by=by)


def book(
    kind: EntryKind,
    claim: Claim,
    *,
    booked_on: date,
    by: Actor,
    batch: PaymentBatch | None = None,
    words: str = "",
) -> LedgerEntry:
    """Move the claim's whole amount as `kind` says (MOVES). The caller holds the lock on the claim.

    The claim is in the state before the move: verified for a commitment, in_batch for a payment (with its
    batch), approved for a release, paid for a claw-back, clawed_back for a repayment. Refusal: more than the
    line has ("over_budget") or the rule allows ("over_cap"), booked before ("booked_twice"), a day ahead
    ("booked_ahead"), or not this claim's turn ("entry_of_claim").
    """
    _refuse_ahead(booked_on)
    with transaction.atomic():
        rule = SupportRule.objects.select_for_update(no_key=True).select_related("line").get(pk=claim.rule_id)
        credit, debit = _locked(kind, rule.line)
        if LedgerEntry.objects.filter(claim=claim, kind=kind).exists():
            raise Refusal(_("This has been booked already."), code="booked_twice")
        if kind == EntryKind.COMMITMENT:
            _refuse_over_cap(rule, claim.total_grosze)
        return _enter(
            kind,
            (credit, debit),
            grosze=claim.total_grosze,
            booked_on=booked_on,
            by=by,
            claim=claim,
            batch=batch,
            words=words,
            line=rule.line,
        )


# --- inside -------------------------------------------------------------------------------------------


def _accounts_of(line: BudgetLine) -> Accounts:
    found = LedgerAccount.objects.filter(Q(line=line) | Q(project=line.project_id, line=None))
    return {LedgerKind(account.kind): account for account in found}


def _locked(kind: EntryKind, line: BudgetLine) -> tuple[LedgerAccount, LedgerAccount]:
    """The accounts of a move, fresh and locked by number: out of the first, into the second."""
    wanted = Q(line=line) | Q(project=line.project_id, line=None)
    query = LedgerAccount.objects.select_for_update(no_key=True).filter(wanted, kind__in=MOVES[kind])
    found = {LedgerKind(account.kind): account for account in query.order_by("pk")}
    if len(found) < len(MOVES[kind]):
        open_accounts(line)
        found = {LedgerKind(account.kind): account for account in query.order_by("pk")}
    credit, debit = MOVES[kind]
    return found[credit], found[debit]


def _change_budget(
    kind: EntryKind, line: BudgetLine, *, grosze: int, booked_on: date, words: str, by: Actor
) -> LedgerEntry:
    if grosze <= 0:
        raise Refusal(_("Give an amount above zero."), code="no_amount")
    _refuse_ahead(booked_on)
    with transaction.atomic():
        accounts = _locked(kind, line)
        return _enter(kind, accounts, grosze=grosze, booked_on=booked_on, by=by, words=words, line=line)


def _enter(
    kind: EntryKind,
    accounts: tuple[LedgerAccount, LedgerAccount],
    *,
    grosze: int,
    booked_on: date,
    by: Actor,
    line: BudgetLine,
    claim: Claim | None = None,
    batch: PaymentBatch | None = None,
    words: str = "",
) -> LedgerEntry:
    credit, debit = accounts
    if credit.kind != LedgerKind.FUNDING and credit.balance_grosze < grosze:
        raise Refusal(
            _("%(line)s: %(left)s zł are left there, %(asked)s zł are needed.")
            % {"line": line, "left": _zloty(credit.balance_grosze), "asked": _zloty(grosze)},
            code="over_budget",
        )
    entry = LedgerEntry(
        kind=kind,
        credit=credit,
        debit=debit,
        amount_grosze=grosze,
        booked_on=booked_on,
        claim=claim,
        batch=batch,
        words=words,
        by_id=by.actor_id,
        by_label=by.actor_label[:200],
    )
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except DatabaseError as error:
        if refusal := refusal_from(error):
            raise refusal from error
        raise
    details = {"grosze": grosze, "line": line.pk, "booked_on": booked_on.isoformat()}
    if claim is not None:
        details["claim"] = claim.pk
    record(f"stipends.ledger.{kind.value}", by=by, on=entry, details=details)
    return entry


def _refuse_over_cap(rule: SupportRule, grosze: int) -> None:
    if rule.cap_grosze is None:
        return
    used = RuleTotal.objects.filter(rule=rule).values_list("used_grosze", flat=True).first() or 0
    if used + grosze > rule.cap_grosze:
        raise Refusal(
            _("The rule allows %(cap)s zł in all: %(left)s zł are left, %(asked)s zł are needed.")
            % {
                "cap": _zloty(rule.cap_grosze),
                "left": _zloty(rule.cap_grosze - used),
                "asked": _zloty(grosze),
            },
            code="over_cap",
        )


def _refuse_ahead(booked_on: date) -> None:
    if booked_on > timezone.localdate():
        raise Refusal(_("Nothing is booked on a day that has not come yet."), code="booked_ahead")


def _zloty(grosze: int) -> str:
    return number_format(Decimal(grosze) / 100, 2, use_l10n=True, force_grouping=True)
