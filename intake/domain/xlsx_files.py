"""Lists as .xlsx. What is inside is looked at before anything is unpacked, and unpacked only so far."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from base.common.errors import Refusal
from intake.enums import Flaw

from .lines import (
    MOST_COLUMNS,
    MOST_LINES,
    Line,
    Sheet,
    broken,
    line_of,
    locked,
    macros,
    refusal,
    too_many_lines,
    unknown_kind,
)

MB = 2**20
MOST_PARTS = 1_000
MOST_UNPACKED = 200 * MB
#: Of one part; shared texts and styles are held in memory as objects.
MOST_OF_PART = (
    ("xl/worksheets/", 150 * MB),
    ("xl/sharedstrings", 30 * MB),
    ("xl/media/", 150 * MB),
    ("", 10 * MB),
)
MOST_SHEETS = 20
ERRORS = re.compile(r"#(?:REF|N/A|NAME|VALUE|DIV/0|NUM|NULL)[!?]?")


def sheets(content: bytes) -> list[Sheet]:
    """The visible sheets in their order. Refusal when it is no workbook, or not one to open."""
    _look_inside(content)
    shown = _open(content, values=True)
    names = [one.title for one in shown.worksheets if one.sheet_state == "visible"][:MOST_SHEETS]
    if not names:
        raise refusal("empty", _("This file has no sheet to read."))
    with_formulas = _open(content, values=False) if _has_formulas(content) else None
    return [_sheet(name, shown, with_formulas) for name in names]


def _look_inside(content: bytes) -> None:
    try:
        parts = zipfile.ZipFile(BytesIO(content)).infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        raise broken() from None
    names = {part.filename.lower() for part in parts}
    if any(part.flag_bits & 0x1 for part in parts):
        raise locked()
    if any("vbaproject" in name or name.startswith("xl/macrosheets/") for name in names):
        raise macros()
    if "xl/workbook.xml" not in names:
        raise unknown_kind()
    too_large = any(
        part.file_size > next(most for start, most in MOST_OF_PART if part.filename.lower().startswith(start))
        for part in parts
    )
    if too_large or len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        sentence = _(
            "Unpacked, this file is far too large. Copy the list into a new sheet and save that one."
        )
        raise refusal("bomb", sentence)


def _has_formulas(content: bytes) -> bool:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for part in archive.infolist():
            if part.filename.lower().startswith("xl/worksheets/") and _contains(
                archive, part, (b"<f>", b"<f ", b"<f/>")
            ):
                return True
    return False


def _contains(archive: zipfile.ZipFile, part: zipfile.ZipInfo, wanted: tuple[bytes, ...]) -> bool:
    tail = b""
    try:
        with archive.open(part) as stream:
            while chunk := stream.read(MB):
                if any(sign in tail + chunk for sign in wanted):
                    return True
                tail = chunk[-4:]
    except Exception:
        # A damaged part is told by whoever reads it for its cells.
        return False
    return False


def _open(content: bytes, *, values: bool) -> Workbook:
    try:
        return load_workbook(BytesIO(content), read_only=True, data_only=values, keep_links=False)
    except Exception:
        # openpyxl raises whatever a damaged part makes it stumble over.
        raise broken() from None


def _sheet(name: str, shown: Workbook, with_formulas: Workbook | None) -> Sheet:
    return Sheet(name[:100], lambda: _lines(shown[name], with_formulas[name] if with_formulas else None))


def _lines(shown: Any, formulas: Any | None) -> Iterator[Line]:
    try:
        for number, (values, written) in enumerate(zip(_rows(shown), _rows(formulas), strict=False), start=1):
            if number > MOST_LINES:
                raise too_many_lines()
            if (line := _line(number, values, written)) is not None:
                yield line
    except Refusal:
        raise
    except Exception:
        # As above: a sheet can be damaged in its middle.
        raise broken() from None


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    if sheet is None:
        while True:
            yield ()
    # What the file says of its own size may be the whole grid.
    sheet.reset_dimensions()
    yield from sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)


def _line(number: int, values: tuple[Any, ...], written: tuple[Any, ...]) -> Line | None:
    if not any(value is not None for value in values) and not any(value is not None for value in written):
        return None
    flaws: dict[int, Flaw] = {}
    for position, formula in enumerate(written):
        is_formula = not isinstance(formula, str | int | float | datetime | date | time | None)
        is_formula = is_formula or (isinstance(formula, str) and formula.startswith("="))
        if is_formula and values[position] is None:
            flaws[position] = Flaw.FORMULA
    for position, value in enumerate(values):
        if isinstance(value, str) and ERRORS.fullmatch(value.strip()):
            flaws[position] = Flaw.ERROR
    return line_of(number, [_text(value) for value in values], flaws)


def _text(value: object) -> str:
    """What a person sees in the cell, near enough: days as 12.10.2026, whole numbers without a point."""
    match value:
        case None:
            return ""
        case bool():
            return "tak" if value else "nie"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime() | date():
            return f"{value:%d.%m.%Y}"
        case time():
            return f"{value:%H:%M}"
        case _:
            return str(value)
