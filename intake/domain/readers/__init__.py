"""What a cell means. A reader takes the text of a cell that is not empty and returns a value, or raises
UnreadableText with a sentence; it also prints a value back as people write it."""

import calendar
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from base.common.enums import AgeBand
from base.places.errors import UnreadableText
from base.places.folding import fold, nearest
from base.places.languages import language_name, languages_text, parse_languages
from base.places.week import Week
from intake.domain.vocabulary import Vocabulary

LIST_BREAK = re.compile(r"[,;\n|]+")
DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?: r\.?)?")
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
AGE_BANDS = tuple((int(re.findall(r"\d+", band.value)[0]), band) for band in AgeBand)
OLDEST = 120
FEW = 3  # words to choose from: all of them are named


@dataclass(frozen=True)
class Reader:
    """How a column is read and printed. `shows` when a reading should be told where it differs."""

    read: Callable[[str], Any]
    show: Callable[[Any], str]
    shows: bool = True


def choice(words: Vocabulary) -> Reader:
    """One code, by its word in Polish or English."""
    known = _index(words)

    def read(text: str) -> str:
        return _code(text, known, words)

    return Reader(read, lambda code: _word(words, code), shows=False)


def choices(words: Vocabulary) -> Reader:
    """A set of codes, their words set apart by commas."""
    known = _index(words)

    def read(text: str) -> frozenset[str]:
        parts = [part.strip() for part in LIST_BREAK.split(text)]
        return frozenset(_code(part, known, words) for part in parts if part)

    def show(codes: Iterable[str]) -> str:
        return ", ".join(_word(words, code) for code in words if code in codes)

    return Reader(read, show, shows=False)


def read_number(text: str) -> int:
    """A whole number, with or without its unit: "10", "10 km"."""
    match = re.fullmatch(r"(\d{1,4})(?:[.,]0+)?\s*(?:km|os\.?|lat)?", text)
    if match is None:
        raise UnreadableText(format_lazy(_("“{text}” is not a whole number."), text=text), fragment=text)
    return int(match[1])


def read_day(text: str) -> date:
    """A day such as 12.10.2026 or 2026-10-12."""
    if match := ISO_DAY.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := DAY.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
        year += 2000 if year < 100 else 0
    else:
        sentence = format_lazy(_("“{text}” is not a day; write it such as 12.10.2026."), text=text)
        raise UnreadableText(sentence, fragment=text)
    if not 1 <= month <= 12:
        raise UnreadableText(format_lazy(_("“{text}”: a year has twelve months."), text=text), fragment=text)
    if not 1900 <= year <= 2100:
        raise UnreadableText(format_lazy(_("“{text}”: is the year right?"), text=text), fragment=text)
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        sentence = format_lazy(_("“{text}”: that month has {days} days."), text=text, days=last)
        raise UnreadableText(sentence, fragment=text)
    return date(year, month, day)


def read_ages(text: str) -> tuple[AgeBand, ...]:
    """Ages in years, "4, 7" or "4 i 7", as bands, one for each person."""
    if re.fullmatch(r"\d+\.\d+", text):
        sentence = _("“{text}”: the spreadsheet made one number of two ages. Write them as “4; 7”.")
        raise UnreadableText(format_lazy(sentence, text=text), fragment=text)
    words = [word for word in re.split(r"[,;\s+/|]+|\b(?:i|oraz|and|та|и|і)\b", text.lower()) if word]
    return tuple(_age_band(word, text) for word in words if word not in {"lat", "lata", "rok", "years", "l."})


def read_age(text: str) -> AgeBand:
    """One person's age in years, or their band ("26-40")."""
    if text.replace(" ", "") in AgeBand.values:
        return AgeBand(text.replace(" ", ""))
    ages = read_ages(text)
    if len(ages) != 1:
        raise UnreadableText(format_lazy(_("“{text}”: one age, please."), text=text), fragment=text)
    return ages[0]


def read_language(text: str) -> str:
    """The code of one language by its name."""
    return parse_languages(f"{LIST_BREAK.split(text)[0].strip()} native")[0].language


def _show_ages(bands: Iterable[AgeBand]) -> str:
    return ", ".join(str(AgeBand(band).label) for band in bands)


TEXT = Reader(lambda text: text, str, shows=False)
NUMBER = Reader(read_number, str, shows=False)
DATE = Reader(read_day, lambda day: f"{day:%d.%m.%Y}", shows=False)
WEEK = Reader(Week.parse, lambda week: week.text())
LANGUAGES = Reader(parse_languages, languages_text)
LANGUAGE = Reader(read_language, language_name)
AGES = Reader(read_ages, _show_ages, shows=False)
AGE = Reader(read_age, lambda band: str(AgeBand(band).label), shows=False)


def _age_band(word: str, text: str) -> AgeBand:
    if not word.isdecimal() or int(word) > OLDEST:
        sentence = _("“{text}”: write ages in years, such as “4; 7”.")
        raise UnreadableText(format_lazy(sentence, text=text), fragment=word)
    return [band for youngest, band in AGE_BANDS if youngest <= int(word)][-1]


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w-]+", " ", fold(text)).split())


def _index(words: Vocabulary) -> dict[str, str]:
    known: dict[str, str] = {}
    for code, word in words.items():
        for text in (code, word.pl, word.en, *word.also):
            known.setdefault(_plain(text), code)
            known.setdefault(fold(text), code)
    return known


def _word(words: Vocabulary, code: str) -> str:
    return words[code].en if (get_language() or "").startswith("en") else words[code].pl


def _code(text: str, known: dict[str, str], words: Vocabulary) -> str:
    plain = _plain(text)
    code = known.get(fold(text.strip())) or known.get(plain)
    if code is not None:
        return code
    beginning = {code for word, code in known.items() if len(plain) >= 4 and word.startswith(plain)}
    if len(beginning) == 1:
        return beginning.pop()
    if len(words) <= FEW:
        possible = ", ".join(_word(words, code) for code in words)
        sentence = format_lazy(_("“{text}” is none of: {possible}."), text=text, possible=possible)
        raise UnreadableText(sentence, fragment=text)
    alike = [_word(words, known[word]) for word in nearest(plain, known)]
    suggestions = dict.fromkeys(alike or [_word(words, code) for code in list(words)[:6]])
    sentence = format_lazy(_("We do not know “{text}” here."), text=text)
    raise UnreadableText(sentence, fragment=text, suggestions=suggestions)
