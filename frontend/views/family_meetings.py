"""Meetings: those that were, confirmed in one touch or told otherwise, and those to come."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.domain.meetings import confirm_meeting, say_otherwise
from activities.domain.planning import call_off_meeting, move_meeting
from activities.enums import Mood, PlannedState
from activities.models import PlannedMeeting
from activities.queries import coming_meetings, meetings_of_household
from families.models import Household
from frontend.doing import done
from frontend.family import FamilyRequest, family_door
from frontend.family_meetings import FamilyMeeting, shown_meetings
from frontend.forms.family import OtherwiseForm, WhenForm
from frontend.paging import paginate
from frontend.toasts import say
from matching.enums import PairSide
from matching.queries import pairs_of_household

SIDE = PairSide.FAMILY
PER_PAGE = 10


@family_door
@require_safe
def meetings(request: FamilyRequest) -> HttpResponse:
    """All the family's meetings, the newest first, and what is planned."""
    page = paginate(request, meetings_of_household(request.household), PER_PAGE)
    now = timezone.now()
    coming = coming_meetings(pairs_of_household(request.household), now).filter(start__gte=now)
    context = {"page": page, "shown": shown_meetings(page.object_list), "coming": coming[:PER_PAGE]}
    return render(request, "f/meetings.html", context)


@family_door
@require_safe
def meeting(request: FamilyRequest, pk: int) -> HttpResponse:
    """One meeting, and the ways to say how it was."""
    return _show(request, _find(request.household, pk))


@family_door
@require_POST
def confirm(request: FamilyRequest, pk: int) -> HttpResponse:
    """It was so: one touch. A face can follow, and comes here too."""
    found = _find(request.household, pk)
    mood = request.POST.get("mood", "")
    confirm_meeting(found.meeting, side=SIDE, by=request.actor, mood=int(mood) if mood in MOODS else None)
    say(request, _("Thank you. We have written it down."))
    return redirect("f_home" if mood else "f_meeting", *([] if mood else [pk]))


@family_door
@require_http_methods(["GET", "HEAD", "POST"])
def otherwise(request: FamilyRequest, pk: int) -> HttpResponse:
    """It was otherwise: they did not meet, or at another time, or for another length."""
    found = _find(request.household, pk)
    start = timezone.localtime(found.meeting.start)
    initial = {"day": start.date(), "hour": start.time(), "minutes": found.meeting.minutes}
    form = OtherwiseForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and done(
        form,
        lambda: say_otherwise(found.meeting, side=SIDE, by=request.actor, **form.told(found.meeting)),
    ):
        say(request, _("Thank you. Your coordinator will look at it."))
        return redirect("f_meetings")
    context = {"one": found, "form": form}
    return render(request, "f/otherwise.html", context, status=422 if form.errors else 200)


@family_door
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: FamilyRequest, key: UUID) -> HttpResponse:
    """A meeting to come; it can be moved to another time."""
    found = _find_plan(request.household, key)
    start = timezone.localtime(found.start)
    initial = {"day": start.date(), "hour": start.time()}
    form = WhenForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and done(
        form,
        lambda: move_meeting(
            found, start=form.start(), minutes=found.minutes, place=found.place, by=request.actor
        ),
    ):
        say(request, _("The meeting is moved."))
        return redirect("f_plan", key)
    context = {"plan": found, "form": form, "helper": found.pair.helper.person}
    return render(request, "f/plan.html", context, status=422 if form.errors else 200)


@family_door
@require_POST
def call_off(request: FamilyRequest, key: UUID) -> HttpResponse:
    """They do not meet then."""
    call_off_meeting(_find_plan(request.household, key), by=request.actor)
    say(request, _("The meeting is called off."))
    return redirect("f_meetings")


MOODS = {str(mood.value) for mood in Mood}


def _find(household: Household, pk: int) -> FamilyMeeting:
    return shown_meetings([get_object_or_404(meetings_of_household(household), pk=pk)])[0]


def _find_plan(household: Household, key: UUID) -> PlannedMeeting:
    plans = PlannedMeeting.objects.filter(
        pair__in=pairs_of_household(household), state=PlannedState.PLANNED
    ).select_related("pair__helper__volunteer", "pair__helper__mentor", "pair__programme")
    return get_object_or_404(plans, key=key)


def _show(request: FamilyRequest, found: FamilyMeeting) -> HttpResponse:
    return render(request, "f/meeting.html", {"one": found, "moods": Mood.choices})
