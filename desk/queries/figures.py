"""Figures the pictures are drawn from: who waits and how long, and how the open pairs fare.

Each read counts what is a centre's own, cut to one programme or all of them, and is
summed up by the database. Figures of weeks: `figures_weeks`; of languages and counties: `figures_places`.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from activities.enums import PairHealth
from activities.queries.care import care_by_programme, with_health
from base.accounts.models import Membership
from families.models import Household
from families.queries import households_in_scope
from matching.enums import OPEN_PAIR_STATES
from matching.models import Pair, Programme, ProgrammeRules, Seeker
from matching.queries import at_work, pairs_in_scope, programmes_in_scope, seekers_in_scope
from matching.queries.pool import still_waiting

from .waiting import Waits, days_waited, without_a_helper


@dataclass(frozen=True)
class Cut:
    """What the figures are about: whose, on which day, over how many weeks, of one programme or of all."""

    membership: Membership
    on: date
    weeks: int
    programme: Programme | None = None

    @property
    def at_work(self) -> bool:
        """Whether mentors help colleagues here, rather than volunteers families."""
        return self.programme is not None and at_work(self.programme)

    @cached_property
    def rules(self) -> Mapping[int, ProgrammeRules]:
        """The rules in force by number of programme; a programme without any is missing."""
        found = ProgrammeRules.objects.in_force(self.on).order_by("valid_from")
        if self.programme is not None:
            found = found.filter(programme=self.programme)
        mine = programmes_in_scope(self.membership)
        return {row.programme_id: row for row in found.filter(programme__in=mine.values("pk"))}


@dataclass(frozen=True)
class Waiting(Waits):
    """The same, and how many of them longer than promised."""

    late_by_days: Mapping[int, int]
    promises: tuple[int, ...]  # in days, the shortest first

    @property
    def late(self) -> int:
        return sum(self.late_by_days.values())


def families_waiting(cut: Cut) -> QuerySet[Household]:
    """Families with us and without a helper: anywhere, or, of one programme, those who ask for one in it."""
    families = households_in_scope(cut.membership)
    if cut.programme is not None:
        return families.filter(pk__in=seekers_asking(cut).values("household"))
    return without_a_helper(families)


def seekers_asking(cut: Cut) -> QuerySet[Seeker]:
    """The own places in the programme that still wait for somebody."""
    return still_waiting(seekers_in_scope(cut.membership).filter(programme=cut.programme))


def waiting_times(cut: Cut) -> Waiting:
    """The families without a helper by how long they have waited today."""
    rows = (
        families_waiting(cut)
        .order_by()
        .annotate(late=_longer_than_promised(cut))
        .values_list("waiting_since", "late")
        .annotate(families=Count("pk"))
    )
    by_days: defaultdict[int, int] = defaultdict(int)
    late_by_days: defaultdict[int, int] = defaultdict(int)
    for since, late, families in rows:
        days = days_waited(since, cut.on)
        by_days[days] += families
        if late:
            late_by_days[days] += families
    promises = sorted({row.promise_days for row in cut.rules.values()})
    return Waiting(dict(by_days), dict(late_by_days), tuple(promises))


def _longer_than_promised(cut: Cut) -> Case:
    """Whether a programme the family asks in promised it somebody before today; those with the same promise
    are asked together."""
    alike: defaultdict[int, list[int]] = defaultdict(list)
    for programme, row in cut.rules.items():
        alike[row.promise_days].append(programme)
    whens = []
    for days, programmes in alike.items():
        past = Q(waiting_since__lt=cut.on - timedelta(days=days))
        if cut.programme is None:
            places = Seeker.objects.filter(household=OuterRef("pk"), programme__in=programmes, left_on=None)
            past &= Q(Exists(places))
        whens.append(When(past, then=Value(True)))
    return Case(*whens, default=Value(False), output_field=BooleanField())


def open_pairs(cut: Cut) -> QuerySet[Pair]:
    """Pairs that go on, with a side of the centre's own."""
    pairs = pairs_in_scope(cut.membership).filter(state__in=OPEN_PAIR_STATES)
    return pairs if cut.programme is None else pairs.filter(programme=cut.programme)


def pairs_by_health(cut: Cut) -> Mapping[PairHealth, int]:
    """How the open pairs fare today, every health named, also where no pair is."""
    pairs = open_pairs(cut).order_by()
    # A centre may have left a programme that its pairs are still of: all are asked, there are not many.
    programmes = (
        Programme.objects.values_list("pk", flat=True) if cut.programme is None else [cut.programme.pk]
    )
    rules = care_by_programme(list(programmes), on=cut.on)
    counted = with_health(pairs, rules, on=cut.on).values("health").annotate(pairs=Count("pk"))  # type: ignore[misc]
    found = {row["health"]: row["pairs"] for row in counted}
    return {health: found.get(health.value, 0) for health in PairHealth}
