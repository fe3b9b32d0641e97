"""Days of the calendar, as people write them."""

import re
from datetime import date
from typing import Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from intake.domain.understanding import Answers, Question, Reader, Reading

from .asking import settled

DAY: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def understand_day(text: str, answers: Answers) -> Reading:
    """A date, or a question of the topic "day"; words that tell of no day are kept for the note."""
    if reading := _certain(text):
        return reading
    sentence = format_lazy(_("“{text}”: which day is it?"), text=text)
    return settled(Question("day", text, sentence), answers, _certain)


def show_day(day: date) -> str:
    """Such as 12.10.2026, in every language."""
    return f"{day:%d.%m.%Y}"


def _certain(text: str) -> Reading | None:
    match = DAY.fullmatch(text)
    try:
        return Reading(date(int(match[3]), int(match[2]), int(match[1]))) if match else None
    except ValueError:
        return None


DATE: Final = Reader(understand_day, show_day)
