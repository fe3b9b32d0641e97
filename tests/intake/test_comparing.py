"""A newer file: what it changed is taken over, what Splot changed stays, what both changed is asked."""

from dataclasses import replace

import pytest

from base.audit.models import Record
from families.domain.households import data_of, revise_household
from families.models import Household
from intake.domain.deciding import decide_row, side_by_side
from intake.domain.importing import import_upload, request_import
from intake.domain.readers.understanding import NO_ANSWERS
from intake.domain.sameness.comparing import Shelf, canonical, fingerprint
from intake.domain.sheets.kinds import SHEETS
from intake.enums import Fate, Kind
from intake.models import ImportedPerson
from tests.factories.intake import ROBOT, ready, row
from tests.factories.organisations import CentreFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return CentreFactory()


def imported(upload):
    return import_upload(request_import(upload, by=ROBOT), by=ROBOT)


def edited(household, **changes):
    """Somebody changed the family in Splot."""
    household.refresh_from_db()
    return revise_household(household, data=replace(data_of(household), **changes), by=ROBOT)


def only(upload):
    return upload.rows.get()


def state_of_everything():
    people = list(Household.objects.order_by("pk").values())
    said = list(ImportedPerson.objects.order_by("pk").values())
    return people, said, Record.objects.exclude(act__startswith="intake.").count()


def test_newer_file_changes_what_it_changed_and_nothing_else(centre):
    imported(ready(centre, row()))
    household = Household.objects.get()
    newer = ready(centre, row(address="ul. Długa 5", children="4; 7; 1"))
    assert (only(newer).fate, only(newer).person_label) == (Fate.CHANGED, "K-1")
    assert only(newer).differences == {
        "address": ["ul. Wielicka 12", "ul. Długa 5"],
        "children": ["3-6 years, 7-9 years", "3-6 years, 7-9 years, 0-2 years"],
    }
    assert "K-1" in str(only(newer).warnings)
    newer = imported(newer)
    household.refresh_from_db()
    assert (newer.updated, newer.imported, household.version) == (1, 0, 2)
    assert (household.address, len(household.current_members)) == ("ul. Długa 5", 4)
    assert only(newer).fate == Fate.UPDATED
    again = ready(centre, row(address="ul. Długa 5", children="4; 7; 1"))
    assert only(again).fate == Fate.REPEATED


def test_what_was_corrected_in_splot_stays_when_the_same_file_comes_again(centre):
    imported(ready(centre, row()))
    edited(Household.objects.get(), address="ul. Nowa 1", phone="+48700200300", contact_name="Olena Nowa")
    before = state_of_everything()
    again = ready(centre, row())
    assert (only(again).fate, only(again).differences, again.repeated) == (Fate.REPEATED, {}, 1)
    assert state_of_everything() == before


def test_column_changed_on_both_sides_is_asked_and_the_others_are_not(centre):
    imported(ready(centre, row()))
    edited(Household.objects.get(), address="ul. Nowa 1", travel_km=7)
    newer = only(ready(centre, row(address="ul. Długa 5", needs="szkoła")))
    assert newer.fate == Fate.ASKED
    assert newer.differences["address"] == ["ul. Nowa 1", "ul. Długa 5", "both"]
    assert newer.differences["needs"][2:] == []
    assert newer.differences.keys() == {"address", "needs"}


def test_both_sides_changed_to_the_same_is_no_difference(centre):
    imported(ready(centre, row()))
    edited(Household.objects.get(), address="ul. Długa 5")
    assert only(ready(centre, row(address="ul. Długa 5"))).fate == Fate.REPEATED


def test_empty_cell_erases_nothing(centre):
    imported(ready(centre, row()))
    newer = only(ready(centre, row(address="", needs="", travel_km="", children="")))
    assert (newer.fate, newer.differences) == (Fate.REPEATED, {})


def test_another_wording_of_the_same_is_no_difference(centre):
    imported(ready(centre, row()))
    newer = only(ready(centre, row(languages="polski A2, ukraiński ojczysty", phone="+48 600-100-200")))
    assert (newer.fate, newer.differences) == (Fate.REPEATED, {})


def test_person_entered_by_hand_gets_what_the_first_file_knows(centre):
    imported(ready(centre, row(address="", travel_km="9")))
    ImportedPerson.objects.all().delete()  # as if somebody had typed the family in
    first = only(ready(centre, row()))
    assert first.fate == Fate.CHANGED
    assert first.differences == {"address": ["", "ul. Wielicka 12"], "travel_km": ["9", "5"]}


def test_part_of_what_is_known_is_not_taken_unless_a_person_says_so(centre):
    everything = row(languages="polski A2, ukraiński ojczysty", needs="szkoła, praca", week="pn-pt po 17")
    imported(ready(centre, everything))
    ImportedPerson.objects.all().delete()  # as if somebody had typed the family in
    upload = ready(centre, row(languages="polski A2", needs="praca", week="pn po 17", children="4"))
    first = only(upload)
    part = {name for name, told in first.differences.items() if told[2:] == ["part"]}
    assert (first.fate, part) == (Fate.REPEATED, {"languages", "needs", "week", "children"})
    assert part <= first.warnings.keys()
    lines = {line.column: line for line in side_by_side(first)}
    assert {(lines[name].default, lines[name].same, lines[name].asked) for name in part} == {
        ("ours", False, False)
    }
    decide_row(first, same="K-1", take={"needs": "file"}, by=ROBOT)
    imported(upload)
    household = Household.objects.get()
    assert (set(household.needs), household.week.text("pl")[:5]) == ({"work"}, "pn–pt")
    assert len(household.current_members) == 3


def test_note_only_grows(centre):
    imported(ready(centre, row(note="Dzwonić po 17.")))
    household = edited(Household.objects.get(), note="Dzwonić po 17.\nMówi cicho.")
    newer = ready(centre, row(note="Ma psa."))
    assert only(newer).differences == {"note": ["Dzwonić po 17.\nMówi cicho.", "Ma psa."]}
    imported(newer)
    household.refresh_from_db()
    assert household.note == "Dzwonić po 17.\nMówi cicho.\nMa psa."
    assert only(ready(centre, row(note="Ma psa."))).fate == Fate.REPEATED
    assert only(ready(centre, row(note="Dzwonić po 17."))).fate == Fate.REPEATED


def test_note_that_would_grow_too_long_is_asked(centre):
    imported(ready(centre, row(note="a" * 1_500)))
    newer = only(ready(centre, row(note="b" * 1_500)))
    assert (newer.fate, newer.differences["note"][2:]) == (Fate.ASKED, ["both"])


def test_new_place_brings_its_post_code(centre):
    imported(ready(centre, row()))
    newer = ready(centre, row(postcode="09-402", place_name="Płock"))
    assert only(newer).differences.keys() >= {"postcode", "place_name"}
    imported(newer)
    household = Household.objects.get()
    assert (household.postcode, household.place_name) == ("09-402", "Płock")


def test_fingerprints_tell_nothing_and_hold_no_words(centre):
    imported(ready(centre, row()))
    said = ImportedPerson.objects.get().said
    assert "Olena" not in str(said)
    assert "600100200" not in str(said)
    assert said["address"] == fingerprint("address", "ul. Wielicka 12")
    assert len(said["address"]) == 16
    assert fingerprint("address", "x") != fingerprint("note", "x")


def test_one_text_for_all_ways_to_say_a_value():
    kind = SHEETS[Kind.FAMILIES]
    reader = kind.by_name["languages"].reader
    one, other = (
        reader.understand(text, NO_ANSWERS).value
        for text in ("ukraiński ojczysty, polski A2", "Polish A2; Ukrainian native")
    )
    assert canonical(kind, "languages", one) == canonical(kind, "languages", other) != ""


def test_people_are_looked_up_many_at_once(centre, django_assert_max_num_queries):
    imported(ready(centre, row()))
    few = Shelf(SHEETS[Kind.FAMILIES], centre)
    with django_assert_max_num_queries(10):
        few.expect({"K-1"})
    others = [row(contact_name=f"Olena {n}", phone=f"600 200 {n}") for n in range(201, 221)]
    imported(ready(centre, *others))
    many = Shelf(SHEETS[Kind.FAMILIES], centre)
    with django_assert_max_num_queries(10):
        many.expect({f"K-{n}" for n in range(1, 22)})
    assert len(many.known) == 21
    assert many.of("K-21").values["contact_name"] == "Olena 220"
