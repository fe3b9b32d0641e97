"""Not one log is lost or counted twice, whatever the network and the server do."""

import os

import pytest
from django.db import connection

from base.common import triggers
from tests.activities.deliveries import deliver, judged, logs_of_phones
from tests.servers import Server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

SEED = int(os.environ.get("SPLOT_SEED", "20261129"))


def told(count, *, times, kills, settings="config.settings.test", phones=8):
    """Lost and double after so many deliveries; printed with the seed that replays them."""
    logs = logs_of_phones(count, phones=phones)
    server = Server(settings=settings)
    try:
        network = deliver(logs, server, times=times, kills=kills, seed=SEED)
    finally:
        server.close()
    lost, double = judged(logs)
    print(
        f"{count * times} deliveries of {count} logs on {connection.vendor}, {network.dropped} replies dropped, "
        f"{network.broken} cut off by {kills} kills, seed {SEED}: {lost} lost, {double} double"
    )
    return lost, double, +network.odd


def test_every_log_stands_once():
    assert told(120, times=5, kills=1) == (0, 0, {})


@pytest.mark.heavy
def test_every_log_stands_once_after_ten_thousand_deliveries():
    assert told(2_000, times=5, kills=6, phones=20) == (0, 0, {})


def test_twin_without_the_rules_counts_twice(lifted_overlap):
    lost, double, _odd = told(20, times=3, kills=0, settings="tests.activities.forgetful", phones=2)
    assert (lost > 0, double > 0) == (True, True)


@pytest.fixture
def lifted_overlap(transactional_db):
    """The database of the twin lets meetings overlap."""
    if connection.vendor == "sqlite":
        with triggers.lifted(connection, "splot_meeting_overlap"):
            yield
        return
    rule = "EXCLUDE USING gist (pair_id WITH =, tstzrange(start, ends_at, '[)') WITH &&) WHERE (state <> 'withdrawn')"
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE activities_meeting DROP CONSTRAINT meeting_no_overlap")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("TRUNCATE activities_meeting CASCADE")
        cursor.execute("SET session_replication_role = origin")
        cursor.execute(f"ALTER TABLE activities_meeting ADD CONSTRAINT meeting_no_overlap {rule}")
