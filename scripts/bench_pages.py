"""`make bench-pages`: how soon every page of a large centre answers, its queries, and its weight.

    DATABASE_URL=postgres://… python scripts/bench_pages.py [--people 100000] [--pairs 20000]
        [--meetings 1000000] [--times 20] [--only home,pairs] [--keep NAME]

Makes a database of its own beside the PostgreSQL database named, seeds it (tests/factories/bulk_years.py),
starts `manage.py serve` on it and asks every page of scripts/bench_pages_of.py in turns, as an administrator
who works with people, over HTTP. Queries are counted in this process, in the large centre and in one of a
hundredth of its size: a page whose number grows with the people is marked. The weight is what travels into an
empty browser: the page and all it loads, compressed as production serves it. Exits 1 when a page fails, is
over its limit of milliseconds (300, Today 500) or bytes (60,000), or asks more queries of the larger centre.
With --keep the seeded database gets that name and stays; one of that name is asked as it is.
"""

import argparse
import gzip
import http.client
import json
import math
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
MOST_MS, MOST_BYTES = 300, 60_000
SMALLER = 100


@dataclass
class Measured:
    """One page: its address, queries (large and small), milliseconds, bytes."""

    name: str
    path: str
    limit: int = MOST_MS
    queries: int = 0
    fewer: int | None = None
    times: list[float] = field(default_factory=list)
    weight: int = 0
    failed: str = ""

    @property
    def p95(self) -> float:
        """Of what was measured, in milliseconds: 95 of 100 answers took no longer (nearest rank)."""
        return sorted(self.times)[math.ceil(len(self.times) * 0.95) - 1] if self.times else 0

    def faults(self) -> list[str]:
        """What is over its limit, in words."""
        told = [self.failed] if self.failed else []
        if self.p95 > self.limit:
            told.append(f"over {self.limit} ms")
        if self.weight > MOST_BYTES:
            told.append("heavy")
        if self.fewer is not None and self.queries > self.fewer:
            told.append(f"queries grow ({self.fewer} in the small centre)")
        return told


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--pairs", type=int, default=20_000)
    parser.add_argument("--meetings", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--only", default="", help="names of pages, with commas between")
    parser.add_argument("--keep", default="", help="name of a seeded database to make, or to ask again")
    parser.add_argument("--count", action="store_true", help="only count queries, as JSON")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        raise SystemExit("Set DATABASE_URL to a PostgreSQL database; a new one is made beside it.")
    with database(url, asked.keep) as fresh:
        if fresh:
            seed(asked.people, asked.pairs, asked.meetings, quiet=asked.count)
        pages = [one for one in pages_of(asked.keep) if not asked.only or one.name in asked.only.split(",")]
        learn()
        count_queries(pages)
        if asked.count:
            print(json.dumps({one.name: one.queries for one in pages}))
            return 0
        smaller = counted_in_a_smaller_centre(url, asked)
        for one in pages:
            one.fewer = smaller.get(one.name)
        weigh(pages)
        ask(pages, asked.times)
    return report(pages)


# --- the database ------------------------------------------------------------------------------------------


@contextmanager
def database(url: str, keep: str) -> Iterator[bool]:
    """A migrated database beside the one named; whether it is new. It goes on leaving unless it is kept."""
    import psycopg
    from psycopg import sql

    name = keep or f"splot_pages_{os.getpid()}"
    told = urlsplit(url)
    beside = urlunsplit(told._replace(path="/postgres"))
    with psycopg.connect(beside, autocommit=True) as connection:
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if there is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    os.environ["DATABASE_URL"] = urlunsplit(told._replace(path=f"/{name}"))
    try:
        import django
        from django.core.management import call_command
        from django.db import connections

        django.setup()
        call_command("migrate", verbosity=0)
        yield there is None
        connections.close_all()
    finally:
        if not keep:
            with psycopg.connect(beside, autocommit=True) as connection:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def seed(people: int, pairs: int, meetings: int, *, quiet: bool) -> None:
    """Fill it."""
    from tests.factories.bulk_years import seed_years

    begun = time.monotonic()
    seed_years(people=people, pairs=pairs, meetings=meetings)
    if not quiet:
        took = time.monotonic() - begun
        print(f"seeded {people:,} people, {pairs:,} pairs, {meetings:,} meetings in {took:.0f} s")


def learn() -> None:
    """End the ways in that are over; let the database learn what it holds, as it soon does by itself."""
    from django.db import connection

    from desk.domain.ending import end_ways

    end_ways()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def counted_in_a_smaller_centre(url: str, asked: argparse.Namespace) -> dict[str, int]:
    """Queries of each page where there is a hundredth of everything."""
    sizes = {"people": asked.people, "pairs": asked.pairs, "meetings": asked.meetings}
    options = [part for name, size in sizes.items() for part in (f"--{name}", str(size // SMALLER))]
    command = [sys.executable, __file__, "--count", *options]
    environment = {**os.environ, "DATABASE_URL": url}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    counted: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return counted


# --- the pages ---------------------------------------------------------------------------------------------


def pages_of(keep: str) -> list[Measured]:
    """Every page, with its address in this centre; those of a kept database are written down."""
    from django.db import transaction

    from scripts.bench_pages_of import addresses

    written = Path(tempfile.gettempdir()) / f"{keep}.json"
    if keep and written.exists():
        found = json.loads(written.read_text())
    else:
        with transaction.atomic():
            found = list(addresses())
        if keep:
            written.write_text(json.dumps(found))
    return [Measured(name, path, limit) for name, path, limit in found]


def log_in() -> str:
    """The session of the administrator of the centre."""
    from django.conf import settings
    from django.test import Client

    from base.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(email="bench@example.org"))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def count_queries(pages: list[Measured]) -> None:
    """Asked twice in this process: the second time nothing is loaded for the first time."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = log_in()
    for one in pages:
        client.get(one.path)
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(one.path)
        one.queries = len(seen)
        if answer.status_code != 200:
            one.failed = f"answers {answer.status_code}"


def ask(pages: list[Measured], times: int) -> None:
    """Over HTTP, in turns: a slow moment of the machine falls on all alike."""
    from tests.servers import free_port, serving_the_test_database

    session = log_in()
    with serving_the_test_database(port=free_port(), SPLOT_TEST_POOL="1") as url:
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        from django.conf import settings

        headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"}
        for turn in range(times + 1):
            for one in pages:
                begun = time.perf_counter()
                connection.request("GET", one.path, headers=headers)
                answer = connection.getresponse()
                answer.read()
                if turn:  # the first time loads templates
                    one.times.append((time.perf_counter() - begun) * 1000)
                if answer.status != 200:
                    one.failed = f"answers {answer.status}"


def weigh(pages: list[Measured]) -> None:
    """The page, the styles and scripts it names, with the modules these import, each compressed by gzip."""
    from django.conf import settings
    from django.test import Client

    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = log_in()
    for one in pages:
        answer = client.get(one.path)
        content = answer.getvalue()
        if not answer.headers["Content-Type"].startswith("text/html"):
            one.weight = len(gzip.compress(content))
            continue
        files: set[str] = set()
        for path in re.findall(
            r'<(?:link[^>]+stylesheet|script)[^>]*?(?:href|src)="/static/([^"]+)"', content.decode()
        ):
            _with_imports(path, files)
        for path in re.findall(r'<link[^>]+href="/static/([^"]+\.css)"', content.decode()):
            _with_imports(path, files)
        sprites = set(re.findall(r'href="/static/(icons/[^"#]+\.svg)', content.decode()))
        one.weight = len(gzip.compress(content)) + sum(_size(path) for path in files | sprites)


def _with_imports(path: str, files: set[str]) -> None:
    if path in files or (found := _file(path)) is None:
        return
    files.add(path)
    if path.endswith(".js"):
        for name in re.findall(r'(?:import|from)\s*\(?["\'](\.{1,2}/[^"\']+)["\']', found.read_text()):
            _with_imports(os.path.normpath(str(Path(path).parent / name)), files)


def _size(path: str) -> int:
    found = _file(path)
    return len(gzip.compress(found.read_bytes())) if found else 0


def _file(path: str) -> Path | None:
    from django.contrib.staticfiles import finders

    found = finders.find(path)
    return Path(found) if isinstance(found, str) else None


# --- the table ---------------------------------------------------------------------------------------------


def report(pages: list[Measured]) -> int:
    """Print the table, the slowest first."""
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}\n"
        f"{'page':28}{'median':>8}{'p95':>8} ms{'queries':>9}{'bytes':>9}"
    )
    for one in sorted(pages, key=lambda page: -page.p95):
        middle = statistics.median(one.times) if one.times else 0
        faults = "; ".join(one.faults())
        print(f"{one.name:28}{middle:8.0f}{one.p95:8.0f}   {one.queries:9}{one.weight:9,}  {faults}".rstrip())
    faulty = [one for one in pages if one.faults()]
    print(f"{len(pages)} pages, {len(faulty)} over a limit")
    return int(bool(faulty))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="splot-pages-") as folder:
        os.environ.setdefault("SPLOT_VAR", folder)
        sys.exit(main())
