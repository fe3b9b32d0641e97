"""Somebody else at once for a family that lost its helper, without moving what is proposed to others."""

import logging
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.events import emit
from matching.domain.answers import ChosenPair, chosen_pairs, left_over
from matching.domain.examination import examine
from matching.domain.locks import lock_person, lock_proposing
from matching.domain.problems import ask_beside
from matching.enums import (
    NotReplaced,
    ProgrammeState,
    ProposalOrigin,
)
from matching.events import ProposalsPublished
from matching.models import Helper, Programme, Proposal, Seeker
from matching.queries import last_done_run, open_proposal_of, room_beside_proposals, rules_on, waiting_seekers
from matching.solver import Params
from matching.solver.child import work_out

logger = logging.getLogger(__name__)

#: How often to look again when the one found was taken before they could be proposed.
ATTEMPTS = 3


@dataclass(frozen=True)
class Found:
    """Whom a search found for one family; without a `pair`, `why` is the rule that left nobody or a
    NotReplaced.
    """

    pair: ChosenPair | None
    why: str = ""


@dataclass(frozen=True)
class Replacement:
    """What came of looking for somebody else: the open proposal, else `why` not, as in `Found`."""

    proposal: Proposal | None
    why: str = ""


class _Taken(Exception):
    """Whoever was found is not free any more."""


def seek_another(seeker: Seeker, *, by: Actor, first: ChosenPair | None = None) -> Replacement:
    """`propose_replacement` for whoever has just lost a helper: what it stumbles over stays in the log and
    never undoes the loss that was written down.
    """
    try:
        with _own_transaction():
            return propose_replacement(seeker, by=by, first=first)
    except Exception:
        logger.exception("Nobody could be looked for in place of a helper of seeker %d.", seeker.pk)
        return Replacement(None, NotReplaced.FAILED)


def propose_replacement(seeker: Seeker, *, by: Actor, first: ChosenPair | None = None) -> Replacement:
    """The best helper who has room beside all that is open, as an open proposal on the last run.

    By the programme's rules and points, exact and judged like a run. Nobody else's proposal moves, and
    twice at once makes one. Without anybody free, or without a run so far, nothing is stored. `first` is what
    a search has found just now.
    """
    for _attempt in range(ATTEMPTS):
        if standing := open_proposal_of(seeker):
            return Replacement(standing)
        if why := _not_looked_for(seeker):
            return Replacement(None, why)
        found = Found(first) if first else look_for(seeker.programme, [seeker.pk])[seeker.pk]
        first = None
        if found.pair is None:
            return Replacement(None, found.why)
        try:
            return _propose(seeker, found.pair, by=by)
        except _Taken:
            continue
    return Replacement(None, NotReplaced.TAKEN_MEANWHILE)


def seek_others(seekers: Sequence[Seeker], *, by: Actor) -> dict[int, Replacement]:
    """`seek_another` for several of one programme, looked for together first, so that none takes from another
    what both could have had.
    """
    numbers = [one.pk for one in seekers]
    try:
        with _own_transaction():
            found = look_for(seekers[0].programme, numbers) if len(numbers) > 1 else {}
    except Exception:
        logger.exception("Nobody could be looked for in place of a helper of seekers %s.", numbers)
        found = {}
    first = {seeker: one.pair for seeker, one in found.items() if one.pair is not None}
    # Those for whom somebody was found come first: the others must not take it from them.
    in_turn = sorted(seekers, key=lambda one: one.pk not in first)
    return {one.pk: seek_another(one, by=by, first=first.get(one.pk)) for one in in_turn}


def what_next(seeker: Seeker) -> Replacement:
    """What stands for a family that lost a helper: the open proposal, else why there is none now."""
    if standing := open_proposal_of(seeker):
        return Replacement(standing)
    if why := _not_looked_for(seeker):
        return Replacement(None, why)
    return Replacement(None, look_for(seeker.programme, [seeker.pk])[seeker.pk].why)


def look_for(
    programme: Programme,
    seekers: Collection[int],
    *,
    without: Q | None = None,
    losing: Collection[int] = (),
) -> dict[int, Found]:
    """Whom these seekers of one programme, by number, would be given now beside all that stands.

    Together, so that two do not get the same room; nothing is stored. To foresee a farewell, `without` leaves
    helpers out and `losing` are the seekers whose pair will have ended.
    """
    if programme.state != ProgrammeState.ACTIVE:
        return dict.fromkeys(seekers, Found(None, NotReplaced.NOT_MATCHED_IN))
    try:
        question = ask_beside(programme, seekers, on=timezone.localdate(), without=without, losing=losing)
    except Refusal:
        return dict.fromkeys(seekers, Found(None, NotReplaced.NO_RULES))
    answer = work_out(question.problem, Params(seed=1), lambda progress: None)
    if answer.violations:
        raise RuntimeError(f"The judge refuses a replacement: {answer.violations[0].sentence}")
    found = {one.seeker: Found(one) for one in chosen_pairs(question, answer)}
    found |= {one.seeker: Found(None, one.blocked_by) for one in left_over(question, answer)}
    return dict.fromkeys(seekers, Found(None, NotReplaced.NO_PLACE)) | found


def _own_transaction() -> AbstractContextManager[object]:
    """Within somebody's transaction a savepoint, so that an error of the database does not spoil theirs."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def _not_looked_for(seeker: Seeker) -> str:
    if not waiting_seekers(seeker.programme).filter(pk=seeker.pk).exists():
        return NotReplaced.NOT_WAITING
    return "" if last_done_run(seeker.programme) else NotReplaced.NO_RUN


@transaction.atomic
def _propose(seeker: Seeker, pair: ChosenPair, *, by: Actor) -> Replacement:
    helper = Helper.objects.select_related("volunteer", "mentor").get(pk=pair.helper)
    lock_person(helper)
    programme = lock_proposing(seeker.programme_id)
    seeker = Seeker.objects.select_for_update(of=("self",)).select_related("household").get(pk=seeker.pk)
    seeker.programme = programme
    # Locked, so that they do not leave the programme before the proposal can be withdrawn with them.
    Helper.objects.select_for_update(of=("self",), no_key=True).get(pk=helper.pk)
    if standing := open_proposal_of(seeker):
        return Replacement(standing)
    if why := _not_looked_for(seeker):
        return Replacement(None, why)
    run, rules = last_done_run(programme), rules_on(programme, timezone.localdate())
    if run is None or rules is None:
        raise _Taken
    room = room_beside_proposals(rules.max_room, to=[seeker.pk])
    left = Helper.objects.filter(pk=helper.pk).values_list(room, flat=True).get()
    if left < 1 or examine(seeker, helper).broken:
        raise _Taken
    proposal = Proposal.objects.create(
        run=run,
        programme=programme,
        seeker=seeker,
        helper=helper,
        origin=ProposalOrigin.REPLACEMENT,
        points=pair.points,
        weight=pair.weight,
        criteria=pair.criteria,
    )
    record("matching.proposal.replace", by=by, on=seeker, details={"proposal": proposal.pk})
    emit(ProposalsPublished(run.pk, programme.pk, 1))
    return Replacement(proposal)
