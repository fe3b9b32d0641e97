"""A firm asks to take part: the public form, and the address confirmed behind the link."""

from http import HTTPStatus
from typing import Any

from allauth.core import ratelimit
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from base.organisations.models import Organisation
from frontend.access import door
from frontend.doing import done
from frontend.forms.joining import JoinForm
from frontend.joining import send_link
from frontend.views.errors import not_found
from mentors.domain.applications import apply_to_take_part, confirm_application, why_over
from mentors.enums import ApplicationState
from mentors.queries.joining import application_by_token, centre_to_join


@door.public
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, key: str) -> HttpResponse:
    """The form. A firm known already and an address written to often get the same answer as any other."""
    centre = _centre(key)
    form = JoinForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid() and not ratelimit.consume(request, action="employer_apply"):
            form.add_error(None, _("Very many applications came from your network. Try again in an hour."))
            status = HTTPStatus.TOO_MANY_REQUESTS
        elif form.is_valid() and done(form, lambda: _apply(request, centre, form)):
            return redirect("join_sent", key)
    return render(request, "joining/join.html", {"centre": centre, "form": form}, status=status)


@door.public
@require_safe
def join_sent(request: HttpRequest, key: str) -> HttpResponse:
    """The link is on its way."""
    return render(request, "joining/sent.html", {"centre": _centre(key)})


@door.public
@require_http_methods(["GET", "HEAD", "POST"])
def join_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A GET only shows: scanners of mail follow links. The button's POST confirms."""
    application = application_by_token(token)
    if application is None:
        return not_found(request)
    context: dict[str, Any] = {"application": application, "centre": application.centre}
    if refusal := why_over(application):
        response = render(
            request, "joining/over.html", context | {"refusal": refusal}, status=HTTPStatus.GONE
        )
    elif request.method == "POST":
        confirm_application(application)
        response = redirect("join_confirm", token)
    else:
        context["is_confirmed"] = application.state != ApplicationState.UNCONFIRMED
        response = render(request, "joining/confirm.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _centre(key: str) -> Organisation:
    centre = centre_to_join(key)
    if centre is None:
        raise Http404
    return centre


def _apply(request: HttpRequest, centre: Organisation, form: JoinForm) -> None:
    data = form.data_for_verb(get_language() or "pl")
    if not ratelimit.consume(request, action="employer_apply_address", key=data.email.lower()):
        return  # whoever owns that mailbox has three links already
    with transaction.atomic():
        fresh = apply_to_take_part(centre, data=data)
        if fresh is not None:
            send_link(fresh)
