"""Many rows changed with a short transaction."""

from collections.abc import Sequence
from typing import Any, cast

from django.db import connection, models


def update_rows(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write these fields of the rows, in the caller's transaction; far faster than `bulk_update`, and a row
    that is gone stays gone. All of them are of one model. No signal is sent."""
    if not rows:
        return
    meta, quote = rows[0]._meta, connection.ops.quote_name
    fields = [cast("models.Field[Any, Any]", meta.get_field(name)) for name in names]
    sets = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    key = quote(str(meta.pk.column if meta.pk else "id"))
    told = [
        (*(one.get_db_prep_save(getattr(row, one.attname), connection) for one in fields), row.pk)
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(meta.db_table)} SET {sets} WHERE {key} = %s",  # noqa: S608 - our own names
            told,
        )
