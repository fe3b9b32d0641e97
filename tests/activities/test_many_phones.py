"""Many phones at once, as scripts/bench_sync.py measures them: none of their logs is lost."""

import asyncio
import random
import sys

import pytest
from django.db import connection

from scripts.bench_sync import drive
from tests.activities.deliveries import judged, logs_of_phones
from tests.servers import Server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database, pytest.mark.heavy]

PHONES, LOGS, SECONDS, SEED = 40, 10, 30, 20261129


def test_many_phones_lose_nothing():
    logs = logs_of_phones(PHONES * LOGS, phones=PHONES, pairs=1)
    server = Server()
    try:
        server.start()
        figures = asyncio.run(drive(server.port, logs, SECONDS, random.Random(SEED)))
    finally:
        server.close()
    lost, double = judged(logs)
    sys.stdout.write(
        f"{PHONES} phones × {LOGS} logs in {SECONDS} s on {connection.vendor}: {lost} lost, {double} double, "
        f"p95 {figures.percentile(95):.0f} ms, {figures.again} sent again\n"
    )
    assert (lost, double, len(figures.answered)) == (0, 0, PHONES * LOGS)
