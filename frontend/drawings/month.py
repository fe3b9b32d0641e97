"""A month as a calendar: what was worked on which day, and which days are covered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _

from .week import day_names

QUARTER = 15
DAYS = 7


@dataclass(frozen=True)
class Day:
    """One day: its number, how it looks ("", "work", "out"), hours short and in words."""

    number: int
    look: str
    hours: str = ""
    words: str = ""
    asks: bool = False


@dataclass(frozen=True)
class MonthDrawing:
    """Weeks from Monday, a day of another month is None; names of days short and whole."""

    weeks: tuple[tuple[Day | None, ...], ...]
    names: tuple[tuple[str, str], ...]
    minutes: int


def draw_month(
    month: date, minutes: Mapping[date, int], *, covered: tuple[date, date] | None, asked: Iterable[date] = ()
) -> MonthDrawing:
    """The month of this day. `minutes`: what counts on a day; `covered`: the first and last day that
    everything covers; `asked`: days with a meeting that does not count as it stands.
    """
    first = month.replace(day=1)
    wanted = set(asked)
    cells: list[Day | None] = [None] * first.weekday()
    day = first
    while day.month == first.month:
        inside = covered is not None and covered[0] <= day <= covered[1]
        cells.append(_day(day, minutes.get(day, 0), inside, day in wanted))
        day += timedelta(days=1)
    cells += [None] * (-len(cells) % DAYS)
    weeks = tuple(tuple(cells[at : at + DAYS]) for at in range(0, len(cells), DAYS))
    names = tuple(zip(day_names("abbreviated"), day_names("wide"), strict=True))
    return MonthDrawing(weeks, names, sum(minutes.values()))


def hours_short(minutes: int) -> str:
    """90 as "1,5", 80 as "1:20": whole quarters as a decimal, others as on a clock."""
    hours, rest = divmod(minutes, 60)
    if rest % QUARTER:
        return f"{hours}:{rest:02d}"
    part = {0: "", 15: "25", 30: "5", 45: "75"}[rest]
    return f"{hours}{get_format('DECIMAL_SEPARATOR')}{part}" if part else str(hours)


def _day(day: date, minutes: int, is_covered: bool, asks: bool) -> Day:
    look = "work" if minutes else "" if is_covered else "out"
    told = [date_format(day, "j E")]
    if minutes:
        told.append(_length(minutes))
    elif not is_covered:
        told.append(_("not covered"))
    if asks:
        told.append(_("a meeting that does not count as it stands"))
    return Day(day.day, look, hours_short(minutes) if minutes else "", ", ".join(told), asks)


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = [_("%(count)d h") % {"count": hours}] if hours else []
    if rest or not hours:
        parts.append(_("%(count)d min") % {"count": rest})
    return " ".join(parts)
