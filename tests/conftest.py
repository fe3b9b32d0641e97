"""What every test gets."""

import gc
from contextlib import nullcontext
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import translation

from stipends.queries.ledger import ledger_faults
from tests.broken import is_lost
from tests.clients import client_of
from tests.databases import (
    TEMPLATE,
    bring_migrated_file,
    copy_database,
    drop_database,
    has_database,
    keep_migrated_file,
    one_at_a_time,
    ship_anew,
)
from tests.factories.cast import told_cast
from tests.flushing import flushing_what_was_written, shipped_rows
from tests.loops import no_running_loop


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """What is collected stays to the end: Python need not search it for what nobody uses, now or later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first, those with a browser before all: then no process ends alone with a long one.

    pytest-django puts those that commit last, lest the others miss what shipped; ours leave it there.
    """
    items.sort(key=lambda item: 2 if "playwright" in item.fixturenames else int(commits(item)), reverse=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item):
    """A test without a browser finds no running loop, whichever test ran before it in this process.

    From its first fixture to its last: beside a loop Django has another connection, and a transaction begun
    on the one would keep the other waiting for its lock.
    """
    with nullcontext() if "playwright" in item.fixturenames else no_running_loop():
        return (yield)


def commits(item: pytest.Item) -> bool:
    """Whether the test commits, as those with servers, threads and processes of their own do."""
    mark = item.get_closest_marker("django_db")
    return "transactional_db" in item.fixturenames or bool(mark and mark.kwargs.get("transaction"))


@pytest.fixture(scope="session")
def kept_databases(pytestconfig) -> Path:
    """Where migrated databases wait for the next run."""
    return pytestconfig.cache.mkdir("databases")


@pytest.fixture(scope="session")
def turn(kept_databases):
    """Migrating takes long: one process of a run does it, the others wait for their turn and copy."""
    with one_at_a_time(kept_databases) as turn:
        yield turn


@pytest.fixture(scope="session")
def django_db_keepdb(
    django_db_modify_db_settings, django_db_createdb, django_db_blocker, kept_databases, turn
) -> bool:
    """Whether a migrated database is there already: copied from another process, or from a run before."""
    if django_db_createdb:
        return False
    name = connection.settings_dict["TEST"]["NAME"]
    if connection.vendor == "sqlite":
        return bring_migrated_file(Path(name), kept_databases)
    with django_db_blocker.unblock():
        return bool(TEMPLATE) and has_database(TEMPLATE) and copy_database(TEMPLATE, name)


@pytest.fixture(scope="session")
def django_db_setup(django_db_keepdb, kept_databases, turn, django_db_setup, django_db_blocker):
    """The database of the tests; one that committed leaves it as the migrations shipped it."""
    name, sqlite = connection.settings_dict["NAME"], connection.vendor == "sqlite"
    keeps_template = bool(TEMPLATE) and not sqlite and not django_db_keepdb
    with django_db_blocker.unblock():
        if django_db_keepdb and sqlite:
            ship_anew()
        elif sqlite:
            keep_migrated_file(Path(name), kept_databases)
        elif keeps_template:
            connection.close()
            copy_database(name, TEMPLATE)
        turn.close()
        shipped = shipped_rows()
    with flushing_what_was_written(shipped):
        yield
    with django_db_blocker.unblock():
        if keeps_template:
            drop_database(TEMPLATE)
        if django_db_keepdb:
            connection.close()
            Path(name).unlink() if sqlite else drop_database(name)


@pytest.fixture
def cast(db):
    """The told cast: Alice coordinates centre A, Carol centre B, and so on (tests/factories/cast.py)."""
    return told_cast()


@pytest.fixture
def client_for():
    """client_for(cast.alice): a client logged in under that membership."""
    return client_of


@pytest.fixture(autouse=True)
def _own_language():
    """A request leaves its reader's language behind in the thread; the next test starts without it."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _nothing_kept():
    """What a test left in the cache is of rows that are gone; their numbers are given again."""
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _balanced_ledger(request):
    """After every test that touched the database the ledger is in balance, to the grosz."""
    asked = {"db", "transactional_db"} & set(request.fixturenames)
    touches = asked or request.node.get_closest_marker("django_db")
    if touches:
        request.getfixturevalue("_django_db_helper")  # begun before this one, so that it ends after it
    yield
    if touches and not is_lost(connection):
        assert ledger_faults() == []
