"""Axes: round steps of 1, 2 and 5, and which words beside them have room."""

import itertools
from collections.abc import Sequence

LETTER = 0.62  # how wide a letter is at most on average, in em
EM = 13  # the size of the letters of a chart: charts.css says the same
APART = 10  # between two words, in px


def step_of(most: float, ticks: int = 4) -> int:
    """The smallest step of 1, 2 or 5 times a power of ten that reaches `most` so many times; at least 1."""
    power = 1
    while True:
        for part in (1, 2, 5):
            if part * power * ticks >= most:
                return part * power
        power *= 10


def ticks_of(most: float, ticks: int = 4) -> tuple[int, ...]:
    """From 0 by round steps to the first that is `most` or above; (0, 1) when there is nothing."""
    step = step_of(most, ticks)
    last = max(-(-int(most) // step), 1)
    if last * step < most:
        last += 1
    return tuple(step * place for place in range(last + 1))


def width_of(text: str) -> float:
    """How wide a text is at most, in px."""
    return len(text) * LETTER * EM


def every_how_many(
    places: Sequence[float], texts: Sequence[str], width: float, *, multiple_of: int = 1, centred: bool = True
) -> int:
    """Every how many of these words can be written in a chart so many px wide, so that none meets another.

    `places` are parts of the width. The answer is a multiple of `multiple_of`; when only one word has room,
    the number of words.
    """
    step = multiple_of
    while step < len(places):
        ends = [
            span_of(place, text, width, centred=centred) for place, text in zip(places, texts, strict=True)
        ]
        kept = ends[::step]
        if all(after[0] - before[1] >= APART for before, after in itertools.pairwise(kept)):
            return step
        step += multiple_of
    return max(len(places), 1)


def span_of(place: float, text: str, width: float, *, centred: bool) -> tuple[float, float]:
    """From where to where a word stands in px; centred ones are pushed in at both ends."""
    wide = width_of(text)
    start = place * width - (wide / 2 if centred else 0)
    if centred:
        start = min(max(start, 0), max(width - wide, 0))
    return start, start + wide
