"""Amounts of money as people read them, from integer grosze. Load with {% load money %}."""

from django import template
from django.utils import formats

from stipends.domain.account_numbers import spaced_nrb

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


@register.filter
def eur(eurocents: object) -> str:
    """123456 as "1 234,56 EUR"; what is no whole number is "–"."""
    words = amount(eurocents)
    return f"{words}{NO_BREAK}EUR" if words else "–"


@register.filter
def nrb(digits: str) -> str:
    """The 26 digits of a bank account in groups, as it stands on papers; a line breaks between them only."""
    return spaced_nrb(digits)


@register.filter
def euro_rate(rate_e4: int) -> str:
    """43215 ten-thousandths of a zloty as "4,3215"."""
    whole, rest = divmod(rate_e4, 10_000)
    return f"{whole}{formats.get_format('DECIMAL_SEPARATOR')}{rest:04d}"


def _in_thousands(whole: int) -> str:
    return f"{whole:,}".replace(",", NO_BREAK)
