"""A list somebody keeps, the way they keep it, and what must come of it."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

from intake.enums import Kind
from tests.intake.shapes import xlsx_from

Lines = list[list[Any]]
#: (topic, words asked about) -> the answer a person gives; "" where they give none.
Answers = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Animal:
    """`sheets` are its lines by sheet ("" in a text file) and `write` makes the file of them. Who must come
    of it is told in `people`, by name: the cells Splot would write of them in English, apart from what a
    person nobody said anything of has too; phones in E.164."""

    name: str
    kind: Kind
    file: str
    sheets: Mapping[str, Lines]
    write: Callable[[Mapping[str, Lines]], bytes]
    people: Mapping[str, Mapping[str, str]]
    #: What is asked of it, exactly, and answered.
    answers: Answers = field(default_factory=dict)
    #: How many rows of each fate there are once all is answered.
    fates: Mapping[str, int] = field(default_factory=dict)
    #: The sheets chosen, where that is asked.
    chosen: tuple[str, ...] = ()
    #: What a person says the columns are, by heading, where they have to.
    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Headings of the columns that are never stored.
    sensitive: tuple[str, ...] = ()
    #: Lines that are no rows: (why, their text).
    left: tuple[tuple[str, str], ...] = ()
    #: Words over several headings, that go into none of them.
    groups: tuple[str, ...] = ()
    #: Our columns with a problem, by the number of their row.
    bad: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    #: Whom a row is, where it perhaps is somebody: by its number "" for nobody else, "row" for the one above.
    twins: Mapping[int, str] = field(default_factory=dict)
    employers: tuple[str, ...] = ()

    def content(self) -> bytes:
        """The file."""
        return self.write(self.sheets)


def text(
    encoding: str = "utf-8",
    delimiter: str = ";",
    *,
    end: str = "\r\n",
    quoted: bool = False,
    before: str = "",
) -> Callable[[Mapping[str, Lines]], bytes]:
    """A text file of the only sheet; all cells are in quotation marks where `quoted`."""

    def write(sheets: Mapping[str, Lines]) -> bytes:
        out = io.StringIO(newline="")
        quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
        writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting)
        for (lines,) in [tuple(sheets.values())]:
            writer.writerows(["" if cell is None else cell for cell in line] for line in lines)
        return (before + out.getvalue()).encode(encoding)

    return write


def book(*merged: str, hidden: Sequence[str] = ()) -> Callable[[Mapping[str, Lines]], bytes]:
    """A workbook; `merged` are cells of its first sheet, `hidden` names of sheets nobody sees."""

    def write(sheets: Mapping[str, Lines]) -> bytes:
        from openpyxl import Workbook

        made = Workbook()
        made.remove(made.active)
        for name, lines in sheets.items():
            sheet = made.create_sheet(name or "Arkusz1")
            for line in lines:
                sheet.append(line)
            if name in hidden:
                sheet.sheet_state = "hidden"
        for cells in merged:
            made.worksheets[0].merge_cells(cells)
        out = io.BytesIO()
        made.save(out)
        return out.getvalue()

    return write


def calculated(sheets: Mapping[str, Lines]) -> bytes:
    """A workbook with formulas: a cell (formula, result) keeps both, as spreadsheets do."""

    def cell(value: Any) -> str:
        if value is None:
            return "<c/>"
        formula, shown = value if isinstance(value, tuple) else ("", value)
        told = f"<f>{escape(formula)}</f>" if formula else ""
        if isinstance(shown, str):
            return f'<c t="str">{told}<v>{escape(shown)}</v></c>'
        return f"<c>{told}<v>{shown}</v></c>"

    rows = ["<row>" + "".join(map(cell, line)) + "</row>" for lines in sheets.values() for line in lines]
    return xlsx_from("".join(rows).encode())


def one(*lines: Sequence[Any]) -> dict[str, Lines]:
    """The lines of the only sheet."""
    return {"": [list(line) for line in lines]}


__all__ = ["Animal", "Answers", "Lines", "book", "calculated", "date", "datetime", "one", "text"]
