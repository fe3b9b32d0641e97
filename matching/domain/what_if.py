"""What other rules would change: the open proposals beside what a run by the tried rules would propose.

Numbers of places, codes and values only; nothing here is published, and nobody is told.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone

from base.audit.actor import SYSTEM
from base.audit.domain.records import record
from base.common.events import emit
from matching.domain.answers import chosen_pairs, left_over
from matching.domain.fairness import shares
from matching.domain.limits import as_findings
from matching.domain.problems import Question, ask
from matching.domain.runs import Lease, end_cancelled, leased
from matching.domain.trials import rules_tried
from matching.enums import TAKEN_BY_OTHERS, ProposalState, RunStage, RunState
from matching.events import RunProgressed
from matching.models import Programme, Run
from matching.queries import rules_on
from matching.solver import Criterion, HardRule, Problem
from matching.solver.constraints import broken_rules
from matching.solver.limits import LimitCosts
from matching.solver.messages import Answer
from matching.solver.tables import Tables

GAINS, LOSES, CHANGES = "gains", "loses", "changes"
#: In which order differences are told.
KINDS: Sequence[str] = (LOSES, GAINS, CHANGES)


@dataclass(frozen=True)
class Match:
    """Who would help a seeker, by number of place, and what the figures need."""

    helper: int
    points: int
    km: float
    hours: float


Matches = Mapping[int, Match]


@dataclass(frozen=True)
class Trial:
    """The question by the rules in force and by the tried ones, and what is proposed now, by seeker."""

    present: Question
    tried: Question
    proposed: Matches

    @property
    def problems(self) -> list[Problem]:
        """What limits are counted in: by the present rules, then by the tried ones where they differ."""
        questions = [self.present] if self.present is self.tried else [self.present, self.tried]
        return [one.problem for one in questions]


def prepare(run: Run, *, on: date) -> Trial:
    """Both questions. Refuses when the trial tries the rules in force and there are none."""
    programme, rules = run.programme, rules_tried(run, on=on)
    tried = ask(programme, on=on, rules=rules)
    if rules is None or rules_on(programme, on) is None:
        return Trial(tried, tried, _proposed(programme))
    return Trial(ask(programme, on=on), tried, _proposed(programme))


def conclude(
    lease: Lease,
    *,
    trial: Trial,
    answer: Answer,
    costs: Sequence[LimitCosts],
    seconds: Mapping[str, float],
) -> Run:
    """Keep what was found and end the trial; `costs` are those of `trial.problems`.

    Raises LostLease, and then nothing is kept.
    """
    found = findings(trial, answer, costs)
    result, problem = answer.result, trial.tried.problem
    with transaction.atomic():
        run = leased(lease)
        if run.cancel_requested_at is not None:
            return end_cancelled(lease)
        run.state, run.stage, run.progress = RunState.DONE, RunStage.FINISHED, 100
        run.finished_at, run.findings, run.rules = timezone.now(), found, trial.tried.rules
        run.seekers, run.helpers = len(problem.seekers), int((problem.helpers.room > 0).sum())
        run.arcs, run.matched = result.candidates, result.objective.matched
        run.weight, run.points = result.objective.weight, result.objective.points
        run.kept = result.objective.kept
        run.gap, run.violation, run.versions = result.gap, result.violation, result.versions
        run.notes, run.seconds = list(trial.tried.notes), dict(seconds)
        run.save()
        record("matching.trial.done", by=SYSTEM, on=run, organisation_id=run.programme.lead_id)
        emit(RunProgressed(run.pk, run.programme_id, run.state, run.stage, run.progress))
    return run


def findings(trial: Trial, answer: Answer, costs: Sequence[LimitCosts]) -> dict[str, Any]:
    """sides: {before, after} with rules, figures and what limits cost; differences; fairness."""
    waiting = set(trial.present.problem.seekers.id.tolist())
    before = {seeker: match for seeker, match in trial.proposed.items() if seeker in waiting}
    after = {
        one.seeker: Match(one.helper, one.points, *_apart(one.criteria))
        for one in chosen_pairs(trial.tried, answer)
    }
    lost = {
        one.seeker: before[one.seeker].helper
        for one in left_over(trial.tried, answer)
        if one.seeker in before
    }
    why = _in_the_way(trial.tried.problem, lost)
    sides = zip(
        ("before", "after"), (trial.present, trial.tried), (before, after), (costs[0], costs[-1]), strict=True
    )
    return {
        "sides": {
            name: {"rules": question.rules, "limits": as_findings(cost), **_figures(question, matches)}
            for name, question, matches, cost in sides
        },
        "differences": _differences(trial.tried, before, after, why),
        "fairness": [one.as_data() for one in shares(trial.present, before, after)],
    }


def _in_the_way(problem: Problem, lost: Mapping[int, int]) -> dict[int, str]:
    """Why each of these seekers would lose this helper: the first rule against the two, else that others need
    the helper more."""
    row = {pk: number for number, pk in enumerate(problem.seekers.id.tolist())}
    helper_row = {pk: number for number, pk in enumerate(problem.helpers.id.tolist())}
    why = dict.fromkeys(lost, HardRule.AVAILABLE.value)
    there = [seeker for seeker, helper in lost.items() if helper in helper_row]
    s = np.array([row[seeker] for seeker in there], dtype=np.int64)
    h = np.array([helper_row[lost[seeker]] for seeker in there], dtype=np.int64)
    for seeker, broken in zip(there, broken_rules(Tables.of(problem), s, h), strict=True):
        against = [rule.value for rule, breaks in zip(HardRule, broken, strict=True) if breaks]
        why[seeker] = against[0] if against else TAKEN_BY_OTHERS
    return why


def _proposed(programme: Programme) -> Matches:
    rows = programme.proposals.filter(state=ProposalState.OPEN).order_by("pk")
    return {
        seeker: Match(helper, points, *_apart(criteria))
        for seeker, helper, points, criteria in rows.values_list(
            "seeker_id", "helper_id", "points", "criteria"
        )
    }


def _apart(criteria: Sequence[Mapping[str, Any]]) -> tuple[float, float]:
    """Kilometres between the two, and the hours they share in a week."""
    values = {one["code"]: one["values"] for one in criteria}
    return values.get(Criterion.DISTANCE, {}).get("km", 0.0), values.get(Criterion.TIME, {}).get("hours", 0.0)


def _figures(question: Question, matches: Matches) -> dict[str, Any]:
    """What the matching reaches: sums, means over the matched, and the longest wait among the others."""
    seekers, weights = question.problem.seekers, question.problem.rules.weights
    is_matched = np.isin(seekers.id, np.fromiter(matches, np.int64))
    count = len(matches)
    waited = seekers.days_waited
    return {
        "matched": count,
        "weight": int(seekers.weight[is_matched].sum()),
        "points": sum(one.points for one in matches.values()),
        "most_points": count * sum(vars(weights).values()),
        "km": _mean([one.km for one in matches.values()]),
        "hours": _mean([one.hours for one in matches.values()]),
        "days": _mean(waited[is_matched].tolist()),
        "longest": int(waited[~is_matched].max()) if (~is_matched).any() else None,
    }


def _mean(values: Collection[float]) -> float | None:
    return round(sum(values) / len(values), 1) if values else None


def _differences(
    question: Question, before: Matches, after: Matches, why: Mapping[int, str]
) -> list[dict[str, Any]]:
    """Whoever would be matched otherwise: who loses first, then by priority."""
    weight = dict(
        zip(question.problem.seekers.id.tolist(), question.problem.seekers.weight.tolist(), strict=True)
    )
    found = []
    for seeker in before.keys() | after.keys():
        now, then = before.get(seeker), after.get(seeker)
        if now is not None and then is not None and now.helper == then.helper:
            continue
        found.append(
            {
                "kind": LOSES if then is None else GAINS if now is None else CHANGES,
                "seeker": seeker,
                "now": now.helper if now else None,
                "then": then.helper if then else None,
                "km": then.km if then else None,
                "hours": then.hours if then else None,
                "why": why.get(seeker, "") if then is None else "",
            }
        )
    return sorted(
        found, key=lambda one: (KINDS.index(one["kind"]), -weight.get(one["seeker"], 0), one["seeker"])
    )
