"""The steps from an offer to meeting, in the order the pair was offered under; and "not this time"."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from matching.domain.life import TRANSITIONS, following, next_step, state_after, steps_done, waits_for
from matching.domain.moving import does_not_follow, end, is_due, locked, move, plan
from matching.domain.pair_notices import cancel_asking, tell_first_meeting_due, tell_over
from matching.domain.replacements import seek_another
from matching.enums import LifeStep, PairSide, PairState
from matching.models import Pair
from matching.queries import life_of


def accept_offer(pair: Pair, *, side: PairSide, by: Actor) -> Pair:
    """One side says yes; saying it again changes nothing. Refusal when it is not asked now.

    `by` may be a coordinator who heard it on the phone; whose word it is, is `side`.
    """
    step = LifeStep(side)
    with transaction.atomic():
        pair = locked(pair)
        if pair.is_open and step in steps_done(pair.steps_to_take, pair.stands_at):
            return pair
        if pair.is_open and next_step(pair.steps_to_take, PairState(pair.state)) in set(LifeStep) - {step}:
            raise Refusal(
                _("Somebody else answers first. You will be asked after that."), code="not_your_turn"
            )
        _take(pair, step, by=by, side=side)
    return pair


def decline_offer(pair: Pair, *, side: PairSide, by: Actor) -> Pair:
    """Not this time, while the two have not begun; no reason is asked, and saying it again changes nothing.

    The other side is told if it had heard of the offer; somebody else is looked for at once.
    """
    with transaction.atomic():
        pair = locked(pair)
        if pair.state == PairState.DECLINED:
            return pair
        _decline(pair, side=side, by=by)
    seek_another(pair.seeker, by=by)
    return pair


def hold_first_meeting(pair: Pair, *, on: date, with_coordinator: bool, by: Actor) -> Pair:
    """The two have met for the first time; ValidationError for a day that cannot be.

    Refusal where the programme wants a coordinator there and nobody was.
    """
    with transaction.atomic():
        pair = locked(pair)
        _check_day(pair, on)
        if life_of(pair.programme).coordinator_at_first_meeting and not with_coordinator:
            raise Refusal(
                _("In this programme a coordinator comes to the first meeting. Meet once more together."),
                code="without_coordinator",
            )
        pair.first_met_on, pair.first_met_with_coordinator = on, with_coordinator
        _take(pair, LifeStep.FIRST_MEETING, by=by, side=PairSide.COORDINATOR, on=on)
    return pair


def sign_pair_agreement(pair: Pair, *, on: date, by: Actor) -> Pair:
    """Both have signed; ValidationError for a day that cannot be."""
    with transaction.atomic():
        pair = locked(pair)
        _check_day(pair, on)
        pair.agreed_on = on
        _take(pair, LifeStep.AGREEMENT, by=by, side=PairSide.COORDINATOR, on=on)
    return pair


def record_step(pair: Pair, *, to: PairState, by: Actor, note: str = "") -> Pair:
    """Write down what was said on the phone or happened today: the step that is due, or "not this time".

    Refusal when the step does not follow, or when the database refuses contact without clearance.
    """
    to = PairState(to)
    with transaction.atomic():
        pair = locked(pair)
        state = PairState(pair.state)
        if to not in following(pair.steps_to_take, state):
            raise does_not_follow(pair, to)
        if to == PairState.DECLINED:
            side = waits_for(pair.steps_to_take, state) or PairSide.COORDINATOR
            _decline(pair, side=side, by=by, note=note)
        elif step := next_step(pair.steps_to_take, state):
            _write_today(pair, step)
            _take(pair, step, by=by, side=waits_for(pair.steps_to_take, state) or "", note=note)
    if to == PairState.DECLINED:
        seek_another(pair.seeker, by=by)
    return pair


# --- inside -------------------------------------------------------------------------------------------


def _take(
    pair: Pair, step: LifeStep, *, by: Actor, side: PairSide | str, on: date | None = None, note: str = ""
) -> None:
    to = state_after(pair.steps_to_take, step) if step in pair.steps_to_take else PairState.ACTIVE
    if not is_due(pair, step):
        raise does_not_follow(pair, to)
    cancel_asking(pair, by=by)
    plan(pair, to, life_of(pair.programme), on=on)
    move(pair, to, by=by, side=side, on=on, note=note)
    record("matching.pair.step", by=by, on=pair, details={"pair": pair.pk, "to": to, "side": side})
    if is_due(pair, LifeStep.FIRST_MEETING):
        tell_first_meeting_due(pair, by=by)


def _decline(pair: Pair, *, side: PairSide, by: Actor, note: str = "") -> None:
    if PairState.DECLINED not in TRANSITIONS[PairState(pair.state)]:
        if pair.is_open:
            raise Refusal(_("These two have begun. The pair can be brought to its end."), code="wrong_step")
        raise does_not_follow(pair, PairState.DECLINED)
    end(pair)
    tell_over(pair, said_by=side, by=by)
    move(pair, PairState.DECLINED, by=by, side=side, note=note)
    record(
        "matching.pair.step",
        by=by,
        on=pair,
        details={"pair": pair.pk, "to": PairState.DECLINED, "side": side},
    )


def _write_today(pair: Pair, step: LifeStep) -> None:
    if step == LifeStep.FIRST_MEETING:
        pair.first_met_on = timezone.localdate()
        pair.first_met_with_coordinator = life_of(pair.programme).coordinator_at_first_meeting or None
    elif step == LifeStep.AGREEMENT:
        pair.agreed_on = timezone.localdate()


def _check_day(pair: Pair, on: date) -> None:
    if on > timezone.localdate():
        raise ValidationError({"on": _("This day has not come yet.")})
    if on < pair.offered_on:
        raise ValidationError({"on": _("On this day the pair had not been offered yet.")})
