"""What tests of people's pages share: a family nobody else may know, what a form posts, counted queries."""

import csv
from io import BytesIO, StringIO

from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests.factories.families import household_with

#: Strings that must not leave the page of those entitled.
CANARIES = ("Kanarkowa", "+48 600 555 111", "600555111", "Zlotoptak 9", "canary@example.org")

FAMILY = {
    "contact_name": "Olena Kowalenko", "channel": "phone_call", "phone": "600 100 200", "language": "uk",
    "place_postcode": "31-137", "place_name": "Kraków", "travel_km": "5", "week": "pn-pt 17-20",
    "needs": ["school", "company"], "wish_gender": "any", "wish_strength": "none", "contact": "0",
    "form_mark": "0123456789abcdef0123456789abcdef",
    "members-TOTAL_FORMS": "2", "members-INITIAL_FORMS": "0",
    "members-0-first_name": "Olena", "members-0-age_band": "26-40",
    "members-0-languages": "ukraiński ojczysty, polski A2",
    "members-1-age_band": "7-9",
}  # fmt: skip


def canary_family(centre):
    """A family of the centre whose contact data must stay on its page."""
    return household_with(
        centre=centre, contact_name="Kanarkowa", phone="+48600555111", address="Zlotoptak 9",
        email="canary@example.org",
    )  # fmt: skip


def told(response) -> set[str]:
    """The canaries a response tells, in whatever form it comes."""
    text = response.content.decode("utf-8", "replace")
    if response.headers["Content-Type"].endswith("sheet"):
        text = str(rows_of_xlsx(response))
    return {canary for canary in CANARIES if canary in text}


def rows_of_csv(response) -> list[list[str]]:
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def rows_of_xlsx(response) -> list[tuple]:
    return list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))


def queries_of(client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
