"""Lines of a file whatever its format, gathered within bounds."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from intake.enums import Flaw

from .refused import bomb, too_many_columns, too_many_lines

MOST_COLUMNS = 150  # with anything in them
MOST_LINES = 50_000  # with anything in them
MOST_CELLS = 1_500_000  # with anything in them
MOST_CHARACTERS = 2_000  # in a cell
LONGEST_SHOWN = 200  # of a cell that is longer than that
#: Signs nobody sees, which must not part a word.
UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad"))


@dataclass(frozen=True)
class Line:
    """A line that is not empty: its number in the file, its texts, and what is wrong with some of them (by
    position) before their words are looked at. `sums` are the positions of totals over other lines."""

    number: int
    texts: tuple[str, ...]
    flaws: Mapping[int, Flaw] = field(default_factory=dict)
    sums: frozenset[int] = frozenset()


@dataclass(frozen=True, order=True)
class Merge:
    """Cells made one: its first and last line, its first and last position, all included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Grid:
    """All that stands in a sheet. A hidden one is only named. A text file has no name."""

    name: str
    lines: tuple[Line, ...] = ()
    merges: tuple[Merge, ...] = ()
    hidden: bool = False


class _Gathered(NamedTuple):
    number: int
    columns: tuple[int, ...]
    texts: tuple[str, ...]
    flaws: Mapping[int, Flaw]
    sums: frozenset[int]


class Lines:
    """Gathers the lines of a file, sheet after sheet. Refusal when they are more than anybody's list is."""

    def __init__(self) -> None:
        self._cells = 0
        self._start()

    def _start(self) -> None:
        self._lines: list[_Gathered] = []
        self._columns: set[int] = set()
        self._shapes: dict[tuple[int, ...], tuple[int, ...]] = {}

    def add(
        self, number: int, texts: Mapping[int, str], flaws: Mapping[int, Flaw], sums: Collection[int] = ()
    ) -> None:
        """A line by position; its texts are clean, and none is empty."""
        if not texts and not flaws:
            return
        if len(self._lines) >= MOST_LINES:
            raise too_many_lines(MOST_LINES)
        shape = tuple(texts)
        if shape not in self._shapes or flaws:
            self._shapes.setdefault(shape, shape)
            self._columns.update(shape, flaws)
            if len(self._columns) > MOST_COLUMNS:
                raise too_many_columns(number, MOST_COLUMNS)
        self._cells += len(texts)
        if self._cells > MOST_CELLS:
            raise bomb()
        columns = self._shapes[shape]
        self._lines.append(_Gathered(number, columns, tuple(texts.values()), dict(flaws), frozenset(sums)))

    def take(self, name: str, merges: Collection[Merge] = ()) -> Grid:
        """What was added since the last time, as a sheet. Columns keep their positions, unless most of a very
        wide sheet is empty: its filled ones move together then."""
        if self._columns and max(self._columns) >= MOST_COLUMNS:
            places = {column: place for place, column in enumerate(sorted(self._columns))}
            merges = [
                Merge(
                    one.top, places[one.left], one.bottom, max(p for c, p in places.items() if c <= one.right)
                )
                for one in merges
                if one.left in places
            ]
        else:
            places = {column: column for column in range(MOST_COLUMNS)}
        grid = Grid(name, tuple(_line(one, places) for one in self._lines), tuple(sorted(merges)))
        self._start()
        return grid


def _line(gathered: _Gathered, places: Mapping[int, int]) -> Line:
    number, columns, filled, flaws, sums = gathered
    texts = [""] * (max((places[column] for column in (*columns, *flaws)), default=-1) + 1)
    for column, text in zip(columns, filled, strict=True):
        texts[places[column]] = text
    at = {places[column]: flaw for column, flaw in flaws.items()}
    return Line(number, tuple(texts), at, frozenset(places[column] for column in sums))


def clean(text: str) -> str:
    """Without stray spaces and control signs, and without the apostrophe that defuses a formula. A text too
    long for a cell is only cut at its ends."""
    if len(text) <= MOST_CHARACTERS and not text.isprintable():
        text = text.translate(UNSEEN).replace("\r\n", "\n").replace("\r", "\n")
        text = "".join(sign if sign.isprintable() or sign in "\n\t" else " " for sign in text)
    text = text.strip()
    return text[1:] if text[:2] in {"'=", "'+", "'-", "'@"} else text


def checked(text: str) -> tuple[str, Flaw | None]:
    """A clean text as it may be kept, and what is wrong with it: it is too long, or it is a formula."""
    if len(text) > MOST_CHARACTERS:
        return text[:LONGEST_SHOWN] + "…", Flaw.LONG
    return text, Flaw.FORMULA if text.startswith("=") and len(text) > 1 else None
