"""What the tests of meetings share."""

import pytest

from base.audit.actor import Robot
from tests.factories.activities import meeting_pair


@pytest.fixture
def bob():
    """A helper with a log-in."""
    return Robot("Bob", actor_id=7)


@pytest.fixture
def family():
    """A family: it has no number of a user."""
    return Robot("K-1")


@pytest.fixture
def alice():
    """A coordinator."""
    return Robot("Alice", actor_id=1)


@pytest.fixture
def pair(db):
    """Two who have met for three months."""
    return meeting_pair()
