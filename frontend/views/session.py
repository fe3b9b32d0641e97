"""The log-in as the page sees it: is it still there, for which membership, in which language."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from base.accounts.domain.members import choose_language
from base.accounts.middleware import CHOSEN_KEY, SESSION_KEY, VISIT_KEY
from base.accounts.models import User
from base.accounts.queries import memberships_of
from frontend.access import SignedRequest, door
from frontend.phone import owner_of
from frontend.relay import session_ended


@door.public
@require_GET
def session_state(request: HttpRequest) -> HttpResponse:
    """Who is logged in, as whom their phone sends, and a fresh token for an old page; 401 when nobody is."""
    if isinstance(request.user, AnonymousUser):
        return HttpResponse(status=401)
    membership = getattr(request, "membership", None)
    told = {"me": request.user.pk, "owner": owner_of(membership), "token": get_token(request)}
    return JsonResponse({**told, "role": membership.pk if membership else None})


@door(None)
@require_POST
def switch_membership(request: SignedRequest) -> HttpResponse:
    """Works from now on under another of one's own memberships; someone else's is not found."""
    asked = request.POST.get("membership", "")
    membership = get_object_or_404(memberships_of(request.user), pk=int(asked) if asked.isdecimal() else 0)
    request.session[SESSION_KEY] = membership.pk
    if request.session.session_key:
        session_ended(request.user.pk, request.session.session_key, membership=membership.pk)
    back = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if ours else "home")


@door.public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speaks another language from now on: for a person logged in on every device, else on this one and, once
    they log in here, for that visit."""
    asked = request.POST.get("language", "")
    if isinstance(request.user, User):
        choose_language(request.user, language=asked)
        request.session.pop(VISIT_KEY, None)
    elif asked in dict(settings.LANGUAGES):
        request.session[CHOSEN_KEY] = asked
    return set_language(request)
