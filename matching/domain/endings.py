"""A pair rests and comes to its end: paused, closing, closed, and what both sides say of it."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from matching.domain.life import TRANSITIONS
from matching.domain.moving import end, locked, move
from matching.domain.owed import ENDED_IN_GOOD_TIME
from matching.domain.pair_notices import tell_over
from matching.domain.replacements import seek_another
from matching.enums import CloseReason, PairSide, PairState
from matching.models import Pair, PairSurvey

LONGEST_PAUSE = timedelta(days=366)


@transaction.atomic
def pause_pair(pair: Pair, *, until: date, by: Actor) -> Pair:
    """The two do not meet for a while and go on by themselves on the day `until`; a pause may be made longer.

    The helper's room stays taken. ValidationError for a day that cannot be.
    """
    pair = locked(pair)
    today = timezone.localdate()
    if not today < until <= today + LONGEST_PAUSE:
        raise ValidationError({"until": _("Choose a day after today, within a year.")})
    if pair.state not in (PairState.ACTIVE, PairState.PAUSED):
        raise Refusal(_("Only a pair that meets can pause."), code="wrong_step")
    pair.paused_until = until
    move(pair, PairState.PAUSED, by=by, on=until)
    record("matching.pair.pause", by=by, on=pair, details={"pair": pair.pk, "until": until.isoformat()})
    return pair


@transaction.atomic
def begin_closing(pair: Pair, *, side: PairSide, by: Actor) -> Pair:
    """One side ends it, without fault and without a reason: no more meetings; a coordinator closes the pair.

    Saying it again changes nothing. Before the two have begun, it is `decline_offer`.
    """
    pair = locked(pair)
    if pair.state == PairState.CLOSING:
        return pair
    if PairState.CLOSING not in TRANSITIONS[PairState(pair.state)]:
        raise Refusal(
            _("This pair cannot be brought to its end now: “%(state)s”.")
            % {"state": pair.get_state_display()},
            code="wrong_step",
        )
    pair.suspended_from, pair.paused_until = "", None
    tell_over(pair, said_by=side, by=by)
    move(pair, PairState.CLOSING, by=by, side=side)
    record("matching.pair.closing", by=by, on=pair, details={"pair": pair.pk, "side": side})
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
    pair = locked(pair)
    if not pair.is_open:
        raise Refusal(
            _("This pair is not open any more: “%(state)s”.") % {"state": pair.get_state_display()},
            code="not_open",
        )
    end(pair)
    pair.close_reason, pair.suspended_from = CloseReason(reason), ""
    tell_over(pair, said_by=_SAID_BY.get(CloseReason(reason), PairSide.COORDINATOR), by=by, reason=reason)
    move(pair, PairState.CLOSED, by=by, side=PairSide.COORDINATOR, note=note)
    record("matching.pair.close", by=by, on=pair, details={"pair": pair.pk, "reason": reason})
    return pair


#: Who need not be told, because it was they who told us.
_SAID_BY = {CloseReason.MOVED: PairSide.FAMILY, CloseReason.HELPER_LEFT: PairSide.HELPER}


@transaction.atomic
def answer_survey(pair: Pair, *, side: PairSide, rating: int, again: bool | None, by: Actor) -> PairSurvey:
    """What one side says at the end: how it was, 1 to 5, and whether they would do it again.

    The last word counts. Refusal before the end, and for a pair that never met.
    """
    pair = locked(pair)
    if side not in (PairSide.HELPER, PairSide.FAMILY):
        raise ValidationError({"side": _("Choose whose word it is.")})
    if rating not in range(1, 6):
        raise ValidationError({"rating": _("Choose from 1 to 5.")})
    if pair.state not in (PairState.CLOSING, PairState.CLOSED) or not (
        pair.first_met_on or pair.active_since
    ):
        raise Refusal(_("This is asked when two who have met come to their end."), code="too_early")
    survey, _new = PairSurvey.objects.update_or_create(
        pair=pair,
        side=side,
        defaults={
            "rating": rating,
            "again": again,
            "at": timezone.now(),
            "by_id": by.actor_id,
            "by_label": by.actor_label,
        },
    )
    record("matching.pair.survey", by=by, on=pair, details={"pair": pair.pk, "side": side})
    return survey
