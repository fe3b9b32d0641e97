"""How codes read in the language active now."""

from collections.abc import Iterable
from datetime import date, datetime

from django import template
from django.utils import timezone, translation
from django.utils.formats import date_format, get_format

from base.accounts.enums import Role
from base.places.languages import language_name
from base.places.week import Week

register = template.Library()


@register.filter
def language_names(codes: Iterable[str]) -> str:
    """["uk", "pl"] as "Ukrainian, Polish"."""
    return ", ".join(language_name(code, translation.get_language()) for code in codes)


@register.filter
def week_text(hours: str) -> str:
    """str(Week) as the recipient writes hours."""
    return Week.parse(hours).text(translation.get_language() or "en")


@register.filter
def role_name(code: str) -> str:
    """The code of a role as its name."""
    return str(Role(code).label)


@register.filter
def day_text(day: str) -> str:
    """A day in ISO 8601 as the recipient writes days."""
    return date_format(date.fromisoformat(day), "DATE_FORMAT")


@register.filter
def day_and_time(moment: str) -> str:
    """An ISO moment as a day and a time in Poland."""
    local = timezone.localtime(datetime.fromisoformat(moment), timezone.get_default_timezone())
    return f"{date_format(local, 'l, j E')}, {local:%H:%M}"


@register.filter
def month_text(day: str) -> str:
    """The month of a day in ISO 8601: “October 2026”."""
    return date_format(date.fromisoformat(day), "YEAR_MONTH_FORMAT")


@register.filter
def grosze_text(grosze: int) -> str:
    """An amount in grosze: “407,81 zł”."""
    whole, rest = divmod(int(grosze), 100)
    grouped = f"{whole:,}".replace(",", "\N{NO-BREAK SPACE}")
    return f"{grouped}{get_format('DECIMAL_SEPARATOR')}{rest:02d}\N{NO-BREAK SPACE}zł"
