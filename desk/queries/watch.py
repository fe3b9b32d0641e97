"""What every source of Today's lines starts from: whose list it is, the day, and the rules of that day."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from django.db.models import (
    Case,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    PositiveSmallIntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.utils import timezone

from activities.models import CareRules
from activities.queries.care import care_by_programme
from base.accounts.models import Membership
from base.organisations.queries import late_from
from desk.enums import CareKind, Side, Tier
from matching.enums import ProgrammeState
from matching.models import Helper, Pair, ProgrammeRules
from matching.queries import pairs_in_scope, programmes_in_scope
from volunteers.models import Volunteer
from volunteers.queries import volunteers_in_scope

from .stages import Stages, stages_of

#: What one source gives: kind, number, tier, day, and the place of its kind among all.
Rows = QuerySet[Any, tuple[str, int, int, date, int]]
#: Lines due on the same day stand in the order of their kinds.
RANKS = {kind: rank for rank, kind in enumerate(CareKind)}
Expression = Combinable | str


@dataclass(frozen=True)
class Watch:
    """Whose list, on which day, by which rules. With a `pair`, only what is about it and its helper.

    promises: the longest wait in days that each programme that goes on promises.
    """

    membership: Membership
    on: date
    care: Mapping[int, CareRules]
    common: CareRules
    promises: Mapping[int, int]
    stages: Mapping[Side, Stages]
    #: What the centre itself owes is late as of this day: on its days off nobody can do it.
    late_from: date
    pair: Pair | None = None

    @classmethod
    def of(cls, membership: Membership, *, on: date | None = None, pair: Pair | None = None) -> Self:
        """Reads the rules of the programmes in scope and the stages of ways in, in the same few queries."""
        on = on or timezone.localdate()
        programmes = list(programmes_in_scope(membership).order_by("pk").values_list("pk", flat=True))
        # 0 is no programme's number: it stands for people in none, who fall under the common rules.
        care = dict(care_by_programme([0, *programmes], on=on))
        common = care.pop(0)
        in_force = Q(valid_to=None) | Q(valid_to__gte=on)
        rules = ProgrammeRules.objects.filter(
            in_force, programme__in=programmes, programme__state=ProgrammeState.ACTIVE, valid_from__lte=on
        )
        promises = dict(rules.order_by("valid_from").values_list("programme_id", "promise_days"))
        stages = {side: stages_of(membership.organisation_id, side) for side in Side}
        late = late_from(membership.organisation_id, on)
        return cls(membership, on, care, common, promises, stages, late, pair)

    @property
    def mark(self) -> Hashable:
        """The same for two watches that ask the same: everything the sources read of this one."""
        who = self.membership
        return (
            (who.pk, who.role, who.user_id, who.organisation_id, who.organisation.kind, who.ended_at),
            self.on,
            tuple((pk, *_numbers(rules)) for pk, rules in sorted(self.care.items())),
            _numbers(self.common),
            tuple(sorted(self.promises.items())),
            tuple(
                (one.pk, one.side, one.key, one.order, one.days, one.stands_for, one.ends, one.shown)
                for side in Side
                for one in self.stages[side].every
            ),
            self.pair and self.pair.pk,
        )

    @property
    def pairs(self) -> QuerySet[Pair]:
        """Pairs with a side of the centre's own."""
        pairs = pairs_in_scope(self.membership)
        return pairs if self.pair is None else pairs.filter(pk=self.pair.pk)

    @property
    def volunteers(self) -> QuerySet[Volunteer]:
        """The centre's own volunteers."""
        volunteers = volunteers_in_scope(self.membership)
        return volunteers if self.pair is None else volunteers.filter(helpers=self.pair.helper_id)

    def programmes_by(self, rule: str) -> dict[int, list[int]]:
        """Programmes by what their rule of care says: those with the same number are asked together."""
        return together({programme: getattr(rules, rule) for programme, rules in self.care.items()})

    def volunteers_by(self, rule: str, path: str) -> list[tuple[int, Q]]:
        """(number, condition of the volunteer at `path`) of each number that a rule of care says: of their
        programmes, and the common one of those who are in none."""
        common: int = getattr(self.common, rule)
        groups = self.programmes_by(rule)
        if set(groups) <= {common}:
            return [(common, Q())]
        places = Helper.objects.filter(volunteer=OuterRef(path), left_on=None)
        found = [(days, Q(Exists(places.filter(programme__in=some)))) for days, some in groups.items()]
        return [*found, (common, ~Q(Exists(places.filter(programme__in=list(self.care)))))]


def _numbers(rules: CareRules) -> tuple[int, ...]:
    fields = CareRules._meta.concrete_fields
    return tuple(getattr(rules, one.attname) for one in fields if isinstance(one, PositiveSmallIntegerField))


def together(numbers: Mapping[int, int]) -> dict[int, list[int]]:
    """The keys by their number."""
    alike: dict[int, list[int]] = {}
    for key, number in numbers.items():
        alike.setdefault(number, []).append(key)
    return alike


def lines(
    rows: QuerySet[Any],
    kind: CareKind,
    *,
    tier: Tier | Combinable,
    day: Expression,
    about: str = "pk",
) -> Rows:
    """The rows as lines of Today, for one part of the union."""
    found: Rows = (
        rows.order_by()
        .annotate(
            line_kind=Value(kind.value, output_field=CharField()),
            line_about=F(about),
            line_tier=Value(tier.value, output_field=IntegerField()) if isinstance(tier, Tier) else tier,
            line_day=F(day) if isinstance(day, str) else day,
            line_rank=Value(RANKS[kind], output_field=IntegerField()),
        )
        .values_list("line_kind", "line_about", "line_tier", "line_day", "line_rank")
    )
    return found


def tiers(*cases: tuple[Q, Tier], default: Tier) -> Case:
    """The tier of the first condition that holds."""
    whens = [When(condition, then=Value(tier.value)) for condition, tier in cases]
    return Case(*whens, default=Value(default.value), output_field=IntegerField())


def later(day: Expression, days: int) -> Combinable:
    """So many days after a day."""
    start = F(day) if isinstance(day, str) else day
    moved = ExpressionWrapper(start + Value(timedelta(days=days)), output_field=DateTimeField())
    return Cast(moved, DateField())


def later_by(day: Expression, numbers: Mapping[int, int], path: str = "programme") -> Combinable:
    """So many days after a day as the number of the row's programme says."""
    cases = [
        When(**{f"{path}__in": some}, then=later(day, number)) for number, some in together(numbers).items()
    ]
    return Case(*cases, default=F(day) if isinstance(day, str) else day, output_field=DateField())


def midnight(day: date) -> datetime:
    """When a day begins."""
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())
