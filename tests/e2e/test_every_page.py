"""Every page each role can open, as the access matrix knows them: accessible in both themes at both widths.

A new door is looked at by itself: its row in tests/access brings the page with real things on it. No server
runs: the browser's requests are answered inside the transaction of the test, so that nothing is left behind.
"""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Route

from tests.access.matrix import Row
from tests.access.test_matrix import rows
from tests.clients import client_of, client_of_family
from tests.e2e.axe import COLOURS, faults_in, unfold
from tests.e2e.sights import BOTH, CROSSED
from tests.factories.cast import Cast, family_of, told_cast

pytestmark = [pytest.mark.e2e, pytest.mark.heavy, pytest.mark.django_db]
ORIGIN = "http://testserver"
#: What differs between two askings of the same page.
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=|data-live-at=)"[^"]*"')
MAIN = re.compile(rb"<main.*</main>", re.DOTALL)


def opened_rows() -> list[Row]:
    """Wherever the matrix says that somebody's GET is answered."""
    return [row for row in rows() if row.method == "GET" and 200 in row.expected.values()]


@pytest.fixture
def browser_context_args(browser_context_args):
    """No worker stands between the page and what answers it."""
    return {**browser_context_args, "service_workers": "block"}


def client_of_actor(cast: Cast, actor: str) -> Client:
    """As in the matrix: the household came in by its link and PIN."""
    return client_of_family(family_of(cast)) if actor == "household" else client_of(cast.membership(actor))


def main_of(client: Client, url: str) -> bytes:
    """The main part of the page here; empty for a file, data or a part of a page. Looking changes nothing."""
    point = transaction.savepoint()
    response = client.get(url)
    transaction.savepoint_rollback(point)
    assert response.status_code == 200
    if not response["Content-Type"].startswith("text/html"):
        return b""
    found = MAIN.search(response.getvalue())
    return TOKEN.sub(b"", found.group()) if found else b""


def answering(client: Client) -> Callable[[Route], None]:
    """What the server would answer to this client, asked of Django here; static files as they lie about."""
    of_test = connections["default"]

    def answer(route: Route) -> None:
        request, url = route.request, urlsplit(route.request.url)
        if url.path.startswith(settings.STATIC_URL):
            route.fulfill(path=finders.find(url.path.removeprefix(settings.STATIC_URL)))
            return
        connections["default"] = of_test  # Playwright asks from a context of its own, which has no connection
        hx = {name: value for name, value in request.headers.items() if name.startswith("hx-")}
        asked = f"{url.path}?{url.query}"
        told = client.generic(request.method, asked, request.post_data_buffer or b"", headers=hx)
        route.fulfill(status=told.status_code, headers=dict(told.items()), body=told.getvalue())

    return answer


@pytest.mark.parametrize("row", opened_rows(), ids=str)
def test_page_is_accessible_and_fits_for_every_role(page, row: Row):
    """What two roles see alike, to the letter, is looked at once; their frames are on other pages too."""
    cast = told_cast()
    url = reverse(row.route, args=row.args(cast))
    page.route_web_socket("**", lambda socket: None)
    seen, told = {b""}, {}
    for actor in (actor for actor, answered in row.expected.items() if answered == 200):
        client = client_of_actor(cast, actor)
        main = main_of(client, url)
        if main in seen:
            continue
        seen.add(main)
        point = transaction.savepoint()
        page.unroute_all()
        page.route("**", answering(client))
        page.goto(ORIGIN + url)
        unfold(page)
        told[actor] = faults_in(page, BOTH) + faults_in(page, CROSSED, COLOURS)
        transaction.savepoint_rollback(point)
    assert not any(told.values()), told
