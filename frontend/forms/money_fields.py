"""Hours, percent and months as people write them; minutes and hundredths of a percent inside.

Whole numbers all the way: what cannot be read exactly is asked again, never rounded.
"""

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext_lazy as _

from stipends.domain.months import months_between

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_NUMBER = re.compile(r"(\d{1,12})(?:[.,](\d{1,2}))?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,4})(?::|h)(\d{1,2})(?:m|min)?", re.ASCII)
_MINUTES = re.compile(r"(\d{1,5})(?:m|min)", re.ASCII)
HOUR = 60


class _Exact(forms.CharField):
    """A text that is read into a whole number of the smallest unit, and shown in the language active now."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs), max_length=30, **kwargs)

    def clean(self, value: Any) -> int | None:
        text = _SPACES.sub("", super().clean(value))
        return self.read(text) if text else None

    def read(self, text: str) -> int:
        """The number behind a text without spaces; ValidationError when there is none."""
        raise NotImplementedError

    def show(self, value: int) -> str:
        """The number as its field shows it."""
        raise NotImplementedError

    def prepare_value(self, value: Any) -> Any:
        return self.show(value) if isinstance(value, int) and not isinstance(value, bool) else value


class PercentField(_Exact):
    """“20,48” or “20.48 %”: 2048 hundredths of a percent."""

    def read(self, text: str) -> int:
        return _hundredths(text.removesuffix("%"), _("Write it as 20,48: at most two decimals."))

    def show(self, value: int) -> str:
        whole, rest = divmod(value, 100)
        return f"{whole}{get_format('DECIMAL_SEPARATOR')}{rest:02d}" if rest else str(whole)


class HoursField(_Exact):
    """“14:30”, “14,5”, “14 h 30 min” or “90 min”: minutes."""

    def read(self, text: str) -> int:
        text = text.lower()
        if found := _CLOCK.fullmatch(text):
            hours, minutes = int(found[1]), int(found[2])
            if minutes < HOUR:
                return hours * HOUR + minutes
        elif found := _MINUTES.fullmatch(text):
            return int(found[1])
        elif found := _NUMBER.fullmatch(text.removesuffix("h")):
            hundredths = _as_hundredths(found)
            if hundredths * HOUR % 100 == 0:
                return hundredths * HOUR // 100
        raise ValidationError(_("Write hours as 16, 14,5 or 14:30."), code="hours")

    def show(self, value: int) -> str:
        hours, minutes = divmod(value, HOUR)
        return f"{hours}:{minutes:02d}" if minutes else str(hours)


def _hundredths(text: str, sentence: "StrOrPromise") -> int:
    found = _NUMBER.fullmatch(text)
    if not found:
        raise ValidationError(sentence, code="number")
    return _as_hundredths(found)


def _as_hundredths(found: "re.Match[str]") -> int:
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


class MonthField(forms.TypedChoiceField):
    """One of the months of a call, by its first day; `give_months` says which."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=date.fromisoformat, empty_value=None, **kwargs)

    def give_months(self, first: date, last: date, *, none: "StrOrPromise" = "") -> None:
        """The months to choose from; `none` is the word for no month at all."""
        months = [(day.isoformat(), date_format(day, "F Y")) for day in months_between(first, last)]
        self.choices = [("", none), *months] if none else months

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value
