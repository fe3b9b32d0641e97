"""Files of people in the shape of our lists: what goes out comes back to the same people."""

import csv
from collections.abc import Collection, Iterator
from io import StringIO

from django.utils import translation

from base.organisations.models import Organisation
from intake.domain.sheets.columns import SheetKind

from .writing import lines_xlsx

#: A cell that begins so is run as a formula by a spreadsheet (OWASP, CSV injection).
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def people_xlsx(
    kind: SheetKind, centre: Organisation, labels: Collection[str] | None, language: str
) -> bytes:
    """Everybody of the centre with these neutral labels (None: all), one in each row, under the headings of
    our list; the first column holds the label. Texts stay texts: nothing runs as a formula."""
    headings = [column.heading(language) for column in kind.columns]
    with translation.override(language):
        return lines_xlsx(headings, _lines(kind, centre, labels, language))


def people_csv(kind: SheetKind, centre: Organisation, labels: Collection[str] | None, language: str) -> bytes:
    """The same with semicolons, as a Polish spreadsheet opens it without asking. A text that a spreadsheet
    would take for a formula gets an apostrophe before it."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(column.heading(language) for column in kind.columns)
    writer.writerows(_harmless(line) for line in _lines(kind, centre, labels, language))
    return text.getvalue().encode("utf-8-sig")


def _lines(
    kind: SheetKind, centre: Organisation, labels: Collection[str] | None, language: str
) -> Iterator[list[str]]:
    with translation.override(language):
        people = kind.cells_of(centre, labels)
    for cells in people.values():
        yield [cells.get(column.name, "") for column in kind.columns]


def _harmless(line: list[str]) -> list[str]:
    return [f"'{text}" if text.startswith(FORMULA_SIGNS) else text for text in line]
