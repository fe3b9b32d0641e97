"""Settings of ways in: stages of the boards, papers to expect, questions of a talk."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any

from django.db.models import Q
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
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
from frontend.forms.reasons import WhyForm
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


@dataclass(frozen=True)
class TwoLists:
    """What a centre sets for newcomers of either side: a page of two lists, with a form for one more row on
    each and a form in every row. `page` is its address and template."""

    page: str
    model: type[Stage] | type[PaperKind]
    rows_of: Callable[[int, Side], Any]
    new_form: type[NewStageForm] | type[NewPaperKindForm]
    add: Callable[..., object]
    added: str | Promise

    def show(
        self, request: SignedRequest, *, new: BaseForm | None = None, refused: BaseForm | None = None
    ) -> HttpResponse:
        """Both lists; 422 with a form that was sent and not done."""
        centre, side = request.membership.organisation_id, request.POST.get("side", "")
        lists = [
            (key, word, self.rows_of(centre, key), new if new and key == side else self.new_form(side=key))
            for key, word in SIDES
        ]
        status = HTTPStatus.UNPROCESSABLE_ENTITY if new or refused else HTTPStatus.OK
        return render(
            request, f"settings/{self.page}.html", {"lists": lists, "refused": refused}, status=status
        )

    def edit(self, request: SignedRequest) -> HttpResponse:
        """The page; sent, one more row."""
        if request.method != "POST":
            return self.show(request)
        side = side_of(request.POST.get("side", ""))
        form = self.new_form(request.POST, side=side)
        return self._sent(request, form, self.add, side, told=self.added, new=form)

    def change(
        self, request: SignedRequest, pk: int, form: BaseForm, verb: Callable[..., object]
    ) -> HttpResponse:
        """Does something with one row; the first change makes the rows the centre's own."""
        common_or_own = Q(organisation=None) | Q(organisation=request.membership.organisation_id)
        row = get_object_or_404(self.model, common_or_own, pk=pk)
        return self._sent(request, form, verb, row, told=_("Saved."), refused=form)

    def _sent(
        self, request: SignedRequest, form: BaseForm, verb: Callable[..., object], about: object, **page: Any
    ) -> HttpResponse:
        centre, by, told = request.membership.organisation, request.membership, page.pop("told")
        if form.is_valid() and done(form, lambda: verb(centre, about, by=by, **form.cleaned_data)):
            say(request, told)
            return redirect(self.page)
        return self.show(request, **page)


STAGES = TwoLists(
    "stages", Stage, stages_of, NewStageForm, add_stage, gettext_lazy("The stage stands on the board.")
)
PAPERS = TwoLists(
    "paper_kinds",
    PaperKind,
    paper_kinds_of,
    NewPaperKindForm,
    add_paper_kind,
    gettext_lazy("From now on this paper is asked for."),
)


@door("desk.set_up")
@require_http_methods(["GET", "HEAD", "POST"])
def stages(request: SignedRequest) -> HttpResponse:
    """The stages of both boards, and a form for one more on each."""
    return STAGES.edit(request)


@door("desk.set_up")
@require_POST
def stage(request: SignedRequest, pk: int) -> HttpResponse:
    """Changes one stage."""
    return STAGES.change(request, pk, StageForm(request.POST), change_stage)


@door("desk.set_up")
@require_POST
def stage_up(request: SignedRequest, pk: int) -> HttpResponse:
    """Puts a stage one place to the front."""
    return STAGES.change(request, pk, WhyForm(request.POST), move_stage_up)


@door("desk.set_up")
@require_http_methods(["GET", "HEAD", "POST"])
def paper_kinds(request: SignedRequest) -> HttpResponse:
    """The papers the centre expects of both sides, and a form for one more."""
    return PAPERS.edit(request)


@door("desk.set_up")
@require_POST
def paper_kind(request: SignedRequest, pk: int) -> HttpResponse:
    """Changes one paper."""
    return PAPERS.change(request, pk, PaperKindForm(request.POST), change_paper_kind)


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
