"""What the family agreed to, on paper or by word, and taking it back."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.events import emit
from families.enums import ConsentPurpose
from families.events import HouseholdChanged, HouseholdConsentWithdrawn
from families.models import Household, HouseholdConsent

from .households import lock_household


@transaction.atomic
def give_consent(
    household: Household,
    *,
    purpose: ConsentPurpose,
    text_version: str,
    language: str,
    by: Actor,
    given_at: datetime | None = None,
) -> HouseholdConsent:
    """Record what the family said yes to, in which words and language; `given_at` None is now.

    The same yes to the same words twice is one consent.
    """
    lock_household(household)
    now = timezone.now()
    if given_at and given_at > now:
        raise ValidationError({"given_at": _("A consent cannot come from the future.")})
    same = household.consents.filter(purpose=purpose, text_version=text_version, language=language)
    if known := same.filter(withdrawn_at=None).first():
        return known
    consent = household.consents.create(
        purpose=purpose,
        text_version=text_version,
        language=language,
        given_at=given_at or now,
        recorded_by_id=by.actor_id,
        recorded_by_label=by.actor_label,
    )
    details = {"purpose": str(purpose), "text_version": text_version}
    record(
        "families.consent.given",
        by=by,
        on=household,
        organisation_id=household.centre_id,
        details=details,
    )
    emit(HouseholdChanged(household.pk, household.centre_id))
    return consent


@transaction.atomic
def withdraw_consent(household: Household, *, purpose: ConsentPurpose, by: Actor) -> Household:
    """From now on the family no longer agrees to this; what was done before stays right."""
    lock_household(household)
    in_force = household.consents.filter(purpose=purpose, withdrawn_at=None)
    if not in_force.update(withdrawn_at=timezone.now()):
        raise Refusal(_("There is no such consent to withdraw."), code="no_consent")
    details = {"purpose": str(purpose)}
    record(
        "families.consent.withdrawn",
        by=by,
        on=household,
        organisation_id=household.centre_id,
        details=details,
    )
    emit(HouseholdConsentWithdrawn(household.pk, str(purpose)))
    emit(HouseholdChanged(household.pk, household.centre_id))
    return household
