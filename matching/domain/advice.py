"""What would help those not matched yet: the solver's advice as codes to store, and read back for people.

Helpers are named by their row in the run's evidence alone; which row is whose goes with the person.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q

from matching.domain.evidence import Prepared
from matching.domain.outlooks import helpers_in
from matching.domain.problems import Question
from matching.enums import CLOSED_WITH_CAUSE, ENDED_BEFORE_BEGINNING
from matching.models import Helper, Pair, Run, Unmatched, Veto
from matching.solver.advice import Advice, Remedy
from matching.solver.codes import ChangeKind

#: In `Run.findings`: for how many families smaller changes were looked for, the most urgent first.
LOOKED_FOR = "changes_looked_for"


def told_advice(question: Question, advice: Advice, evidence: Prepared) -> dict[int, dict[str, Any]]:
    """Number of a family's place → what `Unmatched.advice` keeps; without "changes" none were looked for.

    blocking: sets of rules, the smallest first; changes: {kind, whose, helper (a row of the evidence),
    points, gain: {families, weight, points}} and the values of the kind.
    """
    seekers = question.problem.seekers.id
    liftable = _liftable(question, advice)
    told = {}
    for one in advice.obstacles:
        kept: dict[str, Any] = {"blocking": [list(rules) for rules in one.blocking]}
        if one.remedies is not None:
            possible = (
                it
                for it in one.remedies
                if it.change.kind != ChangeKind.VETO or _ids(question, it) in liftable
            )
            kept["changes"] = [_change(question, it, evidence) for it in possible]
        told[int(seekers[one.seeker])] = kept
    return told


def _change(question: Question, remedy: Remedy, evidence: Prepared) -> dict[str, Any]:
    change, gain = remedy.change, remedy.gain
    values: dict[str, Any] = dict(change.values)
    if "language" in values:
        values["language"] = question.languages[int(values["language"])]
    return {
        "kind": change.kind.value,
        "whose": change.which.value,
        "helper": evidence.helper[_ids(question, remedy)[1]],
        "points": remedy.points,
        "gain": {"families": gain.families, "weight": gain.weight, "points": gain.points},
        **values,
    }


def _ids(question: Question, remedy: Remedy) -> tuple[int, int]:
    """The numbers of the two places."""
    problem, change = question.problem, remedy.change
    return int(problem.seekers.id[change.seeker]), int(problem.helpers.id[change.helper])


def _liftable(question: Question, advice: Advice) -> set[tuple[int, int]]:
    """Pairs ruled out by somebody's word alone: not by a no of theirs, nor by how a pair of theirs ended."""
    asked = {_ids(question, one) for one in _vetoes(advice)}
    if not asked:
        return set()
    seekers, helpers = {one for one, _ in asked}, {other for _, other in asked}
    between = {"seeker__in": seekers, "helper__in": helpers}
    ruled = Veto.objects.filter(**between, lifted_at=None).values_list("seeker_id", "helper_id")
    for_good = Q(state__in=ENDED_BEFORE_BEGINNING) | Q(close_reason__in=CLOSED_WITH_CAUSE)
    ended = Pair.objects.filter(for_good, **between).values_list("seeker_id", "helper_id")
    return asked & set(ruled) - set(ended)


def _vetoes(advice: Advice) -> Iterator[Remedy]:
    for one in advice.obstacles:
        yield from (it for it in one.remedies or () if it.change.kind == ChangeKind.VETO)


# --- read back ----------------------------------------------------------------------------------------


def helpers_named(run: Run, unmatched: Iterable[Unmatched]) -> dict[int, Helper]:
    """Row → place of every helper whom these changes name; without the erased. One query."""
    rows = {change["helper"] for one in unmatched for change in one.advice.get("changes", ())}
    return helpers_in(run, rows) if rows else {}
