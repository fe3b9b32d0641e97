"""How pairs are looked after: the common rules we ship, and a programme's own from a day on."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.events import CareRulesChanged
from activities.models import CareRules
from activities.queries.care import care_of
from base.audit.actor import Actor
from base.audit.domain.records import differences, record
from base.common.events import emit
from base.common.profiles import Problems, checked_reason, refuse_problems
from matching.models import Programme

COMMON_FROM: Final = date(2003, 6, 29)
COMMON_SOURCE: Final = (
    "example: Elements of Effective Practice for Mentoring (contacts, silence); written agreement: "
    "ustawa z 24.04.2003, art. 44 ust. 4 (more than 30 days)"
)

#: What a programme may set, with the least and the most: beyond these a figure is a slip of the hand.
CARE_LIMITS: Final[Mapping[str, tuple[int, int]]] = {
    "quiet_days": (1, 180),
    "silent_days": (2, 365),
    "contacts_first_month": (0, 10),
    "contacts_a_month": (0, 10),
    "end_notice_days": (1, 180),
    "lapse_days": (1, 365),
    "lapse_last_days": (1, 180),
    "agreement_days": (1, 365),
}
CARE_NUMBERS: Final = tuple(CARE_LIMITS)


def ship_common_care() -> bool:
    """Add the common rules where there are none; whether it did. Runs after migrate."""
    _rules, made = CareRules.objects.get_or_create(
        programme=None, defaults={"valid_from": COMMON_FROM, "source": COMMON_SOURCE}
    )
    return made


@transaction.atomic
def set_care(
    programme: Programme, *, valid_from: date, source: str, why: str, by: Actor, **numbers: int
) -> CareRules:
    """A programme's own care of pairs from a day on: what held before, with these numbers.

    The rules before end the day before; those that begin on that very day are replaced. ValidationError by
    field: a past day, no source or reason, a number that cannot be.
    """
    if unknown := sorted(numbers.keys() - set(CARE_NUMBERS)):
        raise TypeError(f"Care of pairs has no {', '.join(unknown)}.")
    Programme.objects.select_for_update().get(pk=programme.pk)
    before = care_of(programme, on=valid_from)
    held = {name: getattr(before, name) for name in CARE_NUMBERS}
    own = CareRules.objects.filter(programme=programme)
    row = own.filter(valid_from=valid_from).first() or CareRules(programme=programme, valid_from=valid_from)
    for name, value in {**held, **numbers}.items():
        setattr(row, name, value)
    row.source, row.checked_by = " ".join(source.split()), by.actor_label[:200]
    why = _checked(row, why)
    later = own.filter(valid_from__gt=valid_from).order_by("valid_from").first()
    row.valid_to = later.valid_from - timedelta(days=1) if later else None
    ending = own.filter(valid_from__lt=valid_from).exclude(valid_to__lt=valid_from)
    ending.update(valid_to=valid_from - timedelta(days=1))
    row.save()
    told = {
        "from": valid_from.isoformat(),
        "source": row.source,
        "values": differences(held, numbers),
        "why": why,
    }
    record("activities.care.set", by=by, on=programme, organisation_id=programme.lead_id, details=told)
    emit(CareRulesChanged(programme.pk))
    return row


def _checked(row: CareRules, why: str) -> str:
    """The reason in one line; ValidationError names what cannot be."""
    problems = Problems()
    problems.check_fields(row, [*CARE_NUMBERS, "valid_from", "source"])
    why = checked_reason(problems, why)
    if row.valid_from < timezone.localdate():
        problems.add("valid_from", _("Rules cannot change in the past. Choose today or a later day."))
    for name, (least, most) in CARE_LIMITS.items():
        if name not in problems.by_field and not least <= getattr(row, name) <= most:
            told = {"least": least, "most": most}
            problems.add(name, _("Choose from %(least)d to %(most)d.") % told, "limit")
    if not problems.by_field and row.silent_days <= row.quiet_days:
        problems.add("silent_days", _("It is urgent later than it is asked: choose more days."), "order")
    if not problems.by_field and row.lapse_last_days > row.lapse_days:
        problems.add(
            "lapse_last_days", _("The last warning comes after the first: choose fewer days."), "order"
        )
    refuse_problems(problems.by_field)
    return why
