"""Where the lists stand in a file: their headings, their rows, and the lines that are neither."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from intake.enums import Flaw

from .files import sheets_of
from .lines import Line, Sheet

TITLE, TOTAL, NOTE, GROUP, HEADING, BLANK = "title", "total", "note", "group", "heading", "blank"
#: Why a line was not taken for a row, for the person who sent the file.
WHY_LEFT = {
    TITLE: _("a title above the headings"),
    TOTAL: _("a total"),
    NOTE: _("a note beside the list"),
    GROUP: _("a heading of a group of rows"),
    HEADING: _("the headings once more"),
    BLANK: _("nobody is in this line"),
}


@dataclass(frozen=True)
class RawRow:
    """A line about somebody: its number in the file, as many texts as the table has headings, and what is
    wrong with some of them (by position) before their words are looked at."""

    number: int
    texts: tuple[str, ...]
    flaws: Mapping[int, Flaw] = field(default_factory=dict)


@dataclass(frozen=True)
class LeftLine:
    """A line that was not taken for a row: its number, its texts joined, a key of WHY_LEFT."""

    line: int
    text: str
    why: str


@dataclass(frozen=True)
class RawTable:
    """A sheet's list. A heading may be empty; `heading_line` is 0 where the list begins without headings (all
    of them are empty then). A hidden sheet is only named. A text file has no name."""

    name: str
    hidden: bool
    headings: tuple[str, ...]
    heading_line: int
    rows: tuple[RawRow, ...]
    left: tuple[LeftLine, ...]


def tables_of(content: bytes, name: str, *, knows: Callable[[str], bool]) -> list[RawTable]:
    """The lists in a file of whatever shape, in its order; `knows` tells headings we have a word for.

    Refusal (code "file_…") when the file cannot be read, or holds no list.
    """
    return [_table(sheet, knows) for sheet in sheets_of(content, name)]


def _table(sheet: Sheet, knows: Callable[[str], bool]) -> RawTable:
    lines = list(sheet.lines())
    best = max(lines[:30], key=lambda line: sum(map(knows, line.texts)), default=Line(0, ()))
    width = max((len(line.texts) for line in lines), default=0)
    above = tuple(
        LeftLine(line.number, " ".join(line.texts), TITLE) for line in lines if line.number < best.number
    )
    rows = tuple(
        RawRow(line.number, line.texts + ("",) * (width - len(line.texts)), line.flaws)
        for line in lines
        if line.number > best.number
    )
    headings = best.texts + ("",) * (width - len(best.texts))
    return RawTable(sheet.name, False, headings, best.number, rows, above)
