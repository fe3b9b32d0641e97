"""Search: what is found by what, in whose scope, and nobody by words that are not for the asker."""

import pytest
from django.db import connection

from base.places.gazetteer import resolve
from base.places.search_index import create_indexes, statements
from base.places.search_text import searchable, sought
from desk.enums import SearchKind
from desk.queries.search import count_found, found, kinds_of
from families.models import Household
from mentors.models import MentorEmployee
from tests.factories.cast import told_cast
from tests.factories.families import household_with
from tests.factories.matching import PairFactory, helper_of, programme_of, seeker_of
from tests.factories.mentors import MentorEmployeeFactory, ParticipationFactory
from tests.factories.organisations import EmployerFactory
from tests.factories.volunteers import VolunteerFactory, volunteer_with
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
FAMILIES, VOLUNTEERS, MENTORS = SearchKind.FAMILIES, SearchKind.VOLUNTEERS, SearchKind.MENTORS


@pytest.fixture
def people(cast):
    household_with(
        centre=cast.centre, number=417, label="K-417", contact_name="Olena Kowalska-Żółć",
        phone="+48600555111", email="zolc@example.org", place=resolve("32-600", "Oświęcim"),
    )  # fmt: skip
    household_with(
        centre=cast.centre, number=4170, label="K-4170", contact_name="Nino Beridze", phone="+48512777000"
    )
    household_with(centre=cast.other_centre, number=418, label="K-418", contact_name="Olena Kowalska")
    volunteer_with(centre=cast.centre, number=417, label="W-417", first_name="Łucja", last_name="Świątek")
    firm = ParticipationFactory(
        centre=cast.centre, employer=EmployerFactory(name="Zakłady Żelazne", nip="6760000014")
    )
    MentorEmployeeFactory(participation=firm, number=3, label="M-3", first_name="Stanisław", last_name="Żak")
    return cast


def labels(cast, text: str, kind: SearchKind = FAMILIES) -> list[str]:
    return [str(row) for row in found(kind, cast.alice, sought(text))]


@pytest.mark.parametrize(
    "typed",
    ["kow", "KOWALSKA", "zolc", "Żółć", "oswie", "32-600", "32-6", "600 555 111", "+48 600-555-111",
     "0048600555111", "600 55", "zolc kowal", "oświęcim kow"],
)  # fmt: skip
def test_family_is_found_by_the_beginning_of_what_is_known(people, typed):
    assert labels(people, typed) == ["K-417"]


@pytest.mark.database
@pytest.mark.parametrize(
    "typed", ["111", "5111", "555 111", "5-111", "600 555", "zolc 111", "48600", "555111"]
)
def test_family_is_found_by_the_last_digits_of_its_phone_and_by_the_first(people, typed):
    assert labels(people, typed) == ["K-417"]


@pytest.mark.database
@pytest.mark.parametrize("typed", ["11", "551", "0555", "5551", "55511", "600 555 11", "beridze 111"])
def test_digits_in_the_middle_of_a_phone_and_two_alone_find_nobody(people, typed):
    found_by = labels(people, typed)
    assert found_by == (["K-417"] if typed == "600 555 11" else [])


def test_last_digits_bring_a_firm_and_a_pair_and_nobody_who_may_not_see_a_phone(people):
    family, volunteer = Household.objects.get(label="K-417"), Volunteer.objects.get(label="W-417")
    programme = programme_of(people.centre)
    pair = PairFactory(seeker=seeker_of(programme, family), helper=helper_of(programme, volunteer))
    assert labels(people, "5111", SearchKind.PAIRS) == [str(pair)]
    assert labels(people, "0014", SearchKind.EMPLOYERS) == ["Zakłady Żelazne"]
    MentorEmployee.objects.update(search_contact=searchable("Stanisław", "Żak", "+48600777888"))
    assert labels(people, "7888", MENTORS) == ["M-3"]
    assert found(MENTORS, people.filip, sought("7888")).count() == 0


def test_label_of_the_number_comes_before_phones_that_end_so(people):
    household_with(centre=people.centre, number=111, label="K-111", contact_name="Ivan Petrenko")
    assert labels(people, "111") == ["K-111", "K-417"]
    assert labels(people, "17") == []


@pytest.mark.parametrize("typed", ["k-417", "K 417", "k417"])
def test_label_is_found_however_typed_and_stands_first(people, typed):
    assert labels(people, typed) == ["K-417", "K-4170"]


@pytest.mark.parametrize(
    "typed",
    [
        "owalska",
        "olc",
        "%",
        "_",
        "'",
        '"',
        "\\",
        "% %",
        "kow%",
        "k_w",
        "  ",
        "",
        "---",
        "\x00",
        "zolc beridze",
    ],
)
def test_what_begins_no_word_finds_nobody(people, typed):
    assert labels(people, typed) == []


def test_very_long_text_is_cut_and_harmless(people):
    assert labels(people, "kow " * 2500) == ["K-417"]
    assert labels(people, "x" * 10_000) == []
    assert len(sought("a b c d e f g h i j k l").words) == 8


def test_number_alone_brings_whose_number_it_is_first(people):
    assert labels(people, "417") == ["K-417", "K-4170"]
    assert [str(row) for row in found(VOLUNTEERS, people.alice, sought("417"))] == ["W-417"]


def test_label_asks_only_the_kind_it_names(people):
    assert kinds_of(sought("W-417")) == (SearchKind.VOLUNTEERS, SearchKind.PAIRS)
    assert kinds_of(sought("kowalska")) == tuple(SearchKind)


def test_every_kind_is_found_in_its_own_scope_only(people):
    programme = programme_of(people.centre)
    family, volunteer = Household.objects.get(label="K-417"), Volunteer.objects.get(label="W-417")
    pair = PairFactory(seeker=seeker_of(programme, family), helper=helper_of(programme, volunteer))
    hits = (
        ("kow", FAMILIES, "K-417"), ("swia", VOLUNTEERS, "W-417"), ("zak", MENTORS, "M-3"),
        ("zelaz", SearchKind.EMPLOYERS, "Zakłady Żelazne"),
        ("676-000-00-14", SearchKind.EMPLOYERS, "Zakłady Żelazne"),
        ("zolc swiat", SearchKind.PAIRS, str(pair)), ("W-417", SearchKind.PAIRS, str(pair)),
    )  # fmt: skip
    for text, kind, name in hits:
        assert (text, labels(people, text, kind)) == (text, [name])
        own = {row.pk for row in found(kind, people.alice, sought(text))}
        for stranger in (people.carol, people.cezary, people.bob, people.dana, people.olena, people.tymon):
            assert own & {row.pk for row in found(kind, stranger, sought(text))} == set()


def test_partner_is_found_in_a_pair_by_label_and_never_by_name(people):
    programme = programme_of(people.centre, people.other_centre)
    theirs = household_with(
        centre=people.other_centre, number=99, label="K-99", contact_name="Kanarkowa", phone="+48600111222"
    )
    helper = helper_of(programme, volunteer_with(centre=people.centre, first_name="Marta"))
    pair = PairFactory(seeker=seeker_of(programme, theirs), helper=helper)
    assert labels(people, "K-99", SearchKind.PAIRS) == [str(pair)]
    for text in ("kanarkowa", "600111222", "K-9"):
        assert labels(people, text, SearchKind.PAIRS) == []


def test_finance_finds_a_mentor_by_label_and_not_by_surname(people):
    assert found(MENTORS, people.filip, sought("zak")).count() == 0
    assert found(MENTORS, people.filip, sought("M-3")).count() == 1


def test_common_word_is_not_counted_to_its_end(people, monkeypatch):
    monkeypatch.setattr("desk.queries.search.MOST_COUNTED", 1)
    VolunteerFactory.create_batch(3, centre=people.centre, first_name="Beata")
    assert count_found(VOLUNTEERS, people.alice, sought("beata")) == 2


@pytest.mark.database
def test_database_has_an_index_for_every_table_that_is_searched():
    create_indexes(connection)  # twice is once
    with connection.cursor() as cursor:
        known = set(connection.introspection.get_constraints(cursor, "families_household"))
    columns = ("_search_text", "_search_contact") if connection.vendor == "postgresql" else ("",)
    assert {f"splot_search_families_household{one}" for one in columns} <= known


@pytest.mark.database
def test_hostile_words_are_words_on_both_databases():
    cast = told_cast()
    household_with(centre=cast.centre, number=1, label="K-1", contact_name="Ann_a 100% O'Hara")
    for text in ("ann_a", "100%", "o'h"):
        assert labels(cast, text) == ["K-1"]
    for text in ("ann%", "a_n", "_nna"):
        assert labels(cast, text) == []


def test_sql_of_an_index_names_what_the_table_has():
    assert statements(Household, "postgresql")[1].endswith("USING gin (search_contact gin_trgm_ops)")
    assert statements(Household, "sqlite")[0].endswith(
        "(centre_id, number, label, search_text, search_contact)"
    )
