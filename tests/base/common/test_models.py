"""What is in force on a day: consents and dated rules."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import isolate_apps

from base.common.models import Consent, DatedRule

pytestmark = pytest.mark.database

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
EARLIER, LATER = NOON.replace(hour=11), NOON.replace(hour=13)


def table_of(model):
    """The statements a migration would run, without its check of foreign keys inside a test's transaction."""
    editor = connection.SchemaEditorClass(connection, collect_sql=True)
    editor.deferred_sql = []
    sql, params = editor.table_sql(model)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.fixture
def rule(db):
    with isolate_apps("base.common"):

        class Rate(DatedRule):
            class Meta(DatedRule.Meta):
                app_label = "common"

            def __str__(self):
                return self.source

        table_of(Rate)
        yield Rate


@pytest.fixture
def consent(db):
    with isolate_apps("base.common"):

        class Agreement(Consent):
            class Meta(Consent.Meta):
                app_label = "common"

        table_of(Agreement)
        yield Agreement


def give(model, **fields):
    return model.objects.create(
        purpose="matching", text_version="1", language="uk", recorded_by_label="Alice", **fields
    )


@pytest.mark.parametrize(
    ("on", "in_force"),
    [
        (date(2025, 12, 31), []),
        (date(2026, 1, 1), ["old"]),
        (date(2026, 6, 30), ["old"]),
        (date(2026, 7, 1), ["new"]),
        (date(2036, 7, 1), ["new"]),
    ],
)
def test_rule_is_in_force_from_its_first_to_its_last_day(rule, on, in_force):
    rule.objects.create(valid_from=date(2026, 1, 1), valid_to=date(2026, 6, 30), source="old")
    rule.objects.create(valid_from=date(2026, 7, 1), source="new")
    assert [found.source for found in rule.objects.in_force(on)] == in_force


def test_rule_that_ends_before_it_starts_is_refused_by_the_database(rule):
    rule.objects.create(valid_from=date(2026, 1, 1), valid_to=date(2026, 1, 1), source="one day")
    with pytest.raises(IntegrityError), transaction.atomic():
        rule.objects.create(valid_from=date(2026, 1, 2), valid_to=date(2026, 1, 1), source="none")


@pytest.mark.parametrize(
    ("given", "withdrawn", "holds"),
    [
        (EARLIER, None, True),
        (NOON, None, True),
        (LATER, None, False),
        (EARLIER, LATER, True),
        (EARLIER, NOON, False),
    ],
)
def test_consent_is_in_force_from_given_until_withdrawn(consent, given, withdrawn, holds):
    give(consent, given_at=given, withdrawn_at=withdrawn)
    assert consent.objects.in_force(NOON).exists() is holds


def test_consent_withdrawn_before_it_was_given_is_refused_by_the_database(consent):
    with pytest.raises(IntegrityError), transaction.atomic():
        give(consent, given_at=NOON, withdrawn_at=EARLIER)


def test_bases_have_no_tables():
    assert [base._meta.abstract for base in (Consent, DatedRule)] == [True, True]
