"""Settings of ways in: stages of the boards, papers to expect, questions of a talk."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from desk.domain.setting_up import (
    add_paper_kind,
    add_stage,
    change_paper_kind,
    change_stage,
    move_stage_up,
    set_protocol,
)
from desk.enums import Side
from desk.models import PaperKind, Stage
from desk.queries.interviews import protocol_in_force, protocols_of
from desk.queries.stages import paper_kinds_of, stages_of
from frontend.access import SignedRequest, door
from frontend.doing import done
from frontend.forms.ways_in import (
    NewPaperKindForm,
    NewStageForm,
    PaperKindForm,
    ProtocolForm,
    StageForm,
    written,
)
from frontend.held import held_data
from frontend.onboarding import SIDES, side_of
from frontend.paging import paginate
from frontend.toasts import say


@door("desk.set_up")
@require_http_methods(["GET", "HEAD", "POST"])
def stages(request: SignedRequest) -> HttpResponse:
    """The stages of both boards, and a form for one more on each."""
    if request.method != "POST":
        return _show_stages(request)
    side, centre = side_of(request.POST.get("side", "")), request.membership.organisation
    form = NewStageForm(request.POST, side=side)
    if _saved(form, partial(add_stage, centre, side, by=request.membership)):
        say(request, _("The stage stands on the board."))
        return redirect("stages")
    return _show_stages(request, side=side, form=form)


def _show_stages(
    request: SignedRequest, *, side: str = "", form: NewStageForm | None = None, **told: Any
) -> HttpResponse:
    pk = request.membership.organisation_id
    boards = [
        (key, word, stages_of(pk, key), form if form and key == side else NewStageForm(side=key))
        for key, word in SIDES
    ]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form or told else HTTPStatus.OK
    return render(request, "settings/stages.html", {"boards": boards, "form": form, **told}, status=status)


@door("desk.set_up")
@require_POST
def stage(request: SignedRequest, pk: int) -> HttpResponse:
    """Changes one stage; the first change makes the stages the centre's own."""
    found = _own_or_common(Stage, request, pk)
    form = StageForm(request.POST)
    centre = request.membership.organisation
    if _saved(form, partial(change_stage, centre, found, by=request.membership)):
        say(request, _("Saved."))
        return redirect("stages")
    return _show_stages(request, refused=form)


@door("desk.set_up")
@require_POST
def stage_up(request: SignedRequest, pk: int) -> HttpResponse:
    """Puts a stage one place to the front."""
    move_stage_up(request.membership.organisation, _own_or_common(Stage, request, pk), by=request.membership)
    say(request, _("Saved."))
    return redirect("stages")


@door("desk.set_up")
@require_http_methods(["GET", "HEAD", "POST"])
def paper_kinds(request: SignedRequest) -> HttpResponse:
    """The papers the centre expects of both sides, and a form for one more."""
    if request.method != "POST":
        return _show_kinds(request)
    side, centre = side_of(request.POST.get("side", "")), request.membership.organisation
    form = NewPaperKindForm(request.POST, side=side)
    if _saved(form, partial(add_paper_kind, centre, side, by=request.membership)):
        say(request, _("From now on this paper is asked for."))
        return redirect("paper_kinds")
    return _show_kinds(request, side=side, form=form)


def _show_kinds(
    request: SignedRequest, *, side: str = "", form: NewPaperKindForm | None = None, **told: Any
) -> HttpResponse:
    pk = request.membership.organisation_id
    lists = [
        (key, word, paper_kinds_of(pk, key), form if form and key == side else NewPaperKindForm(side=key))
        for key, word in SIDES
    ]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form or told else HTTPStatus.OK
    return render(request, "settings/paper_kinds.html", {"lists": lists, "form": form, **told}, status=status)


@door("desk.set_up")
@require_POST
def paper_kind(request: SignedRequest, pk: int) -> HttpResponse:
    """Changes one paper; the first change makes the papers the centre's own."""
    found = _own_or_common(PaperKind, request, pk)
    form = PaperKindForm(request.POST)
    centre = request.membership.organisation
    if _saved(form, partial(change_paper_kind, centre, found, by=request.membership)):
        say(request, _("Saved."))
        return redirect("paper_kinds")
    return _show_kinds(request, refused=form)


@door("desk.set_up")
@require_http_methods(["GET", "HEAD", "POST"])
def protocols(request: SignedRequest) -> HttpResponse:
    """Every version of the questions, which is in force today, and a form for the next one."""
    centre, sent, today = request.membership.organisation, request.method == "POST", timezone.localdate()
    in_force = {side: protocol_in_force(centre.pk, side, on=today) for side in Side}
    start = request.GET.get("side", "")
    side = Side(start) if start in Side.values else Side.VOLUNTEERS
    begin = {"side": side, "questions": written(in_force[side])}
    form = ProtocolForm(request.POST if sent else held_data(request), initial=begin)
    if sent and form.is_valid():
        typed = dict(form.cleaned_data)
        if done(form, partial(set_protocol, centre, typed.pop("side"), by=request.membership, **typed)):
            say(request, _("Saved: from that day these questions are asked."))
            return redirect("protocols")
    context = {
        "form": form,
        "side": side,
        "sides": SIDES,
        "page": paginate(request, protocols_of(centre.pk)),
        "in_force": [one for one in in_force.values() if one],
    }
    return render(request, "settings/protocols.html", context, status=422 if sent else 200)


@door("desk.set_up")
@require_safe
def protocol(request: SignedRequest, pk: int) -> HttpResponse:
    """One version, to read."""
    found = get_object_or_404(protocols_of(request.membership.organisation_id), pk=pk)
    return render(request, "settings/protocol.html", {"protocol": found})


def _saved(form: BaseForm, verb: Callable[..., object]) -> bool:
    """Whether the form was right and the verb did it, called with what was typed."""
    return form.is_valid() and done(form, lambda: verb(**form.cleaned_data))


def _own_or_common(model: Any, request: SignedRequest, pk: int) -> Any:
    found = get_object_or_404(model, pk=pk)
    if found.organisation_id not in (None, request.membership.organisation_id):
        raise Http404
    return found
