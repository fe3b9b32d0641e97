"""Who takes part in a programme: who waits, who helps, and how much room they have."""

from collections.abc import Collection
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest, Least

from base.common.enums import MINORS
from base.common.models import Consent
from families.enums import HouseholdState, NamedState
from families.models import HouseholdConsent, Member, NamedColleague
from matching.enums import (
    OPEN_PAIR_STATES,
    ProposalState,
)
from matching.models import (
    Helper,
    Pair,
    Programme,
    Proposal,
    Seeker,
)
from mentors.enums import MentorState, ParticipationState
from mentors.models import MentorConsent
from volunteers.enums import VolunteerState
from volunteers.models import VolunteerConsent

from .scopes import helpers_in_scope, seekers_in_scope

if TYPE_CHECKING:
    from base.accounts.models import Membership


OPEN = Q(state__in=OPEN_PAIR_STATES)


def waiting_seekers(programme: Programme) -> QuerySet[Seeker]:
    """Who asks for a helper now: in the pool, with us, of a centre that shares it, without an open pair."""
    return still_waiting(programme.seekers.all()).filter(household__centre__in=centres_of(programme))


def centres_of(programme: Programme) -> list[int]:
    """Numbers of the centres that share it, read now: of one centre the database goes by its indexes, and the
    first page of who waits longest is found without looking at all who wait."""
    return list(programme.shares.order_by("pk").values_list("centre", flat=True))


def still_waiting(seekers: QuerySet[Seeker]) -> QuerySet[Seeker]:
    """Of these, who is in the pool, with us, in no open pair, and has not taken back what they agreed to."""
    open_pair = Pair.objects.filter(seeker=OuterRef("pk"), state__in=OPEN_PAIR_STATES)
    # The few who left their household are read once, instead of every seeker's member.
    gone = Member.objects.filter(left_on__isnull=False).order_by().values("pk")
    return seekers.filter(
        ~Exists(open_pair),
        ~Q(member__in=gone),
        ~_took_consent_back(HouseholdConsent, "household"),
        ~(_came_from_an_employer() & ~_agreed(HouseholdConsent, "household")),
        left_on=None,
        household__state=HouseholdState.SERVED,
    )


def _took_consent_back(consents: type[Consent], person: str, *, of: str = "") -> Q:
    """Whether their last word on being matched is no; who was never asked in writing has not said no. `of`:
    what names the person in the query, when it is not `person`. The few who took anything back are read once,
    and only of them it is asked whether they said yes again."""
    said = consents._default_manager.filter(purpose="matching")
    taken_back = said.exclude(withdrawn_at=None).order_by().values(person)
    stands = said.filter(withdrawn_at=None, **{person: OuterRef(of or person)})
    return Q(**{f"{of or person}__in": taken_back}) & ~Q(Exists(stands))


def _agreed(consents: type[Consent], person: str, *, of: str = "") -> Q:
    """Whether they said yes to being matched, and have not taken it back."""
    given = {"purpose": "matching", "withdrawn_at": None, person: OuterRef(of or person)}
    return Q(Exists(consents._default_manager.filter(**given)))


def _came_from_an_employer() -> Q:
    """For a query of Seeker: the employer told us of them, so their own yes is asked for. Who was with us
    before is asked for it at work only."""
    named = NamedColleague.objects.filter(state=NamedState.TAKEN_IN, household__isnull=False).order_by()
    new = named.filter(named_at__lte=F("household__created_at"))
    return Q(household__in=new.values("household")) | Q(
        household__in=named.values("household"), member__isnull=False
    )


def active_helpers(programme: Programme) -> QuerySet[Helper]:
    """Active volunteers and mentor-employees of the pool, also those whose room is taken."""
    centres = centres_of(programme)
    own = Q(volunteer__centre__in=centres) | Q(mentor__centre__in=centres)
    return programme.helpers.filter(is_active_helper(), own)


def is_active_helper() -> Q:
    active = Q(volunteer__state=VolunteerState.ACTIVE) | Q(
        mentor__state=MentorState.ACTIVE, mentor__participation__state=ParticipationState.ACTIVE
    )
    said_no = _took_consent_back(VolunteerConsent, "volunteer") | _took_consent_back(MentorConsent, "mentor")
    not_asked = Q(mentor__named_by_employer=True) & ~_agreed(MentorConsent, "mentor")
    return Q(left_on=None) & active & ~said_no & ~not_asked


def is_active_volunteer_of(places: QuerySet[Helper]) -> Q:
    """For a query of Volunteer: active in one of these places. It is what `is_active_helper` says, asked of
    the person: much less work for a database that has many."""
    in_place = Exists(places.filter(volunteer=OuterRef("pk"), left_on=None))
    said_no = _took_consent_back(VolunteerConsent, "volunteer", of="pk")
    return Q(in_place) & Q(state=VolunteerState.ACTIVE) & ~said_no


def is_active_mentor_of(places: QuerySet[Helper]) -> Q:
    """For a query of MentorEmployee, in the same way."""
    in_place = Exists(places.filter(mentor=OuterRef("pk"), left_on=None))
    said_no = _took_consent_back(MentorConsent, "mentor", of="pk")
    not_asked = Q(named_by_employer=True) & ~_agreed(MentorConsent, "mentor", of="pk")
    active = Q(state=MentorState.ACTIVE, participation__state=ParticipationState.ACTIVE)
    return Q(in_place) & active & ~said_no & ~not_asked


def choosable_seekers(programme: Programme, membership: "Membership") -> QuerySet[Seeker]:
    """Whom one may pair by hand here: own families that wait; a partner's is the partner's to decide."""
    return still_waiting(seekers_in_scope(membership)).filter(
        programme=programme, household__centre__in=centres_of(programme)
    )


def choosable_helpers(programme: Programme, membership: "Membership") -> QuerySet[Helper]:
    """Own active helpers, also those whose room is taken: the examination says so."""
    return active_helpers(programme).filter(pk__in=helpers_in_scope(membership).values("pk"))


def own_helpers(programme: Programme, membership: "Membership") -> QuerySet[Helper]:
    """Own people with a place here, active or not: quicker to ask for than `choosable_helpers`."""
    return helpers_in_scope(membership).filter(programme=programme, left_on=None)


def whose_name_begins(text: str) -> Q:
    """For a query of Helper: the person's label, first name or surname begins so, or with each word of it."""
    words = [_begins(word) for word in text.split()]
    return reduce(and_, words, Q()) | _begins(text)


def _begins(text: str) -> Q:
    columns = (f"{person}__{name}" for person in ("volunteer", "mentor") for name in NAMES)
    return reduce(or_, (Q(**{f"{column}__istartswith": text}) for column in columns))


NAMES = ("first_name", "last_name", "label")


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
