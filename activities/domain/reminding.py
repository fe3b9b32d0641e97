"""Asking, after the time has come: “did you meet?” of helpers, “was it so?” of families. Each once."""

from datetime import datetime

from django.db import transaction

from activities.enums import MeetingState, PlannedState
from activities.models import Meeting, PlannedMeeting
from activities.queries import BROUGHT_TOGETHER, meetings_to_ask_about, plans_to_ask_about
from base.audit.actor import SYSTEM, Actor
from matching.enums import PairSide, PairState
from matching.models import Pair

from .links import address_of
from .notices import ask_did_you_meet, ask_to_confirm, hears_by_itself
from .one_touch import token_for_meeting, token_for_plan


def remind_meetings(now: datetime, *, by: Actor = SYSTEM) -> int:
    """Queue what is to be asked by now; returns how many.

    Called every minute. Only those hear of it whom a message reaches by itself: for a small question nobody
    has to print a letter; the others find it on their pages.
    """
    asked = 0
    for planned in plans_to_ask_about(now):
        if planned.ends_at <= now:
            asked += _ask_about_plan(planned, now, by=by)
    for meeting in meetings_to_ask_about(now):
        asked += _ask_about_meeting(meeting, now, by=by)
    return asked


@transaction.atomic
def _ask_about_plan(planned: PlannedMeeting, now: datetime, *, by: Actor) -> bool:
    if not is_turn_of(planned.pair):
        return False
    # By its state and time: it may have been held, moved or asked about a moment ago.
    mine = PlannedMeeting.objects.filter(
        pk=planned.pk, state=PlannedState.PLANNED, start=planned.start, reminded_at=None
    ).update(reminded_at=now)
    # Who has a pause is left in peace.
    meets = planned.pair.state in BROUGHT_TOGETHER and planned.pair.state != PairState.PAUSED
    if not mine or not meets or not hears_by_itself(planned.pair.helper.person):
        return False
    link = address_of(token_for_plan(planned, side=PairSide.HELPER))
    ask_did_you_meet(planned, link=link, by=by)
    return True


@transaction.atomic
def _ask_about_meeting(meeting: Meeting, now: datetime, *, by: Actor) -> bool:
    if not is_turn_of(meeting.pair):
        return False
    mine = Meeting.objects.filter(pk=meeting.pk, state=MeetingState.LOGGED, asked_at=None).update(
        asked_at=now
    )
    if not mine or not hears_by_itself(meeting.pair.seeker.household):
        return False
    ask_to_confirm(meeting, link=address_of(token_for_meeting(meeting, side=PairSide.FAMILY)), by=by)
    return True


def is_turn_of(pair: Pair) -> bool:
    """The pair, locked; when somebody else holds it, the next minute sees."""
    return Pair.objects.select_for_update(skip_locked=True).filter(pk=pair.pk).first() is not None
