"""`manage.py import_people`: what it prints, what it stores, how it ends; and the example lists."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from families.models import Household
from intake.models import Upload
from mentors.domain.participations import register_employer
from mentors.models import MentorEmployee
from tests.factories.intake import ROBOT, csv_of, row
from tests.factories.mentors import organisation_data, participation_data
from tests.factories.organisations import CentreFactory, nip_number
from volunteers.models import Volunteer

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
EMPLOYERS = ("Chemia Oświęcim S.A.", "Piekarnia Podgórze sp. z o.o.", "Magazyny Skawina sp. z o.o.")
pytestmark = pytest.mark.django_db


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
    assert bring(file) == (0, "1 rows: 1 imported, 0 here already, 0 to be corrected.", "")
    code, said, _err = bring(file)
    assert (code, said.startswith("This file was sent in before."), Household.objects.count()) == (0, True, 1)
    file.write_bytes(csv_of([row(note="again")]))
    assert bring(file) == (0, "1 rows: 0 imported, 1 here already, 0 to be corrected.", "")


def test_dry_run_tells_the_problems_and_stores_nothing(bring, tmp_path):
    file = tmp_path / "list.csv"
    file.write_bytes(csv_of([row(), row(contact_name="Iryna", phone="", languages="uk B9")]))
    assert bring(file, dry_run=True) == (
        3,
        "2 rows: 1 good (nothing was stored), 0 here already, 1 to be corrected.",
        "row 3, Languages: “uk B9”: B9 is not a level; use A0-C2 or native.",
    )
    assert (Upload.objects.count(), Household.objects.count()) == (0, 0)


def test_what_cannot_be_read_ends_with_one_and_a_sentence(bring, tmp_path):
    file = tmp_path / "list.csv"
    file.write_bytes(b"")
    assert bring(file)[:2] == (1, "This file is empty.")
    assert bring(tmp_path / "nothing.csv")[0] == 1
    assert bring(file, centre="nowhere")[:2] == (1, "There is no centre 'nowhere'. There are: demo.")


@pytest.mark.parametrize(
    ("name", "kind", "counts"),
    [
        ("families.xlsx", "families", "24 rows: 24 imported, 0 here already, 0 to be corrected."),
        ("families.csv", "families", "14 rows: 8 imported, 1 here already, 5 to be corrected."),
        ("volunteers.xlsx", "volunteers", "24 rows: 24 imported, 0 here already, 0 to be corrected."),
        ("volunteers.csv", "volunteers", "14 rows: 10 imported, 1 here already, 3 to be corrected."),
        ("mentors.xlsx", "mentors", "12 rows: 12 imported, 0 here already, 0 to be corrected."),
        ("mentors.csv", "mentors", "8 rows: 5 imported, 0 here already, 3 to be corrected."),
    ],
)
def test_example_lists_read_as_they_are_meant(bring, centre, name, kind, counts):
    for number, employer in enumerate(EMPLOYERS):
        organisation = organisation_data(name=employer, nip=nip_number(9100 + number))
        register_employer(centre, data=participation_data(organisation=organisation), by=ROBOT)
    assert bring(EXAMPLES / name, kind)[1] == counts
    people = Household.objects.count() + Volunteer.objects.count() + MentorEmployee.objects.count()
    assert people == int(counts.split(": ")[1].split()[0])
