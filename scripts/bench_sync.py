"""Many phones at once: each sends its logs over HTTP to the real server within some minutes.

    DATABASE_URL=postgres://… .venv/bin/python scripts/bench_sync.py [--phones 500] [--logs 20] [--minutes 5]

Makes a database of its own beside the one named and takes it away again. Every log goes in a request by
itself, at a moment drawn at random; one without an answer goes again, as a phone would. Prints what was sent,
what is lost or double, and how long answers took. Loopback only.
"""

import argparse
import asyncio
import json
import os
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
ANSWER_SECONDS = 60
RETRY_SECONDS = 2
EXTRA_SECONDS = 120  # after the minutes, for what is still unanswered


@dataclass
class Figures:
    """What the phones saw."""

    sent: int = 0
    again: int = 0
    seconds: list[float] = field(default_factory=list)
    answered: set[str] = field(default_factory=set)
    odd: dict[str, int] = field(default_factory=dict)

    def note(self, what: str) -> None:
        """Count something that is not a log taken."""
        self.odd[what] = self.odd.get(what, 0) + 1

    def percentile(self, share: int) -> float:
        """Milliseconds under which this share of the answers came."""
        if len(self.seconds) < 2:
            return 0.0
        return quantiles(self.seconds, n=100, method="inclusive")[share - 1] * 1000


def main() -> int:
    """0 when nothing was lost or double."""
    parser = argparse.ArgumentParser(description="Many phones send their logs at once.")
    parser.add_argument("--phones", type=int, default=500)
    parser.add_argument("--logs", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=20261129)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    with own_database():
        return run(asked.phones, asked.logs, asked.minutes, asked.seed)


def run(phones: int, logs: int, minutes: float, seed: int) -> int:
    """Make people and sessions, start the server, drive it, judge."""
    from tests.activities.deliveries import judged, logs_of_phones
    from tests.servers import Server

    print(f"making {phones} phones with {logs} logs each …", flush=True)
    queue = logs_of_phones(phones * logs, phones=phones, pairs=1)
    server = Server()
    try:
        server.start()
        began = time.monotonic()
        figures = asyncio.run(drive(server.port, queue, minutes * 60, random.Random(seed)))  # noqa: S311 - moments, no secrets
        took = time.monotonic() - began
    finally:
        server.close()
    lost, double = judged(queue)
    lost += len({log.number for log in queue} - figures.answered)
    print(
        f"{phones} phones × {logs} logs in {took / 60:.1f} minutes, seed {seed}, "
        f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores: {figures.sent} answers, "
        f"{figures.again} sent again, {lost} lost, {double} double, "
        f"p50 {figures.percentile(50):.0f} ms, p95 {figures.percentile(95):.0f} ms {figures.odd or ''}"
    )
    return int(bool(lost or double))


async def drive(port: int, queue: list[Any], seconds: float, chance: random.Random) -> Figures:
    """Every log at its moment; then whatever has no answer yet."""
    figures = Figures()
    began = time.monotonic()
    deadline = began + seconds + EXTRA_SECONDS
    moments = [began + chance.random() * seconds for _log in queue]
    await asyncio.gather(
        *(send(port, log, moment, deadline, figures) for log, moment in zip(queue, moments, strict=True))
    )
    return figures


async def send(port: int, log: Any, moment: float, deadline: float, figures: Figures) -> None:
    """One log until it is answered, or the time is over."""
    await asyncio.sleep(max(0, moment - time.monotonic()))
    while time.monotonic() < deadline:
        before = time.monotonic()
        try:
            status, told = await asyncio.wait_for(ask(port, log), ANSWER_SECONDS)
        except (OSError, ValueError, IndexError, TimeoutError, asyncio.IncompleteReadError):
            status, told = 0, {}
        if status == 200 and told["answers"][0]["status"] in (200, 201):
            figures.sent += 1
            figures.seconds.append(time.monotonic() - before)
            figures.answered.add(log.number)
            return
        figures.note(f"status {status}" if status != 200 else told["answers"][0]["sentence"])
        figures.again += 1
        await asyncio.sleep(RETRY_SECONDS)


async def ask(port: int, log: Any) -> tuple[int, dict[str, Any]]:
    """One request over a connection of its own."""
    from tests.activities.deliveries import request_of

    method, path, body, headers = request_of([log])
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    lines.append(f"Content-Length: {len(body.encode())}")
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write("\r\n".join([*lines, "", body]).encode())
        await writer.drain()
        head, _, rest = (await reader.read()).partition(b"\r\n\r\n")
    finally:
        writer.close()
    status = int(head.split(b" ", 2)[1])
    return status, json.loads(rest) if status == 200 else {}


@contextmanager
def own_database() -> Iterator[None]:
    """A fresh PostgreSQL database named after this process, migrated; dropped on leaving."""
    import psycopg
    from psycopg import sql

    told = urlsplit(os.environ.get("DATABASE_URL", ""))
    if not told.scheme.startswith("postgres"):
        raise SystemExit("Set DATABASE_URL to a PostgreSQL database; a new one is made beside it.")
    name = f"splot_bench_{os.getpid()}"
    beside = urlunsplit(told._replace(path="/postgres"))
    with psycopg.connect(beside, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    os.environ["DATABASE_URL"] = urlunsplit(told._replace(path=f"/{name}"))
    try:
        import django
        from django.core.management import call_command
        from django.db import connections

        django.setup()
        call_command("migrate", verbosity=0)
        yield
        connections.close_all()
    finally:
        with psycopg.connect(beside, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


if __name__ == "__main__":
    sys.exit(main())
