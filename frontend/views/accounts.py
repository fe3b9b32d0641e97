"""Pages about oneself: the way in, one's account, one's drafts."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from base.accounts.adapters import log_in_invited
from base.accounts.domain.drafts import discard_draft, save_draft
from base.accounts.domain.invitations import accept_as_new_user, accept_as_user, why_not_open
from base.accounts.domain.members import revise_account
from base.accounts.middleware import SESSION_KEY, VISIT_KEY, speak
from base.accounts.models import Invitation, Membership, User
from base.accounts.queries import invitation_by_token, memberships_of, user_by_email
from frontend.access import LoggedInRequest, SignedRequest, door
from frontend.forms.accounts import AcceptForm, AccountForm
from frontend.held import typed_fields
from frontend.relay import session_ended
from frontend.toasts import say
from frontend.views.errors import not_found


@door.public
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """A GET only shows: scanners of mail follow links. The button's POST accepts."""
    invitation = invitation_by_token(token)
    if invitation is None:
        return not_found(request)
    if refusal := why_not_open(invitation):
        return render(request, "accounts/invitation_over.html", {"refusal": refusal}, status=HTTPStatus.GONE)
    known = user_by_email(invitation.email)
    if known:
        return _accept_as_known(request, invitation, known)
    form = AcceptForm(request.POST or None, invitation=invitation)
    if request.method == "POST" and request.user.is_anonymous and form.is_valid():
        membership = accept_as_new_user(invitation, language=get_language() or "pl", **form.cleaned_data)
        return log_in_invited(request, membership, typed_password=bool(form.cleaned_data["password"]))
    return _show_invitation(request, invitation, form=form)


@door.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: LoggedInRequest) -> HttpResponse:
    """My name, language and keys, and the ways to password, second step and sessions."""
    user = request.user
    initial = {"name": user.name, "language": user.language, "shortcuts": user.shortcuts}
    form = AccountForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        revise_account(user, **form.cleaned_data)
        request.session.pop(VISIT_KEY, None)
        speak(request, user.language)
        say(request, _("Saved."))
        return redirect("account")
    return render(request, "accounts/account.html", {"form": form, "memberships": memberships_of(user)})


@door(None)
@require_POST
def draft_save(request: SignedRequest, form_key: str) -> HttpResponse:
    """Keeps what is typed so far; with `discard`, forgets it and shows the form empty."""
    if "discard" in request.POST:
        discard_draft(request.membership, form_key=form_key)
        return redirect(request.headers.get("Referer") or "home")
    save_draft(request.membership, form_key=form_key, data=dict(typed_fields(request.POST).lists()))
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _accept_as_known(request: HttpRequest, invitation: Invitation, known: User) -> HttpResponse:
    if request.method != "POST" or request.user != known:
        return _show_invitation(request, invitation, known=known)
    membership: Membership = accept_as_user(invitation, user=known)
    request.session[SESSION_KEY] = membership.pk
    if request.session.session_key:
        session_ended(known.pk, request.session.session_key, membership=membership.pk)
    say(request, _("Welcome. You now work here as: %(role)s.") % {"role": membership.get_role_display()})
    return redirect("home")


def _show_invitation(
    request: HttpRequest, invitation: Invitation, *, known: User | None = None, form: AcceptForm | None = None
) -> HttpResponse:
    stranger = request.user.is_authenticated and request.user != known
    context = {"invitation": invitation, "known": known, "stranger": stranger, "form": form}
    response = render(request, "accounts/invitation.html", context)
    response["Cache-Control"] = "no-store"
    return response
