"""Time the search at one centre with very many people.

    python scripts/bench_search.py [--people 100000] [--pairs 20000] [--runs 20]
                                   [--database sqlite|postgresql]

Prints how long the first hits under the search box and the page of results take, by what is looked for. Each
run has a database of its own: SQLite in a temporary folder, or one on a PostgreSQL that is here or started
for it. Exits 1 when a p95 is above the target on PostgreSQL: 100 ms.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

TARGET_MS = 100
BATCH = 2000
#: Surnames as many as in life: made of parts, some common and most of them rare.
STEMS = (
    *("Koval", "Bondar", "Shevch", "Tkach", "Meln", "Hryhor", "Polishch", "Savch", "Kravch", "Oliin"),
    *("Lysen", "Marchen", "Rud", "Moroz", "Petr", "Klym"),
)
MIDDLES = ("a", "an", "el", "en", "i", "il", "o", "or", "u", "un", "y", "ar", "em", "ich", "av", "ov")
ENDINGS = ("enko", "uk", "iv", "yshyn", "ska", "ski", "ak", "chuk", "yk", "ets")
QUERIES = (
    ("nothing fits", "zzyzx"),
    ("label", "K-4177"),
    ("label without its hyphen", "w 812"),
    ("a number alone", "4177"),
    ("phone, whole", "+48 600 {phone}"),
    ("phone, its beginning", "600 12"),
    ("phone, its last six digits", "{end6}"),
    ("phone, its last four digits", "{end4}"),
    ("phone, its last three digits", "789"),
    ("rare surname", "{rare}"),
    ("rare surname, 4 letters of it", "{rare4}"),
    ("common first name", "Olena"),
    ("prefix of a common name", "ole"),
    ("two letters", "ol"),
    ("one letter", "o"),
    ("place", "Oświęcim"),
    ("two common words", "Olena Kraków"),
    ("common and rare", "Olena {rare}"),
    ("two words that never meet", "Olena Świętosława"),
    ("employer by tax number", "676 000 {nip}"),
)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--pairs", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="postgresql")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        return measured(asked.people, asked.pairs, asked.runs)
    with tempfile.TemporaryDirectory() as folder, database_url(asked.database, Path(folder)) as url:
        environment = {
            **os.environ, "DATABASE_URL": url, "SPLOT_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
        }  # fmt: skip
        command = [sys.executable, __file__, "--inside", "--people", str(asked.people)]
        command += ["--pairs", str(asked.pairs), "--runs", str(asked.runs)]
        return subprocess.run(command, env=environment, check=False).returncode


@contextmanager
def database_url(kind: str, folder: Path) -> Iterator[str]:
    """A database that is gone afterwards."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'bench.sqlite3'}"
        return
    import psycopg

    from scripts.run_tests import postgresql

    with postgresql() as url:
        if not url:
            raise SystemExit("PostgreSQL neither answers nor can be started here.")
        server, _slash, name = url.rpartition("/")
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield url
        finally:
            with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


# --- inside -------------------------------------------------------------------------------------------


def measured(people: int, pairs: int, runs: int) -> int:
    """Fill, time, print; 1 when PostgreSQL misses the target."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    membership, words = fill(people, pairs)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
    print(f"{people:,} people, {pairs:,} pairs in one centre, {connection.vendor}", end=" ")
    print(f"(filled in {time.perf_counter() - began:.0f} s), {runs} runs each, milliseconds\n")
    print(f"{'what is looked for':34}{'first hits':>20}{'page of results':>20}{'hits':>8}")
    print(f"{'':34}{'p50':>10}{'p95':>10}{'p50':>10}{'p95':>10}")
    worst = 0.0
    for told, text in QUERIES:
        line = timed(membership, text.format(**words), runs)
        worst = max(worst, line[1], line[3])
        print(f"{told:34}" + "".join(f"{value:10.1f}" for value in line[:4]) + f"{line[4]:8,.0f}")
    print(f"\nworst p95: {worst:.1f} ms")
    return int(connection.vendor == "postgresql" and worst > TARGET_MS)


def timed(membership: Any, text: str, runs: int) -> tuple[float, float, float, float, float]:
    """(p50, p95) of the first hits and of the page, and how many hits there are."""
    from frontend.search import first_hits, groups_of

    def first() -> object:
        return first_hits(membership, text)

    def page() -> object:
        return groups_of(membership, text)

    hits = sum(group.count for group in groups_of(membership, text))
    return (*percentiles(first, runs), *percentiles(page, runs), hits)


def percentiles(act: Callable[[], object], runs: int) -> tuple[float, float]:
    """Of so many runs, after one that warms up."""
    act()
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        act()
        taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    return taken[len(taken) // 2], taken[min(int(len(taken) * 0.95), len(taken) - 1)]


def fill(people: int, pairs: int) -> tuple[Any, dict[str, str]]:
    """One centre: 6 of 10 are families, 1 of 50 a mentor-employee, the rest volunteers. Surnames and phones
    are as different as in life; what a search does not read is the same in all rows."""
    from base.accounts.enums import Role
    from tests.factories import people as pools

    rng = random.Random(8104)  # noqa: S311 - made-up people
    centre = factory("organisations.CentreFactory")(name="Centre of very many")
    membership = factory("accounts.MembershipFactory")(organisation=centre, role=Role.COORDINATOR)
    parts = fill_employers(rng, centre, max(1, people // 500))
    households, mentors = people * 6 // 10, people // 50
    first = {
        "K": (factory("families.HouseholdFactory").build(centre=centre), households),
        "W": (factory("volunteers.VolunteerFactory").build(centre=centre), people - households - mentors),
        "M": (factory("mentors.MentorEmployeeFactory").build(centre=centre, participation=parts[0]), mentors),
    }
    women = [name for community in pools.COMMUNITIES for name in community[2].split()] * 2
    names = [*women, *pools.POLISH[0].split(), *pools.POLISH[1].split()]
    made = {letter: copies(rng, letter, one, count, names, parts) for letter, (one, count) in first.items()}
    fill_pairs(centre, made["K"][:pairs], made["W"][:pairs])
    words = made["K"][households // 2].search_contact.split()
    nip = f"{len(parts) // 2:04d}"
    phone = words[2][-6:]
    ends = {"phone": phone, "end6": f"{phone[:3]} {phone[3:]}", "end4": phone[2:]}
    return membership, {"rare": words[1], "rare4": words[1][:6], "nip": nip, **ends}


def factory(name: str) -> Any:
    """A factory of the tests."""
    module, _dot, what = name.partition(".")
    return getattr(import_module(f"tests.factories.{module}"), what)


def copies(
    rng: random.Random, letter: str, first: Any, count: int, names: list[str], parts: list[Any]
) -> list[Any]:
    """So many rows like the first, each under its own label, name, phone and place."""
    from base.places.search_text import searchable
    from tests.factories import people as pools

    model = type(first)
    same = {
        field.attname: getattr(first, field.attname)
        for field in model._meta.concrete_fields
        if field.attname not in ("id", "created_at")
    }
    rows = []
    for at in range(1, count + 1):
        place, name = pools.random_place(rng), rng.choice(names)
        surname = "".join(rng.choice(part) for part in (STEMS, MIDDLES, MIDDLES, ENDINGS))
        phone = f"48600{'KWM'.index(letter)}{at:05d}"
        own = {
            "number": at,
            "label": f"{letter}-{at}",
            "import_key": "",
            "search_text": searchable(f"{letter}-{at}", place.postcode, place.name, place.commune),
            "search_contact": searchable(name, surname, f"+{phone}", f"{surname.lower()}{at}@example.org"),
        }
        if letter == "M":
            own["participation_id"] = parts[at % len(parts)].pk
        rows.append(model(**(same | own)))
    return list(model.objects.bulk_create(rows, batch_size=BATCH))


def fill_employers(rng: random.Random, centre: Any, count: int) -> list[Any]:
    """So many firms that take part."""
    from base.places.search_text import searchable
    from mentors.models import Participation

    parts = [factory("mentors.ParticipationFactory")(centre=centre) for _ in range(count)]
    for at, part in enumerate(parts):
        part.search_text = searchable(f"Firm {rng.choice(STEMS)} {at}", f"676000{at:04d}")
    Participation.objects.bulk_update(parts, ["search_text"], batch_size=BATCH)
    return parts


def fill_pairs(centre: Any, families: list[Any], volunteers: list[Any]) -> None:
    """The first families and volunteers, two by two."""
    from django.utils import timezone

    from matching.enums import PairOrigin, PairState
    from matching.models import Helper, Pair, Seeker
    from tests.factories.matching import programme_of

    programme = programme_of(centre)
    both = list(zip(families, volunteers, strict=False))
    seekers = Seeker.objects.bulk_create(
        [Seeker(programme=programme, household=one) for one, _ in both], batch_size=BATCH
    )
    helpers = Helper.objects.bulk_create(
        [Helper(programme=programme, volunteer=one) for _, one in both], batch_size=BATCH
    )
    now = timezone.now()
    Pair.objects.bulk_create(
        [
            Pair(
                programme=programme, seeker=seeker, helper=helper, origin=PairOrigin.BY_HAND,
                state=PairState.CLOSED, close_reason="completed", offered_at=now,
                offered_on=now.date(), closed_on=now.date(), undo_until=now, approved_by_label="bench",
            )
            for seeker, helper in zip(seekers, helpers, strict=True)
        ],
        batch_size=BATCH,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
