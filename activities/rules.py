"""Who may do what with meetings. The first argument is a membership."""

from typing import TYPE_CHECKING

import rules

from base.accounts.enums import Role
from base.accounts.rules import has_role, is_administrator
from matching.rules import does_matching, has_own_side, is_of_centre, leads_programme, shares_programme

if TYPE_CHECKING:
    from base.accounts.models import Membership

    from .models import Contact, HelpCall, Incident, Meeting, PairNote

#: Those who log on their own phone.
is_helper = has_role(Role.VOLUNTEER, Role.MENTOR)


@rules.predicate
def is_of_own_pair(
    membership: "Membership | None", thing: "Meeting | HelpCall | Contact | PairNote | None"
) -> bool:
    """The pair of a meeting or a call has a side of the membership's centre."""
    return thing is None or bool(has_own_side(membership, thing.pair))


@rules.predicate
def is_of_own_family(membership: "Membership | None", incident: "Incident | None") -> bool:
    """The concern is about a family of the membership's centre."""
    if incident is None:
        return True
    return membership is not None and incident.organisation_id == membership.organisation_id


#: A helper's own phone; whose pair it is, is asked of `queries.pairs_of_helper`.
rules.add_perm("activities.log_meeting", is_helper)
rules.add_perm("activities.view_meeting", does_matching & is_of_own_pair)
rules.add_perm("activities.settle_meeting", does_matching & is_of_own_pair)
rules.add_perm("activities.answer_help", does_matching & is_of_own_pair)
rules.add_perm("activities.view_catalogue", does_matching & shares_programme)
rules.add_perm("activities.change_catalogue", does_matching & leads_programme)
rules.add_perm("activities.report_concern", does_matching)
rules.add_perm("activities.look_after", does_matching & is_of_own_pair)
rules.add_perm("activities.change_care", does_matching & leads_programme)
#: A conversation: coordinators of either side, and the helper whose pair it is (asked of `pairs_of_helper`).
rules.add_perm("activities.read_talk", does_matching & is_of_own_pair)
rules.add_perm("activities.talk", is_helper)
rules.add_perm("activities.view_incident", is_administrator & is_of_centre & is_of_own_family)
