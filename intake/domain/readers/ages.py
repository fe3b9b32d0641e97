"""Ages of the people at home, as people write them. An age is kept as a band, never a day of birth; a name
beside an age is not kept at all, not even for the note."""

import re
from collections.abc import Iterable
from typing import Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.common.enums import AgeBand
from intake.domain.understanding import Answers, Question, Reader, Reading

from .asking import settled

BANDS: Final = tuple((int(re.findall(r"\d+", band.value)[0]), band) for band in AgeBand)


def band_of(years: int) -> AgeBand:
    """The band of an age in whole years."""
    return [band for youngest, band in BANDS if youngest <= years][-1]


def understand_ages(text: str, answers: Answers) -> Reading:
    """One AgeBand for each person (a tuple; empty: nobody), or a question of the topic "age"."""
    words = [word for word in re.split(r"[,;\s+/|]+|\b(?:i|oraz|and)\b", text.lower()) if word]
    ages = [word for word in words if word not in {"lat", "lata", "years"}]
    if all(age.isdecimal() for age in ages):
        return Reading(tuple(band_of(int(age)) for age in ages))
    sentence = format_lazy(_("“{text}”: how old are they? Write ages in years, such as “4; 7”."), text=text)
    return settled(Question("age", text, sentence), answers, lambda meant: None)


def understand_age(text: str, answers: Answers) -> Reading:
    """One person's AgeBand, or a question of the topic "age"."""
    reading = understand_ages(text, answers)
    return Reading(reading.value[0]) if reading.value else reading


def show_ages(bands: Iterable[str]) -> str:
    """Such as "3-6 years, 7-9 years"."""
    return ", ".join(str(AgeBand(band).label) for band in bands)


AGES: Final = Reader(understand_ages, show_ages)
AGE: Final = Reader(understand_age, lambda band: str(AgeBand(band).label))
