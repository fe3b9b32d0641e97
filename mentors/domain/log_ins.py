"""How a mentor-employee and an employer's representative come to their log-ins at the firm."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from base.accounts.domain.invitations import FreshInvitation, invite_member
from base.accounts.enums import Role
from base.accounts.models import Membership
from base.accounts.queries import member_by_email
from base.audit.actor import Actor
from base.common.errors import Refusal
from mentors.enums import MentorState, ParticipationState
from mentors.models import MentorEmployee, Participation

from .mentors import link_mentor, lock_mentor


@transaction.atomic
def invite_mentor(mentor: MentorEmployee, *, by: Actor) -> FreshInvitation | None:
    """An invitation to the mentor's address; None when they log in there already and are now linked.

    Refusal without an address, for one who has left, and when there is a log-in already.
    """
    lock_mentor(mentor)
    if mentor.user_id:
        raise Refusal(_("This mentor has a log-in already."), code="linked")
    if mentor.state == MentorState.LEFT:
        raise Refusal(_("%(label)s has left.") % {"label": mentor.label}, code="left")
    if not mentor.email:
        raise Refusal(_("Write down the e-mail address first: the invitation goes there."), code="no_address")
    firm = mentor.participation.employer
    if member := member_by_email(firm, Role.MENTOR, mentor.email):
        link_mentor(mentor, user=member.user, by=by)
        return None
    return invite_member(firm, email=mentor.email, role=Role.MENTOR, by=by, name=mentor.full_name)


def invite_representative(
    participation: Participation, *, email: str, by: Actor, name: str = ""
) -> FreshInvitation:
    """An invitation to speak for the firm: to see its part, its mentors and, by label, their new colleagues.

    Refusal when the part has ended, and as `invite_member`.
    """
    if participation.state == ParticipationState.ENDED:
        raise Refusal(_("This employer's part has ended. Reopen it first."), code="ended")
    return invite_member(participation.employer, email=email, role=Role.EMPLOYER, by=by, name=name)


@transaction.atomic
def link_by_address(membership: Membership, *, by: Actor) -> list[MentorEmployee]:
    """The firm's mentors with the address of this log-in, at most one at each centre, from now on linked.

    Left alone: a centre where several wait with this address, or where the log-in is somebody's already.
    """
    there = MentorEmployee.objects.filter(participation__employer=membership.organisation_id)
    taken = set(MentorEmployee.objects.filter(user=membership.user_id).values_list("centre", flat=True))
    waiting: dict[int, list[MentorEmployee]] = {}
    for mentor in there.filter(user=None, email__iexact=membership.user.email).exclude(
        state=MentorState.LEFT
    ):
        waiting.setdefault(mentor.centre_id, []).append(mentor)
    clear = [found[0] for centre, found in waiting.items() if len(found) == 1 and centre not in taken]
    return [link_mentor(mentor, user=membership.user, by=by) for mentor in clear]
