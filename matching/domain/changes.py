"""What is different since the run before, kept with a run for its page.

In `Run.findings` as codes and rows of the two runs' evidence, so nobody stands there by name or number.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from matching.domain.comparison import ERASED, Asked, Change, ChangeKind, Comparison, Reason, Why
from matching.domain.evidence import MEANWHILE, BrokenEvidence, Evidence, Prepared, evidence_of
from matching.domain.forbidden import Ids
from matching.domain.problems import Question
from matching.models import Decision, Programme, Run
from matching.queries import last_done_run
from matching.solver import Result
from matching.solver.messages import Answer

#: In `Run.findings`: {since, counts, rules: [[name, before, now]], list: [{kind, row, was, now, why}]}.
#: `row` and `now` are rows of the run's evidence, `was` of that of the run `since`; so is the `row` of who
#: has left. Families named in a reason are rows of the run's own evidence, those of `freed` of the other.
CHANGES = "changes"


def asked_before(evidence: Evidence) -> Asked:
    """The run before; who was erased since is nobody here, and what publishing dropped was no proposal."""
    run, pairs = evidence.run, evidence.result.pairs
    meanwhile = {name: set(rows) for name, rows in run.findings.get(MEANWHILE, {}).items()}
    dropped = meanwhile.get("lost", set()) | meanwhile.get("gone", set())
    held = meanwhile.get("held", set())
    mate: dict[int, int | None] = {pk: None for row, pk in evidence.seekers.items() if row not in held}
    for row, helper in zip(pairs.seeker.tolist(), pairs.helper.tolist(), strict=True):
        pk = evidence.seekers.get(row)
        if pk in mate and row not in dropped:
            mate[pk] = evidence.helpers.get(helper, ERASED)
    return Asked(
        evidence.problem,
        evidence.languages,
        run.rules,
        evidence.seeker_rows,
        evidence.helper_rows,
        mate,
    )


def asked_now(question: Question, result: Result) -> Asked:
    """The run about to be published."""
    problem, pairs = question.problem, result.pairs
    seekers, helpers = problem.seekers.id.tolist(), problem.helpers.id.tolist()
    mate: dict[int, int | None] = dict.fromkeys(seekers)
    for s, h in zip(pairs.seeker.tolist(), pairs.helper.tolist(), strict=True):
        mate[seekers[s]] = helpers[h]
    return Asked(
        problem,
        question.languages,
        question.rules,
        {pk: row for row, pk in enumerate(seekers)},
        {pk: row for row, pk in enumerate(helpers)},
        mate,
    )


@dataclass(frozen=True, eq=False)
class Changes:
    """All changes since a run, worked out before the transaction that stores them."""

    since: Run
    before: Asked
    found: tuple[Change, ...]
    rules: tuple[tuple[str, Any, Any], ...]

    def as_data(
        self, evidence: Prepared, *, gone: Collection[int], held: Collection[int], lost: Collection[int]
    ) -> dict[str, Any]:
        """What a run keeps of them, once it is known what publishing dropped (see `MEANWHILE`)."""
        listed = [self._entry(one, evidence) for one in self._published(gone, held, lost)]
        kinds = [kind.value for kind in ChangeKind]
        listed.sort(key=lambda one: (kinds.index(one["kind"]), one["row"]))
        return {
            "since": self.since.pk,
            "counts": {kind.value: sum(one["kind"] == kind for one in listed) for kind in ChangeKind},
            "rules": [list(one) for one in self.rules],
            "list": listed,
        }

    def _published(
        self, gone: Collection[int], held: Collection[int], lost: Collection[int]
    ) -> Iterator[Change]:
        for one in self.found:
            if one.seeker not in gone and one.seeker not in held and one.seeker not in lost:
                yield one
        for seekers, kind, why in (
            (lost, ChangeKind.LOST, Why.MEANWHILE),
            (gone, ChangeKind.LEFT, Why.DEPARTED),
        ):
            for seeker in sorted(seekers):
                if (was := self.before.mate.get(seeker)) is not None:
                    yield Change(kind, seeker, was, None, ({"code": why.value},))

    def _entry(self, one: Change, evidence: Prepared) -> dict[str, Any]:
        seeker = self.before.seekers if one.kind == ChangeKind.LEFT else evidence.seeker
        return {
            "kind": one.kind.value,
            "row": seeker[one.seeker],
            "was": None if one.was is None else self.before.helpers.get(one.was),
            "now": None if one.now is None else evidence.helper[one.now],
            "why": [self._by_rows(reason, evidence) for reason in one.why],
        }

    def _by_rows(self, reason: Reason, evidence: Prepared) -> Reason:
        if "families" not in reason:
            return reason
        rows = self.before.seekers if reason["code"] == Why.FREED else evidence.seeker
        return {**reason, "families": [rows[pk] for pk in reason["families"]]}


def changes_since_last(question: Question, answer: Answer) -> Changes | None:
    """What is different from the programme's last finished run; None without one that kept its evidence."""
    since = last_done_run(question.programme)
    if since is None:
        return None
    try:
        evidence = evidence_of(since)
    except BrokenEvidence:
        return None  # said by whoever checks that run; it must not keep this one from being published
    if evidence is None:
        return None
    before, now = asked_before(evidence), asked_now(question, answer.result)
    comparison = Comparison(before, now, _decided_since(question.programme, since))
    return Changes(since, before, tuple(comparison.changes()), tuple(comparison.rules))


def _decided_since(programme: Programme, since: Run) -> dict[Ids, set[str]]:
    """Pair → what was decided about it since that run."""
    decided = Decision.objects.filter(
        programme=programme, decided_at__gte=since.finished_at or since.requested_at
    )
    found: dict[Ids, set[str]] = {}
    for seeker, helper, kind in decided.order_by().values_list("seeker_id", "helper_id", "kind"):
        found.setdefault((seeker, helper), set()).add(kind)
    return found
