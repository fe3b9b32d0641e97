"""Firms that asked to take part, as the coordinators of a centre answer them."""

from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from frontend.access import SignedRequest, door
from frontend.doing import done
from frontend.exports import Column, export
from frontend.forms.joining import AcceptForm, ApplicationFilter, DeclineForm
from frontend.history import told_history
from frontend.inviting import send_invitation
from frontend.listing import listing, show_list
from frontend.toasts import say
from mentors.domain.alike import known_of
from mentors.domain.applications import Accepted, accept_application, decline_application
from mentors.models import Application
from mentors.queries.joining import applications_for_list, applications_in_scope


@door("mentors.answer_application")
@require_safe
def applications(request: SignedRequest) -> HttpResponse:
    """Those that wait first, narrowed as the address says; and where firms apply."""
    filters = ApplicationFilter(request.GET)
    found = listing(request, _wanted(request, filters), filters, sort="")
    where = settings.SITE_URL.rstrip("/") + reverse("join", args=[request.membership.organisation.key])
    return show_list(
        request, "applications/list.html", found, export="applications_export", where_firms_apply=where
    )


@door("mentors.answer_application")
@require_safe
def applications_export(request: SignedRequest) -> HttpResponse:
    """The same applications as a file."""
    rows = _wanted(request, ApplicationFilter(request.GET))
    return export(request, rows, COLUMNS, act="mentors.applications.exported", name=_("applications"))


@door("mentors.answer_application")
@require_safe
def application(request: SignedRequest, pk: int) -> HttpResponse:
    """What the firm wrote, whether it may be here already, and the answer."""
    return _show(request, _find(request, pk))


@door("mentors.answer_application")
@require_POST
def application_accept(request: SignedRequest, pk: int) -> HttpResponse:
    """The firm takes part; its representative is invited."""
    row, form, accepted = _find(request, pk), AcceptForm(request.POST), list[Accepted]()

    def accept() -> None:
        accepted.append(accept_application(row, by=request.membership, **form.cleaned_data))

    if not (form.is_valid() and done(form, accept)):
        return _show(request, row, accept_form=form)
    part, invitation = accepted[0].participation, accepted[0].invitation
    if invitation is not None:
        send_invitation(invitation, by=request.membership, language=row.language)
    say(request, _("%(name)s takes part now; its representative is invited.") % {"name": part})
    return redirect("employer", part.pk)


@door("mentors.answer_application")
@require_POST
def application_decline(request: SignedRequest, pk: int) -> HttpResponse:
    """The firm is told that it does not take part."""
    row, form = _find(request, pk), DeclineForm(request.POST)
    if form.is_valid() and done(
        form, partial(decline_application, row, by=request.membership, **form.cleaned_data)
    ):
        say(request, _("Declined. The firm is told."))
        return redirect("applications")
    return _show(request, row, decline_form=form)


COLUMNS = (
    Column(gettext_lazy("Number"), lambda row: row.label),
    Column(gettext_lazy("Firm"), lambda row: row.name),
    Column(gettext_lazy("State"), lambda row: row.get_state_display()),
    Column("NIP", lambda row: row.nip),
    Column("REGON", lambda row: row.regon),
    Column(gettext_lazy("Post code"), lambda row: row.postcode),
    Column(gettext_lazy("Place"), lambda row: row.place_name),
    Column(gettext_lazy("Representative"), lambda row: row.representative),
    Column(gettext_lazy("E-mail"), lambda row: row.email),
    Column(gettext_lazy("Phone"), lambda row: row.phone),
    Column(gettext_lazy("Confirmed on"), lambda row: row.confirmed_at.date()),
)


def _wanted(request: SignedRequest, filters: ApplicationFilter) -> QuerySet[Application]:
    mine = applications_in_scope(request.membership)
    return applications_for_list(mine, text=filters.chosen("q"), state=filters.chosen("state"))


def _find(request: SignedRequest, pk: int) -> Application:
    rows = applications_in_scope(request.membership).select_related("centre", "participation__employer")
    return get_object_or_404(rows, pk=pk)


def _show(request: SignedRequest, row: Application, **context: Any) -> HttpResponse:
    own = {
        "application": row,
        "known": known_of(row),
        "accept_form": AcceptForm(),
        "decline_form": DeclineForm(),
        "history": told_history(row),
    }
    return render(request, "applications/page.html", own | context, status=422 if context else 200)
