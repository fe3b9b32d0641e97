"""A list from the file to the people, in a real browser; and what the pages look like to a screen reader."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import call_command
from openpyxl import Workbook
from playwright.sync_api import expect

from base.accounts.enums import Role
from base.accounts.models import Membership, User
from base.organisations.enums import OrganisationKind
from base.organisations.models import Organisation
from families.models import Household
from intake.models import StagedRow, Upload
from tests.e2e.axe import faults_in
from tests.e2e.desks import come_in, patient
from tests.e2e.sights import BOTH, TWO_SIGHTS
from tests.factories.lists import with_two_sheets, without_a_name
from volunteers.models import Volunteer

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def log_in(page, live_server) -> None:
    """As a coordinator, who reads English."""
    centre = Organisation.objects.create(kind=OrganisationKind.CENTRE, key="krakow", name="Kraków")
    user = User.objects.create_user("agnieszka@example.org", name="Agnieszka", language="en")
    membership = Membership.objects.create(user=user, organisation=centre, role=Role.COORDINATOR)
    come_in(page, live_server.url, membership)


@pytest.fixture
def coordinator(page, live_server):
    """The page of a logged-in coordinator."""
    log_in(page, live_server)
    return page


@pytest.fixture
def without_scripts(browser, live_server):
    """The same in a browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False)
    page = patient(context.new_page())
    log_in(page, live_server)
    yield page
    context.close()


def own_list(*changes: list[str]) -> dict[str, object]:
    """A centre's own list of volunteers: its headings, a title, a total, a column nobody may keep."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Lista"
    sheet.append(["Wolontariusze, jesień 2026"])
    sheet.append([])
    sheet.append(["Imię", "Nazwisko", "tel. kom.", "kod", "języki (poziom)", "kiedy może", "PESEL", "auto"])
    people = [
        ["Tomasz", "Wrona", "600 100 200", "30-619", "polski ojczysty", "elastycznie", "44051401359", "tak"],
        ["Halina", "Nowak", "600 100 201", "30-619", "polski ojczysty", "elastycznie", "", "nie"],
        ["Igor", "Bąk", "600 100 202", "30-619", "polski ojczysty, ukraiński B2", "sob 10-14", "", "nie"],
        ["Ewa", "Sowa", "600 100 203", "30-619", "", "sob 10-14", "", "tak"],
    ]
    for line in [*people, *changes]:
        sheet.append(line)
    sheet.append(["Razem", "", "", "", "", "", "", 4])
    content = BytesIO()
    book.save(content)
    return {"name": "wolontariusze-jesien.xlsx", "mimeType": XLSX, "buffer": content.getvalue()}


def send_in(page, live_server, file, kind: str = "Volunteers") -> None:
    """Until its rows are shown."""
    page.goto(f"{live_server.url}/imports/new/")
    page.get_by_label(kind, exact=True).check()
    page.get_by_label("The file").set_input_files(file)
    page.get_by_role("button", name="Read the list").click()
    page.get_by_role("progressbar").wait_for()
    work()
    page.get_by_role("link", name="Look again").or_(page.locator(".import-tally")).first.wait_for()
    page.goto(page.url)
    page.get_by_role("heading", name="Look before it goes in").wait_for()


def work():
    """What the worker beside the server would do."""
    call_command("db_worker", batch=True, interval=0.1, startup_delay=False, verbosity=0)


@pytest.mark.parametrize("sights", TWO_SIGHTS)
def test_a_list_is_sent_in_looked_at_and_imported(coordinator, live_server, sights):
    page = coordinator
    page.goto(f"{live_server.url}/imports/")
    page.get_by_role("link", name="Send in a list").first.click()
    page.get_by_label("The file").wait_for()
    assert faults_in(page, BOTH) == []
    send_in(page, live_server, EXAMPLES / "families.csv", "Families")
    upload = Upload.objects.get()
    words = re.compile(rf"Import the {upload.good} good rows?")
    page.get_by_role("button", name=words).click()
    page.get_by_role("progressbar").wait_for()
    work()
    page.locator("#facts").wait_for()
    upload.refresh_from_db()
    expect(page.locator("h1")).to_have_text(re.compile(rf"^\s*{upload.imported} "))
    assert Household.objects.count() == upload.imported > 0
    assert faults_in(page, sights) == []
    for place in ("imports/", "imports/memory/"):
        page.goto(f"{live_server.url}/{place}")
        assert faults_in(page, sights) == []


@pytest.mark.parametrize("sights", TWO_SIGHTS)
def test_own_headings_are_shown_with_samples_and_what_is_not_kept_is_named(coordinator, live_server, sights):
    page = coordinator
    send_in(page, live_server, own_list())
    columns = page.locator("#columns")
    expect(columns.get_by_label("Our column for “tel. kom.”")).to_have_value("phone")
    expect(columns.get_by_label("Our column for “języki (poziom)”")).to_have_value("languages")
    expect(columns.get_by_text("600 100 200")).to_be_visible()
    expect(page.get_by_text("Left out on purpose")).to_be_visible()
    expect(page.get_by_text("44051401359")).to_have_count(0)
    assert faults_in(page, sights) == []


def test_one_answer_settles_all_rows_alike_by_keyboard(coordinator, live_server):
    page = coordinator
    send_in(page, live_server, own_list())
    card = page.locator(".ask-card").filter(has_text="elastycznie")
    expect(card).to_contain_text("2 rows ask this.")
    card.locator("button[name=meant]").first.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Settled in 2 rows.").wait_for()
    expect(page.locator(".ask-card").filter(has_text="elastycznie")).to_have_count(0)
    page.get_by_role("button", name="Import the 3 good rows").wait_for()
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    page.locator(".ask-card").filter(has_text="elastycznie").wait_for()
    page.get_by_role("button", name="Import the 1 good row").wait_for()


@pytest.mark.parametrize("sights", TWO_SIGHTS)
def test_sheets_and_columns_are_asked_about_first(coordinator, live_server, sights):
    page = coordinator
    page.goto(f"{live_server.url}/imports/{with_two_sheets(Organisation.objects.get()).pk}/")
    assert faults_in(page, sights) == []
    page.get_by_label("Stare").uncheck()
    page.get_by_role("button", name="Read these sheets").click()
    page.get_by_role("progressbar").wait_for()
    page.goto(f"{live_server.url}/imports/{without_a_name(Organisation.objects.get()).pk}/")
    assert faults_in(page, sights) == []
    page.get_by_label("Our column for “ktoś”").select_option("contact_name")
    page.get_by_role("button", name="Read the list with these columns").click()
    page.get_by_role("progressbar").wait_for()
    work()
    page.get_by_role("heading", name="Look before it goes in").wait_for()


def test_a_row_is_corrected_on_its_page(coordinator, live_server):
    page = coordinator
    send_in(page, live_server, own_list())
    page.locator(".import-rows tr.bad th a").first.click()
    page.get_by_role("heading", name="Ewa Sowa").wait_for()
    assert faults_in(page, BOTH) == []
    page.get_by_label("Languages", exact=True).fill("polski ojczysty")
    page.get_by_role("button", name="Save what I changed").click()
    page.get_by_text("1 cell written anew.").wait_for()
    assert StagedRow.objects.filter(fate="bad").count() == 0


def test_a_newer_file_shows_the_difference_and_an_import_is_taken_back(coordinator, live_server):
    page = coordinator
    send_in(page, live_server, own_list())
    page.get_by_role("button", name="Import the 1 good row").click()
    page.get_by_role("progressbar").wait_for()
    work()
    page.get_by_role("heading", name="1 person or family added").wait_for()
    typo = ["Igor", "Bak", "600 100 202", "31-103", "polski ojczysty, ukraiński B2", "sob 10-14", "", "nie"]
    send_in(page, live_server, own_list(typo))
    page.get_by_role("link", name="Look at both side by side").first.click()
    page.locator("#beside").wait_for()
    assert faults_in(page, BOTH) == []
    page.goto(f"{live_server.url}/imports/{Upload.objects.earliest('pk').pk}/")
    page.get_by_role("link", name="Take the whole import back").click()
    page.get_by_text("The one person or family this list added is deleted").wait_for()
    assert faults_in(page, BOTH) == []
    page.get_by_role("button", name="Yes, take it back").click()
    page.get_by_role("progressbar").wait_for()
    work()
    page.get_by_role("heading", name="The import was taken back").wait_for()
    assert Volunteer.objects.count() == 0


def test_all_of_it_works_without_scripts(without_scripts, live_server):
    page = without_scripts
    send_in(page, live_server, own_list())
    page.locator(".ask-card").filter(has_text="elastycznie").locator("button[name=meant]").first.click()
    page.wait_for_url("**#questions")
    page.get_by_text("Settled in 2 rows.").wait_for()
    page.get_by_role("button", name="Import the 3 good rows").click()
    again = page.get_by_role("link", name="Look again")
    again.wait_for()
    work()
    again.click()
    page.get_by_role("heading", name="3 people or families added").wait_for()
    assert Volunteer.objects.count() == 3


def test_a_file_that_cannot_be_read_is_told_beside_the_field(coordinator, live_server, tmp_path):
    page = coordinator
    file = tmp_path / "list.xlsm"
    file.write_bytes(b"PK\x03\x04")
    page.goto(f"{live_server.url}/imports/new/?kind=volunteers")
    page.get_by_label("The file").set_input_files(file)
    page.get_by_role("button", name="Read the list").click()
    page.get_by_role("alert").get_by_text("This file has macros (programs) in it").wait_for()
    expect(page.get_by_label("Volunteers", exact=True)).to_be_checked()
    assert faults_in(page, BOTH) == []
