"""Search over everybody and everything a membership sees; each kind starts from its own scope.

A hit is found by the words `searchable` keeps: those of the contact only by who may read the contact.
Partners' people are found in pairs by their label alone.
"""

from collections.abc import Callable, Mapping
from typing import Any

import rules
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from base.accounts.models import Membership
from base.places.search_text import LABEL, Sought
from desk.enums import SearchKind
from desk.rules import uses_desk
from families.models import Household
from families.queries import households_in_scope
from matching.models import Helper, Pair, ProgrammeCentre, Seeker
from matching.queries import pairs_in_scope, programmes_in_scope
from mentors.models import MentorEmployee
from mentors.queries import mentors_in_scope, participations_in_scope
from volunteers.models import Volunteer
from volunteers.queries import volunteers_in_scope

#: More hits of a kind than anybody looks through are not counted.
MOST_COUNTED = 1000
#: Who may find somebody by the words of their contact.
CONTACT = {
    SearchKind.FAMILIES: "families.view_household_contact",
    SearchKind.VOLUNTEERS: "volunteers.change_volunteer",
    SearchKind.MENTORS: "mentors.change_mentor",
}
SCOPES: Mapping[SearchKind, Callable[[Membership | None], QuerySet[Any]]] = {
    SearchKind.FAMILIES: households_in_scope,
    SearchKind.VOLUNTEERS: volunteers_in_scope,
    SearchKind.MENTORS: mentors_in_scope,
}


def found(kind: SearchKind, membership: Membership, wanted: Sought) -> QuerySet[Any]:
    """The rows of one kind that fit, the likeliest first; none when nothing is looked for."""
    if not wanted:
        return _OF_KIND[kind](membership, wanted).none()
    return _OF_KIND[kind](membership, wanted)


def count_found(kind: SearchKind, membership: Membership, wanted: Sought) -> int:
    """How many fit; MOST_COUNTED + 1 stands for more than that."""
    return found(kind, membership, wanted).order_by()[: MOST_COUNTED + 1].count()


def kinds_of(wanted: Sought) -> tuple[SearchKind, ...]:
    """The kinds worth asking: a label names one kind of person, and the pairs it is in."""
    people = {"k": SearchKind.FAMILIES, "w": SearchKind.VOLUNTEERS, "m": SearchKind.MENTORS}
    named = people.get(wanted.label[:1]) if wanted.label[1:2] == "-" else None
    return (named, SearchKind.PAIRS) if named else tuple(SearchKind)


def _people(kind: SearchKind, membership: Membership, wanted: Sought) -> QuerySet[Any]:
    """Whose label or number it is comes first; of a word the newest, for they are looked for most."""
    rows = SCOPES[kind](membership).filter(_fits(kind, membership, wanted))
    if wanted.number is None:
        return rows.order_by("-number")
    same = Case(When(number=wanted.number, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.order_by(same, "number")


def _fits(kind: SearchKind, membership: Membership, wanted: Sought) -> Q:
    may_see = rules.has_perm(CONTACT[kind], membership)
    # Of a person every number stands with the contact.
    columns = ("search_text", "search_contact") if may_see else ("search_text",)
    return wanted.condition(*columns, numbers=("search_contact",))


def _employers(membership: Membership, wanted: Sought) -> QuerySet[Any]:
    rows = participations_in_scope(membership).filter(
        wanted.condition("search_text", numbers=("search_text",))
    )
    return rows.order_by("employer__name", "pk")


def _pairs(membership: Membership, wanted: Sought) -> QuerySet[Pair]:
    """Of whom every word is found on one of the two sides, the newest first.

    Found by an own side a pair is in scope; asking the scope of every pair there is would cost most of the
    time.
    """
    pairs = Pair.objects.all() if uses_desk(membership) else Pair.objects.none()
    for part in wanted.parts():
        pairs = pairs.filter(_with_side(membership, part))
    return pairs.order_by("-offered_at", "-pk")


def _with_side(membership: Membership, part: Sought) -> Q:
    def own(kind: SearchKind) -> QuerySet[Any]:
        return SCOPES[kind](membership).filter(_fits(kind, membership, part)).values("pk")

    seekers = Seeker.objects.filter(household__in=own(SearchKind.FAMILIES))
    volunteers = Helper.objects.filter(volunteer__in=own(SearchKind.VOLUNTEERS))
    mentors = Helper.objects.filter(mentor__in=own(SearchKind.MENTORS))
    sides = Q(seeker__in=seekers.values("pk"))
    sides |= Q(helper__in=volunteers.values("pk")) | Q(helper__in=mentors.values("pk"))
    partners = _of_partners(membership, [word.upper() for word in part.words if LABEL.fullmatch(word)])
    return sides | Q(pk__in=partners) if partners else sides


def _of_partners(membership: Membership, labels: list[str]) -> list[int]:
    """Numbers of the pairs in scope with somebody of a partner centre under one of these labels."""
    if not labels:
        return []
    shared = ProgrammeCentre.objects.filter(programme__in=programmes_in_scope(membership))
    partners = list(shared.exclude(centre=membership.organisation_id).values_list("centre", flat=True))
    theirs = {"centre__in": partners, "label__in": labels}
    seekers = Seeker.objects.filter(household__in=Household.objects.filter(**theirs).values("pk"))
    named = Q(volunteer__in=Volunteer.objects.filter(**theirs).values("pk"))
    named |= Q(mentor__in=MentorEmployee.objects.filter(**theirs).values("pk"))
    sides = Q(seeker__in=seekers.values("pk")) | Q(helper__in=Helper.objects.filter(named).values("pk"))
    with_them = list(Pair.objects.filter(sides).values_list("pk", flat=True)) if partners else []
    return list(pairs_in_scope(membership).filter(pk__in=with_them).values_list("pk", flat=True))


_OF_KIND: Mapping[SearchKind, Callable[[Membership, Sought], QuerySet[Any]]] = {
    SearchKind.FAMILIES: lambda membership, wanted: _people(SearchKind.FAMILIES, membership, wanted),
    SearchKind.VOLUNTEERS: lambda membership, wanted: _people(SearchKind.VOLUNTEERS, membership, wanted),
    SearchKind.MENTORS: lambda membership, wanted: _people(SearchKind.MENTORS, membership, wanted),
    SearchKind.PAIRS: _pairs,
    SearchKind.EMPLOYERS: _employers,
}
