"""For a pair: a meeting written down from paper or the phone, and meetings planned, moved and called off."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activities.domain.meetings import Logged, log_meeting
from activities.domain.planning import call_off_meeting, move_meeting, plan_meeting
from activities.models import PlannedMeeting
from activities.queries import catalogue_of, default_start
from activities.queries.desk import plans_in_scope
from activities.queries.roster import usual_minutes
from base.accounts.models import Membership
from frontend.access import SignedRequest, door
from frontend.doing import done_in_time
from frontend.facing import name_of
from frontend.forms.activities import PaperLogForm, PlanForm, TimeForm
from frontend.held import held_data
from frontend.toasts import say
from frontend.views.meetings import pair_of
from matching.models import Pair


@door("activities.settle_meeting")
@require_http_methods(["GET", "HEAD", "POST"])
def pair_log(request: SignedRequest, pk: int) -> HttpResponse:
    """Writes down a meeting one of the two told of."""
    pair = pair_of(request.membership, pk)
    names = {"family": pair.seeker.household.label, "helper": name_of(pair.helper, request.membership)}
    catalogue = catalogue_of(pair.programme)
    typed = request.POST if request.method == "POST" else held_data(request)
    form = PaperLogForm(typed or None, catalogue=catalogue, initial=_usual(pair), **names)
    if request.method == "POST" and form.is_valid():
        logged = _log(pair, form, by=request.membership)
        if logged is not None:
            say(request, logged.sentence)
            return redirect("meeting", logged.meeting.pk)
    pictures = {activity.code: activity.picture for activity in catalogue}
    return _show(request, "meetings/log.html", pair, form, pictures=pictures)


def _usual(pair: Pair) -> dict[str, Any]:
    minutes = usual_minutes(pair.programme)
    start = timezone.localtime(default_start(pair, minutes, timezone.now()))
    return {"day": start.date(), "at": start.time(), "minutes": minutes}


def _log(pair: Pair, form: PaperLogForm, *, by: Membership) -> Logged | None:
    """What became of it; None when the form tells what is to be mended."""
    found: list[Logged] = []

    def log() -> None:
        typed = form.cleaned_data
        found.append(
            log_meeting(pair, entry_id=typed["entry"], draft=form.draft(), side=typed["side"], by=by)
        )

    return found[0] if done_in_time(form, log) else None


@door("activities.settle_meeting")
@require_http_methods(["GET", "HEAD", "POST"])
def pair_plan(request: SignedRequest, pk: int) -> HttpResponse:
    """Plans a meeting for the two."""
    pair = pair_of(request.membership, pk)
    typed = request.POST if request.method == "POST" else held_data(request)
    tomorrow = timezone.localdate() + timedelta(days=1)
    form = PlanForm(typed or None, initial={"day": tomorrow, "minutes": usual_minutes(pair.programme)})

    def plan() -> None:
        plan_meeting(pair, start=form.start(), by=request.membership, **_place_and_length(form))

    if request.method == "POST" and form.is_valid() and done_in_time(form, plan):
        say(request, _("Planned. They see it on their pages."))
        return redirect("pair", pk)
    return _show(request, "meetings/plan.html", pair, form)


@door("activities.settle_meeting")
@require_http_methods(["GET", "HEAD", "POST"])
def plan_move(request: SignedRequest, pk: int) -> HttpResponse:
    """Moves a planned meeting."""
    planned = _plan(request.membership, pk)
    typed = request.POST if request.method == "POST" else held_data(request)
    form = PlanForm(typed or None, initial=PlanForm.of(planned))

    def move() -> None:
        move_meeting(planned, start=form.start(), by=request.membership, **_place_and_length(form))

    if request.method == "POST" and form.is_valid() and done_in_time(form, move):
        say(request, _("Moved. They see the new time on their pages."))
        return redirect("pair", planned.pair_id)
    return _show(request, "meetings/plan.html", planned.pair, form, planned=planned)


@door("activities.settle_meeting")
@require_POST
def plan_call_off(request: SignedRequest, pk: int) -> HttpResponse:
    """Calls a planned meeting off."""
    planned = _plan(request.membership, pk)
    call_off_meeting(planned, by=request.membership)
    say(request, _("Called off. They see it on their pages."))
    return redirect("pair", planned.pair_id)


def _plan(membership: Membership, pk: int) -> PlannedMeeting:
    return get_object_or_404(plans_in_scope(membership), pk=pk)


def _place_and_length(form: PlanForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("minutes", "place")}


def _show(request: SignedRequest, template: str, pair: Pair, form: TimeForm, **context: Any) -> HttpResponse:
    shown = {"pair": pair, "form": form, "helper_name": name_of(pair.helper, request.membership)}
    status = 422 if request.method == "POST" else 200
    return render(request, template, {**shown, **context}, status=status)
