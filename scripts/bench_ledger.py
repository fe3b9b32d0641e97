"""`make bench-ledger`: claims a second, and how reading the ledger grows with its entries.

    python scripts/bench_ledger.py [--sizes 1000 10000 100000 1000000] [--claims 200]
    DATABASE_URL=postgres://… python scripts/bench_ledger.py

Makes a database of its own (an SQLite file, or one beside the PostgreSQL database named) and takes it away.
First claims go their whole way by the verbs, one after another and, on PostgreSQL, by eight people at once.
Then the ledger is filled: half as many paid claims as entries, over ten budget lines and two years of days;
that is done by SQL with the triggers lifted, and counted anew afterwards. Reads are the median of several.
Beside the trial balance stands the same asked of all entries, without the totals the database keeps. Exits 1
when the ledger does not add up.
"""

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
PEOPLE = 8
LINES = 10
DAYS = 730
READS = 7
MIDDLE = DAYS // 2


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--claims", type=int, default=200)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    with own_database():
        from django.db import connection

        print(
            f"Python {platform.python_version()}, {connection.vendor} {version()}, "
            f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}"
        )
        good = claims_a_second(asked.claims)
        good = growth(sorted(asked.sizes)) and good
        print(f"load at the end {os.getloadavg()[0]:.1f}")
    return int(not good)


def version() -> str:
    """Of the database."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        return str(cursor.fetchone()[0]).split()[0]


@contextmanager
def own_database() -> Iterator[None]:
    """A fresh database, migrated; gone on leaving."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        from scripts.bench_sync import own_database as own_postgresql

        with own_postgresql():
            yield
        return
    with tempfile.TemporaryDirectory(prefix="splot-bench-") as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/ledger.sqlite3"
        import django
        from django.core.management import call_command
        from django.db import connections

        django.setup()
        call_command("migrate", verbosity=0)
        yield
        connections.close_all()


# --- claims ------------------------------------------------------------------------------------------------


def claims_a_second(count: int) -> bool:
    """The way of claims by their verbs, each with 14.5 hours of meetings; prints claims a second."""
    from django.db import connection, transaction
    from django.utils import timezone

    from stipends.domain.batches import make_batch, pay_batch
    from stipends.domain.claims import begin_claim, submit_claim
    from stipends.domain.verifying import approve_claim, verify_claim
    from stipends.models import Claim
    from stipends.queries.ledger import ledger_faults
    from tests.factories.matching import programme_of
    from tests.factories.stipends import ADA, ALICE, DANA, FINANCE, funded_project, signed, workplace

    with transaction.atomic():
        funded = funded_project(budget=10**12)
        programme = programme_of(funded.centre, kind="workplace")
        places = [workplace(funded, programme=programme) for _ in range(2 * count)]
    alone: list[Any] = places[:count]
    together: list[Any] = places[count:]

    def ask(place: Any) -> Claim:
        claim = signed(begin_claim(place.participation, pair=place.pair, month=place.month, by=DANA), by=DANA)
        return submit_claim(claim, by=DANA)

    def verify(claim: Claim) -> Claim:
        return verify_claim(claim, by=ALICE)

    def approve(claim: Claim) -> Claim:
        return approve_claim(claim, by=ADA)

    steps: list[tuple[str, Callable[[Any], Any]]] = [
        ("begun, signed and submitted", ask),
        ("verified", verify),
        ("approved: examined again, committed", approve),
    ]
    # SQLite has one writer at a time: people at once wait there, and are no faster.
    crowd = connection.vendor != "sqlite"
    head = f"   {PEOPLE} people at once" if crowd else ""
    print(f"\n  claims a second{'':31} one by one{head}   ({count} claims each)", flush=True)
    for name, act in steps:
        speed, alone = timed(act, alone)
        line = f"    {name:43} {speed:9.0f}"
        if crowd:
            speed, together = timed(act, together, at_once=PEOPLE)
            line += f" {speed:15.0f}"
        print(line, flush=True)
    began = time.perf_counter()
    batch = make_batch(funded.project, claims=alone, by=FINANCE)
    made = time.perf_counter()
    pay_batch(batch, paid_on=timezone.localdate(), by=FINANCE)
    paid = time.perf_counter()
    print(f"    {'put into one batch, with its file':43} {count / (made - began):9.0f}")
    print(f"    {'paid':43} {count / (paid - made):9.0f}")
    faults = ledger_faults()
    print(f"    {Claim.objects.count()} claims, faults of the ledger: {len(faults)}")
    return not faults


def timed(act: Callable[[Any], Any], rows: list[Any], at_once: int = 1) -> tuple[float, list[Any]]:
    """Rows a second, and what came of them."""
    from django.db import connections

    def all_of(part: list[Any]) -> list[Any]:
        try:
            return [act(row) for row in part]
        finally:
            connections.close_all()

    began = time.perf_counter()
    if at_once == 1:
        made = [act(row) for row in rows]
    else:
        with ThreadPoolExecutor(at_once) as people:
            parts = people.map(all_of, [rows[number::at_once] for number in range(at_once)])
            made = [row for part in parts for row in part]
    return len(rows) / (time.perf_counter() - began), made


# --- growth ------------------------------------------------------------------------------------------------


def growth(sizes: list[int]) -> bool:
    """Milliseconds of each question at each size."""
    from django.utils import timezone

    from scripts.bench_ledger_fill import Filler
    from stipends.domain.ledger import allocate
    from stipends.queries.ledger import budget_figures, forecast, ledger_faults, trial_balance
    from tests.factories.ledger import FILIP

    filler = Filler(lines=LINES, days=DAYS)
    today = timezone.localdate()
    middle = filler.first_day + timedelta(days=MIDDLE)
    project, line = filler.project, filler.lines[0]
    questions: list[tuple[str, Callable[[], object]]] = [
        ("trial balance of today", lambda: trial_balance(project, today)),
        ("trial balance of a day a year ago", lambda: trial_balance(project, middle)),
        ("the same of all entries, without totals", lambda: filler.summed(middle)),
        ("figures of the budget lines", lambda: budget_figures(project, today)),
        ("forecast to the end of the project", lambda: forecast(project, today)),
        (
            "one more entry, by its verb",
            lambda: allocate(line, grosze=1, booked_on=today, words="", by=FILIP),
        ),
    ]
    table: dict[str, list[float]] = {name: [] for name, _ask in questions}
    recounted, good = [], True
    for size in sizes:
        filler.fill_to(size)
        for name, ask in questions:
            table[name].append(median_ms(ask))
        began = time.perf_counter()
        faults = ledger_faults()
        recounted.append((time.perf_counter() - began) * 1000)
        good = good and not faults and trial_balance(project, today).is_balanced
        for fault in faults[:5]:
            print(fault)
        said = ", ".join(f"{found[-1]:,.1f}" for found in (*table.values(), recounted))
        print(f"  at {size:,} entries, milliseconds: {said}", file=sys.stderr, flush=True)
    print(f"\n  milliseconds, at so many entries{'':11}" + "".join(f"{size:>12,}" for size in sizes))
    for name, found in [*table.items(), ("everything counted anew (verify_ledger)", recounted)]:
        print(f"    {name:41}" + "".join(f"{one:12,.1f}" for one in found))
    print(f"    {LINES} lines, {DAYS} days, faults: {'none' if good else 'SOME'}")
    return good


def median_ms(ask: Callable[[], object]) -> float:
    """Of several, after one that warms up; fewer when it takes long."""
    began = time.perf_counter()
    ask()
    reads = READS if time.perf_counter() - began < 1 else 2
    taken = []
    for _ in range(reads):
        began = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


if __name__ == "__main__":
    sys.exit(main())
