"""A language nobody speaks, written from the right: what pages do when Arabic comes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import translation

FIELD = re.compile(r"(%\(\w+\)[a-z]|%[sd%]|\{[^{}]*\}|<[^>]+>)")
LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "אבגדהוזחטיכלמנסעפצקרשתאבגד")
LONGER = 0.3  # translations are longer than English by about so much


def pseudo(text: str) -> str:
    """The text in Hebrew letters and longer, its fields untouched."""
    parts = FIELD.split(str(text))
    told = [part if number % 2 else part.lower().translate(LETTERS) for number, part in enumerate(parts)]
    return "".join(told) + " שלום"[: max(1, round(len(text) * LONGER))]


@contextmanager
def right_to_left() -> Iterator[None]:
    """While it lasts every text of the catalogue is pseudo text, and pages are read from the right."""
    changed = {
        "gettext": lambda message: pseudo(message),
        "pgettext": lambda _context, message: pseudo(message),
        "ngettext": lambda one, many, number: pseudo(one if number == 1 else many),
        "npgettext": lambda _context, one, many, number: pseudo(one if number == 1 else many),
        "get_language_bidi": lambda: True,
    }
    place: Any = translation._trans  # type: ignore[attr-defined]  # where Django looks them up
    kept = {name: getattr(place, name) for name in changed}
    vars(place).update(changed)
    try:
        yield
    finally:
        vars(place).update(kept)
