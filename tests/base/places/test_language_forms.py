"""Names of languages as people bend, shorten and mistype them."""

import pytest

from base.places.language_forms import find_language, forms, languages_like, words_of
from base.places.languages import language_codes, language_name
from base.places.locales import LOCALES


def test_every_full_name_stands_for_its_own_language():
    names = {(words_of(language_name(code, locale)), code) for code in language_codes() for locale in LOCALES}
    assert {(name, code) for name, code in names if forms()[name] != code} == set()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("ukrainsku", "uk"), ("polskiego", "pl"), ("angielskim", "en"), ("українською", "uk"),
        ("русского", "ru"), ("polska", "pl"), ("ukr", "uk"), ("niem", "de"), ("франц", "fr"), ("rosyj", "ru"),
        ("pl", "pl"), ("uk", "uk"), ("ua", "uk"), ("ge", "ka"), ("vn", "vi"), ("norweski bokmal", "nb"),
        ("angielszczyzna", "en"),
    ],
)  # fmt: skip
def test_bent_and_short_names_are_found(words, code):
    assert find_language(words_of(words)) == code


@pytest.mark.parametrize(
    "words", ["kom", "pan", "tam", "tel", "no", "na", "ja", "dzieci", "pol ang", "tur", "sk"]
)
def test_other_words_are_no_languages(words):
    assert find_language(words) is None


def test_a_code_that_is_a_word_too_counts_in_capitals_only():
    assert [find_language(words, capitals=True) for words in ("it", "sk")] == ["it", "sk"]
    assert [find_language(words) for words in ("it", "sk")] == [None, None]


def test_a_dot_makes_a_beginning_of_three_letters():
    assert (find_language("his"), find_language("his", dotted=True)) == (None, "es")


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("angieslki", ["en"]),
        ("ukrainskii", ["uk"]),
        ("francuzki", ["fr"]),
        ("nimiecki", ["de"]),
        ("dzieci", []),
    ],
)
def test_typing_errors_have_their_nearest_languages(typed, codes):
    assert list(languages_like(typed, cutoff=0.8)) == codes


def test_the_beginning_of_several_languages_offers_them():
    assert set(languages_like("tur")) == {"tr", "tk"}
