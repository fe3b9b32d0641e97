"""The only translator from a Result to rows: proposals replace those before, whole or not at all."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from base.audit.actor import SYSTEM
from base.audit.domain.records import record
from base.common.events import emit
from matching.domain.advice import LOOKED_FOR, told_advice
from matching.domain.answers import ChosenPair, LeftOver, chosen_pairs, left_over
from matching.domain.changes import CHANGES, changes_since_last
from matching.domain.evidence import MEANWHILE, Prepared, keep_evidence, prepare_evidence
from matching.domain.forbidden import Ids, Places, forbidden_pairs
from matching.domain.inserting import insert_rows, prepared
from matching.domain.locks import lock_proposing
from matching.domain.problems import Question
from matching.domain.runs import Lease, end_cancelled, leased
from matching.enums import (
    LEFT_MEANWHILE,
    ProposalChange,
    ProposalOrigin,
    ProposalState,
    RunNote,
    RunStage,
    RunState,
)
from matching.events import ProposalsPublished, RunProgressed
from matching.models import Programme, Proposal, Run, Seeker, Unmatched
from matching.queries import active_helpers, free_room, has_minors, waiting_seekers
from matching.solver.messages import Answer
from volunteers.models import Volunteer
from volunteers.queries import cleared_on


def publish(
    lease: Lease,
    *,
    question: Question,
    answer: Answer,
    seconds: Mapping[str, float],
    findings: Mapping[str, Any] | None = None,
) -> Run:
    """Store the answer of a run in one transaction and end it; `seconds` are those spent so far, by step,
    `findings` what was found besides pairs.

    What changed while the run was on wins: who left, was paired or vetoed is not proposed, and a proposal
    pinned meanwhile stays, as does one to a family that lost its helper meanwhile. Raises LostLease, and
    then nothing is stored.
    """
    started = time.perf_counter()
    chosen, left = chosen_pairs(question, answer), left_over(question, answer)
    told = {one.seeker: prepared(Proposal, "criteria", one.criteria) for one in chosen}
    funnels = {one.seeker: prepared(Unmatched, "funnel", one.funnel) for one in left}
    evidence, changes = prepare_evidence(question, answer), changes_since_last(question, answer)
    advice = told_advice(question, answer.advice, evidence) if answer.advice else {}
    advised = {seeker: prepared(Unmatched, "advice", one) for seeker, one in advice.items()}
    with transaction.atomic():
        run = leased(lease)
        if run.cancel_requested_at is not None:
            return end_cancelled(lease)
        programme = lock_proposing(run.programme_id)
        before = _open_proposals(programme)
        standing = _standing(programme, question, chosen)
        holding = _come_meanwhile(before, question, standing)
        new = [one for one in chosen if one.seeker not in holding and standing.take(one.seeker, one.helper)]
        lost = _lost(chosen, new, holding, standing)
        still_left = [one for one in left if one.seeker in standing.waiting and one.seeker not in holding]
        _retire(programme, before, question, holding)
        rows = [_proposal(run, one, told[one.seeker], before.get(one.seeker)) for one in new]
        insert_rows(Proposal, PROPOSAL, rows)
        insert_rows(
            Unmatched, UNMATCHED, [_unmatched(run, one, funnels, advised) for one in [*still_left, *lost]]
        )
        keep_evidence(run, evidence)
        _finish(run, question, answer, lost)
        otherwise = _shown_otherwise(question, answer, new, before)
        meanwhile = _meanwhile(evidence, standing, holding, lost)
        run.findings = {
            **run.findings,
            **(findings or {}),
            **({LOOKED_FOR: answer.advice.looked_for} if answer.advice else {}),
            MEANWHILE: {
                kind: _rows(evidence, seekers)
                for kind, seekers in {**meanwhile, "shown_otherwise": otherwise}.items()
            },
        }
        if changes is not None:
            run.findings[CHANGES] = changes.as_data(evidence, **meanwhile)
        run.matched = len(new)
        run.weight, run.points = sum(one.weight for one in new), sum(one.points for one in new)
        run.kept = sum(_change(one, before.get(one.seeker)) == ProposalChange.KEPT for one in new)
        run.seconds = {**seconds, RunStage.STORING.value: time.perf_counter() - started}
        run.save()
        record(
            "matching.run.publish",
            by=SYSTEM,
            on=run,
            organisation_id=programme.lead_id,
            details={"programme": programme.key, "proposals": len(new), "evidence": evidence.digest},
        )
        emit(ProposalsPublished(run.pk, run.programme_id, len(new)))
        emit(RunProgressed(run.pk, run.programme_id, run.state, run.stage, run.progress))
    return run


def _meanwhile(
    evidence: Prepared, standing: "_Standing", holding: set[int], lost: Iterable[LeftOver]
) -> dict[str, set[int]]:
    """Seekers of the question for whom publishing differs from the answer, by how."""
    asked = set(evidence.seeker)
    return {
        "gone": asked - standing.waiting,
        "held": asked & holding,
        "lost": {one.seeker for one in lost},
    }


def _rows(evidence: Prepared, seekers: Iterable[int]) -> list[int]:
    return sorted(evidence.seeker[pk] for pk in seekers)


def _shown_otherwise(
    question: Question, answer: Answer, new: Iterable[ChosenPair], before: Mapping[int, "_Before"]
) -> set[int]:
    """Of those published, the seekers whose pair is shown as kept and was not when the run began, or the
    other way round."""
    pairs = answer.result.pairs
    was_kept = set(question.problem.seekers.id[pairs.seeker[pairs.kept]].tolist())
    return {
        one.seeker
        for one in new
        if (_change(one, before.get(one.seeker)) == ProposalChange.KEPT) != (one.seeker in was_kept)
    }


@dataclass(frozen=True)
class _Before:
    """An open proposal from before."""

    pk: int
    helper: int
    pinned: bool


def _open_proposals(programme: Programme) -> dict[int, _Before]:
    """Seeker → what is open for them, locked: a decision on one has been made, or waits and is refused."""
    rows = programme.proposals.filter(state=ProposalState.OPEN).select_for_update().order_by("pk")
    return {
        seeker: _Before(pk, helper, pinned)
        for seeker, pk, helper, pinned in rows.values_list("seeker_id", "pk", "helper_id", "pinned")
    }


@dataclass
class _Standing:
    """How things stand at the moment of publishing; `room` shrinks as pairs take it."""

    waiting: frozenset[int]
    room: dict[int, int]
    forbidden: set[Ids]
    with_minors: frozenset[int]
    cleared: frozenset[int]

    def take(self, seeker: int, helper: int) -> bool:
        """Whether the two can still be a pair; if so, room is taken."""
        possible = (
            seeker in self.waiting
            and self.room.get(helper, 0) > 0
            and (seeker, helper) not in self.forbidden
            and (seeker not in self.with_minors or helper in self.cleared)
        )
        if possible:
            self.room[helper] -= 1
        return possible


def _standing(programme: Programme, question: Question, chosen: Sequence[ChosenPair]) -> _Standing:
    # Whoever pairs one of these by hand locks them too: what is read here stays true until the commit.
    proposed = Seeker.objects.filter(pk__in=[one.seeker for one in chosen]).order_by("pk")
    list(proposed.select_for_update(no_key=True).values_list("pk"))
    waiting, active = waiting_seekers(programme).order_by(), active_helpers(programme).order_by()
    seekers = {pk: (household, member) for pk, household, member in waiting.values_list(*SEEKER)}
    helpers = {pk: (volunteer, mentor) for pk, volunteer, mentor in active.values_list(*HELPER)}
    minors: Iterable[int] = ()
    cleared: Iterable[int] = ()
    if programme.contact_with_minors:
        minors = waiting.filter(has_minors("household")).values_list("pk", flat=True)
        volunteers = Volunteer.objects.filter(pk__in=active.values("volunteer")).order_by()
        able = set(cleared_on(volunteers, on=question.on).values_list("pk", flat=True))
        cleared = [pk for pk, (volunteer, _) in helpers.items() if volunteer in able]
    return _Standing(
        waiting=frozenset(seekers),
        room=dict(active.values_list("pk", free_room(question.rules["max_room"]))),
        forbidden=forbidden_pairs(
            programme, Places(seekers, helpers), not_the_supervisor=question.rules["not_the_supervisor"]
        ),
        with_minors=frozenset(minors),
        cleared=frozenset(cleared),
    )


SEEKER = ("pk", "household_id", "member_id")
HELPER = ("pk", "volunteer_id", "mentor_id")


def _come_meanwhile(before: Mapping[int, _Before], question: Question, standing: _Standing) -> set[int]:
    """Seekers whose proposal was pinned while the run was on, or who lost a helper in that time and were
    proposed another: it stays, and takes its room first.
    """
    known, asked = question.locked | question.dropped, set(question.problem.seekers.id.tolist())

    def stays(seeker: int, one: _Before) -> bool:
        if one.pinned:
            return one.pk not in known
        return one.pk not in question.shown and seeker not in asked

    return {
        seeker for seeker, one in before.items() if stays(seeker, one) and standing.take(seeker, one.helper)
    }


def _lost(
    chosen: Iterable[ChosenPair], new: Iterable[ChosenPair], holding: set[int], standing: _Standing
) -> list[LeftOver]:
    """Those who still wait, but whose pair became impossible while the run was on."""
    taken = {one.seeker for one in new} | holding
    return [
        LeftOver(one.seeker, one.weight, LEFT_MEANWHILE, [])
        for one in chosen
        if one.seeker not in taken and one.seeker in standing.waiting
    ]


def _retire(
    programme: Programme, before: Mapping[int, _Before], question: Question, holding: set[int]
) -> None:
    """Open proposals make way: pins that cannot be are withdrawn, the others are replaced."""
    staying = [before[seeker].pk for seeker in holding]
    old = programme.proposals.filter(state=ProposalState.OPEN).exclude(pk__in=staying)
    next_version = F("version") + 1
    old.filter(pk__in=question.dropped).update(state=ProposalState.WITHDRAWN, version=next_version)
    old.update(state=ProposalState.SUPERSEDED, version=next_version)


PROPOSAL = (
    "run", "programme", "seeker", "helper", "state", "origin", "pinned", "change", "points", "weight",
    "criteria", "version",
)  # fmt: skip
UNMATCHED = ("run", "seeker", "weight", "blocked_by", "funnel", "advice")


def _proposal(run: Run, pair: ChosenPair, criteria: Any, before: _Before | None) -> tuple[Any, ...]:
    change = _change(pair, before)
    pinned = before is not None and before.pinned and change == ProposalChange.KEPT
    return (
        run.pk, run.programme_id, pair.seeker, pair.helper, ProposalState.OPEN.value,
        ProposalOrigin.RUN.value, pinned, change.value, pair.points, pair.weight, criteria, 1,
    )  # fmt: skip


def _change(pair: ChosenPair, before: _Before | None) -> ProposalChange:
    if before is None:
        return ProposalChange.NEW
    return ProposalChange.KEPT if before.helper == pair.helper else ProposalChange.CHANGED


def _unmatched(
    run: Run, one: LeftOver, funnels: Mapping[int, Any], advised: Mapping[int, Any]
) -> tuple[Any, ...]:
    funnel = funnels.get(one.seeker) or prepared(Unmatched, "funnel", one.funnel)
    advice = advised.get(one.seeker) or prepared(Unmatched, "advice", {})
    return run.pk, one.seeker, one.weight, one.blocked_by, funnel, advice


def _finish(run: Run, question: Question, answer: Answer, lost: list[LeftOver]) -> None:
    result, problem = answer.result, question.problem
    run.state, run.stage, run.progress = RunState.DONE, RunStage.FINISHED, 100
    run.finished_at = timezone.now()
    run.rules = question.rules
    run.seekers = len(problem.seekers)
    run.helpers = int((problem.helpers.room > 0).sum())
    run.arcs = result.candidates
    run.gap, run.violation = result.gap, result.violation
    run.versions = result.versions
    meanwhile: list[dict[str, Any]] = (
        [{"code": RunNote.LEFT_MEANWHILE.value, "count": len(lost)}] if lost else []
    )
    run.notes = [*question.notes, *meanwhile]
