"""Whole numbers: how far somebody travels, how many families they take."""

import re
from typing import Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from intake.domain.understanding import Answers, Question, Reader, Reading

from .asking import settled

NUMBER_TEXT: Final = re.compile(r"(\d{1,4})(?:[.,]0+)?\s*(?:km|os\.?|lat)?")


def understand_number(text: str, answers: Answers) -> Reading:
    """A whole number, or a question of the topic "number"."""
    if reading := _certain(text):
        return reading
    sentence = format_lazy(_("“{text}”: which number is meant?"), text=text)
    return settled(Question("number", text, sentence), answers, _certain)


def _certain(text: str) -> Reading | None:
    match = NUMBER_TEXT.fullmatch(text)
    return Reading(int(match[1])) if match else None


NUMBER: Final = Reader(understand_number, str)
DISTANCE: Final = NUMBER
ROOM: Final = NUMBER
