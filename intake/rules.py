"""Who may bring lists in: those who work with people at a centre or an NGO."""

from typing import TYPE_CHECKING

import rules

from base.accounts.rules import works_with_people
from base.organisations.enums import OrganisationKind

if TYPE_CHECKING:
    from base.accounts.models import Membership

    from .models import Upload

REGISTERING_KINDS = frozenset({OrganisationKind.CENTRE, OrganisationKind.NGO})


@rules.predicate
def is_where_people_are_registered(membership: "Membership | None") -> bool:
    """The membership is one at a centre or an NGO."""
    return membership is not None and membership.organisation.kind in REGISTERING_KINDS


@rules.predicate
def is_of_own_centre(membership: "Membership | None", upload: "Upload | None") -> bool:
    """The upload, where there is one, belongs to the membership's organisation."""
    if upload is None:
        return True
    return membership is not None and upload.centre_id == membership.organisation_id


imports_people = works_with_people & is_where_people_are_registered

rules.add_perm("intake.import_people", imports_people & is_of_own_centre)
