"""The page of a pair for its helper: what is planned, what was; a pause, an end without fault."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.domain.planning import call_off_meeting, move_meeting, plan_meeting
from activities.enums import PlannedState
from activities.models import PlannedMeeting
from activities.queries import BROUGHT_TOGETHER, figures_of, meetings_of_pair, planned_of_pair
from activities.queries.talk import standing_of, unread_of
from base.common.errors import Refusal
from frontend.access import SignedRequest, door
from frontend.differing import duration
from frontend.facing import people_of
from frontend.first_weeks import change_first_weeks, first_weeks_shown
from frontend.forms.meetings import PauseForm, PlanForm
from frontend.held import held_data
from frontend.helping import asks_nothing, told_meeting, way_of
from frontend.offered import offered, told_pairs, waits_for_helper
from frontend.paging import paginate
from frontend.toasts import say
from matching.domain.life import TRANSITIONS
from matching.domain.pairs import begin_closing, pause_pair, resume_pair
from matching.enums import PairSide, PairState
from matching.models import Pair


@door("accounts.help")
@require_safe
def companion(request: SignedRequest, key: UUID) -> HttpResponse:
    """A family or a colleague one helps."""
    return _show(request, _find(request, key))


@door("accounts.help")
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: SignedRequest, key: UUID) -> HttpResponse:
    """Plans a meeting to come."""
    pair = _find(request, key)

    def act(form: PlanForm) -> None:
        told = form.cleaned_data
        plan_meeting(
            pair,
            start=form.moment,
            minutes=told["minutes"],
            place=told["place"],
            by=request.membership,
            side=PairSide.HELPER,
        )
        say(request, _("Planned."))

    initial = {"start_date": timezone.localdate(), "minutes": 60}
    return _planning(request, pair, act, initial, title=_("Plan a meeting"))


@door("accounts.help")
@require_http_methods(["GET", "HEAD", "POST"])
def planned_move(request: SignedRequest, key: UUID) -> HttpResponse:
    """Moves a planned meeting."""
    planned = _planned(request, key)

    def act(form: PlanForm) -> None:
        told = form.cleaned_data
        move_meeting(
            planned, start=form.moment, minutes=told["minutes"], place=told["place"], by=request.membership
        )
        say(request, _("The meeting is moved."))

    local = timezone.localtime(planned.start)
    initial = {
        "start_date": local.date(),
        "start_time": local.time(),
        "minutes": planned.minutes,
        "place": planned.place,
    }
    return _planning(request, planned.pair, act, initial, title=_("Move the meeting"))


@door("accounts.help")
@require_POST
def planned_call_off(request: SignedRequest, key: UUID) -> HttpResponse:
    """Calls a planned meeting off."""
    planned = _planned(request, key)
    call_off_meeting(planned, by=request.membership)
    say(request, _("The meeting is called off."))
    return redirect("companion", planned.pair.key)


@door("accounts.help")
@require_http_methods(["GET", "HEAD", "POST"])
def companion_pause(request: SignedRequest, key: UUID) -> HttpResponse:
    """A pause until a day; the two go on by themselves then."""
    pair = _find(request, key)
    form = PauseForm(request.POST if request.method == "POST" else held_data(request))
    if request.method != "POST":
        return _show(request, pair, pause_form=form, pausing=True)
    if not form.is_valid():
        return _show(request, pair, HTTPStatus.UNPROCESSABLE_ENTITY, pause_form=form, pausing=True)
    try:
        pause_pair(pair, until=form.cleaned_data["until"], by=request.membership)
    except ValidationError as error:
        _add(form, error)
        return _show(request, pair, HTTPStatus.UNPROCESSABLE_ENTITY, pause_form=form, pausing=True)
    except Refusal as refusal:
        return _show(request, pair, HTTPStatus.CONFLICT, told=refusal.message)
    say(request, _("You have a pause. It ends by itself."))
    return redirect("companion", pair.key)


@door("accounts.help")
@require_POST
def companion_resume(request: SignedRequest, key: UUID) -> HttpResponse:
    """Ends a pause early."""
    return _acted(request, key, lambda pair: resume_pair(pair, by=request.membership), _("You meet again."))


@door("accounts.help")
@require_POST
def companion_end(request: SignedRequest, key: UUID) -> HttpResponse:
    """Ends the pair without fault and without a reason; a coordinator says goodbye with both."""

    def act(pair: Pair) -> object:
        return begin_closing(pair, side=PairSide.HELPER, by=request.membership)

    return _acted(
        request,
        key,
        act,
        _("Thank you for the time you gave. Your coordinator gets in touch with both of you."),
    )


@door("accounts.help")
@require_POST
def companion_first_weeks(request: SignedRequest, key: UUID) -> HttpResponse:
    """Ticks a line of a new colleague's first weeks, or opens it again."""
    pair = _find(request, key)
    try:
        change_first_weeks(pair, request.POST, side=PairSide.HELPER, by=request.membership)
    except Refusal as refusal:
        return _show(request, pair, HTTPStatus.CONFLICT, told=refusal.message)
    return redirect(f"{reverse('companion', args=[pair.key])}#first")


def _acted(request: SignedRequest, key: UUID, act: Callable[[Pair], object], told: str) -> HttpResponse:
    pair = _find(request, key)
    try:
        act(pair)
    except Refusal as refusal:
        return _show(request, pair, HTTPStatus.CONFLICT, told=refusal.message)
    say(request, told)
    return redirect("companion", pair.key)


def _find(request: SignedRequest, key: UUID) -> Pair:
    found: Pair = get_object_or_404(people_of(told_pairs(request.membership)), key=key)
    return found


def _planned(request: SignedRequest, key: UUID) -> PlannedMeeting:
    rows = PlannedMeeting.objects.filter(pair__in=told_pairs(request.membership), state=PlannedState.PLANNED)
    found: PlannedMeeting = get_object_or_404(rows.select_related("pair__seeker__household"), key=key)
    return found


def _planning(
    request: SignedRequest,
    pair: Pair,
    act: Callable[[PlanForm], None],
    initial: dict[str, Any],
    *,
    title: str,
) -> HttpResponse:
    held = held_data(request)
    form = PlanForm(request.POST if request.method == "POST" else held, initial=initial)
    told: object = ""
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                act(form)
                return redirect("companion", pair.key)
            except ValidationError as error:
                _add(form, error)
            except Refusal as refusal:
                told, status = refusal.message, HTTPStatus.CONFLICT
    context = {"form": form, "pair": pair, "title": title, "told": told}
    return render(request, "phone/plan.html", context, status=status)


def _add(form: PlanForm | PauseForm, error: ValidationError) -> None:
    for name, words in error.message_dict.items():
        field = "start_date" if name == "start" else name
        form.add_error(field if field in form.fields else None, words)


def _show(request: SignedRequest, pair: Pair, status: int = HTTPStatus.OK, **more: Any) -> HttpResponse:
    page = paginate(request, meetings_of_pair(pair))
    page.object_list = [told_meeting(meeting) for meeting in page.object_list]
    state, figures = PairState(pair.state), figures_of(meetings_of_pair(pair))
    context = {
        "pair": pair,
        "offer": offered(pair),
        "waits": waits_for_helper(pair),
        "stands": asks_nothing(pair),
        "way": way_of(pair),
        "planned": list(planned_of_pair(pair)[:5]),
        "page": page,
        "figures": figures,
        "hours": duration(figures.minutes),
        "can_plan": state in (PairState.ACCEPTED, PairState.MET, PairState.AGREED, PairState.ACTIVE),
        "can_pause": state in (PairState.ACTIVE, PairState.PAUSED),
        "can_end": PairState.CLOSING in TRANSITIONS[state],
        "can_talk": standing_of(pair, on=timezone.localdate()) is not None,
        "unread": unread_of(request.membership, [pair]).get(pair.pk, 0),
        "pause_form": PauseForm(),
        "first_weeks": first_weeks_shown(pair) if pair.stands_at in BROUGHT_TOGETHER else None,
    }
    return render(request, "phone/companion.html", {**context, **more}, status=status)
