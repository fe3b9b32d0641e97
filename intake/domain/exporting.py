"""Files of people in the shape of our lists: what goes out comes back to the same people."""

import csv
from collections.abc import Collection, Iterator
from io import BytesIO, StringIO

from django.utils import translation
from openpyxl import Workbook

from base.organisations.models import Organisation

from .columns import SheetKind
from .writing import text_cell


def people_xlsx(
    kind: SheetKind, centre: Organisation, labels: Collection[str] | None, language: str
) -> bytes:
    """Everybody of the centre with these neutral labels (None: all), one in each row, under the headings of
    our list; the first column holds the label. Texts stay texts: nothing runs as a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for line in _lines(kind, centre, labels, language):
        sheet.append([text_cell(sheet, text) for text in line])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def people_csv(kind: SheetKind, centre: Organisation, labels: Collection[str] | None, language: str) -> bytes:
    """The same with semicolons, as a Polish spreadsheet opens it without asking."""
    text = StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(_lines(kind, centre, labels, language))
    return text.getvalue().encode("utf-8-sig")


def _lines(
    kind: SheetKind, centre: Organisation, labels: Collection[str] | None, language: str
) -> Iterator[list[str]]:
    with translation.override(language):
        yield [column.heading(language) for column in kind.columns]
        for cells in kind.cells_of(centre, labels).values():
            yield [cells.get(column.name, "") for column in kind.columns]
