"""Trainings: arranged, who is invited (with a look at it first), who came."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base.common.enums import ContactChannel
from desk.domain.trainings import (
    WELCOME,
    add_who_was_there,
    answer_place,
    arrange_training,
    call_training_off,
    change_training,
    invite_to_training,
    take_invitations_back,
)
from desk.enums import Side
from desk.models import TrainingSession
from desk.queries.onboarding import newcomers
from desk.queries.stages import stages_of
from desk.queries.trainings import for_list, not_invited, places_of, trainings_in_scope
from frontend.access import SignedRequest, door
from frontend.doing import done_in_time
from frontend.forms.onboarding import PlaceForm, TrainingForm
from frontend.held import held_data
from frontend.onboarding import SIDES
from frontend.paging import Option, paginate
from frontend.toasts import say
from volunteers.queries import volunteers_in_scope

#: How many can be invited in one go.
MOST = 200
LONGEST_NUMBER = 18


@door("desk.use")
@require_http_methods(["GET", "HEAD", "POST"])
def trainings(request: SignedRequest) -> HttpResponse:
    """Trainings to come and those that were, and a form for the next one."""
    sent = request.method == "POST"
    form = TrainingForm(request.POST if sent else held_data(request))
    made: list[TrainingSession] = []

    def arrange() -> None:
        made.append(arrange_training(request.membership.organisation, by=request.membership, **form.told()))

    if sent and form.is_valid() and done_in_time(form, arrange):
        told = (
            _("Now add who was there.")
            if made[0].is_over
            else _("The training is arranged. Now invite people.")
        )
        say(request, told)
        return redirect("training", made[0].pk)
    page = paginate(request, for_list(trainings_in_scope(request.membership)))
    context = {"form": form, "page": page, "now": timezone.now(), "stage": _number(request, "stage")}
    context["sides"] = SIDES
    return render(request, "onboarding/trainings.html", context, status=422 if sent else 200)


@door("desk.use")
@require_safe
def training(request: SignedRequest, pk: int) -> HttpResponse:
    """One training: who is invited, comes, was there."""
    return _show(request, get_object_or_404(trainings_in_scope(request.membership), pk=pk))


def _show(request: SignedRequest, found: TrainingSession, **context: Any) -> HttpResponse:
    places = paginate(request, places_of(found), per_page=100)
    counted = for_list(TrainingSession.objects.filter(pk=found.pk)).get()
    shown = {"session": found, "places": places, "counted": counted}
    return render(request, "onboarding/training.html", {**shown, **context})


@door("desk.use")
@require_http_methods(["GET", "HEAD", "POST"])
def training_edit(request: SignedRequest, pk: int) -> HttpResponse:
    """Another time, place or length of a training to come; who is invited is told."""
    found = get_object_or_404(trainings_in_scope(request.membership), pk=pk)
    sent = request.method == "POST"
    form = TrainingForm(request.POST if sent else held_data(request), initial=TrainingForm.initial_of(found))

    def change() -> None:
        change_training(found, by=request.membership, **form.told())

    if sent and form.is_valid() and done_in_time(form, change):
        say(request, _("Changed. Whoever is invited is told of another time or place in ten minutes."))
        return redirect("training", pk)
    told = for_list(TrainingSession.objects.filter(pk=pk)).get()
    context = {"form": form, "session": told}
    return render(request, "onboarding/training_edit.html", context, status=422 if sent else 200)


@door("desk.use")
@require_http_methods(["GET", "HEAD", "POST"])
def training_invite(request: SignedRequest, pk: int) -> HttpResponse:
    """Choose people, look who will be told and how, then invite them; to one that was, they are added."""
    found = get_object_or_404(trainings_in_scope(request.membership), pk=pk)
    chosen = _chosen(request, found)
    if request.method == "POST" and found.is_over:
        add_who_was_there(found, volunteers=chosen, by=request.membership)
        say(request, _("Added. Now write down who was there."))
        return redirect("training", pk)
    if request.method == "POST" and "invite" in request.POST:
        places = invite_to_training(found, volunteers=chosen, by=request.membership)
        undo = reverse("training_take_back", args=[pk]) + "?places=" + ",".join(str(one.pk) for one in places)
        told = ngettext(
            "%(count)d person is invited: the message leaves in ten minutes.",
            "%(count)d people are invited: the messages leave in ten minutes.",
            len(places),
        )
        say(request, told % {"count": len(places)}, undo_url=undo if places else "")
        return redirect("training", pk)
    stages = stages_of(request.membership.organisation_id, Side.VOLUNTEERS)
    stage = _number(request, "stage")
    rows = newcomers(request.membership, Side.VOLUNTEERS, on=timezone.localdate(), stages=stages)
    rows = rows.filter(stage_pk=stage) if stage else rows
    context = {
        "session": found,
        "chosen": chosen,
        "by_channel": _by_channel(chosen),
        "page": paginate(request, not_invited(rows, found).order_by("stage_since", "number"), per_page=100),
        "stages": [Option(str(one.pk), str(one)) for one in stages.columns],
    }
    return render(request, "onboarding/training_invite.html", context)


def _chosen(request: SignedRequest, found: TrainingSession) -> list[Any]:
    """The volunteers ticked, those of the centre who may come and have no place yet."""
    data = request.POST if request.method == "POST" else request.GET
    numbers = [int(one) for one in data.getlist("people")[:MOST] if _is_number(one)]
    rows = volunteers_in_scope(request.membership).filter(pk__in=numbers, state__in=WELCOME)
    return list(not_invited(rows, found).order_by("number"))


def _by_channel(chosen: list[Any]) -> list[tuple[str, int]]:
    """(channel, how many), in the order of the channels."""
    counts = {one: sum(who.channel == one for who in chosen) for one in ContactChannel}
    return [(str(channel.label), count) for channel, count in counts.items() if count]


@door("desk.use")
@require_POST
def training_take_back(request: SignedRequest, pk: int) -> HttpResponse:
    """Takes invitations back that nobody has heard of."""
    found = get_object_or_404(trainings_in_scope(request.membership), pk=pk)
    numbers = [int(one) for one in request.GET.get("places", "").split(",")[:MOST] if _is_number(one)]
    gone = take_invitations_back(found, places=numbers, by=request.membership)
    told = ngettext("%(count)d invitation is taken back.", "%(count)d invitations are taken back.", gone)
    say(request, told % {"count": gone})
    return redirect("training", pk)


@door("desk.use")
@require_POST
def training_place(request: SignedRequest, pk: int, place_pk: int) -> HttpResponse:
    """Writes down what came of an invitation."""
    found = get_object_or_404(trainings_in_scope(request.membership), pk=pk)
    place = get_object_or_404(places_of(found), pk=place_pk)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=HTTPStatus.UNPROCESSABLE_ENTITY)
    answer_place(place, state=form.cleaned_data["state"], by=request.membership)
    told = _("%(label)s: %(state)s.")
    say(request, told % {"label": place.volunteer.label, "state": place.get_state_display()})
    return redirect("training", pk)


@door("desk.use")
@require_POST
def training_call_off(request: SignedRequest, pk: int) -> HttpResponse:
    """The training does not take place."""
    found = get_object_or_404(trainings_in_scope(request.membership), pk=pk)
    call_training_off(found, by=request.membership)
    say(request, _("Called off. Invitations that had not left are taken back; tell those who come."))
    return redirect("training", pk)


def _number(request: SignedRequest, name: str) -> int | None:
    asked = request.GET.get(name, "")
    return int(asked) if _is_number(asked) else None


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) <= LONGEST_NUMBER
