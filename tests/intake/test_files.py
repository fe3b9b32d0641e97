"""A zoo of files: the good ones are read alike whatever their dress, the others are told why not."""

import datetime
import tracemalloc

import pytest

from base.common.errors import Refusal
from intake.domain.files import grids as files
from intake.domain.files.lines import MOST_CHARACTERS, Line
from intake.enums import Flaw
from tests.intake.shapes import repacked, sheet_xml, text_of, xlsx_of, zip_of

PEOPLE = [["Imię", "Języki"], ["Łucja", "polski ojczysty"], ["Żaneta", "ukraiński B1"]]
READ = [("Imię", "Języki"), ("Łucja", "polski ojczysty"), ("Żaneta", "ukraiński B1")]


def read(content: bytes, name: str) -> list[Line]:
    return list(files.grids_of(content, name)[0].lines)


def texts(content: bytes, name: str) -> list[tuple[str, ...]]:
    return [line.texts for line in read(content, name)]


def told(content: bytes, name: str) -> tuple[str, str]:
    with pytest.raises(Refusal) as refusal:
        files.grids_of(content, name)
    assert refusal.value.message.endswith((".", "?"))
    return refusal.value.code, refusal.value.message


# --- good ones -------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250", "iso-8859-2", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_text_is_read_alike_in_every_encoding_and_with_every_delimiter(encoding, delimiter):
    assert texts(text_of(PEOPLE, delimiter).encode(encoding), "list.csv") == READ


def test_workbook_is_read_as_its_text_would_be():
    assert texts(xlsx_of(PEOPLE), "list.xlsx") == READ


def test_numbers_and_days_of_a_workbook_read_as_people_see_them():
    content = xlsx_of([[600100200.0, 4.5, datetime.date(2025, 10, 12), datetime.time(17, 30), True]])
    assert texts(content, "list.xlsx") == [("600100200", "4.5", "12.10.2025", "17:30", "tak")]


def test_cell_of_several_lines_keeps_the_count_of_lines():
    content = b'name;note\n"Anna";"one\ntwo"\nEwa;x\n'
    assert [(line.number, line.texts[0]) for line in read(content, "list.csv")] == [
        (1, "name"),
        (2, "Anna"),
        (4, "Ewa"),
    ]


def test_apostrophe_that_defuses_a_formula_is_no_part_of_the_value():
    assert texts(b"phone\n'+48 600 100 200\n", "list.csv") == [("phone",), ("+48 600 100 200",)]


def test_sheet_that_claims_the_whole_grid_is_read_only_where_it_is_filled():
    row = b'<row r="3"><c r="B3" t="inlineStr"><is><t>Anna</t></is></c></row>'
    content = repacked(xlsx_of([["x"]]), xl__worksheets__sheet1_xml=sheet_xml(row))
    assert read(content, "list.xlsx") == [Line(3, ("", "Anna"))]


# --- flawed cells ----------------------------------------------------------------------------------


def test_formula_without_a_result_is_a_flaw_of_its_cell():
    assert read(xlsx_of([["Anna", "=1+1"]]), "list.xlsx") == [Line(1, ("Anna", ""), {1: Flaw.FORMULA})]


def test_formula_with_its_result_is_read():
    row = b'<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>'
    content = repacked(xlsx_of([["x"]]), xl__worksheets__sheet1_xml=sheet_xml(row))
    assert read(content, "list.xlsx") == [Line(1, ("2",))]


def test_formula_in_a_text_is_a_flaw():
    assert read(b"Anna;=HYPERLINK(1)\n", "l.csv") == [Line(1, ("Anna", "=HYPERLINK(1)"), {1: Flaw.FORMULA})]


def test_error_of_the_spreadsheet_is_a_flaw():
    assert read(xlsx_of([["Anna", "#REF!"]]), "list.xlsx") == [Line(1, ("Anna", "#REF!"), {1: Flaw.ERROR})]


def test_cell_of_a_hundred_thousand_signs_is_a_flaw_and_is_not_kept_whole():
    (line,) = read(b"Anna;" + b"x" * 100_000 + b"\n", "list.csv")
    assert (len(line.texts[1]) < MOST_CHARACTERS, line.flaws) == (True, {1: Flaw.LONG})


# --- files we do not take --------------------------------------------------------------------------


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le")


def wide() -> list[list[str]]:
    return [[f"column {n}" for n in range(200)]]


WORKBOOK = xlsx_of(PEOPLE)
ZOO = {
    "empty": (b"", "list.xlsx", "file_empty"),
    "only spaces": (b" \r\n\t\n", "list.csv", "file_empty"),
    "cut in half": (WORKBOOK[: len(WORKBOOK) // 2], "list.xlsx", "file_broken"),
    "noise": (b"PK\x03\x04" + bytes(range(256)) * 8, "list.xlsx", "file_broken"),
    "workbook without a sheet's part": (
        repacked(WORKBOOK, xl__worksheets__sheet1_xml=b"<not xml"), "list.xlsx", "file_broken",
    ),
    "locked": (encrypted(), "list.xlsx", "file_locked"),
    "old office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "list.xls", "file_old"),
    "macros by name": (WORKBOOK, "list.XLSM", "file_macros"),
    "macros inside": (repacked(WORKBOOK, **{"xl__vbaProject.bin": b"x"}), "list.xlsx", "file_macros"),
    "200 columns": (xlsx_of(wide()), "list.xlsx", "file_columns"),
    "200 columns of text": (";".join(wide()[0]).encode(), "list.csv", "file_columns"),
    "document": (zip_of(word__document_xml=b"<x/>"), "list.docx", "file_document"),
    "picture": (b"\x89PNG\r\n\x1a\n", "list.png", "file_document"),
    "web page": (b"<html><table><tr><td>Anna</td></tr></table>", "list.csv", "file_page"),
    "pdf": (b"%PDF-1.7 ...", "list.csv", "file_document"),
    "zeros": (b"name;phone\nAn\0na;1\n" * 9, "list.csv", "file_broken"),
    "open quotation": (b'name;note;more\nAnna;"and so on\nEwa\nx;x\n', "list.csv", "file_quotes"),
}  # fmt: skip


@pytest.mark.parametrize("animal", ZOO)
def test_file_we_do_not_take_is_refused_with_a_sentence(animal):
    content, name, code = ZOO[animal]
    assert told(content, name)[0] == code


def test_file_over_the_limit_is_refused_by_its_size(settings):
    settings.SPLOT_UPLOAD_MAX_BYTES = 2 * 2**20
    assert told(b"x" * (2 * 2**20 + 1), "list.csv") == (
        "file_large",
        "This file is larger than 2 MB. Leave out pictures and other sheets, or split it.",
    )


def test_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = repacked(WORKBOOK, xl__sharedStrings_xml=b"\0" * (40 * 2**20))
    assert len(bomb) < 100_000
    tracemalloc.start()
    code = told(bomb, "list.xlsx")[0]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (code, peak < 5 * 2**20) == ("file_bomb", True)
