"""Meetings to come: planned, moved, called off."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.enums import PlannedState
from activities.models import PlannedMeeting
from activities.queries import BROUGHT_TOGETHER
from base.audit.actor import Actor
from base.common.errors import Refusal
from base.notices.domain.outbox import cancel_notices
from matching.enums import PairSide, PairState
from matching.models import Pair

from .drafts import refuse_bad_length
from .notices import subject_of_plan
from .telling import lock_pair, tell_plan
from .times import whole_minute

FAR_AHEAD = timedelta(days=365)
LONGEST_PLACE = 120
#: In these states no meeting is planned; the rest of BROUGHT_TOGETHER is fine.
NOT_MEETING = (PairState.PAUSED, PairState.CLOSING)


@transaction.atomic
def plan_meeting(
    pair: Pair, *, start: datetime, minutes: int, place: str, by: Actor, side: PairSide | None = None
) -> PlannedMeeting:
    """The two want to meet then. The same plan made twice is one.

    Refusal when they do not meet now or have planned that time; ValidationError by field.
    """
    pair = lock_pair(pair)
    start, place = _checked(start, minutes, place)
    if pair.state not in BROUGHT_TOGETHER or pair.state in NOT_MEETING:
        raise Refusal(_("This pair does not meet at the moment, so nothing can be planned."), "not_meeting")
    same = PlannedMeeting.objects.filter(
        pair=pair, state=PlannedState.PLANNED, start=start, minutes=minutes, place=place
    ).first()
    if same is not None:
        return same
    _refuse_planned(pair, start, minutes)
    planned = PlannedMeeting.objects.create(
        pair=pair,
        start=start,
        minutes=minutes,
        place=place,
        side=side or "",
        planned_by_label=by.actor_label[:200],
    )
    tell_plan("plan", planned, by=by)
    return planned


@transaction.atomic
def move_meeting(
    planned: PlannedMeeting, *, start: datetime, minutes: int, place: str, by: Actor
) -> PlannedMeeting:
    """They meet at another time; whoever was asked about the old one is not asked any more."""
    planned = _locked(planned)
    start, place = _checked(start, minutes, place)
    if (start, minutes, place) == (planned.start, planned.minutes, planned.place):
        return planned
    _refuse_planned(planned.pair, start, minutes, besides=planned.pk)
    planned.start, planned.minutes, planned.place = start, minutes, place
    planned.reminded_at = None
    planned.version += 1
    planned.save(update_fields=["start", "minutes", "place", "reminded_at", "version"])
    cancel_notices(subject_of_plan(planned), by=by)
    tell_plan("move", planned, by=by)
    return planned


@transaction.atomic
def call_off_meeting(planned: PlannedMeeting, *, by: Actor) -> PlannedMeeting:
    """They do not meet then. Twice is once."""
    return _end(planned, PlannedState.CALLED_OFF, "call_off", by=by)


@transaction.atomic
def say_not_held(planned: PlannedMeeting, *, by: Actor) -> PlannedMeeting:
    """The time has passed, and they did not meet. Twice is once."""
    return _end(planned, PlannedState.NOT_HELD, "not_held", by=by)


def _end(planned: PlannedMeeting, to: PlannedState, act: str, *, by: Actor) -> PlannedMeeting:
    if (ended := PlannedMeeting.objects.filter(pk=planned.pk, state=to).first()) is not None:
        return ended
    planned = _locked(planned)
    planned.state = to
    planned.version += 1
    planned.save(update_fields=["state", "version"])
    cancel_notices(subject_of_plan(planned), by=by)
    tell_plan(act, planned, by=by)
    return planned


def _locked(planned: PlannedMeeting) -> PlannedMeeting:
    """Fresh, under the lock of its pair; Refusal unless it still stands."""
    pair = lock_pair(planned.pair)
    planned = PlannedMeeting.objects.get(pk=planned.pk)
    planned.pair = pair
    if planned.state != PlannedState.PLANNED:
        raise Refusal(
            _("This plan stands no more: “%(state)s”.") % {"state": planned.get_state_display()},
            code="not_planned",
        )
    return planned


def _checked(start: datetime, minutes: int, place: str) -> tuple[datetime, str]:
    refuse_bad_length(minutes)
    start, now, place = whole_minute(start), timezone.now(), " ".join(place.split())
    if start <= now:
        sentence = _("This time has passed. Plan a later one, or log the meeting.")
        raise ValidationError({"start": ValidationError(sentence, code="past")})
    if start > now + FAR_AHEAD:
        raise ValidationError({"start": _("Plan at most a year ahead.")})
    if len(place) > LONGEST_PLACE:
        most = {"most": LONGEST_PLACE}
        raise ValidationError({"place": _("The place can have up to %(most)d characters.") % most})
    return start, place


def _refuse_planned(pair: Pair, start: datetime, minutes: int, besides: int | None = None) -> None:
    ends_at = start + timedelta(minutes=minutes)
    near = PlannedMeeting.objects.filter(
        pair=pair, state=PlannedState.PLANNED, start__lt=ends_at, start__gt=start - timedelta(days=1)
    )
    if any(plan.ends_at > start for plan in near if plan.pk != besides):
        raise Refusal(_("You have planned another meeting at that time already."), code="planned")
