"""Files as people have them, made by script: workbooks cell by cell or part by part, and texts."""

import io
import zipfile
from typing import Any

from openpyxl import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def saved(book: Workbook) -> bytes:
    """The workbook as a file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsx_of(lines: list[list[Any]], *, merged: tuple[str, ...] = (), **sheets: list[list[Any]]) -> bytes:
    """Lines of cells as the first sheet of a workbook, its merged cells, and further sheets by name."""
    book = Workbook()
    for line in lines:
        book.active.append(line)
    for cells in merged:
        book.active.merge_cells(cells)
    for name, more in sheets.items():
        sheet = book.create_sheet(name)
        for line in more:
            sheet.append(line)
    return saved(book)


def zip_of(**parts: bytes) -> bytes:
    """An archive of parts (a name's "__" is a slash, "_xml" at its end an ending)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(_path(name), data)
    return out.getvalue()


def repacked(content: bytes, without: tuple[str, ...] = (), **parts: bytes) -> bytes:
    """The workbook with parts added or replaced (named as above), and without some."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in {*map(_path, parts), *without}:
                new.writestr(part, old.read(part))
        for name, data in parts.items():
            new.writestr(_path(name), data)
    return out.getvalue()


def _path(name: str) -> str:
    return name.replace("__", "/").replace("_xml", ".xml")


def sheet_xml(rows: bytes, after: bytes = b"") -> bytes:
    """The part of a sheet that claims the whole grid."""
    return (
        b'<?xml version="1.0"?><worksheet xmlns="' + MAIN.encode() + b'">'
        b'<dimension ref="A1:XFD1048576"/><sheetData>' + rows + b"</sheetData>" + after + b"</worksheet>"
    )


def xlsx_from(rows: bytes, after: bytes = b"", **parts: bytes) -> bytes:
    """A workbook whose only sheet is written as given."""
    return repacked(xlsx_of([["x"]]), xl__worksheets__sheet1_xml=sheet_xml(rows, after), **parts)


def text_of(lines: list[list[str]], delimiter: str = ";", end: str = "\r\n") -> str:
    """Lines of cells as a text, without quotation marks."""
    return end.join(delimiter.join(line) for line in lines) + end
