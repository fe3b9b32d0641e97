"""Reads of meetings."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from activities.enums import (
    COUNTED_MEETING_STATES,
    LIVE_MEETING_STATES,
    UNSETTLED_MEETING_STATES,
    MeetingState,
)
from activities.models import Meeting, MeetingWord
from base.accounts.models import Membership
from families.models import Household
from matching.enums import PairSide
from matching.models import Pair
from matching.queries import pairs_in_scope
from matching.rules import does_matching

from .pairs import pairs_of_helper

#: So long a writer may mend a log before the family is asked about it, and so long it is worth asking.
TIME_TO_MEND = timedelta(hours=2)
ASKED_WITHIN = timedelta(days=7)
_WITH_PAIR = (
    "pair__programme",
    "pair__seeker__household__centre",
    "pair__helper__volunteer__centre",
    "pair__helper__mentor__centre",
)


def meetings_in_scope(membership: Membership | None) -> QuerySet[Meeting]:
    """Meetings of pairs with a side of the centre's own; a helper's: those of their own pairs."""
    if membership is not None and does_matching(membership):
        meetings = Meeting.objects.filter(pair__in=pairs_in_scope(membership))
    else:
        meetings = Meeting.objects.filter(pair__in=pairs_of_helper(membership))
    return meetings.select_related(*_WITH_PAIR)


def meetings_of_pair(pair: Pair) -> QuerySet[Meeting]:
    """All of a pair's meetings, newest first, with what the other side says of them."""
    return Meeting.objects.filter(pair=pair).prefetch_related("words").order_by("-start", "-pk")


def meetings_of_household(household: Household) -> QuerySet[Meeting]:
    """Every meeting of the family's pairs, newest first, with what each side says of them."""
    meetings = Meeting.objects.filter(pair__seeker__household=household)
    return (
        meetings.select_related("pair__programme", "pair__helper__volunteer", "pair__helper__mentor")
        .prefetch_related("words")
        .order_by("-start", "-pk")
    )


@dataclass(frozen=True)
class MeetingFigures:
    """What lies behind a pair or a helper; `to_look_at` meetings count nowhere else."""

    meetings: int
    minutes: int
    last: datetime | None
    to_look_at: int


def figures_of(meetings: QuerySet[Meeting]) -> MeetingFigures:
    """Of these: those that count and their minutes, when the last one began, how many are to be looked at."""
    counted = Q(state__in=COUNTED_MEETING_STATES)
    found = meetings.order_by().aggregate(
        meetings=Count("pk", filter=counted),
        minutes=Sum("minutes", filter=counted, default=0),
        last=Max("start", filter=counted),
        to_look_at=Count("pk", filter=Q(state__in=UNSETTLED_MEETING_STATES)),
    )
    return MeetingFigures(**found)


def meetings_to_confirm(household: Household) -> QuerySet[Meeting]:
    """What the helpers of this family wrote down and the family has not spoken of yet, oldest first."""
    return asks_to_confirm(PairSide.FAMILY).filter(pair__seeker__household=household).order_by("start", "pk")


def asks_to_confirm(side: PairSide) -> QuerySet[Meeting]:
    """Meetings somebody else wrote down and this side has not spoken of; not for ever."""
    spoken = MeetingWord.objects.filter(meeting=OuterRef("pk"), side=side)
    since = timezone.now() - timedelta(days=settings.SPLOT_CONFIRM_DAYS)
    return (
        Meeting.objects.filter(
            ~Exists(spoken),
            state__in=(MeetingState.LOGGED, MeetingState.FOR_REVIEW),
            logged_at__gte=since,
        )
        .exclude(side=side)
        .select_related(*_WITH_PAIR)
    )


def meetings_to_review(membership: Membership | None) -> QuerySet[Meeting]:
    """Of those in scope, what a coordinator has to settle, longest waiting first."""
    return (
        meetings_in_scope(membership).filter(state__in=UNSETTLED_MEETING_STATES).order_by("logged_at", "pk")
    )


def overlapping(
    pair: Pair, start: datetime, ends_at: datetime, *, besides: int | None = None
) -> QuerySet[Meeting]:
    """Live meetings of the pair that share a moment with [start, ends_at)."""
    found = Meeting.objects.filter(
        pair=pair, state__in=LIVE_MEETING_STATES, start__lt=ends_at, ends_at__gt=start
    )
    return found.exclude(pk=besides) if besides is not None else found


def meeting_by_id(pk: int) -> Meeting | None:
    """The meeting a signed link names, with both sides."""
    return Meeting.objects.select_related(*_WITH_PAIR).filter(pk=pk).first()


def meetings_to_ask_about(now: datetime) -> QuerySet[Meeting]:
    """What helpers wrote down a while ago and the family was not asked about yet; not for ever."""
    return (
        asks_to_confirm(PairSide.FAMILY)
        .filter(
            side=PairSide.HELPER,
            state=MeetingState.LOGGED,
            asked_at=None,
            logged_at__lte=now - TIME_TO_MEND,
            logged_at__gte=now - ASKED_WITHIN,
        )
        .order_by("logged_at", "pk")
    )
