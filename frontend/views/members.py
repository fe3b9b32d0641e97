"""Pages of a centre's administrator: who works here, the centre itself, its sites."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.accounts.domain.invitations import VALID_HOURS, invite_member, withdraw_invitation
from base.accounts.domain.members import end_membership
from base.accounts.queries import invitations_in_scope, members_in_scope, open_invitations
from base.common.errors import Refusal
from base.notices.domain.outbox import cancel_notices
from frontend.access import SignedRequest, door
from frontend.forms.accounts import InviteForm
from frontend.inviting import send_invitation
from frontend.paging import paginate
from frontend.toasts import say


@door("accounts.manage_members")
@require_safe
def members(request: SignedRequest) -> HttpResponse:
    """Everybody with a role here, and the invitations nobody has answered yet."""
    search = request.GET.get("q", "").strip()
    context = {
        "search": search,
        "page": paginate(request, members_in_scope(request.membership, search=search)),
        "invitations": open_invitations(request.membership)[:50],
    }
    return render(request, "accounts/members.html", context)


@door("accounts.manage_members")
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: SignedRequest) -> HttpResponse:
    """Invites one address to one role; the link leaves by e-mail and is seen by nobody else."""
    organisation = request.membership.organisation
    form = InviteForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        try:
            fresh = invite_member(organisation, by=request.membership, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            send_invitation(fresh, by=request.membership)
            say(request, _("The invitation is on its way to %(email)s.") % {"email": fresh.invitation.email})
            return redirect("members")
    return render(request, "accounts/invite.html", {"form": form, "hours": VALID_HOURS})


@door("accounts.manage_members")
@require_POST
def invitation_withdraw(request: SignedRequest, pk: int) -> HttpResponse:
    """Its link stops working, and its e-mail does not leave if it has not left yet."""
    invitation = get_object_or_404(invitations_in_scope(request.membership), pk=pk)
    withdraw_invitation(invitation, by=request.membership)
    cancel_notices(f"invitation:{invitation.pk}", by=request.membership)
    say(request, _("The invitation to %(email)s is withdrawn.") % {"email": invitation.email})
    return redirect("members")


@door("accounts.manage_members")
@require_POST
def membership_end(request: SignedRequest, pk: int) -> HttpResponse:
    """From the next click this person sees nothing here any more."""
    membership = get_object_or_404(members_in_scope(request.membership), pk=pk)
    end_membership(membership, by=request.membership)
    say(request, _("%(name)s no longer works here.") % {"name": membership.user})
    return redirect("members" if membership != request.membership else "home")
