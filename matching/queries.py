"""Reads of the matching room: who takes part, what is proposed, what may be shown to whom."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest, Least

from base.accounts.enums import Role
from base.common.enums import MINORS
from base.common.models import Consent
from base.organisations.models import Organisation
from base.organisations.queries import active_organisations
from families.enums import HouseholdState
from families.models import Household, HouseholdConsent, Member
from matching.enums import (
    LIVE_RUN_STATES,
    MEETING_PAIR_STATES,
    OPEN_PAIR_STATES,
    PairState,
    ProgrammeKind,
    ProgrammeState,
    ProposalOrigin,
    ProposalState,
    RunKind,
    RunState,
)
from matching.models import (
    Helper,
    Pair,
    PairStep,
    Programme,
    ProgrammeCentre,
    ProgrammeRules,
    Proposal,
    Run,
    RunSeeker,
    Seeker,
    Unmatched,
    Veto,
)
from matching.rules import MATCHING_KINDS, does_matching, sees_programmes
from mentors.enums import MentorState, ParticipationState
from mentors.models import MentorConsent, MentorEmployee
from volunteers.enums import VolunteerState
from volunteers.models import Volunteer, VolunteerConsent
from volunteers.queries import cleared_on

if TYPE_CHECKING:
    from base.accounts.models import Membership

Person = Household | Volunteer | MentorEmployee
OPEN = Q(state__in=OPEN_PAIR_STATES)

# --- scopes: what a membership may reach; out of scope is 404 -----------------------------------------


def programmes_in_scope(membership: "Membership | None") -> QuerySet[Programme]:
    """Programmes the membership's centre leads or shares, for those who match and for finance."""
    if membership is None or not sees_programmes(membership):
        return Programme.objects.none()
    return Programme.objects.filter(shares__centre=membership.organisation_id)


def runs_in_scope(membership: "Membership | None") -> QuerySet[Run]:
    """Runs of either kind, of the programmes of those who match."""
    if membership is None or not does_matching(membership):
        return Run.objects.none()
    return Run.objects.filter(programme__shares__centre=membership.organisation_id).select_related(
        "programme"
    )


def matchings_in_scope(membership: "Membership | None") -> QuerySet[Run]:
    """The same without trials of rules, which have pages of their own."""
    return runs_in_scope(membership).filter(kind=RunKind.MATCHING)


def seekers_in_scope(membership: "Membership | None") -> QuerySet[Seeker]:
    """The places of the centre's own families."""
    if membership is None or not does_matching(membership):
        return Seeker.objects.none()
    return Seeker.objects.filter(household__centre=membership.organisation_id).select_related(
        "household", "member"
    )


def helpers_in_scope(membership: "Membership | None") -> QuerySet[Helper]:
    """The places of the centre's own volunteers and mentor-employees."""
    if membership is None or not does_matching(membership):
        return Helper.objects.none()
    return Helper.objects.filter(_own_helper(membership)).select_related("volunteer", "mentor")


def proposals_in_scope(membership: "Membership | None") -> QuerySet[Proposal]:
    """Proposals with a family or a helper of the centre's own."""
    if membership is None or not does_matching(membership):
        return Proposal.objects.none()
    return Proposal.objects.filter(_own_side(membership))


def vetoes_in_scope(membership: "Membership | None") -> QuerySet[Veto]:
    """Vetoes that hold, with a side of the centre's own, newest first."""
    if membership is None or not does_matching(membership):
        return Veto.objects.none()
    return Veto.objects.filter(_own_side(membership), lifted_at=None).select_related(
        "seeker__household", "helper__volunteer", "helper__mentor"
    )


def pairs_in_scope(membership: "Membership | None") -> QuerySet[Pair]:
    """Pairs with a side of the centre's own; a volunteer or mentor sees the open ones they are in."""
    if membership is None:
        return Pair.objects.none()
    if does_matching(membership):
        return Pair.objects.filter(_own_side(membership))
    mine = Q(state__in=OPEN_PAIR_STATES)
    if membership.role == Role.VOLUNTEER:
        mine &= Q(helper__volunteer__user=membership.user_id)
        return Pair.objects.filter(mine, helper__volunteer__centre=membership.organisation_id)
    if membership.role == Role.MENTOR:
        mine &= Q(helper__mentor__user=membership.user_id)
        return Pair.objects.filter(mine, helper__mentor__participation__employer=membership.organisation_id)
    return Pair.objects.none()


def _own_helper(membership: "Membership", path: str = "") -> Q:
    centre = membership.organisation_id
    return Q(**{f"{path}volunteer__centre": centre}) | Q(**{f"{path}mentor__centre": centre})


def _own_side(membership: "Membership") -> Q:
    return Q(seeker__household__centre=membership.organisation_id) | _own_helper(membership, "helper__")


# --- partner centres ----------------------------------------------------------------------------------


class Sight(StrEnum):
    """How much of a person a membership may see."""

    WHOLE = "whole"
    SHARED = "shared"
    NOTHING = "nothing"


#: What a centre sees of a partner's person before they are paired with one of its own.
SHARED_FIELDS = ("label", "languages", "commune_name", "week")


def visible_fields(membership: "Membership | None", person: Person) -> Sight:
    """WHOLE: one's own person, or one in an open pair with one's own. SHARED: only SHARED_FIELDS, of people
    in the pool of a shared programme. NOTHING: nobody this membership has to do with.
    """
    if membership is None or not does_matching(membership):
        return Sight.NOTHING
    if person.centre_id == membership.organisation_id or _paired_with_own(membership, person):
        return Sight.WHOLE
    pool = Seeker.objects.filter(household=person) if isinstance(person, Household) else _places_of(person)
    shared = pool.filter(left_on=None, programme__shares__centre=membership.organisation_id)
    return Sight.SHARED if shared.exists() else Sight.NOTHING


def _places_of(person: Volunteer | MentorEmployee) -> QuerySet[Helper]:
    if isinstance(person, Volunteer):
        return Helper.objects.filter(volunteer=person)
    return Helper.objects.filter(mentor=person)


def _paired_with_own(membership: "Membership", person: Person) -> bool:
    pairs = Pair.objects.filter(_own_side(membership), state__in=OPEN_PAIR_STATES)
    if isinstance(person, Household):
        return pairs.filter(seeker__household=person).exists()
    return pairs.filter(helper__in=_places_of(person)).exists()


# --- programmes ---------------------------------------------------------------------------------------


def rules_on(programme: Programme, on: date) -> ProgrammeRules | None:
    """The rules in force on a day."""
    in_force = Q(valid_to=None) | Q(valid_to__gte=on)
    return programme.rules.filter(in_force, valid_from__lte=on).order_by("-valid_from").first()


def with_pool_counts(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """Adds seekers_waiting, helpers_active, proposals_open, pairs_open and run_on (bool), in one query."""
    return programmes.annotate(
        seekers_waiting=_count(_waiting(Seeker.objects.all())),
        helpers_active=_count(Helper.objects.filter(_active_helper())),
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


# --- the pool -----------------------------------------------------------------------------------------


def waiting_seekers(programme: Programme) -> QuerySet[Seeker]:
    """Who asks for a helper now: in the pool, with us, of a centre that shares it, without an open pair."""
    centres = programme.shares.values("centre")
    return _waiting(programme.seekers.all()).filter(household__centre__in=centres)


def _waiting(seekers: QuerySet[Seeker]) -> QuerySet[Seeker]:
    open_pair = Pair.objects.filter(seeker=OuterRef("pk"), state__in=OPEN_PAIR_STATES)
    return seekers.filter(
        ~Exists(open_pair),
        ~_took_consent_back(HouseholdConsent, "household"),
        left_on=None,
        member__left_on=None,
        household__state=HouseholdState.SERVED,
    )


def _took_consent_back(consents: type[Consent], person: str) -> Q:
    """Whether their last word on being matched is no; who was never asked in writing has not said no."""
    said = consents._default_manager.filter(purpose="matching", **{person: OuterRef(person)})
    return Q(Exists(said.exclude(withdrawn_at=None))) & ~Q(Exists(said.filter(withdrawn_at=None)))


def active_helpers(programme: Programme) -> QuerySet[Helper]:
    """Active volunteers and mentor-employees of the pool, also those whose room is taken."""
    centres = programme.shares.values("centre")
    own = Q(volunteer__centre__in=centres) | Q(mentor__centre__in=centres)
    return programme.helpers.filter(_active_helper(), own)


def _active_helper() -> Q:
    active = Q(volunteer__state=VolunteerState.ACTIVE) | Q(
        mentor__state=MentorState.ACTIVE, mentor__participation__state=ParticipationState.ACTIVE
    )
    said_no = _took_consent_back(VolunteerConsent, "volunteer") | _took_consent_back(MentorConsent, "mentor")
    return Q(left_on=None) & active & ~said_no


def choosable_seekers(programme: Programme, membership: "Membership") -> QuerySet[Seeker]:
    """Whom one may pair by hand here: own families that wait; a partner's is the partner's to decide."""
    return waiting_seekers(programme).filter(pk__in=seekers_in_scope(membership).values("pk"))


def choosable_helpers(programme: Programme, membership: "Membership") -> QuerySet[Helper]:
    """Own active helpers, also those whose room is taken: the examination says so."""
    return active_helpers(programme).filter(pk__in=helpers_in_scope(membership).values("pk"))


def free_room(most: int) -> Combinable:
    """For a query of Helper: the person's room, at most `most`, less their open pairs in any programme."""
    room = Least(Coalesce("volunteer__room", "mentor__room"), Value(most))
    return Greatest(room - pairs_of_person(OPEN), Value(0))


def free_room_of(helper: Helper, *, most: int) -> int:
    """`free_room` of one helper, now."""
    found: int = Helper.objects.filter(pk=helper.pk).values_list(free_room(most), flat=True).get()
    return found


def room_beside_proposals(most: int, *, to: Collection[int]) -> Combinable:
    """For a query of Helper: `free_room` less what is proposed, in any programme, to others than these
    seekers.
    """
    others = Proposal.objects.filter(state=ProposalState.OPEN).exclude(seeker__in=to)
    return Greatest(free_room(most) - _of_person(others), Value(0))


def pairs_of_person(condition: Q) -> Combinable:
    """For a query of Helper: how many pairs of the person, in any programme, meet the condition."""
    return _of_person(Pair.objects.filter(condition))


def _of_person(rows: "QuerySet[Pair] | QuerySet[Proposal]") -> Combinable:
    def count(person: str) -> Coalesce:
        of_them = rows.filter(**{f"helper__{person}": OuterRef(person)})
        counted = of_them.order_by().values(f"helper__{person}").annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(counted, output_field=IntegerField()), 0)

    return Case(When(volunteer=None, then=count("mentor")), default=count("volunteer"))


def has_minors(path: str) -> Exists:
    """Whether a child belongs to the household at `path`."""
    return Exists(Member.objects.filter(household=OuterRef(path), left_on=None, age_band__in=MINORS))


# --- pairs ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PairFilter:
    """What a list of pairs is narrowed to; "" narrows nothing. state: a PairState, or "open"."""

    text: str = ""
    state: str = ""
    programme: str = ""


def narrowed_pairs(membership: "Membership", wanted: PairFilter) -> QuerySet[Pair]:
    """Pairs with a side of the membership's own, newest first, with what a list shows of them.

    `text` looks for the beginning of a label or of an own helper's first name.
    """
    pairs = pairs_in_scope(membership)
    if wanted.state == "open":
        pairs = pairs.filter(OPEN)
    elif wanted.state in PairState.values:
        pairs = pairs.filter(state=wanted.state)
    if wanted.programme.isdecimal():
        pairs = pairs.filter(programme=int(wanted.programme))
    if text := wanted.text.strip():
        pairs = pairs.filter(_names_begin(text, membership))
    return pairs.select_related(
        "programme", "seeker__household", "helper__volunteer", "helper__mentor"
    ).order_by("-offered_at", "-pk")


def _names_begin(text: str, membership: "Membership") -> Q:
    """A label begins so, or an own helper's first name: a partner's cannot be found by trying."""
    own_name = Q(helper__volunteer__first_name__istartswith=text) | Q(
        helper__mentor__first_name__istartswith=text
    )
    return (
        Q(seeker__household__label__istartswith=text)
        | Q(helper__volunteer__label__istartswith=text)
        | Q(helper__mentor__label__istartswith=text)
        | own_name & _own_helper(membership, "helper__")
    )


def lapsed_pairs(on: date) -> QuerySet[Pair]:
    """Pairs that go on although there are children and the helper is not cleared on that day.

    The same as the triggers refuse (matching/triggers.py); only time brings them about.
    """
    cleared = cleared_on(Volunteer.objects.filter(pk=OuterRef("helper__volunteer")), on=on)
    return Pair.objects.filter(
        has_minors("seeker__household"),
        ~Exists(cleared),
        state__in=MEETING_PAIR_STATES,
        programme__contact_with_minors=True,
    )


def unannounced_suspensions() -> QuerySet[Pair]:
    """Suspended pairs whose timeline does not say so yet."""
    steps = PairStep.objects.filter(pair=OuterRef("pk")).order_by("-pk")
    return Pair.objects.annotate(told=Subquery(steps.values("state")[:1])).filter(
        ~Q(told=PairState.SUSPENDED) | Q(told=None), state=PairState.SUSPENDED
    )


# --- runs, proposals, those not matched yet -----------------------------------------------------------


def run_history(programme: Programme) -> QuerySet[Run]:
    """The matchings, newest first."""
    return programme.runs.filter(kind=RunKind.MATCHING).order_by("-requested_at", "-pk")


def live_run(programme: Programme, kind: RunKind = RunKind.MATCHING) -> Run | None:
    """The run of this kind that waits or works now."""
    return programme.runs.filter(kind=kind, state__in=LIVE_RUN_STATES).first()


def trials(programme: Programme) -> QuerySet[Run]:
    """Rules tried out and still kept, newest first; without the findings, which are long."""
    return programme.runs.filter(kind=RunKind.WHAT_IF).order_by("-requested_at", "-pk").defer("findings")


def last_done_run(programme: Programme) -> Run | None:
    """The run whose proposals stand."""
    done = programme.runs.filter(kind=RunKind.MATCHING, state=RunState.DONE)
    return done.order_by("-finished_at", "-pk").first()


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
        proposals = proposals.filter(_names_begin(text, membership))
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
    return _waiting(seekers_in_scope(membership)).filter(
        ~Exists(proposed), Exists(shared), programme__state=ProgrammeState.ACTIVE
    )


def replaced_by(proposal: Proposal) -> Pair | None:
    """The pair in whose place an urgent proposal stands; None when only a proposal fell through."""
    fell_through = Proposal.objects.filter(
        seeker=proposal.seeker_id, run=proposal.run_id, state=ProposalState.WITHDRAWN, pk__lt=proposal.pk
    )
    ended = proposal.seeker.pairs.filter(state__in=(PairState.DECLINED, PairState.CLOSED))
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
    waiting = _waiting(seekers_in_scope(membership)).filter(~_has_open_proposal())
    shared = {"run__programme__shares__centre": membership.organisation_id} if membership else {}
    return Unmatched.objects.filter(
        run=Subquery(done.values("pk")[:1]), seeker__in=waiting.values("pk"), **shared
    )


def newcomers_since(run: Run, membership: "Membership") -> QuerySet[Seeker]:
    """Own families that wait in the programme and were not in the run, the longest waiting first."""
    known = (RunSeeker, Unmatched, Proposal)
    was_in = [Exists(kept._default_manager.filter(run=run, seeker=OuterRef("pk"))) for kept in known]
    waiting = choosable_seekers(run.programme, membership).exclude(was_in[0] | was_in[1] | was_in[2])
    return waiting.select_related("household").order_by("household__waiting_since", "pk")


def _has_open_proposal() -> Exists:
    return Exists(Proposal.objects.filter(seeker=OuterRef("pk"), state=ProposalState.OPEN))


# --- not in a programme yet ---------------------------------------------------------------------------


def at_work(programme: Programme) -> bool:
    """Whether employees mentor colleagues here, rather than volunteers families."""
    return programme.kind == ProgrammeKind.WORKPLACE


def households_outside(programme: Programme, centre: Organisation) -> QuerySet[Household]:
    """The centre's families with us that have no place in the programme."""
    place = Seeker.objects.filter(programme=programme, household=OuterRef("pk"), left_on=None)
    return centre.households.filter(~Exists(place), state=HouseholdState.SERVED).order_by("pk")


def mentees_outside(programme: Programme, centre: Organisation) -> QuerySet[Member]:
    """Employed adults of the centre's families who have no place in the programme."""
    place = Seeker.objects.filter(programme=programme, member=OuterRef("pk"), left_on=None)
    employed = Member.objects.filter(
        household__centre=centre,
        household__state=HouseholdState.SERVED,
        employment__isnull=False,
        left_on=None,
    )
    return employed.filter(~Exists(place)).order_by("pk")


def volunteers_outside(programme: Programme, centre: Organisation) -> QuerySet[Volunteer]:
    """The centre's volunteers, not those who left, who have no place in the programme."""
    place = Helper.objects.filter(programme=programme, volunteer=OuterRef("pk"), left_on=None)
    return centre.volunteers.exclude(state=VolunteerState.LEFT).filter(~Exists(place)).order_by("pk")


def mentors_outside(programme: Programme, centre: Organisation) -> QuerySet[MentorEmployee]:
    """Mentor-employees of the centre's employers, not those who left, who have no place in the programme."""
    place = Helper.objects.filter(programme=programme, mentor=OuterRef("pk"), left_on=None)
    mentors = MentorEmployee.objects.filter(centre=centre).exclude(state=MentorState.LEFT)
    return mentors.filter(~Exists(place)).order_by("pk")


@dataclass(frozen=True)
class Outside:
    """How many of a centre's people could be in a programme and are not."""

    seekers: int
    helpers: int


def outside(programme: Programme, centre: Organisation) -> Outside:
    """Counts for the programme's page."""
    if at_work(programme):
        asking, helping = mentees_outside(programme, centre), mentors_outside(programme, centre)
        return Outside(asking.count(), helping.count())
    return Outside(
        households_outside(programme, centre).count(), volunteers_outside(programme, centre).count()
    )
