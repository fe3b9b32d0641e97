"""What a volunteer has completed, signed and agreed to: trainings, agreements, consents."""

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.common.errors import Refusal
from base.common.events import emit
from base.common.profiles import Problems, one_line, refuse_problems
from volunteers.enums import ConsentPurpose
from volunteers.events import VolunteerConsentWithdrawn
from volunteers.models import Agreement, Training, Volunteer, VolunteerConsent

from .volunteers import lock_volunteer, tell


@transaction.atomic
def record_training(
    volunteer: Volunteer, *, name: str, completed_on: date, by: Actor, hours: Decimal = Decimal(2)
) -> Training:
    """A training completed on that day. The same training on the same day twice is one."""
    lock_volunteer(volunteer)
    row = Training(volunteer=volunteer, name=one_line(name), completed_on=completed_on, hours=hours)
    problems = Problems()
    problems.check_fields(row, ("name", "completed_on", "hours"))
    if completed_on > timezone.localdate():
        problems.add("completed_on", _("This day has not come yet."))
    if hours <= 0:
        problems.add("hours", _("How many hours did it take?"))
    refuse_problems(problems.by_field)
    if known := volunteer.trainings.filter(name=row.name, completed_on=completed_on).first():
        return known
    row.save()
    tell("training.recorded", volunteer, by=by)
    return row


@transaction.atomic
def sign_agreement(
    volunteer: Volunteer,
    *,
    number: str,
    signed_on: date,
    valid_from: date,
    by: Actor,
    valid_until: date | None = None,
) -> Agreement:
    """A signed agreement (Act of 24 April 2003, art. 44). The same number twice is one agreement."""
    lock_volunteer(volunteer)
    row = Agreement(
        volunteer=volunteer,
        number=one_line(number),
        signed_on=signed_on,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    problems = Problems()
    problems.check_fields(row, ("number", "signed_on", "valid_from", "valid_until"))
    if signed_on > timezone.localdate():
        problems.add("signed_on", _("This day has not come yet."))
    if valid_until and valid_until < valid_from:
        problems.add("valid_until", _("The agreement cannot end before it starts."))
    refuse_problems(problems.by_field)
    if known := volunteer.agreements.filter(number=row.number).first():
        return known
    row.save()
    tell("agreement.signed", volunteer, by=by)
    return row


@transaction.atomic
def end_agreement(agreement: Agreement, *, last_day: date, by: Actor) -> Agreement:
    """The agreement's last day; either side may end it (art. 44)."""
    lock_volunteer(agreement.volunteer)
    agreement.refresh_from_db()
    if last_day < agreement.valid_from:
        raise ValidationError({"last_day": _("The agreement cannot end before it starts.")})
    agreement.valid_until = last_day
    agreement.save(update_fields=["valid_until"])
    tell("agreement.ended", agreement.volunteer, by=by)
    return agreement


@transaction.atomic
def give_consent(
    volunteer: Volunteer,
    *,
    purpose: ConsentPurpose,
    text_version: str,
    language: str,
    by: Actor,
    given_at: datetime | None = None,
) -> VolunteerConsent:
    """Record what the volunteer said yes to, in which words and language; `given_at` None is now.

    The same yes to the same words twice is one consent.
    """
    lock_volunteer(volunteer)
    now = timezone.now()
    if given_at and given_at > now:
        raise ValidationError({"given_at": _("A consent cannot come from the future.")})
    same = volunteer.consents.filter(purpose=purpose, text_version=text_version, language=language)
    if known := same.filter(withdrawn_at=None).first():
        return known
    consent = volunteer.consents.create(
        purpose=purpose,
        text_version=text_version,
        language=language,
        given_at=given_at or now,
        recorded_by_id=by.actor_id,
        recorded_by_label=by.actor_label,
    )
    tell("consent.given", volunteer, by=by, details={"purpose": str(purpose), "text_version": text_version})
    return consent


@transaction.atomic
def withdraw_consent(volunteer: Volunteer, *, purpose: ConsentPurpose, by: Actor) -> Volunteer:
    """From now on the volunteer no longer agrees to this; what was done before stays right."""
    lock_volunteer(volunteer)
    in_force = volunteer.consents.filter(purpose=purpose, withdrawn_at=None)
    if not in_force.update(withdrawn_at=timezone.now()):
        raise Refusal(_("There is no such consent to withdraw."), code="no_consent")
    tell("consent.withdrawn", volunteer, by=by, details={"purpose": str(purpose)})
    emit(VolunteerConsentWithdrawn(volunteer.pk, str(purpose)))
    return volunteer
