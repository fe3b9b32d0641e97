"""The three sheets of `assign`: seekers with weights, helpers with room, pairs with points.

Read in blocks, because there may be millions of pairs; a block is looked at cell by cell only when something
in it is wrong, to say where.
"""

import codecs
import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from matching.solver.assignment import AssignmentProblem, RepeatedPair

from .faults import InputError, Name, not_utf8, reading_failed, shown
from .plain import NotPlain, read_plain_pairs

AT_ONCE = 1 << 15  # rows in hand at a time
WHOLE = re.compile(r"[+-]?[0-9]+")
INT64 = np.iinfo(np.int64)


@dataclass(frozen=True, eq=False)
class Sheets:
    """The problem and what its rows are called: ids of seekers and helpers in the order of their files."""

    problem: AssignmentProblem
    seekers: list[str]
    helpers: list[str]


def read_sheets(seekers: Name, helpers: Name, pairs: Name) -> Sheets:
    """The problem of these three files. Raises InputError, or ProblemError for too large sums."""
    who_seeks, weight = _read_people(seekers, "weight")
    who_helps, room = _read_people(helpers, "room")
    seeker, helper, points, lines = _read_pairs(pairs, who_seeks, who_helps)
    try:
        problem = AssignmentProblem(
            weight=weight,
            room=room,
            seeker=seeker.astype(np.int64),
            helper=helper.astype(np.int64),
            points=points,
        )
    except RepeatedPair as error:
        told = f"seeker {shown(list(who_seeks)[seeker[error.row]])}"
        told += f" with helper {shown(list(who_helps)[helper[error.row]])}"
        raise InputError(f"{pairs}:{lines[error.row]}: the pair {told} is listed before.") from None
    return Sheets(problem, list(who_seeks), list(who_helps))


def _read_people(path: Name, number: str) -> tuple[dict[str, int], NDArray[np.int64]]:
    """The row of each id, and the numbers of that column."""
    index: dict[str, int] = {}
    numbers = [np.empty(0, dtype=np.int64)]
    for block in _blocks(path, ("id", number)):
        for cell, line in zip(block.columns[0], block.lines.tolist(), strict=True):
            name = cell.strip()
            if not name or "\0" in name:
                what = "a NUL character is no part of an id" if name else "the id is empty"
                raise InputError(f"{path}:{line}: column id: {what}.")
            if name in index:
                raise InputError(f"{path}:{line}: column id: {shown(name)} is there twice.")
            index[name] = len(index)
        numbers.append(block.whole_numbers(1, least=0))
    return index, np.concatenate(numbers)


Pairs = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64], NDArray[np.int32]]


def _read_pairs(path: Name, seekers: dict[str, int], helpers: dict[str, int]) -> Pairs:
    """Rows of seekers and helpers, points, and the line of each pair."""
    names = ("seeker", "helper", "points")
    try:
        with open(path, "rb") as file:
            heading = file.readline().removeprefix(codecs.BOM_UTF8).decode("ascii").strip().split(",")
            columns = read_plain_pairs(file, _places(path, heading, names), list(seekers), list(helpers))
            return *columns, np.arange(2, 2 + len(columns[0]), dtype=np.int32)
    except (NotPlain, UnicodeDecodeError, InputError):
        pass  # it is read again, cell by cell
    except OSError as error:
        raise reading_failed(path, error) from None
    none = np.empty(0, dtype=np.int32)
    blocks: list[Pairs] = [(none, none, none.astype(np.int64), none)]
    for block in _blocks(path, names):
        block_of_pairs = (
            block.rows_of(0, seekers),
            block.rows_of(1, helpers),
            block.whole_numbers(2),
            block.lines,
        )
        blocks.append(block_of_pairs)
    seeker, helper, points, lines = zip(*blocks, strict=True)
    return np.concatenate(seeker), np.concatenate(helper), np.concatenate(points), np.concatenate(lines)


@dataclass(frozen=True, eq=False)
class _Block:
    """Some rows of a sheet: its cells by column, in the order of `names`, and int32 (k,) their lines."""

    path: Name
    names: Sequence[str]
    columns: list[Sequence[str]]
    lines: NDArray[np.int32]

    def whole_numbers(self, column: int, least: int = INT64.min) -> NDArray[np.int64]:
        """int64 (k,). Raises InputError at the first cell that is no whole number of at least `least`."""
        cells = self.columns[column]
        try:
            numbers = np.array(list(map(int, cells)), dtype=np.int64)
            if numbers.min(initial=0) >= least and _is_plain("".join(cells)):
                return numbers
        except (ValueError, OverflowError):
            pass
        return self._each(column, lambda cell: _whole(cell, least))

    def rows_of(self, column: int, index: dict[str, int]) -> NDArray[np.int32]:
        """int32 (k,): the rows of people. Raises InputError at the first who is not in the index."""
        try:
            return np.array(list(map(index.__getitem__, self.columns[column])), dtype=np.int32)
        except KeyError:
            rows = self._each(column, lambda cell: _row_of(cell, index, self.names[column]))
            return rows.astype(np.int32)

    def _each(self, column: int, read: Callable[[str], int]) -> NDArray[np.int64]:
        """int64 (k,): cell by cell; the sentence of a ValueError gets its place."""
        numbers = np.empty(len(self.lines), dtype=np.int64)
        for row, cell in enumerate(self.columns[column]):
            try:
                numbers[row] = read(cell)
            except ValueError as error:
                place = f"{self.path}:{self.lines[row]}: column {self.names[column]}"
                raise InputError(f"{place}: {error}.") from None
        return numbers


def _is_plain(text: str) -> bool:
    """Whether digits are the ASCII ones, without the underscores that Python allows."""
    return text.isascii() and "_" not in text


def _whole(cell: str, least: int) -> int:
    text = cell.strip()
    if not WHOLE.fullmatch(text):
        raise ValueError(f"{shown(text)} is not a whole number" if text else "the cell is empty")
    if len(text) > 20 or not INT64.min <= int(text) <= INT64.max:
        raise ValueError(f"{shown(text)} does not fit into 64 bits")
    if int(text) < least:
        raise ValueError(f"{text} is below {least}")
    return int(text)


def _row_of(cell: str, index: dict[str, int], kind: str) -> int:
    try:
        return index[cell.strip()]
    except KeyError:
        raise ValueError(f"there is no {kind} {shown(cell.strip())}") from None


def _blocks(path: Name, names: Sequence[str]) -> Iterator[_Block]:
    """The rows of a sheet, whose first line has these names in any order."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            yield from _rows_of_file(path, file, names)
    except UnicodeDecodeError:
        raise not_utf8(path) from None
    except OSError as error:
        raise reading_failed(path, error) from None


def _rows_of_file(path: Name, file: TextIO, names: Sequence[str]) -> Iterator[_Block]:
    reader = csv.reader(file, strict=True)
    try:
        places = _places(path, next(reader, []), names)
        while True:
            before = reader.line_num
            rows = list(islice(reader, AT_ONCE))
            if not rows:
                return
            lines = np.arange(before + 1, before + 1 + len(rows), dtype=np.int32)
            if reader.line_num - before != len(rows):
                lines += np.cumsum([0, *map(_more_lines, rows[:-1])], dtype=np.int32)
            yield _block(path, names, places, rows, lines)
    except csv.Error as error:
        raise InputError(f"{path}:{reader.line_num}: the quotation marks do not fit ({error}).") from None


def _more_lines(row: list[str]) -> int:
    """Lines of the file beyond the first one that the row takes."""
    return sum(len(re.findall(r"\r\n|\r|\n", cell)) for cell in row)


def _block(
    path: Name, names: Sequence[str], places: list[int], rows: list[list[str]], lines: NDArray[np.int32]
) -> _Block:
    """These rows by column, without blank lines."""
    try:
        columns = list(zip(*rows, strict=True))
    except ValueError:
        columns = []
    if len(columns) != len(places):
        full = [bool(row) for row in rows]
        rows, lines = [row for row in rows if row], lines[full]
        for row, line in zip(rows, lines.tolist(), strict=True):
            if len(row) != len(places):
                cells = "1 cell" if len(row) == 1 else f"{len(row)} cells"
                raise InputError(
                    f"{path}:{line}: {cells} where {len(places)} are needed ({', '.join(names)})."
                )
        columns = list(zip(*rows, strict=True)) or [()] * len(places)
    return _Block(path, names, [columns[place] for place in places], lines)


def _places(path: Name, heading: list[str], names: Sequence[str]) -> list[int]:
    """Where each of the names stands in the heading, which has no others."""
    wanted = ",".join(names)
    if not any(heading):
        raise InputError(f"{path}:1: the first line is empty; it must be {wanted}.")
    found = [cell.strip().lower() for cell in heading]
    if len(found) == 1 and re.search(r"[;\t|]", found[0]):
        raise InputError(f"{path}:1: the columns must be separated by commas: {wanted}.")
    for name in found:
        if found.count(name) > 1:
            raise InputError(f"{path}:1: the column {shown(name)} is there twice.")
        if name not in names:
            raise InputError(
                f"{path}:1: the column {shown(name)} is not known; the first line must be {wanted}."
            )
    for name in names:
        if name not in found:
            raise InputError(f"{path}:1: the column {name} is missing; the first line must be {wanted}.")
    return [found.index(name) for name in names]
