"""The door of the family's own pages: a browser that came in by link and PIN, for a short while.

A family is no user: what opens its pages is one key in the session, with the number of its way in and the
moments it came and was last here. Nobody is ever logged in beside it: coming in empties the session, and a
log-in throws the key away. Many share a phone, so the pages close by themselves and every one has "Leave".
"""

import time
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils import translation

from base.audit.actor import Actor
from base.common.errors import Refusal
from families.domain.access import HouseholdActor, note_use, why_closed
from families.models import Household, HouseholdAccess
from families.queries import access_by_id
from frontend.access import Mark, door
from frontend.quiet import is_quiet

P = ParamSpec("P")

SESSION_KEY = "family"
WORDS_KEY = "family_words"
MOST_WORDS = 4000
#: How exactly the time of the last touch is kept: not every page writes the session.
TOUCH_SECONDS = 60


class FamilyRequest(HttpRequest):
    """A request of a family that came in: who it is, by which way, and as whom it acts."""

    household: Household
    way_in: HouseholdAccess
    actor: Actor


FamilyView = Callable[Concatenate[FamilyRequest, P], HttpResponse]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def family_door(view: FamilyView[P]) -> View[P]:
    """Open to a family that came in by its link and PIN; the page speaks its language and is never kept."""

    def within(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = _hindrance(request)
        if response is None:
            response = _answer(view, cast(FamilyRequest, request), *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        return response

    guarded = door.public(cast("View[P]", wraps(view)(within)))
    guarded.door = Mark(membership=False, public=True, household=True)  # type: ignore[attr-defined]
    return guarded


def let_in(request: HttpRequest, way_in: HouseholdAccess) -> None:
    """From now on this browser is the family's: under a new session key, and nobody else is logged in."""
    words = request.session.get(WORDS_KEY) if request.session.get(SESSION_KEY) else None
    logout(request)
    now = time.time()
    request.session[SESSION_KEY] = {"way_in": way_in.pk, "since": now, "seen": now}
    if words is not None:
        request.session[WORDS_KEY] = words
    request.session.set_expiry(settings.SPLOT_FAMILY_LONGEST_HOURS * 3600)
    rotate_token(request)


def let_out(request: HttpRequest) -> None:
    """Nothing of the family stays in this browser's session."""
    request.session.flush()


def forget_family(request: HttpRequest) -> None:
    """For a log-in: whoever came in here as a family is gone."""
    request.session.pop(SESSION_KEY, None)


def way_in_of(request: HttpRequest) -> HouseholdAccess | None:
    """By which way this browser came, awake or asleep; None when it did not, or somebody is logged in."""
    kept = request.session.get(SESSION_KEY)
    if kept is None or request.user.is_authenticated:
        return None
    return access_by_id(kept["way_in"])


def is_asleep(request: HttpRequest) -> bool:
    """Nobody touched the pages for a while, or they are open for very long: the PIN is asked again."""
    kept, now = request.session[SESSION_KEY], time.time()
    idle = now - kept["seen"] > settings.SPLOT_FAMILY_IDLE_MINUTES * 60
    return bool(idle or now - kept["since"] > settings.SPLOT_FAMILY_LONGEST_HOURS * 3600)


def speak(request: HttpRequest, language: str) -> None:
    """The rest of this request is in that language."""
    translation.activate(language)
    request.LANGUAGE_CODE = translation.get_language()


def closed(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    """Nobody came in here, or the link is over: what to do now."""
    return render(request, "f/closed.html", {"refusal": refusal}, status=HTTPStatus.FORBIDDEN)


def _hindrance(request: HttpRequest) -> HttpResponse | None:
    way_in = way_in_of(request)
    if way_in is None:
        return closed(request)
    speak(request, way_in.language)
    if refusal := why_closed(way_in):
        let_out(request)
        return closed(request, refusal)
    if is_asleep(request):
        _keep_words(request)
        return redirect("f_wake")
    if not is_quiet(request):
        _touch(request)
        note_use(way_in)
    family = cast(FamilyRequest, request)
    family.household, family.way_in = way_in.household, way_in
    family.actor = HouseholdActor(way_in.household)
    return None


def kept_words(request: HttpRequest) -> str:
    """What the family had written on this page when it closed by itself; told once."""
    kept = request.session.get(WORDS_KEY)
    if kept is None or kept["path"] != request.path:
        return ""
    del request.session[WORDS_KEY]
    return str(kept["words"])


def words_wait_at(request: HttpRequest) -> str:
    """The page where such words wait; empty when none do."""
    return str((request.session.get(WORDS_KEY) or {}).get("path", ""))


def _keep_words(request: HttpRequest) -> None:
    """Long words are not lost with the twenty minutes: they wait in the session for the PIN."""
    if words := request.POST.get("words", "")[:MOST_WORDS]:
        request.session[WORDS_KEY] = {"path": request.path, "words": words}


def _touch(request: HttpRequest) -> None:
    kept, now = request.session[SESSION_KEY], time.time()
    if now - kept["seen"] > TOUCH_SECONDS:
        request.session[SESSION_KEY] = {**kept, "seen": now}


def _answer(view: FamilyView[P], request: FamilyRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
    try:
        return view(request, *args, **kwargs)
    except Refusal as refusal:
        context = {"text": refusal.message}
        return render(request, "f/refused.html", context, status=HTTPStatus.CONFLICT)
    except Http404:
        return render(request, "f/nothing.html", status=HTTPStatus.NOT_FOUND)
