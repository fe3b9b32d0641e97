"""Trying rules out: a run that changes nothing, asked for, thrown away, forgotten after some days."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from matching.domain.problems import as_data
from matching.domain.rulebook import CHANGEABLE, check_rules, rules_with
from matching.domain.runs import wait_in_line
from matching.enums import LIVE_RUN_STATES, RunKind
from matching.models import Programme, ProgrammeRules, Run
from matching.queries import trials

KEPT = timedelta(days=14)
MOST_KEPT = 10  # of one programme


@transaction.atomic
def request_trial(
    programme: Programme,
    *,
    by: Actor,
    rules: Mapping[str, Any] | None = None,
    source: str = "",
    valid_from: date | None = None,
    seed: int = 1,
) -> Run:
    """A trial of the rules in force with these changes, for today's people; None changes nothing.

    `source` and `valid_from` are what was typed beside the rules, kept so that nothing is typed twice.
    ValidationError names the fields that cannot be; refuses as a run does.
    """
    tried: dict[str, Any] = {}
    if rules is not None:
        row = rules_with(programme, rules, on=timezone.localdate())
        check_rules(row)
        data = as_data(row, programme)
        tried = {
            "rules": {name: value for name, value in data.items() if name in CHANGEABLE},
            "source": source,
            "valid_from": valid_from.isoformat() if valid_from else "",
        }
    run = wait_in_line(Run(programme=programme, kind=RunKind.WHAT_IF, tried=tried, seed=seed), by=by)
    _keep_few(programme)
    return run


def rules_tried(run: Run, *, on: date) -> ProgrammeRules | None:
    """A row that is never saved, with the rules a trial tries; None when it tries those in force."""
    return rules_with(run.programme, run.tried["rules"], on=on) if run.tried else None


@transaction.atomic
def throw_away(run: Run, *, by: Actor) -> None:
    """Delete a trial that has ended; refuses one that is on, and a matching."""
    run = Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.kind != RunKind.WHAT_IF:
        raise Refusal(_("A matching stays on record."), "matching")
    if run.is_live:
        raise Refusal(_("This trial is still on. Cancel it first."), "is_on")
    record("matching.trial.throw_away", by=by, on=run)
    run.delete()


def forget_trials(now: datetime) -> int:
    """Delete trials that ended long ago; returns how many."""
    old = Run.objects.filter(kind=RunKind.WHAT_IF, requested_at__lt=now - KEPT)
    deleted, _by_model = old.exclude(state__in=LIVE_RUN_STATES).delete()
    return deleted


def _keep_few(programme: Programme) -> None:
    numbers = list(trials(programme).exclude(state__in=LIVE_RUN_STATES).values_list("pk", flat=True))
    Run.objects.filter(pk__in=numbers[MOST_KEPT - 1 :]).delete()
