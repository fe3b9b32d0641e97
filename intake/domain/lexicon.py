"""Words by which a language, a country, an area of help or a trade is recognised in a text."""

from functools import lru_cache

from babel import Locale

from base.places.folding import fold
from base.places.languages import MOST_USED, language_codes, language_name
from base.places.locales import LOCALES

from .vocabulary import HELP_AREA, TRADE, Vocabulary
from .wording import is_form_of, words_in, words_of


@lru_cache(maxsize=20_000)
def language_of(word: str) -> str:
    """The code of the language a word (folded) names, in any form: "polskiego" is "pl"; "" for others."""
    if code := _languages().get(word):
        return code
    if len(word) < 5:
        return ""
    return next((code for name, code in _used_languages() if is_form_of(word, name)), "")


@lru_cache(maxsize=1)
def _languages() -> dict[str, str]:
    """Folded names of languages, and short ways to write the most used, to codes."""
    names = {
        fold(language_name(code, locale)): code for locale in LOCALES for code in reversed(language_codes())
    }
    short = {"ang": "en", "ros": "ru", "ukr": "uk", "niem": "de", "bialor": "be", "hiszp": "es", "gruz": "ka"}
    return {name: code for name, code in names.items() if len(name) > 2} | short


@lru_cache(maxsize=1)
def _used_languages() -> list[tuple[str, str]]:
    return [
        (fold(language_name(code, locale)), code)
        for code in MOST_USED
        for locale in LOCALES
        if " " not in language_name(code, locale)
    ]


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """Names of countries and of who comes from them, folded."""
    names = {
        fold(name)
        for locale in LOCALES
        for code, name in Locale.parse(locale).territories.items()
        if len(code) == 2 and code.isalpha()
    }
    short = words_in(
        "ua usa rosja bialorus ukrainka ukrainiec bialorusin bialorusinka rosjanin rosjanka gruzin gruzinka "
        "polka polak"
    )
    return frozenset(names | set(short))


def _stems(words: Vocabulary) -> frozenset[str]:
    phrases = [text for word in words.values() for text in (word.pl, word.en, *word.also)]
    return frozenset(token for phrase in phrases for token in words_of(phrase) if len(token) > 3)


@lru_cache(maxsize=1)
def stems_of_areas() -> frozenset[str]:
    """Words that tell an area of help."""
    return _stems(HELP_AREA) - {"polski", "czas", "dzieci", "sprawy", "time", "telefon", "phone"}


@lru_cache(maxsize=1)
def stems_of_trades() -> frozenset[str]:
    """Words that tell a trade."""
    return _stems(TRADE) - {"praca", "work", "inna", "inne", "other"}
