"""People's pages in a real browser: a family added by keyboard alone, and what axe says of each page."""

import re

import pytest
from playwright.sync_api import expect

from families.models import Household
from tests.e2e.axe import faults, look, unfold
from tests.e2e.desks import come_in
from tests.e2e.keys import tab_to
from tests.e2e.sights import SIGHTS
from tests.factories.accounts import MembershipFactory
from tests.factories.families import EmploymentFactory, PriorityInputFactory, household_with
from tests.factories.matching import programme_of, seeker_of
from tests.factories.mentors import ParticipationFactory
from tests.factories.volunteers import volunteer_with

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def complaints(page):
    """What the browser refuses or cannot do: errors of scripts, of the CSP, of loading."""
    found = []
    page.on(
        "console",
        lambda message: (
            found.append(message.text)
            if message.type == "error" and "WebSocket" not in message.text
            else None
        ),
    )
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


@pytest.fixture
def alice(page, live_server):
    """Alice, logged in in the browser."""
    membership = MembershipFactory(user__name="Alice")
    come_in(page, live_server.url, membership)
    return membership


def test_family_is_added_by_keyboard_alone(page, live_server, alice, complaints):
    page.goto(f"{live_server.url}/families/add/")
    keys = page.keyboard
    tab_to(page, "[name=contact_name]")
    keys.type("Olena Kowalenko")
    tab_to(page, "[name=members-0-first_name]")
    keys.type("Olena")
    tab_to(page, "[name=members-0-age_band]")
    keys.type("26")
    tab_to(page, "[name=members-0-languages]")
    keys.type("Ukrainian native, Polish A2")
    page.locator("#id_members-0-languages_preview .chip").nth(1).wait_for()
    tab_to(page, "[data-add-row]")
    keys.press("Enter")
    page.locator("[name=members-1-first_name]:focus").wait_for()
    tab_to(page, "[name=members-1-age_band]")
    keys.type("7")
    tab_to(page, "[name=phone]")
    keys.type("600 100 200")
    tab_to(page, "[name=place_name]")
    keys.type("Wielicz")
    suggested = page.locator("[data-suggestions] [role=option]")
    suggested.first.wait_for()
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(suggested).to_have_count(0)
    tab_to(page, "[name=week]")
    keys.type("Mon-Fri after 17")
    tab_to(page, "[data-phrases-of=id_week] button:nth-of-type(3)")
    keys.press("Enter")
    page.get_by_text("Understood: 24 h in a week").wait_for()
    tab_to(page, "[name=needs][value=school]")
    keys.press("Space")
    tab_to(page, "form[data-autosave] .btn.main")
    keys.press("Enter")
    page.wait_for_url(re.compile(r"/families/\d+/$"))
    household = Household.objects.get()
    expect(page.locator("h1")).to_have_text(re.compile(rf"^\s*{household.label}"))
    assert (household.contact_name, household.place_name) == ("Olena Kowalenko", "Wieliczka")
    assert (household.week.hours, household.needs) == (24, frozenset({"school"}))
    assert [one.age_band for one in household.current_members] == ["26-40", "7-9"]
    assert complaints == []


def test_filter_swaps_the_list_and_the_address_keeps_it(page, live_server, alice, complaints):
    household_with(centre=alice.organisation, number=1)
    household_with(centre=alice.organisation, number=2, state="paused")
    page.goto(f"{live_server.url}/families/")
    page.evaluate("window.stillHere = true")
    page.locator("#state-paused").press("Enter")
    page.get_by_text("1 family with these filters").wait_for()
    page.locator("#id_q").press_sequentially("k-2")
    page.wait_for_url("**/families/?q=k-2&state=paused")
    expect(page.locator("#list tbody tr")).to_have_count(1)
    assert page.evaluate("window.stillHere") is True
    page.reload()
    expect(page.locator("#id_q")).to_have_value("k-2")
    expect(page.locator("#state-paused[aria-current]")).to_have_count(1)
    assert complaints == []


@pytest.mark.parametrize("sight", SIGHTS)
def test_pages_about_people_pass_axe(page, live_server, alice, complaints, sight):
    look(page, sight)
    household = household_with(centre=alice.organisation, children=1)
    PriorityInputFactory(household=household)
    firm = ParticipationFactory(centre=alice.organisation).employer
    EmploymentFactory(member=household.members.get(is_contact=True), employer=firm)
    seeker_of(programme_of(alice.organisation), household)
    volunteer = volunteer_with(centre=alice.organisation)
    addresses = [
        "/families/", "/families/?q=nobody", f"/families/{household.pk}/?contact=show",
        f"/families/{household.pk}/edit/", "/families/add/", "/volunteers/",
        f"/volunteers/{volunteer.pk}/", "/volunteers/add/",
    ]  # fmt: skip
    told = {}
    for address in addresses:
        page.goto(live_server.url + address)
        unfold(page)
        told[address] = faults(page)
    assert not any(told.values()), told
    assert complaints == []
