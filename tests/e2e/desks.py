"""Whose browser it is: the session of a membership, put where a log-in would put it."""

from django.conf import settings
from playwright.sync_api import Page

from base.accounts.models import Membership
from tests.clients import client_of


def come_in(page: Page, address: str, membership: Membership | None) -> None:
    """From now on this person looks, with nothing kept of who looked before; None: nobody is logged in."""
    page.context.clear_cookies()
    if membership is None:
        return
    name = settings.SESSION_COOKIE_NAME
    session = client_of(membership).cookies[name].value
    page.context.add_cookies([{"name": name, "value": session, "url": address}])
