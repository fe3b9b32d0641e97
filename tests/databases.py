"""A migrated SQLite file is kept between runs, so that a run of one test need not migrate again.

It is kept under the digest of all migrations; a letter changed in any of them, and it is made anew. On
PostgreSQL one process of a run migrates, and the others copy its database.
"""

import fcntl
import hashlib
import inspect
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from base.common import triggers

#: On PostgreSQL: the migrated database that the processes of this run copy; "" where there is only one.
TEMPLATE = (uid := os.environ.get("PYTEST_XDIST_TESTRUNUID", "")) and f"splot_migrated_{uid}"


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[IO[str]]:
    """Wait until no other process is here; closing what it yields lets the next one in."""
    with (folder / "turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield turn


def digest_of_migrations() -> str:
    """Of the text of all migrations, ours and the libraries', and of Django's version."""
    loader = MigrationLoader(None)
    digest = hashlib.sha256(django.__version__.encode())
    for name in sorted(loader.disk_migrations):
        source = Path(inspect.getfile(type(loader.disk_migrations[name])))
        digest.update(repr(name).encode() + source.read_bytes())
    return digest.hexdigest()[:16]


def bring_migrated_file(target: Path, folder: Path) -> bool:
    """Put the kept database at `target`; False when none is kept of these migrations."""
    kept = folder / f"{digest_of_migrations()}.sqlite3"
    if kept.exists():
        shutil.copy(kept, target)
    return kept.exists()


def keep_migrated_file(source: Path, folder: Path) -> None:
    """Keep a copy of `source`, in place of what was kept of other migrations."""
    kept = folder / f"{digest_of_migrations()}.sqlite3"
    draft = folder / f"{os.getpid()}.draft"
    with closing(sqlite3.connect(source)) as database:
        database.execute("VACUUM INTO ?", [str(draft)])
    for old in folder.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    draft.replace(kept)


def ship_anew() -> None:
    """What is shipped after the migrations comes from the code of today, not from the kept file."""
    triggers.lift(connection)
    call_command("flush", verbosity=0, interactive=False)


def has_database(name: str) -> bool:
    """Whether PostgreSQL has a database of this name."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def copy_database(source: str, target: str) -> bool:
    """Make `target` of `source`, to which nobody is connected; one left by an ended run goes."""
    drop_database(target)
    quote = connection.ops.quote_name
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {quote(target)} TEMPLATE {quote(source)}")
    return True


def drop_database(name: str) -> None:
    """Take a database of PostgreSQL away."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(name)}")
