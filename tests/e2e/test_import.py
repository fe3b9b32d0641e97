"""A list from the file to the people, in a real browser; and what the pages look like to a screen reader."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from base.accounts.enums import Role
from base.accounts.models import Membership, User
from base.organisations.enums import OrganisationKind
from base.organisations.models import Organisation
from families.models import Household
from intake.models import StagedRow, Upload

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
WIDTHS = (320, 1280)
pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def coordinator(page, live_server):
    """The page of a logged-in coordinator, who reads English."""
    centre = Organisation.objects.create(kind=OrganisationKind.CENTRE, key="krakow", name="Kraków")
    user = User.objects.create_user("agnieszka@example.org", name="Agnieszka", language="en")
    Membership.objects.create(user=user, organisation=centre, role=Role.COORDINATOR)
    client = Client()
    client.force_login(user)
    cookies = ((settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value),)
    page.context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in cookies])
    return page


def work():
    """What the worker beside the server would do."""
    call_command("db_worker", batch=True, interval=0.1, startup_delay=False, verbosity=0)


def complaints(page) -> list[str]:
    """What axe says against the page, at both widths."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{one['id']} at {width}" for one in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"scrolls sideways at {width}")
    return found


def test_a_list_is_sent_in_looked_at_and_imported(coordinator, live_server):
    page = coordinator
    page.goto(f"{live_server.url}/imports/")
    page.get_by_role("link", name="Send in a list").first.click()
    assert complaints(page) == []
    page.get_by_label("Families", exact=True).check()
    page.get_by_label("The file").set_input_files(EXAMPLES / "families.csv")
    page.get_by_role("button", name="Read the list").click()
    page.get_by_role("progressbar").wait_for()
    work()
    page.get_by_role("heading", name="Look before it goes in").wait_for()
    assert page.get_by_text("31-1O3: the letter O instead of zero; 31-103?").is_visible()
    assert complaints(page) == []
    page.get_by_role("button", name="Import the 8 good rows").click()
    page.get_by_role("progressbar").wait_for()
    work()
    page.get_by_role("heading", name="8 people or families added").wait_for()
    assert complaints(page) == []
    assert Household.objects.count() == 8
    assert StagedRow.objects.exclude(cells={}).count() == Upload.objects.get().bad == 5


def test_a_file_that_cannot_be_read_is_told_beside_the_field(coordinator, live_server, tmp_path):
    page = coordinator
    file = tmp_path / "list.xlsm"
    file.write_bytes(b"PK\x03\x04")
    page.goto(f"{live_server.url}/imports/new/?kind=volunteers")
    page.get_by_label("The file").set_input_files(file)
    page.get_by_role("button", name="Read the list").click()
    page.get_by_role("alert").get_by_text("This file has macros (programs) in it").wait_for()
    assert page.get_by_label("Volunteers", exact=True).is_checked()
    assert complaints(page) == []
