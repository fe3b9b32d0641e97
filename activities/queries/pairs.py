"""Pairs as logging sees them: whose they are, and from when to when the two were brought together."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from base.accounts.enums import Role
from base.accounts.models import Membership
from matching.enums import PairState
from matching.models import Pair, PairStep

#: From the moment both said yes; while a pair is in one of these it is on its helper's phone.
BROUGHT_TOGETHER = (
    PairState.ACCEPTED,
    PairState.MET,
    PairState.AGREED,
    PairState.ACTIVE,
    PairState.PAUSED,
    PairState.CLOSING,
)
ASSIGNED = Q(state__in=BROUGHT_TOGETHER) | Q(state=PairState.SUSPENDED, suspended_from__in=BROUGHT_TOGETHER)
_BEGINNINGS = (PairState.ACCEPTED, PairState.MET, PairState.AGREED, PairState.ACTIVE)


def came_together() -> Q:
    """Of a query of Pair: the two were brought together, whatever became of it. Both had said yes or had met;
    who said yes and took it back before anything began was not.
    """
    met = Q(first_met_on__isnull=False) | Q(agreed_on__isnull=False) | Q(active_since__isnull=False)
    said_yes = PairStep.objects.filter(pair=OuterRef("pk"), state__in=_BEGINNINGS)
    return ASSIGNED | Q(met | Exists(said_yes), state=PairState.CLOSED)


@dataclass(frozen=True)
class Assignment:
    """The days on which the two may have met: from the first to the last, once it has ended; both count."""

    begins: datetime
    ends: datetime | None

    def holds(self, moment: datetime) -> bool:
        """Whether it lies inside."""
        return self.begins <= moment and (self.ends is None or moment < self.ends)


def pairs_of_helper(membership: Membership | None) -> QuerySet[Pair]:
    """Every pair of the person as a helper there, ended ones too: a late log may be about one."""
    if membership is None:
        return Pair.objects.none()
    if membership.role == Role.VOLUNTEER:
        return Pair.objects.filter(
            helper__volunteer__user=membership.user_id,
            helper__volunteer__centre=membership.organisation_id,
        )
    if membership.role == Role.MENTOR:
        return Pair.objects.filter(
            helper__mentor__user=membership.user_id,
            helper__mentor__participation__employer=membership.organisation_id,
        )
    return Pair.objects.none()


def pair_of_helper(membership: Membership | None, key: UUID) -> Pair | None:
    """The person's own pair with this key; None for everybody else's."""
    return pairs_of_helper(membership).select_related("programme").filter(key=key).first()


def assignment_of(pair: Pair) -> Assignment | None:
    """From the day both had said yes (or met before anybody wrote it down) to the day it ended; None when
    they were never brought together. Whole days: what is written down the same day may have been earlier.
    """
    days = [timezone.localdate(step.at) for step in pair.steps.all() if step.state in _BEGINNINGS]
    days += [day for day in (pair.first_met_on, pair.agreed_on, pair.active_since) if day is not None]
    if not days and _is_assigned(pair):
        days = [pair.offered_on]
    if not days:
        return None
    ends = _midnight(pair.closed_on + timedelta(days=1)) if pair.closed_on is not None else None
    return Assignment(_midnight(min(days)), ends)


def _is_assigned(pair: Pair) -> bool:
    state = pair.suspended_from if pair.state == PairState.SUSPENDED else pair.state
    return state in BROUGHT_TOGETHER


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())
