"""Reads of the coordinators' desk: meetings narrowed as a list asks, a pair's figures, words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from activities.enums import UNSETTLED_MEETING_STATES, HelpState, MeetingState, PlannedState, StandardActivity
from activities.models import Activity, HelpCall, Incident, Meeting, PlannedMeeting
from base.accounts.models import Membership
from families.models import Household
from matching.models import Pair
from matching.queries import pairs_in_scope
from matching.queries.pairs import names_begin

from .meetings import meetings_in_scope
from .scopes import incidents_in_scope


@dataclass(frozen=True)
class MeetingFilter:
    """What a list of meetings is narrowed to; empty narrows nothing. show: "review", "help"."""

    text: str = ""
    show: str = ""
    state: str = ""
    programme: int | None = None
    pair: int | None = None
    since: date | None = None
    until: date | None = None


def narrowed_meetings(membership: Membership, wanted: MeetingFilter) -> QuerySet[Meeting]:
    """Meetings of pairs with a side of the membership's own, newest first, with what a list shows of them.

    `text` looks for the beginning of a label or of an own helper's first name.
    """
    meetings = meetings_in_scope(membership).annotate(calls_for_help=_calls_for_help())
    if wanted.show == "review":
        meetings = meetings.filter(state__in=UNSETTLED_MEETING_STATES)
    elif wanted.show == "help":
        meetings = meetings.filter(calls_for_help=True)
    if wanted.state in MeetingState.values:
        meetings = meetings.filter(state=wanted.state)
    if wanted.programme is not None:
        meetings = meetings.filter(pair__programme=wanted.programme)
    if wanted.pair is not None:
        meetings = meetings.filter(pair=wanted.pair)
    if wanted.since is not None:
        meetings = meetings.filter(start__gte=_midnight(wanted.since))
    if wanted.until is not None:
        meetings = meetings.filter(start__lt=_midnight(wanted.until + timedelta(days=1)))
    if text := wanted.text.strip():
        found = pairs_in_scope(membership).filter(names_begin(text, membership))
        meetings = meetings.filter(pair__in=found.values("pk"))
    return meetings.prefetch_related("words").order_by("-start", "-pk")


def _calls_for_help() -> Exists:
    return Exists(HelpCall.objects.filter(meeting=OuterRef("pk"), state=HelpState.OPEN))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())


def activity_words(programme_ids: Iterable[int]) -> Mapping[int, Mapping[str, str]]:
    """How the activities of each programme are called in the language active now, by code."""
    found: dict[int, dict[str, str]] = {
        pk: {code: str(label) for code, label in StandardActivity.choices} for pk in programme_ids
    }
    for activity in Activity.objects.filter(programme__in=list(found)):
        found[activity.programme_id][activity.code] = activity.word
    return found


def plans_in_scope(membership: Membership | None) -> QuerySet[PlannedMeeting]:
    """Plans that still stand, of pairs with a side of the centre's own or, for a helper, their own."""
    plans = PlannedMeeting.objects.filter(pair__in=pairs_in_scope(membership), state=PlannedState.PLANNED)
    return plans.select_related(
        "pair__programme", "pair__seeker__household", "pair__helper__volunteer", "pair__helper__mentor"
    )


def plans_to_come(pair: Pair) -> QuerySet[PlannedMeeting]:
    """What a pair has planned from this moment on, soonest first."""
    return PlannedMeeting.objects.filter(
        pair=pair, state=PlannedState.PLANNED, start__gte=timezone.now()
    ).order_by("start", "pk")


def incidents_listed(membership: Membership | None, *, state: str = "") -> QuerySet[Incident]:
    """Concerns in scope, the open ones first, then the newest."""
    incidents = incidents_in_scope(membership).annotate(written=Count("notes"))
    if state:
        incidents = incidents.filter(state=state)
    return incidents.order_by("-state", "-reported_at", "-pk")


def pair_of_household(household: Household, membership: Membership, pk: int) -> Pair | None:
    """One of the family's pairs, as far as the membership may know of it."""
    return pairs_in_scope(membership).filter(seeker__household=household, pk=pk).first()
