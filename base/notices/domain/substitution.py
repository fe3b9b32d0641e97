"""Putting values into a centre's own words.

Nothing is computed: a placeholder is a name in braces, and what is put in is never looked at again, so a
value may hold braces, tags or anything else.
"""

import re
from collections.abc import Mapping
from typing import Final

PLACEHOLDER: Final = re.compile(r"\{([a-z_]{1,40})\}")
_BRACE: Final = re.compile(r"[{}]")


def names_in(text: str) -> set[str]:
    """The names of the placeholders a text holds."""
    return set(PLACEHOLDER.findall(text))


def has_stray_braces(text: str) -> bool:
    """Whether a brace stands there that belongs to no placeholder."""
    return bool(_BRACE.search(PLACEHOLDER.sub("", text)))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with every known placeholder replaced by its value in one line; unknown ones stay as they are.

    A line with a placeholder whose value is empty is left out; of empty lines in a row one is kept.
    """
    told: list[str] = []
    for line in text.split("\n"):
        line = line.strip()
        if any(name in values and not values[name] for name in PLACEHOLDER.findall(line)):
            continue
        if line or (told and told[-1]):
            told.append(fill_line(line, values))
    return "\n".join(told).strip()


def fill_line(line: str, values: Mapping[str, str]) -> str:
    """One line, in one pass."""
    return PLACEHOLDER.sub(lambda found: _one_line(values.get(found[1], found[0])), line)


def _one_line(value: str) -> str:
    return " ".join(value.split())
