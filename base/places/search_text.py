"""Finding people in lists: what a row can be found by, and what somebody typed, made comparable."""

import re
from collections.abc import Iterable

from django.db.models import Q

from base.places.folding import fold

PHONE = re.compile(r"[+\d][\d\s()/.-]{5,}\d")
MOST_WORDS = 8  # of a search; more words than a person types only cost time


def searchable(*parts: object) -> str:
    """Words in small letters without diacritics, phone numbers as digits: what a row keeps to be found by."""
    words = (" ".join(fold(str(part)).split()) for part in parts if part)
    return " ".join(PHONE.sub(lambda found: _digits(found[0]), word) for word in words)


def typed_words(text: str) -> list[str]:
    """What somebody typed, word by word, in the same form; a phone number with its spaces is one word."""
    folded = PHONE.sub(lambda found: _digits(found[0]) if _is_phone(found[0]) else found[0], fold(text))
    return folded.split()[:MOST_WORDS]


def found_in(text: str, columns: Iterable[str]) -> Q:
    """A filter: every typed word stands in one of the columns. An empty text finds everything."""
    columns = tuple(columns)
    wanted = Q()
    for word in typed_words(text):
        somewhere = Q()
        for column in columns:
            somewhere |= Q(**{f"{column}__contains": word})
        wanted &= somewhere
    return wanted


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _is_phone(text: str) -> bool:
    # Two post codes in a row are no phone number.
    return len(_digits(text)) >= 7 and not re.search(r"\b\d\d-\d\d\d\b", text)
