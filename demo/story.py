"""What has happened in the demo: two runs, some decisions, pairs at every stage of their life."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Final

from django.db.models import F, QuerySet
from django.utils import timezone

from base.audit.actor import Actor
from base.common.errors import Refusal
from base.notices.domain.outbox import send_due
from matching.domain.decisions import approve_proposal, pin_proposal, refuse_proposal
from matching.domain.pairs import UNDO_WINDOW, close_pair, record_step
from matching.domain.runs import request_run
from matching.domain.work import perform_run
from matching.enums import CloseReason, PairState, ProposalOrigin, ProposalState, RefusalReason
from matching.models import Pair, Programme, Proposal, Run
from volunteers.domain.clearance import revoke_clearance_item
from volunteers.enums import ClearanceKind

from .past import MONTHS_AT_WORK, month_ago, pair_was, pair_worked, run_was
from .programmes import Programmes

TO_ACTIVE: Final = (PairState.HELPER_ACCEPTED, PairState.ACCEPTED, PairState.MET, PairState.ACTIVE)
TO_ACTIVE_AT_WORK: Final = (PairState.HELPER_ACCEPTED, PairState.ACCEPTED, PairState.ACTIVE)

Life = tuple[int, tuple[PairState, ...], CloseReason | None]

#: Pairs of the first run: (days ago, steps taken, how it ended). Repeated for larger demos.
LIVES: Final[tuple[Life, ...]] = (
    (118, TO_ACTIVE, None),
    (111, TO_ACTIVE, None),
    (107, TO_ACTIVE, None),
    (114, TO_ACTIVE, None),
    (24, TO_ACTIVE[:3], None),
    (97, TO_ACTIVE, CloseReason.MOVED),
    (20, TO_ACTIVE[:2], None),
    (16, (PairState.DECLINED,), None),
    (6, TO_ACTIVE[:1], None),
    (5, (), None),
    (112, TO_ACTIVE, None),
    (64, TO_ACTIVE, None),
    (3, (), None),
    (90, TO_ACTIVE, None),
    (41, TO_ACTIVE[:3], None),
)
ONE_PAIR_OF: Final = 9  # families of the programme
ONE_PAIR_AT_WORK_OF: Final = 30
REFUSALS: Final = (
    (RefusalReason.KNOW_EACH_OTHER, "Mieszkają w jednej klatce schodowej."),
    (RefusalReason.HOURS, ""),
    (RefusalReason.TOO_FAR, ""),
)
PINS: Final = 2
JUST_APPROVED: Final = 2
MOST_LOST: Final = 6


def tell_story(programmes: Programmes, *, families: int, by: Actor) -> None:
    """Play it, the past first. Its size follows the number of families."""
    first = match(programmes.friendship, by=by)
    pairs = live_through(programmes.friendship, LIVES, at_most=max(4, families // ONE_PAIR_OF), by=by)
    _suspend_one(pairs, by=by)
    run_was(first, days_ago=120)
    match(programmes.workplace, by=by)
    at_work = live_through(
        programmes.workplace, lives_at_work(), at_most=max(3, families // ONE_PAIR_AT_WORK_OF), by=by
    )
    for pair in at_work:
        pair_worked(pair, since=month_ago(MONTHS_AT_WORK))
    for programme in (programmes.practice, programmes.guidance, programmes.workplace):
        match(programme, by=by)
    match(programmes.friendship, by=by)
    refuse_some(programmes.friendship, by=by)
    lose_some(programmes.friendship, by=by)
    decide_some(programmes.friendship, by=by)
    for programme in (programmes.practice, programmes.workplace):
        approve_some(programme, 1, by=by)


def match(programme: Programme, *, by: Actor) -> Run:
    """One run, as the button makes it."""
    return perform_run(request_run(programme, by=by).pk)


def lives_at_work() -> tuple[Life, ...]:
    """Every pair at work goes on, brought together before the first of the months that are claimed."""
    # Of four steps the one that brings them together is the third: half of the time has passed.
    days = (timezone.localdate() - month_ago(MONTHS_AT_WORK)).days * 2 + 2
    return ((days, TO_ACTIVE_AT_WORK, None),)


def live_through(programme: Programme, lives: Sequence[Life], *, at_most: int, by: Actor) -> list[Pair]:
    """Pairs of an older run: approved, told, answered; some have ended."""
    lives = [lives[number % len(lives)] for number in range(at_most)]
    pairs = approve_some(programme, at_most, by=by)
    # Nobody can answer before the notices have left.
    send_due(timezone.now() + UNDO_WINDOW + timedelta(minutes=1))
    for pair, (days_ago, steps, end) in zip(pairs, lives, strict=False):
        for step in steps:
            record_step(pair, to=step, by=by)
        if end is not None:
            close_pair(pair, reason=end, by=by)
        pair_was(pair, days_ago=days_ago)
    return pairs


def approve_some(programme: Programme, count: int, *, by: Actor) -> list[Pair]:
    """The best of what is open, so many as can be approved."""
    return list(islice(_approved(programme, by=by), count))


def lose_some(programme: Programme, *, by: Actor) -> None:
    """Offers are declined: the first family waits and is owed a helper; it goes on until another is proposed
    somebody else at once.
    """
    for number, pair in enumerate(islice(_approved(programme, by=by), MOST_LOST)):
        send_due(timezone.now() + UNDO_WINDOW + timedelta(minutes=1))
        record_step(pair, to=PairState.DECLINED, by=by)
        pair_was(pair, days_ago=3)
        instead = Proposal.objects.filter(seeker=pair.seeker, state=ProposalState.OPEN).first()
        if instead is not None and number:
            return
        if instead is not None:
            refuse_proposal(instead, reason=RefusalReason.HOURS, by=by)


def decide_some(programme: Programme, *, by: Actor) -> None:
    """What a coordinator did this morning: some approved and not yet told, some kept."""
    approve_some(programme, JUST_APPROVED, by=by)
    for proposal in _open(programme)[:PINS]:
        pin_proposal(proposal, by=by)


def refuse_some(programme: Programme, *, by: Actor) -> None:
    """The weakest proposals, each for its reason."""
    from_below = list(_open(programme).reverse()[: len(REFUSALS)])
    for proposal, (reason, note) in zip(from_below, REFUSALS, strict=False):
        refuse_proposal(proposal, reason=reason, note=note, by=by)


def _approved(programme: Programme, *, by: Actor) -> Iterator[Pair]:
    for proposal in list(_open(programme)):
        try:
            yield approve_proposal(proposal, by=by)
        except Refusal:
            continue  # for instance, the helper's room went to another family


def _open(programme: Programme) -> QuerySet[Proposal]:
    """What runs proposed, the best first; before them those of people who can log in to the demo, so that
    they have a pair. What is proposed at once in place of a lost helper is left for whoever looks.
    """
    played = [F(f"helper__{kind}__user").asc(nulls_last=True) for kind in ("volunteer", "mentor")]
    return Proposal.objects.filter(
        programme=programme, state=ProposalState.OPEN, origin=ProposalOrigin.RUN
    ).order_by(*played, "-points", "pk")


def _suspend_one(pairs: list[Pair], *, by: Actor) -> None:
    """A check was taken back: the database suspends the pair of this volunteer, where there are children."""
    for pair in reversed(pairs):
        pair.refresh_from_db()
        volunteer = pair.helper.volunteer
        if pair.state != PairState.ACTIVE or volunteer is None or not pair.seeker.household.children:
            continue
        item = volunteer.clearance_items.filter(kind=ClearanceKind.CRIMINAL_RECORD, revoked_on=None).first()
        if item is not None:
            revoke_clearance_item(item, by=by)
            return
