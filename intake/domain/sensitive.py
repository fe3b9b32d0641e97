"""What Splot does not keep, whatever for: recognised by heading and by value, named, and left out."""

import re
from typing import Final

from stdnum.pl import pesel

#: Stands where a number was taken out of a text.
TAKEN_OUT: Final = "[PESEL]"
ELEVEN_DIGITS: Final = re.compile(r"(?<![\d+])\d(?:[ -]?\d){10}(?!\d)")


def is_sensitive_text(text: str) -> bool:
    """Whether a PESEL stands anywhere in the text."""
    return scrub(text)[1]


def scrub(text: str) -> tuple[str, bool]:
    """The text with every PESEL in it replaced by a sign, and whether there was one."""
    if not any(sign.isdigit() for sign in text):
        return text, False
    found = ELEVEN_DIGITS.sub(lambda match: TAKEN_OUT if _is_pesel(match[0]) else match[0], text)
    return found, found != text


def _is_pesel(digits: str) -> bool:
    return bool(pesel.is_valid(digits))
