"""What the log-in means to a fragment."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url


class LoggedOutFragmentMiddleware:
    """An htmx request that would be sent to the log-in page gets 401: a log-in form never lands inside a list."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        location = response.get("Location", "")
        if getattr(request, "htmx", False) and location.startswith(resolve_url(settings.LOGIN_URL)):
            return HttpResponse(status=401)
        return response
