"""Days of the calendar, as people write them."""

import calendar
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.places.folding import fold
from intake.domain.readers.understanding import Answers, Question, Reader, Reading

from . import day_words as words
from .asking import joined_notes, options_of, settled

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TOPIC: Final = "day"
FIRST_YEAR, LAST_YEAR = 1900, 2100
YEARS_AHEAD = 20  # a year of two digits is of this century up to so many years from now
#: Days as a spreadsheet counts them, 2000 to 2050: nothing else in a column of dates looks like that.
SERIAL: Final = re.compile(r"(3[6-9]\d{3}|4\d{4}|5[0-4]\d{3})(?:[.,]\d+)?")
SERIAL_START: Final = date(1899, 12, 30)
YEAR_FIRST: Final = re.compile(r"(?P<year>\d{4})\s?[-./]\s?(?P<month>\d{1,2})\s?[-./]\s?(?P<day>\d{1,2})")
DAY_FIRST: Final = re.compile(
    r"(?P<day>\d{1,2})(?:\s?[-./]\s?|\s)(?P<month>\d{1,2})(?:\s?[-./]\s?|\s)(?P<year>\d{4}|\d{2})"
)
WORD_MONTH: Final = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.|-go)?[\s.\-]*(?P<month>{words.MONTH_WORD}|{words.ROMAN_WORD})"
    r"(?:[\s.,\-]+(?P<year>\d{4}))?"
)
MONTH_FIRST: Final = re.compile(
    rf"(?P<month>{words.MONTH_WORD})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year>\d{{4}}))"
)
MONTH_ONLY: Final = re.compile(
    rf"(?P<month>{words.MONTH_WORD}|{words.ROMAN_WORD}|\d{{1,2}})\.?[\s./\-,]*(?P<year>\d{{4}})?"
)
MONTH_BEHIND: Final = re.compile(rf"(?P<year>\d{{4}})[\s./-]+(?P<month>\d{{1,2}}|{words.MONTH_WORD})")
NO_YEAR: Final = re.compile(r"(?P<day>\d{1,2})[./-](?P<month>\d{1,2})\.?")
ANY_DATE: Final = re.compile(
    r"(?<!\d)(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d\d))(?!\d)"
)
BRACKET: Final = re.compile(r"\s*\((?!\s*(?:do|wa[żz]n|wygas|until|valid))([^()\d]*)\)\s*", re.IGNORECASE)


def understand_day(text: str, answers: Answers) -> Reading:
    """A date, or a question of the topic "day" about the whole text. Words that tell of no day ("w trakcie",
    "bezterminowo") are kept for the note; a tick without a day is asked about and never becomes today."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    today = timezone.localdate()
    found = _understood(text, today)
    if not found.questions:
        return found
    return settled(found.questions[0], answers, lambda meant: _certain(meant, today), keep=_words_of(text))


def _words_of(text: str) -> str:
    """The text where it says more than a day and a month: an answer does not make that undone."""
    folded = fold(text)
    plain = words.DONE.fullmatch(folded) or WORD_MONTH.fullmatch(folded)
    return text if re.search(r"[^\W\d]{2}", folded) and not plain else ""


def show_day(day: date) -> str:
    """Such as 12.10.2026, in every language."""
    return f"{day:%d.%m.%Y}"


@lru_cache(maxsize=8192)
def _understood(text: str, today: date) -> Reading:
    if reading := _certain(text, today):
        return reading
    folded = fold(text)
    if words.NO_DAY.fullmatch(folded):
        return Reading(note=text)
    if words.DONE.fullmatch(folded):
        return _asked(text, _("“{text}” tells that it is there, not since when. On which day was it?"))
    return _asked_about_a_part(text, today) or _asked_about_words(text, today)


def _certain(text: str, today: date) -> Reading | None:
    """The day of a text that can mean only one; words in brackets beside it are its note."""
    note = joined_notes(*BRACKET.findall(text))
    bare = BRACKET.sub(" ", text).strip()
    if SERIAL.fullmatch(bare):
        return Reading(SERIAL_START + timedelta(days=int(bare[:5])), note)
    folded = fold(bare)
    core = words.BEFORE.sub("", folded)
    core = words.BEHIND.sub("", core)
    for pattern in (YEAR_FIRST, DAY_FIRST, WORD_MONTH, MONTH_FIRST):
        if (match := pattern.fullmatch(core.strip(" .,"))) and match["year"] and (day := _day(match, today)):
            return Reading(day, note)
    return None


def _day(match: re.Match[str], today: date) -> date | None:
    return _date(_year(match["year"], today), _month(match), match)


def _month(match: re.Match[str]) -> int:
    """1 to 12; another number where it is no month."""
    word = match["month"]
    return int(word) if word.isdecimal() else words.month_of(word)


def _year(digits: str, today: date) -> int:
    if len(digits) == 4:
        return int(digits)
    century = today.year // 100 * 100
    year = century + int(digits)
    return year if year <= today.year + YEARS_AHEAD else year - 100


def _date(year: int, month: int, match: re.Match[str]) -> date | None:
    in_calendar = FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12
    day = int(match["day"])
    return date(year, month, day) if in_calendar and 1 <= day <= calendar.monthrange(year, month)[1] else None


def _asked(text: str, sentence: "StrOrPromise", likely: Iterable[date] = ()) -> Reading:
    options = options_of(show_day(day) for day in likely)
    return Reading(questions=(Question(TOPIC, text, format_lazy(sentence, text=text), options),))


def _asked_about_a_part(text: str, today: date) -> Reading | None:
    """A month, a year, a day without its year or a day no calendar has."""
    core = words.BEFORE.sub("", fold(text))
    core = re.sub(r"\s*(?:r|rok|roku|року|года)?\.?$", "", core).strip()
    if re.fullmatch(r"(?:19|20)\d\d", core):
        year = int(core)
        return _asked(
            text, _("“{text}” is a year. Which day is meant?"), [date(year, 1, 1), date(year, 12, 31)]
        )
    for pattern in (YEAR_FIRST, DAY_FIRST, WORD_MONTH):
        if (match := pattern.fullmatch(core)) and match["year"]:
            return _asked(text, _("“{text}” is in no calendar. Which day is meant?"), _near_to(match, today))
    for pattern in (NO_YEAR, WORD_MONTH):
        if (match := pattern.fullmatch(core)) and (days := _years_of(match, today)):
            return _asked(text, _("“{text}”: of which year?"), days)
    for pattern in (MONTH_BEHIND, MONTH_ONLY):
        if (match := pattern.fullmatch(core)) and (days := _month_ends(match, today)):
            return _asked(text, _("“{text}” is a month. Which day is meant?"), days)
    return None


def _near_to(match: re.Match[str], today: date) -> list[date]:
    """For the 31st of September the 30th and the 1st of October; for 10/25/2026 the 25th of October."""
    month = _month(match)
    year, day = _year(match["year"], today), int(match["day"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return []
    if month > 12 and 1 <= day <= 12 and month <= calendar.monthrange(year, day)[1]:
        return [date(year, day, month)]
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return []
    last = date(year, month, calendar.monthrange(year, month)[1])
    return [last, last + timedelta(days=1)]


def _years_of(match: re.Match[str], today: date) -> list[date]:
    """The day in this year and in the last one: the latest that has been comes first."""
    month = _month(match)
    years = (today.year, today.year - 1, today.year + 1)
    days = [day for year in years if (day := _date(year, month, match))]
    return sorted(days, key=lambda day: (day > today, abs(day - today)))


def _month_ends(match: re.Match[str], today: date) -> list[date]:
    """First and last day of a month; without its year of the latest one."""
    month = _month(match)
    if not 1 <= month <= 12 or (match["month"].isdecimal() and not match["year"]):
        return []
    year = int(match["year"] or (today.year if month <= today.month else today.year - 1))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return []
    return [date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])]


def _asked_about_words(text: str, today: date) -> Reading:
    """Words around a date ("ok. 12.10.2026", two dates), digits run together, or no date at all."""
    likely = [reading.value for found in ANY_DATE.findall(text) if (reading := _certain(found, today))]
    if match := re.fullmatch(r"((?:19|20)\d\d)(\d\d)(\d\d)|(\d\d)(\d\d)((?:19|20)\d\d)", text):
        year, month, day = (match[1], match[2], match[3]) if match[1] else (match[6], match[5], match[4])
        reading = _certain(f"{day}.{month}.{year}", today)
        likely = [reading.value] if reading else []
    mended = re.sub(r"(?<=[\d.])[oO](?=[\d.])", "0", re.sub(r"(?<=[\d.])[lI](?=[\d.])", "1", text))
    if mended != text and (reading := _certain(mended, today)):
        likely = [reading.value]
    return _asked(text, _("“{text}”: which day is meant?"), dict.fromkeys(likely))


DATE: Final = Reader(understand_day, show_day)
