"""A week as cells of half hours to touch: plain checkboxes underneath, values in, a Week out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from base.common.enums import Shift
from base.places.week import SLOTS, Week
from base.places.week_words import SLOTS_A_DAY
from frontend.drawings.week import clock, day_names, span_times

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FIRST, LAST = 14, 44  # 7:00 to 22:00, in half hours
SHOWN: Final = Week.from_spans((day, FIRST, LAST) for day in range(7))


@dataclass(frozen=True)
class Preset:
    """Hours many people are free at, added by one touch."""

    key: str
    word: "StrOrPromise"
    week: Week

    @property
    def slots(self) -> str:
        """For the page's script."""
        return " ".join(map(str, slots_of(self.week)))


PRESETS: Final = (
    Preset("evenings", _("Weekday evenings"), Week.from_spans((day, 34, 42) for day in range(5))),
    Preset("mornings", _("Weekday mornings"), Week.from_spans((day, 18, 26) for day in range(5))),
    Preset("afternoons", _("Weekday afternoons"), Week.from_spans((day, 26, 34) for day in range(5))),
    Preset("saturday", _("Saturday"), Week.from_spans([(5, 20, 36)])),
    Preset("sunday", _("Sunday"), Week.from_spans([(6, 20, 36)])),
)
#: What people at work add by one touch: the part of their shift that the grid shows, on working days.
SHIFT_PRESETS: Final = (
    Preset(Shift.DAY, _("Day shift, 8–16"), Week.from_spans((day, 16, 32) for day in range(5))),
    Preset(Shift.EARLY, _("Early shift, until 14"), Week.from_spans((day, FIRST, 28) for day in range(5))),
    Preset(Shift.LATE, _("Late shift, 14–22"), Week.from_spans((day, 28, LAST) for day in range(5))),
    Preset(
        "after_early", _("After the early shift, 14–17"), Week.from_spans((day, 28, 34) for day in range(5))
    ),
    Preset(
        "before_late", _("Before the late shift, 11–14"), Week.from_spans((day, 22, 28) for day in range(5))
    ),
)
CLEAR: Final = "nothing"


@dataclass(frozen=True)
class Cell:
    """Half an hour: its number in the week, when it begins, and whether it is ticked."""

    slot: int
    time: str
    end: str
    is_hour: bool
    is_free: bool


@dataclass(frozen=True)
class Day:
    """One day of the grid; `words` tells what is ticked."""

    number: int
    name: str
    words: str
    cells: Sequence[Cell]


class WeekGridField(forms.Field):
    """Numbers of half hours (day * 48 + half hour) from checkboxes in, a Week out."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> Week:
        if isinstance(value, Week):
            return value
        try:
            return week_of(int(one) for one in value or ())
        except (ValueError, TypeError):
            raise ValidationError(_("This is not a week."), code="invalid") from None


def week_of(slots: Iterable[int]) -> Week:
    """The half hours of these numbers. ValueError for a number no week has."""
    chosen = set(slots)
    if any(not 0 <= slot < SLOTS for slot in chosen):
        raise ValueError("no such half hour")
    return Week(sum(1 << slot for slot in chosen))


def slots_of(week: Week) -> list[int]:
    """The numbers of its half hours."""
    return [slot for slot in range(SLOTS) if week.bits >> slot & 1]


def days_of(week: Week) -> list[Day]:
    """The seven days with their cells from 7:00 to 22:00."""
    spans = week.spans()
    return [
        Day(
            day,
            name,
            ", ".join(span_times(span for span in spans if span.day == day)),
            [
                Cell(slot, clock(half), clock(half + 1), half % 2 == 0, bool(week.bits >> slot & 1))
                for half in range(FIRST, LAST)
                for slot in (day * SLOTS_A_DAY + half,)
            ],
        )
        for day, name in enumerate(day_names("wide"))
    ]


def with_preset(week: Week, key: str) -> Week:
    """The week with what the button adds; all hours gone for CLEAR, unchanged for an unknown key."""
    if key == CLEAR:
        return Week.empty()
    known = (*PRESETS, *SHIFT_PRESETS)
    return week | next((one.week for one in known if one.key == key), Week.empty())


def presets_of_shifts(shift: str) -> list[Preset]:
    """The presets of people at work, their own shift first."""
    return sorted(SHIFT_PRESETS, key=lambda one: one.key != shift)
