"""Inviting those who help to a log-in of their own, and ending the log-ins of those who spoke for a firm."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from base.accounts.domain.invitations import FreshInvitation, withdraw_invitation
from base.accounts.domain.members import end_membership
from base.accounts.enums import Role
from base.accounts.queries import invitations_to_role, members_in_role
from base.common.errors import Refusal
from base.notices.domain.outbox import cancel_notices
from frontend.access import SignedRequest, door, require
from frontend.doing import done
from frontend.forms.employers import RepresentativeForm
from frontend.inviting import send_invitation
from frontend.toasts import refuse, say
from frontend.views import employers
from mentors.domain.log_ins import invite_mentor, invite_representative
from mentors.models import MentorEmployee
from mentors.queries import mentors_in_scope
from volunteers.domain.log_ins import invite_volunteer
from volunteers.models import Volunteer
from volunteers.queries import volunteers_in_scope


@door("accounts.invite_helper")
@require_POST
def volunteer_invite(request: SignedRequest, pk: int) -> HttpResponse:
    """Sends a volunteer the link to a log-in, or links the one they have."""
    volunteer = get_object_or_404(volunteers_in_scope(request.membership), pk=pk)
    require(request, "volunteers.change_volunteer", volunteer)
    try:
        _tell(request, volunteer, invite_volunteer(volunteer, by=request.membership))
    except Refusal as refusal:
        refuse(request, refusal.message)
    return redirect("volunteer", pk)


@door("accounts.invite_helper")
@require_POST
def mentor_invite(request: SignedRequest, pk: int) -> HttpResponse:
    """Sends a mentor the link to a log-in at the firm, or links the one they have."""
    mentor = get_object_or_404(mentors_in_scope(request.membership), pk=pk)
    require(request, "mentors.change_mentor", mentor)
    try:
        _tell(request, mentor, invite_mentor(mentor, by=request.membership))
    except Refusal as refusal:
        refuse(request, refusal.message)
    return redirect("mentor", pk)


@door("accounts.invite_helper")
@require_POST
def employer_invite(request: SignedRequest, pk: int) -> HttpResponse:
    """Sends somebody who speaks for the firm the link to a log-in there."""
    participation = employers.find_to_change(request, pk)
    form = RepresentativeForm(request.POST)
    sent: list[FreshInvitation] = []

    def invite() -> None:
        sent.append(invite_representative(participation, by=request.membership, **form.cleaned_data))

    if form.is_valid() and done(form, invite):
        send_invitation(sent[0], by=request.membership)
        say(request, _("The invitation is on its way to %(email)s.") % {"email": sent[0].invitation.email})
        return redirect("employer", pk)
    return employers.show(request, participation, invite_form=form)


@door("accounts.invite_helper")
@require_POST
def employer_invitation_withdraw(request: SignedRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """The link stops working, and its e-mail does not leave if it has not left yet."""
    participation = employers.find_to_change(request, pk)
    waiting = invitations_to_role(participation.employer, Role.EMPLOYER)
    invitation = get_object_or_404(waiting, pk=invitation_pk)
    withdraw_invitation(invitation, by=request.membership)
    cancel_notices(f"invitation:{invitation.pk}", by=request.membership)
    say(request, _("The invitation to %(email)s is withdrawn.") % {"email": invitation.email})
    return redirect("employer", pk)


@door("accounts.invite_helper")
@require_POST
def employer_member_end(request: SignedRequest, pk: int, membership_pk: int) -> HttpResponse:
    """From the next click this person sees nothing of the firm's part any more."""
    participation = employers.find_to_change(request, pk)
    members = members_in_role(participation.employer, Role.EMPLOYER)
    membership = get_object_or_404(members, pk=membership_pk)
    end_membership(membership, by=request.membership)
    say(request, _("%(name)s no longer speaks for the firm here.") % {"name": membership.user})
    return redirect("employer", pk)


def _tell(request: SignedRequest, person: Volunteer | MentorEmployee, fresh: FreshInvitation | None) -> None:
    if fresh is None:
        say(request, _("%(label)s logs in here already; the log-in is linked now.") % {"label": person})
        return
    send_invitation(fresh, by=request.membership, language=person.language)
    say(request, _("The invitation of %(label)s is on its way.") % {"label": person})
