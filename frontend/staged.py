"""A list before it goes in, as its page shows it: each problem and each question beside its cell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from frontend.twins import Twin, twins_of
from intake.domain.sameness.comparing import BOTH
from intake.domain.sheets.columns import SheetKind
from intake.enums import Fate
from intake.models import RowQuestion, StagedRow, Upload

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PLACE = ("postcode", "place_name")
ROW_LOOKS = {Fate.BAD: "bad", Fate.ASKED: "ask", Fate.CHANGED: "new", Fate.LEFT: "gone"}
#: Rows a person can still do something about.
OPEN_FATES = frozenset({Fate.GOOD, Fate.ASKED, Fate.BAD, Fate.CHANGED, Fate.REPEATED})


@dataclass(frozen=True)
class Cell:
    """What stands in a cell and what there is to say about it: `reading` is how we read it, `kept` what of
    it goes into the note, `ours` what Splot has where the file says something else (`differs`); `is_open`
    where it was changed on both sides, so that a person has to say which is right. With `of_rows`, `ours`
    is what another row of the file says of the same person."""

    heading: str
    text: str
    problem: str = ""
    warning: str = ""
    reading: str = ""
    kept: str = ""
    ours: str = ""
    differs: bool = False
    is_open: bool = False
    questions: Sequence[RowQuestion] = ()
    of_rows: bool = False

    @property
    def speaks(self) -> bool:
        """Whether there is anything to say about it."""
        said = self.problem or self.warning or self.reading or self.kept or self.questions
        return bool(said) or self.differs


@dataclass(frozen=True)
class ShownRow:
    """A row of the table: the cells that always stand there, and others there is something to say about."""

    pk: int
    number: int
    sheet: str
    look: str
    fate: "StrOrPromise"
    label: str
    person: str
    cells: list[Cell]
    others: list[Cell]
    twins: list[Twin] = field(default_factory=list)
    has_words: bool = False
    is_left: bool = False


def shown_rows(
    upload: Upload, rows: Sequence[StagedRow], kind: SheetKind, language: str, people: Mapping[str, str]
) -> list[ShownRow]:
    """The rows for their table; `people` are the addresses of people's pages by label."""
    names = sheet_names(upload)
    return [_shown_row(upload, row, kind, language, names.get(row.sheet, ""), people) for row in rows]


def sheet_names(upload: Upload) -> Mapping[int, str]:
    """What the sheets are called, by their position, where rows come from more than one."""
    chosen = {at: sheet["name"] for at, sheet in enumerate(upload.sheets) if sheet.get("chosen")}
    return chosen if len(chosen) > 1 else {}


def labels_of(rows: Iterable[StagedRow]) -> set[str]:
    """Whom of Splot these rows speak of."""
    told = {row.person_label for row in rows if row.person_label}
    return told | {twin["label"] for row in rows for twin in row.twins if twin.get("label")}


def cells_of(upload: Upload, row: StagedRow, kind: SheetKind, language: str) -> dict[str, Cell]:
    """Every cell of the row by our column; what of it goes into the note stands under our heading there."""
    asked: dict[str, list[RowQuestion]] = {}
    # A row that was left out is asked nothing.
    for question in () if row.fate == Fate.LEFT else row.questions.all():
        asked.setdefault(question.column, []).append(question)
    return {
        column.name: _cell(
            row,
            column.name,
            column.heading(language),
            asked.get(column.name, ()),
            row.kept.get(column.heading(upload.language), ""),
        )
        for column in kind.columns
    }


def headings_of(kind: SheetKind, language: str) -> list[str]:
    """The headings of the cells that always stand in a row."""
    return [heading for heading, _names in _shown(kind, language)]


def _shown_row(
    upload: Upload,
    row: StagedRow,
    kind: SheetKind,
    language: str,
    sheet: str,
    people: Mapping[str, str],
) -> ShownRow:
    spoken = cells_of(upload, row, kind, language)
    if row.twins and not any(twin.get("sure") for twin in row.twins):
        # Told once, beside the way to look at both.
        spoken[kind.name_column] = replace(spoken[kind.name_column], warning="")
    cells = []
    for heading, names in _shown(kind, language):
        cells.append(_joined(heading, [spoken.pop(name) for name in names]))
    return ShownRow(
        pk=row.pk,
        number=row.number,
        sheet=sheet,
        look=ROW_LOOKS.get(Fate(row.fate), "ask" if row.warnings else ""),
        fate=Fate(row.fate).label,
        label=row.person_label,
        person=people.get(row.person_label, ""),
        cells=cells,
        others=[cell for cell in spoken.values() if cell.speaks],
        twins=[] if row.fate == Fate.LEFT else twins_of(row, people),
        has_words=bool(row.cells),
        is_left=row.fate == Fate.LEFT,
    )


def _cell(row: StagedRow, name: str, heading: str, asked: Sequence[RowQuestion], kept: str) -> Cell:
    ours, *rest = row.differences.get(name, ("", ""))
    return Cell(
        heading=heading,
        text=row.cells.get(name, ""),
        problem=" ".join(row.problems.get(name, ())),
        warning=" ".join(row.warnings.get(name, ())),
        reading=row.readings.get(name, ""),
        kept=kept,
        ours=ours,
        differs=name in row.differences,
        is_open=BOTH in rest[1:],
        questions=asked,
        of_rows=not row.person_label,
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
    if len(cells) == 1:
        return replace(cells[0], heading=heading)

    def said(part: str) -> Any:
        return " ".join(filter(None, (getattr(cell, part) for cell in cells)))

    return Cell(
        heading,
        said("text"),
        said("problem"),
        said("warning"),
        said("reading"),
        said("kept"),
        said("ours"),
        any(cell.differs for cell in cells),
        any(cell.is_open for cell in cells),
        [question for cell in cells for question in cell.questions],
        any(cell.of_rows for cell in cells),
    )
