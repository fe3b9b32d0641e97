"""A migrated SQLite file is kept between runs, so that a run of one test need not migrate again.

It is kept under the digest of all migrations; a letter changed in any of them, and it is made anew.
"""

import hashlib
import inspect
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from base.common import triggers


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
