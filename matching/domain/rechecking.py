"""Checking a run again at the wish of somebody who looks at its page; what was found stays with the run."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common import shutdown
from base.common.errors import Refusal
from matching.domain.solving import ChildDiedError, Stopped, judge_in_child
from matching.domain.verification import Check, CheckCode, Judge, Verdict, verify
from matching.enums import RunState
from matching.models import Run, RunEvidence
from matching.solver import Problem, Result, Violation, check

#: In `Run.findings`: {at, by, progress, seen_at} while it is being checked, then {at, by, checks: [...]}.
RECHECK = "recheck"
#: So many pairs of people are judged at once, in a tenth of a second; more of them in the background.
AT_ONCE = 250_000
#: A check unseen for so long is not under way any more.
LASTS = timedelta(seconds=60)
STEP = 5  # per cent


def request_recheck(run: Run, *, by: Actor) -> bool:
    """Check a finished run again: at once where it is small; True when the door has to enqueue `recheck`.

    Refuses a run that published nothing or keeps no evidence, and while another check is on.
    """
    if run.state != RunState.DONE or not RunEvidence.objects.filter(run=run).exists():
        raise Refusal(_("No evidence is kept of this run, so it cannot be checked again."), "no_evidence")
    asked = {"at": timezone.now().isoformat(), "by": by.actor_label}
    is_small = run.seekers * max(run.helpers, 1) <= AT_ONCE
    with transaction.atomic():
        locked = Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
        if is_under_way(locked, timezone.now()):
            raise Refusal(_("This run is being checked already."), "under_way")
        _keep(locked, {**asked, "progress": 0, "seen_at": asked["at"]})
        record("matching.run.recheck", by=by, on=run, organisation_id=run.programme.lead_id)
    if is_small:
        _finish(run.pk, asked, check)
    return not is_small


def recheck(run_id: int) -> None:
    """What the background does: the judge works in a process of its own, and the page sees how far it is."""
    run = Run.objects.get(pk=run_id)
    asked = run.findings.get(RECHECK, {})
    if "progress" not in asked:
        return

    def show(share: float) -> None:
        progress = int(share * 100) // STEP * STEP
        if progress > asked["progress"]:
            asked["progress"] = progress
            _keep_by_pk(run_id, {**asked, "seen_at": timezone.now().isoformat()})

    def judge(problem: Problem, result: Result) -> list[Violation]:
        return judge_in_child(problem, result, on_progress=show, should_stop=shutdown.requested.is_set)

    try:
        _finish(run_id, {"at": asked["at"], "by": asked["by"]}, judge)
    except (Stopped, ChildDiedError):
        _keep_by_pk(run_id, None)


def is_under_way(run: Run, now: datetime) -> bool:
    """Whether somebody's check of the run has not ended yet."""
    kept = run.findings.get(RECHECK, {})
    return "progress" in kept and now - datetime.fromisoformat(kept["seen_at"]) < LASTS


def last_verdict(run: Run) -> Verdict | None:
    """What the last check found; None when nobody checked, or it has not ended."""
    kept = run.findings.get(RECHECK, {})
    if "checks" not in kept:
        return None
    return Verdict(
        tuple(Check(CheckCode(one["code"]), one["is_right"], one["values"]) for one in kept["checks"])
    )


def _finish(run_id: int, asked: Mapping[str, Any], judge: Judge) -> None:
    verdict = verify(Run.objects.get(pk=run_id), judge=judge)
    checks = [
        {"code": one.code.value, "is_right": one.is_right, "values": one.values} for one in verdict.checks
    ]
    _keep_by_pk(run_id, {**asked, "at": timezone.now().isoformat(), "checks": checks})


@transaction.atomic
def _keep_by_pk(run_id: int, found: Mapping[str, Any] | None) -> None:
    _keep(Run.objects.select_for_update(of=("self",)).get(pk=run_id), found)


def _keep(run: Run, found: Mapping[str, Any] | None) -> None:
    run.findings = {name: value for name, value in run.findings.items() if name != RECHECK}
    if found is not None:
        run.findings[RECHECK] = dict(found)
    run.save(update_fields=["findings"])
