"""What all readers of words share: nothing said, and words made comparable."""

import hashlib
import re
from functools import lru_cache
from typing import Final

from base.places.folding import fold
from intake.domain.readers.understanding import NO_ANSWERS, Answers, Reading, Understand

#: Words with which people leave a cell empty, as `plain` makes them.
NOTHING: Final = frozenset(
    {
        *("brak", "brak danych", "brak info", "brak informacji", "nie dotyczy", "nd", "n d", "n a", "na"),
        *("bd", "b d", "nie podano", "nie podal", "nie podala", "nie wiadomo", "nieznane", "nieznany"),
        *("nie wiem", "do uzupelnienia", "none", "null", "not applicable", "not given", "unknown", "nan"),
        *("no data", "nic", "puste", "немае", "нема", "немае даних", "нет", "нет данных", "не указано"),
    }
)


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Small letters without diacritics and marks, one space between words: "B. dobrze!" -> "b dobrze"."""
    return " ".join(re.sub(r"[\W_]+", " ", fold(text)).split())


@lru_cache(maxsize=65536)
def is_nothing(text: str) -> bool:
    """Whether a text only says that nothing is known: "brak", "-", "nie dotyczy", "b.d.", "n/d", "?"."""
    words = plain(text)
    return not words or words in NOTHING


def word_set(text: str) -> frozenset[str]:
    """The words of a text, for tables that are read by people."""
    return frozenset(text.split())


def fingerprint(text: str) -> str:
    """What tells apart texts whose words must not be kept: "#3f2a9c01"."""
    return f"#{hashlib.sha256(fold(text).encode()).hexdigest()[:8]}"


def once(read: Understand, *, size: int = 32768) -> Understand:
    """A reader that looks at alike cells once, and again only where an answer is there for one of them."""
    first = lru_cache(maxsize=size)(lambda text: read(text, NO_ANSWERS))

    def understand(text: str, answers: Answers) -> Reading:
        reading: Reading = first(text)
        asked = reading.questions
        if answers is NO_ANSWERS or all(answers.get(one.topic, one.said) is None for one in asked):
            return reading
        return read(text, answers)

    return understand
