"""Employers' pages in a real browser: accessible in both themes and at both widths."""

import pytest

from tests.e2e.axe import faults, look
from tests.e2e.desks import come_in
from tests.e2e.sights import SIGHTS
from tests.factories.cast import told_cast
from tests.factories.families import EmploymentFactory, household_with
from tests.factories.mentors import ParticipationFactory, mentor_with
from tests.factories.organisations import SiteFactory

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def firm(page, live_server, transactional_db):
    """Dana's firm with a site, a mentor and a new colleague; Alice looks."""
    cast = told_cast()
    part = ParticipationFactory(employer=cast.firm, centre=cast.centre)
    site = SiteFactory(organisation=cast.firm, name="Hall 2")
    mentor_with(participation=part, site=site)
    household = household_with(centre=cast.centre)
    EmploymentFactory(member=household.members.get(), employer=cast.firm, site=site)
    come_in(page, live_server.url, cast.alice)
    return part


@pytest.mark.parametrize("sight", SIGHTS)
def test_employers_pages_pass_axe(page, live_server, firm, sight):
    look(page, sight)
    mentor = firm.mentors.get()
    firms, mentors = f"employers/{firm.pk}/", f"employers/mentors/{mentor.pk}/"
    paths = {
        "list": "employers/",
        "mentors": "employers/mentors/",
        "page": firms,
        "mentees": f"{firms}?tab=mentees",
        "form": f"{firms}edit/",
        "site": f"{firms}sites/add/",
        "mentor": f"{mentors}?contact=show",
        "mentor form": f"{mentors}edit/",
        "new colleague": f"{firms}mentees/add/",
    }
    told = {}
    for name, path in paths.items():
        assert page.goto(f"{live_server.url}/{path}").status == 200
        told[name] = faults(page)
    assert not any(told.values()), told


def test_mentor_is_added_with_what_was_understood_shown_while_typing(page, live_server, firm):
    page.goto(f"{live_server.url}/employers/{firm.pk}/mentors/add/")
    page.get_by_label("First name").fill("Barbara")
    page.locator("#id_languages").fill("polski ojczysty, angielski B2")
    page.locator("#id_languages_preview").get_by_text("English").wait_for()
    page.get_by_label("Job", exact=True).fill("Cook")
    page.locator("#id_trade").select_option("other")
    page.locator("#id_email").fill("barbara@example.org")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="Barbara").wait_for()
    assert firm.mentors.filter(first_name="Barbara", email="barbara@example.org").count() == 1
