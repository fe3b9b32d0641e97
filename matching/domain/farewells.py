"""When somebody who helps says goodbye or takes a pause: each of their families is looked after at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, Q, QuerySet

from base.audit.actor import Actor
from base.common.errors import Refusal
from base.common.events import emit
from matching.domain.locks import lock_person
from matching.domain.pairs import end_pair, undo_pair
from matching.domain.programmes import leave_programme
from matching.domain.replacements import Found, Replacement, look_for, seek_others
from matching.enums import OPEN_PAIR_STATES, CloseReason, ProposalState
from matching.events import ProposalDecided
from matching.models import Helper, Pair, Proposal, Seeker
from mentors.domain.mentors import pause_mentor, see_off_mentor
from mentors.models import MentorEmployee
from volunteers.domain.volunteers import pause_volunteer, see_off_volunteer
from volunteers.models import Volunteer

Person = Volunteer | MentorEmployee
#: Helpers in a programme from which looking through all of them is felt.
LARGE_POOL = 2_000


@dataclass(frozen=True)
class Concerned:
    """A family that loses somebody: the open `pair`, or else only the open proposal."""

    seeker: Seeker
    pair: Pair | None


@dataclass(frozen=True)
class Foreseen:
    """A family that would lose somebody, and whom it could be proposed instead as things stand."""

    concerned: Concerned
    found: Found


@dataclass(frozen=True)
class Cared:
    """A family that lost somebody, and what came of looking for another."""

    seeker: Seeker
    replacement: Replacement


def is_of_a_large_pool(person: Person) -> bool:
    """Whether so many help in the programmes of this person that looking for others takes seconds."""
    places = Helper.objects.filter(_is(person), left_on=None)
    others = Helper.objects.filter(programme__in=places.values("programme"), left_on=None)
    return others[: LARGE_POOL + 1].count() > LARGE_POOL


def foresee_farewell(person: Person) -> list[Foreseen]:
    """What `release_helper` would mean to each family, longest wait first; nothing is changed."""
    concerned = _concerned(person, with_pairs=True)
    found: dict[int, Found] = {}
    losing = {one.seeker.pk for one in concerned if one.pair and not one.pair.can_be_undone}
    for seekers in _by_programme([one.seeker for one in concerned]):
        numbers = [one.pk for one in seekers]
        found |= look_for(seekers[0].programme, numbers, without=_is(person), losing=losing)
    return [Foreseen(one, found[one.seeker.pk]) for one in concerned]


def release_helper(person: Person, *, reason: str, by: Actor) -> list[Cared]:
    """The person leaves: open pairs end (an offer nobody has heard of is taken back), proposals are
    withdrawn, places in programmes end; then each family is looked after, and told of in the answer.

    `reason` stands with the person only, not with the pairs. Refusal when they have left already.
    """
    with transaction.atomic():
        concerned = _stop(person, with_pairs=True, by=by)
        for place in Helper.objects.filter(_is(person), left_on=None).order_by("pk"):
            leave_programme(place, by=by)
        if isinstance(person, Volunteer):
            see_off_volunteer(person, reason=reason, by=by)
        else:
            see_off_mentor(person, reason=reason, by=by)
    return care_for(concerned, by=by)


def rest_helper(person: Person, *, reason: str, by: Actor, until: date | None = None) -> list[Cared]:
    """The person takes a pause: pairs and places stay, but what was only proposed is withdrawn, for it could
    not be approved, and those families are looked after. `until` is the day a volunteer thinks of.
    """
    return care_for(begin_rest(person, reason=reason, by=by, until=until), by=by)


@transaction.atomic
def begin_rest(person: Person, *, reason: str, by: Actor, until: date | None = None) -> list[Concerned]:
    """The first half of `rest_helper`, for who keeps it in a transaction of theirs: `care_for` whom it
    concerns comes after that has been committed."""
    concerned = _stop(person, with_pairs=False, by=by)
    if isinstance(person, Volunteer):
        pause_volunteer(person, reason=reason, until=until, by=by)
    else:
        pause_mentor(person, reason=reason, by=by)
    return concerned


def care_for(concerned: Sequence[Concerned], *, by: Actor) -> list[Cared]:
    """Look for somebody else for each of them, and tell of it."""
    cared: list[Cared] = []
    for seekers in _by_programme([one.seeker for one in concerned]):
        replacements = seek_others(seekers, by=by)
        cared += [Cared(one, replacements[one.pk]) for one in seekers]
    return cared


# --- inside -------------------------------------------------------------------------------------------


def _is(person: Person) -> Q:
    return Q(volunteer=person) if isinstance(person, Volunteer) else Q(mentor=person)


def _concerned(person: Person, *, with_pairs: bool) -> list[Concerned]:
    """Families of the person's open pairs and proposals, the longest wait first."""
    people = ("seeker__programme", "seeker__household", "helper__volunteer", "helper__mentor")
    helpers = Helper.objects.filter(_is(person))
    pairs = Pair.objects.filter(helper__in=helpers, state__in=OPEN_PAIR_STATES).select_related(*people)
    proposals = Proposal.objects.filter(helper__in=helpers, state=ProposalState.OPEN).select_related(*people)
    found = [Concerned(one.seeker, one) for one in pairs] if with_pairs else []
    found += [Concerned(one.seeker, None) for one in proposals]
    return sorted(found, key=lambda one: (one.seeker.household.waiting_since, one.seeker.pk))


def _by_programme(seekers: Collection[Seeker]) -> list[Sequence[Seeker]]:
    by_programme: dict[int, list[Seeker]] = {}
    for seeker in seekers:
        by_programme.setdefault(seeker.programme_id, []).append(seeker)
    return list(by_programme.values())


def _stop(person: Person, *, with_pairs: bool, by: Actor) -> list[Concerned]:
    """Lock the person, end what is open with them, and return whom that concerned."""
    first = Helper.objects.filter(_is(person)).first()
    if first is None:
        return []
    lock_person(first)
    open_ones = Proposal.objects.filter(
        helper__in=Helper.objects.filter(_is(person)), state=ProposalState.OPEN
    )
    list(open_ones.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    concerned = _concerned(person, with_pairs=with_pairs)
    for one in sorted((one.pair for one in concerned if one.pair), key=lambda one: one.seeker.household_id):
        _end(one, by=by)
    # Also what taking an offer back has opened again.
    _withdraw(open_ones)
    return concerned


def _end(pair: Pair, *, by: Actor) -> None:
    if pair.can_be_undone:
        try:
            undo_pair(pair, by=by)
        except Refusal:
            pass  # a sender has just taken the messages: it was told after all
        else:
            return
    end_pair(pair, reason=CloseReason.HELPER_LEFT, by=by)


def _withdraw(open_ones: QuerySet[Proposal]) -> None:
    withdrawn = list(open_ones)
    open_ones.update(state=ProposalState.WITHDRAWN, version=F("version") + 1)
    for one in withdrawn:
        state = ProposalState.WITHDRAWN.value
        emit(ProposalDecided(one.pk, one.programme_id, state, one.pinned, one.version + 1))
