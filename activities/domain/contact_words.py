"""Phone numbers, e-mail addresses and ways to messengers in a message, however they are spelled; and the
number of a person in Poland (PESEL), which Splot never holds.

It protects from giving something away by chance. Who wants to get round it will (a number written out in
words passes); hours, dates, postcodes and house numbers pass too, because people meet at them.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from django.utils import timezone
from django.utils.translation import gettext as _
from stdnum.exceptions import ValidationError as NotOne
from stdnum.pl import pesel

#: A Polish number has nine digits, without its +48; fewer may be a price, a time or an address.
SHORTEST_NUMBER = 9
#: Written in one piece, or as an old local number, fewer are enough.
SHORTEST_PIECE = 7
PESEL_DIGITS = 11
#: Nobody alive was born earlier; numbers of later or earlier centuries are phone numbers with 48 before them.
EARLIEST_BIRTH = date(1900, 1, 1)

_INVISIBLE = {"Cf", "Me", "Cc"}
#: What stands between the digits of one number: up to three signs, but not the comma of a list.
_BETWEEN = r"(?:(?![,;]\s)[\s.\-‐‑‒–—−/\\()\[\]_*•·:;,'|~]){0,3}"
_RUN = re.compile(rf"\+?\s?\(?\d(?:{_BETWEEN}\d)*")
_LOCAL = re.compile(r"(?<!\d)(?<!\d[-./ ])\d{3}-\d{2}-\d{2}(?![-./ ]?\d)")

_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:(?:19|20)\d\d)"
_DATE = (
    rf"(?:{_YEAR}[-./]{_MONTH}[-./]{_DAY}|{_DAY}[-./]{_MONTH}[-./]{_YEAR}|{_DAY}[./]{_MONTH}(?:[./]\d\d)?\.?)"
)
_TIME = r"(?:(?:[01]?\d|2[0-4])[:.][0-5]\d)"
_MOMENT = rf"(?:{_DATE}|{_TIME})"
#: Days and hours one after another, as in "12.05.2026 17:00-19:30"; nothing of it may go on as a number.
_MOMENTS = re.compile(
    rf"(?<!\d)(?<!\d[-./:+]){_MOMENT}(?:[\s,]*[-–—]?[\s,]*{_MOMENT})*"
    rf"(?:\s?[-–—]\s?(?:[01]?\d|2[0-4]))?(?![-./:]?\d)"
)
_POSTCODE = re.compile(r"(?<!\d)(?<!\d[-./])\d\d-\d{3}(?![-./ ]?\d)")
_LETTER_FOR_NOUGHT = re.compile(r"(?<=\d)[oоOО]+(?=\d|\b)")

#: "At" and "dot" as people write them out, also in the languages spoken here.
_AT_SIGN = r"(?:@|[(\[{<]\s*(?:at|малпа|małpa|собака|равлик|эт|ет|маймун)\s*[)\]}>])"
_AT_WORD = r"\b(?:at|małpa|malpa|собака|собачка|равлик)\b"
_DOT_WORD = r"(?:[(\[{<]\s*(?:dot|kropka|крапка|точка|\.)\s*[)\]}>]|\b(?:dot|kropka|крапка|точка)\b)"
_ENDINGS = "com|org|net|pl|ua|ru|by|eu|info|edu|gov|biz|uk|example"
_PROVIDERS = "gmail|onet|interia|outlook|hotmail|yahoo|icloud|protonmail|ukr|wp|o2|yandex"
_EMAIL = re.compile(
    rf"\w\s*{_AT_SIGN}\s*\w"
    rf"|\w\s*{_AT_WORD}\s*[\w-]+\s*{_DOT_WORD}\s*[a-zа-яіїє]{{2,}}"
    rf"|[\w.]\s*{_AT_WORD}\s*[\w-]+(?:\s+\.\s*|\.)(?:[\w-]+\.)*(?:{_ENDINGS})\b"
    rf"|[\w.]\s*{_AT_WORD}\s*(?:{_PROVIDERS})\b"
    r"|(?:^|\s)@\w{3,}"
)

_DOT = r"\s?(?:\.|\[\.\]|\(\.\))\s?"
_SITES = (
    rf"t{_DOT}me|telegram{_DOT}(?:me|org|dog)|wa{_DOT}me|whatsapp{_DOT}com|viber{_DOT}(?:com|click)"
    rf"|m{_DOT}me|messenger{_DOT}com|facebook{_DOT}com|fb{_DOT}(?:com|me)|instagram{_DOT}com|ig{_DOT}me"
    rf"|signal{_DOT}(?:me|group|art)|discord{_DOT}(?:gg|com)|skype{_DOT}com|vk{_DOT}(?:com|me)|line{_DOT}me"
    rf"|snapchat{_DOT}com|tiktok{_DOT}com|ok{_DOT}ru|threema{_DOT}id|matrix{_DOT}to|zoom{_DOT}us"
)
_LINK = re.compile(
    rf"(?<![\w.])(?:\w+\.)?(?:{_SITES})(?![\w])"
    r"|\b(?:tg|viber|whatsapp|skype|sgnl|mailto|tel|sms)\s?:\s?(?://|\?)"
    r"|\b(?:mailto|tel|sms|skype):\S"
    # A name at a messenger: one with a sign or a digit in it, which no ordinary word has.
    r"|\b(?:telegram|whatsapp|viber|signal|messenger|skype|insta(?:gram)?|tg|телеграм|вайбер|вацап|инста)"
    r"\s?[:=\-–]\s?@?(?=\w*[\d_])\w{3,}"
)


def gives_contact(words: str) -> str:
    """What a text gives away: "email", "link" or "phone"; "" for none."""
    plain = plainly(words)
    if _EMAIL.search(plain):
        return "email"
    if _LINK.search(plain):
        return "link"
    return "phone" if any(_is_number(run) for run in _runs(plain)) or _LOCAL.search(plain) else ""


def gives_away(words: str, *, phones: tuple[str, ...] = (), emails: tuple[str, ...] = ()) -> bool:
    """Whether one of exactly these is among the words, whatever the spelling."""
    plain = plainly(words)
    tight = re.sub(r"\s", "", re.sub(_DOT_WORD, ".", re.sub(_AT_WORD, "@", re.sub(_AT_SIGN, "@", plain))))
    if any(email and email.lower() in tight for email in emails):
        return True
    numbers = [digits[-SHORTEST_NUMBER:] for digits in map(_digits, phones) if len(digits) >= SHORTEST_PIECE]
    return any(number in _digits(run) for run in _whole_runs(plain) for number in numbers)


def holds_pesel(words: str) -> bool:
    """Whether a number of a living person is among the words, in one piece or in several."""
    without = _MOMENTS.sub(" x ", plainly(words))
    return any(map(_is_pesel, (one for run in _RUN.finditer(without) for one in _elevens(run[0]))))


def no_pesel() -> str:
    """What is said of it."""
    return _("Please take out the number that looks like a PESEL: Splot never holds a PESEL.")


def plainly(words: str) -> str:
    """The text in plain digits and signs, in small letters: full-width, circled and Arabic digits, letters
    for noughts, nothing invisible."""
    folded = unicodedata.normalize("NFKC", words)
    kept = (_digit(one) for one in folded if one in "\n\t" or not _is_invisible(one))
    return _LETTER_FOR_NOUGHT.sub(lambda found: "0" * len(found[0]), "".join(kept)).lower()


def _is_invisible(one: str) -> bool:
    return unicodedata.category(one) in _INVISIBLE or "\ufe00" <= one <= "\ufe0f"


def _digit(one: str) -> str:
    value = unicodedata.digit(one, None)
    return one if value is None else str(value)


def _runs(plain: str) -> Iterator[str]:
    without = _POSTCODE.sub(" x ", _MOMENTS.sub(" x ", plain))
    return (found[0] for found in _RUN.finditer(without))


def _whole_runs(plain: str) -> Iterator[str]:
    return (found[0] for found in _RUN.finditer(plain))


def _elevens(run: str) -> Iterator[str]:
    """Eleven digits of a run that begin and end with a piece of it; a phone number with a plus is none."""
    pieces = re.findall(r"\d+", run)
    for start in range(int(run.startswith("+")), len(pieces)):
        digits = ""
        for piece in pieces[start:]:
            digits += piece
            if len(digits) >= PESEL_DIGITS:
                break
        if len(digits) == PESEL_DIGITS:
            yield digits


def _is_pesel(digits: str) -> bool:
    try:
        pesel.validate(digits)
    except NotOne:
        return False
    return EARLIEST_BIRTH <= pesel.get_birth_date(digits) <= timezone.localdate()


def _is_number(run: str) -> bool:
    digits = _digits(run)
    if len(digits) < SHORTEST_PIECE:
        return False
    groups = re.findall(r"\d+", run)
    if run.startswith("+") or any(len(group) >= SHORTEST_PIECE for group in groups):
        return True
    return len(digits) >= SHORTEST_NUMBER and not _are_days(groups)


def _are_days(groups: list[str]) -> bool:
    """Days of a month one after another, "12 13 14 15 16": nobody's number begins so and goes on so."""
    days = [int(group) for group in groups]
    return max(days) <= 31 and all(before < after for before, after in pairwise(days))


def _digits(text: object) -> str:
    return "".join(one for one in str(text) if one.isdecimal())
