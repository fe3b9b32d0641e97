"""Where every list of the room begins: what a membership may know of."""

from django.db.models import QuerySet

from base.accounts.models import Membership
from base.accounts.rules import is_auditor, is_employer
from stipends.models import (
    BudgetLine,
    Call,
    Claim,
    LedgerAccount,
    LedgerEntry,
    Paper,
    PaymentBatch,
    PayoutAccount,
    Project,
    SupportRule,
)
from stipends.rules import reads_money, verifies


def claims_in_scope(membership: Membership | None) -> QuerySet[Claim]:
    """The firm's own claims for an employer; for the centre's staff those that have been submitted.

    A draft is the employer's alone until it is submitted; one sent back is seen by both.
    """
    if membership is None:
        return Claim.objects.none()
    if is_employer(membership):
        return Claim.objects.filter(participation__employer=membership.organisation_id)
    if verifies(membership) or is_auditor(membership):
        return Claim.objects.filter(centre=membership.organisation_id, submitted_at__isnull=False)
    return Claim.objects.none()


def papers_in_scope(membership: Membership | None) -> QuerySet[Paper]:
    """The firm's papers for an employer, those of its employers for the centre's staff; without content."""
    papers = Paper.objects.defer("body")
    if membership is None:
        return papers.none()
    if is_employer(membership):
        return papers.filter(participation__employer=membership.organisation_id)
    if verifies(membership) or is_auditor(membership):
        return papers.filter(participation__centre=membership.organisation_id)
    return papers.none()


def accounts_in_scope(membership: Membership | None) -> QuerySet[PayoutAccount]:
    """Bank accounts of the firm for an employer, of its employers for those who read the centre's money."""
    if membership is None:
        return PayoutAccount.objects.none()
    if is_employer(membership):
        return PayoutAccount.objects.filter(participation__employer=membership.organisation_id)
    if reads_money(membership):
        return PayoutAccount.objects.filter(participation__centre=membership.organisation_id)
    return PayoutAccount.objects.none()


def projects_in_scope(membership: Membership | None) -> QuerySet[Project]:
    """The centre's funded projects for those who read its money."""
    if membership is None or not reads_money(membership):
        return Project.objects.none()
    return Project.objects.filter(centre=membership.organisation_id)


def lines_in_scope(membership: Membership | None) -> QuerySet[BudgetLine]:
    """Budget lines of these projects."""
    return BudgetLine.objects.filter(project__in=projects_in_scope(membership))


def calls_in_scope(membership: Membership | None) -> QuerySet[Call]:
    """Calls of these projects."""
    return Call.objects.filter(project__in=projects_in_scope(membership))


def support_rules_in_scope(membership: Membership | None) -> QuerySet[SupportRule]:
    """Rules of these calls."""
    return SupportRule.objects.filter(call__project__in=projects_in_scope(membership))


def ledger_accounts_in_scope(membership: Membership | None) -> QuerySet[LedgerAccount]:
    """Ledger accounts of these projects."""
    return LedgerAccount.objects.filter(project__in=projects_in_scope(membership))


def entries_in_scope(membership: Membership | None) -> QuerySet[LedgerEntry]:
    """Ledger entries of these projects."""
    return LedgerEntry.objects.filter(debit__project__in=projects_in_scope(membership))


def batches_in_scope(membership: Membership | None) -> QuerySet[PaymentBatch]:
    """Payment batches of these projects; without the file."""
    return PaymentBatch.objects.defer("file").filter(project__in=projects_in_scope(membership))
