"""Making, changing and archiving an organisation."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from stdnum.pl import nip as nip_number
from stdnum.pl import regon as regon_number

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.organisations.domain.reasons import reason_of
from base.organisations.enums import OrganisationKind, OrganisationState
from base.organisations.models import Organisation
from base.organisations.queries import free_key
from base.organisations.validators import validate_nip, validate_regon
from base.places.gazetteer import Place

#: What the history names when it changes.
TOLD = ("name", "nip", "regon", "email", "phone", "place_name")


@dataclass(frozen=True)
class OrganisationData:
    """What is known of an organisation; NIP and REGON as people write them. `place` None: not known."""

    name: str
    nip: str = ""
    regon: str = ""
    email: str = ""
    phone: str = ""
    place: Place | None = None


def create_organisation(
    data: OrganisationData, *, kind: OrganisationKind, by: Actor, key: str = ""
) -> Organisation:
    """A new organisation; without `key` one is made of the name.

    Refusal for a key or NIP somebody has, and for a wrong number.
    """
    with transaction.atomic():
        key = key or free_key(data.name)
        if Organisation.objects.filter(key=key).exists():
            raise Refusal(
                _("This key belongs to another organisation. Choose another one."), code="key_taken"
            )
        organisation = Organisation(kind=kind, key=key)
        _write(organisation, data)
        record("organisations.organisation.created", by=by, on=organisation, details={"kind": str(kind)})
    return organisation


def revise_organisation(
    organisation: Organisation, *, data: OrganisationData, by: Actor, why: str = ""
) -> Organisation:
    """The same organisation with all of `data`. Refusal for a NIP somebody else has, or a wrong number.

    ValidationError for a centre that does not say why.
    """
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
        before = {name: getattr(organisation, name) for name in TOLD}
        _write(organisation, data)
        changed = sorted(name for name in TOLD if getattr(organisation, name) != before[name])
        details = {"changes": changed, **reason_of(organisation, why)}
        record("organisations.organisation.revised", by=by, on=organisation, details=details)
    return organisation


def archive_organisation(organisation: Organisation, *, by: Actor) -> Organisation:
    """Take it out of every choice; what it did stays. Archiving twice changes nothing."""
    return _move(organisation, OrganisationState.ACTIVE, OrganisationState.ARCHIVED, by=by)


def restore_organisation(organisation: Organisation, *, by: Actor) -> Organisation:
    """Bring an archived one back. Restoring twice changes nothing."""
    return _move(organisation, OrganisationState.ARCHIVED, OrganisationState.ACTIVE, by=by)


def _move(
    organisation: Organisation, before: OrganisationState, after: OrganisationState, *, by: Actor
) -> Organisation:
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
        if organisation.state == before:
            organisation.state = after
            organisation.save(update_fields=["state"])
            record(f"organisations.organisation.{after}", by=by, on=organisation)
    return organisation


def _write(organisation: Organisation, data: OrganisationData) -> None:
    name, nip, regon = data.name.strip(), nip_number.compact(data.nip), regon_number.compact(data.regon)
    if not name:
        raise Refusal(_("An organisation needs a name."), code="name_missing")
    try:
        if nip:
            validate_nip(nip)
        if regon:
            validate_regon(regon)
    except ValidationError as error:
        raise Refusal(error.messages[0], code=error.code or "number_wrong") from error
    if nip and Organisation.objects.filter(nip=nip).exclude(pk=organisation.pk).exists():
        raise Refusal(_("An organisation with this NIP is already here."), code="nip_taken")
    organisation.name, organisation.nip, organisation.regon = name, nip, regon
    organisation.email, organisation.phone = data.email.strip(), data.phone.strip()
    if data.place is not None:
        organisation.set_place(data.place)
    organisation.save()
