"""Where the lists stand in a file: their headings, their rows, and the lines that are neither."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from intake.enums import Flaw

from .cell_shapes import CellShape, shape_of
from .grids import grids_of
from .heading_lines import HeadingBlock, find_headings
from .left_lines import BLANK, GROUP, HEADING, NOTE, TITLE, TOTAL, Body, filled, reasons
from .lines import LONGEST_SHOWN, MOST_CELLS, Grid, Line, Merge
from .refused import bomb, no_list

#: Why a line was not taken for a row, for the person who sent the file.
WHY_LEFT = {
    TITLE: _("a title above the headings"),
    TOTAL: _("a total"),
    NOTE: _("a note beside the list"),
    GROUP: _("a heading of a group of rows"),
    HEADING: _("the headings once more"),
    BLANK: _("nobody is in this line"),
}
#: Words of a sheet that explains how to fill in another one are longer than those of a list.
LONGEST_USUAL = 60
KNOWN_OF_A_LIST, FIRST_ROWS = 3, 50


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
    of them are empty then), else the last line of headings. A hidden sheet is only named. A text file has no
    name."""

    name: str
    hidden: bool
    headings: tuple[str, ...]
    heading_line: int
    rows: tuple[RawRow, ...]
    left: tuple[LeftLine, ...]


def tables_of(content: bytes, name: str, *, knows: Callable[[str], bool]) -> list[RawTable]:
    """The lists in a file of whatever shape, in its order; `knows` tells headings we have a word for.

    Sheets without a list (instructions, words to choose from beside a list we know) are not told. Refusal
    (code "file_…") when the file cannot be read, or holds no list.
    """
    found = [one for grid in grids_of(content, name) if (one := _found(grid, knows)) is not None]
    best = max((one.known for one in found if not one.table.hidden), default=-1)
    if best < 0:
        raise no_list()
    return [one.table for one in found if one.table.hidden or best < KNOWN_OF_A_LIST or one.is_list]


class _Found(NamedTuple):
    table: RawTable
    known: int  # of its headings
    is_list: bool  # also beside one we know well


def _found(grid: Grid, knows: Callable[[str], bool]) -> _Found | None:
    """The list of a sheet; None when the sheet holds none."""
    if grid.hidden:
        return _Found(RawTable(grid.name, True, (), 0, (), ()), 0, False)
    told = _table(grid, knows)
    if told is None:
        return None
    table, known = told
    if _explains(grid, knows):
        return _Found(table, 0, False)
    return _Found(table, known, bool(known) or _tells_of_people(table))


def _explains(grid: Grid, knows: Callable[[str], bool]) -> bool:
    """Whether a sheet has headings one under another, to say what each means."""
    first = [line.texts[0] for line in grid.lines[:FIRST_ROWS] if line.texts and line.texts[0]]
    return len(first) > KNOWN_OF_A_LIST and sum(map(knows, first)) > len(first) / 2


def _tells_of_people(table: RawTable) -> bool:
    """Whether a list whose headings nobody knows holds contacts or days, and not words to choose from."""
    shapes = [shape_of(text) for row in table.rows[:FIRST_ROWS] for text in row.texts if text]
    return any(shape in {CellShape.CONTACT, CellShape.DAY} for shape in shapes)


def _table(grid: Grid, knows: Callable[[str], bool]) -> tuple[RawTable, int] | None:
    """The list of a sheet, and how many of its headings are known; None when the sheet holds none."""
    block = find_headings(grid.lines, grid.merges, knows)
    if block is None:
        start = _without_headings(grid.lines)
        if start is None:
            return None
        block = HeadingBlock(start, start - 1, (), 0)
    above, rest = grid.lines[: block.top], _filled_down(grid.lines[block.bottom + 1 :], grid.merges)
    body = Body(rest, block.headings, grid.lines[block.top : block.bottom + 1], grid.merges)
    why = [TITLE] * len(above) + list(reasons(body))
    people = [line for line, reason in zip(rest, why[len(above) :], strict=True) if reason is None]
    if not people and block.known < 2:
        return None
    left = tuple(
        LeftLine(line.number, _text(line), reason)
        for line, reason in zip((*above, *rest), why, strict=True)
        if reason is not None
    )
    kept = _columns_kept(block.headings, people)
    rows = tuple(_row(line, kept) for line in people)
    headings = tuple(block.headings[at] if at < len(block.headings) else "" for at in kept)
    heading_line = grid.lines[block.bottom].number if block.headings else 0
    return RawTable(grid.name, False, headings, heading_line, rows, left), block.known


def _without_headings(lines: Sequence[Line]) -> int | None:
    """Where a list begins that has no headings; None when what is there is no list."""
    counts = [len(filled(line)) for line in lines[:200]]
    if not counts or max(counts) < 2:
        return None
    usual = sorted(counts)[len(counts) // 2]
    texts = [text for line in lines[:200] for text in filled(line).values()]
    if usual < 2 or sum(map(len, texts)) / len(texts) > LONGEST_USUAL:
        return None
    return next(at for at, count in enumerate(counts) if count >= max(2, usual / 2))


def _filled_down(lines: Sequence[Line], merges: Sequence[Merge]) -> list[Line]:
    """The lines with what stands in a cell that reaches over several of them told in each."""
    filled_down = list(lines)
    numbers = [line.number for line in lines]
    budget = MOST_CELLS
    for one in merges:
        first, end = bisect_left(numbers, one.top), bisect_left(numbers, one.bottom + 1)
        budget -= end - first
        if budget < 0:
            raise bomb()
        if one.bottom == one.top or first == end or numbers[first] != one.top:
            continue
        text = (*lines[first].texts, *[""] * (one.left + 1))[one.left]
        for at in range(first + 1, end) if text else ():
            filled_down[at] = _with(filled_down[at], one.left, text)
    return filled_down


def _with(line: Line, column: int, text: str) -> Line:
    texts = [*line.texts, *[""] * (column + 1 - len(line.texts))]
    texts[column] = texts[column] or text
    return Line(line.number, tuple(texts), line.flaws, line.sums)


def _columns_kept(headings: Sequence[str], people: Sequence[Line]) -> list[int]:
    """The columns with a heading, or with anything under none."""
    used = {column for line in people for column in (*filled(line), *line.flaws)}
    used.update(column for column, heading in enumerate(headings) if heading)
    return sorted(used)


def _row(line: Line, kept: Sequence[int]) -> RawRow:
    width = len(line.texts)
    texts = tuple(line.texts[at] if at < width else "" for at in kept)
    flaws = {place: line.flaws[at] for place, at in enumerate(kept) if at in line.flaws} if line.flaws else {}
    return RawRow(line.number, texts, flaws)


def _text(line: Line) -> str:
    text = " · ".join(filled(line).values())
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
