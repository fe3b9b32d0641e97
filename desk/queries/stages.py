"""The stages a centre works by and the papers it expects: its own where it has set any, else the common."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from desk.enums import Side
from desk.models import PaperKind, Stage


@dataclass(frozen=True)
class Stages:
    """The stages of one side in their order, hidden ones too; read once for a page."""

    side: Side
    every: tuple[Stage, ...]

    @cached_property
    def columns(self) -> list[Stage]:
        """Those a newcomer can stand in."""
        return [one for one in self.every if one.shown and not one.ends]

    @cached_property
    def last(self) -> Stage | None:
        """The one that ends the way in."""
        return next((one for one in self.every if one.ends), None)

    @cached_property
    def targets(self) -> list[Stage]:
        """Where somebody can be moved, in order."""
        return [*self.columns, *([self.last] if self.last else [])]

    def can_go_up(self) -> set[int]:
        """Numbers of those that can change places with the one before: both stand for the same state."""
        both = zip(self.every, self.every[1:], strict=False)
        return {one.pk for before, one in both if not one.ends and before.stands_for == one.stands_for}

    def first_for(self, state: str) -> Stage | None:
        """Where whoever is in this state stands until moved; "" on the families' side."""
        return next((one for one in self.columns if one.stands_for == state), None)

    def by_pk(self, pk: int | None) -> Stage | None:
        """One of them; None when there is none."""
        return next((one for one in self.every if one.pk == pk), None)


def stages_of(organisation_id: int, side: Side) -> Stages:
    """The centre's own stages of this side, else the common ones; one query."""
    rows = list(
        Stage.objects.filter(Q(organisation=organisation_id) | Q(organisation=None), side=side).order_by(
            "order", "pk"
        )
    )
    own = [one for one in rows if one.organisation_id is not None]
    return Stages(side, tuple(own or rows))


def paper_kinds_of(organisation_id: int, side: Side) -> list[PaperKind]:
    """The centre's own papers to expect, else the common ones, hidden ones too; one query."""
    rows = list(
        PaperKind.objects.filter(Q(organisation=organisation_id) | Q(organisation=None), side=side).order_by(
            "order", "pk"
        )
    )
    return [one for one in rows if one.organisation_id is not None] or rows
