"""Everything that happened to a pair on one line of time, newest first, a page at a time.

Each kind of thing is a source: its rows, the moment they are put at, and their words. A page asks every
source that is looked at for its newest rows before the cursor, once, and merges them: the number of queries
does not grow with what happened.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from frontend.paging import Option, query_string

PER_PAGE = 25
BEFORE, SHOW = "before", "show"

MEETINGS, CONTACTS, MESSAGES, CHANGES = "meetings", "contacts", "messages", "changes"
SHOWS = (
    Option(MEETINGS, _("meetings")),
    Option(CONTACTS, _("contacts and notes")),
    Option(MESSAGES, _("messages")),
    Option(CHANGES, _("changes")),
)


@dataclass(frozen=True)
class Words:
    """What one line says: `title` in plain words, `who` did it, more of it in `text`, a state as a badge.

    `take_back` is where the act can be taken back by one press; `is_void` when it was.
    """

    icon: str
    title: str
    who: str = ""
    text: str = ""
    url: str = ""
    badge: str = ""
    look: str = ""
    take_back: str = ""
    is_void: bool = False


@dataclass(frozen=True)
class Source:
    """One kind of thing: under which filter it is shown, its rows, the name of their moment, their words."""

    show: str
    rows: QuerySet[Any]
    moment: str
    tell: Callable[[Any], Words]


@dataclass(frozen=True, order=True)
class Place:
    """Where a line stands: by its moment, then by its source and its number, so that no two are alike."""

    at: datetime
    source: int
    pk: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.source}~{self.pk}"

    @classmethod
    def read(cls, written: str) -> "Place | None":
        """The place an address names; None where it makes no sense."""
        parts = written.split("~")
        if len(parts) != 3 or not all(part.isdecimal() and len(part) <= 18 for part in parts[1:]):
            return None
        try:
            at = parse_datetime(parts[0])
        except ValueError:
            return None
        return cls(at, int(parts[1]), int(parts[2])) if at is not None and timezone.is_aware(at) else None


@dataclass(frozen=True)
class Entry:
    """One line of the timeline."""

    place: Place
    words: Words

    @property
    def at(self) -> datetime:
        """When it was."""
        return self.place.at

    @property
    def day(self) -> date:
        """The day of it in Poland."""
        return timezone.localdate(self.place.at)


@dataclass(frozen=True)
class Timeline:
    """A page of it; `here`, `older` and `newest` are the queries of this page, of the next, and of the first;
    "" where there is none."""

    entries: list[Entry]
    show: str
    here: str
    older: str
    newest: str


def timeline(sources: Sequence[Source], asked: QueryDict) -> Timeline:
    """The page asked for: ?show= narrows to one kind, ?before= names the place where the last page ended."""
    show = asked.get(SHOW, "")
    show = show if show in {option.value for option in SHOWS} else ""
    before = Place.read(asked.get(BEFORE, ""))
    found: list[tuple[Place, Source, Model]] = []
    for rank, source in enumerate(sources):
        if show in ("", source.show):
            rows = _newest(source, rank, before)
            found += [(Place(getattr(row, source.moment), rank, row.pk), source, row) for row in rows]
    found.sort(key=lambda one: one[0], reverse=True)
    page = found[:PER_PAGE]
    return Timeline(
        entries=[Entry(place, source.tell(row)) for place, source, row in page],
        show=show,
        here=query_string(asked),
        older=query_string(asked, before=page[-1][0]) if len(found) > PER_PAGE else "",
        newest=query_string(asked, before=None) if before else "",
    )


def _newest(source: Source, rank: int, before: Place | None) -> QuerySet[Any]:
    """The rows a page can need of one source, and one more to know whether there are older ones."""
    rows, moment = source.rows, source.moment
    if before is not None:
        earlier = Q(**{f"{moment}__lt": before.at})
        if rank < before.source:
            earlier |= Q(**{moment: before.at})
        elif rank == before.source:
            earlier |= Q(**{moment: before.at, "pk__lt": before.pk})
        rows = rows.filter(earlier)
    return rows.order_by(f"-{moment}", "-pk")[: PER_PAGE + 1]
