"""Days on which an organisation is closed."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.profiles import Problems, needed_reason, refuse_problems
from base.organisations.models import DayOff, Organisation

MOST_AT_ONCE = 62
MOST_YEARS_AHEAD = 3


@transaction.atomic
def add_days_off(
    organisation: Organisation, *, first: date, last: date | None = None, name: str, by: Actor
) -> list[DayOff]:
    """Closed from `first` to `last` (both included; one day without it). Days that are off already stay.

    ValidationError by field: no reason, a past day, an end before the beginning, too many days.
    """
    today = timezone.localdate()
    last, name = last or first, " ".join(name.split())
    problems = Problems()
    problems.check_values(DayOff, {"name": name})
    if first < today:
        problems.add("first", _("This day is over. Choose today or a later day."))
    if first.year > today.year + MOST_YEARS_AHEAD:
        problems.add("first", _("This date is too far away to be meant."))
    if last < first:
        problems.add("last", _("The last day cannot be before the first."))
    elif (last - first).days >= MOST_AT_ONCE:
        problems.add("last", _("At most %(most)d days at once.") % {"most": MOST_AT_ONCE})
    refuse_problems(problems.by_field)
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    asked = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    known = set(DayOff.objects.filter(organisation=organisation, on__in=asked).values_list("on", flat=True))
    if not (new := [day for day in asked if day not in known]):
        raise ValidationError({"first": _("You are closed then already.")})
    rows = [DayOff.objects.create(organisation=organisation, on=day, name=name) for day in new]
    details = {"first": new[0].isoformat(), "last": new[-1].isoformat(), "count": len(new), "why": name}
    record("organisations.day_off.added", by=by, on=organisation, details=details)
    return rows


@transaction.atomic
def remove_day_off(day: DayOff, *, why: str, by: Actor) -> None:
    """The organisation works on that day after all. ValidationError without a reason."""
    on = day.on.isoformat()
    details = {"first": on, "last": on, "count": 1, "name": day.name, "why": needed_reason(why)}
    record("organisations.day_off.removed", by=by, on=day.organisation, details=details)
    day.delete()
