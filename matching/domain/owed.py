"""To whom a helper is owed, read from the pairs that ended; the rule in words stands in priority.py."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from matching.domain.priority import Owed, Priority, priority_of
from matching.enums import ENDED_BEFORE_BEGINNING, CloseReason, PairSide, PairState
from matching.models import Pair, PairStep, Seeker

#: How long what was lost counts, unless the family is paired before.
OWED_FOR = timedelta(days=365)

#: Ends that leave nothing owed: the pair did what it was for, or the family went its own way.
ENDED_IN_GOOD_TIME = (CloseReason.COMPLETED, CloseReason.MOVED)

#: Programme, household, and the member who asks alone (at work) or None: it outlives a place in a programme.
Whose = tuple[int, int, int | None]
WHOSE = ("programme_id", "seeker__household_id", "seeker__member_id")


def owed_among(pairs: QuerySet[Pair], *, on: date) -> dict[Whose, Owed]:
    """Who among the families of these pairs is owed a helper on a day; one query."""
    ended = pairs.filter(
        state__in=(*ENDED_BEFORE_BEGINNING, PairState.CLOSED),
        closed_on__gt=on - OWED_FOR,
        closed_on__lte=on,
    ).order_by("closed_on", "pk")
    rows = ended.values_list(
        *WHOSE,
        "state",
        "close_reason",
        "offered_on",
        "closed_on",
        _whose_word(),
        _came_to(PairState.HELPER_ACCEPTED),
        _came_to(PairState.FAMILY_ACCEPTED, PairState.ACCEPTED, PairState.ACTIVE),
        _came_to(PairState.MET, PairState.ACTIVE),
    )
    owed: dict[Whose, Owed] = {}
    for programme, household, member, state, reason, offered, closed, *how, met in rows:
        whose = (programme, household, member)
        if state in ENDED_BEFORE_BEGINNING and _was_the_family(*how):
            continue
        if reason in ENDED_IN_GOOD_TIME:
            owed.pop(whose, None)
        else:
            owed[whose] = Owed(offered, closed, met)
    return owed


def lost_and_waiting(seekers: QuerySet[Seeker], *, on: date) -> list[tuple[Seeker, Owed]]:
    """Who of these is owed a helper, the latest loss first; two queries."""
    owed = owed_among(Pair.objects.filter(seeker__in=seekers.order_by().values("pk")), on=on)
    if not owed:
        return []
    households = {household for _programme, household, _member in owed}
    found = [
        (one, owed[one.programme_id, one.household_id, one.member_id])
        for one in seekers.filter(household__in=households).order_by("pk")
        if (one.programme_id, one.household_id, one.member_id) in owed
    ]
    return sorted(found, key=lambda one: (-one[1].lost_on.toordinal(), one[0].pk))


def owed_to(seeker: Seeker, *, on: date | None = None) -> Owed | None:
    """What the family of one place is owed on a day (today)."""
    pairs = Pair.objects.filter(
        programme=seeker.programme_id, seeker__household=seeker.household_id, seeker__member=seeker.member_id
    )
    whose = (seeker.programme_id, seeker.household_id, seeker.member_id)
    return owed_among(pairs, on=on or timezone.localdate()).get(whose)


def priority_now(seeker: Seeker, *, promise_days: int) -> Priority:
    """How urgent the family of one place is today, and why: what a run would weigh it."""
    today, household = timezone.localdate(), seeker.household
    return priority_of(
        household.waiting_since,
        list(household.priority_inputs.all()),
        on=today,
        promise_days=promise_days,
        owed=owed_to(seeker, on=today),
    )


def _was_the_family(side: str | None, helper_yes: bool, family_yes: bool) -> bool:
    """Whether it was the family's own no; where nobody wrote down whose, it was if they alone were asked."""
    if side in (PairSide.HELPER, PairSide.FAMILY):
        return side == PairSide.FAMILY
    return helper_yes and not family_yes


def _came_to(*states: PairState) -> Exists:
    return Exists(PairStep.objects.filter(pair=OuterRef("pk"), state__in=states))


def _whose_word() -> Subquery:
    """Whose word ended it, as its last step says."""
    last = PairStep.objects.filter(pair=OuterRef("pk"), state=OuterRef("state")).order_by("-pk")
    return Subquery(last.values("side")[:1])
