"""Reads of conversations: who may write now, what is unread by whom, and what one side shows the other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import rules
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce, Greatest

from activities.enums import IncidentState, TalkStanding
from activities.models import ContactShown, Talk, TalkMessage, TalkRead, TalkReport
from base.accounts.models import Membership
from base.accounts.rules import is_helper
from families.models import Household
from matching.enums import CLOSED_WITH_CAUSE, ENDED_BEFORE_BEGINNING, PairSide, PairState
from matching.models import Pair
from matching.queries import life_of, pairs_in_scope
from matching.rules import does_matching
from mentors.models import MentorEmployee
from volunteers.models import Volunteer

from .pairs import BROUGHT_TOGETHER, assignment_of

#: What is older is past asking about.
STILL_TOLD = timedelta(days=60)
UNREAD, REPORTED = "unread", "reported"
THE_PAIR = (PairSide.HELPER, PairSide.FAMILY)
NEWEST_OF = {
    PairSide.HELPER: Greatest("last_of_family", "last_of_coordinator"),
    PairSide.FAMILY: Greatest("last_of_helper", "last_of_coordinator"),
    PairSide.COORDINATOR: Greatest("last_of_helper", "last_of_family"),
}


@dataclass(frozen=True)
class Reach:
    """A phone number and an e-mail address; "" for what there is not, or is not shown."""

    phone: str = ""
    email: str = ""

    def __bool__(self) -> bool:
        return bool(self.phone or self.email)


# --- whether one may write --------------------------------------------------------------------------------


def standing_of(pair: Pair, *, on: date) -> TalkStanding | None:
    """Who may write on that day; None for a pair that was never brought together.

    A suspended pair hears its coordinator only. An ended one has the programme's grace days to say goodbye,
    unless it was ended for safety or because the two did not suit each other.
    """
    if pair.state in BROUGHT_TOGETHER:
        return TalkStanding.OPEN
    if pair.state == PairState.SUSPENDED and pair.suspended_from in BROUGHT_TOGETHER:
        return TalkStanding.COORDINATOR
    if pair.state not in (PairState.CLOSED, *ENDED_BEFORE_BEGINNING) or assignment_of(pair) is None:
        return None
    last = last_day_of(pair)
    return TalkStanding.OPEN if last is not None and on <= last else TalkStanding.OVER


def last_day_of(pair: Pair) -> date | None:
    """The last day on which the two may write once their pair has ended; None when there is none."""
    if pair.state != PairState.CLOSED or pair.closed_on is None or pair.close_reason in CLOSED_WITH_CAUSE:
        return None
    return pair.closed_on + timedelta(days=life_of(pair.programme).grace_days)


# --- messages and marks -----------------------------------------------------------------------------------


def messages_of(pair: Pair) -> QuerySet[TalkMessage]:
    """Everything that was said, the newest first, hidden messages too."""
    return TalkMessage.objects.filter(pair=pair).order_by("-pk")


def message_by_key(key: UUID) -> TalkMessage | None:
    """What was sent under this number, wherever."""
    return TalkMessage.objects.select_related("pair").filter(key=key).first()


def read_mark(pair: Pair, *, side: PairSide, reader_id: int = 0) -> int:
    """The number of the last message this side has seen (of coordinators: this person); 0 for none."""
    rows = TalkRead.objects.filter(pair=pair, side=side, reader_id=reader_id)
    return rows.values_list("last_id", flat=True).first() or 0


def reported_ids(messages: Iterable[TalkMessage], *, side: PairSide) -> set[int]:
    """Those of them that this side has reported."""
    rows = TalkReport.objects.filter(message__in=[one.pk for one in messages], side=side)
    return set(rows.values_list("message_id", flat=True))


def openly_reported_ids(messages: Iterable[TalkMessage], membership: Membership) -> set[int]:
    """Those of them whose report still waits for an administrator, as far as this membership may know."""
    rows = _known_reports(membership).filter(message__in=[one.pk for one in messages])
    return set(rows.values_list("message_id", flat=True))


def unread_of(membership: Membership, pairs: Iterable[Pair] | QuerySet[Pair]) -> dict[int, int]:
    """How many messages of each of these pairs wait to be read by this membership; pairs without are left
    out. One query.

    A helper counts what the others wrote. A coordinator counts what the two wrote since any coordinator last
    answered, and since they are a coordinator there.
    """
    if is_helper(membership):
        return _counted(_unread(pairs, PairSide.HELPER))
    if not does_matching(membership):
        return {}
    rows = _unread(pairs, PairSide.COORDINATOR, membership.user_id).filter(at__gte=membership.started_at)
    return _counted(rows.filter(pk__gt=F("pair__conversation__last_of_coordinator")))


def unread_of_family(household: Household) -> dict[int, int]:
    """The same for a family, over all its pairs."""
    return _counted(_unread(Pair.objects.filter(seeker__household=household), PairSide.FAMILY))


def _unread(
    pairs: Iterable[Pair] | QuerySet[Pair], side: PairSide, reader_id: int = 0
) -> QuerySet[TalkMessage]:
    rows = TalkMessage.objects.filter(pair__in=pairs).exclude(side=side)
    return rows.filter(pk__gt=_mark(OuterRef("pair"), side, reader_id))


def _counted(rows: QuerySet[TalkMessage]) -> dict[int, int]:
    return dict(rows.order_by().values_list("pair").annotate(count=Count("pk")))


def _mark(pair: OuterRef, side: PairSide, reader_id: int = 0, *, field: str = "last_id") -> Coalesce:
    rows = TalkRead.objects.filter(pair=pair, side=side, reader_id=reader_id)
    return Coalesce(Subquery(rows.values(field)[:1]), 0)


# --- lists ------------------------------------------------------------------------------------------------


def conversations_in_scope(membership: Membership | None, *, show: str = "") -> QuerySet[Talk]:
    """Conversations of pairs with a side of the centre's own, newest first, each with `has_unread` and
    `is_reported` (a report of a message that no administrator has closed yet); those alone, when `show` is
    UNREAD or REPORTED."""
    if membership is None or not does_matching(membership):
        return Talk.objects.none()
    rows = Talk.objects.filter(pair__in=pairs_in_scope(membership))
    reports = _known_reports(membership).filter(message__pair=OuterRef("pair"))
    unread = ExpressionWrapper(_has_unread(membership), output_field=BooleanField())
    found = rows.annotate(has_unread=unread, is_reported=Exists(reports)).order_by("-last_id")
    if show in (UNREAD, REPORTED):
        return found.filter(**{"has_unread" if show == UNREAD else "is_reported": True})
    return found


def count_unread(membership: Membership) -> int:
    """How many conversations hold something a coordinator has not read."""
    rows = Talk.objects.filter(pair__in=pairs_in_scope(membership))
    return rows.filter(_has_unread(membership)).count()


def _has_unread(membership: Membership) -> Q:
    """When the two wrote last, the newest message of all is theirs: so its time is the conversation's."""
    mark = _mark(OuterRef("pair"), PairSide.COORDINATOR, membership.user_id)
    since = Q(last_id__gt=F("last_of_coordinator")) & Q(last_at__gte=membership.started_at)
    return since & Q(last_id__gt=mark)


def _known_reports(membership: Membership) -> QuerySet[TalkReport]:
    """A report of what a coordinator wrote is for administrators alone."""
    rows = TalkReport.objects.filter(incident__state=IncidentState.OPEN)
    if rules.has_perm("activities.view_incident", membership):
        return rows
    return rows.exclude(message__side=PairSide.COORDINATOR)


# --- what one side shows the other ------------------------------------------------------------------------


def has_shown(pair: Pair, *, side: PairSide) -> ContactShown | None:
    """What this side has chosen to show, when it is anything."""
    rows = ContactShown.objects.filter(pair=pair, side=side).filter(Q(phone=True) | Q(email=True))
    return rows.first()


def contact_shown(pair: Pair, *, side: PairSide, on: date) -> Reach:
    """The phone and e-mail this side lets the other see, for as long as the two may write to each other."""
    shown = has_shown(pair, side=side)
    if shown is None or standing_of(pair, on=on) != TalkStanding.OPEN:
        return Reach()
    own = reach_of(pair, side=side)
    return Reach(own.phone if shown.phone else "", own.email if shown.email else "")


def reach_of(pair: Pair, *, side: PairSide) -> Reach:
    """What this side has to show, whether it shows it or not: never for a page of the other side."""
    person: Household | Volunteer | MentorEmployee = (
        pair.seeker.household if side == PairSide.FAMILY else pair.helper.person
    )
    return Reach(str(person.phone or ""), person.email)


# --- who is to be told ------------------------------------------------------------------------------------


def talks_to_tell_of(side: PairSide, now: datetime, *, wait: timedelta) -> QuerySet[Talk]:
    """Conversations with a message that has waited so long for this side, and of which no notice was sent
    since they last read."""
    read, told = (_mark(OuterRef("pair"), side, field=field) for field in ("last_id", "told_id"))
    waiting = TalkMessage.objects.filter(
        pair=OuterRef("pair"), pk__gt=OuterRef("read"), at__lte=now - wait, hidden_at=None
    ).exclude(side=side)
    return (
        Talk.objects.filter(ASSIGNED_PAIR | Q(pair__state=PairState.CLOSED), last_at__gte=now - STILL_TOLD)
        .exclude(pair__state=PairState.PAUSED)
        .annotate(read=read, told=told, newest=NEWEST_OF[side])
        .filter(newest__gt=F("read"), told__lte=F("read"))
        .filter(Exists(waiting))
        .select_related("pair__programme", "pair__seeker__household", "pair__helper__volunteer")
        .select_related("pair__helper__mentor")
        .order_by("last_id")
    )


ASSIGNED_PAIR = Q(pair__state__in=BROUGHT_TOGETHER) | Q(
    pair__state=PairState.SUSPENDED, pair__suspended_from__in=BROUGHT_TOGETHER
)
