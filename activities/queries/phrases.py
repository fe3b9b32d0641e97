"""Standard phrases of conversations: sent with one touch, read by everybody in their own language.

They are data: dated files `activities/phrases/<version>.toml`. A code stands for ever, so that what was said
once can be read for ever; of a code in several files the newest words count.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.utils import translation

from matching.enums import PairSide

FOLDER = Path(__file__).resolve().parent.parent / "phrases"
FALLBACK = "en"
LANGUAGES = ("en", "pl", "uk", "ru")


@dataclass(frozen=True)
class Phrase:
    """One thing to say; `sides` may say it, `group` is "today", "when" or "words", `often` in front."""

    code: str
    group: str
    words: Mapping[str, str]
    sides: frozenset[str]
    often: bool = False

    def language(self, language: str = "") -> str:
        """Which language somebody reads it in who reads this one, or the one in force."""
        code = (language or translation.get_language() or FALLBACK).split("-")[0]
        return code if code in self.words else FALLBACK

    def word(self, language: str = "") -> str:
        """In this language, or the one in force; English where there is none."""
        return self.words[self.language(language)]

    @property
    def in_force(self) -> str:
        """For templates: in the reader's language."""
        return self.word()


def phrases_for(side: PairSide, on: date) -> list[Phrase]:
    """What this side may say, in the order of the newest file that has begun."""
    begun = [version for version in versions() if version[0] <= on]
    return [one for one in begun[-1][1] if side in one.sides] if begun else []


def phrase_of(code: str) -> Phrase | None:
    """The phrase with this code, from any file there ever was."""
    return next((one for _on, phrases in reversed(versions()) for one in phrases if one.code == code), None)


@cache
def versions() -> tuple[tuple[date, tuple[Phrase, ...]], ...]:
    """Every file with the day it begins, oldest first; read once."""
    found = [_read(path) for path in FOLDER.glob("*.toml")]
    return tuple(sorted(found, key=lambda version: version[0]))


def _read(path: Path) -> tuple[date, tuple[Phrase, ...]]:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    everybody = [side.value for side in PairSide]
    phrases = (
        Phrase(
            code=one["code"],
            group=one["group"],
            words={language: one[language] for language in LANGUAGES},
            sides=frozenset(one.get("sides", everybody)),
            often=one.get("often", False),
        )
        for one in told["phrases"]
    )
    return told["from"], tuple(phrases)
