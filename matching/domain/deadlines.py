"""What the clock does to pairs, every minute: ask again, give up waiting, let a pause end."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from base.audit.actor import SYSTEM, Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from matching.domain.life import waits_for
from matching.domain.moving import end, locked, move, plan
from matching.domain.pair_notices import has_heard, remind, tell_over
from matching.domain.pairs import resume_pair
from matching.domain.replacements import seek_another
from matching.enums import UNANSWERED_PAIR_STATES, PairSide, PairState
from matching.models import Pair
from matching.queries import life_of


def keep_deadlines(now: datetime, *, by: Actor = SYSTEM) -> int:
    """All of it; returns how many pairs were touched. A minute in which nothing is due costs three reads."""
    return expire_unanswered(now, by=by) + remind_unanswered(now, by=by) + resume_paused(now, by=by)


def remind_unanswered(now: datetime, *, by: Actor = SYSTEM) -> int:
    """Ask once more whoever has not answered an offer for so long; returns how many were asked."""
    day = timezone.localdate(now)
    due = Pair.objects.filter(
        state__in=UNANSWERED_PAIR_STATES, remind_on__lte=day, answer_by__gte=day, undo_until__lte=now
    )
    return _each(due, lambda pair: _remind(pair, by=by))


def expire_unanswered(now: datetime, *, by: Actor = SYSTEM) -> int:
    """End offers whose last day to answer has passed, and look for somebody else; returns how many ended.

    Who was never told of the offer has their days anew: the message still waits to be handed over.
    """
    due = Pair.objects.filter(state__in=UNANSWERED_PAIR_STATES, answer_by__lt=timezone.localdate(now))
    ended: list[Pair] = []

    def expire(pair: Pair) -> bool:
        if not _expire(pair, by=by):
            return False
        ended.append(pair)
        return True

    count = _each(due, expire)
    for pair in ended:
        seek_another(pair.seeker, by=by)
    return count


def resume_paused(now: datetime, *, by: Actor = SYSTEM) -> int:
    """Let pairs meet again whose pause was until today; returns how many go on."""
    due = Pair.objects.filter(state=PairState.PAUSED, paused_until__lte=timezone.localdate(now))
    return _each(due, lambda pair: _resume(pair, by=by))


# --- inside -------------------------------------------------------------------------------------------


def _each(due: QuerySet[Pair], act: Callable[[Pair], bool]) -> int:
    """Each in a transaction of its own, asked again under its locks; how many the act was done to."""
    done = 0
    for pk in list(due.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            pair = locked(Pair.objects.select_related("helper", "seeker").get(pk=pk))
            if due.filter(pk=pk).exists():
                done += act(pair)
    return done


def _remind(pair: Pair, *, by: Actor) -> bool:
    side = waits_for(pair.steps_to_take, PairState(pair.state))
    # Whatever comes of it: once is enough.
    pair.remind_on = None
    pair.save(update_fields=["remind_on"])
    if side is None or not remind(pair, side, by=by):
        return False
    record(
        "matching.pair.remind",
        by=by,
        on=pair,
        organisation_id=pair.seeker.household.centre_id,
        details={"pair": pair.pk, "side": side},
    )
    return True


def _expire(pair: Pair, *, by: Actor) -> bool:
    side = waits_for(pair.steps_to_take, PairState(pair.state)) or PairSide.COORDINATOR
    if side != PairSide.COORDINATOR and not has_heard(pair, side):
        plan(pair, PairState(pair.state), life_of(pair.programme))
        pair.save(update_fields=["answer_by", "remind_on", "due_on"])
        return False
    end(pair)
    tell_over(pair, said_by=side, by=by)
    move(pair, PairState.EXPIRED, by=by, side=side)
    record(
        "matching.pair.expire",
        by=by,
        on=pair,
        organisation_id=pair.seeker.household.centre_id,
        details={"pair": pair.pk, "side": side},
    )
    return True


def _resume(pair: Pair, *, by: Actor) -> bool:
    try:
        with transaction.atomic():
            resume_pair(pair, by=by)
    except Refusal:
        # Without clearance: it is suspended before the next minute, and a coordinator told.
        return False
    return True
