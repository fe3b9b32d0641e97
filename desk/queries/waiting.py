"""Families with us and without a helper: who they are, how long they wait, and how it was on earlier days.

Today, the pictures and the lines of care ask here, so that all of them tell the same number.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from base.accounts.models import Membership
from families.enums import HouseholdState
from families.models import Household
from families.queries import households_in_scope
from matching.enums import OPEN_PAIR_STATES
from matching.models import Pair
from matching.queries import pairs_in_scope


@dataclass(frozen=True)
class Waits:
    """How many families wait, by days of waiting."""

    by_days: Mapping[int, int]

    @property
    def total(self) -> int:
        return sum(self.by_days.values())

    @property
    def longest(self) -> int:
        """The days of who has waited longest; 0 when nobody waits."""
        return max(self.by_days, default=0)

    @property
    def median(self) -> int:
        """So many days or more half of them have waited; 0 when nobody waits."""
        left = (self.total + 1) // 2
        for days in sorted(self.by_days, reverse=True):
            left -= self.by_days[days]
            if left <= 0:
                return days
        return 0


def without_a_helper(households: QuerySet[Household]) -> QuerySet[Household]:
    """Those with us and not in an open pair anywhere."""
    paired = Pair.objects.filter(seeker__household=OuterRef("pk"), state__in=OPEN_PAIR_STATES)
    return households.filter(~Exists(paired), state=HouseholdState.SERVED)


def days_waited(since: date, on: date) -> int:
    """A family that waits from a later day on has waited for none."""
    return max((on - since).days, 0)


def waits_now(families: QuerySet[Household], *, on: date) -> Waits:
    """How long these families have waited today."""
    found: defaultdict[int, int] = defaultdict(int)
    for since, count in families.order_by().values_list("waiting_since").annotate(families=Count("pk")):
        found[days_waited(since, on)] += count
    return Waits(dict(found))


def waits_on(membership: Membership, days: Sequence[date]) -> list[Waits]:
    """How long the centre's families had waited at the end of each day, in two queries: those who had come by
    then, less those in a pair then. Who is with us no longer is counted on no day.
    """
    served = households_in_scope(membership).filter(state=HouseholdState.SERVED).order_by()
    came = dict(served.values_list("waiting_since").annotate(families=Count("pk")))
    paired = _in_a_pair(membership, days)
    return [
        Waits(
            {
                days_waited(since, day): left
                for since, count in came.items()
                if since <= day and (left := count - paired.get(since, {}).get(f"on{at}", 0))
            }
        )
        for at, day in enumerate(days)
    ]


def _in_a_pair(membership: Membership, days: Sequence[date]) -> dict[date, dict[str, int]]:
    """Own families in a pair at the end of each day, by the day since when they wait."""
    own = pairs_in_scope(membership).filter(
        seeker__household__centre=membership.organisation_id, seeker__household__state=HouseholdState.SERVED
    )
    counts = {}
    for at, day in enumerate(days):
        lasts = Q(state__in=OPEN_PAIR_STATES) | Q(closed_on__gt=day)
        counts[f"on{at}"] = Count("seeker__household", filter=Q(lasts, offered_on__lte=day), distinct=True)
    rows = own.order_by().values("seeker__household__waiting_since").annotate(**counts)
    return {row.pop("seeker__household__waiting_since"): row for row in rows}
