"""How a family comes in and leaves: the link, the PIN, the language, the way out."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language

from families.domain.access import choose_language, choose_pin, enter, why_closed
from families.models import HouseholdAccess
from families.queries import access_by_token
from frontend.access import door
from frontend.doing import done
from frontend.family import (
    FamilyRequest,
    closed,
    family_door,
    let_in,
    let_out,
    speak,
    way_in_of,
    words_wait_at,
)
from frontend.forms.family import NewPinForm, PinForm

NOT_KEPT = "no-store, private"


@door.public
@require_http_methods(["GET", "HEAD", "POST"])
def opened(request: HttpRequest, token: str) -> HttpResponse:
    """A GET shows languages and one button, because scanners of mail follow links. All acts are POSTs:
    a language, the button, the PIN."""
    way_in = access_by_token(token)
    if way_in is None:
        response = closed(request)
        response.status_code = 404
        return response
    speak(request, _chosen(request) or way_in.language)
    if refusal := why_closed(way_in):
        return closed(request, refusal)
    if "language" in request.POST:
        return set_language(request)
    if request.method != "POST":
        return _kept_nowhere(render(request, "f/open.html", {"way_in": way_in}))
    return _ask(request, way_in)


@door.public
@require_http_methods(["GET", "HEAD", "POST"])
def wake(request: HttpRequest) -> HttpResponse:
    """The pages have closed by themselves: the PIN opens them again, in the browser that knows the way."""
    way_in = way_in_of(request)
    if way_in is None:
        return closed(request)
    speak(request, way_in.language)
    if refusal := why_closed(way_in):
        let_out(request)
        return closed(request, refusal)
    return _ask(request, way_in)


@door.public
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Out: nothing of the family stays in this browser."""
    if way_in := way_in_of(request):
        speak(request, way_in.language)
        let_out(request)
    response = _kept_nowhere(render(request, "f/left.html"))
    response["Clear-Site-Data"] = '"cache"'
    return response


@family_door
@require_POST
def language(request: FamilyRequest) -> HttpResponse:
    """The pages speak another language from now on, on every phone of the family."""
    choose_language(request.way_in, language=request.POST.get("language", ""))
    return set_language(request)


def _ask(request: HttpRequest, way_in: HouseholdAccess) -> HttpResponse:
    """For the PIN: chosen at the first opening, written at every other."""
    is_first = way_in.opened_at is None
    is_sent = "pin" in request.POST
    form = (NewPinForm if is_first else PinForm)(request.POST if is_sent else None)
    if is_sent and form.is_valid():
        words = dict(form.cleaned_data)
        if is_first and done(form, lambda: choose_pin(way_in, language=get_language() or "", **words)):
            return _come_in(request, way_in)
        if not is_first and done(form, lambda: enter(way_in, **words)):
            choose_language(way_in, language=get_language() or "")
            return _come_in(request, way_in)
    context = {"form": form, "way_in": way_in, "is_first": is_first}
    return _kept_nowhere(render(request, "f/pin.html", context, status=422 if form.errors else 200))


def _come_in(request: HttpRequest, way_in: HouseholdAccess) -> HttpResponse:
    known = way_in_of(request)
    if known != way_in:
        let_out(request)  # what another family wrote here is not carried over
    let_in(request, way_in)
    return redirect(words_wait_at(request) or "f_home")


def _chosen(request: HttpRequest) -> str:
    """The language somebody pressed on this phone; empty when nobody did."""
    code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return code if code in dict(settings.LANGUAGES) else ""


def _kept_nowhere(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = NOT_KEPT
    return response
