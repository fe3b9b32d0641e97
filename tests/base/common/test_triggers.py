"""Triggers survive migrations, can be lifted for a test, and speak in sentences."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from base.common import triggers
from base.common.checks import check_triggers
from base.common.triggers import Trigger, append_only, refuse_when

pytestmark = pytest.mark.database

RECORDS = "splot_audit_record_append_only"
SEALS = "splot_audit_seal_append_only"


@pytest.fixture
def jars(db):
    """A table of two columns without a model."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE jar (id bigint PRIMARY KEY, room bigint NOT NULL)")
    yield run
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE jar")


def run(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if statement.startswith("SELECT") else None


def make(trigger):
    for statement in trigger.statements(connection.vendor):
        run(statement)


def drop_by_hand(name):
    for part in (f"{name}__update", f"{name}__delete"):
        if connection.vendor == "sqlite":
            run(f"DROP TRIGGER {part}")
    if connection.vendor == "postgresql":
        run(f"DROP FUNCTION {name}() CASCADE")


def test_every_declared_trigger_exists_after_all_migrations(db):
    names = [trigger.name for trigger in triggers.declared()]
    assert {RECORDS, SEALS} <= set(names)
    assert triggers.missing_triggers(connection) == []


def test_missing_trigger_is_named_by_the_check(db):
    drop_by_hand(RECORDS)
    assert triggers.missing_triggers(connection) == [RECORDS]
    (warning,) = check_triggers(databases=["default"])
    assert (warning.id, warning.msg) == (
        "common.W001",
        f"The database 'default' lacks the triggers {RECORDS}.",
    )
    triggers.create_all(connection)
    assert check_triggers(databases=["default"]) == []


@pytest.mark.django_db(transaction=True)
def test_migrate_brings_a_lost_trigger_back_and_takes_a_forgotten_one_away():
    drop_by_hand(RECORDS)
    make(append_only("django_content_type"))
    call_command("migrate", verbosity=0)
    assert triggers.missing_triggers(connection) == []
    assert [name for name in triggers._existing(connection) if "content_type" in name] == []


@pytest.mark.django_db(transaction=True)
def test_flush_brings_the_lifted_triggers_back():
    triggers.lift(connection)
    assert triggers.missing_triggers(connection) != []
    call_command("flush", verbosity=0, interactive=False)
    assert triggers.missing_triggers(connection) == []


@pytest.mark.django_db(transaction=True)
def test_flush_is_refused_while_the_triggers_stand():
    run("INSERT INTO audit_seal (at, first_id, last_id, previous_hash, hash) "
        "VALUES (CURRENT_TIMESTAMP, 1, 1, '', 'h')")  # fmt: skip
    with pytest.raises(CommandError, match="couldn't be flushed") as caught:
        call_command("flush", verbosity=0, interactive=False)
    # Whichever table is asked first: each of those kept for good says so in its own words.
    kept = {re.search(r"splot:(\w+):", one.postgresql)[1] for one in triggers.declared() if one.append_only}
    assert triggers.refusal_from(caught.value.__cause__).code in kept


def test_no_record_is_put_in_place_of_another(db):
    run("INSERT INTO audit_seal (id, at, first_id, last_id, previous_hash, hash) "
        "VALUES (7, CURRENT_TIMESTAMP, 1, 1, '', 'h')")  # fmt: skip
    other = "VALUES (7, CURRENT_TIMESTAMP, 1, 1, '', 'another')"
    columns = "audit_seal (id, at, first_id, last_id, previous_hash, hash)"
    statement = (
        f"INSERT OR REPLACE INTO {columns} {other}"
        if connection.vendor == "sqlite"
        else f"INSERT INTO {columns} {other} ON CONFLICT (id) DO UPDATE SET hash = 'another'"
    )
    with pytest.raises(DatabaseError) as caught:
        run(statement)
    assert triggers.refusal_from(caught.value).code == "append_only"
    assert run("SELECT hash FROM audit_seal") == [("h",)]


def test_lifted_names_only_what_it_lifts_and_puts_it_back(db):
    with triggers.lifted(connection, RECORDS):
        assert triggers.missing_triggers(connection) == [RECORDS]
    assert triggers.missing_triggers(connection) == []


def test_lifted_without_names_takes_the_append_only_ones(db):
    append_only_names = [trigger.name for trigger in triggers.declared() if trigger.append_only]
    with triggers.lifted(connection):
        assert triggers.missing_triggers(connection) == append_only_names


def test_lifted_puts_back_after_an_error(db):
    with pytest.raises(RuntimeError), triggers.lifted(connection):
        raise RuntimeError
    assert triggers.missing_triggers(connection) == []


def test_lifted_refuses_a_name_nobody_declared(db):
    with pytest.raises(ValueError, match="No such triggers: splot_nothing"):
        triggers.lift(connection, "splot_nothing")


def test_row_that_meets_the_condition_is_refused_with_code_and_sentence(jars):
    make(
        refuse_when(
            "splot_jar_room",
            "jar",
            code="no_room",
            sentence="It's full: this jar has no room left.",
            condition="NEW.room < 0",
        )
    )
    jars("INSERT INTO jar VALUES (1, 0)")
    for statement in ("INSERT INTO jar VALUES (2, -1)", "UPDATE jar SET room = -1 WHERE id = 1"):
        with pytest.raises(DatabaseError) as caught:
            jars(statement)
        refusal = triggers.refusal_from(caught.value)
        assert (refusal.code, refusal.message) == ("no_room", "It's full: this jar has no room left.")
    assert jars("SELECT id, room FROM jar") == [(1, 0)]


def test_trigger_may_watch_one_column_only(jars):
    make(
        refuse_when(
            "splot_jar_room",
            "jar",
            code="no_room",
            sentence="No.",
            condition="NEW.room < 0",
            events=("UPDATE OF id",),
        )
    )
    jars("INSERT INTO jar VALUES (1, -1)")
    jars("UPDATE jar SET room = -2 WHERE id = 1")
    with pytest.raises(DatabaseError):
        jars("UPDATE jar SET id = 3 WHERE id = 1")


def test_trigger_may_act_after_the_row(jars):
    change = "UPDATE jar SET room = 0 WHERE id = OLD.id + 1"
    make(
        Trigger("splot_jar_next", "jar", postgresql=change, sqlite=change, events=("DELETE",), timing="AFTER")
    )
    jars("INSERT INTO jar VALUES (1, 5), (2, 5)")
    jars("DELETE FROM jar WHERE id = 1")
    assert jars("SELECT id, room FROM jar") == [(2, 0)]


def test_refusal_reads_in_the_active_language():
    error = DatabaseError("splot:append_only: This month has no name.\nCONTEXT:  PL/pgSQL function")
    with translation.override("pl"):
        refusal = triggers.refusal_from(error)
    assert (refusal.code, refusal.message) == ("append_only", "This month has no name.")


def test_other_errors_are_no_refusals():
    assert triggers.refusal_from(DatabaseError("UNIQUE constraint failed: jar.id")) is None


@pytest.mark.parametrize("name", ["jar_room", "splot_Jar", "splot_jar__room", "splot_"])
def test_trigger_name_that_could_not_be_told_from_others_is_refused(name):
    with pytest.raises(ValueError, match="A trigger's name"):
        Trigger(name, "jar", postgresql="", sqlite="")
