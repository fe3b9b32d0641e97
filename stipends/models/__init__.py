"""Tables of the room: what may be paid, what is asked, what proves it, what was paid."""

from .aid import AidLimit, AidReceived, EuroRate
from .batches import BatchLine, PaymentBatch
from .claims import Claim, ClaimComment, ClaimedHours, ClaimStep
from .funding import BudgetLine, Call, Project, SupportRule
from .ledger import DayTotal, LedgerAccount, LedgerEntry, RuleTotal
from .papers import ClaimPaper, Paper
from .payout import PayoutAccount

__all__ = [
    "AidLimit",
    "AidReceived",
    "BatchLine",
    "BudgetLine",
    "Call",
    "Claim",
    "ClaimComment",
    "ClaimPaper",
    "ClaimStep",
    "ClaimedHours",
    "DayTotal",
    "EuroRate",
    "LedgerAccount",
    "LedgerEntry",
    "Paper",
    "PaymentBatch",
    "PayoutAccount",
    "Project",
    "RuleTotal",
    "SupportRule",
]
