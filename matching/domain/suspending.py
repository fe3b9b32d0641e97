"""Pairs that clearance no longer covers: suspended by time or by the database, and told of."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from base.audit.actor import SYSTEM, Actor
from base.audit.domain.records import record
from base.notices.domain.outbox import cancel_notices
from matching.domain.moving import write_step
from matching.domain.pair_notices import subject_of, tell_coordinators
from matching.enums import PairState
from matching.models import Pair
from matching.queries import lapsed_pairs, unannounced_suspensions


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
            write_step(pair, by=by, at=timezone.now())
            tell_coordinators(pair, because=because, by=by)
            record(
                "matching.pair.suspend",
                by=by,
                on=pair,
                organisation_id=pair.seeker.household.centre_id,
                details={"pair": pair.pk, "because": because},
            )
    return len(suspended)
