"""A list before it goes in, as its page shows it: each problem beside its cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import gettext as _

from frontend.paging import Option, query_string
from intake.domain.columns import SheetKind
from intake.enums import Fate, UploadState
from intake.models import StagedRow, Upload
from intake.queries import ALL, TO_LOOK_AT

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PLACE = ("postcode", "place_name")
ROW_LOOKS = {Fate.BAD: "bad", Fate.REPEATED: "ask"}


@dataclass(frozen=True)
class Cell:
    """What stands in a cell and what there is to say about it; `reading` is how we read it."""

    heading: str
    text: str
    problem: str = ""
    warning: str = ""
    reading: str = ""

    @property
    def speaks(self) -> bool:
        """Whether there is anything to say about it."""
        return bool(self.problem or self.warning or self.reading)


@dataclass(frozen=True)
class ShownRow:
    """A row of the table: the cells that always stand there, and others there is something to say about."""

    number: int
    look: str
    fate: "StrOrPromise"
    label: str
    cells: list[Cell]
    others: list[Cell]


def shown_row(row: StagedRow, kind: SheetKind, language: str) -> ShownRow:
    """The row for its table."""
    spoken = {column.name: _cell(row, column.name, column.heading(language)) for column in kind.columns}
    cells = []
    for heading, names in _shown(kind, language):
        cells.append(_joined(heading, [spoken.pop(name) for name in names]))
    look = ROW_LOOKS.get(Fate(row.fate), "ask" if row.warnings else "")
    others = [cell for cell in spoken.values() if cell.speaks]
    return ShownRow(row.number, look, Fate(row.fate).label, row.person_label, cells, others)


def headings_of(kind: SheetKind, language: str) -> list[str]:
    """The headings of the cells that always stand in a row."""
    return [heading for heading, _names in _shown(kind, language)]


def chosen_rows(request: HttpRequest, upload: Upload, counts: Mapping[str, int]) -> str:
    """Which rows the address asks for; those worth a look when it does not, all when none is."""
    asked = request.GET.get("show", "")
    if asked in {ALL, TO_LOOK_AT, *Fate.values}:
        return asked
    default = Fate.BAD if upload.state == UploadState.DONE else TO_LOOK_AT
    return str(default) if counts[default] else ALL


def chips(
    request: HttpRequest, upload: Upload, counts: Mapping[str, int], chosen: str
) -> list[dict[str, object]]:
    """The filters of the rows; those that would show none are left out."""
    first = Fate.IMPORTED if upload.state == UploadState.DONE else Fate.GOOD
    look = (
        [] if upload.state == UploadState.DONE else [Option(TO_LOOK_AT, _("to look at"), counts[TO_LOOK_AT])]
    )
    options = [
        *look,
        *(Option(fate.value, fate.label, counts[fate.value]) for fate in (Fate.BAD, Fate.REPEATED, first)),
        Option(ALL, _("all"), counts[ALL]),
    ]
    return [
        {
            "option": option,
            "url": query_string(request.GET, page=None, show=option.value),
            "chosen": option.value == chosen,
        }
        for option in options
        if option.count or option.value == chosen
    ]


def _cell(row: StagedRow, name: str, heading: str) -> Cell:
    return Cell(
        heading=heading,
        text=row.cells.get(name, ""),
        problem=" ".join(row.problems.get(name, ())),
        warning=" ".join(row.warnings.get(name, ())),
        reading=row.readings.get(name, ""),
    )


def _shown(kind: SheetKind, language: str) -> list[tuple[str, tuple[str, ...]]]:
    """The cells that always stand in a row; a name is one of them, and so is a place with its code."""
    name = tuple(column for column in ("contact_name", "first_name", "last_name") if column in kind.by_name)
    found = [(_("Name"), name)]
    if PLACE[0] in kind.shown:
        found.append((_("Place"), PLACE))
    alone = [column for column in kind.shown if column not in PLACE]
    return found + [(kind.by_name[column].heading(language), (column,)) for column in alone]


def _joined(heading: str, cells: list[Cell]) -> Cell:
    """Several cells of the file as one of the page."""
    parts = ("text", "problem", "warning", "reading")
    said = [" ".join(filter(None, (getattr(cell, part) for cell in cells))) for part in parts]
    return Cell(heading, *said)
