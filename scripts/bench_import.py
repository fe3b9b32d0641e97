"""Time a long list from the file to people, and back: staging, preview, import, undo.

    python scripts/bench_import.py [--rows 10000] [--runs 1] [--database sqlite|postgresql]

The list is a workbook of families with 20 columns and the dirt of real ones: 5 rows of 100 have a question,
1 is bad, 1 repeats another. Each run has a database of its own: SQLite in a temporary folder, or one on a
PostgreSQL that is here or started for it. Exits 1 when a run fails or a target is missed: 20 s to the
preview, 60 s for the import.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

PREVIEW_SECONDS, IMPORT_SECONDS = 20, 60
IN_A_HUNDRED = {"questions": 5, "bad": 1, "twins": 1}
FIRST = ("Olena", "Iryna", "Nataliia", "Oksana", "Halyna", "Tetiana", "Yuliia", "Kateryna", "Andrii", "Taras")
STEMS = (
    "Koval Bondar Shevch Tkach Meln Hryhor Polishch Savch Kravch Oliin Lysen Marchen Rud Moroz Petr Klym"
    " Pavl Vasyl Levch Ponomar Kharch Symon Yurch Fedor Zakhar Demch Havryl Onysh Romanen Tymosh Vdovych"
    " Babych Kuch Dovzh Holub Yaremch Nazar Prykhod Sydor Bily Chorn Zhur Kyrych Lytvyn Mazur Popov Stets"
    " Teresh Volosh Ostap"
)
LAST = tuple(stem + ending for stem in STEMS.split() for ending in ("enko", "uk", "iv", "yshyn", "ska"))
PLACES = (
    *(("31-137", "Kraków"), ("30-644", "Kraków-Podgórze"), ("30-392", "Kraków"), ("31-867", "Kraków")),
    *(("31-426", "Kraków"), ("32-050", "Skawina"), ("33-100", "Tarnów"), ("33-300", "Nowy Sącz")),
    *(("32-600", "Oświęcim"), ("32-500", "Chrzanów"), ("32-400", "Myślenice"), ("34-100", "Wadowice")),
)
LANGUAGES = (
    "ukraiński (ojczysty), polski A2",
    "ukraiński ojczysty, rosyjski C1",
    "rosyjski ojczysty, polski B1, ang. A2",
    "UA ojczysty; PL A1",
)
WEEKS = ("pn-pt po 17", "wt 16-19", "pon., śr. po południu", "weekendy", "do uzgodnienia", "sob 10-14")
DOUBTS = (
    ("Języki", "ukraiński ojczysty, polski słabo"),
    ("Data zgłoszenia", "wrzesień 2026"),
    ("Dojazd", "1-2"),
)
HEADINGS = [
    "Lp.", "Imię i nazwisko", "Telefon", "E-mail", "Kod", "Miejscowość", "Ulica i numer", "Języki",
    "Kiedy mogą", "W czym pomóc", "Chce ćwiczyć polski", "Płeć", "Wiek", "Wiek dzieci", "Płeć pomocnika",
    "Dojazd", "Data zgłoszenia", "Jak się kontaktować", "Uwagi", "Skąd o nas wie",
]  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        print(json.dumps(measured(asked.rows)))
        return 0
    good = True
    for run in range(asked.runs):
        told = one_run(asked.rows, asked.database)
        print_run(told, f"{asked.rows:,} families, {asked.database}, run {run + 1}")
        good = good and not missed(told)
    load, processors = os.getloadavg()[0], os.cpu_count() or 1
    if load > processors:
        print(f"\nNOISY: the load is {load:.1f} on {processors} processors; times are too long")
    return 0 if good else 1


def one_run(rows: int, database: str) -> dict[str, Any]:
    """What a process of its own measured in a database of its own."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, database_of(database) as url:
        environment = os.environ | {"SPLOT_VAR": folder, "DJANGO_SETTINGS_MODULE": "config.settings.local"}
        environment |= {"DATABASE_URL": url} if url else {}
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
        command = [sys.executable, __file__, "--inside", "--rows", str(rows)]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
        )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


@contextmanager
def database_of(kind: str) -> Iterator[str]:
    """The address of an empty database; "" for SQLite, which needs none."""
    if kind == "sqlite":
        yield ""
        return
    import psycopg

    from scripts.run_tests import postgresql

    with postgresql() as url:
        server, _slash, name = url.rpartition("/")
        name = f"bench_import_{os.getpid()}"
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
            connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"{server}/{name}"
        finally:
            with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def measured(rows: int) -> dict[str, Any]:
    """Seconds of each step and the rows' fates; the transaction is the part in which others wait."""
    import django

    django.setup()
    from base.audit.actor import Robot
    from base.organisations.models import Organisation
    from families.models import Household
    from intake.domain import importing
    from intake.domain.staging import stage_upload
    from intake.domain.undoing import request_undo, undo_upload
    from intake.domain.uploads import judge_upload
    from intake.enums import Kind, Scope
    from intake.queries import count_of_questions

    content, by = workbook(rows), Robot("bench")
    centre: Organisation = import_module("tests.factories.organisations").CentreFactory()
    inside: list[float] = []
    write = importing.write_import

    def timed(*given: Any, **named: Any) -> None:
        start = time.perf_counter()
        write(*given, **named)
        inside.append(time.perf_counter() - start)

    importing.write_import = timed
    marks = [time.perf_counter()]
    upload = stage_upload(centre, kind=Kind.FAMILIES, content=content, file_name="list.xlsx", by=by)
    marks.append(time.perf_counter())
    upload = judge_upload(upload)
    marks.append(time.perf_counter())
    found = {"good": upload.good, "asked": upload.asked, "bad": upload.bad, "repeated": upload.repeated}
    found["questions"] = count_of_questions(upload)
    preview_mb = peak_mb()
    marks.append(time.perf_counter())
    upload = importing.import_upload(importing.request_import(upload, scope=Scope.ALL, by=by), by=by)
    marks.append(time.perf_counter())
    found["imported"] = Household.objects.count()
    marks.append(time.perf_counter())
    again = judge_upload(
        stage_upload(centre, kind=Kind.FAMILIES, content=content, file_name="again.xlsx", by=by)
    )
    marks.append(time.perf_counter())
    found["here already, sent again"] = again.repeated
    undo_upload(request_undo(upload, by=by), by=by)
    marks.append(time.perf_counter())
    found["left after the undo"] = Household.objects.count()
    return {
        "seconds": {
            "staging": marks[1] - marks[0],
            "reading": marks[2] - marks[1],
            "preview": marks[2] - marks[0],
            "import": marks[4] - marks[3],
            "transaction": sum(inside),
            "same file": marks[6] - marks[5],
            "undo": marks[7] - marks[6],
        },
        "found": found,
        "megabytes": {"preview": preview_mb, "altogether": peak_mb()},
        "file": len(content),
    }


def peak_mb() -> float:
    """The most memory this process has had so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def workbook(rows: int) -> bytes:
    """The list, always the same for the same number of rows."""
    from openpyxl import Workbook

    rng = random.Random(2026)  # noqa: S311 - a list is made up, nothing is kept secret
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Rodziny")
    sheet.append(["Rejestr rodzin"])
    sheet.append(HEADINGS)
    lines: list[list[Any]] = []
    for number in range(1, rows + 1):
        lines.append(family(number, rng, lines))
        sheet.append(lines[-1])
    sheet.append([f"Razem: {rows}"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def family(number: int, rng: random.Random, others: list[list[Any]]) -> list[Any]:
    """A line under HEADINGS; now and then one with a doubt, a bad one, or one that is there already."""
    postcode, place = rng.choice(PLACES)
    email = f"osoba{number}@example.org" if rng.random() < 0.6 else ""
    helps = ("szkoła, urzędy i pisma", "szkoła", "czas wolny")
    line = [
        number, f"{rng.choice(FIRST)} {rng.choice(LAST)}-{rng.choice(LAST)}", f"6{rng.randrange(10**8):08d}",
        email, postcode, place, f"ul. {rng.choice(('Długa', 'Polna', 'Leśna'))} {rng.randrange(1, 200)}",
        rng.choice(LANGUAGES), rng.choice(WEEKS), rng.choice(helps), rng.choice(("tak", "nie", "")),
        rng.choice(("K", "M")), rng.randrange(20, 70), rng.choice(("4; 7", "3 lata", "2 i 9", "", "11, 14")),
        rng.choice(("bez znaczenia", "kobieta", "")), f"{rng.randrange(1, 30)} km",
        f"{rng.randrange(1, 28):02}.{rng.randrange(1, 12):02}.2025", "e-mail" if email else "telefon",
        f"Zapisana na liście {number}.", rng.choice(("ulotka", "znajomi")),
    ]  # fmt: skip
    fate = rng.random() * 100
    if fate < IN_A_HUNDRED["questions"]:
        heading, text = rng.choice(DOUBTS)
        line[HEADINGS.index(heading)] = text
    elif fate < IN_A_HUNDRED["questions"] + IN_A_HUNDRED["bad"]:
        line[HEADINGS.index("Języki")] = ""
    elif fate < sum(IN_A_HUNDRED.values()) and others:
        line[1:] = rng.choice(others)[1:]
    return line


def print_run(told: dict[str, Any], title: str) -> None:
    print(f"\n{title}: a file of {told['file'] / 1e6:.1f} MB")
    for name, seconds in told["seconds"].items():
        print(f"  {name:<12}{seconds:8.2f} s")
    print("  " + ", ".join(f"{name} {count:,}" for name, count in told["found"].items()))
    print("  peak memory " + ", ".join(f"{name} {size:.0f} MB" for name, size in told["megabytes"].items()))
    if over := missed(told):
        print(f"  MISSED: {over}")


def missed(told: dict[str, Any]) -> str:
    """What took longer than it may, or "" where all is well."""
    seconds, found = told["seconds"], told["found"]
    over = [
        f"{name} over {most} s"
        for name, most in (("preview", PREVIEW_SECONDS), ("import", IMPORT_SECONDS))
        if seconds[name] > most
    ]
    if found["left after the undo"]:
        over.append("people left after the undo")
    return ", ".join(over)


if __name__ == "__main__":
    sys.exit(main())
