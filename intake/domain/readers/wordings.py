"""Codes in a text: which words of it mean a code, which only stand around, which we do not know."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.utils.functional import lazy
from django.utils.translation import get_language

from base.places.folding import fold, nearest
from intake.domain.readers.understanding import Option
from intake.domain.readers.vocabulary import Vocabulary

from .words import is_nothing, plain, word_set

LEAST_BEGINNING: Final = 4  # letters of a word cut short: "kobi", "mężcz."
LEAST_WITH_DOT: Final = 3
MOST_OPTIONS: Final = 6
BREAKS: Final = frozenset(",;\n|/&•·")
NOT: Final = word_set("nie bez not no oprocz poza except не ні нет без")
AND: Final = word_set("i oraz and та и і й")


@dataclass(frozen=True)
class Found:
    """What a text says in the words of a vocabulary: its codes in order, the words that stand around
    (folded), those of them we do not know, and codes told by words that say more than the code does."""

    codes: tuple[str, ...]
    around: tuple[str, ...]
    unknown: tuple[str, ...]
    told_closely: tuple[str, ...] = ()

    @property
    def is_denied(self) -> bool:
        """Whether something is denied."""
        return not NOT.isdisjoint(self.around)

    @property
    def has_and(self) -> bool:
        """Whether "and" stands between."""
        return not AND.isdisjoint(self.around)

    @property
    def is_sure(self) -> bool:
        """Nothing but codes and words that only stand around."""
        return bool(self.codes) and not self.unknown and not self.is_denied


@dataclass(frozen=True)
class Wording:
    """A vocabulary to be looked up: `fillers` are words that mean nothing of their own beside its words."""

    words: Vocabulary
    fillers: frozenset[str] = frozenset()

    @cached_property
    def known(self) -> dict[str, str]:
        """Every way to write a code, folded and plain -> code; the first of two alike counts."""
        known: dict[str, str] = {}
        for code, word in self.words.items():
            for text in (code, word.pl, word.en, *word.also):
                known.setdefault(fold(text).strip(), code)
                if plain(text):
                    known.setdefault(plain(text), code)
        return known

    @cached_property
    def longest(self) -> int:
        """How many words the longest phrase has."""
        return max(len(phrase.split()) for phrase in self.known)

    @cached_property
    def stems(self) -> tuple[tuple[str, str], ...]:
        """(beginning of a word, code)."""
        return tuple((stem, code) for code, word in self.words.items() for stem in fold(word.stems).split())

    def exact(self, text: str) -> str | None:
        """The code of a text that is just one of its words, or cut short as only one of them is."""
        bare = plain(text)
        if code := self.known.get(fold(text).strip()) or self.known.get(bare):
            return code
        if is_nothing(text):
            return None
        least = LEAST_WITH_DOT if text.rstrip().endswith(".") else LEAST_BEGINNING
        codes = {code for word, code in self.known.items() if len(bare) >= least and word.startswith(bare)}
        return codes.pop() if len(codes) == 1 else None

    def find(self, text: str) -> Found:
        """The codes named anywhere in a text."""
        words = plain(text).split()
        codes: list[str] = []
        around: list[str] = []
        closely: list[str] = []
        at = 0
        while at < len(words):
            size, code = self._phrase(words[at:])
            hits = [code] if code else self._by_stem(words[at])
            codes += hits
            closely += [one for one in hits if not code and not self._is_own(words[at], one)]
            if not hits:
                around.append(words[at])
            at += size
        unknown = tuple(word for word in around if word not in self.fillers | NOT | AND)
        return Found(tuple(dict.fromkeys(codes)), tuple(around), unknown, tuple(closely))

    def _phrase(self, words: list[str]) -> tuple[int, str | None]:
        for size in range(min(self.longest, len(words)), 0, -1):
            if code := self.known.get(" ".join(words[:size])):
                return size, code
        return 1, None

    def _by_stem(self, word: str) -> list[str]:
        codes = [code for stem, code in self.stems if word.startswith(stem)]
        return list(dict.fromkeys(codes))

    def _is_own(self, word: str, code: str) -> bool:
        """Whether a word is a form of one that our own phrases for a code use."""
        own = (one for phrase, meant in self.known.items() if meant == code for one in phrase.split())
        return any(one.startswith(word[:LEAST_BEGINNING]) for one in own)

    def like(self, text: str) -> list[str]:
        """Codes whose words look most like a text."""
        found = nearest(plain(text), self.known)
        return list(dict.fromkeys(self.known[word] for word in found))

    def denied(self, text: str) -> frozenset[str]:
        """Codes a text names, or nearly names, behind a word that denies them: "szkoła, ale nie urzędy"."""
        words = plain(text).split()
        at = next((at for at, word in enumerate(words) if word in NOT), len(words))
        after = " ".join(words[at + 1 :])
        return frozenset([*self.find(after).codes, *self.like(after)]) if after else frozenset()

    def is_more_than(self, text: str, code: str) -> bool:
        """Whether a text says more than this code, so that its words are kept beside it."""
        return bool(self.find(text).unknown) and code not in self.like(text)

    def options(self, codes: Iterable[str]) -> tuple[Option, ...]:
        """Codes as buttons, in this order."""
        shown = lazy(self.show, str)
        return tuple(Option(shown(code), self.words[code].pl) for code in [*codes][:MOST_OPTIONS])

    def show(self, code: str) -> str:
        """The word of a code in the active language; Polish where that is not English."""
        word = self.words[code]
        return word.en if (get_language() or "").startswith("en") else word.pl


def parts_of(text: str) -> Iterator[str]:
    """The parts of a list, set apart by commas and their like outside of brackets."""
    text = re.sub(r"\s\+\s|(?<!\S)\d{1,2}[.)]\s", ", ", text)
    depth, start = 0, 0
    for at, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]" and depth > 0)
        if not depth and sign in BREAKS:
            yield text[start:at].strip()
            start = at + 1
    yield text[start:].strip()
