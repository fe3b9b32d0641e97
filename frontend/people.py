"""What the pages of a family, a volunteer and a mentor share: moves, consents, programmes, drafts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from base.accounts.models import Membership
from base.accounts.queries import draft_of
from base.common.profiles import Missing
from families.models import Household
from frontend import held
from matching.enums import OPEN_PAIR_STATES, ProgrammeKind, ProgrammeState, ProposalState
from matching.models import Helper, Pair, Programme, Proposal, Seeker
from matching.queries import pairs_in_scope, programmes_in_scope, proposals_in_scope
from mentors.models import MentorEmployee
from volunteers.models import Volunteer

if TYPE_CHECKING:
    from frontend.access import SignedRequest

Person = Household | Volunteer | MentorEmployee
#: Buttons of a form that change what it shows and do not send it.
NOT_SENDING = {"add_member", "preset", "more", "try"}


@dataclass(frozen=True)
class Move:
    """A change of state: its word, what it will do, and what it asks for ("", "reason" or "on").

    `page` is the route of a page of its own that tells first what it means to others.
    """

    label: str | Promise
    consequence: str | Promise
    verb: Callable[..., Any]
    asks: str = ""
    icon: str = ""
    page: str = ""


@dataclass(frozen=True)
class Moving:
    """How something with states is found, shown and moved: its routes begin with `name`.

    `moves` by their key, `ways` the keys possible in each state.
    """

    name: str
    find: Callable[[Membership, int], Any]
    show: Callable[..., Any]
    moves: Mapping[str, Move]
    ways: Mapping[str, Sequence[str]]

    def open_moves(self, person: Any) -> list[tuple[str, Move]]:
        """(key, move) of what can be done in the person's state."""
        return [(key, self.moves[key]) for key in self.ways.get(person.state, ())]


@dataclass(frozen=True)
class Kind(Moving):
    """One kind of person; `purposes` are what they can agree to, `places` what they can join."""

    purposes: Any
    give: Callable[..., Any]
    withdraw: Callable[..., Any]
    join: Callable[..., Any]
    places: Callable[[Membership, Any], list[tuple[str, str]]]


# --- programmes, pairs, proposals -------------------------------------------------------------------------


def in_a_programme() -> Exists:
    """The condition, for a query of households, that one has a place in a programme now."""
    return Exists(Seeker.objects.filter(household=OuterRef("pk"), left_on=None))


@dataclass(frozen=True)
class Matching:
    """Where somebody stands in the matching: places in programmes, open pairs, proposals to decide."""

    places: list[Any]
    pairs: list[Pair]
    proposals: list[Proposal]


def matching_of(membership: Membership, person: Person) -> Matching:
    """In four queries at most; partners' people go by label."""
    path = {Household: "seeker__household", Volunteer: "helper__volunteer"}.get(
        type(person), "helper__mentor"
    )
    people = ("programme", "seeker__household", "helper__volunteer", "helper__mentor")
    pairs = pairs_in_scope(membership).filter(state__in=OPEN_PAIR_STATES, **{path: person})
    proposals = proposals_in_scope(membership).filter(state=ProposalState.OPEN, **{path: person})
    return Matching(
        list(_places(person)),
        list(pairs.select_related(*people)),
        list(proposals.select_related(*people)),
    )


def _places(person: Person) -> QuerySet[Any]:
    if isinstance(person, Household):
        return Seeker.objects.filter(household=person, left_on=None).select_related("programme", "member")
    helpers = Helper.objects.filter(left_on=None).select_related("programme")
    if isinstance(person, Volunteer):
        return helpers.filter(volunteer=person)
    return helpers.filter(mentor=person)


def programmes_to_join(membership: Membership) -> list[Programme]:
    """Programmes of the centre that go on, by name."""
    return list(programmes_in_scope(membership).exclude(state=ProgrammeState.ENDED).order_by("name"))


def helpers_choices(membership: Membership, person: Volunteer | MentorEmployee) -> list[tuple[str, str]]:
    """Programmes the helper can still join: at work for mentors, all others for volunteers."""
    joined = {place.programme_id for place in _places(person)}
    at_work = isinstance(person, MentorEmployee)
    return [
        (str(one.pk), one.name)
        for one in programmes_to_join(membership)
        if one.pk not in joined and (one.kind == ProgrammeKind.WORKPLACE) == at_work
    ]


def familys_choices(membership: Membership, household: Household) -> list[tuple[str, str]]:
    """Programmes the family can still join: as a whole, or at work one adult with a job ("7-12")."""
    joined = {(place.programme_id, place.member_id) for place in _places(household)}
    workers = [one for one in household.current_members if not one.is_minor and hasattr(one, "employment")]
    choices = []
    for programme in programmes_to_join(membership):
        if programme.kind != ProgrammeKind.WORKPLACE:
            if (programme.pk, None) not in joined:
                choices.append((str(programme.pk), programme.name))
            continue
        choices += [
            (f"{programme.pk}-{one.pk}", f"{programme.name}: {one.first_name or one.get_age_band_display()}")
            for one in workers
            if (programme.pk, one.pk) not in joined
        ]
    return choices


def told_missing(missing: Sequence[Missing], matching: Matching) -> list[Missing]:
    """What keeps somebody from being matched, programmes included."""
    if matching.places:
        return list(missing)
    alone = Missing("programme", _("In no programme yet: the matching looks only at people in a programme."))
    return [*missing, alone]


# --- what was typed before --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Typed:
    """What a form starts from: just posted, held over a lost log-in, or kept as a draft; None for nothing.

    `kept_at` is set when it comes from a draft, for the sentence that says so.
    """

    data: QueryDict | None
    is_sent: bool = False
    kept_at: datetime | None = None


def typed_before(request: "SignedRequest", form_key: str) -> Typed:
    """The newest of what this person typed into this form."""
    if request.method == "POST":
        return Typed(request.POST, is_sent=not NOT_SENDING & request.POST.keys())
    if (waiting := held.held_data(request)) is not None:
        return Typed(waiting)
    draft = draft_of(request.membership, form_key)
    return Typed(held.draft_data(request, form_key), kept_at=draft.saved_at) if draft else Typed(None)
