"""On PostgreSQL no two live meetings of a pair overlap, by an exclusion constraint; SQLite has a trigger."""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

ADD = """
ALTER TABLE activities_meeting ADD CONSTRAINT meeting_no_overlap
  EXCLUDE USING gist (pair_id WITH =, tstzrange(start, ends_at, '[)') WITH &&) WHERE (state <> 'withdrawn')
"""
DROP = "ALTER TABLE activities_meeting DROP CONSTRAINT IF EXISTS meeting_no_overlap"


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ADD)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


class Migration(migrations.Migration):

    dependencies = [
        ("activities", "0001_meetings"),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.RunPython(add, drop, elidable=False),
    ]
