"""A week as a family sees it: seven days, each by morning, afternoon and evening, or by its own hours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import time
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from base.places.week import Span, Week
from base.places.week_words import AFTERNOON, DAYS, EVENINGS, MORNING, SLOTS_A_DAY, clock
from frontend.drawings.week import day_names, span_times


@dataclass(frozen=True)
class Part:
    """A part of a day and its half hours since midnight."""

    key: str
    word: str | Promise
    start: int
    end: int

    @property
    def hours(self) -> str:
        """8–12."""
        return f"{self.start // 2}–{self.end // 2}"

    def of(self, day: int) -> Week:
        """This part of that day."""
        return Week.from_spans([(day, self.start, self.end)])


PARTS = (
    Part("morning", _("morning"), *MORNING),
    Part("afternoon", _("afternoon"), *AFTERNOON),
    Part("evening", _("evening"), *EVENINGS),
)


@dataclass(frozen=True)
class DayShown:
    """One day on the page: the parts that are ticked, or the hours written; `exact` says what is kept where
    neither can."""

    number: int
    name: str
    parts: frozenset[str] = frozenset()
    start: str = ""
    end: str = ""
    exact: tuple[str, ...] = ()
    all_parts: Sequence[Part] = field(default=PARTS)

    def as_posted(self, data: Any) -> "DayShown":
        """The same day as the form was sent."""
        return replace(
            self,
            parts=frozenset(data.getlist(f"parts_{self.number}")),
            start=data.get(f"from_{self.number}", ""),
            end=data.get(f"to_{self.number}", ""),
        )


def days_of(week: Week) -> list[DayShown]:
    """The seven days, Monday first."""
    names = day_names("wide")
    return [_shown(week, number, names[number]) for number in range(DAYS)]


def week_from(week: Week, days: Sequence[DayShown], told: Mapping[str, Any]) -> Week:
    """The week with the days that were told otherwise than they were shown."""
    for day in days:
        parts = frozenset(told[f"parts_{day.number}"])
        hours = _half(told[f"from_{day.number}"]), _half(told[f"to_{day.number}"])
        if (parts, *hours) != (day.parts, _half_of(day.start), _half_of(day.end)):
            week = (week - _whole(day.number)) | _told(day.number, parts, *hours)
    return week


def _told(day: int, parts: frozenset[str], start: int | None, end: int | None) -> Week:
    """The parts that are ticked, and the hours that are written."""
    spans = [(day, part.start, part.end) for part in PARTS if part.key in parts]
    if start is not None and end is not None and start < end:
        spans.append((day, start, end))
    return Week.from_spans(spans)


def _shown(week: Week, number: int, name: str) -> DayShown:
    free = week & _whole(number)
    whole = [part for part in PARTS if part.of(number) <= free]
    if free == Week.from_spans([(number, part.start, part.end) for part in whole]):
        return DayShown(number, name, frozenset(part.key for part in whole))
    spans = free.spans()
    if len(spans) == 1:
        return DayShown(number, name, start=_padded(spans[0].start), end=_padded(spans[0].end))
    touched = frozenset(part.key for part in PARTS if part.of(number) & free)
    return DayShown(number, name, touched, exact=span_times(Span(*one) for one in spans))


def _whole(day: int) -> Week:
    return Week.from_spans([(day, 0, SLOTS_A_DAY)])


def _padded(half: int) -> str:
    """As a browser's field for hours wants it: "08:30". The end of the day is its last half hour's start."""
    return clock(min(half, SLOTS_A_DAY - 1)).zfill(5)


def _half_of(text: str) -> int | None:
    return _half(time.fromisoformat(text)) if text else None


def _half(at: time | None) -> int | None:
    """Half hours since midnight, to the nearest."""
    if at is None:
        return None
    return min(round((at.hour * 60 + at.minute) / 30), SLOTS_A_DAY)
