"""Amounts of money as people read them, from integer grosze. Load with {% load money %}."""

from django import template
from django.utils import formats

register = template.Library()

#: Between thousands, and before the word: where a line must not break (U+00A0).
NO_BREAK = "\u00a0"
MINUS = "\u2212"


@register.filter
def zl(grosze: object) -> str:
    """123456 as "1 234,56 zł"; with the decimal sign of the language; what is no whole number is "–"."""
    words = amount(grosze)
    return f"{words}{NO_BREAK}zł" if words else "–"


@register.filter
def amount(grosze: object) -> str:
    """The same without the word; "" for what is no whole number of grosze."""
    if isinstance(grosze, bool) or not isinstance(grosze, int):
        return ""
    whole, rest = divmod(abs(grosze), 100)
    decimal = str(formats.get_format("DECIMAL_SEPARATOR"))
    sign = MINUS if grosze < 0 else ""
    return f"{sign}{_in_thousands(whole)}{decimal}{rest:02d}"


def _in_thousands(whole: int) -> str:
    return f"{whole:,}".replace(",", NO_BREAK)
