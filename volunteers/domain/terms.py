"""For how long items of clearance count: the examples we ship and a centre's own terms."""

from datetime import date, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.profiles import Problems, one_line, refuse_problems
from base.organisations.domain.centres import lock_centre
from base.organisations.models import Organisation
from volunteers.enums import ClearanceKind
from volunteers.models import ClearanceTerm

#: The law sets no validity of these papers: the organisation does, in its standards.
EXAMPLE_SOURCE: Final = (
    "example, to be set in the organisation's standards of child protection "
    "(ustawa z 13.05.2016, art. 21-22c)"
)
EXAMPLE_FROM: Final = date(2016, 5, 13)
EXAMPLE_MONTHS: Final = 12
STANDARDS_MONTHS: Final = 24  # the standards themselves are reviewed at least every two years (art. 22c)


def ship_default_terms() -> int:
    """Add the example term of every kind that has no common one yet; returns how many. Runs after migrate."""
    known = set(ClearanceTerm.objects.filter(centre=None).values_list("kind", flat=True))
    terms = [
        ClearanceTerm(
            kind=kind,
            months=STANDARDS_MONTHS if kind == ClearanceKind.STANDARDS_READ else EXAMPLE_MONTHS,
            valid_from=EXAMPLE_FROM,
            source=EXAMPLE_SOURCE,
        )
        for kind in ClearanceKind
        if kind not in known
    ]
    return len(ClearanceTerm.objects.bulk_create(terms))


@transaction.atomic
def set_clearance_term(
    centre: Organisation, *, kind: ClearanceKind, months: int, valid_from: date, source: str, by: Actor
) -> ClearanceTerm:
    """The centre's own term from a day on, with where it is written; the one before ends the day before.

    Items recorded before keep the day they were given. ValidationError when a newer term is set already.
    """
    lock_centre(centre)
    own = ClearanceTerm.objects.filter(centre=centre, kind=kind)
    row = own.filter(valid_from=valid_from).first() or ClearanceTerm(centre=centre, kind=kind)
    row.months, row.valid_from, row.source = months, valid_from, one_line(source)
    row.checked_by = by.actor_label
    problems = Problems()
    problems.check_fields(row, ("kind", "months", "valid_from", "source"))
    if not 1 <= months <= 120:
        problems.add("months", _("From 1 to 120 months."))
    refuse_problems(problems.by_field)
    if own.filter(valid_from__gt=valid_from).exists():
        raise ValidationError({"valid_from": [ValidationError(_("A term from a later day is set already."))]})
    own.filter(valid_from__lt=valid_from, valid_to=None).update(valid_to=valid_from - timedelta(days=1))
    row.save()
    record(
        "volunteers.clearance_term.set",
        by=by,
        on=centre,
        organisation_id=centre.pk,
        details={"kind": str(kind), "months": months, "valid_from": valid_from},
    )
    return row
