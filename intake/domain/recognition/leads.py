"""Columns whose very heading is a part of what is said: one for each language, weekday or area of help."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from base.places.folding import fold
from base.places.languages import language_name
from base.places.week_words import PRINTED
from intake.domain.readers.vocabulary import HELP_AREA
from intake.domain.readers.wording import is_form_of, plain, words_of
from intake.domain.sheets.columns import SheetKind

from .lexicon import language_of
from .value_signs import DAY_NAME, IS_DAY, IS_PART, is_no, is_yes

NATIVE: Final = "ojczysty"
POLISH: Final = "polski"
#: Under the heading "polski" these say that there is none yet; a dash says nothing.
BOUNDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("od", "od godziny", "od godz", "godzina od", "godz od", "from", "start"), "od"),
    **dict.fromkeys(("do", "do godziny", "do godz", "godzina do", "godz do", "to", "until", "end"), "do"),
}
NO_POLISH: Final = frozenset({"nie", "brak", "0", "no", "none", "ні", "нет"})
DAYS: Final = tuple(re.compile(pattern) for pattern in (
    r"pn|pon|mon|пн|понед", r"wt|tue|вт|вівт", r"sr|wed|ср", r"cz|thu|чт|четв", r"pt|pia|fri|пт|пятн",
    r"sb|sob|sat|сб|суб", r"nd|nie|sun|нд|вс|неді|воск",
))  # fmt: skip
TIME: Final = re.compile(
    rf"(?<!\w)(?:{DAY_NAME})(?!\w)|{IS_PART.pattern}"
    rf"|\d{{1,2}}(?:[:.]\d{{2}})? ?[-–] ?\d{{1,2}}(?:[:.]\d{{2}})?(?!\d)"
    r"|\b(?:po|od|do|przed|after|before) \d{1,2}(?:[:.]\d{2})?(?!\d)"
)
#: Words beside the name of a language that leave it what it is.
ABOUT_A_LANGUAGE: Final = (
    "jezyk", "=jez", "=j", "znajomosc", "poziom", "stopien", "=zna", "znasz", "mowi", "mowisz", "mowie",
    "pismie", "=mowa",
    "language", "level", "knowledge", "speaks", "speak", "spoken", "мова", "язык", "рівень", "уровень",
    "володіння",
    "zaawansowania", "=znam", "umiejetnosc", "biegle", "skills",
)  # fmt: skip
#: Words beside the name of an area that leave it what it is.
ABOUT_HELP: Final = (
    "pomoc", "pomocy", "potrzebna", "potrzebuje", "wsparcie", "wsparcia", "help", "needs", "need",
    "obszar", "area",
    "zakres", "rodzaj", "potrzeby", "oferta", "offer", "sprawy", "sprawach", "oferuje", "mogę", "kategoria",
)  # fmt: skip


def lead_of(kind: SheetKind, heading: str, target: str) -> str:
    """What the heading itself says for this target, set before (or behind) each text; "" where it only names
    the column."""
    if target == "languages":
        return language_lead(heading)
    if target == "week":
        return week_lead(heading) or bound_lead(heading)
    if target in {"needs", "offers"}:
        return area_lead(heading)
    if target == "children" and is_count_of_children(heading):
        return "liczba dzieci"
    return ""


@lru_cache(maxsize=8192)
def language_lead(heading: str) -> str:
    """ "polski" for "Język polski (poziom)", "ojczysty" for "Język ojczysty"."""
    words = words_of(heading)
    rest = [word for word in words if not any(is_form_of(word, other) for other in ABOUT_A_LANGUAGE)]
    if rest and all(re.match(r"ojczyst|native|mother|tongue|рідн|родн", word) for word in rest):
        return NATIVE
    codes = {language_of(word) or _code_in_capitals(word, heading) for word in rest}
    code = codes.pop() if len(codes) == 1 else ""
    return language_name(code, "pl") if code else ""


@lru_cache(maxsize=8192)
def week_lead(heading: str) -> str:
    """ "wt" for "Wtorek", "wt po południu" for "wtorek po południu", "wieczory" for "Wieczory"."""
    folded = fold(heading)
    found = [match[0] for match in TIME.finditer(folded)]
    if not any(IS_DAY.fullmatch(word) or IS_PART.fullmatch(word) for word in found):
        return ""
    return " ".join(_day(word) if IS_DAY.fullmatch(word) else word for word in found)


def bound_lead(heading: str) -> str:
    """ "od" for a column that says from which hour, "do" for one that says until when."""
    return BOUNDS.get(plain(heading), "")


@lru_cache(maxsize=8192)
def area_lead(heading: str) -> str:
    """The area of help a heading names, in the words of the sheet."""
    words = words_of(heading)
    rest = [word for word in words if not any(is_form_of(word, other) for other in ABOUT_HELP)] or list(words)
    best, covered = "", 0.0
    for area, phrases in _areas().items():
        for phrase in phrases:
            hits = sum(any(is_form_of(word, known) for known in phrase) for word in rest)
            met = sum(any(is_form_of(word, known) for word in rest) for known in phrase)
            part = min(hits / len(rest), met / len(phrase)) if rest else 0.0
            if part > covered:
                best, covered = area, part
    return best if covered >= 0.5 else ""


def is_count_of_children(heading: str) -> bool:
    """ "Liczba dzieci", "Ile dzieci": how many, not how old."""
    words = words_of(heading)
    counts = any(
        is_form_of(word, other)
        for word in words
        for other in ("liczba", "=ile", "ilosc", "=many", "кількість")
    )
    counts = (
        counts or "number" in fold(heading) or "кількість" in fold(heading) or "количество" in fold(heading)
    )
    return counts and any(re.match(r"dzie|child|діт|дет", word) for word in words)


def with_lead(target: str, lead: str, text: str) -> str:
    """A text as it reads after its heading: "A2" under "polski" is "polski A2", a cross under "szkoła" is
    "szkoła", a no is "" (a heading that was not ticked says nothing more)."""
    if is_no(text):
        return f"{lead} brak" if lead == POLISH and fold(text) in NO_POLISH else ""
    if target == "children":
        return f"{text} dzieci" if text.isdecimal() else f"{lead}: {text}"
    if target == "languages":
        return _language(lead, text)
    if target == "week":
        return _hours(lead, text)
    return lead if is_yes(text) else f"{lead}: {text}"


def _language(lead: str, text: str) -> str:
    if lead == NATIVE:
        items = [item.strip() for item in re.split(r"[,;/\n]", text) if item.strip()]
        return ", ".join(item if "ojcz" in item.lower() else f"{item} {NATIVE}" for item in items)
    if is_yes(text) or fold(lead) in fold(text):
        return lead if is_yes(text) else text
    return f"{lead} {text}"


def _hours(lead: str, text: str) -> str:
    """A cross under a day alone leaves the hours open, and is asked about."""
    if is_yes(text):
        return f"{lead} x" if IS_DAY.fullmatch(fold(lead)) else lead
    follows = IS_DAY.search(fold(lead)) is not None or not IS_DAY.search(fold(text))
    return f"{lead} {text}" if follows else f"{text} {lead}"


def _day(word: str) -> str:
    return next(
        (PRINTED["pl"].days[day] for day, pattern in enumerate(DAYS) if pattern.match(word)),
        word,
    )


def _code_in_capitals(word: str, heading: str) -> str:
    """ "UA", "EN" where the heading writes them so."""
    codes = {
        "pl": "pl",
        "ua": "uk",
        "ukr": "uk",
        "ru": "ru",
        "rus": "ru",
        "en": "en",
        "eng": "en",
        "de": "de",
        "by": "be",
    }
    return codes.get(word, "") if re.search(rf"\b{word.upper()}\b", heading) else ""


@lru_cache(maxsize=1)
def _areas() -> dict[str, list[tuple[str, ...]]]:
    return {
        word.pl: [phrase for text in (word.pl, word.en, *word.also) if (phrase := words_of(text))]
        for word in HELP_AREA.values()
    }
