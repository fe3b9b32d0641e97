"""On PostgreSQL no hour of a mentor, and no piece of a meeting, is held by two claims; SQLite has a trigger."""

from django.db import migrations

PERSON = """
ALTER TABLE stipends_claimedhours ADD CONSTRAINT claimed_hours_once
  EXCLUDE USING gist (mentor_key WITH =, tstzrange(start, ends_at, '[)') WITH &&) WHERE (released_at IS NULL)
"""
MEETING = """
ALTER TABLE stipends_claimedhours ADD CONSTRAINT claimed_hours_once_a_meeting
  EXCLUDE USING gist (meeting_id WITH =, tstzrange(start, ends_at, '[)') WITH &&) WHERE (released_at IS NULL)
"""
DROP = """
ALTER TABLE stipends_claimedhours DROP CONSTRAINT IF EXISTS claimed_hours_once,
  DROP CONSTRAINT IF EXISTS claimed_hours_once_a_meeting
"""


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(PERSON)
        schema_editor.execute(MEETING)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


class Migration(migrations.Migration):

    dependencies = [
        ("stipends", "0002_totals_by_entry"),
        ("activities", "0002_no_overlap"),  # brings btree_gist
    ]

    operations = [
        migrations.RunPython(add, drop, elidable=False),
    ]
