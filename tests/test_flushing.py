"""What a transactional test leaves behind: nothing of its own, and all that shipped."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from base.common import triggers
from tests.factories.cast import told_cast
from tests.flushing import filled_tables, flush_to, shipped_rows

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def not_wanted():
    pytest.fail("Django's flush was called for")


def test_flush_takes_away_what_was_written_and_nothing_else():
    shipped = shipped_rows()
    assert "django_content_type" in shipped
    told_cast()
    assert set(filled_tables()) > set(shipped)
    assert flush_to(shipped, not_wanted) == shipped
    assert shipped_rows() == shipped
    assert triggers.missing_triggers(connection) == []


def test_flush_of_changed_shipped_rows_is_djangos():
    shipped = shipped_rows()
    ContentType.objects.create(app_label="jars", model="jar")
    called = []
    flush_to(shipped, lambda: called.append(True))
    assert called == [True]


def test_flush_without_a_trigger_is_djangos():
    triggers.lift(connection)
    called = []
    flush_to(shipped_rows(), lambda: called.append(True))
    assert called == [True]
