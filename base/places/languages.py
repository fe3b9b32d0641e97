"""Languages people speak: ISO 639 codes, names from CLDR, CEFR levels, and lists as people type them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from babel import Locale
from babel.core import get_global
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.places.errors import UnreadableText
from base.places.folding import fold, nearest
from base.places.locales import LOCALES, short_locale

MOST_USED: Final = (
    *("pl", "uk", "ru", "be", "en", "ka", "vi", "hi", "es", "ar", "tr", "ro", "de", "fr", "az", "kk", "uz"),
    *("ne", "bn", "zh", "fil", "id", "fa", "ky", "tg", "hy", "pa", "te", "ta", "ml", "ur", "sw", "am", "ti"),
)
# Languages of ISO 639-3 people in Poland speak which have no two-letter code.
THREE_LETTER: Final = ("ckb", "crh", "csb", "fil", "inh", "lez", "rom", "szl", "yue")
NOT_LANGUAGES: Final = frozenset({"sh"})  # withdrawn from ISO 639-1; bs, hr and sr stand in its place
# CLDR's Polish, Ukrainian and Russian names of Romani derive from a word its speakers do not want.
OWN_NAMES: Final = {"rom": {"pl": "romski", "en": "Romani", "uk": "ромська", "ru": "ромский"}}
OTHER_NAMES: Final = {
    "dari": "fa",
    "farsi": "fa",
    "prs": "fa",
    "mandarynski": "zh",
    "mandarin": "zh",
    "moldawski": "ro",
    "moldovan": "ro",
    "bengali": "bn",
    "kurmandzi": "ku",
    "kurmanji": "ku",
    "flemish": "nl",
    "ua": "uk",
    # Also the beginnings of languages hardly anybody here speaks.
    "pol": "pl",
    "ara": "ar",
}
SUGGESTIONS: Final = 4
NATIVE_WORDS: Final = {"pl": "ojczysty", "en": "native", "uk": "рідна", "ru": "родной"}

ITEM_BREAK: Final = re.compile(r"[,;\n|]+|\s(?:i|oraz|and|та|і|и)\s", re.IGNORECASE)
LANGUAGE_WORD: Final = re.compile(r"^(?:jezyk|jez\.|j\.|мова|язык)\s*")
NATIVE: Final = r"ojcz(?:yst\w*)?\.?|native(?: speaker| language)?|mother tongue|рідн\w*|родно\w*"
LEVEL_AT_END: Final = re.compile(
    r"(?P<name>.+?)[\s:=(-]+(?:(?:na poziomie|poziom|level|рівень|уровень|jezyk|мова|язык)\s+)?"
    rf"(?P<level>{NATIVE}|\S+?)[).]*"
)
# What a Cyrillic keyboard or a hasty hand gives for the letters and the zero of a level.
LEVEL_LOOKALIKES: Final = str.maketrans({"а": "a", "в": "b", "с": "c", "о": "0", "o": "0"})


class Level(models.IntegerChoices):
    """CEFR levels, and a mother tongue above them; A0 is someone who begins. Numbers can be compared."""

    A0 = 0, "A0"
    A1 = 1, "A1"
    A2 = 2, "A2"
    B1 = 3, "B1"
    B2 = 4, "B2"
    C1 = 5, "C1"
    C2 = 6, "C2"
    NATIVE = 7, _("native")


class Spoken(NamedTuple):
    """A language by its ISO 639 code and how well it is spoken."""

    language: str
    level: Level


class LanguageParseError(UnreadableText):
    """A list of languages that cannot be read; names the fragment."""


def language_codes() -> tuple[str, ...]:
    """Every code this product accepts: ISO 639-1 and a few of 639-3, the most used in Poland first."""
    return tuple(_names("en"))


def language_name(code: str, locale: str | None = None) -> str:
    """The language's name in `locale` (None: the active language, Polish outside Django); the code itself
    when it is not one of ours, so that a page with an old row still shows."""
    return _names(short_locale(locale)).get(code, code)


def language_choices(locale: str | None = None) -> list[tuple[str, str]]:
    """(code, name) of every language for a select: the most used in Poland first, the others by name."""
    names = _names(short_locale(locale))
    others = sorted((name, code) for code, name in names.items() if code not in MOST_USED)
    return [(code, names[code]) for code in MOST_USED] + [(code, name) for name, code in others]


def languages_text(spoken: Iterable[tuple[str, int]], locale: str | None = None) -> str:
    """A list people can read and `parse_languages` too: "ukraiński ojczysty, polski A2"."""
    locale = short_locale(locale)
    levels = {level: level.name for level in Level} | {Level.NATIVE: NATIVE_WORDS[locale]}
    return ", ".join(f"{language_name(code, locale)} {levels[Level(level)]}" for code, level in spoken)


def parse_languages(text: str) -> tuple[Spoken, ...]:
    """Read "ukraiński ojczysty, polski A2", "Ukrainian native; Polish A2", "uk:native, pl:A2", "ang. B1":
    names in any of our languages, ISO codes or clear beginnings of names. Keeps the order; a text of spaces
    is (). Raises LanguageParseError on anything else and on a language named twice."""
    found: dict[str, Spoken] = {}
    for item in ITEM_BREAK.split(unicodedata.normalize("NFC", text)):
        if not item.strip():
            continue
        spoken = _read_item(item.strip())
        if spoken.language in found:
            name = language_name(spoken.language)
            message = format_lazy(
                _("“{fragment}”: {language} is named twice."), fragment=item.strip(), language=name
            )
            raise LanguageParseError(message, fragment=item.strip())
        found[spoken.language] = spoken
    return tuple(found.values())


@lru_cache(maxsize=len(LOCALES))
def _names(locale: str) -> dict[str, str]:
    """Code -> name, the most used first, for languages CLDR names in each of our locales."""
    cldr: dict[str, Mapping[str, str]] = {short: Locale.parse(short).languages for short in LOCALES}
    two_letter = sorted(code for code in cldr["en"] if len(code) == 2 and code not in NOT_LANGUAGES)
    codes = dict.fromkeys([*MOST_USED, *two_letter, *THREE_LETTER])
    named = [code for code in codes if all(code in names for names in cldr.values())]
    return {code: OWN_NAMES.get(code, {}).get(locale) or cldr[locale][code] for code in named}


@lru_cache(maxsize=1)
def _index() -> dict[str, str]:
    """Every exact way to write a language, folded -> code. Codes win over names, names over other names."""
    known = {code: code for code in language_codes()}
    for locale in LOCALES:
        for code, name in _names(locale).items():
            known.setdefault(fold(name), code)
    names = dict(known)
    for three, code in get_global("language_aliases").items():
        # "slo" is Slovak to ISO 639-2 and the beginning of Slovenian to others: better asked than guessed.
        doubtful = any(name.startswith(three) and other != code for name, other in names.items())
        if len(three) == 3 and code in names and not doubtful:
            known.setdefault(three, code)
    return OTHER_NAMES | known


def _find(name: str) -> str | None:
    """The code of a language as written (folded): a name, a code, a beginning only one language has."""
    name = LANGUAGE_WORD.sub("", name.strip(" :=-"))
    known = _index()
    beginning = name.removesuffix(".")
    if code := known.get(name) or OTHER_NAMES.get(beginning):
        return code
    hits = {code for word, code in known.items() if word.startswith(beginning)}
    return hits.pop() if len(hits) == 1 and len(beginning) >= 3 else None


def level_of(word: str) -> Level | None:
    """The level of one word: "B1", "b1", "ojcz.", "native"; also in Cyrillic letters or with an O for 0."""
    word = fold(word)
    if re.fullmatch(NATIVE, word):
        return Level.NATIVE
    level = Level.__members__.get(word.translate(LEVEL_LOOKALIKES).upper())
    return None if level is Level.NATIVE else level


def _read_item(item: str) -> Spoken:
    """One language with its level. Raises LanguageParseError with the words as they were typed."""
    folded = fold(item)
    if _find(folded):
        raise LanguageParseError(
            format_lazy(_("“{fragment}” has no level; add A0-C2 or native."), fragment=item), fragment=item
        )
    match = LEVEL_AT_END.fullmatch(folded)
    if match is None:
        raise _unknown_language(item)
    code, level = _find(match["name"]), level_of(match["level"])
    if level is None and (code or re.match(r"[a-z]\d", match["level"])):
        typed = item[slice(*match.span("level"))]
        message = format_lazy(
            _("“{fragment}”: {level} is not a level; use A0-C2 or native."), fragment=item, level=typed
        )
        raise LanguageParseError(message, fragment=item)
    if code is None or level is None:
        raise _unknown_language(item[: match.end("name")] if level is not None else item)
    return Spoken(code, level)


def _unknown_language(typed: str) -> LanguageParseError:
    known = _index()
    names = [word for word in known if len(word) > 3]
    folded = fold(typed).split(".")[0]
    beginning = [word for word in names if len(folded) >= 3 and word.startswith(folded)]
    alike = dict.fromkeys(known[word] for word in beginning[:SUGGESTIONS] or nearest(folded, names))
    return LanguageParseError(
        format_lazy(_("We do not know the language “{fragment}”."), fragment=typed),
        fragment=typed,
        suggestions=[language_name(code) for code in alike],
    )
