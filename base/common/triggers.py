"""The one mechanism for database triggers, on PostgreSQL and SQLite.

An app declares `TRIGGERS = [...]` in its `triggers.py`. Before every migrate all of ours are dropped, after
it all are created again: on SQLite a trigger vanishes or breaks when a migration remakes its table.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module

from django.apps import apps
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext, gettext_noop

from base.common.errors import Refusal

PREFIX = "splot_"
_REFUSAL = re.compile(r"splot:([a-z0-9_]+): ([^\n]+)")


@dataclass(frozen=True)
class Trigger:
    """A row trigger for both databases.

    `postgresql` is the body of a PL/pgSQL function (statements, without BEGIN, RETURN and END), `sqlite` the
    statements of a SQLite trigger, made once per event; both see NEW and OLD as the event allows.
    `events` are INSERT, UPDATE, UPDATE OF a, b, DELETE. Append-only on PostgreSQL covers TRUNCATE as well.
    `vendor` names the one database that needs it, where the other has a constraint for the same.
    """

    name: str
    table: str
    postgresql: str
    sqlite: str
    events: tuple[str, ...] = ("INSERT", "UPDATE")
    timing: str = "BEFORE"
    append_only: bool = False
    vendor: str = ""

    def __post_init__(self) -> None:
        if not re.fullmatch(PREFIX + r"[a-z0-9_]{1,40}", self.name) or "__" in self.name:
            raise ValueError(f"A trigger's name is {PREFIX} and a short lower-case name, not {self.name!r}.")

    def names(self, vendor: str) -> tuple[str, ...]:
        """What the database calls the parts of this trigger."""
        if vendor == "sqlite":
            parts = tuple(f"{self.name}__{event.split()[0].lower()}" for event in self.events)
            return (*parts, f"{self.name}__replace") if self._asked_of_replace else parts
        return (self.name, f"{self.name}__truncate") if self.append_only else (self.name,)

    def statements(self, vendor: str) -> list[str]:
        """The SQL that creates it."""
        return self._for_sqlite() if vendor == "sqlite" else self._for_postgresql()

    @property
    def _asked_of_replace(self) -> bool:
        """SQLite's INSERT OR REPLACE takes a row away without asking its DELETE trigger: one that keeps every
        row is asked before an INSERT under a number that is there."""
        return self.append_only and "DELETE" in self.events and not re.search(r"\b(OLD|NEW)\.", self.sqlite)

    def _for_sqlite(self) -> list[str]:
        body = self.sqlite.strip().rstrip(";")
        names = self.names("sqlite")
        statements = [
            f'CREATE TRIGGER "{name}" {self.timing} {event} ON "{self.table}" FOR EACH ROW BEGIN {body}; END'
            for name, event in zip(names, self.events, strict=False)
        ]
        if self._asked_of_replace:
            known = f'SELECT 1 FROM "{self.table}" WHERE id = NEW.id'  # noqa: S608 - declared in code
            statements.append(
                f'CREATE TRIGGER "{names[-1]}" BEFORE INSERT ON "{self.table}" FOR EACH ROW '
                f"WHEN EXISTS ({known}) BEGIN {body}; END"
            )
        return statements

    def _for_postgresql(self) -> list[str]:
        body = self.postgresql.strip().rstrip(";")
        statements = [
            f'CREATE OR REPLACE FUNCTION "{self.name}"() RETURNS trigger LANGUAGE plpgsql AS $splot$ '
            f"BEGIN {body}; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $splot$",
            f'CREATE TRIGGER "{self.name}" {self.timing} {" OR ".join(self.events)} ON "{self.table}" '
            f'FOR EACH ROW EXECUTE FUNCTION "{self.name}"()',
        ]
        if self.append_only:
            statements.append(
                f'CREATE TRIGGER "{self.name}__truncate" BEFORE TRUNCATE ON "{self.table}" '
                f'FOR EACH STATEMENT EXECUTE FUNCTION "{self.name}"()'
            )
        return statements


def refuse_when(
    name: str,
    table: str,
    *,
    code: str,
    sentence: str,
    condition: str,
    sqlite_condition: str | None = None,
    events: tuple[str, ...] = ("INSERT", "UPDATE"),
    append_only: bool = False,
    vendor: str = "",
) -> Trigger:
    """Refuse the row when the SQL condition over NEW and OLD is true.

    `sentence` is for people: mark it with `gettext_noop`, `refusal_from` translates it.
    SQLite has its own condition where the dialects differ.
    """
    message = f"splot:{code}: {sentence}".replace("'", "''")
    return Trigger(
        name,
        table,
        postgresql=f"IF {condition} THEN "
        f"RAISE EXCEPTION USING MESSAGE = '{message}', ERRCODE = 'integrity_constraint_violation'; END IF",
        sqlite=f"SELECT RAISE(ABORT, '{message}') WHERE {sqlite_condition or condition}",
        events=events,
        append_only=append_only,
        vendor=vendor,
    )


def append_only(table: str) -> Trigger:
    """Rows of this table are written once: UPDATE and DELETE (and TRUNCATE on PostgreSQL) are refused."""
    return refuse_when(
        f"{PREFIX}{table}_append_only",
        table,
        code="append_only",
        sentence=gettext_noop("This record is kept for good: it can be neither changed nor deleted."),
        condition="TRUE",
        events=("UPDATE", "DELETE"),
        append_only=True,
    )


def declared() -> tuple[Trigger, ...]:
    """The triggers of every installed app; ValueError when two share a name."""
    found: dict[str, Trigger] = {}
    for app in apps.get_app_configs():
        if app.module is None or not module_has_submodule(app.module, "triggers"):
            continue
        for trigger in getattr(import_module(f"{app.name}.triggers"), "TRIGGERS", ()):
            if trigger.name in found:
                raise ValueError(f"Two triggers are called {trigger.name}.")
            found[trigger.name] = trigger
    return tuple(found.values())


def create_all(connection: BaseDatabaseWrapper) -> None:
    """Create every declared trigger whose table exists; those already there are made anew."""
    _create(connection, _applicable(connection))


def drop_all(connection: BaseDatabaseWrapper) -> None:
    """Drop everything of ours, also what an older version declared."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            names = [name for name in _existing(connection) if name.startswith(PREFIX)]
        else:
            # A function goes with its triggers; one left over from an older version goes too.
            cursor.execute(
                "SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace "
                "AND prorettype = 'trigger'::regtype AND starts_with(proname, %s)",
                [PREFIX],
            )
            names = [name for (name,) in cursor.fetchall()]
        for name in names:
            cursor.execute(_drop_statement(connection, name))


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of declared triggers whose table exists and which the database lacks or has switched off."""
    existing = _existing(connection)
    return [
        trigger.name
        for trigger in _applicable(connection)
        if not existing.issuperset(trigger.names(connection.vendor))
    ]


@contextmanager
def lifted(connection: BaseDatabaseWrapper, *names: str) -> Iterator[None]:
    """For tests: without these triggers (all append-only ones when none is named), then with them again."""
    chosen = _chosen(connection, names)
    _drop(connection, chosen)
    try:
        yield
    finally:
        _create(connection, chosen)


def lift(connection: BaseDatabaseWrapper, *names: str) -> None:
    """For tests about to flush: `lifted` without the way back, which the flush's own post_migrate brings."""
    _drop(connection, _chosen(connection, names))


def refusal_from(error: BaseException) -> Refusal | None:
    """The refusal a trigger of ours put into a database error; None for other errors."""
    found = _REFUSAL.search(str(error))
    return Refusal(gettext(found[2]), code=found[1]) if found else None


def _chosen(connection: BaseDatabaseWrapper, names: tuple[str, ...]) -> list[Trigger]:
    triggers = _applicable(connection)
    if unknown := set(names) - {trigger.name for trigger in triggers}:
        raise ValueError(f"No such triggers: {', '.join(sorted(unknown))}.")
    return [t for t in triggers if (t.name in names if names else t.append_only)]


def _applicable(connection: BaseDatabaseWrapper) -> list[Trigger]:
    tables = set(connection.introspection.table_names())
    return [t for t in declared() if t.table in tables and t.vendor in ("", connection.vendor)]


def _existing(connection: BaseDatabaseWrapper) -> set[str]:
    if connection.vendor == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND tgenabled <> 'D' AND relnamespace = current_schema()::regnamespace"
        )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


def _drop_statement(connection: BaseDatabaseWrapper, name: str) -> str:
    if connection.vendor == "sqlite":
        return f'DROP TRIGGER IF EXISTS "{name}"'
    return f'DROP FUNCTION IF EXISTS "{name}"() CASCADE'


def _drop(connection: BaseDatabaseWrapper, triggers: list[Trigger]) -> None:
    with connection.cursor() as cursor:
        for trigger in triggers:
            names = trigger.names("sqlite") if connection.vendor == "sqlite" else (trigger.name,)
            for name in names:
                cursor.execute(_drop_statement(connection, name))


def _create(connection: BaseDatabaseWrapper, triggers: list[Trigger]) -> None:
    with transaction.atomic(using=connection.alias):
        _drop(connection, triggers)
        with connection.cursor() as cursor:
            for trigger in triggers:
                for statement in trigger.statements(connection.vendor):
                    cursor.execute(statement)
