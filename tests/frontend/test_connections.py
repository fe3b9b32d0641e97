"""The server keeps its connections to PostgreSQL: a new one for each request would learn all tables anew."""

import json
from urllib.request import Request, urlopen

import pytest
from django.conf import settings
from django.db import connection

from tests.clients import client_of
from tests.factories.cast import told_cast
from tests.servers import serving_the_test_database

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
TIMES = 5


def backends() -> set[int]:
    """Who else is connected to this database; SQLite has nobody."""
    if connection.vendor == "sqlite":
        return {0}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return {pid for (pid,) in cursor.fetchall()}


def test_one_after_the_other_is_answered_over_the_same_connection():
    name = settings.SESSION_COOKIE_NAME
    cookie = f"{name}={client_of(told_cast().alice).cookies[name].value}"
    before = backends()
    with serving_the_test_database(SPLOT_TEST_POOL="1") as address:
        seen = []
        for _number in range(TIMES):
            with urlopen(Request(f"{address}/session/", headers={"Cookie": cookie})) as answer:
                assert json.load(answer)["me"]
            seen.append(backends() - before)
    assert all(one == seen[0] for one in seen), seen
    assert len(seen[0]) == (0 if connection.vendor == "sqlite" else 1)
