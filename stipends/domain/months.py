"""Calendar months, named by their first day."""

from calendar import monthrange
from datetime import date, timedelta


def first_day(day: date) -> date:
    """The first day of the month this day is in."""
    return day.replace(day=1)


def last_day(day: date) -> date:
    """The last day of the month this day is in; right in leap years."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def next_month(day: date) -> date:
    """The first day of the month after this day's."""
    return last_day(day) + timedelta(days=1)


def months_between(first: date, last: date) -> list[date]:
    """The first days of the months from that of `first` to that of `last`, both included."""
    months = []
    month = first_day(first)
    while month <= last:
        months.append(month)
        month = next_month(month)
    return months
