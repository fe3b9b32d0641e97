"""The figures of Today over the last eight weeks: each as it was at the end of the same weekday."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from django.db.models import Count, DateField, OuterRef, Q, Subquery
from django.db.models.functions import Cast, TruncDate

from base.accounts.models import Membership
from families.enums import HouseholdState
from families.models import Household
from families.queries import households_in_scope
from matching.enums import OPEN_PAIR_STATES, UNANSWERED_PAIR_STATES, PairState
from matching.models import PairStep
from matching.queries import pairs_in_scope

from .care_people import without_a_helper

WEEKS = 8
#: How long a usual wait looks back: the pairs of one week are too few to say what is usual.
LOOKS_BACK = 28
#: No offer waits longer for its answers.
LONGEST_OFFER = 90
_ANSWERED = (PairState.ACCEPTED, PairState.MET, PairState.AGREED, PairState.ACTIVE)


@dataclass(frozen=True)
class Trends:
    """A value for each week, the last one today's; None where there is nothing to tell it from.

    waits: days from waiting to the offer, the middle one of the pairs offered in the four weeks before.
    """

    days: Sequence[date]
    without_a_helper: Sequence[int]
    waits: Sequence[float | None]
    meeting: Sequence[int]
    unanswered: Sequence[int]
    longest: Household | None


def trends_of(membership: Membership, *, on: date) -> Trends:
    """Of one's own centre, in four queries."""
    days = [on - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    offers = _offers(membership, since=days[0] - timedelta(days=LONGEST_OFFER))
    longest = without_a_helper(households_in_scope(membership)).order_by("waiting_since", "number")
    served = households_in_scope(membership).filter(state=HouseholdState.SERVED)
    came = served.order_by().aggregate(
        **{f"n{at}": Count("pk", filter=Q(waiting_since__lte=day)) for at, day in enumerate(days)}
    )
    pairs = _pairs(membership, days)
    return Trends(
        days=days,
        without_a_helper=[came[f"n{at}"] - pairs[f"paired{at}"] for at in range(WEEKS)],
        waits=[_usual_wait(offers, day, membership) for day in days],
        meeting=[pairs[f"met{at}"] for at in range(WEEKS)],
        unanswered=[sum(one.waits_on(day) for one in offers) for day in days],
        longest=longest.first(),
    )


def _pairs(membership: Membership, days: Sequence[date]) -> dict[str, int]:
    """At the end of each day: pairs that had begun to meet and not ended, and own families in a pair."""
    own = Q(
        seeker__household__centre=membership.organisation_id, seeker__household__state=HouseholdState.SERVED
    )
    counts: dict[str, Count] = {}
    for at, day in enumerate(days):
        lasts = Q(state__in=OPEN_PAIR_STATES) | Q(closed_on__gt=day)
        counts[f"met{at}"] = Count("pk", filter=Q(lasts, active_since__lte=day))
        counts[f"paired{at}"] = Count(
            "seeker__household", filter=Q(lasts, own, offered_on__lte=day), distinct=True
        )
    return pairs_in_scope(membership).order_by().aggregate(**counts)


@dataclass(frozen=True)
class _Offer:
    offered_on: date
    waiting_since: date
    centre: int
    answered_on: date | None
    ended_on: date | None
    is_open: bool

    def waits_on(self, day: date) -> bool:
        """Whether it had no answer of both at the end of that day."""
        over = self.answered_on or self.ended_on
        return self.offered_on <= day and (over > day if over else self.is_open)


def _offers(membership: Membership, *, since: date) -> list[_Offer]:
    answers = PairStep.objects.filter(pair=OuterRef("pk"), state__in=_ANSWERED).order_by("at")
    said = TruncDate(Subquery(answers.values("at")[:1]))
    rows = (
        pairs_in_scope(membership)
        .exclude(state=PairState.UNDONE)
        .filter(Q(offered_on__gte=since) | Q(state__in=UNANSWERED_PAIR_STATES))
        .order_by()
        .values_list(
            "offered_on", "seeker__household__waiting_since", "seeker__household__centre",
            Cast(said, DateField()), "closed_on", "state",
        )
    )  # fmt: skip
    return [
        _Offer(offered, waiting, centre, answered, ended, state in UNANSWERED_PAIR_STATES)
        for offered, waiting, centre, answered, ended, state in rows
    ]


def _usual_wait(offers: Sequence[_Offer], day: date, membership: Membership) -> float | None:
    since = day - timedelta(days=LOOKS_BACK)
    waits = [
        max((one.offered_on - one.waiting_since).days, 0)
        for one in offers
        if since < one.offered_on <= day and one.centre == membership.organisation_id
    ]
    return median(waits) if waits else None
