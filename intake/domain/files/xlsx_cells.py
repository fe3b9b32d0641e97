"""The cells of one sheet of a workbook, told as the file is read: nothing of it is held twice."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from intake.enums import Flaw

from .lines import MOST_CHARACTERS, Lines, Merge, checked, clean
from .refused import bomb, broken
from .xlsx_numbers import Show, plain
from .xlsx_parts import Parts

MOST_ROWS_OF_FORMAT, MOST_COLUMNS_OF_FORMAT = 1_048_576, 16_384
MOST_MERGES = 20_000
#: Of texts that stand in the sheet itself, all together.
MOST_TEXT = 40_000_000
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
#: A total over lines above or below; one over the cells of its own line is not.
TOTAL = re.compile(
    r"\s*=?\+?(?:SUM|COUNT|AVERAGE|SUBTOTAL|AGGREGATE|SUMA|ILE\.|ŚREDNIA|SUMY)[A-Z.]*\s*\("
    r".*?\$?[A-Z]{1,3}\$?(\d*):\$?[A-Z]{1,3}\$?(\d*)",
    re.IGNORECASE,
)
ERROR = re.compile(
    r"#(?:REF|N/A|N/D|NAME|NAZWA|VALUE|ARG|ADR|DIV/0|DZIEL/0|NUM|LICZBA|NULL|ZERO|SPILL|CALC)[!?]?"
)
IN_CELL = frozenset({"v", "t", "f"})


@dataclass
class Book:
    """What all sheets of a workbook share: texts, how numbers of each style are shown, where days begin."""

    texts: Sequence[str] = ()
    shows: Sequence[Show] = ()
    from_1904: bool = False
    lines: Lines = field(default_factory=Lines)
    #: Numbers as they were shown before: lists repeat themselves.
    shown: dict[tuple[str, str], str] = field(default_factory=dict)


def is_total(formula: str) -> bool:
    """Whether a formula adds up, counts or averages other lines."""
    found = TOTAL.match(formula[:500])
    return found is not None and (not found[1] or found[1] != found[2])


class SheetReader:
    """Hears the elements of a sheet's part and adds its lines to the book's."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.merges: list[Merge] = []
        self._row = self._column = 0
        self._texts: dict[int, str] = {}
        self._flaws: dict[int, Flaw] = {}
        self._sums: set[int] = set()
        self._shared_totals: set[str] = set()
        self._columns: dict[str, int] = {}
        self._value: str | None = None
        self._formula: str | None = None
        self._in_cell = self._hears = False
        self._kind, self._style, self._shared = "n", "0", ""
        self._heard: list[str] = []
        self._length = self._all_text = 0

    def opened(self, tag: str, given: dict[str, str]) -> None:
        """An element begins."""
        if tag == "c":
            self._open_cell(given)
        elif self._in_cell:
            if tag in IN_CELL:
                self._hears, self._heard, self._length = True, [], 0
                if tag == "f":
                    self._formula = ""
                    self._shared = given.get("si", "")
            elif tag == "rPh":
                self._in_cell = False  # how a text is pronounced is no part of it
        elif tag == "row":
            said = int(given.get("r") or 0)
            self._row = said if said > self._row else self._row + 1
            self._column = 0
            if self._row > MOST_ROWS_OF_FORMAT:
                raise broken()
        elif tag == "mergeCell":
            self._merge(given.get("ref", ""))

    def closed(self, tag: str) -> None:
        """An element ends."""
        if tag == "c":
            self._close_cell()
        elif tag in IN_CELL:
            if self._hears:
                self._hears = False
                self._take(tag, "".join(self._heard))
        elif tag == "rPh":
            self._in_cell = True
        elif tag == "row" and (self._texts or self._flaws):
            self.book.lines.add(self._row, self._texts, self._flaws, self._sums)
            self._texts, self._flaws, self._sums = {}, {}, set()

    def heard(self, text: str) -> None:
        """A piece of text; of one too long for a cell only the beginning is kept."""
        if self._hears and self._length <= MOST_CHARACTERS:
            self._heard.append(text)
            self._length += len(text)

    def _open_cell(self, given: dict[str, str]) -> None:
        reference = given.get("r")
        self._column = self._column + 1 if reference is None else self._column_of(reference)
        self._kind, self._style = given.get("t", "n"), given.get("s", "0")
        self._value = self._formula = None
        self._in_cell = True

    def _column_of(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            column = 0
            for letter in letters.replace("$", "").upper()[:4]:
                column = column * 26 + ord(letter) - 64
            if not 0 < column <= MOST_COLUMNS_OF_FORMAT:
                raise broken()
            self._columns[letters] = column
        return column

    def _take(self, tag: str, text: str) -> None:
        if tag == "f":
            self._formula = text
            if is_total(text):
                self._shared_totals.add(self._shared)
                self._sums.add(self._column - 1)
            elif not text and self._shared and self._shared in self._shared_totals:
                self._sums.add(self._column - 1)
        elif tag == "v":
            self._value = text
        else:  # one of the pieces of a text with letters of several kinds
            self._value = (self._value or "") + text

    def _close_cell(self) -> None:
        self._in_cell = False
        value, at = self._value, self._column - 1
        if not value:
            if self._formula is not None and (value is None or self._kind == "n"):
                self._flaws[at] = Flaw.FORMULA
            return
        text, flaw = self._read(value)
        if text:
            self._texts[at] = text
        if flaw is not None:
            self._flaws[at] = flaw

    def _read(self, value: str) -> tuple[str, Flaw | None]:
        kind = self._kind
        if kind == "s":
            return self._said(self.book.texts[_index(value)])
        if kind == "n":
            key = (value, self._style)
            if key not in self.book.shown:
                self.book.shown[key] = self._number(value)
            return self.book.shown[key], None
        if kind == "b":
            return "tak" if value.strip() in {"1", "true"} else "nie", None
        if kind == "e":
            return clean(value), Flaw.ERROR
        if kind == "d":
            return _day_of(value), None
        self._all_text += len(value)
        if self._all_text > MOST_TEXT:
            raise bomb()
        text, flaw = self._said(clean(unescaped(value)))
        # What a formula answers is a text, whatever it begins with.
        return text, None if self._formula is not None and flaw == Flaw.FORMULA else flaw

    def _said(self, text: str) -> tuple[str, Flaw | None]:
        if text.startswith("#") and ERROR.fullmatch(text):
            return text, Flaw.ERROR
        return checked(text)

    def _number(self, value: str) -> str:
        try:
            number = float(value)
            index = int(self._style)
        except ValueError:
            return clean(value)
        shows = self.book.shows
        if number != number or number in (float("inf"), float("-inf")):
            return clean(value)
        return shows[index](number, self.book.from_1904) if index < len(shows) else plain(number)

    def _merge(self, reference: str) -> None:
        first, _colon, last = reference.partition(":")
        if len(self.merges) >= MOST_MERGES or not last:
            return
        left, right = self._column_of(first) - 1, self._column_of(last) - 1
        top, bottom = (int(end.lstrip("$").lstrip(LETTERS).lstrip("$")) for end in (first, last))
        self.merges.append(Merge(min(top, bottom), min(left, right), max(top, bottom), max(left, right)))


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def _index(value: str) -> int:
    index = int(value)
    if index < 0:
        raise broken()
    return index


def _day_of(value: str) -> str:
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return clean(value)
    hour = f" {moment:%H:%M}" if moment.hour or moment.minute else ""
    return f"{moment.day:02}.{moment.month:02}.{moment.year:04}{hour}"


def unescaped(text: str) -> str:
    """A text of the format with its signs written as numbers ("_x000a_") put back."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def shared_texts(parts: Parts, path: str) -> list[str]:
    """The texts that cells point to, clean; one that is too long for a cell is cut a little beyond it."""
    texts: list[str] = []
    pieces: list[str] = []
    inside = {"t": False, "rPh": False, "length": 0}

    def opened(tag: str, _given: dict[str, str]) -> None:
        if tag == "si":
            pieces.clear()
            inside["length"] = 0
        elif tag in inside:
            inside[tag] = True

    def closed(tag: str) -> None:
        if tag == "si":
            texts.append(clean(unescaped("".join(pieces))))
        elif tag in inside:
            inside[tag] = False

    def heard(text: str) -> None:
        if inside["t"] and not inside["rPh"] and inside["length"] <= MOST_CHARACTERS:
            pieces.append(text)
            inside["length"] += len(text)

    parts.parse(path, opened, closed, heard)
    return texts
