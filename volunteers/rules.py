"""Who may do what with volunteers. The first argument is the membership; without a volunteer the question
is about the role alone."""

from typing import TYPE_CHECKING

import rules
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from base.accounts.enums import Role
from base.accounts.rules import has_role, is_administrator, works_with_people

if TYPE_CHECKING:
    from base.accounts.models import Membership

    from .models import Volunteer

#: What a person reads who may not.
REFUSALS: dict[str, str | Promise] = {
    "volunteers.view_volunteer": _("Volunteers are seen by the coordinators of their centre."),
    "volunteers.add_volunteer": _("Volunteers are registered by the coordinators of a centre."),
    "volunteers.change_volunteer": _("A volunteer is changed by the coordinators of the centre."),
    "volunteers.record_clearance": _("Clearance is recorded by the coordinators of the centre."),
    "volunteers.change_own_profile": _("Here volunteers look after their own profile."),
    "volunteers.sign_own_agreement": _("An agreement is signed by the volunteer it is with."),
    "volunteers.set_documents": _("The documents of a centre are set by its administrators."),
}


@rules.predicate
def is_of_own_centre(membership: "Membership | None", volunteer: "Volunteer | None") -> bool:
    """The volunteer, if one is named, belongs to the membership's organisation."""
    if volunteer is None:
        return True
    return membership is not None and volunteer.centre_id == membership.organisation_id


@rules.predicate
def is_the_volunteer(membership: "Membership | None", volunteer: "Volunteer | None") -> bool:
    """The volunteer is this person."""
    return membership is not None and volunteer is not None and volunteer.user_id == membership.user_id


@rules.predicate
def is_themselves(membership: "Membership | None", volunteer: "Volunteer | None") -> bool:
    """The volunteer, if one is named, is this person."""
    return volunteer is None or is_the_volunteer(membership, volunteer)


works_with_volunteer = works_with_people & is_of_own_centre
sees_themselves = has_role(Role.VOLUNTEER) & is_of_own_centre & is_the_volunteer
is_a_volunteer = has_role(Role.VOLUNTEER) & is_of_own_centre & is_themselves

rules.add_perm("volunteers.view_volunteer", works_with_volunteer | sees_themselves)
rules.add_perm("volunteers.add_volunteer", works_with_people)
rules.add_perm("volunteers.change_volunteer", works_with_volunteer)
rules.add_perm("volunteers.record_clearance", works_with_volunteer)
#: What volunteers do themselves: their profile, pause and standards; never clearance, state or notes.
rules.add_perm("volunteers.change_own_profile", is_a_volunteer)
rules.add_perm("volunteers.sign_own_agreement", is_a_volunteer)
rules.add_perm("volunteers.set_documents", is_administrator)
