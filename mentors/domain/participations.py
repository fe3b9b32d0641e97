"""An employer's part in a centre's programme."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.events import emit
from base.common.profiles import FieldProblems, Problems, one_line, refuse_problems, said
from base.organisations.domain.centres import lock_centre
from base.organisations.domain.organisations import (
    OrganisationData,
    create_organisation,
    revise_organisation,
)
from base.organisations.enums import OrganisationKind, OrganisationState
from base.organisations.models import Organisation
from base.organisations.queries import organisation_by_nip
from base.organisations.validators import validate_nip, validate_regon
from base.places.search_text import searchable
from mentors.enums import LIVE_PARTS, ParticipationState, PreparedPartState
from mentors.events import ParticipationChanged
from mentors.models import Participation
from mentors.queries import participation_by_import_key

AGREEMENT_FIELDS = ("representative", "agreement_number", "agreement_from", "agreement_until")


@dataclass(frozen=True)
class ParticipationData:
    """An employer and its part: `organisation` says who, the rest who signs and under which agreement.

    `import_key` says where it came from: the same key twice is the same part.
    """

    organisation: OrganisationData
    representative: str = ""
    agreement_number: str = ""
    agreement_from: date | None = None
    agreement_until: date | None = None
    import_key: str = ""


def problems_of_participation(data: ParticipationData) -> FieldProblems:
    """What keeps this employer from being saved, by field ("name", "nip", "agreement_until")."""
    problems = Problems()
    organisation = data.organisation
    if not organisation.name.strip():
        problems.add("name", _("An employer needs a name."), "required")
    for field, validate in (("nip", validate_nip), ("regon", validate_regon)):
        try:
            if number := getattr(organisation, field).replace("-", "").replace(" ", ""):
                validate(number)
        except ValidationError as error:
            problems.by_field.setdefault(field, []).append(error)
    contacts = Organisation(email=organisation.email, phone=organisation.phone)
    problems.check_fields(contacts, ("email", "phone"))
    part = Participation(**{name: getattr(data, name) for name in AGREEMENT_FIELDS})
    problems.check_fields(part, AGREEMENT_FIELDS)
    if data.agreement_from and data.agreement_until and data.agreement_until < data.agreement_from:
        problems.add("agreement_until", _("The agreement cannot end before it starts."))
    if data.agreement_number and not data.agreement_from:
        problems.add("agreement_from", _("From which day does the agreement hold?"), "required")
    return problems.by_field


@transaction.atomic
def register_employer(centre: Organisation, *, data: ParticipationData, by: Actor) -> Participation:
    """The employer's part at this centre; an employer known by its NIP is not written twice.

    Signed (with number and day) it is active, else applied. An import key already here brings that part
    back, unchanged. ValidationError names fields as `problems_of_participation` does; Refusal when the NIP
    is another body's, or it takes part already.
    """
    lock_centre(centre)
    if known := participation_by_import_key(centre, data.import_key):
        return known
    refuse_problems(problems_of_participation(data))
    employer = organisation_by_nip(data.organisation.nip)
    if employer is None:
        employer = create_organisation(data.organisation, kind=OrganisationKind.EMPLOYER, by=by)
    elif employer.kind != OrganisationKind.EMPLOYER:
        raise Refusal(_("This NIP belongs to an organisation that is not an employer."), code="not_employer")
    elif employer.state == OrganisationState.ARCHIVED:
        raise Refusal(
            _("This employer is archived. Ask the administrator to bring it back."), code="archived"
        )
    if Participation.objects.filter(centre=centre, employer=employer).exists():
        raise Refusal(_("This employer takes part already."), code="already")
    participation = Participation(centre=centre, employer=employer, import_key=data.import_key)
    _write(participation, data)
    tell("registered", participation, by=by)
    return participation


@transaction.atomic
def revise_participation(
    participation: Participation, *, data: ParticipationData, by: Actor
) -> Participation:
    """The employer and its part with all of `data`; a signed agreement makes an applied part active.

    Of an agreement signed in the app only the last day may be changed, to an earlier one. ValidationError by
    field.
    """
    lock_participation(participation)
    refuse_problems(problems_of_participation(data))
    refuse_problems(_problems_of_signed(participation, data))
    revise_organisation(participation.employer, data=data.organisation, by=by)
    participation.employer.refresh_from_db()
    _write(participation, data)
    tell("revised", participation, by=by)
    return participation


@transaction.atomic
def end_participation(participation: Participation, *, reason: str, by: Actor) -> Participation:
    """The employer takes part no longer; its mentors are no longer matched."""
    reason = said(reason)
    lock_participation(participation)
    if participation.state == ParticipationState.ENDED:
        raise Refusal(_("This employer's part has ended already."), code="already")
    _set_state(participation, ParticipationState.ENDED, reason)
    participation.save()
    participation.prepared_parts.filter(state__in=LIVE_PARTS).update(state=PreparedPartState.WITHDRAWN)
    tell("ended", participation, by=by)
    return participation


@transaction.atomic
def reopen_participation(participation: Participation, *, by: Actor) -> Participation:
    """The employer comes back: active when an agreement still holds today, else applied."""
    lock_participation(participation)
    if participation.state != ParticipationState.ENDED:
        raise Refusal(_("This employer's part has not ended."), code="already")
    _set_state(participation, _state_by_agreement(participation))
    participation.save()
    tell("reopened", participation, by=by)
    return participation


@transaction.atomic
def put_agreement_in_force(
    participation: Participation,
    *,
    number: str,
    valid_from: date,
    valid_until: date | None,
    representative: str,
    by: Actor,
) -> Participation:
    """The part's agreement from now on, signed by both; an applied part becomes active by it.

    One that follows the agreement before without a gap keeps its first day: the part is covered throughout.
    """
    lock_participation(participation)
    first, last = participation.agreement_from, participation.agreement_until
    if first is not None and first < valid_from and (last is None or valid_from <= last + timedelta(days=1)):
        valid_from = first
    participation.agreement_number, participation.representative = number, representative
    participation.agreement_from, participation.agreement_until = valid_from, valid_until
    _set_state(participation, _state_by_agreement(participation))
    participation.save()
    tell("agreement_in_force", participation, by=by)
    return participation


def _problems_of_signed(participation: Participation, data: ParticipationData) -> FieldProblems:
    """What the agreement signed in the app, if it is the one in force, does not allow."""
    number = participation.agreement_number
    if not number or one_line(data.agreement_number) != number:
        return {}
    in_force = participation.prepared_parts.filter(state=PreparedPartState.IN_FORCE, number=number).first()
    problems, last = Problems(), data.agreement_until
    if in_force is None:
        return {}
    if data.agreement_from != participation.agreement_from:
        problems.add("agreement_from", _("The agreement was signed in the app: its first day stays."))
    if in_force.valid_until and (last is None or last > in_force.valid_until):
        sentence = _("It was signed until {day}. Here it can end earlier; a longer one is signed anew.")
        problems.add("agreement_until", format_lazy(sentence, day=date_format(in_force.valid_until)))
    return problems.by_field


def lock_participation(participation: Participation) -> None:
    """The row fresh, and held until the transaction ends."""
    participation.refresh_from_db(from_queryset=Participation.objects.select_for_update())


def _state_by_agreement(participation: Participation) -> ParticipationState:
    over = participation.agreement_until and participation.agreement_until < timezone.localdate()
    signed = participation.agreement_number and participation.agreement_from and not over
    return ParticipationState.ACTIVE if signed else ParticipationState.APPLIED


def _set_state(participation: Participation, state: ParticipationState, reason: str = "") -> None:
    if participation.state != state:
        participation.state_since = timezone.localdate()
    participation.state, participation.state_reason = state, reason


def _write(participation: Participation, data: ParticipationData) -> None:
    participation.representative = one_line(data.representative)
    participation.agreement_number = one_line(data.agreement_number)
    participation.agreement_from = data.agreement_from
    participation.agreement_until = data.agreement_until
    if participation.state != ParticipationState.ENDED:
        _set_state(participation, _state_by_agreement(participation))
    employer = participation.employer
    participation.search_text = searchable(
        employer.name, employer.nip, employer.postcode, employer.place_name, employer.commune_name
    )
    participation.save()


def tell(
    act: str, participation: Participation, *, by: Actor, details: Mapping[str, Any] | None = None
) -> None:
    """Write the act into the audit, and tell the rooms above after the commit."""
    record(
        f"mentors.participation.{act}",
        by=by,
        on=participation,
        organisation_id=participation.centre_id,
        details={"employer": participation.employer_id, **(details or {})},
    )
    emit(ParticipationChanged(participation.pk, participation.centre_id))
