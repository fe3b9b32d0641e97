"""A text about ages taken apart: ages, counts of people, words of kinship, and words we do not know."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.utils import timezone, translation

from base.common.enums import AgeBand
from base.places.folding import fold

from .words import word_set

BANDS: Final = tuple((int(re.findall(r"\d+", band.value)[0]), band) for band in AgeBand)
OLDEST: Final = 120
MONTHS: Final = 12

UNIT: Final = (
    r"(?:lat\w*|rok\w*|rocz\w*|letni\w*|l|r\.? ?z|years?(?: old)?|yrs?|y\.?o|y/o|y|рок\w*|рік|літ|лет|год\w*)"
    r"\b\.?"
)
COUNTED: Final = (
    r"(?:dziec\w*|dziat\w*|osob\w*|doros\w*|synow\w*|syny|synowie|corki|corek|dziewczyn\w*|chlopc\w*"
    r"|children|child|kids?|adults?|sons|daughters|people|дит\w*|діт\w*|дет\w*|ребен\w*|осіб|человек)\b"
)
NUMBER_WORDS: Final = {
    **dict.fromkeys(word_set("jedno jeden jedna one одна один одно"), 1),
    **dict.fromkeys(word_set("dwoje dwa dwie dwoch dwojka dwojke dwojki two двое двоє двое два дві две"), 2),
    **dict.fromkeys(word_set("troje trzy trzech trojka trojke trojki three трое троє три"), 3),
    **dict.fromkeys(word_set("czworo cztery czterech czworka czworke four четверо чотири четыре"), 4),
    **dict.fromkeys(word_set("piecioro piec five пятеро пять"), 5),
    **dict.fromkeys(word_set("szescioro szesc six шестеро шість шесть"), 6),
}
LATEK: Final = {
    "jedno": 1, "dwu": 2, "trzy": 3, "cztero": 4, "piecio": 5, "szescio": 6, "siedmio": 7, "osmio": 8,
    "dziewiecio": 9, "dziesiecio": 10, "jedenasto": 11, "dwunasto": 12, "trzynasto": 13, "czternasto": 14,
    "pietnasto": 15, "szesnasto": 16, "siedemnasto": 17,
}  # fmt: skip
BABIES: Final = word_set(
    "niemowle niemowlak niemowlaczek noworodek noworodka bobas baby infant newborn nb немовля младенец"
    " новонароджений"
)
TOKEN: Final = re.compile(
    r"(?P<iso>(?P<iy>(?:19|20)\d\d)-(?P<im>\d\d)-(?P<id>\d\d)(?: 00:00:00)?)"
    r"|(?P<day>(?P<dd>\d{1,2})(?P<sep>[./-])(?P<dm>\d{1,2})(?P=sep)(?P<dy>(?:19|20)\d\d)(?: ?r\b\.?)?)"
    r"|(?P<short>(?P<sd>\d\d)(?P<sep2>[./-])(?P<sm>\d\d)(?P=sep2)(?P<sy>\d\d)(?!\w))"
    r"|(?P<year>(?<!\d)(?P<yy>(?:19|20)\d\d)(?!\d)(?: ?r(?:ok\w*|\b)\.?)?)"
    r"|(?P<months>(?P<mn>\d{1,2})(?:[.,]5)? ?-?(?:mies\w*|m-?c\w*|msc|months?|mos?|міс\w*|мес\w*|m)\b\.?)"
    r"|(?P<weeks>\d{1,2} ?(?:tyg\w*|weeks?|dni|dzien|days?|тиж\w*|нед\w*)\b\.?)"
    rf"|(?P<range>(?P<ra>\d{{1,2}}) ?- ?(?P<rb>\d{{1,2}})(?!\d)(?: ?(?P<ru>{UNIT}))?)"
    rf"|(?P<age>(?P<an>\d{{1,3}})(?:[.,]\d| i pol)? ?-? ?{UNIT})"
    rf"|(?P<count>(?P<cn>\d{{1,2}}) ?(?:x ?)?{COUNTED})"
    r"|(?P<over>(?P<on>\d{1,3}) ?\+(?! ?\d))"
    r"|(?P<ordinal>(?P<dn>\d{2}) ?-? ?(?:tka|stka|tki|latk\w*|latek))"
    r"|(?P<decimal>\d{1,2}(?:\.\d{1,2}|,5)(?![\d.,]))"
    r"|(?P<number>\d+)"
    r"|(?P<word>[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*)"
    r"|(?P<mark>[,;:\n|/+&()\[\]?~]|\s-\s)"
)
TOKENS: Final = (
    *(
        "iso",
        "day",
        "short",
        "year",
        "months",
        "weeks",
        "range",
        "age",
        "count",
        "over",
        "ordinal",
        "decimal",
    ),
    *("number", "word", "mark"),
)
FILLERS: Final = word_set(
    "i oraz and та і и й a po w wieku wiek wieka age aged old lat lata lub l ur urodzony urodzona"
    " urodzone urodzeni born rok roku roczek rocznik dziecko dziecka dzieci dziecku child children kid"
    " kids dzieciak dzieciaki дитина діти дети ребенок it is są sa jest ma mam razem y x nr mies years"
    " вік віком возраст"
)
KIN: Final = word_set(
    "przedszkole przedszkolu szkola szkole uczen uczennica syn syna synek synowie synow corka corki"
    " corke coreczka corek chlopiec chlopak chlopcy dziewczynka dziewczynki dziewczyna son sons daughter"
    " daughters boy boys girl girls син сини донька доньки дочка сын сыновья дочь дочери мальчик девочка"
    " хлопчик дівчинка maz zona partner partnerka tesciowa tesc matka mama ojciec tata babcia dziadek"
    " brat siostra ciocia wujek husband wife mother father grandmother grandfather brother sister"
    " чоловік дружина мати мама батько бабуся дідусь сестра муж жена отец бабушка дедушка mlodszy"
    " mlodsza starszy starsza wnuk wnuczka wnuki siostrzeniec bratanek synowa ziec dorosly dorosla"
    " dorosli"
)
DOUBT: Final = word_set(
    "ok okolo prawie niemal ponad powyzej ponizej do od chyba moze niecale niecaly skonczone za circa"
    " ca approx about almost over under maybe близько майже около почти więcej wiecej mniej"
)
#: Words for an age without one, and the bands they are likely to mean.
HINTS: Final = {
    **dict.fromkeys(("zlobk", "zlobek", "toddler"), "0-2"),
    **dict.fromkeys(("przedszkol", "preschool"), "3-6"),
    **dict.fromkeys(("male", "maly", "mala"), "0-2 3-6"),
    **dict.fromkeys(("szkoln", "uczen", "uczenn", "klas", "school"), "7-9 10-12 13-17"),
    **dict.fromkeys(("nastolat", "teen", "підліт", "подрост"), "13-17 10-12"),
    "student": "18-25",
    **dict.fromkeys(("dorosl", "pelnolet", "adult", "доросл", "взросл", "mlod"), "18-25 26-40"),
    "sredni": "41-60 26-40",
    **dict.fromkeys(("senior", "emeryt", "babci", "dziad", "starsz"), "61+ 41-60"),
}


class Piece(NamedTuple):
    """A part of the text: its kind ("age", "birth", "months", "number", "count", "range", "over", "decimal",
    "kin", "doubt", "name", "strange", "mark", "filler"), where it stands, and what it means: a band, years,
    a pair of them, a sign."""

    kind: str
    start: int
    end: int
    meant: Any = None


def band_of(years: int) -> AgeBand:
    """The band of an age in whole years."""
    return [band for youngest, band in BANDS if youngest <= years][-1]


def label_of(band: AgeBand) -> str:
    """A band as it is certain in every language: "3-6 lat"."""
    return f"{band.value} lat"


@lru_cache(maxsize=1)
def labels() -> dict[str, AgeBand]:
    """Every label of a band in our languages, folded: what `show` writes."""
    known: dict[str, AgeBand] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known.update({fold(str(band.label)): band for band in AgeBand})
    return known | {label_of(band): band for band in AgeBand}


@lru_cache(maxsize=1)
def _label_token() -> re.Pattern[str]:
    longest_first = sorted(labels(), key=len, reverse=True)
    return re.compile("(?<!\\w)(?:" + "|".join(map(re.escape, longest_first)) + ")(?!\\w)")


def pieces_of(text: str) -> list[Piece]:
    """The pieces of a text, which is composed (NFC), in order."""
    return list(_pieces(text))


def _pieces(text: str) -> Iterator[Piece]:
    folded = fold(text)
    at = 0
    while at < len(folded):
        if match := _label_token().match(folded, at):
            yield Piece("age", at, match.end(), labels()[match[0]])
        elif match := TOKEN.match(folded, at):
            yield _piece(text, match)
        at = match.end() if match else at + 1


def _piece(text: str, match: re.Match[str]) -> Piece:
    kind = next(name for name in TOKENS if match[name])
    start, end = match.span()
    match kind:
        case "iso":
            return Piece("birth", start, end, _since(match["iy"], match["im"], match["id"]))
        case "day":
            return Piece("birth", start, end, _since(match["dy"], match["dm"], match["dd"]))
        case "short":
            return Piece("birth", start, end, _since(_century(match["sy"]), match["sm"], match["sd"]))
        case "year":
            return Piece("birth", start, end, _since(match["yy"]))
        case "months":
            return Piece("months", start, end, int(match["mn"]) // MONTHS)
        case "weeks":
            return Piece("age", start, end, AgeBand.CHILD_0_2)
        case "range":
            return Piece("range", start, end, (int(match["ra"]), int(match["rb"]), bool(match["ru"])))
        case "age":
            return _years(start, end, int(match["an"]))
        case "count":
            return Piece("count", start, end, int(match["cn"]))
        case "over":
            return Piece("over", start, end, int(match["on"]))
        case "ordinal":
            return Piece("over", start, end, int(match["dn"]))
        case "decimal":
            return Piece("decimal", start, end, tuple(map(int, re.split("[.,]", match[0]))))
        case "number":
            return Piece("number", start, end, int(match[0][:4]))
        case "mark":
            return Piece("doubt" if match[0] in "?~" else "mark", start, end, match[0].strip() or "\n")
        case _:
            return _word(text[start:end], match[0], start, end)


def _years(start: int, end: int, years: int) -> Piece:
    return Piece("age", start, end, band_of(years)) if years <= OLDEST else Piece("strange", start, end)


def _word(typed: str, word: str, start: int, end: int) -> Piece:
    if word in BABIES or re.fullmatch(r"roczn(?:y|a|e|iak)|roczek|pol|poltora", word):
        return Piece("age", start, end, AgeBand.CHILD_0_2)
    if word in NUMBER_WORDS:
        return Piece("count", start, end, NUMBER_WORDS[word])
    latek = re.fullmatch(r"(\w+?)(?:lat\w+|letni\w*|roczn\w*)", word)
    if latek and latek[1] in LATEK:
        return Piece("age", start, end, band_of(LATEK[latek[1]]))
    if re.fullmatch(r"blizni\w+|twins?|близн\w+", word):
        return Piece("count", start, end, 2)
    for kind, known in (("kin", KIN), ("doubt", DOUBT), ("filler", FILLERS)):
        if word in known:
            return Piece(kind, start, end, word)
    is_name = typed[0].isupper() and not hints_of(word)
    return Piece("name" if is_name else "strange", start, end, word)


def hints_of(text: str) -> list[AgeBand]:
    """Bands that words without a number are likely to mean, the likeliest first."""
    words = fold(text).split()
    bands = [hints for word in words for stem, hints in HINTS.items() if word.startswith(stem)]
    return list(dict.fromkeys(AgeBand(band) for hints in bands for band in hints.split()))


def _century(two_digits: str) -> str:
    return f"20{two_digits}" if int(two_digits) <= timezone.localdate().year % 100 else f"19{two_digits}"


def _since(year: str, month: str = "", day: str = "") -> int | None:
    """Years since a birth; of a year alone the age reached in this one. None for a day there is not."""
    today = timezone.localdate()
    try:
        born = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return years if 0 <= years <= OLDEST else None
