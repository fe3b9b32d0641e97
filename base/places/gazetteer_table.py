"""The gazetteer as columns in memory: read once per process, indexed by post code and by name."""

from __future__ import annotations  # array[int] is not subscriptable before Python 3.12

import lzma
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from base.places.folding import fold

FILE = Path(__file__).resolve().parent / "data" / "gazetteer-pl.txt.xz"
HEADER = "gazetteer-pl 1"
COORDINATE_UNITS = 10_000
FIRST_CITY_COUNTY = "61"
CITY_SIZE = 100  # lifts cities with the rights of a county that GeoNames knows by one post code only


def name_key(text: str) -> str:
    """A place name as people may type it, comparable: "Bielsko–Biała " and "bielsko biala" are one."""
    return " ".join(fold(text).replace("-", " ").split())


class Columns:
    """Rows of the gazetteer sorted by post code."""

    def __init__(self, text: str) -> None:
        header, counties, communes, names, codes, name_column, commune_column, *points = text.splitlines()
        if header != HEADER:
            raise ValueError(f"the gazetteer's file begins with {header!r}, not {HEADER!r}")
        self.counties = {entry[:4]: entry[5:] for entry in counties.split("\t")}
        self.communes = [(entry[:6], entry[7:]) for entry in communes.split("\t")]
        self.names = names.split("\t")
        self.postcodes = array("i")
        code = 0
        for step in codes.split():
            code += int(step)
            self.postcodes.append(code)
        self.name_of = array("i", map(int, name_column.split()))
        self.commune_of = array("i", map(int, commune_column.split()))
        self.latitudes = array("i", map(int, points[0].split()))
        self.longitudes = array("i", map(int, points[1].split()))


class Table(Columns):
    """The same columns, and settlements: the rows of one name in one commune."""

    def __init__(self, columns: Columns) -> None:
        vars(self).update(vars(columns))
        self._index_settlements()
        self._index_words()

    def _index_settlements(self) -> None:
        """Gives each settlement a number, so that those of one name, and the rows of each, stand together."""
        order = sorted(
            range(len(self.postcodes)), key=lambda row: self.name_of[row] << 16 | self.commune_of[row]
        )
        self.rows = array("i", order)
        self.starts = array("i")  # settlement -> its first position in `rows`
        self.first = array("i")  # name -> its first settlement
        before = (-1, -1)
        for position, row in enumerate(order):
            this = (self.name_of[row], self.commune_of[row])
            if this[0] != before[0]:
                self.first.append(len(self.starts))
            if this != before:
                self.starts.append(position)
            before = this
        self.first.append(len(self.starts))
        self.starts.append(len(order))
        self.sizes = array("i", [self._size(settlement) for settlement in range(len(self.starts) - 1)])

    def _size(self, settlement: int) -> int:
        """How large it is by its post codes (nothing better is known offline); the seat of a commune counts
        for more than a village of one code, a city with the rights of a county for more than any town."""
        code, commune = self.commune(settlement)
        codes = self.starts[settlement + 1] - self.starts[settlement]
        seat = self.names[self.name_of[self.rows[self.starts[settlement]]]] == commune
        return 2 * codes + seat + (CITY_SIZE if code[2:4] >= FIRST_CITY_COUNTY else 0)

    def _index_words(self) -> None:
        """`words`: every ending of a name that begins at a word, sorted, beside `word_names`: whose it is."""
        self.keys = fold("\t".join(self.names)).replace("-", " ").split("\t")  # name_key of each, in one go
        pairs = []
        for number, key in enumerate(self.keys):
            pairs.append((key, number))
            at = key.find(" ")
            while at >= 0:
                pairs.append((key[at + 1 :].lstrip("("), number))
                at = key.find(" ", at + 1)
        pairs.sort()
        self.words = [word for word, _ in pairs]
        self.word_names = array("i", [number for _, number in pairs])

    def rows_between(self, low: int, high: int) -> range:
        """Rows whose post code, as a number, lies in low..high, both ends included."""
        return range(bisect_left(self.postcodes, low), bisect_right(self.postcodes, high))

    def names_with(self, beginning: str) -> Iterator[int]:
        """Numbers of the names in which a word begins so; a name may come twice."""
        low = bisect_left(self.words, beginning)
        high = bisect_left(self.words, beginning + "\U0010ffff")
        yield from self.word_names[low:high]

    def names_equal(self, key: str) -> list[int]:
        """Numbers of the names that are the same to someone who types without diacritics."""
        low, high = bisect_left(self.words, key), bisect_right(self.words, key)
        return sorted({number for number in self.word_names[low:high] if self.keys[number] == key})

    def settlements_of(self, name: int) -> range:
        return range(self.first[name], self.first[name + 1])

    def rows_of(self, settlement: int) -> array[int]:
        """The settlement's rows, in the order of their post codes."""
        return self.rows[self.starts[settlement] : self.starts[settlement + 1]]

    def commune(self, settlement: int) -> tuple[str, str]:
        """Code and name of the settlement's commune."""
        return self.communes[self.commune_of[self.rows[self.starts[settlement]]]]


@lru_cache(maxsize=1)
def columns() -> Columns:
    """The columns alone; the first call reads the file (some 0.1 s), every other one is free."""
    return Columns(lzma.decompress(FILE.read_bytes()).decode())


@lru_cache(maxsize=1)
def table() -> Table:
    """The whole table; the first call sorts and indexes it (some 0.3 s), every other one is free."""
    return Table(columns())
