"""Lists of people in the shape of our sheets: what goes out comes back to the same people."""

from dataclasses import replace
from io import BytesIO

import pytest
from django.utils import translation
from openpyxl import load_workbook

from families.domain.households import archive_household, register_household, revise_household
from families.models import Household
from intake.domain.importing import import_upload, request_import
from intake.domain.outgoing.exporting import people_csv, people_xlsx
from intake.domain.sheets.kinds import SHEETS
from intake.domain.staging import stage_upload
from intake.domain.uploads import judge_upload
from intake.enums import Fate, Kind, Scope
from intake.models import StagedRow
from tests.factories.bulk import bulk_households, bulk_volunteers
from tests.factories.families import household_data
from tests.factories.intake import ROBOT, xlsx_of
from tests.factories.mentors import MentorEmployeeFactory, MentorLanguageFactory, ParticipationFactory
from tests.factories.organisations import CentreFactory

pytestmark = pytest.mark.django_db
ENDINGS = {people_xlsx: "list.xlsx", people_csv: "list.csv"}


def people_of(kind):
    """A centre with ten people of this kind, as real ones are."""
    if kind == Kind.MENTORS:
        part = ParticipationFactory()
        for trade in ("welding_metal", "food_processing"):
            mentor = MentorEmployeeFactory(
                participation=part, centre=part.centre, trade=trade, note="Zna halę B"
            )
            MentorLanguageFactory(mentor=mentor)
        return part.centre
    centre = CentreFactory()
    (bulk_households if kind == Kind.FAMILIES else bulk_volunteers)(centre, 12)
    return centre


def sent_in(centre, kind, content, name="list.xlsx"):
    return judge_upload(stage_upload(centre, kind=kind, content=content, file_name=name, by=ROBOT))


def fates_of(upload):
    rows = StagedRow.objects.filter(upload=upload)
    return {
        row.fate: (row.problems, row.warnings, row.differences, [one.sentence for one in row.questions.all()])
        for row in rows
    }


@pytest.mark.parametrize("write", ENDINGS)
@pytest.mark.parametrize("language", ["pl", "en", "uk", "ru"])
@pytest.mark.parametrize("kind", Kind)
def test_what_goes_out_comes_back_to_the_same_people_unchanged(kind, language, write):
    centre = people_of(kind)
    content = write(SHEETS[kind], centre, None, language)
    with translation.override("pl" if language in {"uk", "ru"} else language):
        upload = sent_in(centre, kind, content, ENDINGS[write])
    assert list(fates_of(upload)) == [Fate.REPEATED], fates_of(upload)
    assert upload.repeated == upload.total == len(SHEETS[kind].values_of(centre, None))


@pytest.mark.parametrize("write", ENDINGS)
def test_texts_that_look_like_something_else_come_back_as_they_were(write):
    centre = CentreFactory()
    for number, note in enumerate(("-", "+48 to nie numer", "@x", "Po 17\nNie w pt", 'a; "b"', "brak")):
        data = household_data(note=note, import_key=f"n:{number}", phone=f"600 100 20{number}")
        register_household(centre, data=data, by=ROBOT)
    upload = sent_in(centre, Kind.FAMILIES, write(SHEETS[Kind.FAMILIES], centre, None, "pl"), ENDINGS[write])
    assert list(fates_of(upload)) == [Fate.REPEATED], fates_of(upload)


@pytest.mark.parametrize("kind", Kind)
def test_values_are_the_same_as_what_their_cells_are_read_as(kind):
    from intake.domain.readers.understanding import NO_ANSWERS

    centre, sheet = people_of(kind), SHEETS[kind]
    for language in ("pl", "en", "uk", "ru"):
        with translation.override(language):
            cells = sheet.cells_of(centre, None)
            for label, values in sheet.values_of(centre, None).items():
                assert cells[label].keys() == values.keys()
                read = {
                    name: sheet.by_name[name].reader.understand(text, NO_ANSWERS)
                    for name, text in cells[label].items()
                }
                assert {name: one.value for name, one in read.items()} == values
                assert {name: one.questions for name, one in read.items() if one.questions} == {}


def test_a_corrected_name_and_phone_come_back_to_the_same_family():
    centre = CentreFactory()
    household = register_household(centre, data=household_data(import_key="n:r/7"), by=ROBOT)
    lines = lines_in(people_xlsx(SHEETS[Kind.FAMILIES], centre, None, "pl"))
    assert (lines[0][:2], lines[1][:2]) == (["Numer w Splocie", "Własny numer"], ["K-1", "R/7"])
    lines[1][lines[0].index("Osoba do kontaktu")] = "Ołena Kowalczuk"
    lines[1][lines[0].index("Telefon")] = "601 500 600"
    upload = sent_in(centre, Kind.FAMILIES, xlsx_of(lines))
    assert (upload.changed, upload.total) == (1, 1)
    request_import(upload, scope=Scope.GOOD, by=ROBOT)
    import_upload(upload, by=ROBOT)
    household = Household.objects.get(pk=household.pk)
    assert (household.contact_name, str(household.phone), household.version) == (
        "Ołena Kowalczuk",
        "+48 601 500 600",
        2,
    )
    assert centre.households.count() == 1


def lines_in(content):
    sheet = load_workbook(BytesIO(content)).active
    return [[cell or "" for cell in line] for line in sheet.iter_rows(values_only=True)]


def test_only_those_asked_for_go_out():
    centre = CentreFactory()
    bulk_households(centre, 4)
    bulk_households(CentreFactory(), 4)
    lines = lines_in(people_xlsx(SHEETS[Kind.FAMILIES], centre, ["K-3", "K-1", "K-99"], "pl"))
    assert [line[0] for line in lines] == ["Numer w Splocie", "K-1", "K-3"]


def test_members_who_left_do_not_go_out_and_archived_families_do():
    centre = CentreFactory()
    household = register_household(centre, data=household_data(), by=ROBOT)
    child = household.members.get(is_contact=False)
    known = household_data(members=(replace(household_data().members[0], id=household.members.first().pk),))
    revise_household(household, data=replace(known, gone=frozenset({child.pk})), by=ROBOT)
    archive_household(household, reason="Wyjechali", by=ROBOT)
    lines = lines_in(people_xlsx(SHEETS[Kind.FAMILIES], centre, None, "pl"))
    assert (len(lines), lines[1][lines[0].index("Wiek dzieci")]) == (2, "")


@pytest.mark.parametrize(("write", "name"), ENDINGS.items())
def test_no_text_of_a_person_becomes_a_formula(write, name):
    centre = CentreFactory()
    data = household_data(contact_name="=HYPERLINK(1)", note="@SUM(1)", address="+1 Wielicka")
    register_household(centre, data=data, by=ROBOT)
    content = write(SHEETS[Kind.FAMILIES], centre, None, "pl")
    if name.endswith("xlsx"):
        cells = [cell for line in load_workbook(BytesIO(content)).active.iter_rows() for cell in line]
        assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    else:
        assert "'=HYPERLINK(1)" in content.decode("utf-8-sig")
        assert ";=" not in content.decode("utf-8-sig")


@pytest.mark.parametrize("kind", Kind)
def test_going_out_asks_the_database_the_same_for_many_as_for_few(kind, django_assert_max_num_queries):
    centre = people_of(kind)
    with django_assert_max_num_queries(6):
        people_csv(SHEETS[kind], centre, None, "pl")
