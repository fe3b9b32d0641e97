"""What every test gets."""

import pytest
from django.db import connection
from django.utils import translation

from base.common import triggers
from tests.clients import client_of
from tests.factories.cast import told_cast


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
def _append_only_lifted_before_a_flush(request):
    """A transactional test ends with a flush, which the append-only tables would refuse; the flush's own
    post_migrate puts the triggers back."""
    transactional = {"transactional_db", "live_server", "django_db_reset_sequences"} & set(
        request.fixturenames
    )
    marker = request.node.get_closest_marker("django_db")
    if not transactional and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    triggers.lift(connection)
