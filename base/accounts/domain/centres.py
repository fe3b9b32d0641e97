"""How an empty installation gets its first organisation and its first person."""

from django.db import transaction

from base.accounts.enums import Role
from base.audit.actor import Actor
from base.organisations.domain.organisations import OrganisationData, create_organisation
from base.organisations.enums import OrganisationKind

from .invitations import FreshInvitation, invite_member


def create_centre(
    data: OrganisationData,
    *,
    key: str,
    administrator: str,
    by: Actor,
    kind: OrganisationKind = OrganisationKind.CENTRE,
) -> FreshInvitation:
    """A centre (or NGO) and its first administrator's invitation, both or neither. Refusal as from each."""
    with transaction.atomic():
        organisation = create_organisation(data, kind=kind, key=key, by=by)
        return invite_member(organisation, email=administrator, role=Role.ADMINISTRATOR, by=by)
