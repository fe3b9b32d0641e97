"""Languages: codes, names, and lists as people type them."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from base.places.languages import (
    MOST_USED,
    LanguageParseError,
    Level,
    Spoken,
    language_choices,
    language_codes,
    language_name,
    languages_text,
    parse_languages,
)
from base.places.locales import LOCALES, short_locale


def refused(text):
    with pytest.raises(LanguageParseError) as caught:
        parse_languages(text)
    return caught.value


def test_levels_can_be_compared():
    assert [level.value for level in Level] == list(range(8))
    assert Level.A0 < Level.A2 < Level.C2 < Level.NATIVE
    assert [str(level.label) for level in Level] == ["A0", "A1", "A2", "B1", "B2", "C1", "C2", "native"]


@pytest.mark.parametrize(
    ("locale", "name"), [("pl", "ukraiński"), ("en", "Ukrainian"), ("uk", "українська"), ("ru", "украинский")]
)
def test_language_name_in_each_of_our_languages(locale, name):
    assert language_name("uk", locale) == name


def test_language_name_follows_the_active_language():
    with translation.override("pl"):
        assert language_name("ka") == "gruziński"
    with translation.override("uk"):
        assert language_name("ka") == "грузинська"


def test_language_name_of_a_foreign_code_is_the_code():
    assert language_name("xx", "pl") == "xx"


def test_language_name_works_without_settings():
    code = "from base.places.languages import language_name; print(language_name('de'))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).resolve().parents[3],
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONIOENCODING": "utf-8"},
        check=True,
    )
    assert done.stdout.strip() == "niemiecki"


def test_romani_is_named_as_its_speakers_wish():
    assert [language_name("rom", locale) for locale in LOCALES] == ["romski", "Romani", "ромська", "ромский"]


@pytest.mark.parametrize(
    ("given_locale", "short"), [("pl", "pl"), ("en-gb", "en"), ("uk_UA", "uk"), ("de", "en")]
)
def test_short_locale_is_one_of_ours(given_locale, short):
    assert short_locale(given_locale) == short


def test_choices_begin_with_the_most_used_and_go_on_by_name():
    choices = language_choices("en")
    codes = [code for code, _ in choices]
    rest = [name for code, name in choices if code not in MOST_USED]
    assert codes[:6] == ["pl", "uk", "ru", "be", "en", "ka"]
    assert tuple(codes[: len(MOST_USED)]) == MOST_USED
    assert rest == sorted(rest)
    assert sorted(codes) == sorted(language_codes())
    assert len(codes) == len(set(codes)) == 192
    assert "sh" not in codes


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("ukraiński ojczysty, polski A2", [("uk", 7), ("pl", 2)]),
        ("Ukrainian native; Polish A2; English B1", [("uk", 7), ("pl", 2), ("en", 3)]),
        ("uk:native, pl:A2", [("uk", 7), ("pl", 2)]),
        ("ukr B2, pol ojcz.", [("uk", 4), ("pl", 7)]),
        ("ang. B1", [("en", 3)]),
        ("język polski – A2 i j. rosyjski (C1)", [("pl", 2), ("ru", 5)]),
        ("ukrainski ojczysty\nPOLSKI a0", [("uk", 7), ("pl", 0)]),
        ("polski język ojczysty and English mother tongue", [("pl", 7), ("en", 7)]),
        ("polski na poziomie B2", [("pl", 4)]),
        ("українська рідна, польська А2", [("uk", 7), ("pl", 2)]),
        ("норвежский B1, украинский родной", [("no", 3), ("uk", 7)]),
        ("norweski (bokmål) B1", [("nb", 3)]),
        ("dari native, pol. AO", [("fa", 7), ("pl", 0)]),
        ("romski ojczysty", [("rom", 7)]),
        (" ; ", []),
        ("", []),
    ],
)
def test_parse_reads_what_people_write(text, spoken):
    assert parse_languages(text) == tuple(Spoken(code, Level(level)) for code, level in spoken)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("uk native, polski B7", "“polski B7”: B7 is not a level; use A0-C2 or native."),
        ("polski dobrze", "“polski dobrze”: dobrze is not a level; use A0-C2 or native."),
        ("polski B1/B2", "“polski B1/B2”: B1/B2 is not a level; use A0-C2 or native."),
        ("English B1, polski", "“polski” has no level; add A0-C2 or native."),
        ("polski A2, Polish B1", "“Polish B1”: Polish is named twice."),
        ("klingoński B1", "We do not know the language “klingoński”."),
        ("slo A2", "We do not know the language “slo”."),
        ("dobrze", "We do not know the language “dobrze”."),
    ],
)
def test_parse_names_the_fragment_it_refuses(text, sentence):
    assert str(refused(text)) == sentence


def test_parse_suggests_for_a_typo_and_for_a_doubtful_beginning():
    assert refused("ukrainki B1").suggestions[0] == "Ukrainian"
    assert set(refused("tur. B1").suggestions) == {"Turkish", "Turkmen"}


def test_refusal_speaks_the_language_it_is_shown_in():
    with translation.override("pl"):
        assert refused("polski A2, Polish B1").fragment == "Polish B1"


spoken_lists = st.lists(
    st.builds(Spoken, st.sampled_from(language_codes()), st.sampled_from(Level)),
    unique_by=lambda one: one.language,
)


@given(spoken_lists, st.sampled_from(LOCALES))
def test_text_is_read_back_as_it_was(spoken, locale):
    assert parse_languages(languages_text(spoken, locale)) == tuple(spoken)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language_is_read_by_its_name_and_its_code(locale):
    for code in language_codes():
        assert parse_languages(f"{language_name(code, locale)} B1") == (Spoken(code, Level.B1),)
        assert parse_languages(f"{code} B1") == (Spoken(code, Level.B1),)


def test_text_is_short_and_in_the_language_asked_for():
    spoken = [Spoken("uk", Level.NATIVE), Spoken("pl", Level.A2)]
    assert languages_text(spoken, "pl") == "ukraiński ojczysty, polski A2"
    assert languages_text(spoken, "en") == "Ukrainian native, Polish A2"
    assert languages_text([], "pl") == ""
