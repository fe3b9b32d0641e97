"""What is typed is kept: while typing, when the log-in ends, and only for the person who typed it."""

import pytest
from django.contrib.sessions.models import Session

from base.accounts.enums import Role
from base.accounts.models import FormDraft, Membership, User
from base.organisations.enums import OrganisationKind
from base.organisations.models import Organisation
from tests.e2e.desks import come_in

BANNER = ".banner[data-logged-out]"
pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def member(name: str, centre: Organisation) -> Membership:
    user = User.objects.create_user(f"{name}@example.org", name=name, language="en")
    return Membership.objects.create(user=user, organisation=centre, role=Role.COORDINATOR)


@pytest.fixture
def centre(db) -> Organisation:
    return Organisation.objects.create(kind=OrganisationKind.CENTRE, key="krakow", name="Kraków")


@pytest.fixture
def typing(page, live_server, centre):
    """Agnieszka's style page with its form that saves itself."""
    agnieszka = member("agnieszka", centre)
    come_in(page, live_server.url, agnieszka)
    page.goto(f"{live_server.url}/style/")
    return agnieszka


def type_week(page, text: str) -> None:
    page.locator("#week-text").fill(text)


def drafts() -> list[tuple[str, list[str]]]:
    return [(draft.user.name, draft.data["week"]) for draft in FormDraft.objects.select_related("user")]


def test_typing_saves_a_draft_and_says_when(page, typing):
    type_week(page, "Sat 10-14")
    page.locator("[data-autosave-status]").get_by_text("Saved").wait_for()
    assert drafts() == [("agnieszka", ["Sat 10-14"])]


def test_a_lost_log_in_keeps_the_text_and_saves_it_after_the_next(page, live_server, typing):
    Session.objects.all().delete()
    type_week(page, "Sun 14-18")
    page.locator(BANNER).wait_for(state="visible")
    assert (page.locator("#week-text").input_value(), drafts()) == ("Sun 14-18", [])
    come_in(page, live_server.url, typing)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.locator(BANNER).wait_for(state="hidden")
    page.locator("[data-autosave-status]").get_by_text("Saved").wait_for()
    assert drafts() == [("agnieszka", ["Sun 14-18"])]


def test_what_one_person_typed_never_becomes_anothers_draft(page, live_server, centre, typing):
    Session.objects.all().delete()
    type_week(page, "Sun 14-18")
    page.locator(BANNER).wait_for(state="visible")
    come_in(page, live_server.url, member("carol", centre))
    with page.expect_response("**/session/"):
        page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.clock.install()
    type_week(page, "Sun 15-18")
    page.clock.run_for(60_000)
    assert page.locator(BANNER).is_visible()
    assert drafts() == []
