"""Employers' pages in a real browser: accessible in both themes and at both widths."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

from tests.clients import client_of
from tests.e2e.sights import SIGHTS
from tests.factories.cast import told_cast
from tests.factories.families import EmploymentFactory, household_with
from tests.factories.mentors import ParticipationFactory, mentor_with
from tests.factories.organisations import SiteFactory

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def firm(page, live_server, transactional_db):
    """Dana's firm with a site, a mentor and a new colleague; Alice looks."""
    cast = told_cast()
    part = ParticipationFactory(employer=cast.firm, centre=cast.centre)
    site = SiteFactory(organisation=cast.firm, name="Hall 2")
    mentor_with(participation=part, site=site)
    household = household_with(centre=cast.centre)
    EmploymentFactory(member=household.members.get(), employer=cast.firm, site=site)
    session = client_of(cast.alice).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    return part


def told_by_axe(page) -> list:
    violations = Axe().run(page).response["violations"]
    return [(found["id"], [node["html"][:120] for node in found["nodes"]]) for found in violations]


@pytest.mark.parametrize(("width", "theme"), SIGHTS)
def test_employers_pages_pass_axe(page, live_server, firm, width, theme):
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 800})
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
    told, sideways = {}, {}
    for name, path in paths.items():
        assert page.goto(f"{live_server.url}/{path}").status == 200
        told[name], sideways[name] = told_by_axe(page), page.evaluate(SIDEWAYS)
    assert told == {name: [] for name in paths}
    assert sideways == dict.fromkeys(paths, False)


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
