"""Puts the membership a person acts under on every request, and speaks their language."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from .models import Membership, User
from .queries import current_membership

SESSION_KEY = "membership_id"


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
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language()
        request.membership = membership  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.user.is_authenticated or user.is_authenticated:
            response["Cache-Control"] = "no-store, private"
        return response
