"""What gives a contact away in odd spellings, and what people say of hours, days, prices and addresses."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.domain.contact_words import gives_away, gives_contact, holds_pesel
from activities.queries.phrases import versions

ORDINARY = (
    "Meet at 17:00 on 12.05.2026 at ul. Długa 12/34, 31-137 Kraków.",
    "Spotkajmy się 12.05 o 17.30, Długa 12/34 m. 5",
    "Bilet kosztuje 25 zł, ulgowy 3,40 zł, razem 1 250,50 zł",
    "12.05.2026 17:00-19:30",
    "12.05.2026, 17:00–19:30, 13.05.2026 17.00-19.30",
    "2026-05-12 17:00",
    "12.05-15.05 17:00-19:00",
    "1.02.26 9:30",
    "od 17 do 20, albo od 17-20",
    "ul. Długa 12/34 31-137 Kraków",
    "kod do bramy 4512#, piętro 3, mieszkanie 27",
    "Autobusy 144, 169, 179, 503 o 16:05, 16:25, 16:45",
    "W dniach 12 13 14 15 16 maja",
    "Зустрінемося 12.05.2026 о 17:30, вул. Довга 12/34",
    "Приходите в 9, это 100 рублей или 1 000 000 гривен",
    "Mam 2 dzieci, 7 i 9 lat",
    "See you at school. Me too.",
    "I am at home. Ok",
    "Masz WhatsApp albo telegram?",
    "Dobra strona: krakow.pl/szkola",
    "Pokój 203-205, 2 piętro, rozdział 12.3.4",
    "Call 112 when somebody is hurt",
)
GIVEN_AWAY = {
    "phone": (
        "600100200", "600 100 200", "600-100-200", "600.100.200", "+48 600 100 200", "0048600100200",
        "６００１００２００", "６００ １００ ２００", "6 0 0 1 0 0 2 0 0", "12 345 67 89", "(12) 345-67-89",
        "6OO 1OO 2OO", "dzwoń:600/100/200", "345-67-89", "٦٠٠١٠٠٢٠٠", "6⃣0⃣0⃣1⃣0⃣0⃣2⃣0⃣0⃣",
        "600\u200b100\u200b200", "050 123 45 67", "600\n100\n200", "600_100_200",
    ),
    "email": (
        "olena@example.org", "olena @ example . org", "olena (at) example (dot) org", "o.k[at]gmail.com",
        "olena at example dot org", "olena at example.org", "olena małpa example kropka org",
        "olena собака gmail", "olena＠example．org", "OLENA AT EXAMPLE DOT ORG", "@olena_k",
    ),
    "link": (
        "t.me/olena", "https://wa.me/48", "t . me / olena", "viber://chat?number=1", "telegram: olena_k",
        "m.me/olena", "instagram.com/olena", "tel:112", "Signal - olena7",
    ),
}  # fmt: skip


@pytest.mark.parametrize("words", ORDINARY)
def test_ordinary_sentences_pass(words):
    assert gives_contact(words) == ""


@pytest.mark.parametrize(
    ("what", "words"), [(what, one) for what, some in GIVEN_AWAY.items() for one in some]
)
def test_contacts_are_found_in_odd_spellings(what, words):
    assert gives_contact(f"Good day, {words} please") == what


def test_no_phrase_gives_a_contact():
    for _on, phrases in versions():
        assert {gives_contact(words) for one in phrases for words in one.words.values()} == {""}


# --- drawn by hypothesis ----------------------------------------------------------------------------------

BEGINNINGS = ("50", "51", "53", "57", "60", "66", "69", "72", "73", "78", "79", "88")
GROUPS = ((3, 3, 3), (2, 3, 2, 2), (9,), (1,) * 9, (3, 2, 2, 2), (3, 6), (2, 7))
BETWEEN = (" ", "-", ".", "/", "_", " - ", " . ", "\n", "\u00a0", "–", "·", "\u200b", "  ")
DIGITS = ("0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९")
WORDS = st.text(alphabet="abcdefghijklmnoprstuwyząćęłńóśźżабвгдежзиклмнопрстуїєі ", max_size=30)


@st.composite
def numbers(draw):
    """A Polish number in some grouping, with one sign between its groups, in some script's digits."""
    plain = draw(st.sampled_from(BEGINNINGS)) + draw(st.text("0123456789", min_size=7, max_size=7))
    groups, between = draw(st.sampled_from(GROUPS)), draw(st.sampled_from(BETWEEN))
    parts, at = [], 0
    for size in groups:
        parts.append(plain[at : at + size])
        at += size
    front = draw(st.sampled_from(("", "+48", "+48 ", "0048 ", "(+48) ")))
    written = front + between.join(parts)
    return written.translate(str.maketrans("0123456789", draw(st.sampled_from(DIGITS)))), plain


@settings(max_examples=200, deadline=None)
@given(WORDS, numbers(), WORDS)
def test_every_number_is_found_however_it_is_spelled(before, number, after):
    written, plain = number
    text = f"{before}, {written} ! {after}"
    assert gives_contact(text) != ""
    assert gives_away(text, phones=(f"+48{plain}",))


NAMES = st.text(alphabet="abcdefghijklmnoprstuwyz", min_size=2, max_size=10)
ATS = ("@", " @ ", "＠", "(at)", " [at] ", " at ", " małpa ", " собака ")
DOTS = (".", "．", " . ", "(dot)", " [dot] ", " dot ", " kropka ", " точка ")


@settings(max_examples=200, deadline=None)
@given(
    WORDS, NAMES, st.sampled_from(ATS), NAMES, st.sampled_from(DOTS), st.sampled_from(["org", "com", "pl"])
)
def test_every_email_is_found_however_it_is_spelled(before, name, at, site, dot, ending):
    assert gives_contact(f"{before} {name}{at}{site}{dot}{ending}") != ""


HOURS = st.builds("{:d}{}{:02d}".format, st.integers(0, 23), st.sampled_from(":."), st.integers(0, 59))
SPANS = st.builds("{}{}{}".format, HOURS, st.sampled_from(("-", "–", " - ", " do ")), HOURS)
DAYS = st.dates(date(1990, 1, 1), date(2049, 12, 31))
DATES = st.one_of(
    DAYS.map(lambda day: f"{day:%d.%m.%Y}"),
    DAYS.map(lambda day: f"{day:%Y-%m-%d}"),
    DAYS.map(lambda day: f"{day.day}.{day.month}"),
    DAYS.map(lambda day: f"{day.day}/{day.month}/{day.year}"),
)
PRICES = st.builds(
    "{}{}{}".format, st.integers(1, 9999), st.sampled_from(("", ",50", ".99")),
    st.sampled_from((" zł", " PLN", "€", " грн", " złotych")),
)  # fmt: skip
HOUSES = st.builds(
    "{} {}{}".format, st.sampled_from(("Długa", "ul. Nowa", "вул. Довга")), st.integers(1, 299),
    st.sampled_from(("", "a", "/12", "/34 m. 5", ", 31-137 Kraków")),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(("Spotkajmy się", "see you", "зустріч", "to kosztuje", "adres")),
                  st.one_of(HOURS, SPANS, DATES, PRICES, HOUSES, st.tuples(DATES, HOURS).map(" ".join),
                            st.tuples(DATES, SPANS).map(", ".join))),
        min_size=1, max_size=4,
    )
)  # fmt: skip
def test_hours_days_prices_and_addresses_pass(parts):
    sentence = ". ".join(" ".join(part) for part in parts)
    assert gives_contact(sentence) == "", sentence


PESELS = (
    "44051401359", "My number is 44051401359.", "440514 01359", "4405 1401 359", "440514-01-359",
    "44.05.14 01359", "4 4 0 5 1 4 0 1 3 5 9", "440514\u200b01359", "４４０５１４０１３５９", "44O514O1359",
    "PESEL 44051401359 600100200", "Tel. 600100200 44051401359", "440514 01-359",
)  # fmt: skip


@pytest.mark.parametrize("words", PESELS)
def test_number_of_a_person_is_seen_however_it_is_spelled(words):
    assert holds_pesel(words)


@pytest.mark.parametrize(
    "words",
    [*ORDINARY, "44051401358", "+48 600 100 200", "48600100200", "440514013590", "4405140135", "99999999999"],
)
def test_other_numbers_are_nobodys(words):
    assert not holds_pesel(words)
