"""Files made, or broken, to do harm: each is refused with a sentence or read, soon and within memory."""

import io
import resource
import struct
import zipfile
from collections.abc import Callable

import pytest

from base.common.errors import Refusal
from intake.domain.files.tables import RawTable, tables_of
from intake.enums import Flaw
from tests.intake.shapes import MAIN, repacked, sheet_xml, xlsx_from, xlsx_of, zip_of
from tests.pace import Stopwatch

SECONDS, MEMORY = 20, 400 * 2**20
HEAD = b'<row r="1"><c r="A1" t="str"><v>Telefon</v></c><c r="B1" t="str"><v>Uwagi</v></c></row>'
WORKBOOK = xlsx_of([["Telefon", "Uwagi"], ["600100200", "rano"], ["600100201", "wieczorem"]])


def knows(text: str) -> bool:
    return text in {"Telefon", "Uwagi", "Imię"}


def person(line: int, phone: int = 600100200) -> bytes:
    return f'<row r="{line}"><c r="A{line}"><v>{phone}</v></c><c t="str"><v>rano</v></c></row>'.encode()


def read(content: bytes, name: str = "list.xlsx") -> list[RawTable]:
    return tables_of(content, name, knows=knows)


def within_bounds(act: Callable[[], object]) -> object:
    """What the act answers (a Refusal too), once it is sure that it took neither long nor much memory."""
    watch, held = Stopwatch(), _most_held()
    try:
        answer: object = act()
    except Refusal as refusal:
        answer = refusal.code if refusal.message.endswith((".", "?")) else refusal.message
    assert watch.seconds < SECONDS
    assert _most_held() - held < MEMORY
    return answer


def _most_held() -> int:
    """The most memory this process ever held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


# --- bombs -------------------------------------------------------------------------------------------


def many_parts() -> bytes:
    parts = {f"xl__worksheets__extra{n}_xml": b"<x/>" for n in range(3_000)}
    return repacked(WORKBOOK, **parts)


def lying_sizes() -> bytes:
    """Says of a part of 60 MB that it is of ten bytes."""
    content = bytearray(xlsx_from(b"<row/>" * 10_000_000))
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = content.find(mark)
        while start >= 0:
            name = content[start + (46 if mark == b"PK\x01\x02" else 30) :][:24]
            if name.startswith(b"xl/worksheets/sheet1.xml"):
                struct.pack_into("<I", content, start + at, 10)
            start = content.find(mark, start + 4)
    return bytes(content)


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "'
    + b"&a;" * 100 + b'"><!ENTITY c "' + b"&b;" * 100 + b'"><!ENTITY d "' + b"&c;" * 100 + b'">]>'
    b'<worksheet xmlns="' + MAIN.encode() + b'"><sheetData><row r="1"><c r="A1" t="str"><v>&d;</v></c></row>'
    b"</sheetData></worksheet>"
)  # fmt: skip
OUTSIDE = (
    ENTITIES[:22]
    + b'<!DOCTYPE x [<!ENTITY d SYSTEM "file:///etc/hostname">]>'
    + ENTITIES[ENTITIES.find(b"<worksheet") :]
)
ZEROS = b"\0" * (40 * 2**20)
REFUSED = {
    "shared texts of 40 MB": (lambda: repacked(WORKBOOK, xl__sharedStrings_xml=ZEROS), "file_bomb"),
    "sheet of 160 MB": (lambda: xlsx_from(b" " * (160 * 2**20)), "file_bomb"),
    "sheet of ten million cells": (lambda: xlsx_from(b"<c/>" * 10_000_000), "file_bomb"),
    "attribute of 100 MB": (lambda: xlsx_from(b'<row r="' + b"1" * (100 * 2**20) + b'"/>'), "file_broken"),
    "comment of 100 MB": (lambda: xlsx_from(b"<!-- " + b"x" * (100 * 2**20) + b" -->"), "file_broken"),
    "thousands of parts": (many_parts, "file_bomb"),
    "part that lies about its size": (lying_sizes, "file_broken"),
    "entities in entities": (lambda: repacked(WORKBOOK, xl__worksheets__sheet1_xml=ENTITIES), "file_broken"),
    "entity from a file": (lambda: repacked(WORKBOOK, xl__worksheets__sheet1_xml=OUTSIDE), "file_broken"),
    "entities in the workbook": (lambda: repacked(WORKBOOK, xl__workbook_xml=ENTITIES), "file_broken"),
    "zip in a zip": (lambda: zip_of(**{"list.zip": zip_of(**{"a.zip": b"\0" * 10**7})}), "file_archive"),
    "16,384 filled columns": (
        lambda: xlsx_from(b"<row>" + b'<c t="str"><v>x</v></c>' * 16_384 + b"</row>"), "file_columns",
    ),
    "60,000 filled rows": (lambda: xlsx_from(HEAD + b"".join(map(person, range(2, 60_000)))), "file_lines"),
    "100 sheets": (lambda: xlsx_of([["x"]], **{f"s{n}": [["x"]] for n in range(100)}), "file_sheets"),
    # a text
    "one line of 19 MB": (lambda: b"x" * (19 * 2**20), "file_no_list"),
    "one line of millions of cells": (lambda: b";" * (19 * 2**20), "file_columns"),
    "one line of filled cells": (lambda: b"x;" * (9 * 2**20), "file_columns"),
    "millions of lines": (lambda: b"Telefon;Uwagi\n" + b"1;2\n" * 4_000_000, "file_lines"),
    "zeros": (lambda: b"Telefon;Uwagi\n" + b"\0" * 10_000_000, "file_broken"),
    # broken
    "cell beyond the grid": (
        lambda: xlsx_from(b'<row r="1"><c r="ZZZ99999999"><v>1</v></c></row>'), "file_broken",
    ),
    "cell of no column": (lambda: xlsx_from(b'<row r="1"><c r="12"><v>1</v></c></row>'), "file_broken"),
    "line beyond the grid": (lambda: xlsx_from(b'<row r="99999999999"><c><v>1</v></c></row>'), "file_broken"),
    "shared text there is not": (
        lambda: xlsx_from(b'<row r="1"><c r="A1" t="s"><v>999999</v></c></row>'), "file_broken",
    ),
    "shared text before the first": (
        lambda: xlsx_from(b'<row r="1"><c r="A1" t="s"><v>-1</v></c></row>'), "file_broken",
    ),
    "cut off": (lambda: WORKBOOK[:-200], "file_broken"),
    "a byte flipped": (lambda: WORKBOOK[:600] + bytes([WORKBOOK[600] ^ 255]) + WORKBOOK[601:], None),
    "sheet cut off": (
        lambda: repacked(WORKBOOK, xl__worksheets__sheet1_xml=sheet_xml(person(2))[:-30]), "file_broken",
    ),
    "no sheet's part": (lambda: repacked(WORKBOOK, ("xl/worksheets/sheet1.xml",)), "file_broken"),
}  # fmt: skip


@pytest.mark.parametrize("animal", REFUSED)
def test_harmful_file_is_refused_soon_and_in_little_memory(animal):
    make, code = REFUSED[animal]
    content = make()
    answer = within_bounds(lambda: read(content, "list.xlsx" if content[:2] == b"PK" else "list.csv"))
    assert answer == code or code is None


def test_entries_of_one_name_are_refused():
    out = io.BytesIO(WORKBOOK)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/worksheets/sheet1.xml", sheet_xml(person(9)))
    assert within_bounds(lambda: read(out.getvalue())) == "file_broken"


# --- large, and read all the same --------------------------------------------------------------------


def test_people_above_and_below_a_million_empty_rows_are_read():
    empty = b"".join(b'<row r="%d"/>' % line for line in range(4, 1_000_000))
    content = xlsx_from(HEAD + person(2) + person(3) + empty + person(1_000_001, 600100209))
    (one,) = within_bounds(lambda: read(content))
    assert [(row.number, row.texts[0]) for row in one.rows] == [
        (2, "600100200"), (3, "600100200"), (1_000_001, "600100209"),
    ]  # fmt: skip


def test_empty_cells_in_the_dress_of_all_columns_are_nothing():
    cells = b'<c s="1"/>' * 16_382
    content = xlsx_from(HEAD + (person(2)[:-6] + cells + b"</row>") + (person(3)[:-6] + cells + b"</row>"))
    (one,) = within_bounds(lambda: read(content))
    assert (one.headings, len(one.rows)) == (("Telefon", "Uwagi"), 2)


def test_note_far_to_the_right_is_a_column_and_no_harm():
    far = person(2)[:-6] + b'<c r="XFD2" t="str"><v>daleko</v></c></row>'
    (one,) = within_bounds(lambda: read(xlsx_from(HEAD + far + person(3))))
    assert [row.texts for row in one.rows] == [("600100200", "rano", "daleko"), ("600100200", "rano", "")]


@pytest.mark.parametrize("kind", ["str", "shared", "csv"])
def test_cell_of_a_million_letters_is_a_flaw_and_is_not_kept_whole(kind):
    long = b"x" * 1_000_000
    shared = b'<sst xmlns="' + MAIN.encode() + b'"><si><t>' + long + b"</t></si></sst>"
    cell = b'<c t="s"><v>0</v></c>' if kind == "shared" else b'<c t="str"><v>' + long + b"</v></c>"
    content = xlsx_from(
        HEAD + b'<row r="2"><c><v>600100200</v></c>' + cell + b"</row>", xl__sharedStrings_xml=shared
    )
    if kind == "csv":
        content = b"Telefon;Uwagi\n600100200;" + long + b"\n"
    (one,) = within_bounds(lambda: read(content))
    assert (len(one.rows[0].texts[1]) < 300, one.rows[0].flaws) == (True, {1: Flaw.LONG})


def test_merges_over_everything_are_read_once():
    merges = b"".join(b'<mergeCell ref="A1:XFD1048576"/>' for _ in range(100_000))
    content = xlsx_from(HEAD + person(2) + person(3), b"<mergeCells>" + merges + b"</mergeCells>")
    (one,) = within_bounds(lambda: read(content))
    assert [row.texts[1] for row in one.rows] == ["rano", "rano"]


@pytest.mark.parametrize("sign", ["@", " 1", "a ", "1.", "*"])
def test_words_made_to_be_slow_are_not(sign):
    """Cells as long as they may be, of signs that a pattern could go through again and again."""
    long = sign * (1_990 // len(sign))
    content = "\n".join(["Telefon;Uwagi;Imię", *[f"{long};{long}"] * 2_000, *[long] * 2_000]).encode()
    (one,) = within_bounds(lambda: read(content))
    assert len(one.rows) + len(one.left) == 4_000


def test_links_to_other_files_are_not_followed():
    link = b'<Relationships><Relationship Id="r" TargetMode="External" Target="file:///etc/hostname"/></Relationships>'
    (one,) = read(repacked(WORKBOOK, xl__externalLinks___rels__externalLink1_xml=link))
    assert len(one.rows) == 2


def test_sheet_that_is_elsewhere_is_not_looked_for():
    related = (
        b'<Relationships><Relationship Id="rId1" Type="x/worksheet" TargetMode="External" '
        b'Target="http://example.org/s.xml"/></Relationships>'
    )
    content = repacked(WORKBOOK, **{"xl___rels__workbook.xml.rels": related})
    assert len(read(content)[0].rows) == 2


# --- other kinds -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["list.csv", "list.txt", "list", "list.xls", "list.ods"])
def test_workbook_is_read_whatever_its_name_says(name):
    assert len(read(WORKBOOK, name)[0].rows) == 2


@pytest.mark.parametrize("name", ["list.xlsx", "list.xls", "list", "list.dat"])
def test_text_is_read_whatever_its_name_says(name):
    assert len(read(b"Telefon;Uwagi\n600100200;rano\n600100201;\n", name)[0].rows) == 2


OTHERS = {
    "ods": (zip_of(mimetype=b"application/vnd.oasis", **{"content.xml": b"<x/>"}), "spreadsheet"),
    "numbers": (zip_of(**{"Index/Document.iwa": b"x"}), "spreadsheet"),
    "xlsb": (zip_of(**{"xl/workbook.bin": b"x"}), "spreadsheet"),
    "docx": (zip_of(word__document_xml=b"<x/>"), "document"),
    "pdf": (b"%PDF-1.7 ...", "document"),
    "page as xls": (b"<html><table><tr><td>Anna</td></tr></table></html>", "page"),
    "page of a reporting program": (b'\xef\xbb\xbf<META charset="utf-8"><TABLE><TR><TD>Anna</TABLE>', "page"),
    "xml of 2003": (
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook '
        b'xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "old",
    ),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "old"),
    "password": (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked"),
    "macros": (repacked(WORKBOOK, **{"xl/vbaProject.bin": b"x"}), "macros"),
    "7z": (b"7z\xbc\xaf\x27\x1c", "archive"),
    "gzip": (b"\x1f\x8b\x08\x00", "archive"),
    "folder": (zip_of(**{"list.csv": b"Telefon;Uwagi"}), "archive"),
    "empty zip": (zip_of(), "archive"),
    "json": (b'{"people": []}', "kind"),
    "noise": (bytes(range(1, 32)) * 50, "kind"),
}  # fmt: skip


@pytest.mark.parametrize("kind", OTHERS)
def test_other_kind_of_file_is_told_what_to_do(kind):
    content, code = OTHERS[kind]
    assert within_bounds(lambda: read(content, "list.xlsx")) == f"file_{code}"
