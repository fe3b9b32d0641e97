"""A week in a table, and rows that are somewhere or speak something."""

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, migrations, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.writer import MigrationWriter
from django.test.utils import isolate_apps

from base.places.fields import WeekField
from base.places.forms import WeekFormField
from base.places.gazetteer import resolve
from base.places.languages import Level, Spoken
from base.places.models import Located, SpokenLanguage
from base.places.week import Week

EVENINGS = Week.parse("pn-pt po 17")


@pytest.fixture
def shift(db):
    """A model with a week and its table, gone after the test."""
    with isolate_apps("base.places"):

        class Shift(models.Model):
            week = WeekField("hours")

            class Meta:
                app_label = "places"

            def __str__(self):
                return str(self.week)

        # Within the test's transaction, where SQLite's editor may not be opened but may write the statement.
        editor: BaseDatabaseSchemaEditor = connection.schema_editor()
        statement, params = editor.table_sql(Shift)
        with connection.cursor() as cursor:
            cursor.execute(statement, params or None)
        yield Shift
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(Shift._meta.db_table)}")


def test_week_is_empty_by_default(shift):
    assert shift().week == Week.empty()
    shift.objects.create()
    assert shift.objects.get().week == Week.empty()


def test_week_is_kept(shift):
    row = shift.objects.create(week=EVENINGS)
    row.refresh_from_db()
    assert row.week == EVENINGS
    assert list(shift.objects.values_list("week", flat=True)) == [EVENINGS]
    assert list(shift.objects.values("week")) == [{"week": EVENINGS}]


def test_week_can_be_filtered_and_updated(shift):
    evening, empty = shift.objects.create(week=EVENINGS), shift.objects.create()
    assert list(shift.objects.filter(week=EVENINGS)) == [evening]
    assert list(shift.objects.exclude(week=Week.empty())) == [evening]
    assert list(shift.objects.filter(week__in=[Week.empty()])) == [empty]
    shift.objects.filter(pk=empty.pk).update(week=~EVENINGS)
    assert shift.objects.get(pk=empty.pk).week == ~EVENINGS
    shift.objects.bulk_create([shift(week=Week.full())])
    assert shift.objects.filter(week=Week.full()).count() == 1


def test_week_of_another_length_is_refused_by_the_database(shift):
    table = connection.ops.quote_name(shift._meta.db_table)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} (week) VALUES (%s)", [b"\0" * 41])
    with pytest.raises(IntegrityError), transaction.atomic():
        shift.objects.create(week=None)


def test_week_goes_through_a_fixture(shift):
    row = shift(pk=5, week=EVENINGS)
    field = shift._meta.get_field("week")
    assert field.to_python(field.value_to_string(row)) == EVENINGS
    (written,) = serializers.serialize("python", [row])
    assert field.to_python(written["fields"]["week"]) == EVENINGS
    assert isinstance(written["fields"]["week"], str)


@pytest.mark.parametrize("value", ["pn-pt", b"\0" * 3, 7, "AAAA"])
def test_week_that_is_none_is_refused(value):
    with pytest.raises(ValidationError, match="not a week"):
        WeekField().to_python(value)


def test_week_in_a_migration_is_short():
    assert WeekField("hours").deconstruct()[1:] == (
        "base.places.fields.WeekField",
        [],
        {"verbose_name": "hours"},
    )
    assert WeekField(default=Week.full, editable=False).deconstruct()[3] == {
        "default": Week.full,
        "editable": False,
    }


@pytest.mark.parametrize("default", [{}, {"default": Week.full}])
def test_week_can_be_written_in_a_migration(default):
    operation = migrations.AddField("shift", "week", WeekField(**default))
    migration = type("Migration", (migrations.Migration,), {"operations": [operation]})("0001", "places")
    names = {}
    exec(MigrationWriter(migration).as_string(), names)
    field = names["Migration"].operations[0].field
    assert field.deconstruct()[1:] == WeekField(**default).deconstruct()[1:]


def test_week_is_asked_for_by_text(shift):
    field = shift._meta.get_field("week").formfield()
    assert isinstance(field, WeekFormField)
    assert (field.label, field.required, field.clean("pn-pt po 17")) == ("Hours", True, EVENINGS)
    assert WeekField(blank=True).formfield().required is False


@isolate_apps("base.places")
def test_located_takes_over_a_place():
    class Spot(Located):
        class Meta:
            app_label = "places"

    spot = Spot()
    assert spot.point is None
    spot.set_place(resolve("30-619", "Kraków"))
    assert (spot.postcode, spot.place_name, spot.commune_code, spot.commune_name) == (
        *("30-619", "Kraków"),
        *("126101", "Kraków"),
    )
    assert spot.point == (spot.latitude, spot.longitude) == pytest.approx((50.01, 19.96), abs=0.05)
    spot.full_clean()


@isolate_apps("base.places")
def test_spoken_language_knows_its_codes_and_levels():
    class Tongue(SpokenLanguage):
        class Meta:
            app_label = "places"

    tongue = Tongue(language="uk", level=Level.NATIVE)
    tongue.full_clean()
    assert tongue.spoken == Spoken("uk", Level.NATIVE)
    assert str(tongue) == "Ukrainian native"
    with pytest.raises(ValidationError) as caught:
        Tongue(language="xx", level=9).full_clean()
    assert sorted(caught.value.message_dict) == ["language", "level"]
