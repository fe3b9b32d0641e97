"""The life of a pair: offered, undone within ten minutes, answered, suspended, closed.

Room and one-helper-per-family are exact because every way to an open pair goes through `offer`, which locks
before it counts. Behind it stand triggers and a unique index (docs/decisions/0003); locks.py has the order of
locks. A family that loses its helper is proposed somebody else at once (replacements.py), after the commit.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from base.audit.actor import SYSTEM, Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.events import emit
from base.common.triggers import refusal_from
from base.notices.domain.outbox import cancel_notices
from families.models import Household
from matching.domain.locks import lock_person
from matching.domain.owed import ENDED_IN_GOOD_TIME
from matching.domain.pair_notices import is_told, queue_offers, subject_of, tell_coordinators
from matching.domain.programmes import label_of
from matching.domain.replacements import seek_another
from matching.enums import (
    OPEN_PAIR_STATES,
    CloseReason,
    DecisionKind,
    PairOrigin,
    PairState,
    ProposalState,
)
from matching.events import PairChanged, ProposalDecided
from matching.models import Decision, Helper, Pair, PairStep, Proposal, Seeker
from matching.queries import (
    active_helpers,
    free_room_of,
    lapsed_pairs,
    rules_on,
    unannounced_suspensions,
    waiting_seekers,
)

#: How long the notices of an approval wait, and with them its undo.
UNDO_WINDOW = timedelta(minutes=10)

#: Which state may follow which by hand; the rest is `undo_pair`, `close_pair` and suspension.
STEPS: Mapping[PairState, tuple[PairState, ...]] = {
    PairState.OFFERED: (PairState.HELPER_ACCEPTED, PairState.DECLINED),
    PairState.HELPER_ACCEPTED: (PairState.ACCEPTED, PairState.DECLINED),
    PairState.ACCEPTED: (PairState.ACTIVE, PairState.DECLINED),
    PairState.ACTIVE: (),
    PairState.SUSPENDED: (),
}


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
    seeker.household = _lock_household(seeker)
    refuse_unfree(seeker, helper)
    pair = Pair(
        programme_id=seeker.programme_id,
        seeker=seeker,
        helper=helper,
        proposal=proposal,
        origin=PairOrigin.PROPOSAL if proposal else PairOrigin.BY_HAND,
        points=points,
        offered_on=timezone.localdate(now),
        offered_at=now,
        undo_until=now + UNDO_WINDOW,
        approved_by_id=by.actor_id,
        approved_by_label=by.actor_label,
    )
    _save(pair)
    _step(pair, by=by, at=now)
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


def _lock_household(seeker: Seeker) -> Household:
    return Household.objects.select_for_update().get(pk=seeker.household_id)


def undo_pair(pair: Pair, *, by: Actor) -> Pair:
    """Take an approval back whole, while its notices still wait: nobody outside has heard of it.

    The proposal is open again unless a newer one stands in its place. Refusal when it is too late.
    """
    with transaction.atomic():
        pair = _locked(pair)
        cancel_notices(subject_of(pair), by=by)
        # A sender may have one in hand at this very moment: then it is not among the cancelled.
        if not pair.can_be_undone or is_told(pair):
            raise Refusal(
                _("It is too late to undo this: the messages have gone out. You can close the pair instead."),
                code="too_late",
            )
        _move(pair, PairState.UNDONE, by=by)
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


def record_step(pair: Pair, *, to: PairState, by: Actor, note: str = "") -> Pair:
    """Write down an answer or the first meeting: helper accepted, family accepted, meeting, not this time.

    Refusal when the step does not follow, or when the database refuses contact without clearance.
    """
    with transaction.atomic():
        pair = _locked(pair)
        if to not in STEPS.get(PairState(pair.state), ()):
            raise Refusal(
                _("“%(to)s” does not follow “%(now)s”.")
                % {"to": PairState(to).label, "now": pair.get_state_display()},
                code="wrong_step",
            )
        if to == PairState.DECLINED:
            pair.closed_on = timezone.localdate()
            cancel_notices(subject_of(pair), by=by)
        _move(pair, to, by=by, note=note)
        record("matching.pair.step", by=by, on=pair, details={"pair": pair.pk, "to": to})
    if to == PairState.DECLINED:
        seek_another(pair.seeker, by=by)
    return pair


def close_pair(pair: Pair, *, reason: CloseReason, by: Actor, note: str = "") -> Pair:
    """End an open pair; its room is free again. Pairs closed for some reasons are never proposed again."""
    pair = end_pair(pair, reason=reason, by=by, note=note)
    if reason not in ENDED_IN_GOOD_TIME:
        seek_another(pair.seeker, by=by)
    return pair


@transaction.atomic
def end_pair(pair: Pair, *, reason: CloseReason, by: Actor, note: str = "") -> Pair:
    """`close_pair` without looking for somebody else: for whoever closes several and looks then."""
    pair = _locked(pair)
    if not pair.is_open:
        raise Refusal(
            _("This pair is not open any more: “%(state)s”.") % {"state": pair.get_state_display()},
            code="not_open",
        )
    pair.closed_on = timezone.localdate()
    pair.close_reason, pair.suspended_from = CloseReason(reason), ""
    cancel_notices(subject_of(pair), by=by)
    _move(pair, PairState.CLOSED, by=by, note=note)
    record("matching.pair.close", by=by, on=pair, details={"pair": pair.pk, "reason": reason})
    return pair


def resume_pair(pair: Pair, *, by: Actor) -> Pair:
    """Let a suspended pair go on where it stood; Refusal (from the database) while clearance is missing."""
    with transaction.atomic():
        pair = _locked(pair)
        if pair.state != PairState.SUSPENDED:
            raise Refusal(_("This pair is not suspended."), code="not_suspended")
        back_to = PairState(pair.suspended_from)
        pair.suspended_from = ""
        offer_again = back_to == PairState.OFFERED and not is_told(pair)
        if offer_again:
            pair.undo_until = timezone.now() + UNDO_WINDOW
        _move(pair, back_to, by=by)
        if offer_again:
            queue_offers(pair, by=by)
        record("matching.pair.resume", by=by, on=pair, details={"pair": pair.pk})
    return pair


def suspend_lapsed(on: date, *, by: Actor = SYSTEM) -> int:
    """Suspend the pairs whose helper's clearance has run out by itself; returns how many.

    Recording a child or a revocation needs no verb here: the database suspends at once. Called every minute,
    it also tells of suspensions that nobody has told of yet.
    """
    # Looked up first without a transaction: mostly there are none, and a write lock would be in the way.
    lapsed = _suspend_lapsed(on, by=by) if lapsed_pairs(on).exists() else 0
    announce_suspensions(by=by)
    return lapsed


def _suspend_lapsed(on: date, *, by: Actor) -> int:
    with transaction.atomic():
        # Whoever holds one of them may be about to suspend it: the next minute sees.
        lapsed = list(lapsed_pairs(on).select_for_update(of=("self",), skip_locked=True).order_by("pk"))
        for pair in lapsed:
            pair.suspended_from, pair.state = pair.state, PairState.SUSPENDED
            pair.version += 1
            pair.save(update_fields=["state", "suspended_from", "version"])
        _announce_suspended([pair.pk for pair in lapsed], because="clearance_ended", by=by)
    return len(lapsed)


def announce_suspensions(
    *, household_id: int | None = None, volunteer_id: int | None = None, by: Actor = SYSTEM
) -> int:
    """Put suspensions on the timeline and tell the coordinators; returns how many were new.

    Of a household after a child was recorded, of a volunteer after clearance changed, else all of them.
    """
    pairs, because = unannounced_suspensions(), "other"
    if household_id is not None:
        pairs, because = pairs.filter(seeker__household=household_id), "child_recorded"
    if volunteer_id is not None:
        pairs, because = pairs.filter(helper__volunteer=volunteer_id), "clearance_ended"
    found = list(pairs.values_list("pk", flat=True))
    return _announce_suspended(found, because=because, by=by) if found else 0


# --- inside -------------------------------------------------------------------------------------------


def _locked(pair: Pair) -> Pair:
    """The pair, fresh and locked with both sides: who is cleared and at home stays so until the commit."""
    lock_person(pair.helper)
    _lock_household(pair.seeker)
    return (
        Pair.objects.select_for_update(of=("self",))
        .select_related("programme", "seeker__household", "helper__volunteer", "helper__mentor", "proposal")
        .get(pk=pair.pk)
    )


def _save(pair: Pair) -> None:
    """Save, turning what the database refuses into a sentence."""
    try:
        with transaction.atomic():
            pair.save()
    except IntegrityError as error:
        if refusal := refusal_from(error):
            raise refusal from error
        raise Refusal(_("This family already has a helper in this programme."), code="has_helper") from error
    except DatabaseError as error:
        if refusal := refusal_from(error):
            raise refusal from error
        raise


def _move(pair: Pair, to: PairState, *, by: Actor, note: str = "") -> None:
    pair.state = to
    pair.version += 1
    _save(pair)
    _step(pair, by=by, at=timezone.now(), note=note)


def _step(pair: Pair, *, by: Actor, at: datetime, note: str = "") -> None:
    PairStep.objects.create(
        pair=pair, state=pair.state, at=at, by_id=by.actor_id, by_label=by.actor_label, note=note[:300]
    )
    _announce(pair)


def _announce(pair: Pair) -> None:
    emit(PairChanged(pair_id=pair.pk, programme_id=pair.programme_id, state=pair.state))


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


def _announce_suspended(pairs: Collection[int], *, because: str, by: Actor) -> int:
    with transaction.atomic():
        rows = Pair.objects.filter(pk__in=pairs).order_by("pk").select_for_update(skip_locked=True)
        held = list(rows.values_list("pk", flat=True))
        # Asked again under the lock: somebody may have told of them a moment ago.
        suspended = (
            unannounced_suspensions()
            .filter(pk__in=held)
            .select_related("seeker__household__centre", "helper__volunteer", "helper__mentor")
        )
        for pair in suspended:
            cancel_notices(subject_of(pair), by=by)
            _step(pair, by=by, at=timezone.now())
            tell_coordinators(pair, because=because, by=by)
            record(
                "matching.pair.suspend",
                by=by,
                on=pair,
                organisation_id=pair.seeker.household.centre_id,
                details={"pair": pair.pk, "because": because},
            )
    return len(suspended)
