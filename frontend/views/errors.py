"""Pages for what went wrong: each says what happened, that nothing is lost, and where to go."""

from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from base.common.errors import Refusal
from frontend import held
from frontend.toasts import refuse


def error_page(request: HttpRequest, status: int, title: str, text: str | Promise) -> HttpResponse:
    """A page with one sentence; an htmx request gets the sentence as a banner among the toasts instead."""
    words = {"title": title, "text": text, "status": status}
    if getattr(request, "htmx", False):
        response = render(request, "errors/fragment.html", words, status=status)
        response["HX-Retarget"], response["HX-Reswap"] = "#toasts", "beforeend"
        return response
    return render(request, "errors/page.html", words, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 when there was simply too much of it."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large(request)
    text = _("Your browser sent something we do not know how to read. Go back and try once more.")
    return error_page(request, HTTPStatus.BAD_REQUEST, _("We did not understand this"), text)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the person is known, this act is not theirs; a refusal brings its own sentence."""
    told = str(exception) if exception and exception.args else ""
    text = told or _("Your role does not include this. If it should, ask your centre's administrator.")
    return error_page(request, HTTPStatus.FORBIDDEN, _("This is not open to you"), text)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same for what does not exist and for what belongs to somebody else."""
    text = _(
        "Either it does not exist, or it belongs to somebody else. Check the address, or start from home."
    )
    return error_page(request, HTTPStatus.NOT_FOUND, _("Nothing here for you"), text)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """409: the domain said no, in its own sentence."""
    return error_page(request, HTTPStatus.CONFLICT, _("Not this time"), refusal.message)


def busy(request: HttpRequest) -> HttpResponse:
    """503: the database had no turn left for us within its time."""
    text = _("Very many people are saving at this moment. Nothing was saved; try again in a moment.")
    return error_page(request, HTTPStatus.SERVICE_UNAVAILABLE, _("One moment, please"), text)


def too_large(request: HttpRequest) -> HttpResponse:
    """413."""
    text = _("What you sent is larger than we can take at once. Nothing was saved; send it in smaller parts.")
    return error_page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("Too much at once"), text)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429."""
    text = _("There were many attempts in a short time. Wait a few minutes, then try again.")
    return error_page(request, HTTPStatus.TOO_MANY_REQUESTS, _("Let us take a breath"), text)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For a form from an old page, mostly after a log-in in another tab: its page, filled again; else 403."""
    if held.hold(request):
        refuse(request, _("The page was open for long, so it was not sent. Look it over and send it again."))
        return redirect(request.get_full_path())
    text = _("The page was open too long to be sure it is you. Go back, reload it and send it again.")
    return error_page(request, HTTPStatus.FORBIDDEN, _("Please send it once more"), text)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, drawn without session, user or database: those may be what broke."""
    return HttpResponse(render_to_string("errors/500.html"), status=HTTPStatus.INTERNAL_SERVER_ERROR)
