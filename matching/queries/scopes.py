"""What a membership may reach, and how much of a partner centre's person; out of scope is 404."""

from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from base.accounts.enums import Role
from families.models import Household
from matching.enums import (
    OPEN_PAIR_STATES,
    RunKind,
)
from matching.models import (
    Helper,
    Pair,
    Programme,
    Proposal,
    Run,
    Seeker,
    Veto,
)
from matching.rules import does_matching, sees_programmes
from mentors.models import MentorEmployee
from volunteers.models import Volunteer

if TYPE_CHECKING:
    from base.accounts.models import Membership


Person = Household | Volunteer | MentorEmployee


def programmes_in_scope(membership: "Membership | None") -> QuerySet[Programme]:
    """Programmes the membership's centre leads or shares, for those who match and for finance."""
    if membership is None or not sees_programmes(membership):
        return Programme.objects.none()
    return Programme.objects.filter(shares__centre=membership.organisation_id)


def runs_in_scope(membership: "Membership | None") -> QuerySet[Run]:
    """Runs of either kind, of the programmes of those who match."""
    if membership is None or not does_matching(membership):
        return Run.objects.none()
    return Run.objects.filter(programme__shares__centre=membership.organisation_id).select_related(
        "programme"
    )


def matchings_in_scope(membership: "Membership | None") -> QuerySet[Run]:
    """The same without trials of rules, which have pages of their own."""
    return runs_in_scope(membership).filter(kind=RunKind.MATCHING)


def seekers_in_scope(membership: "Membership | None") -> QuerySet[Seeker]:
    """The places of the centre's own families."""
    if membership is None or not does_matching(membership):
        return Seeker.objects.none()
    return Seeker.objects.filter(household__centre=membership.organisation_id).select_related(
        "household", "member"
    )


def helpers_in_scope(membership: "Membership | None") -> QuerySet[Helper]:
    """The places of the centre's own volunteers and mentor-employees."""
    if membership is None or not does_matching(membership):
        return Helper.objects.none()
    return Helper.objects.filter(own_helper(membership)).select_related("volunteer", "mentor")


def proposals_in_scope(membership: "Membership | None") -> QuerySet[Proposal]:
    """Proposals with a family or a helper of the centre's own."""
    if membership is None or not does_matching(membership):
        return Proposal.objects.none()
    return Proposal.objects.filter(own_side(membership))


def vetoes_in_scope(membership: "Membership | None") -> QuerySet[Veto]:
    """Vetoes that hold, with a side of the centre's own, newest first."""
    if membership is None or not does_matching(membership):
        return Veto.objects.none()
    return Veto.objects.filter(own_side(membership), lifted_at=None).select_related(
        "seeker__household", "helper__volunteer", "helper__mentor"
    )


def pairs_in_scope(membership: "Membership | None") -> QuerySet[Pair]:
    """Pairs with a side of the centre's own; a volunteer or mentor sees the open ones they are in."""
    if membership is None:
        return Pair.objects.none()
    if does_matching(membership):
        return Pair.objects.filter(own_side(membership))
    mine = Q(state__in=OPEN_PAIR_STATES)
    if membership.role == Role.VOLUNTEER:
        mine &= Q(helper__volunteer__user=membership.user_id)
        return Pair.objects.filter(mine, helper__volunteer__centre=membership.organisation_id)
    if membership.role == Role.MENTOR:
        mine &= Q(helper__mentor__user=membership.user_id)
        return Pair.objects.filter(mine, helper__mentor__participation__employer=membership.organisation_id)
    return Pair.objects.none()


def own_helper(membership: "Membership", path: str = "") -> Q:
    centre = membership.organisation_id
    return Q(**{f"{path}volunteer__centre": centre}) | Q(**{f"{path}mentor__centre": centre})


def own_side(membership: "Membership") -> Q:
    """Of a pair, a proposal or a veto: the family or the helper is the centre's own."""
    centre = membership.organisation_id
    return Q(seeker_centre=centre) | Q(helper_centre=centre)


# --- partner centres ----------------------------------------------------------------------------------


class Sight(StrEnum):
    """How much of a person a membership may see."""

    WHOLE = "whole"
    SHARED = "shared"
    NOTHING = "nothing"


#: What a centre sees of a partner's person before they are paired with one of its own.
SHARED_FIELDS = ("label", "languages", "commune_name", "week")


def visible_fields(membership: "Membership | None", person: Person) -> Sight:
    """WHOLE: one's own person, or one in an open pair with one's own. SHARED: only SHARED_FIELDS, of people
    in the pool of a shared programme. NOTHING: nobody this membership has to do with.
    """
    if membership is None or not does_matching(membership):
        return Sight.NOTHING
    if person.centre_id == membership.organisation_id or _paired_with_own(membership, person):
        return Sight.WHOLE
    pool = Seeker.objects.filter(household=person) if isinstance(person, Household) else _places_of(person)
    shared = pool.filter(left_on=None, programme__shares__centre=membership.organisation_id)
    return Sight.SHARED if shared.exists() else Sight.NOTHING


def _places_of(person: Volunteer | MentorEmployee) -> QuerySet[Helper]:
    if isinstance(person, Volunteer):
        return Helper.objects.filter(volunteer=person)
    return Helper.objects.filter(mentor=person)


def _paired_with_own(membership: "Membership", person: Person) -> bool:
    pairs = Pair.objects.filter(own_side(membership), state__in=OPEN_PAIR_STATES)
    if isinstance(person, Household):
        return pairs.filter(seeker__household=person).exists()
    return pairs.filter(helper__in=_places_of(person)).exists()
