"""Whom one can choose by hand: beside somebody chosen already, the best first, as the engine judges them."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Any, ClassVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.accounts.models import Membership
from base.common.errors import Refusal
from frontend.facing import name_of
from frontend.paging import query_string
from matching.domain.examination import Examination
from matching.domain.price_sentences import facts
from matching.domain.ranking import Fit, Ranking, rank_helpers, rank_seekers
from matching.enums import ProposalState
from matching.models import Helper, Programme, Proposal, Seeker
from matching.queries import choosable_helpers, choosable_seekers, own_helpers, whose_name_begins

PER_PAGE = 12
FITS: dict[Fit, Promise] = {
    Fit.SUITS: gettext_lazy("Every rule is kept"),
    Fit.CIRCUMSTANCE: gettext_lazy("A circumstance is in the way"),
    Fit.FORBIDDEN: gettext_lazy("A rule forbids it"),
}


@dataclass(frozen=True)
class Choice:
    """Somebody to choose; the points and what follows only where they are judged beside somebody chosen.

    says: the two in one line; against: the rules not kept; note: what stands beside the rules.
    """

    pk: int
    name: str
    place: str
    chosen: bool = False
    points: int | None = None
    most: int = 0
    says: str = ""
    against: str = ""
    note: str = ""


@dataclass(frozen=True)
class Group:
    """Those on the page of whom the rules say the same; `title` is empty where nobody is judged."""

    fit: Fit
    title: str | Promise
    choices: Sequence[Choice]


@dataclass(frozen=True)
class Jump:
    """How many there are of a kind, and where they begin."""

    title: str | Promise
    count: int
    url: str


@dataclass(frozen=True)
class Candidates(ABC):
    """One side of the page: `chosen` is who was chosen on it, `beside` who was on the other."""

    membership: Membership
    programme: Programme
    asked: QueryDict
    chosen: Any
    beside: Any

    #: Fields of the form: who is chosen, the search; and the page in the address.
    field: ClassVar[str]
    search: ClassVar[str]
    pages: ClassVar[str]
    model: ClassVar[type[Seeker] | type[Helper]]
    people: ClassVar[tuple[str, ...]]

    @property
    def text(self) -> str:
        """Who is searched for."""
        return self.asked.get(self.search, "").strip()

    @property
    def is_open(self) -> bool:
        """Whether somebody is still to be chosen, or somebody else is looked for."""
        return self.chosen is None or bool(self.text) or self.pages in self.asked

    @property
    def first(self) -> Choice | None:
        """Who is chosen stands before all others."""
        return None if self.chosen is None else replace(self.told(self.chosen), chosen=True)

    @cached_property
    def ranking(self) -> Ranking | None:
        """Everybody found, judged; None where nobody is chosen beside them, or no rules hold today."""
        if self.beside is None:
            return None
        try:
            return self.ranked()
        except Refusal:
            return None

    @property
    def is_unjudged(self) -> bool:
        """Whether there are no rules to judge by."""
        return self.beside is not None and self.ranking is None

    @cached_property
    def page(self) -> "Page[Any]":
        """The numbers on this page."""
        but = self.chosen.pk if self.chosen else None
        numbers: Any
        if self.ranking is None:
            numbers = self.listed().exclude(pk=but).values_list("pk", flat=True)
        else:
            numbers = [pk for pk in self.ranking.fits if pk != but]
        return Paginator(numbers, PER_PAGE).get_page(self.asked.get(self.pages))

    @cached_property
    def groups(self) -> list[Group]:
        """Who is on this page, the best first."""
        numbers = list(self.page)
        rows = {row.pk: row for row in self.model.objects.filter(pk__in=numbers).select_related(*self.people)}
        found = [rows[pk] for pk in numbers if pk in rows]
        if self.ranking is None:
            return [Group(Fit.SUITS, "", [self.told(row) for row in found])]
        fits = self.ranking.fits
        judged = dict(zip(found, self.ranking.look_at([self.pair(row) for row in found]), strict=True))
        proposed = self._proposed(numbers)
        return [
            Group(fit, FITS[fit], [self._judged(row, judged[row], row.pk in proposed) for row in ones])
            for fit, ones in groupby(found, lambda row: fits[row.pk])
        ]

    @cached_property
    def jumps(self) -> list[Jump]:
        """How many there are of each kind."""
        if self.ranking is None:
            return []
        counts = Counter(self.ranking.fits[pk] for pk in self.page.paginator.object_list)
        jumps, before = [], 0
        for fit, title in FITS.items():
            at = query_string(self.asked, **{self.pages: before // PER_PAGE + 1})
            jumps.append(Jump(title, counts[fit], f"{at}#{self.field}-fit-{fit}" if counts[fit] else ""))
            before += counts[fit]
        return jumps

    @abstractmethod
    def listed(self) -> QuerySet[Any]:
        """All who fit the search, judged by nobody."""

    @abstractmethod
    def ranked(self) -> Ranking:
        """The same, judged beside the one chosen; Refusal without rules."""

    @abstractmethod
    def told(self, row: Any) -> Choice:
        """Name and place of one."""

    @abstractmethod
    def pair(self, row: Any) -> tuple[Seeker, Helper]:
        """One and the one chosen, the family first."""

    @abstractmethod
    def proposed_word(self) -> str:
        """What to say of one who stands in an open proposal."""

    def _judged(self, row: Any, found: Examination, is_proposed: bool) -> Choice:
        return replace(
            self.told(row),
            points=found.points,
            most=sum(one["max"] for one in found.criteria),
            says=facts(found),
            against=" ".join(one.sentence for one in found.forbidden or found.broken),
            note=self.proposed_word() if is_proposed else "",
        )

    def _proposed(self, numbers: Sequence[int]) -> set[int]:
        """Who of these stands in an open proposal, with somebody else than the one chosen."""
        side, other = f"{self.field}_id", {"seeker": "helper", "helper": "seeker"}[self.field]
        standing = Proposal.objects.filter(state=ProposalState.OPEN, **{f"{side}__in": numbers})
        return set(standing.exclude(**{other: self.beside}).values_list(side, flat=True))


@dataclass(frozen=True)
class Helpers(Candidates):
    """Own active helpers, by name until a family is chosen."""

    field, search, pages = "helper", "who", "helpers"
    model = Helper
    people = ("programme", "volunteer", "mentor")

    def listed(self) -> QuerySet[Helper]:
        """All who fit the search, also those whose room is taken."""
        found = choosable_helpers(self.programme, self.membership).filter(whose_name_begins(self.text))
        return found.order_by("volunteer__first_name", "mentor__first_name", "pk")

    def ranked(self) -> Ranking:
        """The same, judged for the family."""
        found = own_helpers(self.programme, self.membership).filter(whose_name_begins(self.text))
        return rank_helpers(self.beside, found)

    def told(self, row: Helper) -> Choice:
        """Jakub (W-12), Kraków."""
        return Choice(row.pk, name_of(row, self.membership), row.person.commune_name)

    def pair(self, row: Helper) -> tuple[Seeker, Helper]:
        """The family and this one."""
        return self.beside, row

    def proposed_word(self) -> str:
        """What to say of one who is proposed to somebody."""
        return _("proposed to another family")


@dataclass(frozen=True)
class Families(Candidates):
    """Own families that wait, the longest first until a helper is chosen."""

    field, search, pages = "seeker", "family", "families"
    model = Seeker
    people = ("programme", "household")

    def listed(self) -> QuerySet[Seeker]:
        """All who fit the search."""
        waiting = choosable_seekers(self.programme, self.membership)
        found = waiting.filter(household__label__istartswith=self.text)
        return found.order_by("household__waiting_since", "pk")

    def ranked(self) -> Ranking:
        """The same, judged for the helper."""
        return rank_seekers(self.beside, self.listed())

    def told(self, row: Seeker) -> Choice:
        """K-417, Kraków."""
        return Choice(row.pk, row.household.label, row.household.place_name)

    def pair(self, row: Seeker) -> tuple[Seeker, Helper]:
        """This one and the helper."""
        return row, self.beside

    def proposed_word(self) -> str:
        """What to say of one to whom somebody is proposed."""
        return _("somebody else is proposed to them")
