"""What the database itself refuses in the rooms of money, and the totals it keeps, whoever writes to it."""

from . import accounts, batches, claims, ledger

TRIGGERS = [*ledger.TRIGGERS, *batches.TRIGGERS, *claims.TRIGGERS, *accounts.TRIGGERS]
