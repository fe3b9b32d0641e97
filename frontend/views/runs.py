"""Runs of the matching: starting one, watching it, and what it found."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from frontend.access import SignedRequest, door, require
from frontend.desk import told_certificate
from frontend.run_findings import changes_context, proof_of
from frontend.toasts import refuse, say
from matching.domain.runs import RunIsOn, cancel_run, request_run
from matching.domain.sentences import note, outcome
from matching.enums import RunStage, RunState
from matching.models import Run
from matching.queries import last_done_run, matchings_in_scope, programmes_in_scope, unmatched_of
from matching.tasks import run_matching_task

STAGES = tuple(stage for stage in RunStage if stage not in (RunStage.WAITING, RunStage.FINISHED))


@door("matching.run_matching")
@require_POST
def run_start(request: SignedRequest, pk: int) -> HttpResponse:
    """Asks for a run and opens its page; while one is on, opens that one."""
    programme = get_object_or_404(programmes_in_scope(request.membership), pk=pk)
    require(request, "matching.run_matching", programme)
    try:
        run = request_run(programme, by=request.membership)
    except RunIsOn as is_on:
        refuse(request, _("A run is already on for this programme; here it is."))
        return redirect("run", is_on.run_id)
    run_matching_task.enqueue(run.pk)
    return redirect("run", run.pk)


@door("matching.run_matching")
@require_safe
def run(request: SignedRequest, pk: int) -> HttpResponse:
    """A run: its steps while it is on, then what it found and who is without a pair yet."""
    found = get_object_or_404(matchings_in_scope(request.membership).select_related("programme__lead"), pk=pk)
    alone = request.htmx.target == "run"
    return render(request, "runs/run.html" if alone else "runs/page.html", context_of(request, found))


@door("matching.run_matching")
@require_POST
def run_cancel(request: SignedRequest, pk: int) -> HttpResponse:
    """Asks a run to stop; the proposals from before it stay as they are."""
    found = get_object_or_404(matchings_in_scope(request.membership), pk=pk)
    require(request, "matching.run_matching", found.programme)
    stopped = cancel_run(found, by=request.membership)
    say(request, _("Cancelled. Nothing was changed.") if not stopped.is_live else _("It stops in a moment."))
    return redirect("run", pk)


def context_of(request: SignedRequest, found: Run) -> dict[str, Any]:
    """What the page of a run shows."""
    proven, numbers = told_certificate(found)
    done = found.state == RunState.DONE
    findings = changes_context(request, found, request.membership) if done else {}
    return {
        **findings,
        "proof": proof_of(found, request.membership) if done else None,
        "run": found,
        "outcome": outcome(found),
        "proven": proven,
        "numbers": numbers,
        "notes": [note(one) for one in found.notes] if done else [],
        "steps": [str(stage.label) for stage in STAGES],
        "step": STAGES.index(RunStage(found.stage)) if found.stage in STAGES else 0,
        "waiting": unmatched_of(found, request.membership).count() if done else 0,
        "is_last": done and found == last_done_run(found.programme),
        "is_nobody": done and not (found.seekers and found.helpers),
        "seconds": sum(float(value) for value in found.seconds.values()),
        "stages": [
            (RunStage(name).label, value) for name, value in found.seconds.items() if name in RunStage
        ],
    }
