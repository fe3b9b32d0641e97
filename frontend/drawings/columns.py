"""Columns over time or over days of waiting: across in percent, so that they fill any width, up in px, so
that words keep their size. What has room on a wide page only is marked so (`roomy`)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format

from .numbers import px, share
from .scales import EM, every_how_many, span_of, ticks_of, width_of

NARROW, WIDE = 200, 560  # px across that there are at least, on a phone and at a desk
PLOT = 150  # px up
ABOVE, BELOW = 8, 24
LINE = 18  # a line of words above the plot
FILLED = 0.82  # of a column's place
APART = 0.6  # of a column, before the last one that stands for all above
BETWEEN = 6  # between a mark's line and its words, in px


@dataclass(frozen=True)
class Column:
    """Parts from the ground up, (kind, value), and what is said of it all."""

    parts: tuple[tuple[str, float], ...]
    words: str = ""

    @property
    def value(self) -> float:
        return sum(value for _kind, value in self.parts)


@dataclass(frozen=True)
class Block:
    """One part of a column."""

    kind: str
    x: str
    y: str
    width: str
    height: str
    words: str


@dataclass(frozen=True)
class Word:
    """A text, anchored "start", "middle" or "end"; `roomy`: for a wide column only."""

    x: str
    y: str
    text: str
    anchor: str
    roomy: bool


@dataclass(frozen=True)
class Tick:
    """A line across with its number."""

    y: str
    text_y: str
    text: str


@dataclass(frozen=True)
class Mark:
    """A line up through the plot, and its words beside it."""

    x: str
    top: str
    word: Word


@dataclass(frozen=True)
class Columns:
    """A drawing `height` px high; the numbers of its axis stand beside it in `axis` px."""

    height: int
    axis: int
    ground: str
    ticks: tuple[Tick, ...]
    blocks: tuple[Block, ...]
    numbers: tuple[Word, ...]
    names: tuple[Word, ...]
    marks: tuple[Mark, ...]


def draw_columns(
    columns: Sequence[Column],
    names: Sequence[tuple[float, str]] = (),
    marks: Sequence[tuple[float, str]] = (),
    *,
    centred: bool = False,
    last: str = "",
    numbered: bool = False,
    up: int = PLOT,
    most: float = 0,
) -> Columns:
    """`names` and `marks` stand at a number of columns from the left: 0 is the beginning of the first.

    names: `centred` under their place or beginning at it; `last`: the name of the last column, which stands
    for all above and is set off; `numbered`: a column says its number where there is room; `most`: what the
    axis reaches at least, so that drawings side by side have one scale.
    """
    whole = len(columns) + (APART if last else 0) or 1
    scale = ticks_of(max([most, *(column.value for column in columns)]))
    top = ABOVE + LINE * (len(marks) + (1 if numbered else 0))
    ground = top + up

    def level(value: float) -> float:
        return ground - up * value / scale[-1]

    blocks: list[Block] = []
    tops: list[tuple[float, Column]] = []
    for place, column in enumerate(columns):
        start = place + (APART if last and place == len(columns) - 1 else 0)
        blocks += _stacked(column, start, whole, level)
        tops.append(((start + 0.5) / whole, column))
    ticks = tuple(Tick(px(level(value)), px(level(value) + EM / 3), grouped(value)) for value in scale)
    return Columns(
        height=ground + BELOW,
        axis=round(max(width_of(tick.text) for tick in ticks)) + 8,
        ground=px(ground),
        ticks=ticks,
        blocks=tuple(blocks),
        numbers=_numbers(tops, whole, level) if numbered else (),
        names=_names(names, whole, ground + EM + 5, centred=centred, last=last),
        marks=tuple(_mark(at / whole, text, line) for line, (at, text) in enumerate(marks)),
    )


def _stacked(column: Column, start: float, whole: float, level: Callable[[float], float]) -> list[Block]:
    """The parts above one another; whatever there is of a part is seen."""
    x, width = share(start + (1 - FILLED) / 2, whole), share(FILLED, whole)
    blocks, below = [], 0.0
    for kind, value in column.parts:
        if value <= 0:
            continue
        low, high = level(below), level(below + value)
        height = max(low - high, 1)
        blocks.append(Block(kind, x, px(low - height), width, px(height), column.words))
        below += value
    return blocks


def _numbers(
    tops: Sequence[tuple[float, Column]], whole: float, level: Callable[[float], float]
) -> tuple[Word, ...]:
    """Each column's own number above it; all of them or none, as the widest has room."""
    widest = max((width_of(grouped(column.value)) for _middle, column in tops), default=0)
    if widest > WIDE / whole:
        return ()
    roomy = widest > NARROW / whole
    return tuple(
        Word(share(middle, 1), px(level(column.value) - 5), grouped(column.value), "middle", roomy)
        for middle, column in tops
        if column.value
    )


def _names(
    names: Sequence[tuple[float, str]], whole: float, y: float, *, centred: bool, last: str
) -> tuple[Word, ...]:
    """As many as there is room for, at even distances; those that a narrow page has room for are among those
    of a wide one. `last` ends where the drawing ends."""
    places, texts = [at / whole for at, _text in names], [text for _at, text in names]
    wide = every_how_many(places, texts, WIDE, centred=centred)
    narrow = every_how_many(places, texts, NARROW, multiple_of=wide, centred=centred)
    taken = width_of(last) + BETWEEN if last else -1
    found = []
    for number, (place, text) in enumerate(zip(places, texts, strict=True)):
        fits = [span_of(place, text, width, centred=centred)[1] <= width - taken for width in (NARROW, WIDE)]
        if number % wide or not fits[1]:
            continue
        anchor = "end" if centred and place >= 1 else "middle" if centred and place > 0 else "start"
        found.append(Word(share(place, 1), px(y), text, anchor, bool(number % narrow) or not fits[0]))
    if last:
        found.append(Word("100%", px(y), last, "end", False))
    return tuple(found)


def _mark(place: float, text: str, line: int) -> Mark:
    """The line begins beside its words, which stand on the side on which a narrow page has room for them."""
    at, y = min(place, 1), ABOVE + LINE * line
    before = at * NARROW >= width_of(text) + BETWEEN and at > 0.5
    word = Word(share(at, 1), px(y + EM - 2), text, "end" if before else "start", False)
    return Mark(share(at, 1), px(y), word)


def grouped(value: float) -> str:
    """A whole number as the language of the page writes it: "12 000"."""
    return str(number_format(round(value), use_l10n=True, force_grouping=True))
