"""Who speaks for a newcomer: written down, asked, given. Names go when the way ends (ending.py)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.common.errors import Refusal
from base.common.profiles import Problems, one_line, refuse_problems
from desk.enums import Relation, Verdict
from desk.models import Onboarding, Reference

from .onboarding import Person, tell, way_of

MOST = 6


@transaction.atomic
def add_reference(person: Person, *, name: str, relation: Relation, reach: str, by: Actor) -> Reference:
    """Somebody the newcomer named, and how to reach them. ValidationError by field."""
    row = Reference(name=one_line(name), relation=relation, reach=one_line(reach), by_label=by.actor_label)
    problems = Problems()
    problems.check_fields(row, ("name", "relation", "reach"))
    if not row.name:
        problems.add("name", _("Write the name."), "required")
    if not row.reach:
        problems.add("reach", _("Write a phone number or an e-mail address."), "required")
    refuse_problems(problems.by_field)
    way = way_of(person)
    if way.references.count() >= MOST:
        raise Refusal(_("Six people are enough. Take one away first."), code="enough")
    row.onboarding = way
    row.save()
    tell(way, "reference_added", by=by)
    return row


@transaction.atomic
def ask_reference(reference: Reference, *, on: date, by: Actor) -> Reference:
    """They were asked on that day."""
    way = _lock(reference)
    _refuse_future("on", on)
    reference.asked_on = on
    reference.save(update_fields=["asked_on"])
    tell(way, "reference_asked", by=by)
    return reference


@transaction.atomic
def give_reference(reference: Reference, *, verdict: Verdict, on: date, by: Actor) -> Reference:
    """What it came to, on that day; a newer word takes the place of an older."""
    way = _lock(reference)
    _refuse_future("on", on)
    reference.verdict, reference.given_on = verdict, on
    reference.asked_on = reference.asked_on or on
    reference.save(update_fields=["verdict", "given_on", "asked_on"])
    tell(way, "reference_given", by=by)
    return reference


@transaction.atomic
def remove_reference(reference: Reference, *, by: Actor) -> None:
    """Not asked after all: nothing of it is kept."""
    way = _lock(reference)
    reference.delete()
    tell(way, "reference_removed", by=by)


def _lock(reference: Reference) -> Onboarding:
    """Lock the person. Refusal when this way is over."""
    way = way_of(reference.onboarding.person)
    if reference.onboarding_id != way.pk:
        raise Refusal(_("This way in is over: its references stay as they are."), code="over")
    reference.refresh_from_db()
    return way


def _refuse_future(field: str, on: date) -> None:
    if on > timezone.localdate():
        raise ValidationError({field: _("This day has not come yet.")})
