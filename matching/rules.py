"""Who may do what with programmes, runs, proposals and pairs. The first argument is a membership."""

from typing import TYPE_CHECKING

import rules

from base.accounts.rules import is_administrator, is_finance, works_with_people
from base.organisations.enums import OrganisationKind

if TYPE_CHECKING:
    from base.accounts.models import Membership

    from .models import Helper, Pair, Programme, Proposal, Seeker

MATCHING_KINDS = frozenset({OrganisationKind.CENTRE, OrganisationKind.NGO})


@rules.predicate
def is_of_centre(membership: "Membership | None") -> bool:
    """The membership is one at a centre or an NGO: they run programmes."""
    return membership is not None and membership.organisation.kind in MATCHING_KINDS


#: Those who work with people there.
does_matching = works_with_people & is_of_centre
#: And finance, which reads programmes but no families.
sees_programmes = (works_with_people | is_finance) & is_of_centre


@rules.predicate
def shares_programme(membership: "Membership | None", programme: "Programme | None") -> bool:
    """The membership's centre is one of those that share the programme."""
    if programme is None:
        return True
    return membership is not None and programme.shares.filter(centre_id=membership.organisation_id).exists()


@rules.predicate
def leads_programme(membership: "Membership | None", programme: "Programme | None") -> bool:
    """The membership's centre leads the programme: the others share its pool, not its rules."""
    return programme is None or (membership is not None and programme.lead_id == membership.organisation_id)


@rules.predicate
def is_shared_with_nobody(membership: "Membership | None", programme: "Programme | None") -> bool:
    """No other centre's people are in the programme."""
    return programme is None or not programme.shares.exclude(centre_id=programme.lead_id).exists()


@rules.predicate
def has_own_side(membership: "Membership | None", match: "Proposal | Pair | None") -> bool:
    """The family or the helper of a proposal or a pair belongs to the membership's centre."""
    if match is None:
        return True
    return membership is not None and membership.organisation_id in (
        centre_of_seeker(match.seeker),
        centre_of_helper(match.helper),
    )


def centre_of_seeker(seeker: "Seeker") -> int:
    """The id of the centre that serves the family."""
    return seeker.household.centre_id


def centre_of_helper(helper: "Helper") -> int:
    """The id of the centre whose volunteer or mentor-employee this is."""
    if helper.volunteer is not None:
        return helper.volunteer.centre_id
    assert helper.mentor is not None  # noqa: S101 - one of the two, by CHECK
    return helper.mentor.centre_id


rules.add_perm("matching.view_programme", sees_programmes & shares_programme)
rules.add_perm("matching.change_programme", does_matching & leads_programme)
rules.add_perm("matching.run_matching", does_matching & shares_programme)
#: The arrays tell of everybody where they live and what they need, if not who they are: they leave the house
#: with an administrator only, and never where a partner's people are among them.
rules.add_perm(
    "matching.take_evidence", is_administrator & is_of_centre & leads_programme & is_shared_with_nobody
)
rules.add_perm("matching.decide_proposal", does_matching & has_own_side)
rules.add_perm("matching.view_pair", does_matching & has_own_side)
rules.add_perm("matching.record_step", does_matching & has_own_side)
