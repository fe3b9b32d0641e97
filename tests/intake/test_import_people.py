"""`manage.py import_people`: what it prints, what it stores, how it ends; and the example lists."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from families.models import Household
from intake.models import RememberedAnswer, Upload
from mentors.domain.participations import register_employer
from mentors.models import MentorEmployee
from tests.factories.intake import ROBOT, csv_of, lines_of, ready, row
from tests.factories.mentors import organisation_data, participation_data
from tests.factories.organisations import CentreFactory, nip_number
from volunteers.models import Volunteer

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
EMPLOYERS = ("Chemia Oświęcim S.A.", "Piekarnia Podgórze sp. z o.o.", "Magazyny Skawina sp. z o.o.")
OTHER = row(contact_name="Natalia Mazur", phone="600 100 400", postcode="31-503")
pytestmark = pytest.mark.django_db


def counted(total, *, imported=0, changed=0, repeated=0, asked=0, bad=0):
    return (
        f"{total} rows: {imported} imported, {changed} changed, {repeated} here already,"
        f" {asked} with questions, {bad} to be corrected."
    )


@pytest.fixture
def centre():
    return CentreFactory(key="demo")


@pytest.fixture
def bring(centre, capsys):
    """bring(path, ...): (exit code, standard output, standard error)."""

    def run(file: Path, kind: str = "families", **options):
        code, said = 0, ""
        try:
            call_command("import_people", str(file), kind=kind, **({"centre": "demo"} | options))
        except CommandError as error:
            code, said = error.returncode, str(error)
        told = capsys.readouterr()
        return code, told.out.strip() or said, told.err.strip()

    return run


def test_good_list_goes_in_and_twice_changes_nothing(bring, tmp_path):
    file = tmp_path / "list.csv"
    file.write_bytes(csv_of([row()]))
    assert bring(file)[:2] == (0, counted(1, imported=1))
    assert bring(file)[:2] == (0, counted(1, repeated=1))
    assert Household.objects.count() == 1
    file.write_bytes(csv_of([row(travel_km="12")]))
    assert bring(file)[:2] == (0, counted(1, changed=1))
    assert Household.objects.get().travel_km == 12


def test_file_that_waits_on_its_page_is_left_there(bring, centre, tmp_path):
    file = tmp_path / "list.csv"
    file.write_bytes(csv_of([row()]))
    ready(centre, row())
    code, said, _err = bring(file)
    assert (code, said.startswith("This file was sent in before."), Household.objects.count()) == (0, True, 0)


def test_dry_run_tells_columns_questions_and_problems_and_stores_nothing(bring, tmp_path):
    file = tmp_path / "list.csv"
    people = [row(), row(contact_name="Iryna", phone="", languages=""), OTHER | {"travel_km": "daleko"}]
    file.write_bytes(csv_of(people))
    code, said, told = bring(file, dry_run=True)
    assert (code, said) == (3, "3 rows: 1 good, 0 changed (nothing was stored), 0 here already,"
                               " 1 with questions, 1 to be corrected.")  # fmt: skip
    lines = told.splitlines()
    assert "column “Telefon”: Phone" in lines
    assert [line.partition(":")[0] for line in lines if line.startswith("asked")] == ["asked by 1 rows"]
    assert [line for line in lines if line.startswith("row")] == ["row 3, Languages: Please fill this in."]
    assert (Upload.objects.count(), Household.objects.count(), RememberedAnswer.objects.count()) == (0, 0, 0)


def test_what_is_not_clear_goes_in_as_a_note_when_asked_for(bring, tmp_path):
    file = tmp_path / "list.csv"
    file.write_bytes(csv_of([row(), OTHER | {"travel_km": "daleko"}]))
    assert bring(file)[:2] == (3, counted(2, imported=1, asked=1))
    assert bring(file, scope="all")[:2] == (0, counted(2, imported=1, repeated=1))
    assert "daleko" in Household.objects.get(contact_name="Natalia Mazur").note


def test_sheet_is_named_where_a_file_holds_several(bring, tmp_path):
    file, book = tmp_path / "list.xlsx", Workbook()
    book.remove(book.active)
    for name, person in (("czerwiec", row()), ("lipiec", OTHER)):
        sheet = book.create_sheet(name)
        for line in lines_of([person]):
            sheet.append(line)
    book.save(file)
    code, said, _err = bring(file)
    assert (code, said) == (
        1, "There are several lists in this file. Say which with --sheet: “czerwiec”, “lipiec”.",
    )  # fmt: skip
    assert Upload.objects.count() == 0
    assert bring(file, sheet=["lipiec"])[:2] == (0, counted(1, imported=1))
    assert Household.objects.get().contact_name == "Natalia Mazur"


def test_list_without_an_obligatory_column_is_not_begun(bring, tmp_path):
    file = tmp_path / "list.csv"
    file.write_bytes(b"Telefon;kolor\n600 100 200;red\n600 100 300;blue\n")
    code, said, told = bring(file)
    assert (code, "without which nobody can be added" in said, Upload.objects.count()) == (1, True, 0)
    assert "column “Telefon”: Phone" in told


def test_what_cannot_be_read_ends_with_one_and_a_sentence(bring, tmp_path):
    file = tmp_path / "list.csv"
    file.write_bytes(b"")
    assert bring(file)[:2] == (1, "This file is empty.")
    assert bring(tmp_path / "nothing.csv")[0] == 1
    assert bring(file, centre="nowhere")[:2] == (1, "There is no centre 'nowhere'. There are: demo.")


@pytest.mark.parametrize(
    ("name", "kind", "counts"),
    [
        ("families.xlsx", "families", counted(24, imported=24)),
        ("families.csv", "families", counted(14, imported=9, repeated=1, asked=3, bad=1)),
        ("volunteers.xlsx", "volunteers", counted(24, imported=24)),
        ("volunteers.csv", "volunteers", counted(14, imported=10, asked=4)),
        ("mentors.xlsx", "mentors", counted(12, imported=12)),
        ("mentors.csv", "mentors", counted(8, imported=5, bad=3)),
    ],
)
def test_example_lists_read_as_they_are_meant(bring, centre, name, kind, counts):
    for number, employer in enumerate(EMPLOYERS):
        organisation = organisation_data(name=employer, nip=nip_number(9100 + number))
        register_employer(centre, data=participation_data(organisation=organisation), by=ROBOT)
    assert bring(EXAMPLES / name, kind)[1] == counts
    people = Household.objects.count() + Volunteer.objects.count() + MentorEmployee.objects.count()
    assert people == int(counts.split(": ")[1].split()[0])
