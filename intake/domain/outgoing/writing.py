"""Files we give away: the templates, and the rows to be mended with what is wrong with each."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO, StringIO
from typing import Any

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from intake.domain.recognition.headings import PROBLEMS_HEADING
from intake.domain.sheets.columns import Column, SheetKind
from intake.domain.sheets.kinds import SHEETS
from intake.models import StagedRow, Upload

from .returning import headings_of, rows_as_sent

LONGEST_CHOICE = 255  # of all words together, says the format
ROWS_WITH_CHOICES = 2_000
BOLD = Font(bold=True)
WRAPPED = Alignment(wrap_text=True, vertical="top")
SHEET_NAMES = ("Lista", "List")


def template_csv(kind: SheetKind, language: str) -> bytes:
    """The headings alone, as a Polish spreadsheet opens them without asking."""
    text = StringIO(newline="")
    csv.writer(text, delimiter=";").writerow(column.heading(language) for column in kind.template)
    return text.getvalue().encode("utf-8-sig")


def template_xlsx(kind: SheetKind, language: str) -> bytes:
    """The headings with their choices, and a second sheet that tells how to fill in each column."""
    with translation.override(language):
        book = Workbook()
        sheet: Any = book.active
        sheet.title = sheet_name(language)
        sheet.append([column.heading(language) for column in kind.template])
        _shape(sheet, kind.template, language)
        guide = book.create_sheet(_("How to fill it in"))
        guide.append([_("Column"), _("Must be there"), _("What to write"), _("For example")])
        for column in kind.template:
            guide.append(_guidance(column, language))
        _shape_guide(guide)
    return _saved(book)


def rows_xlsx(upload: Upload, rows: Sequence[StagedRow]) -> bytes:
    """These rows in the shape of the file they came in, what people mended in place; the last column says
    what to correct and what is asked, in the language of the list. Texts stay texts: nothing in this file
    runs as a formula."""
    with translation.override(upload.language):
        kind, language = SHEETS[upload.kind], get_language() or "pl"
        returned = rows_as_sent(upload, rows, language)
        called = {column.name: column.heading(language) for column in kind.columns}
        called |= headings_of(kind, upload.columns)
        book = Workbook(write_only=True)
        sheet = book.create_sheet(sheet_name(language))
        _shape_lines(sheet, [*returned.headings, PROBLEMS_HEADING[0]])
        heading = PROBLEMS_HEADING[1 if language.startswith("en") else 0]
        sheet.append([_bold(sheet, text) for text in [*returned.headings, heading]])
        for row, line in zip(rows, returned.lines, strict=True):
            sheet.append([*(text_cell(sheet, text) for text in line), text_cell(sheet, _told(row, called))])
        return _saved(book)


def sheet_name(language: str) -> str:
    """What the sheet of people is called; like the headings it belongs to the file format."""
    return SHEET_NAMES[1 if language.startswith("en") else 0]


def lines_xlsx(headings: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    """A workbook of texts under headings; no text runs as a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_name(get_language() or "pl"))
    _shape_lines(sheet, headings)
    sheet.append([_bold(sheet, text) for text in headings])
    for line in lines:
        sheet.append([text_cell(sheet, text) for text in line])
    return _saved(book)


def _shape_lines(sheet: Any, headings: Sequence[str]) -> None:
    sheet.freeze_panes = "A2"
    for position, heading in enumerate(headings, start=1):
        width = min(60, max(16, len(heading) + 4))
        sheet.column_dimensions[get_column_letter(position)].width = width


def _bold(sheet: Any, text: str) -> Cell:
    cell = text_cell(sheet, text)
    cell.font = BOLD
    return cell


def _told(row: StagedRow, called: Mapping[str, str]) -> str:
    """Everything a person should look at in this row, a line for each thing."""
    told = [(name, " ".join(sentences)) for name, sentences in row.problems.items()]
    told += [(question.column, question.sentence) for question in row.questions.all()]
    told += [(name, " ".join(sentences)) for name, sentences in row.warnings.items()]
    return "\n".join(f"{called.get(name, name)}: {sentence}" for name, sentence in told)


def _guidance(column: Column, language: str) -> list[str]:
    said = [str(column.hint)] if column.hint else []
    if column.words:
        words = (word.en if language.startswith("en") else word.pl for word in column.words.values())
        said.append(_("One of: %(words)s.") % {"words": ", ".join(words)})
    required = _("yes") if column.required else ""
    return [column.heading(language), required, " ".join(said), column.example_in(language)]


def _shape(sheet: Any, columns: Sequence[Column], language: str) -> None:
    sheet.freeze_panes = "A2"
    for position, column in enumerate(columns, start=1):
        letter = get_column_letter(position)
        sheet.column_dimensions[letter].width = max(16, len(column.heading(language)) + 4)
        # As text, so that "4, 7" does not become a number and "7-9" not a day.
        sheet.column_dimensions[letter].number_format = "@"
        sheet.cell(1, position).font = BOLD
        if column.words and column.name not in SEVERAL:
            words = [word.en if language.startswith("en") else word.pl for word in column.words.values()]
            choices = ",".join(words)
            if len(choices) < LONGEST_CHOICE:
                rule = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
                rule.showErrorMessage = False
                sheet.add_data_validation(rule)
                rule.add(f"{letter}2:{letter}{ROWS_WITH_CHOICES}")


#: Columns that take several words: a list to choose one from would be in the way.
SEVERAL = frozenset({"needs", "offers"})


def _shape_guide(guide: Any) -> None:
    for letter, width in zip("ABCD", (28, 14, 70, 36), strict=True):
        guide.column_dimensions[letter].width = width
    for row in guide.iter_rows():
        for cell in row:
            cell.alignment = WRAPPED
            if cell.row == 1 or cell.column == 1:
                cell.font = BOLD


def text_cell(sheet: Any, text: str) -> Cell:
    """A cell that stays a text, whatever it begins with; an apostrophe says so where it looks like a formula,
    and goes when the file comes back."""
    harmless = f"'{text}" if text.startswith("=") else text
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", harmless))
    cell.data_type = "s"
    return cell


def _saved(book: Workbook) -> bytes:
    content = BytesIO()
    book.save(content)
    return content.getvalue()
