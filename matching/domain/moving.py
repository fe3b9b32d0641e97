"""One move of a pair under its locks: what all verbs of its life do alike."""

import calendar
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from base.audit.actor import Actor
from base.common.errors import Refusal
from base.common.events import emit
from base.common.triggers import refusal_from
from families.models import Household
from matching.domain.life import TRANSITIONS, next_step
from matching.domain.locks import lock_person
from matching.enums import UNANSWERED_PAIR_STATES, LifeStep, PairSide, PairState
from matching.events import PairChanged
from matching.models import Pair, PairLife, PairStep, Seeker

T = TypeVar("T")


def lock_household(seeker: Seeker) -> Household:
    """Lock the family until the transaction ends, so that no child is recorded in it unseen."""
    return Household.objects.select_for_update().get(pk=seeker.household_id)


def locked(pair: Pair) -> Pair:
    """The pair, fresh and locked with both sides: who is cleared and at home stays so until the commit."""
    lock_person(pair.helper)
    lock_household(pair.seeker)
    return (
        Pair.objects.select_for_update(of=("self",))
        .select_related("programme", "seeker__household__centre", "helper__volunteer", "helper__mentor")
        .select_related("proposal")
        .get(pk=pair.pk)
    )


def as_seen(pair: Pair, version: int | None, verb: Callable[[], T]) -> T:
    """What the verb does, if the pair still is what the person saw; both in one transaction.

    `version` is the one they saw, None where nobody can say. Refusal "stale" when it is another by now.
    """
    with transaction.atomic():
        now = locked(pair)
        if version is not None and version != now.version:
            state = PairState(now.state).label
            raise Refusal(
                _("A colleague was quicker: this pair is now “%(state)s”. Look at it, then decide again.")
                % {"state": state},
                code="stale",
            )
        return verb()


def save(pair: Pair) -> None:
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


def move(
    pair: Pair,
    to: PairState,
    *,
    by: Actor,
    side: PairSide | str = "",
    on: date | None = None,
    note: str = "",
) -> None:
    """Save the pair in another state and put it on the timeline; Refusal when the state cannot follow."""
    if to not in TRANSITIONS[PairState(pair.state)]:
        raise does_not_follow(pair, to)
    pair.state = to
    pair.version += 1
    save(pair)
    write_step(pair, by=by, at=timezone.now(), side=side, on=on, note=note)


def does_not_follow(pair: Pair, to: PairState) -> Refusal:
    """The refusal of a state that cannot follow the pair's."""
    words = {"to": PairState(to).label, "now": pair.get_state_display()}
    return Refusal(_("“%(to)s” does not follow “%(now)s”.") % words, code="wrong_step")


def write_step(
    pair: Pair,
    *,
    by: Actor,
    at: datetime,
    side: PairSide | str = "",
    on: date | None = None,
    note: str = "",
) -> None:
    """Put the pair's state on its timeline and tell whoever listens."""
    PairStep.objects.create(
        pair=pair,
        state=pair.state,
        side=side,
        on=on,
        at=at,
        by_id=by.actor_id,
        by_label=by.actor_label,
        note=note[:300],
    )
    emit(PairChanged(pair_id=pair.pk, programme_id=pair.programme_id, state=pair.state))


def plan(pair: Pair, state: PairState, life: PairLife, *, on: date | None = None) -> None:
    """Set the days that a state brings with it: to answer by, to be reminded on, due on, the planned end.

    `on`: the day of the step that led here (today).
    """
    today = timezone.localdate()
    pair.answer_by = pair.remind_on = pair.due_on = None
    if state in UNANSWERED_PAIR_STATES:
        pair.answer_by = today + timedelta(days=life.answer_days)
        pair.remind_on = None if life.remind_days is None else today + timedelta(days=life.remind_days)
    elif next_step(pair.steps_to_take, state):
        pair.due_on = today + timedelta(days=life.first_meeting_days)
    elif state == PairState.ACTIVE and pair.active_since is None:
        pair.active_since = on or today
        pair.ends_on = months_after(pair.active_since, life.length_months) if life.length_months else None


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def end(pair: Pair) -> None:
    """Set what any end brings with it: nothing is due any more."""
    pair.closed_on = timezone.localdate()
    pair.answer_by = pair.remind_on = pair.due_on = pair.paused_until = None
    if pair.active_since and pair.ends_on:
        pair.closed_early = pair.closed_on < pair.ends_on


def is_due(pair: Pair, step: LifeStep) -> bool:
    """Whether this step is the next one of the pair."""
    return next_step(pair.steps_to_take, PairState(pair.state)) == step
