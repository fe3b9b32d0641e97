"""Today as its page shows it: figures, then the one list by urgency, a page at a time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from base.accounts.models import Membership
from desk.enums import CareKind, Tier
from desk.models import Snooze
from desk.queries.care import PER_PAGE, CareLine, CarePage, Show, care_page
from desk.queries.watch import Watch
from frontend import today_pairs, today_people, today_work
from frontend.paging import Option, query_string
from frontend.today_figures import Figure, figures_of
from frontend.today_words import Said, Teller, Words, by_kind

#: A number nobody's page has; what is longer is no number of ours.
MOST_DIGITS = 9
_LOOKS = {Tier.CALL: "now", Tier.URGENT: "now", Tier.TODAY: "due", Tier.SOON: ""}
_TELLERS: Mapping[CareKind, Teller] = {
    CareKind.HELP: today_pairs.help_calls,
    CareKind.CONCERN: today_pairs.concerns,
    **today_people.TELLERS,
    **today_work.TELLERS,
}


@dataclass(frozen=True)
class Wanted:
    """What of the list is looked at, as the address says."""

    show: Show = Show.ALL
    kind: CareKind | None = None
    page: int = 1

    @classmethod
    def of(cls, query: QueryDict) -> "Wanted":
        """What makes no sense narrows nothing."""
        show, kind, page = (query.get(name, "") for name in ("show", "kind", "page"))
        return cls(
            Show(show) if show in {one.value for one in Show} else Show.ALL,
            CareKind(kind) if kind in CareKind else None,
            int(page) if page.isdecimal() and len(page) <= MOST_DIGITS else 1,
        )


@dataclass(frozen=True)
class Row:
    """One line as it is shown. `who` has it, "" when it is everybody's; `put_off` when it is out of sight."""

    line: CareLine
    said: Said
    who: str = ""
    is_mine: bool = False
    put_off: Snooze | None = None

    @property
    def look(self) -> str:
        """ "now", "due" or ""."""
        return _LOOKS[self.line.tier]

    @property
    def url(self) -> str:
        """Where its one act is done."""
        return self.said.url

    @property
    def rule_url(self) -> str:
        """Where the rule it follows is told."""
        return f"{reverse('today_rules')}#{self.line.kind}"

    @property
    def icon(self) -> str:
        return self.said.icon

    @property
    def what(self) -> str:
        return self.said.what

    @property
    def why(self) -> str:
        return self.said.why

    @property
    def act(self) -> str:
        return self.said.act


@dataclass(frozen=True)
class Today:
    """The figures and one page of the list, for one membership."""

    wanted: Wanted
    found: CarePage
    tasks: Sequence[Row]
    figures: Sequence[Figure] = field(default_factory=list)

    @cached_property
    def page(self) -> Page[Any]:
        """For the pager."""
        page: Page[Any] = Paginator(range(self.found.total), PER_PAGE).get_page(self.found.number)
        page.object_list = list(self.tasks)
        return page

    @property
    def groups(self) -> list[tuple[str | Promise, list[Row]]]:
        """The rows under the words of their tier."""
        of_tier = {tier: [row for row in self.tasks if row.line.tier == tier] for tier in Tier}
        return [(tier.label, rows) for tier, rows in of_tier.items() if rows]

    @property
    def kinds(self) -> list[Option]:
        """What the list can be narrowed to: the kinds there are, and the one it is narrowed to."""
        counts = self.found.by_kind
        return [
            Option(kind.value, kind.label, counts.get(kind, 0))
            for kind in CareKind
            if counts.get(kind) or kind == self.wanted.kind
        ]


def today_of(membership: Membership, wanted: Wanted | None = None) -> Today:
    """Counted now, in a number of queries that does not grow with the people."""
    wanted = wanted or Wanted()
    watch = Watch.of(membership)
    found = care_page(watch, show=wanted.show, kind=wanted.kind, number=wanted.page)
    return Today(wanted, found, rows_of(found.lines, watch), figures_of(membership))


@dataclass(frozen=True)
class Chip:
    """Whose lines one can look at, as a link."""

    label: str | Promise
    url: str
    count: int
    chosen: bool


def shows_of(today: Today, query: QueryDict) -> list[Chip]:
    """Everybody's, one's own, those put off, each with how many there are."""
    return [
        Chip(
            label,
            query_string(query, show=None if show == Show.ALL else show.value, page=None),
            today.found.by_show.get(show, 0),
            show == today.wanted.show,
        )
        for show, label in SHOWS.items()
    ]


SHOWS: Mapping[Show, str | Promise] = {
    Show.ALL: _("everybody's"),
    Show.MINE: pgettext_lazy("lines of Today", "mine"),
    Show.PUT_OFF: _("put off"),
}


def rows_of(lines: Sequence[CareLine], watch: Watch) -> list[Row]:
    """The lines with their words and with who has them; a query or two for each kind among them."""
    words = told(lines, watch)
    names = _names(one.assignee for one in lines)
    numbers = [one.snooze for one in lines if one.snooze is not None]
    put_off = Snooze.objects.in_bulk(numbers) if numbers else {}
    return [
        Row(
            line,
            words[line.key],
            who=names.get(line.assignee or 0, ""),
            is_mine=line.assignee == watch.membership.pk,
            put_off=put_off.get(line.snooze or 0),
        )
        for line in lines
        if line.key in words
    ]


def told(lines: Sequence[CareLine], watch: Watch) -> Words:
    """The words of these lines by their keys."""
    words: Words = {}
    groups = by_kind(lines)
    for together, teller in (
        (today_pairs.OF_A_PAIR, today_pairs.pairs),
        (frozenset({CareKind.HARD, CareKind.MEETING}), today_pairs.meetings),
        (frozenset({CareKind.VERIFY, CareKind.APPROVE}), today_work.claims),
    ):
        if alike := [one for kind in together for one in groups.pop(kind, [])]:
            words |= teller(alike, watch)
    for kind, alike in groups.items():
        words |= _TELLERS[kind](alike, watch)
    return words


def _names(numbers: Iterable[int | None]) -> dict[int, str]:
    wanted = {number for number in numbers if number is not None}
    if not wanted:
        return {}
    people = Membership.objects.filter(pk__in=wanted).select_related("user")
    return {one.pk: str(one.user) for one in people}
