"""Workbooks as several programs write them, and their cells as a person sees them."""

import datetime

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.table import Table

from intake.domain.files.grids import grids_of
from intake.domain.files.lines import Line, Merge
from intake.enums import Flaw
from tests.intake.shapes import MAIN, repacked, saved, sheet_xml, xlsx_from, xlsx_of

DAY = datetime.date(2026, 9, 1)


def lines(content: bytes) -> list[Line]:
    return list(grids_of(content, "list.xlsx")[0].lines)


def texts(content: bytes) -> list[tuple[str, ...]]:
    return [line.texts for line in lines(content)]


def shown(value: object, number_format: str = "General", *, epoch: datetime.datetime | None = None) -> str:
    book = Workbook()
    if epoch is not None:
        book.epoch = epoch
    book.active["A1"] = value
    book.active["A1"].number_format = number_format
    ((text,),) = texts(saved(book))
    return text


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (600100200.0, "General", "600100200"), (48600100200, "0.00E+00", "48600100200"), (4.5, "0.00", "4.5"),
        (0.1 + 0.2, "General", "0.3"), (1234, "#,##0", "1234"), (-5, "General", "-5"), (0, "General", "0"),
        (True, "General", "tak"), (False, "General", "nie"), (0.5, "0%", "50%"), (0.125, "0.0%", "12.5%"),
        # numbers dressed as post codes and phones
        (9402, "00-000", "09-402"), (30619, "00\\-000", "30-619"), (600100200, "000 000 000", "600 100 200"),
        (600100200, '"+48 "000 000 000', "+48 600 100 200"), (7, "00000", "00007"), (15, '0" km"', "15 km"),
        (9402.5, "00-000", "9402.5"), (1234, "# ##0", "1234"),
        # days and hours
        (DAY, "yyyy-mm-dd", "01.09.2026"), (DAY, "d.m.yy", "01.09.2026"),
        (DAY, "[$-415]d mmmm yyyy", "01.09.2026"),
        (DAY, "dddd", "01.09.2026"), (DAY, "d/mmm", "01.09.2026"),
        (datetime.datetime(2026, 9, 1, 17, 30), "yyyy-mm-dd hh:mm", "01.09.2026 17:30"),
        (datetime.datetime(2026, 9, 1, 17, 30), "dd.mm.yyyy", "01.09.2026"),
        (datetime.time(17, 30), "h:mm", "17:30"), (datetime.time(17, 29, 59, 900_000), "h:mm", "17:30"),
        (1.5, "[h]:mm", "36:00"),
        # what a month becomes when somebody types it, and what its day is worth
        (DAY, "mmmm yyyy", "wrzesień 2026"), (DAY, "mmm\\-yy", "wrzesień 2026"), (DAY, "yyyy", "2026"),
        (datetime.date(2026, 9, 14), "mmmm yyyy", "14.09.2026"),
        (-1, "yyyy-mm-dd", "-1"), (10**9, "yyyy-mm-dd", "1000000000"),
    ],
)  # fmt: skip
def test_number_reads_as_its_format_shows_it(value, number_format, text):
    assert shown(value, number_format) == text


def test_days_counted_from_1904_are_the_same_days():
    epoch = datetime.datetime(1904, 1, 1)
    assert shown(datetime.datetime(2026, 9, 1, 8, 15), "yyyy-mm-dd hh:mm", epoch=epoch) == "01.09.2026 08:15"


def test_first_days_of_1900_are_counted_as_spreadsheets_do():
    row = b'<row r="1"><c s="1"><v>1</v></c><c s="1"><v>59</v></c><c s="1"><v>61</v></c></row>'
    book = Workbook()
    book.active["A1"] = DAY
    content = repacked(saved(book), xl__worksheets__sheet1_xml=sheet_xml(row))
    assert texts(content) == [("01.01.1900", "28.02.1900", "01.03.1900")]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (b'<c t="d"><v>2026-09-01</v></c>', "01.09.2026"),
        (b'<c t="d"><v>2026-09-01T17:30:00</v></c>', "01.09.2026 17:30"),
        (b'<c t="str"><v>a &amp; b</v></c>', "a & b"), (b'<c t="b"><v>1</v></c>', "tak"),
        (b'<c><v>6.001002E8</v></c>', "600100200"), (b'<c s="9999"><v>5</v></c>', "5"),
        (b'<c><v>NaN</v></c>', "NaN"),
        (b'<c t="inlineStr"><is><r><t>An</t></r><r><rPr><b/></rPr><t>na</t></r></is></c>', "Anna"),
        (b'<c t="inlineStr"><is><t>Anna</t><rPh sb="0" eb="1"><t>ANNA</t></rPh></is></c>', "Anna"),
        (b'<c t="str"><v>a_x000a_b</v></c>', "a\nb"), (b'<c t="str"><v>plik_x.csv</v></c>', "plik_x.csv"),
        (b'<c><f>B1</f><v>7</v></c>', "7"), (b'<c t="str"><f>B1</f><v>=x</v></c>', "=x"),
    ],
)  # fmt: skip
def test_cell_of_every_kind_is_read(cell, text):
    assert lines(xlsx_from(b'<row r="1">' + cell + b"</row>")) == [Line(1, (text,))]


@pytest.mark.parametrize(
    ("cell", "flaw"),
    [
        (b'<c><f>1+1</f></c>', Flaw.FORMULA), (b'<c><f>1+1</f><v/></c>', Flaw.FORMULA),
        (b'<c><f t="shared" si="0"/></c>', Flaw.FORMULA),
        (b'<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', Flaw.ERROR),
        (b'<c t="str"><v>#N/A</v></c>', Flaw.ERROR), (b'<c t="str"><v>=1+1</v></c>', Flaw.FORMULA),
    ],
)  # fmt: skip
def test_formula_without_a_result_and_error_are_flaws(cell, flaw):
    (line,) = lines(xlsx_from(b'<row r="1">' + cell + b"</row>"))
    assert line.flaws == {0: flaw}


def test_formula_whose_result_is_nothing_is_an_empty_cell():
    assert lines(xlsx_from(b'<row r="1"><c t="str"><f>""</f><v></v></c><c><v>1</v></c></row>')) == [
        Line(1, ("", "1"))
    ]


def test_rich_text_hyperlink_and_table_are_read_as_they_are_shown():
    book = Workbook()
    sheet = book.active
    sheet.append(["Imię", "E-mail"])
    sheet.append([CellRichText("An", TextBlock(InlineFont(b=True), "na")), "anna@example.org"])
    sheet["B2"].hyperlink = "mailto:inna@example.org"
    sheet.add_table(Table(displayName="Osoby", ref="A1:B2"))
    assert texts(saved(book)) == [("Imię", "E-mail"), ("Anna", "anna@example.org")]


def test_merged_cells_are_told():
    (grid,) = grids_of(xlsx_of([["a", "b"], ["c", "d"]], merged=("A1:B1", "A2:A4")), "list.xlsx")
    assert grid.merges == (Merge(1, 0, 1, 1), Merge(2, 0, 4, 0))


def test_totals_over_other_lines_are_told_from_formulas_over_their_own():
    row = (
        b'<row r="5"><c><f>SUM(A1:A4)</f><v>3</v></c><c><f>SUM(C5:D5)</f><v>1</v></c>'
        b"<c><f>IF(A5=1,2,3)</f><v>2</v></c><c><f>SUBTOTAL(103,D1:D4)</f><v>3</v></c></row>"
    )
    assert lines(xlsx_from(row))[0].sums == {0, 3}


# --- other programs ----------------------------------------------------------------------------------

ROW = b'<row r="2"><c r="B2" t="inlineStr"><is><t>Anna</t></is></c></row>'


def prefixed(part: bytes) -> bytes:
    """The part with a prefix before each of its names, as some programs write it."""
    return (
        part.replace(b"</", b"<\0").replace(b"<", b"<x:").replace(b"<x:\0", b"</x:").replace(b"<x:?", b"<?")
        .replace(b"xmlns=", b"xmlns:x=")
    )  # fmt: skip


def test_names_with_a_prefix_are_read():
    content = repacked(xlsx_of([["x"]]), xl__worksheets__sheet1_xml=prefixed(sheet_xml(ROW)))
    assert lines(content) == [Line(2, ("", "Anna"))]


def test_namespaces_of_the_strict_format_are_read():
    strict = sheet_xml(ROW).replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")
    assert lines(repacked(xlsx_of([["x"]]), xl__worksheets__sheet1_xml=strict)) == [Line(2, ("", "Anna"))]


def test_cells_and_lines_without_numbers_stand_one_after_another():
    rows = b'<row><c t="str"><v>a</v></c><c/><c t="str"><v>b</v></c></row><row/><row><c><v>1</v></c></row>'
    assert lines(xlsx_from(rows)) == [Line(1, ("a", "", "b")), Line(3, ("1",))]


def test_parts_in_small_letters_or_with_backslashes_are_found():
    content = xlsx_of([["Anna"]])
    content = content.replace(b"xl/worksheets/sheet1.xml", b"xl\\worksheets\\SHEET1.XML")
    assert texts(content.replace(b"[Content_Types].xml", b"[content_types].xml")) == [("Anna",)]


def test_shared_texts_nobody_pointed_to_are_found():
    shared = (
        b'<sst xmlns="'
        + MAIN.encode()
        + b'"><si><t xml:space="preserve"> Anna </t></si><si><r><t>E</t></r><r><t>wa</t></r></si></sst>'
    )
    rows = b'<row r="1"><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
    assert texts(xlsx_from(rows, xl__sharedStrings_xml=shared)) == [("Anna", "Ewa")]


def test_workbook_without_styles_is_read():
    assert texts(repacked(xlsx_of([["Anna", 5]]), ("xl/styles.xml",))) == [("Anna", "5")]


def test_sheet_of_a_chart_is_no_list():
    book = Workbook()
    book.active.append(["Anna"])
    book.create_chartsheet("Wykres")
    assert [grid.name for grid in grids_of(saved(book), "list.xlsx")] == ["Sheet"]
