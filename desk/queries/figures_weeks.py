"""Figures week by week: pairs brought together, meetings held. Weeks begin on Monday, 0:00 in Warsaw."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Func, IntegerField, Q, Sum
from django.db.models.functions import TruncWeek
from django.utils import timezone

from activities.enums import COUNTED_MEETING_STATES
from activities.models import Meeting
from activities.queries import came_together
from matching.enums import UNANSWERED_PAIR_STATES, PairState
from matching.queries import pairs_in_scope

from .figures import Cut

WEEK = timedelta(weeks=1)
#: Of a query of Pair: somebody's answer is still awaited, also while papers are put in order.
UNANSWERED = Q(state__in=UNANSWERED_PAIR_STATES) | Q(
    state=PairState.SUSPENDED, suspended_from__in=UNANSWERED_PAIR_STATES
)


class Matched(NamedTuple):
    """Pairs offered in a week: brought together, not answered yet, come to nothing before they began."""

    together: int
    unanswered: int
    came_to_nothing: int

    @property
    def offers(self) -> int:
        return sum(self)


class Held(NamedTuple):
    """Meetings of a week, and how long they were together."""

    meetings: int
    minutes: int


NOTHING_MATCHED, NOTHING_HELD = Matched(0, 0, 0), Held(0, 0)


@dataclass(frozen=True)
class MatchedWeeks:
    """Week by week, of all programmes and of each by its number; weeks in which nothing was are there too."""

    whole: Mapping[date, Matched]
    by_programme: Mapping[int, Mapping[date, Matched]]


def weeks_of(cut: Cut) -> list[date]:
    """The Mondays of the weeks, the oldest first; the last is the week of the day, as far as it has gone."""
    last = cut.on - timedelta(days=cut.on.weekday())
    return [last - WEEK * back for back in reversed(range(cut.weeks))]


def matched_by_week(cut: Cut) -> MatchedWeeks:
    """Pairs by the week in which they were offered; not those undone a moment later."""
    weeks = weeks_of(cut)
    pairs = pairs_in_scope(cut.membership).exclude(state=PairState.UNDONE)
    if cut.programme is not None:
        pairs = pairs.filter(programme=cut.programme)
    rows = (
        pairs.filter(offered_on__gte=weeks[0], offered_on__lte=cut.on)
        .order_by()
        .annotate(week=TruncWeek("offered_on"))
        .values_list("programme", "week")
        .annotate(
            offers=Count("pk"),
            together=Count("pk", filter=came_together()),
            unanswered=Count("pk", filter=UNANSWERED),
        )
    )
    found: defaultdict[int, dict[date, Matched]] = defaultdict(dict)
    for programme, week, offers, together, unanswered in rows:
        found[programme][week] = Matched(together, unanswered, offers - together - unanswered)
    by_programme = {
        programme: {week: told.get(week, NOTHING_MATCHED) for week in weeks}
        for programme, told in found.items()
    }
    whole = {
        week: Matched(
            *(sum(part) for part in zip(*(told[week] for told in by_programme.values()), strict=True))
        )
        if by_programme
        else NOTHING_MATCHED
        for week in weeks
    }
    return MatchedWeeks(whole, by_programme)


def meetings_by_week(cut: Cut) -> Mapping[date, Held]:
    """Meetings that count, of pairs with a side of the centre's own, by the week in which they began."""
    weeks = weeks_of(cut)
    pairs = pairs_in_scope(cut.membership)
    if cut.programme is not None:
        pairs = pairs.filter(programme=cut.programme)
    rows = (
        Meeting.objects.filter(
            pair__in=pairs.order_by().values("pk"),
            state__in=COUNTED_MEETING_STATES,
            start__gte=midnight(weeks[0]),
            start__lt=midnight(cut.on + timedelta(days=1)),
        )
        .order_by()
        .annotate(week=PlaceAmong("start", tuple(midnight(week) for week in weeks)))
        .values_list("week")
        .annotate(meetings=Count("*"), minutes_together=Sum("minutes"))
    )
    found = {weeks[week - 1]: Held(meetings, minutes) for week, meetings, minutes in rows}
    return {week: found.get(week, NOTHING_HELD) for week in weeks}


class PlaceAmong(Func):
    """How many of these moments, in order, a moment has reached: the number of its week, among their
    beginnings. The beginnings are told, so that no database reckons with summer time; and a million rows are
    counted in half the time that truncating each to its week takes."""

    output_field = IntegerField()

    def __init__(self, moment: Any, beginnings: Sequence[datetime], **extra: Any) -> None:
        super().__init__(moment, **extra)
        self.beginnings = tuple(beginnings)

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        moment, given = compiler.compile(self.source_expressions[0])
        whens, params = [], []
        for place, beginning in enumerate(self.beginnings):
            whens.append(f"WHEN {moment} < %s THEN {place}")
            params += [*given, connection.ops.adapt_datetimefield_value(beginning)]
        return f"CASE {' '.join(whens)} ELSE {len(self.beginnings)} END", params

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        moment, given = compiler.compile(self.source_expressions[0])
        return f"WIDTH_BUCKET({moment}, %s::timestamptz[])", [*given, list(self.beginnings)]


def midnight(day: date) -> datetime:
    """When the day begins in Warsaw, whatever its clocks do."""
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())
