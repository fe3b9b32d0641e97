"""A year of days on which a centre is closed: its own beside the public holidays, month by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from base.organisations.models import DayOff
from base.organisations.queries import days_off_of
from base.organisations.working_days import public_holidays


@dataclass(frozen=True)
class Row:
    """One day: a public holiday, or an own day off with its key."""

    day: date
    name: str
    own: DayOff | None = None


@dataclass(frozen=True)
class Month:
    """The days of one month, in order."""

    first: date
    rows: Sequence[Row]


def year_of(organisation_id: int, year: int) -> list[Month]:
    """The months of the year that hold a day off, in one query."""
    own = days_off_of(organisation_id, first=date(year, 1, 1), last=date(year, 12, 31))
    rows = [Row(one.on, one.name, one) for one in own]
    rows += [Row(day, name) for day, name in public_holidays(year)]
    rows.sort(key=lambda row: (row.day, row.own is not None))
    months = sorted({row.day.month for row in rows})
    return [Month(date(year, month, 1), [row for row in rows if row.day.month == month]) for month in months]
