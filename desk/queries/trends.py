"""The figures of Today over the last eight weeks: each as it was at the end of the same weekday.

Today's are counted at every look; the weeks that are over once a day, and kept in the cache until the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypedDict

from django.db.models import Count, DateField, OuterRef, Q, Subquery
from django.db.models.functions import Cast, TruncDate

from base.accounts.models import Membership
from base.common.kept import kept
from families.models import Household
from families.queries import households_in_scope
from matching.enums import OPEN_PAIR_STATES, UNANSWERED_PAIR_STATES, PairState
from matching.models import PairStep
from matching.queries import pairs_in_scope

from .waiting import Waits, waits_now, waits_on, without_a_helper

WEEKS = 8
#: No offer waits longer for its answers.
LONGEST_OFFER = 90
A_DAY = 24 * 3600
_ANSWERED = (PairState.ACCEPTED, PairState.MET, PairState.AGREED, PairState.ACTIVE)


@dataclass(frozen=True)
class Trends:
    """A value for each week, the last one today's."""

    days: Sequence[date]
    waits: Sequence[Waits]
    meeting: Sequence[int]
    unanswered: Sequence[int]
    longest: Household | None


class _Weeks(TypedDict):
    """A value for each of some days; `waits`: families by days of waiting."""

    waits: list[dict[int, int]]
    meeting: list[int]
    unanswered: list[int]


def trends_of(membership: Membership, *, on: date) -> Trends:
    """Of one's own centre, in four queries; the first time on a day in eight."""
    before = [on - timedelta(weeks=back) for back in range(WEEKS - 1, 0, -1)]
    past = kept(_key(membership, on), lambda: _weeks_over(membership, before), seconds=A_DAY)
    waiting = without_a_helper(households_in_scope(membership))
    now = waits_now(waiting, on=on)
    as_long = waiting.filter(waiting_since__lte=on - timedelta(days=now.longest))
    return Trends(
        days=[*before, on],
        waits=[*map(Waits, past["waits"]), now],
        meeting=[*past["meeting"], *_meeting(membership, [on])],
        unanswered=[*past["unanswered"], *_unanswered(membership, [on], since=on)],
        longest=as_long.order_by("waiting_since", "number").first(),
    )


def _key(membership: Membership, on: date) -> str:
    return f"trends:{membership.organisation_id}:{membership.role}:{on.isoformat()}"


def _weeks_over(membership: Membership, days: Sequence[date]) -> _Weeks:
    return _Weeks(
        waits=[dict(one.by_days) for one in waits_on(membership, days)],
        meeting=_meeting(membership, days),
        unanswered=_unanswered(membership, days, since=days[0] - timedelta(days=LONGEST_OFFER)),
    )


def _meeting(membership: Membership, days: Sequence[date]) -> list[int]:
    """At the end of each day: pairs that had begun to meet and not ended."""
    counts = {}
    for at, day in enumerate(days):
        lasts = Q(state__in=OPEN_PAIR_STATES) | Q(closed_on__gt=day)
        counts[f"on{at}"] = Count("pk", filter=Q(lasts, active_since__lte=day))
    begun = pairs_in_scope(membership).filter(active_since__lte=max(days))
    found = begun.order_by().aggregate(**counts)
    return [found[f"on{at}"] for at in range(len(days))]


@dataclass(frozen=True)
class _Offer:
    offered_on: date
    answered_on: date | None
    ended_on: date | None
    is_open: bool

    def waits_on(self, day: date) -> bool:
        """Whether it had no answer of both at the end of that day."""
        over = self.answered_on or self.ended_on
        return self.offered_on <= day and (over > day if over else self.is_open)


def _unanswered(membership: Membership, days: Sequence[date], *, since: date) -> list[int]:
    """Offers that waited for an answer at the end of each day, of those made since then or waiting now."""
    offers = _offers(membership, since=since)
    return [sum(one.waits_on(day) for one in offers) for day in days]


def _offers(membership: Membership, *, since: date) -> list[_Offer]:
    answers = PairStep.objects.filter(pair=OuterRef("pk"), state__in=_ANSWERED).order_by("at")
    said = TruncDate(Subquery(answers.values("at")[:1]))
    rows = (
        pairs_in_scope(membership)
        .exclude(state=PairState.UNDONE)
        .filter(Q(offered_on__gte=since) | Q(state__in=UNANSWERED_PAIR_STATES))
        .order_by()
        .values_list("offered_on", Cast(said, DateField()), "closed_on", "state")
    )
    return [
        _Offer(offered, answered, ended, state in UNANSWERED_PAIR_STATES)
        for offered, answered, ended, state in rows
    ]
