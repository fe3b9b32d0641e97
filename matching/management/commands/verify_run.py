"""`manage.py verify_run`: a run recomputed from what was stored, without the solver."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from matching.domain.verdicts import conclusion, told
from matching.domain.verification import MOST_NAMED, Verdict, verify
from matching.enums import RunKind, RunState
from matching.models import Run


class Command(BaseCommand):
    """Prints one line per check; any difference, and having nothing to check, ends with 1."""

    help = "Check a finished run again from its evidence: rules, points, proof, and all that is stored of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", type=int, metavar="ID", help="the number of the run, as in its address")
        parser.add_argument("--json", action="store_true", help="print the checks as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        run = Run.objects.filter(pk=options["run"]).first()
        if run is None:
            raise CommandError(f"There is no run {options['run']}.")
        if run.kind != RunKind.MATCHING or run.state != RunState.DONE:
            raise CommandError("Only a finished matching can be checked: this run published nothing.")
        verdict = verify(run)
        self.stdout.write(as_json(run, verdict) if options["json"] else in_words(verdict))
        if not verdict.is_right:
            # A run without evidence may be right; but nobody should read success where nothing was proven.
            raise CommandError(conclusion(verdict))


def in_words(verdict: Verdict) -> str:
    """A line for each check, then what the judge found, then the conclusion."""
    lines = [f"{'ok   ' if one.is_right else 'WRONG'}  {told(one)}" for one in verdict.checks]
    lines += [f"       {one.sentence}" for one in verdict.violations[:MOST_NAMED]]
    if verdict.is_right:
        lines.append(conclusion(verdict))
    return "\n".join(lines)


def as_json(run: Run, verdict: Verdict) -> str:
    """The same for programs."""
    checks = [{**asdict(one), "sentence": told(one)} for one in verdict.checks]
    found = [asdict(one) for one in verdict.violations]
    return json.dumps(
        {"run": run.pk, "is_right": verdict.is_right, "checks": checks, "violations": found}, indent=2
    )
