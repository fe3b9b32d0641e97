"""A week as tokens: which words of a text are days, hours or joints, and which are none of these."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from base.places.folding import fold, nearest
from base.places.week_words import CORRECT_WORDS, TOKEN, kind_of

JOINTS = frozenset({"space", "mark", "filler", "comma", "break", "and", "plus", "dash"})
DAY_KINDS = frozenset({"day", "group"})


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    value: object
    start: int
    end: int
    match: re.Match[str]


def tokens(text: str) -> Iterator[Token]:
    """All of a text in NFC, from left to right; positions are those of the text."""
    for match in TOKEN.finditer(fold(text)):
        yield Token(*kind_of(match), match.start(), match.end(), match)


def strange_words(text: str) -> list[tuple[int, int]]:
    """Where the words stand that say nothing about a week: (start, end) of each, in order."""
    return [(token.start, token.end) for token in tokens(text) if token.kind == "unknown"]


def speaks_of(text: str) -> tuple[bool, bool]:
    """Whether a text names days, and whether it names hours."""
    kinds = {token.kind for token in tokens(text)} - JOINTS - {"unknown"}
    return bool(kinds & DAY_KINDS), bool(kinds - DAY_KINDS)


def alike_words(word: str) -> list[str]:
    """The word of a week that looks most like this one; none where nothing does."""
    by_folded = {fold(correct): correct for correct in CORRECT_WORDS}
    return [by_folded[alike] for alike in nearest(fold(word).rstrip("."), by_folded, limit=1)]
