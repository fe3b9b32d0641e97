"""Reads of payment batches, and of the claims that wait to be put into one."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from base.accounts.models import Membership
from stipends.enums import AccountState, ClaimState
from stipends.models import BatchLine, Claim, PaymentBatch, PayoutAccount, Project
from stipends.queries.scopes import batches_in_scope, projects_in_scope


@dataclass(frozen=True)
class Waiting:
    """A project with approved claims that are in no batch: how many, for how many grosze in all."""

    project: Project
    claims: int
    grosze: int


def batches_listed(
    membership: Membership | None, *, text: str = "", state: str = "", project: int | None = None
) -> QuerySet[PaymentBatch]:
    """Batches in scope, newest first, with `transfers` and how many were `returned`; without the file."""
    returned = Count("lines", filter=Q(lines__returned_at__isnull=False))
    found = batches_in_scope(membership).select_related("project")
    found = found.annotate(transfers=Count("lines"), returned=returned)
    for word in text.split():
        found = found.filter(Q(number__icontains=word) | Q(project__name__icontains=word))
    if state:
        found = found.filter(state=state)
    if project is not None:
        found = found.filter(project=project)
    return found.order_by("-made_at", "-pk")


def waiting_for_payment(membership: Membership | None) -> list[Waiting]:
    """The projects in scope with claims to be paid, those with most first."""
    approved = Q(lines__rules__claims__state=ClaimState.APPROVED)
    rows = projects_in_scope(membership).annotate(
        waiting=Count("lines__rules__claims", filter=approved),
        waiting_grosze=Sum("lines__rules__claims__total_grosze", filter=approved),
    )
    found = rows.filter(waiting__gt=0).order_by("-waiting", "pk")
    return [Waiting(row, row.waiting, row.waiting_grosze) for row in found]


def claims_to_pay(project: Project) -> QuerySet[Any]:
    """Approved claims of the project; `payable`: the employer can be paid now. These come first."""
    now = timezone.now()
    account = PayoutAccount.objects.filter(
        participation=OuterRef("participation"),
        state=AccountState.CONFIRMED,
        decided_at__lte=now,
        usable_from__lte=now,
    )
    found = Claim.objects.filter(rule__line__project=project, state=ClaimState.APPROVED)
    found = found.select_related("participation__employer", "rule__line").defer("computation")
    return found.annotate(payable=Exists(account)).order_by("-payable", "approved_at", "pk")


def still_in_batch(batch: PaymentBatch) -> tuple[int, int]:
    """How many transfers the bank has not sent back, and for how many grosze."""
    found = batch.lines.filter(returned_at=None).aggregate(count=Count("pk"), grosze=Sum("amount_grosze"))
    return found["count"], found["grosze"] or 0


def lines_of_batch(batch: PaymentBatch) -> QuerySet[BatchLine]:
    """The transfers of a batch as they stand in its file."""
    found = batch.lines.select_related("claim__participation__employer", "claim__rule__line")
    return found.defer("claim__computation").order_by("pk")
