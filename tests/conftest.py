"""What every test gets."""

from pathlib import Path

import pytest
from django.db import connection
from django.utils import translation

from stipends.queries.ledger import ledger_faults
from tests.broken import is_lost
from tests.clients import client_of
from tests.databases import bring_migrated_file, keep_migrated_file, ship_anew
from tests.factories.cast import told_cast
from tests.flushing import flushing_what_was_written, shipped_rows


@pytest.fixture(scope="session")
def kept_databases(pytestconfig) -> Path:
    """Where migrated databases wait for the next run."""
    return pytestconfig.cache.mkdir("databases")


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings, django_db_createdb, kept_databases) -> bool:
    """Whether a migrated database is there already: SQLite's, kept from a run before."""
    if connection.vendor != "sqlite" or django_db_createdb:
        return False
    return bring_migrated_file(Path(connection.settings_dict["TEST"]["NAME"]), kept_databases)


@pytest.fixture(scope="session")
def django_db_setup(django_db_keepdb, kept_databases, django_db_setup, django_db_blocker):
    """The database of the tests; one that committed leaves it as the migrations shipped it."""
    with django_db_blocker.unblock():
        if django_db_keepdb:
            ship_anew()
        elif connection.vendor == "sqlite":
            keep_migrated_file(Path(connection.settings_dict["NAME"]), kept_databases)
        shipped = shipped_rows()
    with flushing_what_was_written(shipped):
        yield
    if django_db_keepdb:
        connection.close()
        Path(connection.settings_dict["NAME"]).unlink()


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
def _balanced_ledger(request):
    """After every test that touched the database the ledger is in balance, to the grosz."""
    asked = {"db", "transactional_db"} & set(request.fixturenames)
    touches = asked or request.node.get_closest_marker("django_db")
    if touches:
        request.getfixturevalue("_django_db_helper")  # begun before this one, so that it ends after it
    yield
    if touches and not is_lost(connection):
        assert ledger_faults() == []
