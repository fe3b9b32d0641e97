"""What a search shows: hits under the box, groups with counts, pages of one kind; labels as in lists."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from base.accounts.models import Membership
from base.places.search_text import Sought, sought
from desk.enums import SearchKind
from desk.queries.search import MOST_COUNTED, count_found, found, kinds_of
from frontend.facing import name_of
from frontend.paging import PER_PAGE
from matching.models import Pair

#: Hits of a kind under the box, and in a group of the page.
FIRST, IN_A_GROUP = 4, 8
#: A file of hits holds no more of a kind.
MOST_IN_FILE = 5000


@dataclass(frozen=True)
class Hit:
    """One row as a list would name it: label, what stands beside it, its state when that is worth a word."""

    kind: SearchKind
    url: str
    label: str
    name: str = ""
    detail: str = ""
    state: str = ""


@dataclass(frozen=True)
class Group:
    """Hits of one kind; `count` never says more than MOST_COUNTED, `is_more` whether there are."""

    kind: SearchKind
    hits: list[Hit]
    counted: int

    @property
    def count(self) -> int:
        """How many there are, as far as they were counted."""
        return min(self.counted, MOST_COUNTED)

    @property
    def is_more(self) -> bool:
        """There are more than were counted."""
        return self.counted > MOST_COUNTED


def first_hits(membership: Membership, text: str) -> list[Hit]:
    """The likeliest of every kind; none for one letter, which says nothing yet."""
    wanted = sought(text)
    return [
        hit for kind in (kinds_of(wanted) if wanted else ()) for hit in _hits(kind, membership, wanted, FIRST)
    ]


def groups_of(membership: Membership, text: str) -> list[Group]:
    """Every kind with a hit; counted only where there are more than are shown."""
    wanted = sought(text)
    groups = [_group(kind, membership, wanted) for kind in (kinds_of(wanted) if wanted else ())]
    return [group for group in groups if group.hits]


def _group(kind: SearchKind, membership: Membership, wanted: Sought) -> Group:
    rows = found(kind, membership, wanted)
    if kind == SearchKind.PAIRS:
        # To find a pair takes longer than to count on: found once for both.
        order = list(rows.values_list("pk", flat=True)[: MOST_COUNTED + 1])
        return Group(kind, told(kind, membership, _pairs(order[:IN_A_GROUP])), len(order))
    hits = told(kind, membership, rows[:IN_A_GROUP])
    full = len(hits) == IN_A_GROUP
    return Group(kind, hits, count_found(kind, membership, wanted) if full else len(hits))


class HitPages(Paginator[Any]):
    """Pages of one kind, of MOST_COUNTED hits at most."""

    def __init__(self, kind: SearchKind, membership: Membership, wanted: Sought) -> None:
        self.kind, self.membership, self.wanted = kind, membership, wanted
        super().__init__(found(kind, membership, wanted), PER_PAGE)

    @cached_property
    def counted(self) -> int:
        """As `count_found` tells."""
        return count_found(self.kind, self.membership, self.wanted)

    @cached_property
    def count(self) -> int:
        """So many have a page."""
        return min(self.counted, MOST_COUNTED)

    def shown(self, number: str | None) -> "Page[Any]":
        """The page asked for, its rows as hits."""
        page = self.get_page(number)
        page.object_list = told(self.kind, self.membership, page.object_list)
        return page


def hits_for_file(membership: Membership, text: str, kind: SearchKind | None) -> list[Hit]:
    """What the page shows, all its pages: of one kind, or of each."""
    wanted = sought(text)
    if not wanted:
        return []
    kinds = [kind] if kind else kinds_of(wanted)
    return [hit for one in kinds for hit in _hits(one, membership, wanted, MOST_IN_FILE)]


def _hits(kind: SearchKind, membership: Membership, wanted: Sought, most: int) -> list[Hit]:
    return told(kind, membership, found(kind, membership, wanted)[:most])


def told(kind: SearchKind, membership: Membership, rows: Any) -> list[Hit]:
    """The rows as hits, in their order; one query, two for pairs.

    What stands beside a pair is read for those that are shown: joined to all that fit it costs the most.
    """
    if isinstance(rows, QuerySet) and kind == SearchKind.PAIRS:
        rows = _pairs(list(rows.values_list("pk", flat=True)))
    elif isinstance(rows, QuerySet):
        rows = rows.select_related(*_BESIDE[kind])
    return [_TELLS[kind](row, membership) for row in rows]


def _pairs(order: list[int]) -> list[Pair]:
    known = Pair.objects.select_related(*_BESIDE[SearchKind.PAIRS]).in_bulk(order)
    return [known[pk] for pk in order]


def _family(row: Any, _membership: Membership) -> Hit:
    state = "" if row.state == "served" else row.get_state_display()
    return Hit(
        SearchKind.FAMILIES, reverse("family", args=[row.pk]), row.label, detail=_where(row), state=state
    )


def _volunteer(row: Any, _membership: Membership) -> Hit:
    state = "" if row.state == "active" else row.get_state_display()
    url = reverse("volunteer", args=[row.pk])
    return Hit(SearchKind.VOLUNTEERS, url, row.label, row.full_name, _where(row), state)


def _mentor(row: Any, _membership: Membership) -> Hit:
    state = "" if row.state == "active" else row.get_state_display()
    url, firm = reverse("mentor", args=[row.pk]), row.participation.employer.name
    return Hit(SearchKind.MENTORS, url, row.label, row.full_name, firm, state)


def _pair(row: Pair, membership: Membership) -> Hit:
    label = _("%(family)s and %(helper)s") % {
        "family": row.seeker.household.label,
        "helper": name_of(row.helper, membership),
    }
    url = reverse("pair", args=[row.pk])
    return Hit(SearchKind.PAIRS, url, label, detail=row.programme.name, state=str(row.get_state_display()))


def _employer(row: Any, _membership: Membership) -> Hit:
    state = "" if row.state == "active" else row.get_state_display()
    detail = ", ".join(
        filter(None, [f"NIP {row.employer.nip}" if row.employer.nip else "", _where(row.employer)])
    )
    return Hit(
        SearchKind.EMPLOYERS,
        reverse("employer", args=[row.pk]),
        row.employer.name,
        detail=detail,
        state=state,
    )


def _where(row: Any) -> str:
    return str(row.place_name or row.commune_name)


_TELLS: Mapping[SearchKind, Callable[[Any, Membership], Hit]] = {
    SearchKind.FAMILIES: _family,
    SearchKind.VOLUNTEERS: _volunteer,
    SearchKind.MENTORS: _mentor,
    SearchKind.PAIRS: _pair,
    SearchKind.EMPLOYERS: _employer,
}
_BESIDE: Mapping[SearchKind, Iterable[str]] = {
    SearchKind.FAMILIES: (),
    SearchKind.VOLUNTEERS: (),
    SearchKind.MENTORS: ("participation__employer",),
    SearchKind.PAIRS: ("programme", "seeker__household", "helper__volunteer", "helper__mentor"),
    SearchKind.EMPLOYERS: ("employer",),
}
