"""Pictures: what figures say, each with its finding in a sentence, its drawing, its table and its file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.db.models import TextChoices
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from base.accounts.models import Membership
from desk.queries.figures import Cut
from frontend.exports import Column
from matching.models import Programme
from matching.queries import programmes_in_scope

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PERIODS: Final = (26, 52)


class PictureKey(TextChoices):
    """The pictures, in the order of the page; the value is the name in an address."""

    WAITING = "waiting", _("How long families wait")
    MATCHED = "matched", _("Pairs brought together, week by week")
    MEETINGS = "meetings", _("Meetings, week by week")
    HEALTH = "health", _("How the open pairs fare")
    LANGUAGES = "languages", _("Supply and demand by language")
    COUNTIES = "counties", _("Supply and demand by county")


class MapShows(TextChoices):
    """What the map of counties is shaded by."""

    GAP = "gap", pgettext_lazy("a map", "the difference")
    DEMAND = "demand", pgettext_lazy("a map", "who waits")
    SUPPLY = "supply", pgettext_lazy("a map", "who could help")


#: A count that is not told.
FEW: Final = object()
Cell = object


@dataclass(frozen=True)
class Table:
    """Headings, and rows of a name and its numbers; a cell that is FEW is not told."""

    headings: Sequence["StrOrPromise"]
    rows: Sequence[Sequence[Cell]]

    def shown(self) -> list[list[str]]:
        """The rows as a page shows them."""
        return [[_shown(cell) for cell in row] for row in self.rows]

    def columns(self) -> list[Column]:
        """The same for a file."""
        return [Column(heading, _cell(place)) for place, heading in enumerate(self.headings)]


@dataclass(frozen=True)
class Picture:
    """One picture; `drawing` is what its template draws, None when there is nothing to draw."""

    key: PictureKey
    finding: str
    drawing: Any
    table: Table
    notes: Sequence[str] = ()

    @property
    def template(self) -> str:
        return f"pictures/{self.key.value}.html"


@dataclass(frozen=True)
class Asked:
    """What the address asks for: a cut and what the map shows; values that make no sense ask for nothing."""

    cut: Cut
    programmes: Sequence[Programme]
    shows: MapShows

    @classmethod
    def of(cls, membership: Membership, query: QueryDict) -> "Asked":
        programmes = list(programmes_in_scope(membership).order_by("name", "pk"))
        chosen = next((one for one in programmes if str(one.pk) == query.get("programme")), None)
        weeks = next((weeks for weeks in PERIODS if str(weeks) == query.get("weeks")), PERIODS[0])
        shows = query.get("map", "")
        cut = Cut(membership, timezone.localdate(), weeks, chosen)
        return cls(cut, programmes, MapShows(shows) if shows in MapShows.values else MapShows.GAP)

    @property
    def periods(self) -> list[tuple[int, str]]:
        """Between which one can choose."""
        return [(weeks, period_words(weeks)) for weeks in PERIODS]

    @property
    def period(self) -> str:
        return period_words(self.cut.weeks)


def period_words(weeks: int) -> str:
    """ "the last 26 weeks"."""
    return ngettext("the last %(count)d week", "the last %(count)d weeks", weeks) % {"count": weeks}


def few() -> str:
    """How a count is written that is not told."""
    return pgettext("a number that is not told", "few")


def told(count: int | None) -> Cell:
    """A count as a cell; None is one that is not told."""
    return FEW if count is None else count


def _shown(cell: Cell) -> str:
    if cell is FEW:
        return few()
    if isinstance(cell, date):
        return str(date_format(cell, "j E Y"))
    if isinstance(cell, int | float):
        places = 1 if isinstance(cell, float) else 0
        return str(number_format(cell, decimal_pos=places, use_l10n=True, force_grouping=True))
    return str(cell)


def _cell(place: int) -> Callable[[Sequence[Cell]], object]:
    return lambda row: few() if row[place] is FEW else row[place]
