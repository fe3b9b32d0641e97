"""Concerns: whoever works with people reports one; administrators alone read, each look on record."""

from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.domain.concerns import close_incident, note_incident, read_incident, report_concern
from activities.enums import IncidentState
from activities.models import Incident
from activities.queries import incidents_in_scope
from activities.queries.desk import incidents_listed, pair_of_household
from base.accounts.models import Membership
from base.audit.domain.records import record
from families.models import Household
from families.queries import households_in_scope
from frontend.access import SignedRequest, door
from frontend.doing import done
from frontend.facing import name_of
from frontend.forms.activities import ConcernForm, NoteForm
from frontend.held import held_data
from frontend.meetings import SIDE_WORDS
from frontend.paging import Option, paginate
from frontend.toasts import say
from matching.queries import pairs_in_scope

SIGHT = "activities.view_incident"


@door(SIGHT)
@require_safe
@transaction.atomic
def concerns(request: SignedRequest) -> HttpResponse:
    """Concerns about the centre's families by label, without what was said."""
    state = request.GET.get("state", "")
    state = state if state in IncidentState.values else ""
    page = paginate(request, incidents_listed(request.membership, state=state))
    page.object_list = [(one, SIDE_WORDS[one.side]) for one in page.object_list]
    record("activities.incidents.listed", by=request.membership, details={"rows": len(page.object_list)})
    context = {"page": page, "state": state, "states": [Option(*choice) for choice in IncidentState.choices]}
    return render(request, "concerns/list.html", context)


@door(SIGHT)
@require_safe
def concern(request: SignedRequest, pk: int) -> HttpResponse:
    """One concern with its notes; the look is on record."""
    return _show(request, _find(request.membership, pk))


def _find(membership: Membership, pk: int) -> Incident:
    return get_object_or_404(incidents_in_scope(membership), pk=pk)


def _show(
    request: SignedRequest, incident: Incident, *, status: int = HTTPStatus.OK, **refused: Any
) -> HttpResponse:
    found = read_incident(incident, by=request.membership)
    pair = None
    if found.pair_id is not None:
        rows = pairs_in_scope(request.membership).select_related("helper__volunteer", "helper__mentor")
        pair = rows.filter(pk=found.pair_id).first()
    context = {
        "incident": found,
        "notes": list(found.notes.all()),
        "side": SIDE_WORDS[found.side],
        "pair": pair,
        "helper": name_of(pair.helper, request.membership) if pair else "",
        "is_open": found.state == IncidentState.OPEN,
        "form": NoteForm(),
    }
    return render(request, "concerns/page.html", {**context, **refused}, status=status)


@door(SIGHT)
@require_POST
def concern_note(request: SignedRequest, pk: int) -> HttpResponse:
    """Adds a note, for good."""
    return _write(request, pk, note_incident, _("The note is added. It cannot be changed any more."))


@door(SIGHT)
@require_POST
def concern_close(request: SignedRequest, pk: int) -> HttpResponse:
    """Closes the concern with a last note."""
    return _write(request, pk, close_incident, _("Closed. It can still be read here."))


def _write(request: SignedRequest, pk: int, verb: Any, told: str) -> HttpResponse:
    incident = _find(request.membership, pk)
    form = NoteForm(request.POST)
    if form.is_valid() and done(
        form, lambda: verb(incident, words=form.cleaned_data["words"], by=request.membership)
    ):
        say(request, told)
        return redirect("concern", pk)
    return _show(request, incident, status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)


# --- reporting --------------------------------------------------------------------------------------------


@door("activities.report_concern")
@require_http_methods(["GET", "HEAD", "POST"])
def concern_report(request: SignedRequest, pk: int) -> HttpResponse:
    """Reports a concern about a family; whoever reports hears that it arrived, and reads no other."""
    household = get_object_or_404(households_in_scope(request.membership), pk=pk)
    typed = request.POST if request.method == "POST" else held_data(request)
    form = ConcernForm(typed or None, pairs=_pairs(household, request.membership))

    def report() -> None:
        chosen = form.cleaned_data.get("pair")
        report_concern(
            household,
            by=request.membership,
            words=form.cleaned_data["words"],
            key=form.cleaned_data["key"],
            pair=pair_of_household(household, request.membership, int(chosen)) if chosen else None,
        )

    if request.method == "POST" and form.is_valid() and done(form, report):
        say(request, _("Received. The administrators of your centre have been told that there is a concern."))
        return redirect("family", pk)
    context = {"household": household, "form": form}
    return render(request, "concerns/report.html", context, status=422 if request.method == "POST" else 200)


def _pairs(household: Household, membership: Membership) -> list[tuple[str, str]]:
    """The family's pairs to choose from, the newest first."""
    rows = pairs_in_scope(membership).filter(seeker__household=household)
    rows = rows.select_related("programme", "helper__volunteer", "helper__mentor").order_by("-pk")
    return [(str(pair.pk), f"{name_of(pair.helper, membership)}, {pair.programme}") for pair in rows[:20]]
