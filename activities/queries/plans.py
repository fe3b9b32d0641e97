"""Reads of meetings to come and of calls for help."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from activities.enums import HelpState, PlannedState
from activities.models import HelpCall, PlannedMeeting
from base.accounts.models import Membership
from matching.models import Pair
from matching.queries import pairs_in_scope
from matching.rules import does_matching

#: How long after a planned meeting the log still offers it.
STILL_OFFERED = timedelta(days=3)
#: How long before it one may already open the log.
A_LITTLE_BEFORE = timedelta(minutes=30)


def planned_of_pair(pair: Pair) -> QuerySet[PlannedMeeting]:
    """What is planned and not over with, soonest first."""
    return PlannedMeeting.objects.filter(pair=pair, state=PlannedState.PLANNED).order_by("start", "pk")


def coming_meetings(pairs: QuerySet[Pair], now: datetime) -> QuerySet[PlannedMeeting]:
    """What these pairs have planned from now on, soonest first."""
    return PlannedMeeting.objects.filter(
        pair__in=pairs, state=PlannedState.PLANNED, start__gte=now - STILL_OFFERED
    ).order_by("start", "pk")


def plan_by_key(key: UUID) -> PlannedMeeting | None:
    """The planned meeting a link names, whatever became of it."""
    plans = PlannedMeeting.objects.select_related(
        "meeting", "pair__programme", "pair__seeker__household__centre", "pair__helper__volunteer__centre",
        "pair__helper__mentor__centre",
    )  # fmt: skip
    return plans.filter(key=key).first()


def plans_to_ask_about(now: datetime) -> QuerySet[PlannedMeeting]:
    """Planned meetings that are over and nobody was asked about; those long ago are let be."""
    return (
        PlannedMeeting.objects.filter(
            state=PlannedState.PLANNED, reminded_at=None, start__lt=now, start__gte=now - STILL_OFFERED
        )
        .select_related("pair__seeker__household", "pair__helper__volunteer", "pair__helper__mentor")
        .order_by("start", "pk")
    )


def default_start(pair: Pair, length: int, now: datetime) -> datetime:
    """What the log begins with: the planned meeting of these days, else now minus the length."""
    planned = (
        planned_of_pair(pair)
        .filter(start__gte=now - STILL_OFFERED, start__lte=now + A_LITTLE_BEFORE)
        .order_by("-start")
        .first()
    )
    if planned is not None:
        return planned.start
    return (now - timedelta(minutes=length)).replace(second=0, microsecond=0)


def help_calls_in_scope(membership: Membership | None, *, open_only: bool = True) -> QuerySet[HelpCall]:
    """Calls from pairs with a side of the centre's own, for those who work with people, oldest first."""
    if membership is None or not does_matching(membership):
        return HelpCall.objects.none()
    calls = HelpCall.objects.filter(pair__in=pairs_in_scope(membership))
    if open_only:
        calls = calls.filter(state=HelpState.OPEN)
    return calls.select_related(
        "pair__programme", "pair__seeker__household", "pair__helper__volunteer", "pair__helper__mentor"
    ).order_by("made_at", "pk")
