"""A run from being asked for to its end; what is published between is in proposals.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from base.audit.actor import SYSTEM, Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.events import emit
from matching.enums import ProgrammeState, RunError, RunKind, RunStage, RunState
from matching.events import RunProgressed
from matching.models import Programme, Run
from matching.queries import live_run

#: A worker shows itself every few seconds; one unseen for so long is gone.
LEASE_LASTS = timedelta(seconds=60)


class RunIsOn(Refusal):
    """The programme already has a live run: `run_id`."""

    def __init__(self, run_id: int) -> None:
        super().__init__(_("A run is already on for this programme. Wait for it, or cancel it."), "run_is_on")
        self.run_id = run_id


class LostLease(Refusal):
    """Somebody else has taken this run over, or it has ended: whoever holds the lease must stop."""

    def __init__(self) -> None:
        super().__init__(_("This run has ended or was taken over."), "lost_lease")


@dataclass(frozen=True)
class Lease:
    """The right to work on a run, until it ends or the lease is given anew."""

    run_id: int
    number: int


def request_run(programme: Programme, *, by: Actor, seed: int = 1) -> Run:
    """A run to be worked on in the background; the door enqueues it.

    Refuses a paused programme, and RunIsOn while another run is live. One that was lost is ended first.
    """
    return wait_in_line(Run(programme=programme, kind=RunKind.MATCHING, seed=seed), by=by)


@transaction.atomic
def wait_in_line(run: Run, *, by: Actor) -> Run:
    """Store a new run of any kind, unless its programme is paused or has a live one of the kind (RunIsOn)."""
    programme = run.programme
    if programme.state != ProgrammeState.ACTIVE:
        raise Refusal(
            _("“%(programme)s” is paused. Take it up again to match in it.") % {"programme": programme},
            "paused",
        )
    reap_lost_runs(timezone.now(), programme=programme)
    run.requested_by_id, run.requested_by_label = by.actor_id, by.actor_label
    try:
        with transaction.atomic():
            run.save(force_insert=True)
    except IntegrityError as error:
        live = live_run(programme, RunKind(run.kind))
        if live is None:
            raise
        raise RunIsOn(live.pk) from error
    act = "matching.run.request" if run.kind == RunKind.MATCHING else "matching.trial.request"
    record(act, by=by, on=run, details={"programme": programme.key})
    _tell(run)
    return run


@transaction.atomic
def cancel_run(run: Run, *, by: Actor) -> Run:
    """End a run that waits; ask the worker of one that is on to stop, which it does within a second.

    Refuses a run that has ended.
    """
    run = _locked(run.pk)
    if not run.is_live:
        raise Refusal(_("This run has already ended."), "ended")
    if run.cancel_requested_at is None:
        run.cancel_requested_at = timezone.now()
        record("matching.run.cancel", by=by, on=run)
    if run.state == RunState.REQUESTED:
        _end(run, RunState.CANCELLED)
    else:
        run.save(update_fields=["cancel_requested_at"])
    return run


# --- for the worker -----------------------------------------------------------------------------------


@transaction.atomic
def claim_run(run_id: int) -> Lease:
    """Take a waiting run; LostLease when it does not wait (any more)."""
    run = Run.objects.select_for_update(of=("self",)).filter(pk=run_id, state=RunState.REQUESTED).first()
    if run is None:
        raise LostLease
    now = timezone.now()
    run.state, run.stage, run.progress = RunState.RUNNING, RunStage.READING, 0
    run.lease, run.lease_seen_at, run.started_at = run.lease + 1, now, now
    run.save(update_fields=["state", "stage", "progress", "lease", "lease_seen_at", "started_at"])
    _tell(run)
    return Lease(run.pk, run.lease)


def report_progress(lease: Lease, *, stage: RunStage, progress: int) -> bool:
    """Show the step and share of work done, 0 to 100, and that the worker lives; False when it is to stop.

    Raises LostLease.
    """
    mine = Run.objects.filter(pk=lease.run_id, lease=lease.number, state=RunState.RUNNING)
    if not mine.update(stage=stage, progress=progress, lease_seen_at=timezone.now()):
        raise LostLease
    run = mine.first()
    if run is None:
        raise LostLease
    _tell(run)
    return run.cancel_requested_at is None


def is_to_stop(lease: Lease) -> bool:
    """Whether somebody asked to cancel. Raises LostLease."""
    mine = Run.objects.filter(pk=lease.run_id, lease=lease.number, state=RunState.RUNNING)
    asked = mine.values_list("cancel_requested_at", flat=True)
    if not asked:
        raise LostLease
    return asked[0] is not None


@transaction.atomic
def end_cancelled(lease: Lease) -> Run:
    """The worker has stopped as asked. Raises LostLease."""
    run = leased(lease)
    _end(run, RunState.CANCELLED)
    return run


@transaction.atomic
def fail_run(lease: Lease, *, error: RunError, notes: Sequence[Mapping[str, Any]] = ()) -> Run:
    """The run came to nothing, for a reason told by `sentences.outcome`. Raises LostLease."""
    run = leased(lease)
    run.error, run.notes = error, list(notes)
    _end(run, RunState.FAILED)
    return run


def leased(lease: Lease) -> Run:
    """The run, locked for the current transaction, if the lease still holds. Raises LostLease."""
    run = _locked(lease.run_id)
    if run.state != RunState.RUNNING or run.lease != lease.number:
        raise LostLease
    return run


@transaction.atomic
def reap_lost_runs(now: datetime, *, programme: Programme | None = None) -> list[Run]:
    """End the runs whose worker has not been seen for a minute; a late worker finds its lease gone."""
    lost = Run.objects.select_for_update(of=("self",)).filter(
        Q(lease_seen_at=None) | Q(lease_seen_at__lt=now - LEASE_LASTS), state=RunState.RUNNING
    )
    if programme is not None:
        lost = lost.filter(programme=programme)
    runs = list(lost)
    for run in runs:
        run.lease = run.lease + 1
        if run.cancel_requested_at is not None:
            _end(run, RunState.CANCELLED)
        else:
            run.error = RunError.LOST
            _end(run, RunState.FAILED)
    return runs


def _end(run: Run, state: RunState) -> None:
    run.state, run.stage, run.finished_at = state, RunStage.FINISHED, timezone.now()
    run.save()
    record(f"matching.run.{state}", by=SYSTEM, on=run, details={"error": run.error} if run.error else None)
    _tell(run)


def _locked(run_id: int) -> Run:
    return Run.objects.select_for_update(of=("self",)).get(pk=run_id)


def _tell(run: Run) -> None:
    emit(RunProgressed(run.pk, run.programme_id, run.state, run.stage, run.progress))
