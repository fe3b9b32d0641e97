"""How codes read in the language active now."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import wraps
from typing import TypeVar, cast

from django import template
from django.utils import timezone, translation
from django.utils.formats import date_format, get_format

from base.accounts.enums import Role
from base.places.languages import language_name
from base.places.week import Week

register = template.Library()


class Mark(str):
    """A placeholder in the place of a value: it reads as its name in braces, whatever reads it."""


class NumberMark(int):
    """The same for a number, as many as language asks a plural for."""

    name: str

    def __str__(self) -> str:
        return f"{{{self.name}}}"


V = TypeVar("V")


def reads(read: Callable[[V], str]) -> Callable[[V], str]:
    """A filter that leaves marks as they are."""

    @wraps(read)
    def told(value: V) -> str:
        return value if isinstance(value, Mark) else read(value)

    return cast("Callable[[V], str]", register.filter(told))


@register.simple_tag(takes_context=True)
def part(context: template.Context, name: str) -> str:
    """The sentence for a value such as a state: parts/<message>.<name>.txt."""
    if isinstance(context.get(name), Mark):
        return str(context[name])
    found = template.Engine.get_default().get_template(f"notices/parts/{context['message']}.{name}.txt")
    return found.render(template.Context(context.flatten(), autoescape=False)).strip()


@reads
def language_names(codes: Iterable[str]) -> str:
    """["uk", "pl"] as "Ukrainian, Polish"."""
    return ", ".join(language_name(code, translation.get_language()) for code in codes)


@reads
def week_text(hours: str) -> str:
    """str(Week) as the recipient writes hours."""
    return Week.parse(hours).text(translation.get_language() or "en")


@reads
def role_name(code: str) -> str:
    """The code of a role as its name."""
    return str(Role(code).label)


@reads
def day_text(day: str) -> str:
    """A day in ISO 8601 as the recipient writes days."""
    return date_format(date.fromisoformat(day), "DATE_FORMAT")


@reads
def day_and_time(moment: str) -> str:
    """An ISO moment as a day and a time in Poland."""
    local = timezone.localtime(datetime.fromisoformat(moment), timezone.get_default_timezone())
    return f"{date_format(local, 'l, j E')}, {local:%H:%M}"


@reads
def month_text(day: str) -> str:
    """The month of a day in ISO 8601: “October 2026”."""
    return date_format(date.fromisoformat(day), "YEAR_MONTH_FORMAT")


@reads
def grosze_text(grosze: int) -> str:
    """An amount in grosze: “407,81 zł”."""
    whole, rest = divmod(int(grosze), 100)
    grouped = f"{whole:,}".replace(",", "\N{NO-BREAK SPACE}")
    return f"{grouped}{get_format('DECIMAL_SEPARATOR')}{rest:02d}\N{NO-BREAK SPACE}zł"
