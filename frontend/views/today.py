"""Today: one line and what can be decided about it; the rules every line follows."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from base.accounts.models import Membership
from desk.domain.care import assign, give_back, put_off, take_up
from desk.enums import CareKind
from desk.queries.care import CareLine, line_of
from desk.queries.people import colleagues
from desk.queries.watch import Watch
from frontend.access import SignedRequest, door
from frontend.doing import done
from frontend.forms.care import AssignForm, PutOffForm
from frontend.toasts import say
from frontend.today import Row, rows_of
from frontend.today_rules import rules_told


@door("desk.use")
@require_safe
def today_rules(request: SignedRequest) -> HttpResponse:
    """What stands on Today from when on, with the numbers, their source and their dates."""
    return render(request, "today/rules.html", rules_told(request.membership))


@door("desk.use")
@require_safe
def care_line(request: SignedRequest, kind: str, pk: int) -> HttpResponse:
    """One line with what can be decided about it; for htmx the decisions alone, beneath the line."""
    return _show(request, _find(request.membership, kind, pk))


def _show(
    request: SignedRequest, line: CareLine, *, status: int = HTTPStatus.OK, **typed: Any
) -> HttpResponse:
    people = colleagues(request.membership)
    context = {
        "row": _row(request.membership, line),
        "put_off": PutOffForm(tier=line.tier),
        "assign": AssignForm(people=people),
        "back": _back(request),
        **typed,
    }
    template = "today/decide.html" if request.htmx else "today/line.html"
    return render(request, template, context, status=status)


@door("desk.use")
@require_POST
def care_put_off(request: SignedRequest, kind: str, pk: int) -> HttpResponse:
    """Out of sight until a day, with a reason."""
    line = _find(request.membership, kind, pk)
    form = PutOffForm(request.POST, tier=line.tier)
    if not form.is_valid() or not done(
        form, lambda: put_off(line, by=request.membership, **form.cleaned_data)
    ):
        return _show(request, line, status=HTTPStatus.UNPROCESSABLE_ENTITY, put_off=form)
    day = date_format(form.cleaned_data["until"], "DATE_FORMAT")
    undo = reverse("care_take_up", args=[kind, pk])
    say(
        request,
        _("Put off until %(day)s. It comes back sooner if it becomes more urgent.") % {"day": day},
        undo_url=undo,
    )
    return redirect(_back(request))


@door("desk.use")
@require_POST
def care_take_up(request: SignedRequest, kind: str, pk: int) -> HttpResponse:
    """In sight again."""
    take_up(_find(request.membership, kind, pk), by=request.membership)
    say(request, _("The line is on the list again."))
    return redirect(_back(request))


@door("desk.use")
@require_POST
def care_assign(request: SignedRequest, kind: str, pk: int) -> HttpResponse:
    """Given to a colleague, or taken."""
    line = _find(request.membership, kind, pk)
    form = AssignForm(request.POST, people=colleagues(request.membership))
    if form.is_valid():
        to = form.people[form.cleaned_data["to"]]
        if done(form, lambda: assign(line, to=to, by=request.membership)):
            undo = reverse("care_give_back", args=[kind, pk])
            say(request, _("%(name)s looks after it now.") % {"name": to.user}, undo_url=undo)
            return redirect(_back(request))
    return _show(request, line, status=HTTPStatus.UNPROCESSABLE_ENTITY, assign=form)


@door("desk.use")
@require_POST
def care_give_back(request: SignedRequest, kind: str, pk: int) -> HttpResponse:
    """Everybody's again."""
    give_back(_find(request.membership, kind, pk), by=request.membership)
    say(request, _("The line is everybody's again."))
    return redirect(_back(request))


def _find(membership: Membership, kind: str, pk: int) -> CareLine:
    """The line as it stands in this membership's list, put off or not."""
    line = line_of(membership, CareKind(kind), pk) if kind in CareKind else None
    if line is None:
        raise Http404
    return line


def _row(membership: Membership, line: CareLine) -> Row:
    rows = rows_of([line], Watch.of(membership, on=timezone.localdate()))
    if not rows:
        raise Http404
    return rows[0]


def _back(request: SignedRequest) -> str:
    """The list as one left it: its address comes along; anything else leads to the whole list."""
    back = request.POST.get("back", "") or request.GET.get("back", "")
    ours = url_has_allowed_host_and_scheme(back, None) and back.startswith(reverse("home") + "?")
    return back if ours else reverse("home")
