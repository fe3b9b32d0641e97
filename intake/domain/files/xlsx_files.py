"""Lists as .xlsx, by whatever program: each sheet is read once, as it streams out of the archive.

What the file says of its own size, its programs and its links to other files are never followed.
"""

from typing import NamedTuple

from .lines import Grid
from .refused import empty, too_many_sheets
from .xlsx_cells import Book, SheetReader, shared_texts
from .xlsx_numbers import BUILT_IN, Show, shows
from .xlsx_parts import Parts, Relation

MOST_SHEETS = 60
MOST_STYLES = 65_536


class _Listed(NamedTuple):
    name: str
    hidden: bool
    relation: str


def grids(content: bytes) -> list[Grid]:
    """The sheets in their order; hidden ones are only named. Refusal when it is no workbook to open."""
    parts = Parts(content)
    path = _workbook_path(parts)
    listed, from_1904 = _workbook(parts, path)
    related = parts.relations(path)
    lists = [
        one for one in listed if one.relation not in related or related[one.relation].kind == "worksheet"
    ]
    if len(lists) > MOST_SHEETS:
        raise too_many_sheets(MOST_SHEETS)
    if all(one.hidden for one in lists):
        raise empty()
    book = _book(parts, [*related.values()], from_1904=from_1904)
    found = []
    for place, one in enumerate(listed, start=1):
        if one.hidden and one in lists:
            found.append(Grid(one.name, hidden=True))
        elif one in lists:
            guessed = f"xl/worksheets/sheet{place}.xml"
            sheet = related[one.relation].path if one.relation in related else guessed
            reader = SheetReader(book)
            parts.parse(sheet, reader.opened, reader.closed, reader.heard)
            found.append(book.lines.take(one.name, reader.merges))
    return found


def _workbook_path(parts: Parts) -> str:
    for relation in parts.relations("").values():
        if relation.kind == "officeDocument" and relation.path in parts:
            return relation.path
    return parts.named("", "workbook.xml")[0]


def _workbook(parts: Parts, path: str) -> tuple[list[_Listed], bool]:
    listed: list[_Listed] = []
    from_1904 = False

    def opened(tag: str, given: dict[str, str]) -> None:
        nonlocal from_1904
        if tag == "workbookPr":
            from_1904 = given.get("date1904", "0") in {"1", "true"}
        elif tag == "sheet":
            relation = next((text for name, text in given.items() if name.rpartition(":")[2] == "id"), "")
            hidden = given.get("state", "visible") in {"hidden", "veryHidden"}
            listed.append(_Listed(given.get("name", "")[:100], hidden, relation))

    parts.parse(path, opened)
    return listed, from_1904


def _book(parts: Parts, related: list[Relation], *, from_1904: bool) -> Book:
    # A program may forget to say where these are.
    related = [
        *related,
        Relation("sharedStrings", "xl/sharedStrings.xml"),
        Relation("styles", "xl/styles.xml"),
    ]
    texts, styles = (
        next((one.path for one in related if one.kind == kind and one.path in parts), None)
        for kind in ("sharedStrings", "styles")
    )
    return Book(
        shared_texts(parts, texts) if texts else [], _shows(parts, styles) if styles else [], from_1904
    )


def _shows(parts: Parts, path: str) -> list[Show]:
    """How each style shows numbers, in their order."""
    codes: dict[int, str] = dict(BUILT_IN)
    styles: list[Show] = []
    among_cells = False

    def opened(tag: str, given: dict[str, str]) -> None:
        nonlocal among_cells
        if tag == "numFmt" and "formatCode" in given:
            codes[int(given["numFmtId"])] = given["formatCode"]
        elif tag == "cellXfs":
            among_cells = True
        elif tag == "xf" and among_cells and len(styles) < MOST_STYLES:
            styles.append(shows(codes.get(int(given.get("numFmtId", 0)), "General")))

    def closed(tag: str) -> None:
        nonlocal among_cells
        if tag == "cellXfs":
            among_cells = False

    parts.parse(path, opened, closed)
    return styles
