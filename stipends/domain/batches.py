"""Payment batches: approved claims of a project, paid together through one file for the bank.

The file is made once, with the batch. A transfer the bank sends back, or a batch called off, puts its claims
back among the approved ones; they can go into another batch. Locks: the claims by number, then the project or
the batch, then what booking locks.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.profiles import said
from base.common.triggers import refusal_from
from stipends.enums import BatchState, ClaimState, EntryKind
from stipends.models import BatchLine, Claim, PaymentBatch, PayoutAccount, Project

from .accounts import account_in_force
from .ledger import book
from .moving import move_claim
from .transfers import (
    LONGEST_NAME,
    LONGEST_TITLE,
    Transfer,
    TransferFile,
    faults_of,
    reference,
    taken,
    written,
)

#: So many transfers go into one file; a bank's own limit may be lower, and is told by the bank.
MOST_CLAIMS = 5_000
_FEW = 5


class BankFile(NamedTuple):
    """What is sent to the bank, as it was made."""

    name: str
    content: bytes


def make_batch(project: Project, *, claims: Iterable[Claim], by: Actor) -> PaymentBatch:
    """Put approved claims of the project into one batch and make its file, once.

    All or none. Refusal: none chosen ("nothing_chosen") or too many ("too_many"), the project has no account
    it is paid from ("no_payer_account"), a claim of another project ("other_project"), one that is not
    approved any more ("not_approved"), an employer without a confirmed account that may be paid to
    ("no_account").
    """
    with transaction.atomic():
        chosen = _lock_claims(claims)
        project = Project.objects.select_for_update(no_key=True).select_related("centre").get(pk=project.pk)
        _refuse_unfit(project, chosen)
        accounts = _accounts_of(chosen)
        now = timezone.now()
        number = _next_number(project, now.astimezone(timezone.get_current_timezone()).year)
        transfers = [_transfer(claim, accounts[claim.participation_id]) for claim in chosen]
        file = TransferFile(
            number=reference(f"SPLOT-{project.pk}-{number}"),
            made_at=timezone.localtime(now),
            execute_on=timezone.localdate(now),
            payer=project.centre.name,
            payer_account=project.payer_account,
            transfers=transfers,
        )
        content = written(file)
        if faults := faults_of(content):
            raise Refusal(
                _("The bank would not take this file: %(faults)s.") % {"faults": "; ".join(faults[:_FEW])},
                code="bad_file",
            )
        batch = PaymentBatch.objects.create(
            project=project,
            number=number,
            total_grosze=file.total_grosze,
            made_at=now,
            made_by_id=by.actor_id,
            made_by_label=by.actor_label[:200],
            file=content,
            file_sha256=hashlib.sha256(content).hexdigest(),
        )
        BatchLine.objects.bulk_create(
            BatchLine(
                batch=batch,
                claim=claim,
                account_number=transfer.account,
                holder=transfer.holder,
                title=transfer.title,
                amount_grosze=transfer.grosze,
            )
            for claim, transfer in zip(chosen, transfers, strict=True)
        )
        for claim in chosen:
            claim.batch = batch
            move_claim(claim, ClaimState.IN_BATCH, by=by, words=number)
        _record("make", batch, by=by, claims=len(chosen), grosze=batch.total_grosze, sha256=batch.file_sha256)
    return batch


def pay_batch(batch: PaymentBatch, *, paid_on: date, by: Actor) -> PaymentBatch:
    """The bank has paid it on that day: every claim still in it is paid, with its entry in the ledger.

    Refusal: closed before ("batch_closed"), everything in it was returned ("nothing_left"), a day before it
    was made ("paid_early") or that has not come yet ("booked_ahead").
    """
    with transaction.atomic():
        claims, batch = _locked(batch)
        if not claims:
            raise Refusal(_("Every transfer of this batch was returned: call it off."), code="nothing_left")
        if paid_on > timezone.localdate():
            raise Refusal(_("Nothing is booked on a day that has not come yet."), code="booked_ahead")
        if paid_on < timezone.localdate(batch.made_at):
            raise Refusal(_("The batch cannot be paid before it was made."), code="paid_early")
        for claim in claims:
            book(EntryKind.PAYMENT, claim, booked_on=paid_on, by=by, batch=batch, words=batch.number)
            claim.paid_on = paid_on
            move_claim(claim, ClaimState.PAID, by=by, words=batch.number)
        _close(batch, BatchState.PAID, by=by, paid_on=paid_on)
        _record("pay", batch, by=by, claims=len(claims), paid_on=paid_on.isoformat())
    return batch


def return_line(line: BatchLine, *, reason: str, by: Actor) -> BatchLine:
    """The bank did not make this transfer: the claim is approved again and can go into another batch.

    Told before the batch is marked as paid; afterwards the claim is taken back instead. ValidationError on
    "reason"; Refusal "batch_closed" and "returned".
    """
    reason = said(reason)
    with transaction.atomic():
        (claim,) = _lock_claims([line.claim])
        batch = _lock_open(line.batch)
        line = BatchLine.objects.get(pk=line.pk)
        if line.returned_at is not None:
            raise Refusal(_("This transfer was returned before."), code="returned")
        _take_out(batch, [claim], reason=reason, by=by)
        _record("return", batch, by=by, claim=claim.pk)
    line.refresh_from_db()
    return line


def cancel_batch(batch: PaymentBatch, *, reason: str, by: Actor) -> PaymentBatch:
    """Call a batch off that was not sent: its claims are approved again. The file stays, as it was made.

    ValidationError on "reason"; Refusal "batch_closed".
    """
    reason = said(reason)
    with transaction.atomic():
        claims, batch = _locked(batch)
        _take_out(batch, claims, reason=reason, by=by)
        _close(batch, BatchState.CANCELLED, by=by, reason=reason)
        _record("cancel", batch, by=by, claims=len(claims))
    return batch


def hand_out_file(batch: PaymentBatch, *, by: Actor) -> BankFile:
    """The file for the bank, byte for byte as it was made; that it was taken is written down.

    Refusal "cancelled" of a batch that was called off, "file_changed" when it is not the one that was made.
    """
    with transaction.atomic():
        batch = PaymentBatch.objects.get(pk=batch.pk)
        if batch.state == BatchState.CANCELLED:
            raise Refusal(_("This batch was called off: its file is not to be sent."), code="cancelled")
        content = bytes(batch.file)
        if hashlib.sha256(content).hexdigest() != batch.file_sha256:
            raise Refusal(_("This file is not the one that was made. Call for help."), code="file_changed")
        _record("file", batch, by=by, sha256=batch.file_sha256)
    return BankFile(f"{reference(f'SPLOT-{batch.project_id}-{batch.number}')}.xml", content)


# --- inside -------------------------------------------------------------------------------------------


def _refuse_unfit(project: Project, claims: Sequence[Claim]) -> None:
    if not claims:
        raise Refusal(_("Choose the claims to be paid."), code="nothing_chosen")
    if len(claims) > MOST_CLAIMS:
        raise Refusal(
            _("At most %(most)d claims go into one batch.") % {"most": MOST_CLAIMS}, code="too_many"
        )
    if not project.payer_account:
        raise Refusal(_("Write down first from which account this project is paid."), code="no_payer_account")
    if strange := [claim for claim in claims if claim.rule.line.project_id != project.pk]:
        raise Refusal(
            _("Not of this project: %(claims)s.") % {"claims": _named(map(str, strange))},
            code="other_project",
        )
    if late := [claim for claim in claims if claim.state != ClaimState.APPROVED]:
        raise Refusal(
            ngettext(
                "%(claims)s does not wait to be paid any more. Nothing was done.",
                "These do not wait to be paid any more: %(claims)s. Nothing was done.",
                len(late),
            )
            % {"claims": _named(map(str, late))},
            code="not_approved",
        )


def _accounts_of(claims: Sequence[Claim]) -> dict[int, PayoutAccount]:
    """By the employer's part: the account it is paid to now."""
    found: dict[int, PayoutAccount] = {}
    missing: dict[int, str] = {}
    for claim in claims:
        part = claim.participation
        if part.pk in found or part.pk in missing:
            continue
        account = account_in_force(part)
        if account is None:
            missing[part.pk] = str(part)
        else:
            found[part.pk] = account
    if missing:
        raise Refusal(
            _("No confirmed account that may be paid to: %(employers)s.")
            % {"employers": _named(missing.values())},
            code="no_account",
        )
    return found


def _named(labels: Iterable[str]) -> str:
    labels = list(labels)
    return ", ".join(labels[:_FEW]) + (", …" if len(labels) > _FEW else "")


def _next_number(project: Project, year: int) -> str:
    """2026/003: of the year, in the order they were made. The project is locked; no batch is ever deleted."""
    return f"{year}/{project.batches.filter(number__startswith=f'{year}/').count() + 1:03}"


def _transfer(claim: Claim, account: PayoutAccount) -> Transfer:
    agreement = claim.participation.agreement_number
    title = f"{claim.number}, {claim.month:%m/%Y}{f', {agreement}' if agreement else ''}"
    return Transfer(
        reference=reference(claim.number),
        account=account.number,
        holder=taken(account.holder, LONGEST_NAME),
        title=taken(title, LONGEST_TITLE),
        grosze=claim.total_grosze,
    )


def _lock_claims(claims: Iterable[Claim]) -> list[Claim]:
    """These claims, fresh and locked by number."""
    return list(
        Claim.objects.select_for_update(of=("self",))
        .select_related("participation__employer", "rule__line")
        .filter(pk__in=[claim.pk for claim in claims])
        .order_by("pk")
    )


def _lock_open(batch: PaymentBatch) -> PaymentBatch:
    batch = PaymentBatch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    if batch.state != BatchState.MADE:
        raise Refusal(
            _("This batch is closed: %(state)s.") % {"state": batch.get_state_display()}, code="batch_closed"
        )
    return batch


def _locked(batch: PaymentBatch) -> tuple[list[Claim], PaymentBatch]:
    """The claims still in the batch, and the batch itself, all locked; Refusal when it is closed."""
    claims = _lock_claims(Claim.objects.filter(batch_lines__batch=batch, batch_lines__returned_at=None))
    batch = _lock_open(batch)
    still = set(batch.lines.filter(returned_at=None).values_list("claim_id", flat=True))
    return [claim for claim in claims if claim.pk in still], batch


def _take_out(batch: PaymentBatch, claims: Sequence[Claim], *, reason: str, by: Actor) -> None:
    batch.lines.filter(claim__in=claims, returned_at=None).update(returned_at=timezone.now())
    for claim in claims:
        claim.batch = None
        move_claim(claim, ClaimState.APPROVED, by=by, words=reason)


def _close(
    batch: PaymentBatch, state: BatchState, *, by: Actor, paid_on: date | None = None, reason: str = ""
) -> None:
    batch.state, batch.paid_on, batch.reason = state, paid_on, reason
    batch.closed_at, batch.closed_by_label = timezone.now(), by.actor_label[:200]
    try:
        with transaction.atomic():
            batch.save(update_fields=["state", "paid_on", "reason", "closed_at", "closed_by_label"])
    except DatabaseError as error:
        if refusal := refusal_from(error):
            raise refusal from error
        raise


def _record(act: str, batch: PaymentBatch, *, by: Actor, **details: object) -> None:
    record(
        f"stipends.batch.{act}",
        by=by,
        on=batch,
        organisation_id=batch.project.centre_id,
        details={"project": batch.project_id, **details},
    )
