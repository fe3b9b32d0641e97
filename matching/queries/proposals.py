"""What is proposed, and who is without a proposal."""

from typing import TYPE_CHECKING

from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, When

from matching.enums import (
    ENDED_BEFORE_BEGINNING,
    PairState,
    ProgrammeState,
    ProposalOrigin,
    ProposalState,
    RunKind,
    RunState,
)
from matching.models import (
    Pair,
    Programme,
    ProgrammeCentre,
    Proposal,
    Run,
    RunSeeker,
    Seeker,
    Unmatched,
)

from .pairs import names_begin
from .pool import choosable_seekers, has_minors, still_waiting, waiting_seekers
from .scopes import proposals_in_scope, seekers_in_scope

if TYPE_CHECKING:
    from base.accounts.models import Membership


#: Who lost a helper comes before those whom a run proposed.
URGENT_FIRST = Case(When(origin=ProposalOrigin.REPLACEMENT, then=0), default=1)

#: How a list of proposals can be sorted.
PROPOSAL_SORTS: dict[str, tuple[str | Case, ...]] = {
    "points": (URGENT_FIRST, "-points", "-weight", "pk"),
    "waiting": ("seeker__household__waiting_since", "pk"),
    "priority": ("-weight", "-points", "pk"),
}


def proposals_to_decide(
    programme: Programme, membership: "Membership", *, sort: str = "points", text: str = ""
) -> QuerySet[Proposal]:
    """Open proposals with a side of the membership's own, ready for a list (see `with_people`).

    `text` looks for the beginning of a label or of an own helper's first name; an unknown sort is "points".
    """
    proposals = proposals_in_scope(membership).filter(programme=programme, state=ProposalState.OPEN)
    if text := text.strip():
        proposals = proposals.filter(names_begin(text, membership))
    return with_people(proposals).order_by(*PROPOSAL_SORTS.get(sort, PROPOSAL_SORTS["points"]))


def with_people(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Both people at once, and has_children (bool)."""
    return proposals.select_related(
        "programme",
        "run",
        "seeker__household",
        "seeker__member",
        "helper__volunteer",
        "helper__mentor",
    ).annotate(has_children=has_minors("seeker__household"))


def without_a_proposal(membership: "Membership | None") -> QuerySet[Seeker]:
    """Own families that wait in a programme that goes on, and nobody is proposed to them."""
    proposed = Proposal.objects.filter(seeker=OuterRef("pk"), state=ProposalState.OPEN)
    shared = ProgrammeCentre.objects.filter(
        programme=OuterRef("programme"), centre=OuterRef("household__centre")
    )
    return still_waiting(seekers_in_scope(membership)).filter(
        ~Exists(proposed), Exists(shared), programme__state=ProgrammeState.ACTIVE
    )


def replaced_by(proposal: Proposal) -> Pair | None:
    """The pair in whose place an urgent proposal stands; None when only a proposal fell through."""
    fell_through = Proposal.objects.filter(
        seeker=proposal.seeker_id, run=proposal.run_id, state=ProposalState.WITHDRAWN, pk__lt=proposal.pk
    )
    ended = proposal.seeker.pairs.filter(state__in=(*ENDED_BEFORE_BEGINNING, PairState.CLOSED))
    last = ended.order_by("-closed_on", "-pk").first()
    if last is not None and fell_through.filter(pk__gt=last.proposal_id or 0).exists():
        return None
    return last


def open_proposal_of(seeker: Seeker) -> Proposal | None:
    """What is proposed to a family now."""
    standing = Proposal.objects.filter(seeker=seeker, state=ProposalState.OPEN)
    return standing.select_related("helper__volunteer", "helper__mentor").first()


def unmatched_of(run: Run, membership: "Membership | None" = None) -> QuerySet[Unmatched]:
    """Whom the run left without a helper and who still waits, nobody proposed since; with a membership, its
    own families only. The most urgent first."""
    waiting = waiting_seekers(run.programme).filter(~_has_open_proposal())
    unmatched = run.unmatched.filter(seeker__in=waiting.values("pk"))
    if membership is not None:
        unmatched = unmatched.filter(seeker__in=seekers_in_scope(membership).values("pk"))
    return unmatched.select_related("seeker__household", "seeker__member").order_by(
        "-weight", "seeker__household__waiting_since", "pk"
    )


def unmatched_in_scope(membership: "Membership | None") -> QuerySet[Unmatched]:
    """The centre's own families whom the last runs of its programmes left without a helper, still waiting."""
    done = Run.objects.filter(
        kind=RunKind.MATCHING, state=RunState.DONE, programme=OuterRef("run__programme")
    ).order_by("-finished_at", "-pk")
    waiting = still_waiting(seekers_in_scope(membership)).filter(~_has_open_proposal())
    shared = {"run__programme__shares__centre": membership.organisation_id} if membership else {}
    return Unmatched.objects.filter(
        run=Subquery(done.values("pk")[:1]), seeker__in=waiting.values("pk"), **shared
    )


def newcomers_since(run: Run, membership: "Membership") -> QuerySet[Seeker]:
    """Own families that wait in the programme and were not in the run, the longest waiting first."""
    known = (RunSeeker, Unmatched, Proposal)
    # One by one: of several joined by "or" the database asks each row anew.
    was_not_in = [~Exists(kept._default_manager.filter(run=run, seeker=OuterRef("pk"))) for kept in known]
    waiting = choosable_seekers(run.programme, membership).filter(*was_not_in)
    return waiting.select_related("household").order_by("household__waiting_since", "pk")


def _has_open_proposal() -> Exists:
    return Exists(Proposal.objects.filter(seeker=OuterRef("pk"), state=ProposalState.OPEN))
