"""Telephones and e-mails, as people write them."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

import phonenumbers
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.places.folding import fold
from intake.domain.readers.understanding import Answers, Question, Reader, Reading

from .asking import joined_notes, options_of, settled
from .emails import MAIL, understand_email
from .words import is_nothing

HOME: Final = "PL"
#: Digits of a number with what people put between them.
NUMBER: Final = re.compile(
    r"(?:\(\s?\+\s?\d{1,3}\s?\)|\+|\()?\s?\d(?:[\s().\-–—]{0,3}\d)+\)?(?:[.,]0+(?!\d))?"
)
BREAK: Final = re.compile(r"[/;,|\n]|\s(?:lub|albo|i|oraz|or|and|або|или|та|и)\s|\s{3,}")
#: Numbers a spreadsheet wrote as powers of ten: all nine digits are there, or some are lost.
POWER: Final = re.compile(r"(\d)[.,](\d+)[eE]\+?(\d{1,2})")
SAYS_NOTHING: Final = frozenset({"nr", "numer", "tel", "telefon", "phone", "тел", "телефон"})
#: How mobile numbers of Ukraine begin when they are written without +38.
UKRAINIAN: Final = re.compile(r"0(?:39|50|6[36-8]|7[37]|9[1-9])\d{7}")


def understand_phone(text: str, answers: Answers) -> Reading:
    """A number in E.164 ("+48600100200"), or a question of the topic "phone". The first number that exists is
    taken, other numbers and words go to the note; an e-mail goes to its own column (`also`)."""
    text = unicodedata.normalize("NFC", text).strip()
    found = _understood(text)
    if not found.questions:
        return found
    reading = settled(found.questions[0], answers, _certain, note=found.note)
    return Reading(reading.value, reading.note, reading.questions, {**found.also, **reading.also})


def show_phone(number: str) -> str:
    """As people in Poland write it: "600 100 200", "+380 67 123 4567"."""
    parsed = phonenumbers.parse(number, HOME)
    at_home = parsed.country_code == 48
    formats = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, formats.NATIONAL if at_home else formats.INTERNATIONAL)


@lru_cache(maxsize=8192)
def _understood(text: str) -> Reading:
    if is_nothing(text):
        return Reading()
    mails, rest = MAIL.findall(text), MAIL.sub("/", text)
    also = {"email": mails[0]} if mails else {}
    if power := POWER.fullmatch(rest.strip()):
        number = _of_power(power)
        return Reading(number, also=also) if number else _asked(rest, also)
    for written in _numbers_in(rest):
        if number := _number(written):
            before, _number_itself, after = rest.partition(written)
            return Reading(
                number, joined_notes(*_words_kept(before), *_words_kept(after), *mails[1:]), also=also
            )
    if re.search(r"\d", rest):
        return _asked(rest, also)
    return Reading(None, joined_notes(*_words_kept(rest), *mails[1:]), also=also)


def _asked(text: str, also: dict[str, str]) -> Reading:
    said = text.strip(" /,;")
    digits = re.sub(r"\D", "", said)
    mended = re.sub("[oO]", "0", said) if re.fullmatch(r"[\doO\s().+-]+", said) else ""
    likely = [number for one in (mended, *_with_country(digits)) if one and (number := _number(one))]
    if UKRAINIAN.fullmatch(digits):
        sentence = _("“{said}” begins as numbers of Ukraine do. Which one is it?")
    elif len(digits) < 9 and not likely:
        sentence = _("“{said}” has {digits} digits, a Polish number nine. What is the number?")
    else:
        sentence = _("“{said}” is no telephone number that exists. What is the number?")
    options = options_of(map(_full, likely))
    question = Question("phone", said, format_lazy(sentence, said=said, digits=len(digits)), options)
    return Reading(questions=(question,), also=also)


def _with_country(digits: str) -> list[str]:
    """Numbers the digits may stand for: of Ukraine without +38, with a country's code without its plus."""
    ukrainian = [f"+38{digits}"] if UKRAINIAN.fullmatch(digits) else []
    without_zero = [f"+380{digits}"] if UKRAINIAN.fullmatch(f"0{digits}") else []
    trunk = [f"+48{digits[1:]}"] if len(digits) == 10 and digits.startswith("0") else []
    return [*ukrainian, *without_zero, *trunk, *([f"+{digits}"] if len(digits) > 9 else [])]


def _full(number: str) -> str:
    return phonenumbers.format_number(
        phonenumbers.parse(number, HOME), phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )


def _numbers_in(text: str) -> list[str]:
    """Texts of the numbers, in order. "12/422-00-00" is one number, "600100200/600100201" are two."""
    if _number(text) and not re.search(r"[^\W\d_]", text):
        return [text]
    found: list[str] = []
    for part in BREAK.split(text):
        for match in NUMBER.finditer(part):
            found += _two(match[0].strip())
    return found


def _two(written: str) -> list[str]:
    """Two numbers with a space between them, where together they are none: "600100200 600100201"."""
    pieces = written.split()
    for cut in range(1, len(pieces)):
        first, second = " ".join(pieces[:cut]), " ".join(pieces[cut:])
        if not _number(written) and _number(first) and _number(second):
            return [first, second]
    return [written]


@lru_cache(maxsize=16384)
def _number(written: str) -> str | None:
    """E.164 of a number that surely is one; None where it does not exist or may be one of two."""
    written = (
        re.sub(r"[.,]0+\s*$", "", written.strip()) if re.fullmatch(r"\s*\d+[.,]0\s*", written) else written
    )
    digits = re.sub(r"[^\d+]", "", written)
    digits = re.sub(r"^00", "+", digits)
    if (len(digits) == 11 and digits.startswith("48")) or (len(digits) == 12 and digits.startswith("380")):
        digits = f"+{digits}"
    elif UKRAINIAN.fullmatch(digits):
        return None
    elif len(digits) == 10 and digits.startswith("0"):
        digits = digits[1:]  # how Poland dialled until 2005
    try:
        parsed = phonenumbers.parse(digits, HOME)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _of_power(match: re.Match[str]) -> str | None:
    """6.00100200E+08 is 600100200; 6.001E+08 has lost its end."""
    digits, power = match[1] + match[2], int(match[3])
    return _number(digits) if power + 1 == len(digits) or (power + 1 > len(digits) >= 8) else None


def _words_kept(text: str) -> list[str]:
    """What stands beside the numbers and says something: "(mama)", "po 17"."""
    kept = []
    for part in re.split(r"[/;,|\n()]+|\s-\s", text):
        part = " ".join(part.split()).strip(" .:-–")
        says = [word for word in re.findall(r"\w+", fold(part)) if word not in SAYS_NOTHING]
        if says and says not in (["lub"], ["albo"], ["i"], ["oraz"], ["or"], ["and"]):
            kept.append(part)
    return kept


def _certain(meant: str) -> Reading | None:
    number = _number(meant)
    return Reading(number) if number else None


PHONE: Final = Reader(understand_phone, show_phone)
EMAIL: Final = Reader(understand_email, str)
