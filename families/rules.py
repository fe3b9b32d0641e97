"""Who may do what with families. The first argument is the membership; without a household the question
is about the role alone."""

from typing import TYPE_CHECKING

import rules
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from base.accounts.rules import is_employer, works_with_people

if TYPE_CHECKING:
    from base.accounts.models import Membership

    from .models import Household

#: What a person reads who may not.
REFUSALS: dict[str, str | Promise] = {
    "families.view_household": _("Families are seen by the coordinators of their centre."),
    "families.add_household": _("Families are registered by the coordinators of a centre."),
    "families.change_household": _("A family is changed by the coordinators of its centre."),
    "families.view_employment": _("Who works where is seen by coordinators and by the employer."),
    "families.view_household_contact": _("Names, phones and addresses are for the family's coordinators."),
}


@rules.predicate
def is_of_own_centre(membership: "Membership | None", household: "Household | None") -> bool:
    """The household, where there is one, belongs to the membership's organisation."""
    if household is None:
        return True
    return membership is not None and household.centre_id == membership.organisation_id


works_with_household = works_with_people & is_of_own_centre

rules.add_perm("families.view_household", works_with_household)
rules.add_perm("families.add_household", works_with_people)
rules.add_perm("families.change_household", works_with_household)
rules.add_perm("families.view_household_contact", works_with_household)
#: An employer by role alone; whose jobs is told by `queries.employments_in_scope`.
rules.add_perm("families.view_employment", works_with_household | is_employer)
