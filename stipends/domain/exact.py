"""Exact fractions as people read them, and the one way money is rounded."""

from fractions import Fraction

from django.utils.formats import get_format

#: Digits after the comma of a number that does not end; then “…”.
CUT = 4
_LONGEST = 12


def half_up(exact: Fraction) -> int:
    """To whole grosze, halves up; the amount is not below nought."""
    if exact < 0:
        raise ValueError("Amounts here are not below nought.")
    return int((2 * exact.numerator + exact.denominator) // (2 * exact.denominator))


def plain(value: Fraction, *, least: int = 0) -> str:
    """A number as a decimal where it ends (“0,90625”), else cut with “…”; at least so many digits after the
    comma. It follows the language active now.
    """
    places = _places(value)
    if places is None:
        scaled = value.numerator * 10**CUT // value.denominator
        return f"{_decimal(scaled, CUT)}…"
    places = max(places, least)
    return _decimal(value.numerator * 10**places // value.denominator, places)


def multiplied(factor: Fraction) -> str:
    """A factor: a decimal where it ends soon, else a fraction (“27/31”)."""
    places = _places(factor)
    if places is None or places > _LONGEST:
        return f"{factor.numerator}/{factor.denominator}"
    return plain(factor)


def zloty(grosze: Fraction) -> str:
    """An amount in grosze as “407,8125 zł”: all of its digits, two at least."""
    return f"{plain(grosze / 100, least=2)} zł"


def _places(value: Fraction) -> int | None:
    """How many digits after the comma it takes to write the number exactly; None when it never ends."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def _decimal(scaled: int, places: int) -> str:
    whole, rest = divmod(scaled, 10**places)
    grouped = f"{whole:,}".replace(",", "\N{NO-BREAK SPACE}")
    return f"{grouped}{get_format('DECIMAL_SEPARATOR')}{rest:0{places}d}" if places else grouped
