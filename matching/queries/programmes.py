"""Programmes, their rules and counts."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from base.organisations.models import Organisation
from base.organisations.queries import active_organisations
from matching.enums import (
    LIVE_RUN_STATES,
    OPEN_PAIR_STATES,
    ProposalState,
    RunKind,
)
from matching.models import (
    Helper,
    Pair,
    PairLife,
    Programme,
    ProgrammeRules,
    Proposal,
    Run,
    Seeker,
)
from matching.rules import MATCHING_KINDS

from .pool import is_active_helper, still_waiting


def rules_on(programme: Programme, on: date) -> ProgrammeRules | None:
    """The rules in force on a day."""
    in_force = Q(valid_to=None) | Q(valid_to__gte=on)
    return programme.rules.filter(in_force, valid_from__lte=on).order_by("-valid_from").first()


def life_of(programme: Programme) -> PairLife:
    """How pairs of the programme live; what is usual, unsaved, where it has not chosen."""
    return PairLife.objects.filter(programme=programme).first() or PairLife(programme=programme)


def with_pool_counts(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """Adds seekers_waiting, helpers_active, proposals_open, pairs_open and run_on (bool), in one query."""
    return programmes.annotate(
        seekers_waiting=_count(still_waiting(Seeker.objects.all())),
        helpers_active=_count(Helper.objects.filter(is_active_helper())),
        proposals_open=_count(Proposal.objects.filter(state=ProposalState.OPEN)),
        pairs_open=_count(Pair.objects.filter(state__in=OPEN_PAIR_STATES)),
        run_on=Exists(
            Run.objects.filter(programme=OuterRef("pk"), kind=RunKind.MATCHING, state__in=LIVE_RUN_STATES)
        ),
    )


def _count(rows: "QuerySet[Seeker] | QuerySet[Helper] | QuerySet[Proposal] | QuerySet[Pair]") -> Coalesce:
    counted = rows.filter(programme=OuterRef("pk")).order_by().values("programme").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)


def centres_to_share_with(programme: Programme) -> QuerySet[Organisation]:
    """Centres and organisations that could join the pool, by name."""
    return (
        active_organisations()
        .filter(kind__in=MATCHING_KINDS)
        .exclude(programme_shares__programme=programme)
        .order_by("name", "pk")
    )
