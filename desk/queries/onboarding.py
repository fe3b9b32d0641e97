"""Who is on the way in, in which stage and since when: derived from the rooms of people until somebody moves
them.

A volunteer is on the way while applied, interviewed or in training. A family is until it is written down that
it is taken in: by hand, or by domain/ending.py as soon as nothing is missing and it has a place in a
programme.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, RowNumber

from base.accounts.models import Membership
from base.places.search_text import found_in
from desk.enums import Side
from desk.models import ON_THE_WAY, Onboarding, Stage
from desk.rules import uses_desk
from families.enums import HouseholdState
from families.models import Household
from families.queries import is_complete
from matching.models import Seeker
from volunteers.models import Volunteer

from .stages import Stages, stages_of

COLUMN = 20
#: The sorts of the list; a minus turns one around.
SORTS = {
    "label": ("number",),
    "-label": ("-number",),
    "stage": ("stage_order", "stage_since", "number"),
    "-stage": ("-stage_order", "stage_since", "number"),
    "since": ("stage_since", "number"),
    "-since": ("-stage_since", "-number"),
    "step": (F("step_on").asc(nulls_last=True), "number"),
    "-step": (F("step_on").desc(nulls_last=True), "-number"),
}


@dataclass(frozen=True)
class Wanted:
    """What a board or a list is narrowed to; an empty part narrows nothing. owner: a membership's number, 0
    for nobody's."""

    text: str = ""
    stage: int | None = None
    owner: int | None = None
    late: bool = False


@dataclass(frozen=True)
class Newcomer:
    """One person or family on the way, as a card shows them; `pk` is theirs, `version` 0 where nothing is
    written down yet. first_name: of volunteers only."""

    side: Side
    pk: int
    label: str
    first_name: str
    stage: Stage
    since: date
    on: date
    way: int | None
    version: int
    owner: int | None
    owner_name: str
    step: str
    step_on: date | None
    is_late: bool

    @property
    def days(self) -> int:
        """How many days in this stage."""
        return max((self.on - self.since).days, 0)

    @property
    def due_on(self) -> date | None:
        """The last day in this stage, where the centre has set one."""
        return self.since + timedelta(days=self.stage.days) if self.stage.days else None

    @property
    def step_is_late(self) -> bool:
        """Whether the day of the next step has gone by."""
        return self.step_on is not None and self.step_on < self.on

    @property
    def stays_too_long(self) -> bool:
        """Whether they are in this stage for longer than the centre has set."""
        return self.due_on is not None and self.due_on < self.on


@dataclass(frozen=True)
class Column:
    """One stage of a board: how many stand there, and the first of them."""

    stage: Stage
    count: int
    cards: Sequence[Newcomer]

    @property
    def rest(self) -> int:
        """How many are not shown."""
        return self.count - len(self.cards)


# --- who --------------------------------------------------------------------------------------------------


def newcomers(
    membership: Membership | None, side: Side, *, on: date, stages: Stages | None = None
) -> QuerySet[Any]:
    """Volunteers or households on the way in at the membership's centre, annotated with `stage_pk`,
    `stage_since`, `stage_order`, `owner_pk`, `step_text`, `step_on`, `way_pk`, `way_version`, `is_late`.
    """
    model = Volunteer if side == Side.VOLUNTEERS else Household
    if membership is None or not uses_desk(membership):
        nobody: QuerySet[Any] = model._default_manager.none()
        return nobody
    stages = stages or stages_of(membership.organisation_id, side)
    return ways_in(membership.organisation_id, stages, on=on)


def ways_in(organisation_id: int, stages: Stages, *, on: date) -> QuerySet[Any]:
    """The same of a centre, whoever asks."""
    rows = (
        _volunteers(organisation_id, stages)
        if stages.side == Side.VOLUNTEERS
        else _families(organisation_id, stages)
    )
    rows = rows.annotate(
        owner_pk=F("way__owner"),
        step_text=Coalesce("way__next_step", Value("")),
        step_on=F("way__next_on"),
        way_pk=F("way__pk"),
        way_version=Coalesce("way__version", 0),
        stage_order=Case(
            *(When(stage_pk=one.pk, then=Value(at)) for at, one in enumerate(stages.columns)),
            default=Value(0),
        ),
    )
    late = Q(step_on__lt=on)
    for one in stages.columns:
        if one.days:
            late |= Q(stage_pk=one.pk, stage_since__lt=on - timedelta(days=one.days))
    found: QuerySet[Any] = rows.annotate(is_late=Case(When(late, then=Value(1)), default=Value(0)))
    return found


def _volunteers(organisation_id: int, stages: Stages) -> QuerySet[Any]:
    way = FilteredRelation("onboardings", condition=Q(onboardings__finished_on=None))
    rows = Volunteer.objects.filter(centre=organisation_id, state__in=ON_THE_WAY).annotate(way=way)
    holds = Q(pk__in=[])
    for state in ON_THE_WAY:
        there = [one.pk for one in stages.columns if one.stands_for == state]
        holds |= Q(state=state, way__stage__in=there)
    firsts = [
        When(state=state, then=Value(first.pk)) for state in ON_THE_WAY if (first := stages.first_for(state))
    ]
    return rows.annotate(
        stage_pk=Case(When(holds, then=F("way__stage")), *firsts, output_field=BigIntegerField()),
        stage_since=Case(When(holds, then=F("way__since")), default=F("state_since")),
    )


def _families(organisation_id: int, stages: Stages) -> QuerySet[Any]:
    way = FilteredRelation("onboardings", condition=Q(onboardings__finished_on=None))
    taken_in = Onboarding.objects.filter(household=OuterRef("pk"), finished_on__isnull=False)
    served = Household.objects.filter(centre=organisation_id, state=HouseholdState.SERVED)
    rows = served.filter(~Exists(taken_in)).annotate(way=way)
    holds = Q(way__stage__in=[one.pk for one in stages.columns])
    first = stages.columns[0].pk if stages.columns else None
    return rows.annotate(
        stage_pk=Case(
            When(holds, then=F("way__stage")), default=Value(first), output_field=BigIntegerField()
        ),
        stage_since=Case(When(holds, then=F("way__since")), default=F("state_since")),
    )


def is_taken_in() -> Q:
    """The condition, for a query of households, that nothing is missing and it is in a programme."""
    joined = Exists(Seeker.objects.filter(household=OuterRef("pk"), left_on=None))
    return Q(joined, is_complete())


def narrowed(rows: QuerySet[Any], wanted: Wanted) -> QuerySet[Any]:
    """The newcomers that fit."""
    if wanted.text:
        # Names of volunteers stand on the board, so they may be searched; of families only labels do.
        columns = ("search_text", "search_contact") if rows.model is Volunteer else ("search_text",)
        rows = rows.filter(found_in(wanted.text, columns))
    if wanted.stage is not None:
        rows = rows.filter(stage_pk=wanted.stage)
    if wanted.owner is not None:
        rows = rows.filter(owner_pk=wanted.owner or None) if wanted.owner else rows.filter(owner_pk=None)
    return rows.filter(is_late=1) if wanted.late else rows


# --- as cards ---------------------------------------------------------------------------------------------


class Cards:
    """Makes cards of rows; asks for the names of owners once."""

    def __init__(self, stages: Stages, *, on: date) -> None:
        self.stages, self.on = stages, on

    def of(self, rows: QuerySet[Any]) -> list[Newcomer]:
        """In the order of the rows, which the caller has cut to a page."""
        names = ("first_name",) if self.stages.side == Side.VOLUNTEERS else ()
        told = list(rows.values("pk", "label", *names, *ANNOTATED))
        owners = {one["owner_pk"] for one in told} - {None}
        people = Membership.objects.filter(pk__in=owners).select_related("user")
        known = {one.pk: str(one.user) for one in people}
        return [self._card(one, known) for one in told]

    def _card(self, one: dict[str, Any], known: dict[int, str]) -> Newcomer:
        stage = self.stages.by_pk(one["stage_pk"])
        assert stage is not None  # noqa: S101 - one of the columns, by the query
        return Newcomer(
            side=self.stages.side,
            pk=one["pk"],
            label=one["label"],
            first_name=one.get("first_name", ""),
            stage=stage,
            since=one["stage_since"],
            on=self.on,
            way=one["way_pk"],
            version=one["way_version"],
            owner=one["owner_pk"],
            owner_name=known.get(one["owner_pk"], ""),
            step=one["step_text"],
            step_on=one["step_on"],
            is_late=bool(one["is_late"]),
        )


ANNOTATED = (
    "stage_pk", "stage_since", "owner_pk", "step_text", "step_on", "way_pk", "way_version", "is_late",
)  # fmt: skip


@dataclass(frozen=True)
class Board:
    """A board as it stands: its columns in order, and how many are late in all of them."""

    columns: Sequence[Column]

    @cached_property
    def count(self) -> int:
        """How many are on the way."""
        return sum(one.count for one in self.columns)


def board(rows: QuerySet[Any], stages: Stages, *, on: date, most: int = COLUMN) -> Board:
    """The first `most` of each stage, those there longest first, and how many there are; three queries."""
    by_stage: dict[str, Any] = {"partition_by": [F("stage_pk")]}
    first = ("stage_since", "number")
    ranked = rows.annotate(
        at=Window(RowNumber(), order_by=first, **by_stage), among=Window(Count("pk"), **by_stage)
    )
    placed = list(
        ranked.filter(at__lte=most).order_by("stage_order", "at").values_list("pk", "stage_pk", "among")
    )
    counts = {stage: among for _pk, stage, among in placed}
    cards = {
        one.pk: one for one in Cards(stages, on=on).of(rows.filter(pk__in=[pk for pk, *_rest in placed]))
    }
    return Board(
        [
            Column(one, counts.get(one.pk, 0), [cards[pk] for pk, stage, _n in placed if stage == one.pk])
            for one in stages.columns
        ]
    )


def newcomer_of(person: Volunteer | Household, *, on: date, stages: Stages | None = None) -> Newcomer | None:
    """Where this person stands; None when they are not on the way (any more)."""
    side = Side.VOLUNTEERS if isinstance(person, Volunteer) else Side.FAMILIES
    stages = stages or stages_of(person.centre_id, side)
    return next(
        iter(Cards(stages, on=on).of(ways_in(person.centre_id, stages, on=on).filter(pk=person.pk))), None
    )


# --- for the list of care ---------------------------------------------------------------------------------


def overdue(membership: Membership | None, on: date, *, most: int | None = None) -> list[Newcomer]:
    """Newcomers whose next step is late or who stay longer in a stage than the centre has set; of each side
    those there longest first, `most` of each when given."""
    if membership is None or not uses_desk(membership):
        return []
    found: list[Newcomer] = []
    for side in Side:
        stages = stages_of(membership.organisation_id, side)
        late = ways_in(membership.organisation_id, stages, on=on).filter(is_late=1)
        found += Cards(stages, on=on).of(late.order_by("stage_since", "number")[:most])
    return found


def count_overdue(membership: Membership | None, on: date) -> int:
    """How many `overdue` would find; four queries."""
    if membership is None or not uses_desk(membership):
        return 0
    return sum(newcomers(membership, side, on=on).filter(is_late=1).count() for side in Side)
