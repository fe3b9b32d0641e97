"""The rule against overlapping meetings, taken out of a test's database and put back."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from django.db.backends.base.base import BaseDatabaseWrapper

from base.common import triggers

TRIGGER = "splot_meeting_overlap"
migration = import_module("activities.migrations.0002_no_overlap")


@contextmanager
def overlap_allowed(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without the trigger on SQLite, without the constraint on PostgreSQL; afterwards no meeting is left."""
    if connection.vendor == "sqlite":
        with triggers.lifted(connection, TRIGGER):
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute(migration.DROP)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            # Rows that overlap would keep the constraint out.
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("TRUNCATE activities_meeting CASCADE")
            cursor.execute("SET session_replication_role = origin")
            cursor.execute(migration.ADD)
