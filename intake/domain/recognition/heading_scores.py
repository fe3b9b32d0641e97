"""How well a heading names each target, by its words alone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from intake.domain.readers.wording import (
    FILLERS,
    is_form_of,
    is_slip_of,
    plain,
    weight_of,
    words_of,
    written_words,
)
from intake.domain.sheets.columns import SheetKind

from .synonyms import LIGHT, NEVER, OF_A_PERSON, OF_KIND, OTHER_PEOPLE, SYNONYMS, TERM

EXACT: Final = 1.2  # the very heading of our own sheet
STRONG: Final = 0.8
WEAKEST: Final = 0.5
MOST_WORDS: Final = 14
Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Named:
    """A target by a heading: `score` from 0 to 1 and a little more; `slips` counts its mistyped words."""

    target: str
    score: float
    slips: int = 0


@lru_cache(maxsize=8192)
def named_by(kind: SheetKind, heading: str) -> tuple[Named, ...]:
    """Every target the heading may name, the likeliest first."""
    if name := _exact(kind).get(plain(heading)):
        return (Named(name, EXACT),)
    words = written_words(heading)
    if not words or len(words) > MOST_WORDS:
        return ()
    liked = _liked(kind, words)
    others = {word for word in words if _is_any(word, OTHER_PEOPLE[kind.kind])}
    weights = [weight_of(word, LIGHT[kind.kind]) for word in words]
    best: dict[str, Named] = {}
    for first in liked:
        for target, phrase in _phrases_by_word(kind).get(first, ()):
            one = _score(words, weights, others, target, phrase, liked)
            if one.score >= WEAKEST and (target not in best or one.score > best[target].score):
                best[target] = one
    found = [one for one in best.values() if not _is_barred(one.target, words)]
    return tuple(sorted(found, key=lambda one: (-one.score, one.target)))


def is_of(kind: SheetKind, target: str, heading: str) -> bool:
    """Whether the heading surely names this target."""
    return any(one.target == target and one.score >= STRONG for one in named_by(kind, heading)[:1])


def mentions_others(kind: SheetKind, heading: str) -> bool:
    """Whether the heading speaks of somebody else than the person the row is of."""
    return any(_is_any(word, OTHER_PEOPLE[kind.kind]) for word in words_of(heading))


def says(heading: str, target: str) -> bool:
    """Whether some phrase of the target stands in the heading, whatever else does."""
    words = words_of(heading)
    phrases = [_phrase(text) for text in SYNONYMS[target].split(";")]
    return any(all(any(is_form_of(token, word) for token in words) for word in phrase) for phrase in phrases)


def _score(
    words: Phrase,
    weights: list[float],
    others: Collection[str],
    target: str,
    phrase: Phrase,
    liked: Mapping[str, Mapping[int, bool]],
) -> Named:
    """How much of the heading the phrase covers, and how early; nothing where a word of it is missing."""
    matched: set[int] = set()
    slips = 0
    for word in phrase:
        at = next((at for at in liked.get(word, ()) if at not in matched), None)
        if at is None:
            return Named(target, 0.0)
        slips += liked[word][at]
        matched.add(at)
    covered = sum(weights[at] for at in matched) / sum(weights)
    score = 0.45 + 0.55 * covered + 0.03 * (len(phrase) - 1) - 0.02 * min(matched) - 0.1 * slips
    if target in OF_A_PERSON and any(token in others for at, token in enumerate(words) if at not in matched):
        score *= 0.5
    return Named(target, score, slips)


def _liked(kind: SheetKind, words: Phrase) -> dict[str, dict[int, bool]]:
    """By each word of our phrases: where it stands in the heading, and whether mistyped there."""
    liked: dict[str, dict[int, bool]] = {}
    for at, token in enumerate(words):
        for word, is_slip in _words_like(kind, token):
            liked.setdefault(word, {})[at] = is_slip
    return liked


@lru_cache(maxsize=50_000)
def _words_like(kind: SheetKind, token: str) -> tuple[tuple[str, bool], ...]:
    """Words of our phrases the token is a form of; where it is a form of none, those it may be a slip of."""
    index, bare = _words_by_beginning(kind), token.rstrip(".")
    forms = tuple((word, False) for word in index.get(bare[:2], ()) if is_form_of(token, word))
    if forms or _is_known_word(bare):
        return forms
    return tuple((word, True) for word in index.get(bare[:1] + "*", ()) if is_slip_of(bare, word))


@lru_cache(maxsize=8)
def _words_by_beginning(kind: SheetKind) -> dict[str, list[str]]:
    """Words of our phrases by their first two letters, and, for slips, by the first with a star."""
    index: dict[str, list[str]] = {}
    for word in sorted(
        {word for phrases in _phrases(kind).values() for phrase in phrases for word in phrase}
    ):
        bare = word.strip("=*")
        index.setdefault(bare[:2], []).append(word)
        if len(bare) > 4:
            index.setdefault(bare[:1] + "*", []).append(word)
    return index


@lru_cache(maxsize=8)
def _phrases_by_word(kind: SheetKind) -> dict[str, list[tuple[str, Phrase]]]:
    """(target, phrase) by the first word of the phrase."""
    index: dict[str, list[tuple[str, Phrase]]] = {}
    for target, phrases in _phrases(kind).items():
        for phrase in phrases:
            index.setdefault(phrase[0], []).append((target, phrase))
    return index


@lru_cache(maxsize=50_000)
def _is_known_word(token: str) -> bool:
    return any(is_form_of(token, word) for word in _vocabulary().get(token[:2], ()))


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, list[str]]:
    """Every word that stands in a phrase, and words a slip away from one of them, by two letters."""
    texts = [*SYNONYMS.values(), *(text for own in OF_KIND.values() for text in own.values())]
    words = {word for text in texts for phrase in text.split(";") for word in _phrase(phrase)}
    words |= {word for own in (*LIGHT.values(), *OTHER_PEOPLE.values()) for word in own}
    index: dict[str, list[str]] = {}
    for word in words | {"kontrakt", "godnosc", "umowa", "etat", "status", "powod", "data"}:
        index.setdefault(word.strip("=*")[:2], []).append(word)
    return index


def _is_any(token: str, words: Collection[str]) -> bool:
    return any(is_form_of(token.rstrip("."), word) for word in words)


def _is_barred(target: str, words: Phrase) -> bool:
    barred = TERM if target.startswith("checked_") or target.endswith("_on") else NEVER.get(target, ())
    return any(_is_any(word, barred) for word in words)


@lru_cache(maxsize=8)
def _exact(kind: SheetKind) -> dict[str, str]:
    return {
        plain(text): column.name for column in kind.columns for text in (column.en, column.pl, column.name)
    }


@lru_cache(maxsize=8)
def _phrases(kind: SheetKind) -> dict[str, list[Phrase]]:
    """By target of this kind; a column without synonyms here is known by its own headings."""
    told: dict[str, list[str]] = {}
    for column in kind.columns:
        known = SYNONYMS.get(column.name, ";".join(column.also))
        told[column.name] = [column.pl, column.en, *known.split(";")]
    for name in kind.targets - told.keys():
        told[name] = SYNONYMS.get(name, "").split(";")
    for name, known in OF_KIND[kind.kind].items():
        told[name] += known.split(";")
    phrases = {name: [phrase for text in texts if (phrase := _phrase(text))] for name, texts in told.items()}
    return {name: found for name, found in phrases.items() if found}


@lru_cache(maxsize=4096)
def _phrase(text: str) -> Phrase:
    marked = [word for word in text.lower().split() if word.strip("=*()") not in FILLERS]
    return tuple(
        ("=" if word[0] == "=" else "") + token + ("*" if word[-1] == "*" else "")
        for word in marked
        for token in words_of(word)
    )
