"""Who is surely, perhaps or not at all the same person; how often that is right; how long it takes."""

import random

import pytest

from intake.domain.sameness.people import People, Traits, Twin
from intake.domain.sheets.columns import Known
from tests.pace import Stopwatch

KOWAL = Known("K-1", "f:1", "Olena Kowalczuk", "+48600100200", "olena@example.org", "30-619", "Kraków")


def traits(name="Olena Kowalczuk", **changes):
    words = {"own_number": "", "phone": "", "email": "", "around": "", "place": ""} | changes
    return Traits(name=name.lower(), **words)


def twins(found, known=KOWAL):
    return [(twin.label, twin.sure, twin.why) for twin in People.of([known]).twins(found)]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (traits(phone="+48600100200"), ("name", "phone")),
        (traits("kowalczuk olena", phone="+48600100200"), ("name", "phone")),
        (traits(email="olena@example.org", phone="+48700100200"), ("name", "email")),
        (traits("olena nowak", phone="+48711222333", label="K-1"), ("label",)),
    ],
)
def test_surely_the_same(row, why):
    assert twins(row) == [("K-1", True, why)]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (traits("anna kowalczuk", phone="+48600100200"), ("phone", "other_name")),
        (traits("olena kovalchuk", phone="+48600100200"), ("phone", "alike_name")),
        (traits("anna nowak", email="olena@example.org"), ("email", "other_name")),
        (traits("олена ковальчук", around="30 619"), ()),
        (traits("олена ковальчук", around="30-619"), ("alike_name", "place")),
        (traits("o. kowalczuk", around="30-619"), ("alike_name", "place")),
        (traits(around="30-619", phone="+48711222333"), ("name", "place")),
        (traits(place="krakow"), ("name", "place")),
        (traits("olena kovalchuk", phone="+48600100201", place="plock"), ("alike_name", "near_phone")),
        (traits("olena kovalchuk", phone="+48600010200"), ("alike_name", "near_phone")),
        (traits(email="olen@example.org"), ("name", "near_email")),
        (traits(), ("name", "only_name")),
        (traits("anna nowak", label="K-1"), ("label", "other_name")),
    ],
)
def test_perhaps_the_same(row, why):
    assert twins(row) == ([("K-1", False, why)] if why else [])


@pytest.mark.parametrize(
    "row",
    [
        traits(around="00-001", place="warszawa", phone="+48711222333"),
        traits(place="krakow", phone="+48711222333"),
        traits("anna nowak", around="30-619", place="krakow"),
        traits("anna nowak", phone="+48600100201"),
    ],
)
def test_somebody_else(row):
    assert twins(row) == []


def numbered(label, number, name, phone=""):
    return Known(label, f"n:{number}", name, phone, "", "30-619", "Kraków")


def test_own_number_makes_the_same_person_only_with_a_name_or_contact_of_theirs():
    known = numbered("K-1", "14", "Olena Kowalczuk", "+48600100200")
    assert twins(traits("olena kovalchuk", own_number="14"), known) == [("K-1", True, ("number",))]
    assert twins(traits("olena mazur", own_number="14", phone="+48600100200"), known)[0][1]
    # A list that numbers its rows from 1 carries the numbers of the list before it.
    assert twins(traits("jan nowak", own_number="14"), known) == [("K-1", False, ("number", "other_name"))]


def test_two_numbers_are_two_people_unless_a_contact_says_otherwise():
    known = numbered("K-1", "14", "Olena Kowalczuk", "+48600100200")
    assert twins(traits(own_number="15", around="30-619"), known) == []
    same_phone = traits(own_number="15", phone="+48600100200")
    assert twins(same_phone, known) == [("K-1", False, ("phone", "name"))]


def test_without_a_contact_name_and_place_are_enough_only_where_neither_has_one():
    bare = Known("K-1", "", "Olena Kowalczuk", "", "", "30-619", "Kraków")
    assert twins(traits(around="30-619"), bare) == [("K-1", True, ("name", "place"))]
    assert twins(traits(around="30-619")) == [("K-1", False, ("name", "place"))]


def test_row_that_became_somebody_is_known_again_after_all_of_them_changed():
    row = traits(phone="+48711222333", around="00-001")
    moved = Known("K-7", "", "Helena Nowa", "+48500000000", "", "80-001", "Gdańsk")
    people = People.of([moved], {row.whole_key: "K-7", "w:gone": "K-99"})
    assert people.twins(row) == [Twin(label="K-7", sure=True, why=("row",))]


def test_phone_of_an_institution_makes_nobody_the_same():
    known = [Known(f"K-{n}", "", f"Osoba Numer{n}", "+48600100200", "", "", "") for n in range(6)]
    assert People.of(known[:4]).twins(traits("anna nowak", phone="+48600100200")) != []
    assert People.of(known).twins(traits("anna nowak", phone="+48600100200")) == []
    assert People.of(known).twins(traits("osoba numer5", phone="+48600100200"))[0].label == "K-5"


def test_archived_person_is_told_as_such():
    known = Known("K-1", "", "Olena Kowalczuk", "+48600100200", "", "", archived=True)
    (twin,) = People.of([known]).twins(traits(phone="+48600100200"))
    assert twin.archived
    assert Twin.from_json(twin.as_json()) == twin


def test_rows_of_one_file_are_compared_too_and_the_first_speaks_for_a_person_in_splot():
    people = People.of([KOWAL])
    people.add(traits("jan nowak", phone="+48711222333"), row=10, number=2)
    (twin,) = people.twins(traits("jan nowak", phone="+48711222333"))
    assert (twin.row, twin.number, twin.sure, twin.code) == (10, 2, True, "row:10")
    people.add(traits(phone="+48600100200"), row=11, number=3, label="K-1")
    (twin,) = people.twins(traits(phone="+48600100200"))
    assert (twin.label, twin.row, twin.sure) == ("", 11, True)


def test_somebody_new_gets_a_key_of_their_own_where_another_holds_it():
    people = People.of([numbered("K-1", "14", "Olena Kowalczuk")])
    stranger = traits("jan nowak", own_number="14")
    key = people.free_key(stranger, row=10)
    assert key != stranger.key
    assert key == people.free_key(stranger, row=10) != people.free_key(stranger, row=11)
    assert people.free_key(traits(own_number="15"), row=10) == "n:15"


def test_at_most_three_are_named_the_likeliest_first():
    known = [Known(f"K-{n}", "", "Olena Kowalczuk", "", "", "30-619", "Kraków") for n in range(1, 6)]
    known.append(Known("K-9", "", "Jan Nowak", "+48600100200", "", "", ""))
    found = People.of(known).twins(traits("olena kovalchuk", phone="+48600100200", around="30-619"))
    assert [twin.label for twin in found] == ["K-9", "K-1", "K-2"]


# --- how often, how long -----------------------------------------------------------------------------

WORDS = """
Olena Oksana Iryna Natalia Svitlana Tetiana Halyna Liudmyla Oleksandr Andrii Serhii Mykola Dmytro Yurii Anna
Katarzyna Agnieszka Piotr Tomasz Krzysztof Maria Marta Joanna Paweł Michał Nino Linh Fatima |
Kowal Szewcz Bond Tkacz Krawcz Lys Moroz Pawl Petr Iwan Hawryl Zajc Miel Rud Sawcz Kuzm Boj Hon Mar Pol Wasyl
Chom Dan Fed Hryc Jakym Klym Łuc Nazar Onyszcz Pryst Romań Stec Tym Wołosz Żuk Wiśn Mazur Szym Kamiń
"""
GIVEN, STEMS = (part.split() for part in WORDS.split("|"))
ENDINGS = ("enko", "czuk", "ski", "ak", "iuk", "yk", "ewicz", "owski", "czenko", "yszyn")
PLACES = [(f"3{n // 10}-{n % 1000:03}", "kraków") for n in range(100, 500)]
SPELLINGS = (
    ("sz", "sh"),
    ("cz", "ch"),
    ("w", "v"),
    ("ł", "l"),
    ("ś", "s"),
    ("ń", "n"),
    ("y", "i"),
    ("j", "y"),
)


def made_up(chance, count):
    """Families as a centre has them: names that are common, a few to a post code."""
    people = []
    for n in range(count):
        name = f"{chance.choice(GIVEN)} {chance.choice(STEMS)}{chance.choice(ENDINGS)}"
        code, place = chance.choice(PLACES)
        phone = f"+48{chance.randrange(500_000_000, 899_999_999)}" if chance.random() < 0.9 else ""
        people.append(Known(f"K-{n}", "", name, phone, "", code, place))
    return people


def told_again(one, chance):
    """The same person as another list writes them: spelled, swapped, mistyped, or shortened."""
    given, surname = one.name.split()
    style = chance.choice(("spelled", "swapped", "typo", "initial", "double", "phone"))
    phone = one.phone if chance.random() < 0.3 else ""
    if style == "spelled":
        for ours, theirs in SPELLINGS:
            surname = surname.replace(ours, theirs)
    elif style == "typo":
        at = chance.randrange(1, len(surname) - 1)
        surname = surname[:at] + surname[at + 1 :]
    elif style == "initial":
        given = f"{given[0]}."
    elif style == "double":
        surname += "-Zielińska"
    elif style == "phone" and one.phone:
        phone = one.phone[:-1] + str((int(one.phone[-1]) + 1) % 10)
    name = f"{surname} {given}" if style == "swapped" else f"{given} {surname}"
    return Traits(name=name.lower(), phone=phone, around=one.postcode, place="krakow")


def relative(one, chance):
    """Somebody of the same surname at the same address, with a given name and a phone of their own."""
    given, surname = one.name.split()
    other = chance.choice([name for name in GIVEN if name != given])
    phone = f"+48{chance.randrange(500_000_000, 899_999_999)}"
    return Traits(name=f"{other} {surname}".lower(), phone=phone, around=one.postcode, place="krakow")


def test_twins_are_found_and_false_alarms_are_rare(capsys):
    chance = random.Random(2026)
    known, strangers = made_up(chance, 3_000), made_up(chance, 1_000)
    people = People.of(known)
    again = [(one.label, told_again(one, chance)) for one in chance.sample(known, 1_000)]
    found = [label in {twin.label for twin in people.twins(row)} for label, row in again]
    others = [Traits(name=one.name.lower(), phone=one.phone, around=one.postcode) for one in strangers]
    kin = [relative(one, chance) for one in chance.sample(known, 1_000)]
    alarms, kin_alarms = (sum(bool(people.twins(row)) for row in rows) for rows in (others, kin))
    named = sum(len(people.twins(row)) for _label, row in again)
    recall, precision = sum(found) / len(found), sum(found) / named
    told = f"recall {recall:.1%}, precision {precision:.1%}"
    told += f", alarms for strangers {alarms / 10:.1f}%, for relatives {kin_alarms / 10:.1f}%"
    with capsys.disabled():
        print(f"\ntwins: {told}")  # noqa: T201 - a figure of the record
    assert recall > 0.95
    assert precision > 0.95
    assert alarms < 20
    assert kin_alarms < 50


def test_ten_thousand_rows_are_compared_with_ten_thousand_people_in_seconds(capsys):
    chance = random.Random(7)
    known, rows = made_up(chance, 10_000), made_up(chance, 10_000)
    watch = Stopwatch()
    people = People.of(known)
    for n, one in enumerate(rows):
        row = Traits(name=one.name.lower(), phone=one.phone, around=one.postcode, place="krakow")
        people.twins(row)
        people.add(row, row=n + 1, number=n + 2)
    took = watch.seconds
    with capsys.disabled():
        print(f"\n10,000 rows compared with 10,000 people and each other: {took:.1f} s")  # noqa: T201
    assert took < 15  # of a processor; 1.5 on a quiet machine
