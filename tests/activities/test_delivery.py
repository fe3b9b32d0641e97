"""Not one log is lost or counted twice, whatever the network and the server do."""

import os
import sys

import pytest
from django.db import connection

from tests.activities.deliveries import deliver, judged, logs_of_phones
from tests.activities.overlap import overlap_allowed
from tests.servers import Server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

SEED = int(os.environ.get("SPLOT_SEED", "20261129"))


def told(count, *, times, kills, settings="config.settings.test", phones=8):
    """Lost and double after so many deliveries; printed with the seed that replays them."""
    logs = logs_of_phones(count, phones=phones)
    server = Server(DJANGO_SETTINGS_MODULE=settings)
    try:
        network = deliver(logs, server, times=times, kills=kills, seed=SEED)
    finally:
        server.close()
    lost, double = judged(logs)
    sys.stdout.write(
        f"{count * times} deliveries of {count} logs on {connection.vendor}, "
        f"{network.dropped} without their replies, {network.broken} cut off by {kills} kills, "
        f"seed {SEED}: {lost} lost, {double} double\n"
    )
    return lost, double, +network.odd


def test_every_log_stands_once():
    assert told(60, times=5, kills=1) == (0, 0, {})


@pytest.mark.heavy
def test_every_log_stands_once_after_ten_thousand_deliveries():
    assert told(2_000, times=5, kills=6, phones=20) == (0, 0, {})


def test_twin_without_the_rules_counts_twice(lifted_overlap):
    _lost, double, _odd = told(20, times=3, kills=0, settings="tests.activities.forgetful", phones=2)
    assert double > 0


@pytest.fixture
def lifted_overlap(transactional_db):
    """The database of the twin lets meetings overlap."""
    with overlap_allowed(connection):
        yield
