"""Whose browser it is: a session, put where a log-in would put it; and how long it waits."""

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from base.accounts.models import Membership
from families.models import Household
from tests.clients import client_of, client_of_family

#: The most a busy machine may take, ms: for its first page, which loads every view; for what is waited for;
#: for what a page shall come to show.
FIRST_PAGE, WAITED_FOR, SHOWN = 120_000, 60_000, 20_000


def patient(page: Page) -> Page:
    """The same page, which waits as long as a busy machine may need."""
    page.set_default_timeout(WAITED_FOR)
    page.set_default_navigation_timeout(FIRST_PAGE)
    return page


def come_in(page: Page, address: str, membership: Membership | None) -> None:
    """From now on this person looks, with nothing kept of who looked before; None: nobody is logged in."""
    page.context.clear_cookies()
    if membership is not None:
        hand_over(page.context, address, client_of(membership))


def come_in_as_family(page: Page, address: str, household: Household, language: str = "en") -> None:
    """The same for a family that came in by its link and PIN, and reads this language."""
    page.context.clear_cookies()
    household.accesses.update(language=language)
    hand_over(page.context, address, client_of_family(household, language=language))


def hand_over(context: BrowserContext, address: str, client: Client) -> None:
    """The session of this client becomes the browser's."""
    name = settings.SESSION_COOKIE_NAME
    value = client.cookies[name].value
    context.add_cookies([{"name": name, "value": value, "url": address, "httpOnly": True}])
