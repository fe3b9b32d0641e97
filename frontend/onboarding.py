"""What pages of ways in share: which side, who can look after whom, what a board is narrowed to."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.accounts.enums import Role
from base.accounts.models import Membership
from base.accounts.queries import members_in_scope
from desk.enums import Side
from desk.models import Onboarding, Stage
from desk.queries.onboarding import Wanted, narrowed, newcomers
from desk.queries.stages import Stages, stages_of
from families.models import Household
from families.queries import for_page as family_page
from families.queries import households_in_scope
from frontend.forms.onboarding import NOBODY, PipelineFilter
from frontend.history import Told, told_history
from frontend.paging import query_string
from volunteers.models import Volunteer
from volunteers.queries import for_page as volunteer_page
from volunteers.queries import volunteers_in_scope

Person = Volunteer | Household
#: The tabs over every board and list.
SIDES = [(Side.VOLUNTEERS, gettext_lazy("Volunteers")), (Side.FAMILIES, gettext_lazy("Families"))]


def side_of(word: str) -> Side:
    """The side an address names; not found when it names none."""
    if word not in Side.values:
        raise Http404
    return Side(word)


def person_of(membership: Membership, side: Side, pk: int) -> Person:
    """A volunteer or a family of the membership's own, with what the page of a newcomer shows."""
    if side == Side.VOLUNTEERS:
        return get_object_or_404(volunteer_page(volunteers_in_scope(membership)), pk=pk)
    return get_object_or_404(family_page(households_in_scope(membership)), pk=pk)


def way_shown(person: Person) -> Onboarding | None:
    """The way a newcomer's page tells of: the open one, else the last."""
    ways = person.onboardings.select_related("stage", "owner__user").prefetch_related(
        "interviews__protocol", "references", "moves__from_stage", "moves__to_stage"
    )
    found = sorted(ways, key=lambda way: (way.finished_on is not None, -way.pk))
    return found[0] if found else None


def owners_of(membership: Membership) -> list[tuple[str, str]]:
    """Who can look after newcomers here, by name."""
    rows = members_in_scope(membership).filter(role__in=(Role.ADMINISTRATOR, Role.COORDINATOR))
    seen: dict[int, tuple[str, str]] = {}
    for one in rows:
        seen.setdefault(one.user_id, (str(one.pk), str(one.user)))
    return list(seen.values())


@dataclass(frozen=True)
class Asked:
    """A board or a list as its address asks for it."""

    side: Side
    stages: Stages
    filters: PipelineFilter
    rows: QuerySet[Any]
    on: date


def asked(
    membership: Membership, side: Side, query: QueryDict, form: type[PipelineFilter], *, on: date
) -> Asked:
    """Reads the filters; a value that makes no sense narrows nothing. Three queries at most."""
    stages = stages_of(membership.organisation_id, side)
    owners = [(NOBODY, _("nobody yet")), *owners_of(membership)]
    choices: dict[str, list[tuple[str, str]]] = {"owner": owners}
    if "stage" in form.base_fields:
        choices["stage"] = [(str(one.pk), str(one)) for one in stages.columns]
    filters = form(query, **choices)
    owner, stage = filters.chosen("owner"), filters.chosen("stage") if "stage" in filters.fields else ""
    wanted = Wanted(
        text=filters.chosen("q"),
        stage=int(stage) if stage else None,
        owner=None if not owner else 0 if owner == NOBODY else int(owner),
        late=bool(filters.chosen("late")),
    )
    rows = narrowed(newcomers(membership, side, on=on, stages=stages), wanted)
    return Asked(side, stages, filters, rows, on)


def kept_query(request: HttpRequest) -> str:
    """The address's query without what only one answer needs."""
    bare = {key: None for key, value in request.GET.items() if not value or key in ("moved", "page")}
    query = query_string(request.GET, **bare)
    return "" if query == "?" else query


def told_way(way: Onboarding | None) -> list[Told]:
    """What happened on the way, newest first: moves by the names of the stages, the rest from the audit."""
    if way is None:
        return []
    moves = [
        Told(f"{_name(move.from_stage)} → {_name(move.to_stage)}", move.at, move.by_label)
        for move in way.moves.all()
    ]
    return sorted([*moves, *told_history(way)], key=lambda one: one.when, reverse=True)[:MOST_TOLD]


MOST_TOLD = 20


def _name(stage: Stage | None) -> str:
    return str(stage) if stage else "–"
