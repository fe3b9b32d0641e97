"""Indexes under the search: made after every migrate for each table that keeps words to be found by.

PostgreSQL gets trigram indexes, where the extension can be made; SQLite an index that holds the words beside
the label, so that a search reads it instead of whole rows. A migration would not do: on SQLite Django remakes
a table to change it, and only the indexes it knows of itself come back.
"""

import logging
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

logger = logging.getLogger("splot.search")

PREFIX = "splot_search_"
#: What a search reads of a row, in the order of the index; the first columns say whose it is.
COLUMNS = ("centre_id", "number", "label", "search_text", "search_contact")
WORDS = ("search_text", "search_contact")
WITHOUT_TRIGRAMS = (
    "The extension pg_trgm cannot be made here: the search has no index and takes longer with many people. "
    "Let the owner of the database run CREATE EXTENSION pg_trgm, then run manage.py migrate again."
)


def searched_models() -> Iterator[type[models.Model]]:
    """Every model that keeps words to be found by."""
    for model in apps.get_models():
        if {"centre_id", "search_text"} <= _columns(model):
            yield model


def create_indexes(connection: BaseDatabaseWrapper) -> None:
    """What is missing is made; a database that cannot have it is told of in the log, and goes on."""
    tables = set(connection.introspection.table_names())
    wanted = [one for one in searched_models() if one._meta.db_table in tables]
    if connection.vendor == "postgresql" and wanted and not _has_trigrams(connection):
        logger.warning(WITHOUT_TRIGRAMS)
        return
    with connection.cursor() as cursor:
        for model in wanted:
            for statement in statements(model, connection.vendor):
                cursor.execute(statement)


def statements(model: type[models.Model], vendor: str) -> list[str]:
    """The SQL for one table; twice is once."""
    table, there = model._meta.db_table, _columns(model)
    if vendor == "postgresql":
        return [
            f'CREATE INDEX IF NOT EXISTS "{PREFIX}{table}_{word}" ON "{table}" '
            f"USING gin ({word} gin_trgm_ops)"
            for word in WORDS
            if word in there
        ]
    columns = ", ".join(one for one in COLUMNS if one in there)
    return [f'CREATE INDEX IF NOT EXISTS "{PREFIX}{table}" ON "{table}" ({columns})']


def _columns(model: type[models.Model]) -> set[str]:
    return {field.column for field in model._meta.local_concrete_fields}


def _has_trigrams(connection: BaseDatabaseWrapper) -> bool:
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError:
        return False
    return True


def after_migrate(*, using: str, **_kwargs: Any) -> None:
    """Sent once a migrate."""
    from django.db import connections

    create_indexes(connections[using])
