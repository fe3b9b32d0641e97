"""Where the headings of a list stand: known words, and how a line differs from those under it."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from .cell_shapes import VALUES, CellShape, shape_of, usual_shape
from .lines import Line, Merge

Knows = Callable[[str], bool]

#: Filled lines among which headings are looked for, and lines that tell what stands under them.
LOOKED_AT, UNDER = 60, 30
MOST_HEADING_LINES = 3
#: A line this much worse than the best is taken all the same when it stands above it.
GOOD_ENOUGH = 0.75
LONGEST_GROUP = 60
SOMEBODYS, SURELY = -3.0, 0.75
TURN: Final = re.compile(r"[1-9]\.?")


@dataclass(frozen=True)
class HeadingBlock:
    """The lines of headings: from index `top` up to and with `bottom`; how many of the headings are known."""

    top: int
    bottom: int
    headings: tuple[str, ...]
    known: int


def find_headings(lines: Sequence[Line], merges: Sequence[Merge], knows: Knows) -> HeadingBlock | None:
    """The headings of a sheet, or None when it has none."""
    knows = cache(_of_one_line(knows))
    scores = [(_score(lines, at, knows), at) for at in range(min(len(lines), LOOKED_AT))]
    good = [(score, at) for score, at in scores if score > 0]
    if not good:
        return None
    best = max(score for score, _at in good)
    at = next(at for score, at in good if score >= GOOD_ENOUGH * best)
    top = bottom = at
    while top > 0 and bottom - top + 1 < MOST_HEADING_LINES and _is_group(lines, top - 1, top, merges, knows):
        top -= 1
    while bottom + 1 < len(lines) and bottom - top + 1 < MOST_HEADING_LINES:
        if not _goes_on(lines, bottom, merges, knows):
            break
        bottom += 1
    headings = _joined(lines[top : bottom + 1], merges, knows)
    return HeadingBlock(top, bottom, headings, sum(knows(text) for text in headings if text))


def one_line(text: str) -> str:
    """A heading without the breaks somebody put into it."""
    return " ".join(text.split())


def _of_one_line(knows: Knows) -> Knows:
    return lambda text: bool(text) and knows(one_line(text))


def _score(lines: Sequence[Line], at: int, knows: Knows) -> float:
    """How much a line looks like the headings of those under it; 0 or less: it is none."""
    line = lines[at]
    under = [other for other in lines[at + 1 : at + 1 + UNDER] if other.texts != line.texts]
    filled = {column: text for column, text in enumerate(line.texts) if text}
    width = max((_count(other) for other in under), default=0)
    below = {
        column: [other.texts[column] for other in under if column < len(other.texts) and other.texts[column]]
        for column in filled
    }
    known = sum(knows(text) and text not in below[column] for column, text in filled.items())
    if not filled or (len(filled) == 1 and (width > 1 or not known)):
        return 0.0
    if not under and _words(line) is None:
        return 0.0
    contrasts = [_contrast(text, below[column]) for column, text in filled.items()]
    score = 2.0 * known + sum(contrasts)
    # A phone over phones is somebody's, whatever words stand beside it.
    if (min(contrasts) <= SOMEBODYS and known < SURELY * len(filled)) or not (
        known or (score >= 0.5 and under)
    ):
        return 0.0
    return score * (0.3 + 0.7 * min(1.0, len(filled) / max(width, 1)))


def _contrast(text: str, below: Sequence[str]) -> float:
    """Words over numbers are a heading; a phone over phones, or words that come again, are none."""
    shape, usual = shape_of(text), usual_shape(below)
    if shape in VALUES:
        return SOMEBODYS if shape == usual else -1.0
    if text in below:
        return -0.5
    if shape == usual and shape in {CellShape.NAME, CellShape.MARK}:
        return -1.5
    if shape == CellShape.MARK:
        return 0.0
    return 1.0 if usual in VALUES or usual in {CellShape.NAME, CellShape.MARK} else 0.2


def _count(line: Line) -> int:
    return sum(map(bool, line.texts))


def _words(line: Line) -> dict[int, str] | None:
    """The texts of a line by column; None when some are numbers, days, contacts or too long for a heading."""
    filled = {column: text for column, text in enumerate(line.texts) if text}
    if any(shape_of(text) in VALUES or len(text) > LONGEST_GROUP for text in filled.values()):
        return None
    return filled


def _without_turns(line: Line, covered: Collection[int]) -> Line:
    """The line without "1", "2", "3" that only count the columns of a group."""
    turns = {column for column in covered if _filled(line, column) and TURN.fullmatch(line.texts[column])}
    counts = [int(line.texts[column].strip(".")) for column in sorted(turns)]
    if counts != [*range(1, len(counts) + 1)]:
        return line
    return replace(
        line, texts=tuple("" if column in turns else text for column, text in enumerate(line.texts))
    )


def _across(line: Line, merges: Sequence[Merge]) -> dict[int, Merge]:
    """The merges that begin in this line and make several columns one, by their first column."""
    return {one.left: one for one in merges if one.top == line.number and one.right > one.left}


def _down(line: Line, merges: Sequence[Merge]) -> set[int]:
    """The columns that a merge joins from this line to the next."""
    return {one.left for one in merges if one.top <= line.number < one.bottom}


def _is_group(lines: Sequence[Line], at: int, below: int, merges: Sequence[Merge], knows: Knows) -> bool:
    """Whether a line above headings says what several of them have in common."""
    line, heading = lines[at], lines[below]
    filled = _words(line)
    if not filled or line.number != heading.number - 1 or any(text.endswith(":") for text in filled.values()):
        return False
    if _down(line, merges) & set(filled):
        return True
    width = len(heading.texts)
    across = _across(line, merges)
    if any(one.right - one.left + 1 >= 0.9 * width for one in across.values()):
        return False
    if len(filled) == 1:
        (column, text), *_none = filled.items()
        return knows(text) or (column in across and column > 0)
    if across or all(text[:1].islower() for text in heading.texts if text):
        return True
    under = {column: text for column, text in enumerate(heading.texts) if text}
    repeated = len(set(under.values())) < len(under)
    return bool(set(under) - set(filled)) and (
        repeated or bool(set(filled) - set(under)) or any(map(knows, filled.values()))
    )


def _goes_on(lines: Sequence[Line], at: int, merges: Sequence[Merge], knows: Knows) -> bool:
    """Whether the line after headings belongs to them: parts of a group, words that go on, a translation."""
    line, following = lines[at], lines[at + 1]
    if following.number != line.number + 1 or following.texts == line.texts:
        return False
    above = {column: text for column, text in enumerate(line.texts) if text}
    down, across = _down(line, merges) & set(above), _across(line, merges)
    if down and not any(_filled(following, column) for column in down):
        return True
    covered = {column for one in across.values() for column in range(one.left, one.right + 1)}
    filled = _words(_without_turns(following, covered))
    if not filled:
        return False
    groups = {column for column in above if column + 1 not in above and column + 1 in filled}
    own = set(filled) & set(above) - covered - groups
    if not own and set(filled) - set(above) and set(above) - set(filled):
        return True
    known = sum(map(knows, filled.values()))
    if known >= max(3, 0.6 * len(filled)):
        return True
    return _continues(filled, above, knows)


def _continues(filled: dict[int, str], above: dict[int, str], knows: Knows) -> bool:
    """Small letters or brackets under headings, known once they are joined: "Imię i" above "nazwisko"."""
    if not all(text[0].islower() or text[0] == "(" for text in filled.values()) or set(filled) - set(above):
        return False
    if all(text[0] == "(" for text in filled.values()):
        return True
    joined = [knows(f"{above[column]} {text}") for column, text in filled.items()]
    return sum(joined) > sum(knows(above[column]) for column in filled) or all(joined)


def _joined(block: Sequence[Line], merges: Sequence[Merge], knows: Knows) -> tuple[str, ...]:
    """One heading for each column."""
    width = max(len(line.texts) for line in block)
    headings, spans = _spread(block[0], block[1:], width, merges)
    for place, line in enumerate(block[1:], start=1):
        texts, next_spans = _spread(line, block[place + 1 :], width, merges)
        often = Counter(text for text in texts if text)
        headings = [
            _join(above, text, is_group=span > 1, repeated=often[text] > next_span, knows=knows)
            for above, text, span, next_span in zip(headings, texts, spans, next_spans, strict=True)
        ]
        spans = next_spans
    return tuple(map(one_line, headings))


def _spread(
    line: Line, rest: Sequence[Line], width: int, merges: Sequence[Merge]
) -> tuple[list[str], list[int]]:
    """The text over each column, where one stands over several, and over how many columns it stands."""
    texts = [*line.texts, *[""] * (width - len(line.texts))]
    spans = [1] * width
    across = _across(line, merges)
    merged = {column for one in merges if one.top <= line.number <= one.bottom for column in (one.left,)}
    for column, text in enumerate(line.texts):
        if not text:
            continue
        if column in across:
            end = min(across[column].right + 1, width)
        elif rest and column not in merged and _filled(rest[0], column):
            end = column + 1
            while end < width and not texts[end] and _filled(rest[0], end):
                end += 1
        else:
            end = column + 1
        if not rest:
            end = column + 1
        texts[column:end] = [text] * (end - column)
        spans[column:end] = [end - column] * (end - column)
    return texts, spans


def _filled(line: Line, column: int) -> bool:
    return column < len(line.texts) and bool(line.texts[column])


def _join(above: str, text: str, *, is_group: bool, repeated: bool, knows: Knows) -> str:
    if not above or not text:
        return above or text
    joined = f"{above} {text}"
    if is_group:
        if repeated or not knows(text) or (knows(above) and knows(joined)):
            return joined
        return text
    if knows(joined) or text.startswith("("):
        return joined
    return next((one for one in (text, above) if knows(one)), joined)
