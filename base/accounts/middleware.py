"""Puts the membership a person acts under on every request, and speaks their language: the account's, or the
one they chose on this device before they logged in, for as long as they stay logged in here."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from .models import Membership, User
from .queries import current_membership

SESSION_KEY = "membership_id"
#: A language chosen before the log-in, and the one of this visit that came of it.
CHOSEN_KEY, VISIT_KEY = "language_chosen", "language_of_visit"


def language_of(session: Mapping[str, Any], user: User) -> str:
    """In which language pages speak to somebody in this session."""
    return str(session.get(VISIT_KEY) or user.language)


def begin_visit(request: HttpRequest, user: User) -> None:
    """At the log-in: what was chosen just before holds for this visit; from this sentence on."""
    chosen = request.session.pop(CHOSEN_KEY, "")
    if chosen in dict(settings.LANGUAGES) and chosen != user.language:
        request.session[VISIT_KEY] = chosen
    speak(request, language_of(request.session, user))


def speak(request: HttpRequest, language: str) -> None:
    """The rest of this request, and what it leaves to be said by the next page, in this language."""
    translation.activate(language)
    request.LANGUAGE_CODE = translation.get_language()


class MembershipMiddleware:
    """`request.membership`: the one chosen in the session, else the person's first; None for anybody else.

    An ended membership and an inactive user never count, from the very next request. Every answer to a person
    who is logged in is kept out of all caches.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        membership: Membership | None = None
        if isinstance(user, User):
            membership = current_membership(user, request.session.get(SESSION_KEY))
            speak(request, language_of(request.session, user))
        request.membership = membership  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.user.is_authenticated or user.is_authenticated:
            response["Cache-Control"] = "no-store, private"
        return response
