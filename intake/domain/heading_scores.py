"""How well a heading names each target, by its words alone."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from .columns import SheetKind
from .synonyms import LIGHT, NEVER, OF_A_PERSON, OF_KIND, OTHER_PEOPLE, SYNONYMS, TERM
from .wording import FILLERS, is_form_of, is_slip_of, plain, weight_of, words_of, written_words

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
    others = {word for word in words if _is_any(word, OTHER_PEOPLE[kind.kind])}
    weights = [weight_of(word, LIGHT[kind.kind]) for word in words]
    found = []
    for target, phrases in _phrases(kind).items():
        if not _is_barred(target, words):
            best = max(
                (_score(words, weights, others, target, phrase) for phrase in phrases),
                key=lambda one: one.score,
            )
            if best.score >= WEAKEST:
                found.append(best)
    return tuple(sorted(found, key=lambda one: -one.score))


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
    words: Phrase, weights: list[float], others: Collection[str], target: str, phrase: Phrase
) -> Named:
    """How much of the heading the phrase covers, and how early; nothing where a word of it is missing."""
    matched: set[int] = set()
    slips = 0
    for word in phrase:
        at = next(
            (at for at, token in enumerate(words) if at not in matched and is_form_of(token, word)), None
        )
        if at is None:
            at = next(
                (at for at, token in enumerate(words) if at not in matched and _is_slip(token, word)), None
            )
            slips += 1
        if at is None:
            return Named(target, 0.0)
        matched.add(at)
    covered = sum(weights[at] for at in matched) / sum(weights)
    score = 0.45 + 0.55 * covered + 0.03 * (len(phrase) - 1) - 0.02 * min(matched) - 0.1 * slips
    if target in OF_A_PERSON and any(token in others for at, token in enumerate(words) if at not in matched):
        score *= 0.5
    return Named(target, score, slips)


def _is_slip(token: str, word: str) -> bool:
    token = token.rstrip(".")
    return is_slip_of(token, word) and not _is_known_word(token)


@lru_cache(maxsize=8192)
def _is_known_word(token: str) -> bool:
    return any(is_form_of(token, word) for word in _vocabulary())


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    """Every word that stands in a phrase, and words a slip away from one of them."""
    texts = [*SYNONYMS.values(), *(text for own in OF_KIND.values() for text in own.values())]
    words = {word for text in texts for phrase in text.split(";") for word in _phrase(phrase)}
    words |= {word for own in (*LIGHT.values(), *OTHER_PEOPLE.values()) for word in own}
    return frozenset(words | {"kontrakt", "godnosc", "umowa", "etat", "status", "powod", "data"})


def _is_any(token: str, words: Collection[str]) -> bool:
    return any(is_form_of(token, word) for word in words)


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
