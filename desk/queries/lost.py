"""Who lost a helper, as a condition for one query; `matching.domain.owed` tells the same of one family."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from matching.domain.owed import ENDED_IN_GOOD_TIME, OWED_FOR
from matching.enums import ENDED_BEFORE_BEGINNING, PairSide, PairState
from matching.models import Pair, PairStep

_FAMILY_SAID_YES = (PairState.FAMILY_ACCEPTED, PairState.ACCEPTED, PairState.ACTIVE)


def lost_a_helper(on: date) -> Q:
    """For a query of Seeker: a pair of theirs ended for nothing, and no later one ended in good time."""
    ended = _ended_for_nothing(on)
    later = Q(closed_on__gt=OuterRef("closed_on")) | Q(closed_on=OuterRef("closed_on"), pk__gt=OuterRef("pk"))
    better = _ended(on).filter(later, close_reason__in=ENDED_IN_GOOD_TIME)
    better = _of_the_same(better, "seeker__")
    households = ended.order_by().values("seeker__household")
    return Q(household__in=households) & Q(Exists(_of_the_same(ended.filter(~Exists(better)))))


def lost_on(on: date) -> Combinable:
    """For a query of Seeker: the day of the last such end."""
    last = _of_the_same(_ended_for_nothing(on)).order_by("-closed_on", "-pk")
    return Subquery(last.values("closed_on")[:1])


def _of_the_same(pairs: QuerySet[Pair], path: str = "") -> QuerySet[Pair]:
    """Pairs of the outer row's family, or of its member who asks alone, in the same programme."""
    return pairs.alias(alone=Coalesce("seeker__member", 0)).filter(
        programme=OuterRef("programme"),
        seeker__household=OuterRef(f"{path}household"),
        alone=Coalesce(OuterRef(f"{path}member"), 0),
    )


def _ended(on: date) -> QuerySet[Pair]:
    """Ends of the last year, but for the family's own no; where nobody wrote down whose no it was, it was
    the family's if they alone were asked."""
    said = PairStep.objects.filter(pair=OuterRef("pk"), state=OuterRef("state")).order_by("-pk")
    steps = PairStep.objects.filter(pair=OuterRef("pk"))
    alone_asked = Q(Exists(steps.filter(state=PairState.HELPER_ACCEPTED))) & ~Q(
        Exists(steps.filter(state__in=_FAMILY_SAID_YES))
    )
    nobodys = ~Q(said_by__in=(PairSide.HELPER, PairSide.FAMILY))
    own_no = Q(state__in=ENDED_BEFORE_BEGINNING) & (Q(said_by=PairSide.FAMILY) | nobodys & alone_asked)
    return Pair.objects.alias(said_by=Coalesce(Subquery(said.values("side")[:1]), Value(""))).filter(
        ~own_no,
        state__in=(*ENDED_BEFORE_BEGINNING, PairState.CLOSED),
        closed_on__gt=on - OWED_FOR,
        closed_on__lte=on,
    )


def _ended_for_nothing(on: date) -> QuerySet[Pair]:
    return _ended(on).exclude(close_reason__in=ENDED_IN_GOOD_TIME)
