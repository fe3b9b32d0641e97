"""Where the money of a centre stands now, project by project, in one look."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum

from base.accounts.models import Membership
from stipends.enums import BatchState, LedgerKind
from stipends.models import PaymentBatch, Project, SupportRule
from stipends.queries.scopes import batches_in_scope, projects_in_scope, support_rules_in_scope


@dataclass(frozen=True)
class ProjectStanding:
    """A project's money now, in grosze: all of it is available, committed, spent or to be given back."""

    project: Project
    available: int
    committed: int
    spent: int
    receivable: int

    @property
    def used(self) -> int:
        """What is not available any more."""
        return self.committed + self.spent + self.receivable

    @property
    def budget(self) -> int:
        """What was granted, less what was taken away again."""
        return self.available + self.used


def standing_projects(membership: Membership | None, on: date) -> list[ProjectStanding]:
    """Projects in scope that run on the day, those that end first on top, with their balances now."""
    kinds = (LedgerKind.AVAILABLE, LedgerKind.COMMITTED, LedgerKind.SPENT, LedgerKind.RECEIVABLE)
    running = projects_in_scope(membership).filter(starts_on__lte=on, ends_on__gte=on)
    rows = running.annotate(
        **{
            f"sum_{kind.value}": Sum("accounts__balance_grosze", filter=Q(accounts__kind=kind))
            for kind in kinds
        }
    )
    return [
        ProjectStanding(row, **{kind.value: getattr(row, f"sum_{kind.value}") or 0 for kind in kinds})
        for row in rows.order_by("ends_on", "pk")
    ]


def example_rules_in_force(membership: Membership | None, on: date) -> QuerySet[SupportRule]:
    """Rules made up as examples by which something could be claimed today."""
    found = support_rules_in_scope(membership).filter(is_example=True, valid_from__lte=on)
    found = found.filter(Q(valid_to=None) | Q(valid_to__gte=on))
    return found.filter(call__covers_from__lte=on, call__covers_until__gte=on)


def batches_to_settle(membership: Membership | None) -> QuerySet[PaymentBatch]:
    """Batches made of which nobody has said yet what the bank did, oldest first."""
    return batches_in_scope(membership).filter(state=BatchState.MADE).order_by("made_at", "pk")
