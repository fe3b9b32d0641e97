"""Millions of pairs at once: the bytes of a plain sheet as numpy arrays, without a Python object per cell.

Plain is what programs write: no quotation marks, no blanks around numbers, no empty lines. Whatever is not
plain, or wrong, is left to `sheets`, which is slower and knows how to say where.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Self

import numpy as np
from numpy.typing import NDArray

AT_ONCE = 1 << 22  # bytes in hand at a time
LONGEST = 64  # bytes of an id
DIGITS = 18  # of a number, so that it fits into 64 bits whatever they are
COMMA, LINE_END, MINUS, ZERO = b",\n-0"
# Keeps the first 0 to 8 bytes of a little-endian word.
MASKS = np.array([(1 << (8 * size)) - 1 for size in range(9)], dtype=np.uint64)
ODD = np.uint64(0x9E3779B97F4A7C15)  # the golden ratio in 64 bits, a good multiplier for hashing

Places = NDArray[np.int64]
Columns = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]


class NotPlain(Exception):
    """Nothing is said about the sheet but that it must be read the slow way."""


def read_plain_pairs(
    file: BinaryIO, order: Sequence[int], seekers: Sequence[str], helpers: Sequence[str]
) -> Columns:
    """Rows of seekers and helpers and the points of each pair after the heading.

    order: at which place of a line seeker, helper and points stand. Raises NotPlain.
    """
    people = [_Ids.of(seekers), _Ids.of(helpers)]
    rows: list[list[NDArray[np.int32]]] = [[np.empty(0, dtype=np.int32)] for _ in people]
    points = [np.empty(0, dtype=np.int64)]
    for text, start, end in _lines(file):
        for side, ids in enumerate(people):
            rows[side].append(ids.find(text, start[:, order[side]], end[:, order[side]]))
        points.append(_whole_numbers(text, start[:, order[2]], end[:, order[2]]))
    return np.concatenate(rows[0]), np.concatenate(rows[1]), np.concatenate(points)


def _lines(file: BinaryIO) -> Iterator[tuple[NDArray[np.uint8], Places, Places]]:
    """Blocks of whole lines: their bytes, and where each of the three cells of a line starts and ends."""
    while block := file.read(AT_ONCE):
        block = (block + file.readline()).replace(b"\r\n", b"\n")
        if not block.endswith(b"\n"):
            block += b"\n"
        if any(sign in block for sign in (b'"', b"\r", b"\0")):
            raise NotPlain
        text = np.frombuffer(block + bytes(8), dtype=np.uint8)
        signs = np.flatnonzero((text == COMMA) | (text == LINE_END))
        if len(signs) % 3:
            raise NotPlain
        end = signs.reshape(-1, 3)
        if (text[end] != np.array([COMMA, COMMA, LINE_END])).any():
            raise NotPlain
        start = np.concatenate([[0], signs[:-1] + 1]).reshape(-1, 3)
        yield text, start, end


def _whole_numbers(text: NDArray[np.uint8], start: Places, end: Places) -> NDArray[np.int64]:
    negative = text[start] == MINUS
    length = end - start - negative
    if not len(length) or length.min() < 1 or length.max() > DIGITS:
        raise NotPlain
    numbers = np.zeros(len(length), dtype=np.int64)
    for place in range(int(length.max())):
        digit = text[np.maximum(end - 1 - place, 0)] - np.uint8(ZERO)
        here = place < length
        if (digit[here] > 9).any():
            raise NotPlain
        numbers += np.where(here, digit, 0) * np.int64(10**place)
    return np.where(negative, -numbers, numbers)


@dataclass(frozen=True, eq=False)
class _Ids:
    """Ids as numbers: uint64 (k, W) words of their bytes; uint64 (k,) their hashes, sorted; int64 (k,) the
    rows in that order."""

    words: NDArray[np.uint64]
    hashes: NDArray[np.uint64]
    rows: NDArray[np.int64]

    @classmethod
    def of(cls, names: Sequence[str]) -> Self:
        cells = [name.encode() for name in names]
        width = -(-max(map(len, cells), default=0) // 8)
        if not cells or width * 8 > LONGEST:
            raise NotPlain
        words = np.array(cells, dtype=f"S{width * 8}").view("<u8").reshape(len(cells), width)
        hashes = _hashes(words)
        rows = np.argsort(hashes)
        if (np.diff(hashes[rows]) == 0).any():
            raise NotPlain
        return cls(words, hashes[rows], rows)

    def find(self, text: NDArray[np.uint8], start: Places, end: Places) -> NDArray[np.int32]:
        """int32 (k,): the row of the id in each of these places."""
        length, width = end - start, self.words.shape[1]
        if length.max(initial=0) > width * 8:
            raise NotPlain
        every = np.ndarray(len(text) - 7, dtype="<u8", buffer=text.data, strides=(1,))  # a word at each byte
        words = np.empty((len(start), width), dtype=np.uint64)
        for place in range(width):
            left = np.clip(length - 8 * place, 0, 8)
            at = np.minimum(start + 8 * place, len(every) - 1)
            words[:, place] = every[at] & MASKS[left]
        found = np.searchsorted(self.hashes, _hashes(words))
        rows = self.rows[np.minimum(found, len(self.rows) - 1)]
        if (self.words[rows] != words).any():
            raise NotPlain
        return rows.astype(np.int32)


def _hashes(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """uint64 (k,): one number for each row of words."""
    hashes = words[:, 0].copy()
    for place in range(1, words.shape[1]):
        hashes = hashes * ODD ^ words[:, place]
    return hashes
