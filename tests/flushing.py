"""After a transactional test: take away what it wrote, and no more.

Django's own flush truncates every table and makes content types, permissions, shipped rows and triggers anew.
Nearly all of them are as they were, and on PostgreSQL each truncated table is a new file.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext

from django.db import connection, transaction
from django.test import TransactionTestCase

from base.common import triggers

Rows = Mapping[str, list[str]]


def filled_tables() -> list[str]:
    """The tables of our models that hold a row."""
    quote = connection.ops.quote_name
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    asked = [f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {quote(table)})" for table in sorted(tables)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [name for (name,) in cursor.fetchall()]


def rows_of(tables: list[str]) -> Rows:
    """All rows of these tables, in an order of their own."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def shipped_rows() -> Rows:
    """What every installation holds after its migrations; asked before the first test writes."""
    return rows_of(filled_tables())


def flush_to(shipped: Rows, django_flush: Callable[[], None]) -> Rows:
    """Empty the tables that shipped empty; where more than their rows has changed, flush and ship anew.

    Answers what has shipped by now.
    """
    filled = filled_tables()
    if triggers.missing_triggers(connection) or rows_of([t for t in filled if t in shipped]) != shipped:
        triggers.lift(connection)  # the flush's own post_migrate puts them back
        django_flush()
        return shipped_rows()
    written = [table for table in filled if table not in shipped]
    refusing = [one.name for one in triggers.declared() if one.append_only and one.table in written]
    with transaction.atomic(), triggers.lifted(connection, *refusing) if refusing else nullcontext():
        with connection.cursor() as cursor:
            for table in written:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
        connection.check_constraints()
    return shipped


@contextmanager
def flushing_what_was_written(shipped: Rows) -> Iterator[None]:
    """While it lasts, transactional tests end with `flush_to` what shipped."""
    django_flush = TransactionTestCase._fixture_teardown

    def flush(case: TransactionTestCase) -> None:
        nonlocal shipped
        shipped = flush_to(shipped, lambda: django_flush(case))

    TransactionTestCase._fixture_teardown = flush
    try:
        yield
    finally:
        TransactionTestCase._fixture_teardown = django_flush
