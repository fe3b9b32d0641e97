"""Which column of a file is which of ours: by headings in any wording, and by the texts below them."""

import pytest
from django.utils import translation

from intake.domain.recognition.mapping import (
    CHECK,
    NONE,
    NOTE,
    SURE,
    WHYS,
    MappedColumn,
    cells_of_texts,
    guess_columns,
    heading_is_known,
    heading_keys,
    meanings_of,
    missing_columns,
    reason_of,
    target_choices,
    target_label,
    told_column,
)
from intake.domain.sheets.kinds import SHEETS
from intake.enums import Kind
from tests.pace import Stopwatch

FAMILIES, VOLUNTEERS, MENTORS = (SHEETS[kind] for kind in (Kind.FAMILIES, Kind.VOLUNTEERS, Kind.MENTORS))
NAMES = ["Olena Kowalczuk", "Iryna Bondar", "Mykoła Szewczenko"]
PHONES = ["600 100 200", "+380 67 123 45 67", "0048600100300", "brak"]
MAILS = ["olena@example.org", "", "i.bondar@example.org"]
CODES = ["30-619", "09 402", "31103"]
DAYS = ["12.10.2026", "2026-10-13", "14.10.26"]
STAMPS = ["2026-10-12 14:33:05", "2026/10/13 2:33:05 PM"]
PLACES = ["Kraków", "Skawina", "Kraków-Podgórze"]
STREETS = ["ul. Tumska 3", "Wielicka 12/4", "os. Złotej Jesieni 5"]
ADDRESSES = ["ul. Długa 5/3, 31-147 Kraków", "32-050 Skawina, Rynek 1"]
SPOKEN = ["ukraiński (ojczysty), polski A2", "UA/RU, trochę polski", "rosyjski dobrze"]
LANGUAGES = ["ukraiński", "rosyjski", "polski"]
LEVELS = ["A2", "B1/B2", "słabo", ""]
WEEKS = ["pn-pt po 17", "weekendy", "wt, czw 16-19", "do uzgodnienia"]
CROSSES = ["x", "", "tak", "x"]
AREAS = ["szkoła, urzędy", "praca", "wizyty lekarskie"]
CHILDREN = ["2 (4 i 7 lat)", "syn 12", "4, 7"]
ADULTS = ["38", "41", "29"]
GENDERS = ["K", "M", "K"]
CHANNELS = ["telefonicznie", "mail", "SMS"]
WISHES = ["kobieta", "bez znaczenia", "woli kobietę"]
KILOMETRES = ["15 km", "10", "do 20 km"]
PROSE = ["przyszła z siostrą, szuka mieszkania na dłużej", "prosi o kontakt w maju", "ok"]


def guess(kind, heading: str, texts: list[str], *others: tuple[str, list[str]], remembered=None):
    """What the first column is, beside the others."""
    headings = [heading, *(name for name, _texts in others)]
    return guess_columns(kind, headings, [texts, *(told for _name, told in others)], remembered or {})[0]


CLEAR = [
    (FAMILIES, "Imię i nazwisko", NAMES, "contact_name"),
    (FAMILIES, "IMIĘ I\nNAZWISKO", NAMES, "contact_name"),
    (FAMILIES, "1. Imię i nazwisko", NAMES, "contact_name"),
    (FAMILIES, "Imię i nazwisko osoby zgłaszającej", NAMES, "contact_name"),
    (FAMILIES, "Nazwisko i imię", ["Kowal Olena", "Bondar Iryna"], "contact_last_first"),
    (FAMILIES, "ПІБ", NAMES, "contact_last_first"),
    (FAMILIES, "Ім'я та прізвище", NAMES, "contact_name"),
    (FAMILIES, "Full name", NAMES, "contact_name"),
    (VOLUNTEERS, "Imię i nazwisko", NAMES, "full_name"),
    (VOLUNTEERS, "Imię i nazwisko wolontariusza/ki", NAMES, "full_name"),
    (VOLUNTEERS, "Surname and first name", ["Kowal Olena"], "name_last_first"),
    (MENTORS, "Mentor", NAMES, "full_name"),
    (FAMILIES, "Tel.", PHONES, "phone"),
    (FAMILIES, "nr tel. kom.", PHONES, "phone"),
    (FAMILIES, "Podaj swój numer telefonu", PHONES, "phone"),
    (FAMILIES, "telefno", PHONES, "phone"),
    (FAMILIES, "Телефон", PHONES, "phone"),
    (FAMILIES, "PhoneNumber", PHONES, "phone"),
    (FAMILIES, "mail", MAILS, "email"),
    (FAMILIES, "Adres e-mail", MAILS, "email"),
    (FAMILIES, "adres_email", MAILS, "email"),
    (FAMILIES, "kontakt", PHONES, "phone"),
    (FAMILIES, "kontakt", MAILS, "email"),
    (FAMILIES, "Kontakt", [*PHONES, *MAILS], "phone_email"),
    (FAMILIES, "Kontakt", CHANNELS, "channel"),
    (FAMILIES, "Kontakt", NAMES, "contact_name"),
    (VOLUNTEERS, "telefon / e-mail", ["600 100 200, a@example.org", "b@example.org"], "phone_email"),
    (FAMILIES, "Preferowana forma kontaktu?", CHANNELS, "channel"),
    (FAMILIES, "W jakim języku chcesz rozmawiać?", LANGUAGES, "language"),
    (FAMILIES, "jezyk kontaktu", LANGUAGES, "language"),
    (FAMILIES, "Języki", SPOKEN, "languages"),
    (FAMILIES, "Język", SPOKEN, "languages"),
    (FAMILIES, "Znajomość języków (poziom)", SPOKEN, "languages"),
    (FAMILIES, "Languages you speak", SPOKEN, "languages"),
    (VOLUNTEERS, "Чим можете допомогти?", AREAS, "offers"),
    (FAMILIES, "Какими языками владеете", SPOKEN, "languages"),
    (FAMILIES, "Мови", ["українська рідна, польська A2"], "languages"),
    (FAMILIES, "Kod", CODES, "postcode"),
    (FAMILIES, "kod poczt.", CODES, "postcode"),
    (FAMILIES, "Miasto", PLACES, "place_name"),
    (FAMILIES, "Gdzie mieszkasz?", PLACES, "place_name"),
    (FAMILIES, "Miejsce pobytu", PLACES, "place_name"),
    (FAMILIES, "Kod i miejscowość", ["31-147 Kraków", "32-050 Skawina"], "postcode_place"),
    (FAMILIES, "Adres Miejscowość", PLACES, "place_name"),
    (FAMILIES, "Adres Kod pocztowy", CODES, "postcode"),
    (FAMILIES, "Adres Ulica i nr", STREETS, "address"),
    (FAMILIES, "Kontakt Telefon", PHONES, "phone"),
    (FAMILIES, "Dane osobowe Nazwisko i imię", NAMES, "contact_last_first"),
    (FAMILIES, "Ulica", STREETS, "address"),
    (FAMILIES, "Adres", ADDRESSES, "whole_address"),
    (FAMILIES, "Adres zamieszkania", ADDRESSES, "whole_address"),
    (FAMILIES, "Dostępność", WEEKS, "week"),
    (FAMILIES, "W jakich godzinach i dniach możesz się spotykać?", WEEKS, "week"),
    (FAMILIES, "When are you available?", ["Mon-Fri after 17"], "week"),
    (FAMILIES, "W czym potrzebuje pomocy", AREAS, "needs"),
    (VOLUNTEERS, "w czym mogę pomóc", AREAS, "offers"),
    (FAMILIES, "Dzieci", CHILDREN, "children"),
    (FAMILIES, "Wiek dzieci (lata)", ["4; 7", "12"], "children"),
    (FAMILIES, "Ile masz dzieci i w jakim wieku?", CHILDREN, "children"),
    (FAMILIES, "Wiek", ADULTS, "age"),
    (FAMILIES, "Płeć", GENDERS, "gender"),
    (FAMILIES, "Preferowana płeć wolontariusza", WISHES, "wish_gender"),
    (FAMILIES, "Sygnatura czasowa", STAMPS, "waiting_since"),
    (VOLUNTEERS, "Timestamp", STAMPS, "applied_on"),
    (FAMILIES, "Zgłoszono", DAYS, "waiting_since"),
    (VOLUNTEERS, "date_entered", STAMPS, "applied_on"),
    (VOLUNTEERS, "W czym chcesz pomagać?", ["Pomoc w nauce polskiego", "szkoła"], "offers"),
    (FAMILIES, "Data zgł.", DAYS, "waiting_since"),
    (FAMILIES, "Nr sprawy", ["R/2026/14", "R/2026/15"], "own_number"),
    (FAMILIES, "Nr karty", ["1", "2", "3"], "own_number"),
    (FAMILIES, "Karta rodziny nr", ["17", "3"], "own_number"),
    (FAMILIES, "Uwagi", PROSE, NOTE),
    (FAMILIES, "Dodatkowe informacje", PROSE, NOTE),
    (FAMILIES, "Chce się uczyć polskiego", ["tak", "nie"], "wants_polish"),
    (VOLUNTEERS, "dojazd", KILOMETRES, "travel_km"),
    (VOLUNTEERS, "Dojazd (km)", ["1", "1"], "travel_km"),
    (VOLUNTEERS, "Ile rodzin?", ["1", "max 2"], "room"),
    (VOLUNTEERS, "KRK", ["12.10.2026", "w trakcie"], "checked_krk"),
    (VOLUNTEERS, "RSPTS", DAYS, "checked_rspts"),
    (VOLUNTEERS, "Rejestr Sprawców Przestępstw na Tle Seksualnym", DAYS, "checked_rspts"),
    (VOLUNTEERS, "data rozmowy", DAYS, "interviewed_on"),
    (VOLUNTEERS, "Termin rozmowy", DAYS, "interviewed_on"),
    (VOLUNTEERS, "Szkolenie wstępne", DAYS, "trained_on"),
    (MENTORS, "Zakład pracy", ["Chemia Oświęcim S.A."], "employer"),
    (MENTORS, "NIP pracodawcy", ["5261040828"], "employer"),
    (MENTORS, "Stanowisko", ["spawacz", "operator"], "job_title"),
    (MENTORS, "Dział", ["magazyn", "produkcja"], "trade"),
    (MENTORS, "ilu nowych pracowników", ["1", "2"], "room"),
]


@pytest.mark.parametrize(("kind", "heading", "texts", "target"), CLEAR)
def test_heading_and_texts_that_agree_are_sure(kind, heading: str, texts: list[str], target: str) -> None:
    column = guess(kind, heading, texts)
    assert (column.targets, column.lead, column.confidence) == ((target,), "", SURE)
    assert reason_of(column)


DOUBTFUL = [
    (FAMILIES, "Telefon", CODES, ("postcode",), "differ"),
    (FAMILIES, "Kod pocztowy", PHONES, ("phone",), "differ"),
    (FAMILIES, "Język", LANGUAGES, ("languages",), "which-language"),
    (FAMILIES, "data", DAYS, ("waiting_since",), "which-date"),
    (FAMILIES, "Wiek", ["4", "7", "12"], ("children",), "whose-age"),
    (FAMILIES, "Liczba dzieci", ["2", "3", "1"], ("children",), "count"),
    (FAMILIES, "Dzielnica", ["Podgórze", "Krowodrza"], ("place_name",), "alike"),
    (FAMILIES, "Orientacyjny wiek", ADULTS, ("age",), "alike"),
    (VOLUNTEERS, "Zgoda na przetwarzanie danych", ["tak", "tak"], ("consent_on",), "heading-only"),
    (VOLUNTEERS, "Adres", ADDRESSES, ("postcode_place",), "near"),
    (FAMILIES, "", PHONES, ("phone",), "values"),
    (FAMILIES, "", NAMES, ("contact_name",), "values"),
    (FAMILIES, "", CHILDREN, ("children",), "values"),
    (FAMILIES, "Kolumna 3", DAYS, ("waiting_since",), "values"),
    (FAMILIES, "abc", MAILS, ("email",), "values"),
    (FAMILIES, "Numer", PHONES, ("phone",), "differ"),
    (VOLUNTEERS, "Name", ["Ann", "Tom"], ("first_name",), "values"),
    (VOLUNTEERS, "Dane", ["Anna Nowak, tel. 600 350 100"], ("full_name",), "values"),
    (MENTORS, "Sygnatura czasowa", STAMPS, (NOTE,), "unknown"),
    (FAMILIES, "Skąd o nas wie", PROSE, (NOTE,), "unknown"),
    (FAMILIES, "Dochód", ["2000", "3500"], (NOTE,), "unknown"),
    (FAMILIES, "Data przyjazdu do Polski", DAYS, (NOTE,), "unknown"),
    (FAMILIES, "Wizyta domowa", DAYS, (NOTE,), "unknown"),
    (FAMILIES, "Status zgłoszenia", ["nowe", "w toku"], (NOTE,), "unknown"),
    (FAMILIES, "Karta Dużej Rodziny", ["tak", "nie"], (NOTE,), "unknown"),
    (FAMILIES, "Liczba osób w rodzinie", ["3", "4"], (NOTE,), "unknown"),
    (FAMILIES, "Telefon do wolontariusza", PHONES, (NOTE,), "unknown"),
    (FAMILIES, "Przydzielony wolontariusz", NAMES, (NOTE,), "unknown"),
    (FAMILIES, "Email męża", MAILS, (NOTE,), "unknown"),
    (FAMILIES, "Płeć dziecka", GENDERS, (NOTE,), "unknown"),
    (FAMILIES, "Czy rodzina ma telefon z internetem w domu", ["tak", "nie"], (NOTE,), "unknown"),
    (VOLUNTEERS, "Data ważności KRK", DAYS, (NOTE,), "unknown"),
    (VOLUNTEERS, "Rodzina, której pomaga", ["Kowal"], (NOTE,), "unknown"),
    (VOLUNTEERS, "Wiek", ADULTS, (NOTE,), "unknown"),
    (MENTORS, "Mail przełożonego", MAILS, (NOTE,), "unknown"),
]


@pytest.mark.parametrize(("kind", "heading", "texts", "targets", "why"), DOUBTFUL)
def test_what_is_not_certain_is_to_be_checked_and_says_why(kind, heading, texts, targets, why) -> None:
    column = guess(kind, heading, texts)
    assert (column.targets, column.confidence, column.why) == (targets, CHECK, why)
    assert reason_of(column)


LEADS = [
    (FAMILIES, "polski", LEVELS, "languages", "polski"),
    (FAMILIES, "Język polski - poziom", LEVELS, "languages", "polski"),
    (FAMILIES, "Znajomość języków [ukraiński]", LEVELS, "languages", "ukraiński"),
    (VOLUNTEERS, "ang.", ["B2", "kom.", "-"], "languages", "angielski"),
    (VOLUNTEERS, "UA", CROSSES, "languages", "ukraiński"),
    (FAMILIES, "Польська мова", LEVELS, "languages", "polski"),
    (FAMILIES, "Język ojczysty", LANGUAGES, "languages", "ojczysty"),
    (FAMILIES, "wtorek", ["16-19", "", "x"], "week", "wt"),
    (FAMILIES, "śr.", CROSSES, "week", "śr"),
    (FAMILIES, "Dostępność [Poniedziałek]", ["16-19", "rano"], "week", "pn"),
    (FAMILIES, "Thursday", ["after 17", "morning"], "week", "czw"),
    (FAMILIES, "sobota 10-14", CROSSES, "week", "sb 10-14"),
    (FAMILIES, "Wieczory", CROSSES, "week", "wieczory"),
    (FAMILIES, "szkoła", CROSSES, "needs", "szkoła"),
    (FAMILIES, "Pomoc: urzędy", CROSSES, "needs", "urzędy i pisma"),
    (FAMILIES, "W czym potrzebujesz pomocy? [praca]", CROSSES, "needs", "praca"),
    (FAMILIES, "Potrzebuje wizyty u lekarza", CROSSES, "needs", "wizyty u lekarza"),
    (VOLUNTEERS, "Czas wolny", CROSSES, "offers", "czas wolny"),
]


@pytest.mark.parametrize(("kind", "heading", "texts", "target", "lead"), LEADS)
def test_heading_may_be_a_part_of_what_is_said(kind, heading, texts, target, lead) -> None:
    column = guess(kind, heading, texts)
    assert (column.targets, column.lead, column.confidence) == ((target,), lead, SURE)


@pytest.mark.parametrize("kind", SHEETS.values(), ids=SHEETS.keys())
@pytest.mark.parametrize("language", ["pl", "en"])
def test_our_own_template_is_understood_whole(kind, language: str) -> None:
    headings = [column.heading(language) for column in kind.columns]
    texts = [[column.example_in(language)] for column in kind.columns]
    columns = guess_columns(kind, headings, texts, {})
    assert [column.targets for column in columns] == [(column.name,) for column in kind.columns]
    assert {column.confidence for column in columns} == {SURE}
    assert missing_columns(kind, columns) == []
    empty = guess_columns(kind, headings, [[""] for _heading in headings], {})
    assert [column.targets for column in empty] == [(column.name,) for column in kind.columns]


@pytest.mark.parametrize("heading", ["Lp.", "L.p.", "lp", "Nr", "No.", "№", ""])
def test_counter_of_rows_is_left_out(heading: str) -> None:
    column = guess(FAMILIES, heading, ["1", "2", "3", "4"])
    assert (column.targets, column.confidence, column.why) == ((), SURE, "counter")


def test_number_that_does_not_count_is_their_own() -> None:
    assert guess(FAMILIES, "Nr", ["14", "3", "27"]).targets == ("own_number",)


def test_column_without_heading_and_text_is_left_out() -> None:
    column = guess(FAMILIES, "", ["", ""])
    assert (column.targets, column.confidence, column.why) == ((), NONE, "empty")


def test_own_column_of_problems_is_left_out() -> None:
    assert guess(FAMILIES, "Do poprawy", ["Telefon: …"]).targets == ()


def test_columns_in_a_row_go_to_one_target() -> None:
    columns = guess_columns(
        FAMILIES,
        ["Język 1", "Poziom 1", "Język 2", "Poziom 2", "Dziecko 1 wiek", "Dziecko 2 wiek", "pon", "wt"],
        [LANGUAGES, LEVELS, LANGUAGES, LEVELS, ["4", "7"], ["9", ""], ["16-19"], ["x"]],
        {},
    )
    assert [column.targets for column in columns] == [
        ("languages",), ("level",), ("languages",), ("level",),
        ("children",), ("children",), ("week",), ("week",),
    ]  # fmt: skip
    assert {column.confidence for column in columns} == {SURE}


def test_first_name_and_surname_make_the_contact_person() -> None:
    columns = guess_columns(FAMILIES, ["Imię", "Nazwisko"], [["Olena"], ["Kowal"]], {})
    assert [column.targets for column in columns] == [("contact_first",), ("contact_last",)]
    assert "contact_name" not in [column.name for column in missing_columns(FAMILIES, columns)]


@pytest.mark.parametrize(
    ("kind", "heading", "texts", "target"),
    [
        (FAMILIES, "Imię", NAMES, "contact_name"),
        (FAMILIES, "Nazwisko", ["Kowal Olena", "Bondar Iryna"], "contact_last_first"),
        (FAMILIES, "Rodzina", ["Kowalczuk", "Bondar"], "contact_name"),
        (VOLUNTEERS, "Imię", NAMES, "full_name"),
        (VOLUNTEERS, "Nazwisko", ["Kowal Olena", "Bondar Iryna"], "name_last_first"),
    ],
)
def test_lonely_name_column_may_hold_the_whole_name(kind, heading, texts, target) -> None:
    assert guess(kind, heading, texts).targets == (target,)


def test_street_house_and_flat_are_parts_of_the_address() -> None:
    columns = guess_columns(FAMILIES, ["Ulica", "nr domu", "nr lok."], [["ul. Tumska"], ["3"], ["4"]], {})
    assert [column.targets for column in columns] == [("address",), ("house",), ("flat",)]
    assert guess(FAMILIES, "nr domu", ["3", "17"]).targets == (NOTE,)


def test_second_telephone_is_joined_and_to_be_checked() -> None:
    columns = guess_columns(FAMILIES, ["Telefon", "Telefon 2"], [PHONES, PHONES], {})
    assert [(column.targets, column.confidence) for column in columns] == [
        (("phone",), SURE),
        (("phone",), CHECK),
    ]


def test_second_column_of_a_single_target_goes_into_the_note() -> None:
    columns = guess_columns(MENTORS, ["Nazwa firmy", "NIP"], [["Chemia"], ["5261040828"]], {})
    assert [(column.targets, column.why) for column in columns][1] == ((NOTE,), "second")
    days = guess_columns(FAMILIES, ["Data zgłoszenia", "Data rejestracji"], [DAYS, DAYS], {})
    assert sorted(column.targets for column in days) == [(NOTE,), ("waiting_since",)]


def test_likelier_column_wins_wherever_it_stands() -> None:
    columns = guess_columns(FAMILIES, ["kontakt", "Telefon", "E-mail"], [PHONES, PHONES, MAILS], {})
    assert columns[1].targets == ("phone",)
    assert columns[1].confidence == SURE
    assert columns[0].confidence == CHECK


def test_count_of_children_beside_their_ages_is_a_note() -> None:
    columns = guess_columns(FAMILIES, ["Liczba dzieci", "Wiek dzieci"], [["2"], ["4, 7"]], {})
    assert [column.targets for column in columns] == [(NOTE,), ("children",)]


def test_language_alone_is_a_spoken_one_unless_spoken_ones_stand_elsewhere() -> None:
    alone, *_rest = guess_columns(FAMILIES, ["Język"], [LANGUAGES], {})
    beside, *_rest = guess_columns(FAMILIES, ["Język", "Znajomość języków"], [LANGUAGES, SPOKEN], {})
    assert (alone.targets, beside.targets) == (("languages",), ("language",))
    assert {alone.confidence, beside.confidence} == {CHECK}


def test_what_was_told_last_time_is_offered_first() -> None:
    remembered = {"skad o nas wie": {"targets": ["needs"], "lead": ""}}
    column = guess(FAMILIES, "Skąd o nas wie", PROSE, remembered=remembered)
    assert (column.targets, column.confidence, column.why) == (("needs",), SURE, "remembered")


def test_remembered_heading_over_other_texts_is_to_be_checked() -> None:
    remembered = {"kontakt": {"targets": ["email"], "lead": ""}}
    assert guess(FAMILIES, "Kontakt", PHONES, remembered=remembered).confidence == CHECK
    assert guess(FAMILIES, "Kontakt", MAILS, remembered=remembered).confidence == SURE


def test_remembered_target_that_is_gone_is_guessed_anew() -> None:
    remembered = {"telefon": {"targets": ["fax"], "lead": ""}}
    assert guess(FAMILIES, "Telefon", PHONES, remembered=remembered).targets == ("phone",)


def test_left_out_last_time_stays_out() -> None:
    remembered = {"uwagi": {"targets": [], "lead": ""}}
    column = guess(FAMILIES, "Uwagi", PROSE, remembered=remembered)
    assert (column.targets, column.why) == ((), "remembered")


def test_meanings_are_offered_to_the_same_headings_again() -> None:
    headings = ["Uwagi", "uwagi", "PESEL", "", "polski", "Skąd"]
    texts = [PROSE, PROSE, ["44051401359"], PROSE, LEVELS, PROSE]
    columns = guess_columns(FAMILIES, headings, texts, {})
    assert heading_keys(columns) == ["uwagi", "uwagi#2", "pesel", "", "polski", "skad"]
    columns[5] = told_column(FAMILIES, columns[5], ["needs"])
    meanings = meanings_of(columns)
    assert meanings == {
        "uwagi": {"targets": ["note"], "lead": ""},
        "uwagi#2": {"targets": ["note"], "lead": ""},
        "polski": {"targets": ["languages"], "lead": "polski"},
        "skad": {"targets": ["needs"], "lead": ""},
    }
    again = guess_columns(FAMILIES, headings, texts, meanings)
    assert [(one.targets, one.lead) for one in again] == [(one.targets, one.lead) for one in columns]


def test_told_target_brings_what_the_heading_says() -> None:
    column = MappedColumn("Język polski", targets=(NOTE,))
    told = told_column(FAMILIES, column, ["languages"])
    assert (told.targets, told.lead, told.confidence, told.why) == (("languages",), "polski", SURE, "told")
    assert told_column(FAMILIES, told, [NOTE]).lead == ""


def test_obligatory_columns_that_nobody_tells_are_missing() -> None:
    columns = guess_columns(MENTORS, ["Stanowisko"], [["spawacz"]], {})
    assert [column.name for column in missing_columns(MENTORS, columns)] == [
        "employer",
        "first_name",
        "languages",
    ]
    whole = guess_columns(MENTORS, ["Imię i nazwisko"], [NAMES], {})
    assert "first_name" not in [column.name for column in missing_columns(MENTORS, whole)]


def test_level_alone_tells_no_languages() -> None:
    columns = [MappedColumn("Poziom", targets=("level",))]
    assert "languages" in [column.name for column in missing_columns(FAMILIES, columns)]


@pytest.mark.parametrize(
    "text",
    ["Imię i nazwisko", "Tel.", "Podaj swój numer telefonu", "PESEL", "Lp.", "Do poprawy", "Obywatelstwo"],
)
def test_headings_are_known(text: str) -> None:
    assert heading_is_known(FAMILIES)(text)


@pytest.mark.parametrize(
    "text", ["Olena Kowal", "600 100 200", "a@example.org", "12.10.2026", "x", "", "polski A2", "30-619",
             "Kraków", "Lista rodzin 2026", "Razem: 34", "Sporządziła: A. B.", "ul. Długa 5"]
)  # fmt: skip
def test_texts_of_people_and_titles_are_no_headings(text: str) -> None:
    assert not heading_is_known(FAMILIES)(text)


@pytest.mark.parametrize("kind", SHEETS.values(), ids=SHEETS.keys())
@pytest.mark.parametrize("language", ["pl", "en"])
def test_every_target_can_be_chosen_once(kind, language: str) -> None:
    names = [name for _group, choices in target_choices(kind, language) for name, _label in choices]
    assert len(names) == len(set(names))
    assert set(names) == kind.targets | {""}
    labels = [label for _group, choices in target_choices(kind, language) for _name, label in choices]
    assert len(labels) == len(set(labels))
    assert all(labels)
    assert target_label(kind, "phone", language) == {"pl": "Telefon", "en": "Phone"}[language]


def test_every_reason_is_a_sentence_in_every_language() -> None:
    for language in ("pl", "en", "uk"):
        with translation.override(language):
            for code in WHYS:
                assert reason_of(MappedColumn("x", why=code))
    assert reason_of(MappedColumn("x", why="old-code")) == ""


def test_mapped_column_comes_back_from_json() -> None:
    column = MappedColumn("Tel", ("600 100 200",), ("phone",), "", SURE, "both")
    assert MappedColumn.from_json(column.as_json()) == column
    assert column.as_json()["targets"] == ["phone"]


def test_samples_are_few_short_and_different() -> None:
    column = guess(FAMILIES, "Uwagi", ["a", "a", "b", "", "c", "d", "e" * 500])
    assert column.samples == ("a", "b", "c")
    assert len(guess(FAMILIES, "Uwagi", ["e" * 500]).samples[0]) == 80


@pytest.mark.parametrize(
    "text",
    [
        "1" * 2000,
        "a" * 2000,
        "syn " * 500,
        "pn, " * 500,
        "((" * 1000,
        "dobry" * 400,
        "+48 " * 500,
        "-" * 2000,
    ],
)
def test_hostile_texts_take_no_time(text: str) -> None:
    watch = Stopwatch()
    for heading in ("Telefon", "", text):
        guess(FAMILIES, heading, [text, text + "x"])
        heading_is_known(FAMILIES)(text)
    assert watch.seconds < 1


def test_wide_file_is_guessed_and_a_long_one_laid_out_quickly() -> None:
    """40 columns of 200 rows are guessed in 0.2 to 0.4 s, 10,000 rows of 25 columns laid out in 0.4 to
    0.9 s, on two busy cores; the bounds leave room for a machine that is slower still."""
    headings = [f"Nagłówek {place} telefonu" if place % 2 else f"Języki {place}" for place in range(40)]
    texts = [[f"600 {row:03d} {place:03d}" if place % 2 else f"polski A2, ros. {row}" for row in range(200)]
             for place in range(40)]  # fmt: skip
    watch = Stopwatch()
    columns = guess_columns(FAMILIES, headings, texts, {})[:25]
    assert watch.seconds < 3
    rows = [[told[row % 200] for told in texts[:25]] for row in range(10_000)]
    watch = Stopwatch()
    for row in rows:
        cells_of_texts(FAMILIES, columns, row, {})
    assert watch.seconds < 5
