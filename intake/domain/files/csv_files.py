"""Lists as text: whatever a spreadsheet in Poland may have saved, with commas, semicolons, tabs or bars."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from math import log
from typing import Literal

from intake.enums import Flaw

from .decoding import decoded
from .lines import MOST_COLUMNS, Grid, Lines, checked, clean
from .refused import empty, open_quotation, too_many_columns
from .xlsx_cells import ERROR, is_total

DELIMITERS = ";\t,|"
#: Enough lines to tell the sign that parts cells; a title and notes may be among them.
SAMPLE_LINES, SAMPLE = 300, 200_000
#: What programs make of whole numbers and of days without an hour.
NEEDLESS_POINT = re.compile(r"(\d+)\.0")
NEEDLESS_HOUR = re.compile(r"(\d{4}-\d\d-\d\d)[ T]00:00(?::00(?:\.0+)?)?")
DIRECTIVE = re.compile(r"sep=(.)\s*", re.IGNORECASE)
#: Nine lines of ten of three cells or more.
SURE_FIT = 0.9 * log(3)
WIDEST_SHEET = 20_000
LONGEST_CELL = 64 * 2**20


def grids(content: bytes) -> list[Grid]:
    """The one sheet a text is. Refusal when it is no table of text."""
    text = decoded(content)
    if not text.strip():
        raise empty()
    csv.field_size_limit(LONGEST_CELL)
    delimiter = _delimiter(text)
    lines = Lines()
    for number, cells in _records(text, delimiter):
        if number > 1 or DIRECTIVE.fullmatch(delimiter.join(cells)) is None:
            _add(lines, number, cells)
    return [lines.take("")]


def parted(grid: Grid) -> Grid:
    """A list opened with the wrong sign stands in the first column, each line a cell: parted again."""
    if len(grid.lines) < 2 or any(len(line.texts) > 1 or line.flaws for line in grid.lines):
        return grid
    written = [line.texts[0].replace("\n", " ") for line in grid.lines]
    sample = written[:SAMPLE_LINES]
    sign = max(DELIMITERS, key=lambda one: _fit(sample, one))
    if _fit(sample, sign) < SURE_FIT * len(sample):
        return grid
    lines = Lines()
    for line, text in zip(grid.lines, written, strict=True):
        _add(lines, line.number, next(csv.reader([text], delimiter=sign)))
    return lines.take(grid.name)


def _add(lines: Lines, number: int, cells: list[str]) -> None:
    texts: dict[int, str] = {}
    flaws: dict[int, Flaw] = {}
    sums = []
    for position, cell in enumerate(cells):
        text = clean(cell) if cell else ""
        if not text:
            continue
        found = NEEDLESS_POINT.fullmatch(text) or NEEDLESS_HOUR.fullmatch(text)
        if len(texts) >= MOST_COLUMNS:
            raise too_many_columns(number, MOST_COLUMNS)
        texts[position], flaw = checked(found[1] if found else text)
        if flaw is None and text.startswith("#") and ERROR.fullmatch(text):
            flaw = Flaw.ERROR
        if flaw is not None:
            flaws[position] = flaw
            if flaw is Flaw.FORMULA and is_total(text):
                sums.append(position)
    lines.add(number, texts, flaws, sums)


def _delimiter(text: str) -> str:
    """The sign that parts most lines into as many cells, the more the better."""
    begin = text[:SAMPLE]
    if said := DIRECTIVE.match(begin.split("\n", 1)[0].rstrip("\r")):
        return said[1]
    sample = [line for line in begin.splitlines() if line.strip()][:SAMPLE_LINES]
    return max(DELIMITERS, key=lambda sign: (_fit(sample, sign), -DELIMITERS.index(sign)))


def _fit(sample: list[str], sign: str) -> float:
    try:
        widths = Counter(len(cells) for cells in csv.reader(sample, delimiter=sign) if len(cells) > 1)
    except csv.Error:
        return 0.0
    return max((count * log(width) for width, count in widths.items()), default=0.0)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of the line it begins in. Where quotation marks do not pair but the lines
    are of one shape without them, the marks are letters like others."""
    failed = _first_open_quotation(text, delimiter)
    if failed is None:
        yield from _read(text, delimiter, csv.QUOTE_MINIMAL)
        return
    widths = Counter(len(cells) for _number, cells in _read(text, delimiter, csv.QUOTE_NONE) if any(cells))
    width, count = widths.most_common(1)[0]
    if width < 2 or count < 0.9 * sum(widths.values()):
        raise open_quotation(failed)
    for number, cells in _read(text, delimiter, csv.QUOTE_NONE):
        yield number, [_unquoted(cell) for cell in cells]


def _first_open_quotation(text: str, delimiter: str) -> int | None:
    if '"' not in text:
        return None
    read = csv.reader(_physical(text, delimiter), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for _cells in read:
            begins = read.line_num + 1
    except csv.Error:
        return begins
    return None


def _read(text: str, delimiter: str, quoting: Literal[0, 3]) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(_physical(text, delimiter), delimiter=delimiter, quoting=quoting)
    begins = 1
    for cells in reader:
        yield begins, cells
        begins = reader.line_num + 1


def _physical(text: str, delimiter: str) -> Iterator[str]:
    """The lines of the text as they are, none of them of more cells than a sheet has columns."""
    for number, line in enumerate(StringIO(text, newline=""), start=1):
        if len(line) > WIDEST_SHEET and line.count(delimiter) > WIDEST_SHEET:
            raise too_many_columns(number, MOST_COLUMNS)
        yield line


def _unquoted(cell: str) -> str:
    whole = len(cell) > 1 and cell.startswith('"') and cell.endswith('"')
    return cell[1:-1].replace('""', '"') if whole else cell
