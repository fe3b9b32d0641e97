"""Reasons why a family should not wait its turn."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.events import emit
from base.common.profiles import Problems, one_line, refuse_problems
from families.enums import PriorityKind
from families.events import HouseholdChanged
from families.models import Household, PriorityInput

from .households import lock_household


@dataclass(frozen=True)
class PriorityData:
    """A reason in words; `weight` adds 1 or 2 to the matching weight, `until` is the last day it counts."""

    kind: str
    reason: str
    weight: int = 1
    until: date | None = None


@transaction.atomic
def add_priority(household: Household, *, data: PriorityData, by: Actor) -> PriorityInput:
    """One more reason, with who added it. The same kind and words twice are one reason."""
    lock_household(household)
    reason = one_line(data.reason)
    if known := household.priority_inputs.filter(kind=data.kind, reason=reason, until=data.until).first():
        return known
    row = PriorityInput(
        household=household,
        kind=data.kind,
        weight=data.weight,
        reason=reason,
        until=data.until,
        added_by_label=by.actor_label,
    )
    problems = Problems()
    problems.check_fields(row, ("kind", "weight", "reason", "until"))
    if data.weight not in (1, 2):
        problems.add("weight", _("A reason adds 1 or 2."))
    if data.until and data.until < timezone.localdate():
        problems.add("until", _("This day has passed."))
    if data.kind == PriorityKind.DEADLINE and data.until is None:
        problems.add("until", _("Write the date that cannot move."), "required")
    refuse_problems(problems.by_field)
    row.save()
    _tell("added", row, by=by)
    return row


@transaction.atomic
def remove_priority(priority: PriorityInput, *, by: Actor) -> None:
    """The reason no longer holds; the audit keeps that it was there."""
    lock_household(priority.household)
    _tell("removed", priority, by=by)
    priority.delete()


def _tell(act: str, priority: PriorityInput, *, by: Actor) -> None:
    household = priority.household
    record(
        f"families.priority.{act}",
        by=by,
        on=household,
        organisation_id=household.centre_id,
        details={"kind": priority.kind, "weight": priority.weight},
    )
    emit(HouseholdChanged(household.pk, household.centre_id))
