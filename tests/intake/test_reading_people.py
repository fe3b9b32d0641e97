"""Words about people: languages, ages, genders, wishes, areas of help, as lists write them."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from base.common.enums import AgeBand, ContactChannel, Gender, GenderWish, HelpArea, Trade, WishStrength
from base.places.languages import Level, Spoken, language_codes, languages_text
from intake.domain import readers
from intake.domain.readers.understanding import AS_NOTE, LEFT_OUT, NO_ANSWERS, Answers

READERS = {
    "languages": readers.LANGUAGES,
    "language": readers.LANGUAGE,
    "ages": readers.AGES,
    "age": readers.AGE,
    "gender": readers.GENDER_READER,
    "wish": readers.WISH,
    "strength": readers.STRENGTH,
    "channel": readers.CHANNELS,
    "areas": readers.AREAS,
    "trade": readers.TRADES,
    "yes": readers.YES_OR_NO,
}


class AllNotes(Answers):
    """Whatever is asked becomes a note."""

    def get(self, topic, said):
        return AS_NOTE


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-11-21 12:00+01:00", tick=False)


def understood(reader, text, **answered):
    answers = Answers.of(
        [(topic.replace("__", ":"), said, meant) for topic, (said, meant) in answered.items()]
    )
    return reader.understand(text, answers)


def in_words(reader, text):
    """What a cell came to: the value as shown in Polish sheets, the note, what is asked."""
    reading = reader.understand(text, NO_ANSWERS)
    shown = "" if reading.value is None else reader.show(reading.value)
    return shown, reading.note, [(question.topic, question.said) for question in reading.questions]


def buttons(reader, text):
    return [option.meant for option in reader.understand(text, NO_ANSWERS).questions[0].options]


# --- languages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("ukraiński ojczysty, polski A2", "uk NATIVE, pl A2"),
        ("A2 polski", "pl A2"),
        ("A2 polski, B1 angielski", "pl A2, en B1"),
        ("ukraiński (ojczysty), polski (A2)", "uk NATIVE, pl A2"),
        ("UA ojcz. / PL A2", "uk NATIVE, pl A2"),
        ("UA - ojczysty; RU - C1; PL-A2", "uk NATIVE, ru C1, pl A2"),
        ("ukr: native\nrus: C1", "uk NATIVE, ru C1"),
        ("ang.: B1, niem. A1", "en B1, de A1"),
        ("polski A2 angielski B1", "pl A2, en B1"),
        ("polski A2 + angielski B1 & niemiecki A1", "pl A2, en B1, de A1"),
        ("rosyjski C1 oraz polski na poziomie B1", "ru C1, pl B1"),
        ("język polski – poziom B1+", "pl B1"),
        ("1. ukraiński ojczysty 2. polski B1", "uk NATIVE, pl B1"),
        ("mówi po polsku B1", "pl B1"),
        ("znajomość języka polskiego: B2", "pl B2"),
        ("українська рідна, польська А2", "uk NATIVE, pl A2"),
        ("українською мовою C1, русский родной", "uk C1, ru NATIVE"),
        ("Ukrainian native; Polish A2", "uk NATIVE, pl A2"),
        ("norweski (bokmål) B1", "nb B1"),
        ("polski, B1", "pl B1"),
        ("polskiB1", "pl B1"),
        ("polski ojczysty C2", "pl NATIVE"),
        ("nie zna polskiego", "pl A0"),
        ("ukraiński ojczysty, polski: brak", "uk NATIVE, pl A0"),
        ("polski A2, polski A2", "pl A2"),
    ],
)
def test_languages_are_understood_as_people_write_them(text, spoken):
    pairs = [one.split() for one in spoken.split(", ")]
    value = tuple(Spoken(code, Level[level]) for code, level in pairs)
    reading = readers.LANGUAGES.understand(text, NO_ANSWERS)
    assert (reading.value, reading.note, reading.questions) == (value, "", ())


@pytest.mark.parametrize(
    ("text", "shown", "note", "asked"),
    [
        (
            "ukraiński (ojczysty), rosyjski dobrze, polski A2",
            "Ukrainian native, Polish A2", "", [("level", "dobrze")],
        ),
        (
            "UA/RU, trochę polski", "", "",
            [("level:uk", "ukraiński"), ("level:ru", "rosyjski"), ("level", "trochę")],
        ),
        ("ang. kom.", "", "", [("level", "komunikatywnie")]),
        ("angielski na poziomie komunikatywnym", "", "", [("level", "komunikatywnie")]),
        ("polski B2/C1", "", "", [("level", "B2/C1")]),
        ("polski B1/2", "", "", [("level", "B1/B2")]),
        ("polski A1-A2", "", "", [("level", "A1/A2")]),
        ("polski: mówi B1, pisze A2", "", "", [("level", "A2/B1")]),
        ("RU biegle w mowie", "", "", [("level", "biegle")]),
        ("вільно українська, немного польский", "", "", [("level", "вільно"), ("level", "немного")]),
        ("bardzo dobrze zna polski", "", "", [("level", "bardzo dobrze")]),
        ("polski", "", "", [("level:pl", "polski")]),
        ("PL", "", "", [("level:pl", "polski")]),
        ("dari", "", "", [("level:fa", "dari")]),
        ("polski prawie B1", "", "", [("level:pl", "polski prawie B1")]),
        ("polski B1?", "", "", [("level:pl", "polski B1?")]),
        ("polski język migowy B2", "", "", [("level:pl", "polski język migowy B2")]),
        ("polski rozumie, nie mówi", "", "", [("level:pl", "polski rozumie, nie mówi")]),
        ("polski/angielski B1", "English B1", "", [("level:pl", "polski/angielski B1")]),
        ("polski A2, Polish B1", "", "", [("level:pl", "polski A2; Polish B1")]),
        ("nie zna dobrze polskiego", "", "", [("level:pl", "nie zna dobrze polskiego")]),
        ("klingoński B1", "", "", [("language", "klingoński")]),
        ("ukraiński ojczysty, angieslki B1", "Ukrainian native", "", [("language", "angieslki")]),
        ("poziom B1", "", "", [("language", "poziom B1")]),
        ("dzieci uczą się w szkole", "", "dzieci uczą się w szkole", []),
        ("polski A2, dzieci uczą się w szkole", "Polish A2", "dzieci uczą się w szkole", []),
        ("polski B1 (egzamin państwowy 2021)", "Polish B1", "polski B1 (egzamin państwowy 2021)", []),
        ("nie zna angielskiego", "", "nie zna angielskiego", []),
        ("brak", "", "", []),
        ("-", "", "", []),
    ],
)  # fmt: skip
def test_what_is_not_clear_about_languages_is_asked_or_kept(text, shown, note, asked):
    assert in_words(readers.LANGUAGES, text) == (shown, note, asked)


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ("ang. kom.", ["B1", "B2", "A2"]),
        ("polski B2/C1", ["B2", "C1"]),
        ("angieslki B1", ["angielski"]),
        ("ukrainskii B1", ["ukraiński"]),
    ],
)
def test_the_likeliest_answer_stands_first(text, likely):
    assert buttons(readers.LANGUAGES, text) == likely


def test_one_answer_about_a_word_settles_every_language_and_every_form_of_it():
    for text, code in [("ang. kom.", "en"), ("polski komunikatywny", "pl"), ("komunikatywnie ros.", "ru")]:
        reading = understood(readers.LANGUAGES, text, level=("komunikatywnie", "B1"))
        assert (reading.value, reading.questions) == ((Spoken(code, Level.B1),), ())


def test_an_answer_keeps_the_words_around_for_the_note():
    reading = understood(readers.LANGUAGES, "RU biegle w mowie, polski A2", level=("biegle", "C1"))
    assert reading.value == (Spoken("ru", Level.C1), Spoken("pl", Level.A2))
    assert reading.note == "RU biegle w mowie"


def test_a_language_told_by_an_answer_keeps_its_level_in_question():
    reading = understood(readers.LANGUAGES, "angieslki dobrze", language=("angieslki", "angielski"))
    assert [(one.topic, one.said) for one in reading.questions] == [("level", "dobrze")]


def test_words_answered_as_a_note_are_kept_and_left_out_ones_are_not():
    text = "ukraiński ojczysty, rosyjski dobrze"
    noted = understood(readers.LANGUAGES, text, level=("dobrze", AS_NOTE))
    left = understood(readers.LANGUAGES, text, level=("dobrze", LEFT_OUT))
    assert (noted.note, left.note) == ("rosyjski dobrze", "")
    assert noted.value == left.value == (Spoken("uk", Level.NATIVE),)


def test_an_answer_that_names_no_level_is_asked_again():
    assert understood(readers.LANGUAGES, "polski dobrze", level=("dobrze", "świetnie")).questions


@pytest.mark.parametrize(
    ("text", "code"),
    [("polski", "pl"), ("UA", "uk"), ("po ukraińsku", "uk"), ("język rosyjski", "ru"), ("українська", "uk")],
)
def test_language_we_write_in_is_one_language(text, code):
    reading = readers.LANGUAGE.understand(text, NO_ANSWERS)
    assert (reading.value, reading.questions) == (code, ())


def test_two_languages_to_write_in_are_asked_about_and_neither_is_taken():
    reading = readers.LANGUAGE.understand("ukraiński lub rosyjski", NO_ANSWERS)
    assert reading.value is None
    assert buttons(readers.LANGUAGE, "ukraiński lub rosyjski") == ["ukraiński", "rosyjski"]
    answered = understood(
        readers.LANGUAGE, "ukraiński lub rosyjski", language=("ukraiński lub rosyjski", "rosyjski")
    )
    assert answered.value == "ru"


# --- ages --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "bands", "note"),
    [
        ("2 (4 i 7 lat)", "3-6 7-9", ""),
        ("2: 4, 7", "3-6 7-9", ""),
        ("dwoje: 5 i 9", "3-6 7-9", ""),
        ("4, 7", "3-6 7-9", ""),
        ("4,7", "3-6 7-9", ""),
        ("4; 7", "3-6 7-9", ""),
        ("4 i 7 lat", "3-6 7-9", ""),
        ("4 lata, 7 lat, 12 lat", "3-6 7-9 10-12", ""),
        ("syn 12", "10-12", "syn 12"),
        ("córka 5 l., syn 3", "3-6 3-6", "córka 5 l., syn 3"),
        ("2 córki (5, 7) i syn 3", "3-6 7-9 3-6", "2 córki (5, 7) i syn 3"),
        ("8 mies.", "0-2", ""),
        ("niemowlę", "0-2", ""),
        ("pół roku", "0-2", ""),
        ("7,5 roku", "7-9", ""),
        ("2 lata 3 mies.", "0-2", ""),
        ("dwulatek i 5-latek", "0-2 3-6", ""),
        ("5 i 9 років", "3-6 7-9", ""),
        ("2010 r.", "13-17", ""),
        ("ur. 2015", "10-12", ""),
        ("rocznik 2018", "7-9", ""),
        ("7 (syn), 4 (córka)", "7-9 3-6", "7 (syn), 4 (córka)"),
        ("dwóch synów: 4 i 7", "3-6 7-9", "dwóch synów: 4 i 7"),
        ("4 lata (przedszkole)", "3-6", "4 lata (przedszkole)"),
        ("syn 3", "3-6", "syn 3"),
        ("12.03.2015", "10-12", ""),
        ("2018-04-05", "7-9", ""),
        ("syn 12.03.2015", "10-12", "syn 11"),
        ("Marko 7, Anna 4", "7-9 3-6", ""),
        ("0 i 17", "0-2 13-17", ""),
        ("0", "", ""),
        ("brak", "", ""),
        ("bezdzietna", "", ""),
        ("nie ma dzieci", "", ""),
    ],
)
def test_ages_are_understood_as_people_write_them(text, bands, note):
    reading = readers.AGES.understand(text, NO_ANSWERS)
    assert (list(reading.value), reading.note, reading.questions) == (bands.split(), note, ())


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ("2", ["2 lat", AS_NOTE]),
        ("5-7", ["5; 7", "3-6 lat", "7-9 lat"]),
        ("11-15", ["11; 15", "10-12 lat", "13-17 lat"]),
        ("4.7", ["4; 7", "3-6 lat"]),
        ("7,5", ["7; 5", "7-9 lat"]),
        ("3 dzieci", []),
        ("dzieci 2", ["2 lat", AS_NOTE]),
        ("1 (mąż)", ["1 lat", AS_NOTE]),
        ("1 syn", ["1 lat", AS_NOTE]),
        ("2 (syn i córka)", ["2 lat", AS_NOTE]),
        ("3 (4 i 7)", ["3-6 lat; 7-9 lat"]),
        ("bliźniaki 6 lat", ["3-6 lat; 3-6 lat", "3-6 lat"]),
        ("2 lata i 3 mies.", ["0-2 lat; 0-2 lat", "0-2 lat"]),
        ("przedszkolak", ["3-6 lat"]),
        ("nastolatki", ["13-17 lat", "10-12 lat"]),
        ("5 klasa", ["7-9 lat", "10-12 lat", "13-17 lat"]),
        ("ok. 6 lat", ["3-6 lat", "7-9 lat", "0-2 lat"]),
        ("200", []),
    ],
)
def test_ages_that_are_not_clear_are_asked_about(text, likely):
    reading = readers.AGES.understand(text, NO_ANSWERS)
    assert (reading.value, reading.note) == (None, "")
    assert buttons(readers.AGES, text) == likely


def test_a_childs_name_and_birth_are_kept_nowhere():
    for text in ["Marko 7", "MARKO 7, Anna prawie 4", "Marko i Olena", "Marko ur. 12.03.2015, 31.02.2014"]:
        reading = readers.AGES.understand(text, NO_ANSWERS)
        noted = readers.AGES.understand(text, AllNotes())
        kept = [reading.note, noted.note, *(f"{one.said} {one.sentence}" for one in reading.questions)]
        assert not [
            word for word in ("marko", "anna", "olena", "12.03", "31.02") if word in " ".join(kept).lower()
        ]


def test_different_hidden_names_do_not_share_an_answer():
    said = {readers.AGES.understand(text, NO_ANSWERS).questions[0].said for text in ("Marko", "Olena")}
    assert len(said) == 2


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("38", "26-40"), ("38 lat", "26-40"), ("26-40", "26-40"), ("30-40", "26-40"), ("ur. 1988", "26-40"),
        ("12.12.1965", "41-60"), ("61+", "61+"), ("5", "3-6"),
    ],
)  # fmt: skip
def test_age_of_one_person(text, band):
    reading = readers.AGE.understand(text, NO_ANSWERS)
    assert (reading.value, reading.questions) == (AgeBand(band), ())


@pytest.mark.parametrize("text", ["35+", "ok. 40", "40-tka", "41, 67", "senior", "25-30"])
def test_doubtful_age_of_one_person_is_asked_about(text):
    reading = readers.AGE.understand(text, NO_ANSWERS)
    assert reading.value is None
    assert buttons(readers.AGE, text)


# --- words for codes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "gender", "strength"),
    [
        ("kobieta", GenderWish.WOMAN, None),
        ("woli kobietę", GenderWish.WOMAN, WishStrength.PREFER),
        ("raczej pan", GenderWish.MAN, WishStrength.PREFER),
        ("w miarę możliwości kobieta", GenderWish.WOMAN, WishStrength.PREFER),
        ("tylko kobieta", GenderWish.WOMAN, WishStrength.MUST),
        ("kobieta, koniecznie", GenderWish.WOMAN, WishStrength.MUST),
        ("prefers a woman", GenderWish.WOMAN, WishStrength.PREFER),
        ("bez znaczenia", GenderWish.ANY, None),
        ("obojętne", GenderWish.ANY, None),
        ("kobieta lub mężczyzna", GenderWish.ANY, None),
    ],
)
def test_wish_and_its_strength_are_understood_together(text, gender, strength):
    reading = readers.WISH.understand(text, NO_ANSWERS)
    assert (reading.value, reading.also.get("wish_strength"), reading.questions) == (gender, strength, ())


def test_a_wish_denied_offers_the_other_gender_first():
    assert buttons(readers.WISH, "nie mężczyzna")[0] == "kobieta"


@pytest.mark.parametrize("text", ["najlepiej Polka", "Ukrainka", "muzułmanka, kobieta", "kobieta z Ukrainy"])
def test_an_origin_or_religion_wished_for_is_asked_about_and_kept_nowhere(text):
    reading = readers.WISH.understand(text, NO_ANSWERS)
    [question] = reading.questions
    noted = understood(readers.WISH, text, wish=(question.said, AS_NOTE)).note
    answered = understood(readers.WISH, text, wish=(question.said, "kobieta"))
    assert reading.value is None
    assert answered.value == GenderWish.WOMAN
    kept = f"{noted} {answered.note} {question.said} {question.sentence}".lower()
    assert not [word for word in ("polka", "ukrain", "muzu") if word in kept]


def test_words_beside_an_answered_wish_are_kept():
    text = "tylko kobieta mówiąca po gruzińsku"
    reading = understood(readers.WISH, text, wish=(text, "tylko kobieta"))
    assert (reading.value, reading.also, reading.note) == (
        GenderWish.WOMAN, {"wish_strength": WishStrength.MUST}, text,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("reader", "text", "code"),
    [
        ("gender", "K", Gender.WOMAN), ("gender", "pan", Gender.MAN), ("gender", "mężcz.", Gender.MAN),
        ("channel", "tel.", ContactChannel.PHONE_CALL), ("channel", "mailowo", ContactChannel.EMAIL),
        ("channel", "kontakt telefoniczny", ContactChannel.PHONE_CALL),
        ("trade", "pracownik magazynu", Trade.WAREHOUSE), ("trade", "spawacz / ślusarz", Trade.WELDING_METAL),
        ("yes", "T", "yes"), ("yes", "✓", "yes"), ("yes", "0", "no"),
        ("strength", "tylko", WishStrength.MUST),
    ],
)  # fmt: skip
def test_one_code_is_understood(reader, text, code):
    reading = READERS[reader].understand(text, NO_ANSWERS)
    assert (reading.value, reading.note, reading.questions) == (code, "", ())


@pytest.mark.parametrize(
    ("reader", "text", "likely"),
    [
        ("gender", "K/M", ["kobieta", "mężczyzna"]),
        ("gender", "kobeta", ["kobieta", "mężczyzna", "inna"]),
        ("channel", "tel./mail", ["telefon", "e-mail"]),
        ("channel", "WhatsApp", ["telefon", "SMS"]),
        ("yes", "raczej tak", ["tak", "nie"]),
        ("yes", "tak/nie", ["tak", "nie"]),
        ("trade", "kierowca, magazynier", ["transport", "magazyn"]),
        ("areas", "pomoc w lekcjach polskiego", ["lekcje dzieci", "polski na co dzień"]),
        ("areas", "nie potrzebuje lekarza", []),
        ("areas", "szkofa", ["szkoła"]),
        ("areas", "gotowanie", []),
    ],
)
def test_words_that_are_not_clear_are_asked_about(reader, text, likely):
    reading = READERS[reader].understand(text, NO_ANSWERS)
    assert (reading.value, reading.note) == (None, "")
    assert buttons(READERS[reader], text) == likely


def test_messenger_answered_stays_in_the_note_and_a_typing_error_does_not():
    reading = understood(readers.CHANNELS, "WhatsApp", channel=("WhatsApp", "SMS"))
    assert (reading.value, reading.note) == (ContactChannel.SMS, "WhatsApp")
    reading = understood(readers.GENDER_READER, "kobeta", gender=("kobeta", "kobieta"))
    assert (reading.value, reading.note) == (Gender.WOMAN, "")


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        (
            "pomoc w lekcjach, pisma z urzędu, wizyty lekarskie",
            {HelpArea.CHILDREN_HOMEWORK, HelpArea.OFFICES_PAPERS, HelpArea.HEALTH_APPOINTMENTS},
        ),
        ("szkoła i praca", {HelpArea.SCHOOL, HelpArea.WORK}),
        ("szkoła x, urzędy tak", {HelpArea.SCHOOL, HelpArea.OFFICES_PAPERS}),
        ("1. szkoła 2. praca", {HelpArea.SCHOOL, HelpArea.WORK}),
        ("dentysta dla dziecka", {HelpArea.HEALTH_APPOINTMENTS}),
        ("egzamin z polskiego", {HelpArea.POLISH_EXAM}),
        ("polski i egzamin", {HelpArea.EVERYDAY_POLISH, HelpArea.POLISH_EXAM}),
        ("mieszkanie/praca", {HelpArea.HOUSING, HelpArea.WORK}),
        ("praca domowa", {HelpArea.CHILDREN_HOMEWORK}),
        ("urzędy i pisma, telefon i komputer", {HelpArea.OFFICES_PAPERS, HelpArea.DIGITAL}),
    ],
)
def test_areas_of_help_are_understood_within_free_text(text, areas):
    reading = readers.AREAS.understand(text, NO_ANSWERS)
    assert (reading.value, reading.note, reading.questions) == (areas, "", ())


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("matematyka", HelpArea.CHILDREN_HOMEWORK),
        ("urzędy (PESEL, 800+)", HelpArea.OFFICES_PAPERS),
        ("spacery", HelpArea.FREE_TIME),
    ],
)
def test_words_that_say_more_than_their_area_are_kept_for_the_note(text, area):
    reading = readers.AREAS.understand(text, NO_ANSWERS)
    assert (reading.value, reading.note, reading.questions) == ({area}, text, ())


def test_clear_areas_stay_where_one_is_not_clear():
    reading = readers.AREAS.understand("szkoła, gotowanie", NO_ANSWERS)
    assert (reading.value, [one.said for one in reading.questions]) == ({HelpArea.SCHOOL}, ["gotowanie"])
    answered = understood(readers.AREAS, "szkoła, gotowanie", area=("gotowanie", "czas wolny, towarzystwo"))
    assert answered.value == {HelpArea.SCHOOL, HelpArea.FREE_TIME, HelpArea.COMPANY}
    assert answered.note == "gotowanie"


@pytest.mark.parametrize("text", ["-", "–", "b.d.", "b/d", "n/d", "nie dotyczy", "?", "N/A", "..."])
@pytest.mark.parametrize("reader", READERS)
def test_words_for_nothing_mean_nothing(reader, text):
    reading = READERS[reader].understand(text, NO_ANSWERS)
    assert (reading.value, reading.note, reading.questions) == (None, "", ())
    assert readers.is_nothing(text)


# --- of every reader ---------------------------------------------------------------------------------

VALUES = {
    "languages": st.lists(
        st.builds(Spoken, st.sampled_from(language_codes()), st.sampled_from(Level)),
        min_size=1, max_size=6, unique_by=lambda one: one.language,
    ).map(tuple),
    "language": st.sampled_from(language_codes()),
    "ages": st.lists(st.sampled_from(AgeBand), min_size=1, max_size=6).map(tuple),
    "age": st.sampled_from(AgeBand),
    "gender": st.sampled_from(Gender),
    "wish": st.sampled_from(GenderWish),
    "strength": st.sampled_from(WishStrength),
    "channel": st.sampled_from(ContactChannel),
    "areas": st.frozensets(st.sampled_from(HelpArea), min_size=1),
    "trade": st.sampled_from(Trade),
    "yes": st.sampled_from(["yes", "no"]),
}  # fmt: skip
#: Words of the world, to make texts of: names, levels, ages, signs, and words no reader knows.
KNOWN = (
    *("polski", "UA", "angielski", "rosyjsku", "A2", "B2/C1", "ojczysty", "dobrze", "kom.", "nie", "zna"),
    *("język", "4", "7 lat", "2015", "syn", "dzieci", "kobieta", "woli", "tylko", "pan", "tel.", "mail"),
    *("tak", "szkoła", "urzędy", "praca", "lekarz", ",", ";", "/", "(", ")", "i", "+", ":", "-", "?", "oraz"),
    "brak",
)
STRANGE = ("zielony", "rower", "okno", "quux", "gotuje", "makaron")
texts = st.lists(st.sampled_from([*KNOWN, *STRANGE]), min_size=1, max_size=9).map(" ".join)


@pytest.mark.parametrize("locale", ["pl", "en"])
@pytest.mark.parametrize("reader", READERS)
@given(data=st.data())
def test_what_is_shown_is_understood_as_the_same_value(reader, locale, data):
    value = data.draw(VALUES[reader])
    with translation.override(locale):
        shown = READERS[reader].show(value)
        reading = READERS[reader].understand(shown, NO_ANSWERS)
    assert (reading.value, reading.note, reading.questions) == (value, "", ())


@pytest.mark.parametrize("reader", READERS)
@given(text=st.one_of(texts, st.text(max_size=40)))
def test_no_text_stops_a_reader_and_every_likely_answer_is_one(reader, text):
    reading = READERS[reader].understand(text, NO_ANSWERS)
    for question in reading.questions:
        for option in question.options:
            answers = Answers.of([(question.topic, question.said, option.meant)])
            after = READERS[reader].understand(text, answers)
            assert question not in after.questions


@pytest.mark.parametrize("reader", READERS)
@given(text=texts)
def test_no_word_is_lost(reader, text):
    strange = {word for word in text.split() if word in STRANGE}
    asked = READERS[reader].understand(text, NO_ANSWERS)
    noted = READERS[reader].understand(text, AllNotes())
    told = f"{asked.note} {' '.join(question.said for question in asked.questions)}"
    assert {word for word in strange if word not in told} == set()
    assert {word for word in strange if word not in noted.note} == set()
    assert noted.questions == ()


def test_every_language_is_understood_in_every_language_of_ours():
    for locale in ("pl", "en", "uk", "ru"):
        for code in language_codes():
            text = languages_text([(code, Level.B1)], locale)
            assert readers.LANGUAGES.understand(text, NO_ANSWERS).value == (Spoken(code, Level.B1),), text


@pytest.mark.parametrize(
    ("reader", "text", "denied"),
    [
        (readers.AREAS, "szkoła, ale nie urzędy", "urzędy i pisma"),
        (readers.WISH, "nie mężczyzna", "mężczyzna"),
    ],
)
def test_no_answer_is_offered_that_the_words_deny(reader, text, denied):
    questions = reader.understand(text, NO_ANSWERS).questions
    assert questions
    assert not [one for question in questions for one in question.options if denied in one.meant]
