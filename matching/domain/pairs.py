"""The life of a pair: offered, undone within ten minutes; and the verbs of all that follows.

Room and one-helper-per-family are exact because every way to an open pair goes through `offer`, which locks
before it counts. Behind it stand triggers and a unique index (docs/decisions/0003); locks.py has the order of
locks, life.py which state may follow which (docs/decisions/0017). A family that loses its helper is proposed
somebody else at once (replacements.py), after the commit.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.events import emit
from base.notices.domain.outbox import cancel_notices
from matching.domain.endings import answer_survey, begin_closing, close_pair, end_pair, pause_pair
from matching.domain.locks import lock_person
from matching.domain.moving import lock_household, locked, move, plan, save, write_step
from matching.domain.pair_notices import is_told, queue_offers, subject_of
from matching.domain.programmes import label_of
from matching.domain.steps import (
    accept_offer,
    decline_offer,
    hold_first_meeting,
    record_step,
    sign_pair_agreement,
)
from matching.domain.suspending import announce_suspensions, suspend_lapsed
from matching.enums import OPEN_PAIR_STATES, DecisionKind, PairOrigin, PairState, ProposalState
from matching.events import ProposalDecided
from matching.models import Decision, Helper, Pair, Proposal, Seeker
from matching.queries import active_helpers, free_room_of, life_of, rules_on, waiting_seekers

__all__ = [
    "UNDO_WINDOW",
    "accept_offer",
    "announce_suspensions",
    "answer_survey",
    "begin_closing",
    "close_pair",
    "decline_offer",
    "end_pair",
    "hold_first_meeting",
    "offer",
    "pause_pair",
    "record_step",
    "refuse_unfree",
    "resume_pair",
    "sign_pair_agreement",
    "suspend_lapsed",
    "undo_pair",
]

#: How long the notices of an approval wait, and with them its undo.
UNDO_WINDOW = timedelta(minutes=10)


def offer(
    seeker: Seeker, helper: Helper, *, by: Actor, proposal: Proposal | None = None, points: int | None = None
) -> Pair:
    """Make the pair as offered and queue its notices, inside the caller's transaction.

    Refusal when either side is no longer free: both are locked, then room is counted. The household is
    locked too, so that no child is recorded in it unseen.
    """
    now = timezone.now()
    lock_person(helper)
    seeker = Seeker.objects.select_for_update(of=("self",)).select_related("programme").get(pk=seeker.pk)
    helper = (
        Helper.objects.select_for_update(of=("self",)).select_related("volunteer", "mentor").get(pk=helper.pk)
    )
    seeker.household = lock_household(seeker)
    refuse_unfree(seeker, helper)
    life = life_of(seeker.programme)
    pair = Pair(
        programme_id=seeker.programme_id,
        seeker=seeker,
        helper=helper,
        proposal=proposal,
        way=list(life.steps),
        origin=PairOrigin.PROPOSAL if proposal else PairOrigin.BY_HAND,
        points=points,
        offered_on=timezone.localdate(now),
        offered_at=now,
        undo_until=now + UNDO_WINDOW,
        approved_by_id=by.actor_id,
        approved_by_label=by.actor_label,
    )
    plan(pair, PairState.OFFERED, life)
    save(pair)
    write_step(pair, by=by, at=now)
    queue_offers(pair, by=by)
    record("matching.pair.offer", by=by, on=pair, details={"pair": pair.pk, "points": points})
    return pair


def refuse_unfree(seeker: Seeker, helper: Helper) -> None:
    """Refusal unless both are in the pool, the family without a helper and the helper with room.

    Exact under the locks of `offer`; before them it spares those who come too late the wait.
    """
    label = seeker.household.label
    # Asked first: a pair that keeps them from waiting is seen by the next question too, and named.
    waits = waiting_seekers(seeker.programme).filter(pk=seeker.pk).exists()
    if seeker.pairs.filter(state__in=OPEN_PAIR_STATES).exists():
        raise Refusal(
            _("%(label)s already has a helper in this programme.") % {"label": label}, code="has_helper"
        )
    if not waits:
        raise Refusal(
            _("%(label)s does not wait in this programme any more.") % {"label": label}, code="not_waiting"
        )
    name = label_of(helper)
    if not active_helpers(seeker.programme).filter(pk=helper.pk).exists():
        raise Refusal(
            _("%(label)s is not active in this programme any more.") % {"label": name}, code="not_active"
        )
    rules = rules_on(seeker.programme, timezone.localdate())
    if free_room_of(helper, most=rules.max_room if rules else 1) < 1:
        raise Refusal(_("%(label)s has no room left.") % {"label": name}, code="no_room")


def undo_pair(pair: Pair, *, by: Actor) -> Pair:
    """Take an approval back whole, while its notices still wait: nobody outside has heard of it.

    The proposal is open again unless a newer one stands in its place. Refusal when it is too late.
    """
    with transaction.atomic():
        pair = locked(pair)
        cancel_notices(subject_of(pair), by=by)
        # A sender may have one in hand at this very moment: then it is not among the cancelled.
        if not pair.can_be_undone or is_told(pair):
            raise Refusal(
                _("It is too late to undo this: the messages have gone out. You can close the pair instead."),
                code="too_late",
            )
        move(pair, PairState.UNDONE, by=by)
        reopened = pair.proposal is not None and _reopen(pair.proposal)
        Decision.objects.create(
            kind=DecisionKind.UNDO,
            programme_id=pair.programme_id,
            proposal=pair.proposal,
            seeker_id=pair.seeker_id,
            helper_id=pair.helper_id,
            decided_by_id=by.actor_id,
            decided_by_label=by.actor_label,
        )
        record("matching.pair.undo", by=by, on=pair, details={"pair": pair.pk, "reopened": reopened})
    return pair


def resume_pair(pair: Pair, *, by: Actor) -> Pair:
    """Let a suspended pair go on where it stood, or a paused one meet again.

    Refusal (from the database) while clearance is missing.
    """
    with transaction.atomic():
        pair = locked(pair)
        if pair.state == PairState.PAUSED:
            back_to = PairState.ACTIVE
            pair.paused_until = None
        elif pair.state == PairState.SUSPENDED:
            back_to = pair.stands_at
        else:
            raise Refusal(_("This pair is neither suspended nor paused."), code="not_suspended")
        pair.suspended_from = ""
        offer_again = back_to == PairState.OFFERED and not is_told(pair)
        if offer_again:
            pair.undo_until = timezone.now() + UNDO_WINDOW
        plan(pair, back_to, life_of(pair.programme))
        move(pair, back_to, by=by)
        if offer_again:
            queue_offers(pair, by=by)
        record("matching.pair.resume", by=by, on=pair, details={"pair": pair.pk})
    return pair


# --- inside -------------------------------------------------------------------------------------------


def _reopen(proposal: Proposal) -> bool:
    """Back to the list, unless a newer proposal for the same family stands there."""
    if Proposal.objects.filter(seeker_id=proposal.seeker_id, state=ProposalState.OPEN).exists():
        return False
    Proposal.objects.filter(pk=proposal.pk).update(state=ProposalState.OPEN, version=F("version") + 1)
    proposal.refresh_from_db(fields=["state", "version"])
    emit(
        ProposalDecided(proposal.pk, proposal.programme_id, proposal.state, proposal.pinned, proposal.version)
    )
    return True
