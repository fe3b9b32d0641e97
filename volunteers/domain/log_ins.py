"""How a volunteer comes to their log-in: an invitation to the address on record, linked when accepted."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from base.accounts.domain.invitations import FreshInvitation, invite_member
from base.accounts.enums import Role
from base.accounts.models import Membership
from base.accounts.queries import member_by_email
from base.audit.actor import Actor
from base.common.errors import Refusal
from volunteers.enums import VolunteerState
from volunteers.models import Volunteer

from .volunteers import link_volunteer, lock_volunteer


@transaction.atomic
def invite_volunteer(volunteer: Volunteer, *, by: Actor) -> FreshInvitation | None:
    """An invitation to the volunteer's address; None when they log in here already and are now linked.

    Refusal without an address, for one who has left, and when there is a log-in already.
    """
    lock_volunteer(volunteer)
    if volunteer.user_id:
        raise Refusal(_("This volunteer has a log-in already."), code="linked")
    if volunteer.state == VolunteerState.LEFT:
        raise Refusal(_("%(label)s has left.") % {"label": volunteer.label}, code="left")
    if not volunteer.email:
        raise Refusal(_("Write down the e-mail address first: the invitation goes there."), code="no_address")
    if member := member_by_email(volunteer.centre, Role.VOLUNTEER, volunteer.email):
        link_volunteer(volunteer, user=member.user, by=by)
        return None
    return invite_member(
        volunteer.centre, email=volunteer.email, role=Role.VOLUNTEER, by=by, name=volunteer.full_name
    )


@transaction.atomic
def link_by_address(membership: Membership, *, by: Actor) -> Volunteer | None:
    """The one volunteer of the organisation with the address of this log-in, from now on linked with it.

    None when no volunteer there has this address and waits for a log-in, or more than one, or the log-in is
    somebody's already: then a coordinator looks.
    """
    there = Volunteer.objects.filter(centre=membership.organisation_id)
    waiting = there.filter(user=None, email__iexact=membership.user.email).exclude(state=VolunteerState.LEFT)
    found = list(waiting[:2])
    if len(found) != 1 or there.filter(user=membership.user_id).exists():
        return None
    return link_volunteer(found[0], user=membership.user, by=by)
