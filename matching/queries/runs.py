"""Runs and trials of a programme."""

from django.db.models import QuerySet

from matching.enums import (
    LIVE_RUN_STATES,
    RunKind,
    RunState,
)
from matching.models import (
    Programme,
    Run,
)


def run_history(programme: Programme) -> QuerySet[Run]:
    """The matchings, newest first."""
    return programme.runs.filter(kind=RunKind.MATCHING).order_by("-requested_at", "-pk")


def live_run(programme: Programme, kind: RunKind = RunKind.MATCHING) -> Run | None:
    """The run of this kind that waits or works now."""
    return programme.runs.filter(kind=kind, state__in=LIVE_RUN_STATES).first()


def trials(programme: Programme) -> QuerySet[Run]:
    """Rules tried out and still kept, newest first; without the findings, which are long."""
    return programme.runs.filter(kind=RunKind.WHAT_IF).order_by("-requested_at", "-pk").defer("findings")


def last_done_run(programme: Programme) -> Run | None:
    """The run whose proposals stand."""
    done = programme.runs.filter(kind=RunKind.MATCHING, state=RunState.DONE)
    return done.order_by("-finished_at", "-pk").first()
