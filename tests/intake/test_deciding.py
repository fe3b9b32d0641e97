"""Perhaps the same person: side by side, joined column by column, or told apart for good."""

from dataclasses import replace

import pytest

from base.audit.models import Record
from base.common.errors import Refusal
from families.domain.households import archive_household, data_of, revise_household
from families.models import Household
from intake.domain.deciding import DIFFERENT, decide_row, side_by_side
from intake.domain.importing import import_upload, request_import
from intake.domain.mending import mend_cell
from intake.enums import Fate, Scope
from intake.models import StagedRow
from tests.factories.intake import ROBOT, ready, row
from tests.factories.organisations import CentreFactory

pytestmark = pytest.mark.django_db

#: The same family as `row()` in another list: spelled otherwise, the same phone, another street.
ALIKE = row(contact_name="Ołena Kowalczuk", address="ul. Długa 5", needs="", note="Woli rano.")
KOWALCHUK = row(contact_name="Olena Kovalchuk")


@pytest.fixture
def centre():
    return CentreFactory()


def imported(upload, scope=Scope.GOOD):
    return import_upload(request_import(upload, scope=scope, by=ROBOT), by=ROBOT)


def at(upload, number):
    return upload.rows.get(number=number)


def refusal_of(act):
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def test_row_alike_somebody_here_is_asked_with_the_reasons(centre):
    imported(ready(centre, KOWALCHUK))
    one = at(ready(centre, ALIKE), 2)
    assert one.fate == Fate.ASKED
    assert one.twins == [{"label": "K-1", "sure": False, "why": ["phone", "alike_name"]}]
    (sentence,) = one.warnings["contact_name"]
    assert sentence == ("Perhaps the same person as K-1? The phone is the same. The names are much alike.")


def test_both_stand_side_by_side(centre):
    imported(ready(centre, KOWALCHUK))
    found = {one.column: one for one in side_by_side(at(ready(centre, ALIKE), 2))}
    told = {name: (one.file, one.ours, one.same, one.default) for name, one in found.items()}
    assert told["contact_name"] == ("Ołena Kowalczuk", "Olena Kovalchuk", False, "ours")
    assert told["address"] == ("ul. Długa 5", "ul. Wielicka 12", False, "ours")
    assert told["needs"][0] == ""
    assert told["needs"][3] == "ours"
    assert told["note"] == ("Woli rano.", "", False, "file")
    assert told["phone"][2] is True
    assert "email" not in told
    assert found["address"].heading == "Street and number"


@pytest.mark.parametrize(
    ("code", "place", "same"),
    [
        ("", "30-001 Kraków (małopolskie)", True),
        ("30-001", "Kraków (małopolskie)", True),
        ("30-001 Kraków", "", True),
        ("", "30-002 Kraków", False),
        ("", "30-001 Wieliczka", False),
    ],
)
def test_one_place_told_in_two_ways_is_no_choice(centre, code, place, same):
    imported(ready(centre, row(contact_name="Olena Kovalchuk", postcode="30-001", place_name="Kraków")))
    one = at(ready(centre, row(contact_name="Ołena Kowalczuk", postcode="30-001", place_name="Kraków")), 2)
    one.cells |= {"postcode": code, "place_name": place}
    one.readings = {**one.readings, "postcode": "", "place_name": ""}
    told = {line.column: line for line in side_by_side(one)}
    assert all(told[name].same for name in ("postcode", "place_name") if told[name].file) is same


def test_same_person_is_changed_by_what_is_taken_from_the_file(centre):
    imported(ready(centre, KOWALCHUK))
    upload = ready(centre, ALIKE)
    decide_row(at(upload, 2), same="K-1", take={"contact_name": "ours"}, by=ROBOT)
    assert (at(upload, 2).fate, at(upload, 2).person_label) == (Fate.CHANGED, "K-1")
    upload = imported(upload)
    household = Household.objects.get()
    assert (household.contact_name, household.address) == ("Olena Kovalchuk", "ul. Długa 5")
    assert (upload.updated, upload.imported) == (1, 0)
    # The same file again: the row is known to be her, and nothing of it is new.
    again = at(ready(centre, ALIKE), 2)
    assert (again.fate, again.person_label, again.differences) == (Fate.REPEATED, "K-1", {})


def test_same_person_with_nothing_taken_is_remembered_too(centre):
    imported(ready(centre, KOWALCHUK))
    upload = ready(centre, ALIKE)
    ours = dict.fromkeys(("contact_name", "address", "note"), "ours")
    decide_row(at(upload, 2), same="K-1", take=ours, by=ROBOT)
    assert at(upload, 2).fate == Fate.REPEATED
    upload = imported(upload)
    assert (upload.updated, upload.repeated, Household.objects.get().version) == (0, 1, 1)
    assert at(ready(centre, ALIKE), 2).fate == Fate.REPEATED


def test_another_person_is_added_and_known_by_the_next_file(centre):
    imported(ready(centre, KOWALCHUK))
    upload = ready(centre, ALIKE)
    decide_row(at(upload, 2), same=DIFFERENT, by=ROBOT)
    assert at(upload, 2).fate == Fate.GOOD
    imported(upload)
    assert sorted(Household.objects.values_list("contact_name", flat=True)) == [
        "Olena Kovalchuk",
        "Ołena Kowalczuk",
    ]
    again = at(ready(centre, ALIKE), 2)
    assert (again.fate, again.person_label) == (Fate.REPEATED, "K-2")


def test_two_of_one_name_and_phone_told_apart_stay_apart(centre):
    imported(ready(centre, row()))
    daughter = row(address="ul. Długa 5")
    upload = ready(centre, daughter)
    assert (at(upload, 2).fate, at(upload, 2).person_label) == (Fate.CHANGED, "K-1")
    decide_row(at(upload, 2), same=DIFFERENT, by=ROBOT)
    assert at(upload, 2).fate == Fate.GOOD
    assert (imported(upload).imported, Household.objects.count()) == (1, 2)
    # From now on nobody but a person can say which of them a row is about.
    again = at(ready(centre, row()), 2)
    assert (again.fate, [twin["label"] for twin in again.twins]) == (Fate.ASKED, ["K-1", "K-2"])


def test_stranger_with_the_same_number_in_the_list_is_asked_and_added_beside_them(centre):
    imported(ready(centre, row(own_number="1")))
    stranger = row(own_number="1", contact_name="Natalia Mazur", phone="600 999 888", postcode="09-402",
                   place_name="Płock")  # fmt: skip
    upload = ready(centre, stranger)
    assert (at(upload, 2).fate, at(upload, 2).twins[0]["why"]) == (Fate.ASKED, ["number", "other_name"])
    imported(upload, scope=Scope.ALL)
    assert Household.objects.count() == 2
    assert Household.objects.get(label="K-1").contact_name == "Olena Kowal"
    assert at(ready(centre, stranger), 2).person_label == "K-2"


def test_conflict_is_settled_column_by_column(centre):
    imported(ready(centre, row()))
    household = Household.objects.get()
    revise_household(household, data=replace(data_of(household), address="ul. Nowa 1"), by=ROBOT)
    upload = ready(centre, row(address="ul. Długa 5", needs="szkoła"))
    asked = [one.column for one in side_by_side(at(upload, 2)) if one.asked]
    assert (at(upload, 2).fate, asked) == (Fate.ASKED, ["address"])
    decide_row(at(upload, 2), same="K-1", take={"address": "file"}, by=ROBOT)
    assert at(upload, 2).fate == Fate.CHANGED
    decide_row(at(upload, 2), same="K-1", take={"address": "ours"}, by=ROBOT)
    imported(upload)
    household.refresh_from_db()
    assert (household.address, household.needs) == ("ul. Nowa 1", frozenset({"school"}))
    # That ours was better is not asked again.
    assert at(ready(centre, row(address="ul. Długa 5", needs="szkoła")), 2).fate == Fate.REPEATED


def test_rows_of_one_file_are_joined_into_the_earlier(centre):
    upload = ready(centre, row(needs=""), row(address="ul. Długa 5", needs="szkoła", travel_km=""))
    first, second = at(upload, 2), at(upload, 3)
    assert (first.fate, second.fate) == (Fate.GOOD, Fate.ASKED)
    assert second.twins[0]["row"] == first.pk
    assert second.differences == {"address": ["ul. Wielicka 12", "ul. Długa 5"], "needs": ["", "szkoła"]}
    sides = {one.column: (one.ours, one.file, one.default) for one in side_by_side(second)}
    assert sides["address"] == ("ul. Wielicka 12", "ul. Długa 5", "file")
    decide_row(second, same=f"row:{first.pk}", take={"address": "ours"}, by=ROBOT)
    first, second = at(upload, 2), at(upload, 3)
    assert (first.fate, second.fate) == (Fate.GOOD, Fate.LEFT)
    assert (first.cells["address"], first.cells["needs"]) == ("ul. Wielicka 12", "szkoła")
    assert second.warnings == {"contact_name": ["Joined with row 2."]}
    # Another word takes back what was given.
    decide_row(second, same=DIFFERENT, by=ROBOT)
    first, second = at(upload, 2), at(upload, 3)
    assert ("needs" in first.cells, second.fate) == (False, Fate.GOOD)


def test_equal_rows_of_one_file_are_added_once_without_a_question(centre):
    upload = ready(centre, row(), row(), row(needs=""))
    assert [one.fate for one in upload.rows.order_by("number")] == [
        Fate.GOOD, Fate.REPEATED, Fate.REPEATED,
    ]  # fmt: skip
    assert imported(upload).imported == 1


def test_two_rows_about_one_person_here_are_one_change(centre):
    imported(ready(centre, row()))
    upload = ready(centre, row(address="ul. Długa 5"), row(address="ul. Krótka 1"))
    assert [one.fate for one in upload.rows.order_by("number")] == [Fate.CHANGED, Fate.ASKED]
    assert at(upload, 3).twins[0]["row"] == at(upload, 2).pk


def test_two_rows_never_stand_for_one_person(centre):
    imported(ready(centre, KOWALCHUK))
    spelled = row(contact_name="Ołena Kowalczuk", note="Woli rano.")
    other = row(contact_name="Olena Kowalczyk", travel_km="12")
    upload = ready(centre, spelled, other)
    assert [one.fate for one in upload.rows.order_by("number")] == [Fate.ASKED, Fate.ASKED]
    decide_row(at(upload, 3), same="K-1", by=ROBOT)
    assert refusal_of(lambda: decide_row(at(upload, 2), same="K-1", by=ROBOT)) == "taken"
    decide_row(at(upload, 3), same=DIFFERENT, by=ROBOT)
    decide_row(at(upload, 2), same="K-1", by=ROBOT)
    # The second joins the first, whose texts go on to Splot.
    third = at(upload, 3)
    third.decision = {}
    third.save()
    decide_row(third, same="K-1", take={"travel_km": "file"}, by=ROBOT)
    assert [one.fate for one in upload.rows.order_by("number")] == [Fate.CHANGED, Fate.LEFT]
    imported(upload)
    household = Household.objects.get()
    assert (household.note, household.travel_km) == ("Woli rano.", 12)


def test_decision_survives_a_reading_and_goes_with_its_twin(centre):
    imported(ready(centre, KOWALCHUK))
    upload = ready(centre, ALIKE, row(contact_name="Natalia Mazur", phone="600 999 888"))
    decide_row(at(upload, 2), same="K-1", by=ROBOT)
    mend_cell(at(upload, 2), "address", "ul. Inna 7", by=ROBOT)
    assert (at(upload, 2).fate, at(upload, 2).decision["same"]) == (Fate.CHANGED, "K-1")
    mend_cell(at(upload, 2), "phone", "600 777 111", by=ROBOT)
    mend_cell(at(upload, 2), "contact_name", "Iryna Bondar", by=ROBOT)
    assert (at(upload, 2).fate, at(upload, 2).twins) == (Fate.GOOD, [])


def test_archived_person_is_recognised_and_told_as_such(centre):
    imported(ready(centre, row()))
    archive_household(Household.objects.get(), reason="wyjazd", by=ROBOT)
    one = at(ready(centre, row()), 2)
    assert (one.fate, one.twins[0]["archived"]) == (Fate.REPEATED, True)
    assert "archive" in one.warnings["contact_name"][0]


def test_what_cannot_be_decided_is_refused(centre):
    imported(ready(centre, KOWALCHUK))
    upload = ready(centre, ALIKE)
    one = at(upload, 2)
    assert refusal_of(lambda: decide_row(one, same="K-99", by=ROBOT)) == "twin"
    assert refusal_of(lambda: decide_row(one, same="K-1", take={"shoe": "file"}, by=ROBOT)) == "columns"
    assert refusal_of(lambda: decide_row(one, same="K-1", take={"phone": "x"}, by=ROBOT)) == "columns"
    request_import(ready(centre, row(contact_name="Jan Nowak", phone="600 111 999")), by=ROBOT)
    imported(upload, scope=Scope.ALL)
    assert refusal_of(lambda: decide_row(one, same="K-1", by=ROBOT)) == "state"


def test_decision_is_on_record_without_names(centre):
    imported(ready(centre, KOWALCHUK))
    decide_row(at(ready(centre, ALIKE), 2), same="K-1", by=ROBOT)
    assert Record.objects.get(act="intake.row.decided").details == {"row": 2, "same": True}


def test_nothing_is_side_by_side_where_nobody_is_alike(centre):
    upload = ready(centre, row())
    assert side_by_side(at(upload, 2)) == []
    assert StagedRow.objects.get().twins == []
