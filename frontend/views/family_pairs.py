"""A proposed person and what becomes of it: yes or not this time, a pause, the end, a last word."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.queries import planned_of_pair
from activities.queries.talk import unread_of_family
from families.domain.households import pause_household, resume_household
from families.enums import HouseholdState
from frontend.doing import done
from frontend.family import FamilyRequest, family_door
from frontend.family_pairs import FamilyPair, find_pair, pairs_shown
from frontend.forms.family import LastWordForm, PauseForm
from frontend.toasts import say
from frontend.views.family_about import whole
from matching.domain.life import TRANSITIONS
from matching.domain.pairs import (
    accept_offer,
    answer_survey,
    begin_closing,
    decline_offer,
    pause_pair,
    resume_pair,
)
from matching.enums import PairSide, PairState

SIDE = PairSide.FAMILY


@family_door
@require_safe
def pair(request: FamilyRequest, key: UUID) -> HttpResponse:
    """Who it is, what the two have in common, and what the family can do now."""
    return _show(request, find_pair(whole(request.household), key))


@family_door
@require_POST
def answer(request: FamilyRequest, key: UUID) -> HttpResponse:
    """Yes, or not this time: no reason is asked, and the family's place in the queue stays."""
    found = find_pair(whole(request.household), key)
    if request.POST.get("answer") == "yes":
        accept_offer(found.pair, side=SIDE, by=request.actor)
        say(request, _("Thank you! We write to you when we know more."))
        return redirect("f_pair", key)
    decline_offer(found.pair, side=SIDE, by=request.actor)
    say(request, _("All right. Your place in the queue stays, and we go on looking."))
    return redirect("f_home")


@family_door
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: FamilyRequest, key: UUID) -> HttpResponse:
    """Asks once more, then ends it without fault: nobody asks why."""
    found = find_pair(whole(request.household), key)
    if request.method != "POST":
        return render(request, "f/end.html", {"one": found})
    if PairState.CLOSING in TRANSITIONS[found.state] or found.state == PairState.CLOSING:
        begin_closing(found.pair, side=SIDE, by=request.actor)
        say(request, _("It is done. Thank you for the time together."))
        return redirect("f_pair", key)
    decline_offer(found.pair, side=SIDE, by=request.actor)
    say(request, _("All right. Your place in the queue stays, and we go on looking."))
    return redirect("f_home")


@family_door
@require_POST
def last_word(request: FamilyRequest, key: UUID) -> HttpResponse:
    """How it was, and whether the family would do it again."""
    found = find_pair(whole(request.household), key)
    form = LastWordForm(request.POST)
    if form.is_valid() and done(
        form, lambda: answer_survey(found.pair, side=SIDE, by=request.actor, **form.word())
    ):
        say(request, _("Thank you for your answer."))
        return redirect("f_pair", key)
    return _show(request, found, word_form=form)


@family_door
@require_http_methods(["GET", "HEAD", "POST"])
def rest(request: FamilyRequest) -> HttpResponse:
    """A pause: of the meetings for some weeks, or of our looking for somebody."""
    household = whole(request.household)
    meeting = next((one for one in pairs_shown(household) if one.can_pause), None)
    form = PauseForm(request.POST if "weeks" in request.POST else None)
    if request.method == "POST":
        if meeting is not None and "weeks" not in request.POST:
            resume_pair(meeting.pair, by=request.actor)
            say(request, _("The pause is over. You can meet again."))
            return redirect("f_pair", meeting.pair.key)
        if meeting is not None and form.is_valid():
            until = timezone.localdate() + timedelta(weeks=int(form.cleaned_data["weeks"]))
            pause_pair(meeting.pair, until=until, by=request.actor)
            say(request, _("You have a pause. Your helper will hear of it."))
            return redirect("f_pair", meeting.pair.key)
        if meeting is None:
            return _rest_from_looking(request)
    words = {"one": meeting, "form": form, "is_resting": household.state == HouseholdState.PAUSED}
    return render(request, "f/rest.html", words, status=422 if form.errors else 200)


def _rest_from_looking(request: FamilyRequest) -> HttpResponse:
    if request.household.state == HouseholdState.PAUSED:
        resume_household(request.household, by=request.actor)
        say(request, _("We look for a person again."))
    else:
        with override("pl"):  # the reason is read by the centre
            reason = _("The family asked for a pause on its own pages.")
        pause_household(request.household, reason=reason, by=request.actor)
        say(request, _("We do not look for now. Your place in the queue stays."))
    return redirect("f_home")


def _show(request: FamilyRequest, found: FamilyPair, **forms: LastWordForm) -> HttpResponse:
    survey = found.pair.surveys.filter(side=SIDE).first() if found.is_ending else None
    context = {
        "one": found,
        "plans": planned_of_pair(found.pair).filter(start__gte=timezone.now())[:5],
        "survey": survey,
        "unread": unread_of_family(request.household),
        "word_form": LastWordForm(),
        **forms,
    }
    return render(request, "f/pair.html", context, status=422 if forms else 200)
