"""Clearance for contact with minors: recording what was checked, and taking it back."""

from calendar import monthrange
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.events import emit
from base.common.profiles import Problems, one_line, refuse_problems
from volunteers.enums import COUNTING_RESULTS, ClearanceKind, ClearanceResult
from volunteers.events import ClearanceChanged
from volunteers.models import ClearanceItem, Volunteer
from volunteers.queries import clearance_term

from .volunteers import lock_volunteer

WAIVABLE = (ClearanceKind.FOREIGN_RECORD, ClearanceKind.LIABILITY_STATEMENT)


@transaction.atomic
def record_clearance_item(
    volunteer: Volunteer,
    *,
    kind: ClearanceKind,
    result: ClearanceResult,
    checked_on: date,
    by: Actor,
    reference: str = "",
) -> ClearanceItem:
    """What was checked, when, by whom, with what result; valid as long as the term in force on that day says.

    The newest check of a kind decides, also when it went badly. ValidationError names the field; the same
    item twice is one.
    """
    lock_volunteer(volunteer)
    row = ClearanceItem(
        volunteer=volunteer,
        kind=kind,
        result=result,
        checked_on=checked_on,
        valid_until=checked_on,
        reference=one_line(reference),
        checked_by_id=by.actor_id,
        checked_by_label=by.actor_label,
    )
    _refuse_wrong(row)
    same = volunteer.clearance_items.filter(kind=kind, result=result, checked_on=checked_on, revoked_on=None)
    if known := same.first():
        return known
    if result in COUNTING_RESULTS:
        row.valid_until = _valid_until(row)
    row.save()
    _tell("recorded", row, by=by)
    return row


@transaction.atomic
def revoke_clearance_item(item: ClearanceItem, *, by: Actor) -> ClearanceItem:
    """From today this item is as if never there; with one in order, no older of its kind stands in for it.

    Always succeeds; revoking twice changes nothing. A new check may follow, of any day.
    """
    lock_volunteer(item.volunteer)
    live = item.volunteer.clearance_items.filter(kind=item.kind, revoked_on=None)
    ends = Q(pk=item.pk)
    if item.result in COUNTING_RESULTS:
        ends |= Q(checked_on__lte=item.checked_on)
    revoked = live.filter(ends).update(revoked_on=timezone.localdate(), revoked_by_label=by.actor_label)
    item.refresh_from_db()
    if revoked:
        _tell("revoked", item, by=by)
    return item


def months_later(day: date, months: int) -> date:
    """The day of the same number, or the month's last one (Civil Code, art. 112)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def no_term() -> ValidationError:
    """Nobody has set for how long such a check counts."""
    sentence = _("No term of validity is set for this item on that day. Set it in the settings first.")
    return ValidationError({"checked_on": [ValidationError(sentence, code="no_term")]})


def _refuse_wrong(row: ClearanceItem) -> None:
    problems = Problems()
    problems.check_fields(row, ("kind", "result", "checked_on", "reference"))
    if row.checked_on > timezone.localdate():
        problems.add("checked_on", _("This day has not come yet."))
    if row.result == ClearanceResult.NOT_REQUIRED and row.kind not in WAIVABLE:
        problems.add("result", _("The law asks this of everybody."))
    refuse_problems(problems.by_field)


def _valid_until(row: ClearanceItem) -> date:
    term = clearance_term(row.volunteer.centre_id, ClearanceKind(row.kind), on=row.checked_on)
    if term is None:
        raise no_term()
    return months_later(row.checked_on, term.months)


def _tell(act: str, item: ClearanceItem, *, by: Actor) -> None:
    volunteer = item.volunteer
    # The kind and no result: whether a record is clean stays in its own table (art. 10 GDPR).
    record(
        f"volunteers.clearance.{act}",
        by=by,
        on=volunteer,
        organisation_id=volunteer.centre_id,
        details={"kind": item.kind, "checked_on": item.checked_on},
    )
    emit(ClearanceChanged(volunteer.pk, volunteer.centre_id))
