"""The door every page stands behind: log-in, membership, second factor, permission, in this order.

    @door("families.view_household")   a current membership with this permission
    @door(None)                        any current membership
    @door.signed_in                    anybody logged in, with or without a membership
    @door.public                       everybody

What a door opens is about roles; the object itself comes through a scope query, so that what belongs to
somebody else is simply not found (404).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec, cast

import rules
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, OperationalError, models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from base.accounts.models import Membership, User
from base.accounts.queries import memberships_of
from base.common.errors import Refusal
from base.common.triggers import refusal_from
from frontend import held
from frontend.views.errors import busy, refused

P = ParamSpec("P")


class LoggedInRequest(HttpRequest):
    """A request of somebody logged in; `membership` is None when they have no role (any more)."""

    user: User
    membership: Membership | None
    htmx: HtmxDetails


class SignedRequest(LoggedInRequest):
    """A request behind a door: somebody is logged in and acts under a current membership."""

    membership: Membership


@dataclass(frozen=True)
class Mark:
    """What a door asks for; a view behind one carries it as `view.door`.

    `household`: the family's own door (frontend/family.py), which asks for neither user nor membership.
    """

    permission: str | None = None
    membership: bool = True
    public: bool = False
    household: bool = False


SignedView = Callable[Concatenate[SignedRequest, P], HttpResponse]
LoggedInView = Callable[Concatenate[LoggedInRequest, P], HttpResponse]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


class Door:
    """See the module's own words."""

    def __call__(self, permission: str | None) -> Callable[[SignedView[P]], View[P]]:
        """Open to a current membership, with this permission unless it is None."""

        def decorate(view: SignedView[P]) -> View[P]:
            return _behind(Mark(permission), view)

        return decorate

    def signed_in(self, view: LoggedInView[P]) -> View[P]:
        """Open to anybody logged in; `request.membership` may be None here."""
        return _behind(Mark(membership=False), view)

    def public(self, view: View[P]) -> View[P]:
        """Open to everybody; refusals are answered as behind any door."""
        return _behind(Mark(membership=False, public=True), view)


door = Door()


def require(request: SignedRequest, permission: str, thing: models.Model | None = None) -> None:
    """PermissionDenied unless this membership may do this to this thing."""
    if not rules.has_perm(permission, request.membership, thing):
        raise PermissionDenied


def lacks_second_factor(user: User, *, needed: bool) -> bool:
    """Whether a second step at log-in is required here, needed by this person, and not set up yet."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(settings.SPLOT_REQUIRE_MFA and needed and not is_mfa_enabled(user, kinds))


def to_second_factor(request: HttpRequest) -> HttpResponse:
    """The way to the page where a second step is set up; it says why (allauth/layouts/manage.html)."""
    url = f"{reverse('mfa_index')}?required=1"
    return HttpResponseClientRedirect(url) if getattr(request, "htmx", False) else redirect(url)


def _behind(mark: Mark, view: SignedView[P]) -> View[P]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not mark.public and (hindrance := _hindrance(request, mark)) is not None:
            return hindrance
        try:
            return view(cast(SignedRequest, request), *args, **kwargs)
        except Refusal as refusal:
            return refused(request, refusal)
        except DatabaseError as error:
            if (refusal_of_trigger := refusal_from(error)) is not None:
                return refused(request, refusal_of_trigger)
            if _has_no_turn(error):
                return busy(request)
            raise

    guarded.door = mark  # type: ignore[attr-defined]
    return cast(View[P], guarded)


def _has_no_turn(error: DatabaseError) -> bool:
    """SQLite's one writer was busy for longer than we wait."""
    return isinstance(error, OperationalError) and "database is locked" in str(error)


def _hindrance(request: HttpRequest, mark: Mark) -> HttpResponse | None:
    if not isinstance(request.user, User):
        return _to_log_in(request)
    membership: Membership | None = getattr(request, "membership", None)
    if membership is None:
        return _no_role(request) if mark.membership else None
    if lacks_second_factor(request.user, needed=membership.is_staff_role):
        return to_second_factor(request)
    if mark.permission and not rules.has_perm(mark.permission, membership):
        raise PermissionDenied
    return _begun_by_another(request, membership) if request.method == "POST" else None


def _to_log_in(request: HttpRequest) -> HttpResponse:
    if getattr(request, "htmx", False):
        words = _("You were logged out. Log in in a new tab, then try again here.")
        return HttpResponse(words, status=HTTPStatus.UNAUTHORIZED, content_type="text/plain")
    if request.method == "POST" and not held.hold(request):
        return redirect_to_login(_page_of_form(request))
    return redirect_to_login(request.get_full_path())


def _page_of_form(request: HttpRequest) -> str:
    """Where a form that only posts here was shown; home when the browser does not say."""
    page = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if ours else resolve_url("home")


def _no_role(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/no_role.html", status=HTTPStatus.FORBIDDEN)


def _begun_by_another(request: HttpRequest, membership: Membership) -> HttpResponse | None:
    """A form begun under another membership must not land in this one's organisation."""
    owner = held.read_owner(request)
    if owner is None or owner == held.Owner(membership.user_id, membership.pk):
        held.forget(request)
        return None
    begun = memberships_of(membership.user).filter(user=owner.user_id, pk=owner.membership_id).first()
    if begun is not None:
        held.hold(request)
    context = {"begun": begun, "back": request.get_full_path()}
    return render(request, "accounts/begun_by_another.html", context, status=HTTPStatus.CONFLICT)
