"""Whether there is anything left to look at after a test."""

from django.db.backends.base.base import BaseDatabaseWrapper


def is_lost(connection: BaseDatabaseWrapper) -> bool:
    """The test left its transaction broken: whatever it wrote is gone, and nothing can be asked."""
    if connection.needs_rollback:
        return True
    if connection.vendor != "postgresql" or connection.connection is None:
        return False
    from psycopg.pq import TransactionStatus

    return connection.connection.info.transaction_status == TransactionStatus.INERROR
