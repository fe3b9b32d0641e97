"""What the database itself refuses in the rooms of money, and the totals it keeps, whoever writes to it."""

from . import claims, ledger

TRIGGERS = [*ledger.TRIGGERS, *claims.TRIGGERS]
