"""What every test gets."""

import pytest
from django.utils import translation

from tests.clients import client_of
from tests.factories.cast import told_cast
from tests.flushing import flushing_what_was_written, shipped_rows


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The database of the tests; one that committed leaves it as the migrations shipped it."""
    with django_db_blocker.unblock():
        shipped = shipped_rows()
    with flushing_what_was_written(shipped):
        yield


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
