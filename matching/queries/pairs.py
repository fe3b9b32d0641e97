"""Pairs as a list narrows them, and those that must not go on."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from base.accounts.enums import Role
from families.models import Household
from matching.enums import (
    MEETING_PAIR_STATES,
    UNANSWERED_PAIR_STATES,
    CloseReason,
    PairSide,
    PairState,
)
from matching.models import (
    Pair,
    PairStep,
    PairSurvey,
)
from volunteers.models import Volunteer
from volunteers.queries import cleared_on

from .pool import OPEN, has_minors
from .scopes import own_helper, pairs_in_scope

if TYPE_CHECKING:
    from base.accounts.models import Membership


#: So long before its planned end a pair is spoken with.
SOON = timedelta(days=14)

#: So long after its end the two are asked how it was.
ASKED_SO_LONG = timedelta(days=60)

#: More digits than any row's number has.
LONGEST_NUMBER = 18


@dataclass(frozen=True)
class PairFilter:
    """What a list of pairs is narrowed to; "" narrows nothing.

    state: a PairState, "open", "unanswered", "due" (a step after the answers), "begun" (to meet, and not
    ended), "ending" (soon, or past its planned end) or "ended".
    """

    text: str = ""
    state: str = ""
    programme: str = ""


def narrowed_pairs(membership: "Membership", wanted: PairFilter) -> QuerySet[Pair]:
    """Pairs with a side of the membership's own, newest first, with what a list shows of them.

    `text` looks for the beginning of a label or of an own helper's first name.
    """
    pairs = pairs_in_scope(membership)
    pairs = _in_state(pairs, wanted.state)
    if wanted.programme.isdecimal() and len(wanted.programme) <= LONGEST_NUMBER:
        pairs = pairs.filter(programme=int(wanted.programme))
    if text := wanted.text.strip():
        pairs = pairs.filter(names_begin(text, membership))
    return pairs.select_related(
        "programme", "seeker__household", "helper__volunteer", "helper__mentor"
    ).order_by("-offered_at", "-pk")


def _in_state(pairs: QuerySet[Pair], wanted: str) -> QuerySet[Pair]:
    match wanted:
        case "open":
            return pairs.filter(OPEN)
        case "unanswered":
            return pairs.filter(state__in=UNANSWERED_PAIR_STATES)
        case "due":
            return with_a_step_due(pairs)
        case "begun":
            return pairs.filter(OPEN, active_since__lte=timezone.localdate())
        case "ending":
            return near_their_end(pairs, on=timezone.localdate())
        case "ended":
            return pairs.exclude(OPEN)
    return pairs.filter(state=wanted) if wanted in PairState.values else pairs


def with_a_step_due(pairs: QuerySet[Pair]) -> QuerySet[Pair]:
    """Both have said yes; the first meeting or the agreement is still to come."""
    return pairs.filter(OPEN, due_on__isnull=False)


def near_their_end(pairs: QuerySet[Pair], *, on: date) -> QuerySet[Pair]:
    """Meeting or pausing, and the planned end is at most two weeks away, or has passed."""
    soon = on + SOON
    return pairs.filter(state__in=(PairState.ACTIVE, PairState.PAUSED), ends_on__lte=soon)


def names_begin(text: str, membership: "Membership") -> Q:
    """A label begins so, or an own helper's first name: a partner's cannot be found by trying."""
    own_name = Q(helper__volunteer__first_name__istartswith=text) | Q(
        helper__mentor__first_name__istartswith=text
    )
    return (
        Q(seeker__household__label__istartswith=text)
        | Q(helper__volunteer__label__istartswith=text)
        | Q(helper__mentor__label__istartswith=text)
        | own_name & own_helper(membership, "helper__")
    )


def heard_of(now: datetime) -> Q:
    """The condition that those outside may know of a pair: not while it can be undone, nor afterwards."""
    return ~Q(state=PairState.OFFERED, undo_until__gt=now) & ~Q(state=PairState.UNDONE)


def pairs_of_household(household: Household) -> QuerySet[Pair]:
    """Every pair a family may know of, in any programme, also those that ended; the newest first."""
    return (
        Pair.objects.filter(heard_of(timezone.now()), seeker__household=household)
        .select_related("programme", "seeker__household", "helper__volunteer", "helper__mentor")
        .order_by("-offered_at", "-pk")
    )


def asked_how_it_was(pairs: QuerySet[Pair], side: PairSide, *, on: date) -> QuerySet[Pair]:
    """Of these, pairs that met and come to their end or ended lately, of which this side has not said yet how
    it was. Not after an end for safety: a coordinator speaks with both."""
    said = PairSurvey.objects.filter(pair=OuterRef("pk"), side=side)
    lately = Q(state=PairState.CLOSING) | Q(state=PairState.CLOSED, closed_on__gte=on - ASKED_SO_LONG)
    met = Q(first_met_on__isnull=False) | Q(active_since__isnull=False)
    return pairs.filter(lately, met, ~Exists(said)).exclude(close_reason=CloseReason.SAFETY)


def own_pairs(membership: "Membership | None") -> QuerySet[Pair]:
    """Every pair a helper may know of and is or was in, also those that ended; the newest first."""
    if membership is None or membership.role not in (Role.VOLUNTEER, Role.MENTOR):
        return Pair.objects.none()
    mine = Q(helper__volunteer__user=membership.user_id, helper__volunteer__centre=membership.organisation_id)
    if membership.role == Role.MENTOR:
        mine = Q(
            helper__mentor__user=membership.user_id,
            helper__mentor__participation__employer=membership.organisation_id,
        )
    return (
        Pair.objects.filter(heard_of(timezone.now()), mine)
        .select_related("programme", "seeker__household", "helper__volunteer", "helper__mentor")
        .order_by("-offered_at", "-pk")
    )


def lapsed_pairs(on: date) -> QuerySet[Pair]:
    """Pairs that go on although there are children and the helper is not cleared on that day.

    The same as the triggers refuse (matching/triggers.py); only time brings them about.
    """
    cleared = cleared_on(Volunteer.objects.filter(pk=OuterRef("helper__volunteer")), on=on)
    return Pair.objects.filter(
        has_minors("seeker__household"),
        ~Exists(cleared),
        state__in=MEETING_PAIR_STATES,
        programme__contact_with_minors=True,
    )


def unannounced_suspensions() -> QuerySet[Pair]:
    """Suspended pairs whose timeline does not say so yet."""
    steps = PairStep.objects.filter(pair=OuterRef("pk")).order_by("-pk")
    return Pair.objects.annotate(told=Subquery(steps.values("state")[:1])).filter(
        ~Q(told=PairState.SUSPENDED) | Q(told=None), state=PairState.SUSPENDED
    )
