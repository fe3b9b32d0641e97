"""Acts on many: whom each is for, what its own verb says against each row, and how one row is done.

What is said against a row is asked of the verb's own rule for rows that were read together; nothing is tried.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from base.accounts.models import Membership
from base.audit.actor import Actor
from base.common.errors import Refusal
from desk.domain.asking import ask_for_papers, papers_missing_of
from desk.domain.onboarding import give_to, not_on_the_way
from desk.enums import ListPage, Side
from desk.queries.onboarding import newcomers
from families.domain.households import (
    archive_household,
    pause_household,
    refusal_of_move,
    resume_household,
)
from families.enums import HouseholdState
from families.queries import households_in_scope
from matching.domain.farewells import begin_rest, care_for
from matching.domain.programmes import (
    already_there,
    enrol_household,
    enrol_mentor,
    enrol_volunteer,
    refusal_to_household,
    refusal_to_mentor,
    refusal_to_volunteer,
)
from matching.models import Helper, Programme, Seeker
from mentors.domain.mentors import refusal_of_move as refusal_of_mentors_move
from mentors.domain.mentors import resume_mentor
from mentors.enums import MentorState
from mentors.queries import mentors_in_scope
from volunteers.domain.volunteers import refusal_of_pause, refusal_of_resuming, resume_volunteer
from volunteers.queries import volunteers_in_scope

Rows = Sequence[Any]
#: What is left to do for a row once its transaction is over.
After = Callable[[], object]


@dataclass(frozen=True)
class Given:
    """What an act is told beside whom it is for; only what it asks for is there."""

    reason: str = ""
    programme: Programme | None = None
    owner: Membership | None = None


@dataclass(frozen=True)
class BulkKind:
    """One act of one list. `asks`: "reason", "programme", "owner". `against` tells, by row's number, what
    speaks against each of the rows; `do` does one. `permission` is asked of who does it. `tells`: whoever is
    touched is sent a message."""

    label: str | Promise
    consequence: str | Promise
    permission: str
    rows: Callable[[Membership], QuerySet[Any]]
    against: Callable[[Rows, Given, Membership], Mapping[int, Refusal]]
    do: Callable[[Any, Given, Actor], After | None]
    asks: tuple[str, ...] = ()
    tells: bool = False
    icon: str = ""


# --- what speaks against it -------------------------------------------------------------------------------


def _each(
    rule: Callable[[Any], Refusal | None],
) -> Callable[[Rows, Given, Membership], Mapping[int, Refusal]]:
    def against(rows: Rows, _given: Given, _by: Membership) -> Mapping[int, Refusal]:
        return {row.pk: refusal for row in rows if (refusal := rule(row)) is not None}

    return against


def _joining(
    rule: Callable[[Programme, Any], Refusal | None], members: Callable[[Programme], QuerySet[Any, int]]
) -> Callable[[Rows, Given, Membership], Mapping[int, Refusal]]:
    def against(rows: Rows, given: Given, _by: Membership) -> Mapping[int, Refusal]:
        if given.programme is None:
            return {}
        there, found = set(members(given.programme)), {}
        for row in rows:
            refusal = rule(given.programme, row)
            if refusal is None and row.pk in there:
                refusal = already_there(given.programme, row.label)
            if refusal is not None:
                found[row.pk] = refusal
        return found

    return against


def _families_in(programme: Programme) -> QuerySet[Any, int]:
    places = Seeker.objects.filter(programme=programme, member=None, left_on=None)
    return places.values_list("household", flat=True)


def _helpers_in(side: str) -> Callable[[Programme], QuerySet[Any, int]]:
    def members(programme: Programme) -> QuerySet[Any, int]:
        places = Helper.objects.filter(programme=programme, left_on=None, **{f"{side}__isnull": False})
        return places.values_list(side, flat=True)

    return members


def _on_the_way(side: Side) -> Callable[[Rows, Given, Membership], Mapping[int, Refusal]]:
    def against(rows: Rows, _given: Given, by: Membership) -> Mapping[int, Refusal]:
        there = set(newcomers(by, side, on=timezone.localdate()).values_list("pk", flat=True))
        return {row.pk: not_on_the_way(row) for row in rows if row.pk not in there}

    return against


def _without_papers(rows: Rows, _given: Given, by: Membership) -> Mapping[int, Refusal]:
    return {
        pk: one for pk, one in papers_missing_of(rows, by.organisation_id).items() if isinstance(one, Refusal)
    }


# --- how one is done --------------------------------------------------------------------------------------


def _rest(person: Any, given: Given, by: Actor) -> After:
    concerned = begin_rest(person, reason=given.reason, by=by)
    return lambda: care_for(concerned, by=by)


def _simply(verb: Callable[..., Any], *names: str) -> Callable[[Any, Given, Actor], None]:
    def do(row: Any, given: Given, by: Actor) -> None:
        verb(row, **{name: getattr(given, name) for name in names}, by=by)

    return do


def _join(verb: Callable[..., Any]) -> Callable[[Any, Given, Actor], None]:
    def do(row: Any, given: Given, by: Actor) -> None:
        verb(given.programme, row, by=by)

    return do


# --- the acts ---------------------------------------------------------------------------------------------


def _volunteers(membership: Membership) -> QuerySet[Any]:
    return volunteers_in_scope(membership).prefetch_related("consents", "trainings", "clearance_items")


def _mentors(membership: Membership) -> QuerySet[Any]:
    return mentors_in_scope(membership).select_related("participation")


_FAMILIES: Mapping[str, Any] = {"permission": "families.change_household", "rows": households_in_scope}
_VOLUNTEERS: Mapping[str, Any] = {"permission": "volunteers.change_volunteer", "rows": _volunteers}
_MENTORS: Mapping[str, Any] = {"permission": "mentors.change_mentor", "rows": _mentors}
_JOIN = _("From the next matching on they are looked at in this programme.")
_RESTS = _(
    "The matching leaves them out for a while. Open pairs go on; whoever was only proposed is proposed "
    "somebody else."
)
_GIVE = _("Their next steps and lines of Today stand under this name.")

ACTS: Mapping[ListPage, Mapping[str, BulkKind]] = {
    ListPage.FAMILIES: {
        "join": BulkKind(
            _("Put into a programme"), _JOIN, **_FAMILIES, asks=("programme",), icon="plus",
            against=_joining(refusal_to_household, _families_in), do=_join(enrol_household),
        ),
        "pause": BulkKind(
            _("Pause"), _("The matching leaves them out until they are back. Their waiting date stays."),
            **_FAMILIES, asks=("reason",), icon="pause", do=_simply(pause_household, "reason"),
            against=_each(lambda row: refusal_of_move(row, HouseholdState.PAUSED)),
        ),
        "resume": BulkKind(
            _("Back with us"), _("The matching looks at them again."), **_FAMILIES, icon="play",
            against=_each(lambda row: refusal_of_move(row, HouseholdState.SERVED)),
            do=_simply(resume_household),
        ),
        "archive": BulkKind(
            _("Archive"), _("They no longer need us. Everything stays on record and they can come back."),
            **_FAMILIES, asks=("reason",), icon="archive", do=_simply(archive_household, "reason"),
            against=_each(lambda row: refusal_of_move(row, HouseholdState.ARCHIVED)),
        ),
        "give": BulkKind(
            _("Give newcomers to a colleague"), _GIVE, **_FAMILIES, asks=("owner",), icon="person",
            against=_on_the_way(Side.FAMILIES), do=_simply(give_to, "owner"),
        ),
    },
    ListPage.VOLUNTEERS: {
        "join": BulkKind(
            _("Put into a programme"), _JOIN, **_VOLUNTEERS, asks=("programme",), icon="plus",
            against=_joining(refusal_to_volunteer, _helpers_in("volunteer")), do=_join(enrol_volunteer),
        ),
        "pause": BulkKind(
            _("Pause"),
            _RESTS,
            **_VOLUNTEERS, asks=("reason",), icon="pause", against=_each(refusal_of_pause), do=_rest,
        ),
        "resume": BulkKind(
            _("Back from the pause"), _("The matching can propose families again."), **_VOLUNTEERS,
            icon="play", against=_each(refusal_of_resuming), do=_simply(resume_volunteer),
        ),
        "papers": BulkKind(
            _("Ask for papers"), _("Each is told which papers are still missing, in their own language."),
            **_VOLUNTEERS, icon="mail", against=_without_papers, do=_simply(ask_for_papers), tells=True,
        ),
        "give": BulkKind(
            _("Give newcomers to a colleague"), _GIVE, **_VOLUNTEERS, asks=("owner",), icon="person",
            against=_on_the_way(Side.VOLUNTEERS), do=_simply(give_to, "owner"),
        ),
    },
    ListPage.MENTORS: {
        "join": BulkKind(
            _("Put into a programme"), _JOIN, **_MENTORS, asks=("programme",), icon="plus",
            against=_joining(refusal_to_mentor, _helpers_in("mentor")), do=_join(enrol_mentor),
        ),
        "pause": BulkKind(
            _("Pause"),
            _RESTS,
            **_MENTORS, asks=("reason",), icon="pause", do=_rest,
            against=_each(lambda row: refusal_of_mentors_move(row, MentorState.PAUSED)),
        ),
        "resume": BulkKind(
            _("Back from the pause"), _("The matching can propose new colleagues again."), **_MENTORS,
            against=_each(lambda row: refusal_of_mentors_move(row, MentorState.ACTIVE)),
            do=_simply(resume_mentor), icon="play",
        ),
    },
}  # fmt: skip


def acts_of(page: str, membership: Membership) -> Iterable[tuple[str, BulkKind]]:
    """(key, act) of everything this person may do from a list, in its order."""
    import rules

    for key, kind in ACTS.get(ListPage(page), {}).items() if page in ListPage.values else ():
        if rules.has_perm(kind.permission, membership):
            yield key, kind
