"""Words by which a language, a country, an area of help or a trade is recognised in a text."""

from functools import lru_cache

from babel import Locale

from base.places.folding import fold
from base.places.languages import MOST_USED, language_codes, language_name
from base.places.locales import LOCALES
from intake.domain.readers.vocabulary import HELP_AREA, TRADE, Vocabulary
from intake.domain.readers.wording import is_form_of, words_in, words_of


@lru_cache(maxsize=20_000)
def language_of(word: str) -> str:
    """The code of the language a word (folded) names, in any form: "polskiego" is "pl"; "" for others."""
    if code := _languages().get(word):
        return code
    if len(word) < 5:
        return ""
    names = _used_languages().get(word[:4], ())
    return next((code for name, code in names if is_form_of(word, name)), "")


@lru_cache(maxsize=1)
def _languages() -> dict[str, str]:
    """Folded names of languages, and short ways to write the most used, to codes."""
    names = {
        fold(language_name(code, locale)): code for locale in LOCALES for code in reversed(language_codes())
    }
    short = {"ang": "en", "ros": "ru", "ukr": "uk", "niem": "de", "bialor": "be", "hiszp": "es", "gruz": "ka"}
    return {name: code for name, code in names.items() if len(name) > 2} | short


@lru_cache(maxsize=1)
def _used_languages() -> dict[str, list[tuple[str, str]]]:
    """(folded name, code) of the most used languages by the first four letters."""
    index: dict[str, list[tuple[str, str]]] = {}
    for code in MOST_USED:
        for locale in LOCALES:
            name = fold(language_name(code, locale))
            if " " not in name:
                index.setdefault(name[:4], []).append((name, code))
    return index


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


@lru_cache(maxsize=20_000)
def tells_area(word: str) -> bool:
    """Whether a word (folded) tells an area of help."""
    return any(is_form_of(word, stem) for stem in _area_words().get(word[:4], ()))


@lru_cache(maxsize=20_000)
def tells_trade(word: str) -> bool:
    """Whether a word (folded) tells a trade."""
    return any(is_form_of(word, stem) for stem in _trade_words().get(word[:4], ()))


@lru_cache(maxsize=1)
def _area_words() -> dict[str, list[str]]:
    return _by_beginning(HELP_AREA, without="polski czas dzieci sprawy time telefon phone")


@lru_cache(maxsize=1)
def _trade_words() -> dict[str, list[str]]:
    return _by_beginning(TRADE, without="praca work inna inne other")


def _by_beginning(words: Vocabulary, *, without: str) -> dict[str, list[str]]:
    """The telling words of a vocabulary by their first four letters."""
    phrases = [text for word in words.values() for text in (word.pl, word.en, *word.also)]
    index: dict[str, list[str]] = {}
    for stem in {token for phrase in phrases for token in words_of(phrase)}.difference(words_in(without)):
        if len(stem) > 3:
            index.setdefault(stem[:4], []).append(stem)
    return index
