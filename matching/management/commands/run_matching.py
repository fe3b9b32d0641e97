"""`manage.py run_matching`: one run in the foreground, by the same verbs as the button."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from base.audit.actor import Robot
from base.common.errors import Refusal
from matching.domain.runs import request_run
from matching.domain.sentences import outcome
from matching.domain.work import perform_run
from matching.enums import RunStage, RunState
from matching.models import Programme, Run


class Command(BaseCommand):
    """Matches one programme and waits for it."""

    help = "Match one programme: proposals are stored, nobody is told anything."
    # Every page would be loaded only to be checked; `make check` and `serve` have done it.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--programme", required=True, metavar="KEY", help="the key of the programme")
        parser.add_argument("--json", action="store_true", help="print the run as JSON")

    def handle(self, *, programme: str, json: bool, **options: Any) -> None:
        chosen = Programme.objects.filter(key=programme).first()
        if chosen is None:
            keys = ", ".join(Programme.objects.order_by("key").values_list("key", flat=True))
            raise CommandError(f"There is no programme {programme!r}. There are: {keys or 'none yet'}.")
        try:
            requested = request_run(chosen, by=Robot("run_matching"))
            run = perform_run(requested.pk, on_progress=self.show)
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(as_json(run) if json else outcome(run))
        if run.state != RunState.DONE:
            raise CommandError(outcome(run))

    def show(self, stage: RunStage, progress: int) -> None:
        """One line per report, for whoever waits."""
        self.stderr.write(f"{progress:3d} %  {stage.label}")


def as_json(run: Run) -> str:
    """Figures of a run, for programs."""
    told = {
        name: getattr(run, name)
        for name in (
            "id", "state", "error", "seekers", "helpers", "arcs", "matched", "weight", "points", "kept",
            "gap", "violation", "seed", "seconds", "versions", "notes",
        )
    }  # fmt: skip
    return json.dumps({"programme": run.programme.key, **told}, indent=2)
