"""Rules tried out: starting a trial, watching it, what it found, throwing it away."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from base.accounts.models import Membership
from base.common.errors import Refusal
from frontend.access import SignedRequest, door, require
from frontend.paging import paginate
from frontend.toasts import refuse, say
from frontend.trials import (
    changed_rules,
    figures,
    headline,
    kinds_of,
    told_differences,
    told_fairness,
    visible_differences,
)
from frontend.views.runs import STAGES
from matching.domain.limit_sentences import held_back, who_has_nobody
from matching.domain.limits import counts_from
from matching.domain.runs import RunIsOn, cancel_run
from matching.domain.sentences import note, outcome
from matching.domain.trials import request_trial, throw_away
from matching.enums import RunKind, RunStage, RunState
from matching.models import Programme, Run
from matching.queries import programmes_in_scope, runs_in_scope
from matching.tasks import run_matching_task


@door("matching.change_programme")
@require_POST
def trial_start(request: SignedRequest, pk: int) -> HttpResponse:
    """Tries the rules as they are: what would a run give now?"""
    programme = get_object_or_404(programmes_in_scope(request.membership), pk=pk)
    require(request, "matching.change_programme", programme)
    return start(request, programme)


def start(request: SignedRequest, programme: Programme, **tried: Any) -> HttpResponse:
    """Asks for a trial and opens its page; while one is on, opens that one."""
    try:
        run = request_trial(programme, by=request.membership, **tried)
    except RunIsOn as is_on:
        refuse(request, _("A trial is already on for this programme; here it is."))
        return redirect("trial", is_on.run_id)
    run_matching_task.enqueue(run.pk)
    return redirect("trial", run.pk)


@door("matching.run_matching")
@require_safe
def trial(request: SignedRequest, pk: int) -> HttpResponse:
    """A trial: its steps while it is on, then what would change."""
    found = find(request.membership, pk)
    alone = request.htmx.target == "run"
    return render(request, "trials/trial.html" if alone else "trials/page.html", context_of(request, found))


@door("matching.change_programme")
@require_POST
def trial_cancel(request: SignedRequest, pk: int) -> HttpResponse:
    """Asks a trial to stop."""
    stopped = cancel_run(_own(request, pk), by=request.membership)
    say(request, _("Cancelled. Nothing was changed.") if not stopped.is_live else _("It stops in a moment."))
    return redirect("trial", pk)


@door("matching.change_programme")
@require_POST
def trial_throw_away(request: SignedRequest, pk: int) -> HttpResponse:
    """Deletes a trial that has ended."""
    found = _own(request, pk)
    try:
        throw_away(found, by=request.membership)
    except Refusal as refusal:
        refuse(request, str(refusal.message))
        return redirect("trial", pk)
    say(request, _("Thrown away. The rules are as they were."))
    return redirect("programme", found.programme_id)


def find(membership: Membership, pk: int) -> Run:
    """A trial of a programme in scope."""
    trials = runs_in_scope(membership).filter(kind=RunKind.WHAT_IF)
    return get_object_or_404(trials.select_related("programme"), pk=pk)


def _own(request: SignedRequest, pk: int) -> Run:
    found = find(request.membership, pk)
    require(request, "matching.change_programme", found.programme)
    return found


def context_of(request: SignedRequest, found: Run) -> dict[str, Any]:
    """What the page of a trial shows."""
    context = {
        "run": found,
        "programme": found.programme,
        "outcome": outcome(found),
        "steps": [str(stage.label) for stage in STAGES],
        "step": STAGES.index(RunStage(found.stage)) if found.stage in STAGES else 0,
    }
    return context | (_found(request, found) if found.state == RunState.DONE else {})


def _found(request: SignedRequest, found: Run) -> dict[str, Any]:
    counts = counts_from(found.findings["sides"]["after"]["limits"])
    differences = visible_differences(found, request.membership)
    kinds = kinds_of(differences)
    asked = request.GET.get("kind", "")
    page = paginate(request, [one for one in differences if asked in ("", one["kind"])])
    return {
        "headline": headline(found),
        "changed": changed_rules(found),
        "figures": figures(found),
        "nobody": " ".join(filter(None, [who_has_nobody(counts), held_back(counts)])),
        "notes": [note(one) for one in found.notes],
        "kinds": kinds,
        "page": page,
        "told": told_differences(list(page.object_list), request.membership),
        "fairness": told_fairness(found),
    }
