"""Kinds and states of support, claims, papers, accounts of employers and the ledger."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentors.enums import SupportKind

__all__ = ["SupportKind"]


class Unit(TextChoices):
    """What the rate of a rule pays for."""

    MONTH = "month", _("a month")
    HOUR = "hour", _("an hour")


class DaysMethod(TextChoices):
    """How a month that is covered in part is paid."""

    WHOLE = "whole", _("a month begun counts whole")
    OF_THIRTY = "of_thirty", _("days covered out of 30")
    OF_MONTH = "of_month", _("days covered out of the days of the month")


class HoursMethod(TextChoices):
    """How a month with fewer hours than the full ones is paid."""

    NONE = "none", _("hours do not change the amount")
    SHARE = "share", _("hours held out of the full hours")


class PaperKind(TextChoices):
    """What a rule may demand; the first three stay with a person or pair, the others belong to one month."""

    APPOINTMENT = "appointment", _("decision that names the mentor")
    MENTOR_CONTRACT = "mentor_contract", _("the mentor's contract of employment")
    MENTEE_CONTRACT = "mentee_contract", _("the new colleague's contract")
    PAYROLL = "payroll", _("payroll list with the allowance")
    TRANSFER = "transfer", _("proof of the transfer of pay")
    CONTRIBUTIONS = "contributions", _("proof of paid contributions and tax")
    DE_MINIMIS_FORM = "de_minimis_form", _("form on de minimis aid")
    INVOICE = "invoice", _("invoice or bill")
    OTHER = "other", pgettext_lazy("a kind of paper", "another paper")


#: Papers that stay in force from month to month.
STANDING_PAPERS = (PaperKind.APPOINTMENT, PaperKind.MENTOR_CONTRACT, PaperKind.MENTEE_CONTRACT)


class Declaration(TextChoices):
    """What the claimant states with a claim."""

    TRUE = "true", _("Everything in this claim is true.")
    NO_DOUBLE_FUNDING = "no_double_funding", _("Nothing in this claim is paid from any other public money.")
    PAID_OUT = "paid_out", _("The allowance was paid to the mentor.")


class ClaimState(TextChoices):
    DRAFT = "draft", pgettext_lazy("a claim", "draft")
    SUBMITTED = "submitted", pgettext_lazy("a claim", "submitted")
    TO_CORRECT = "to_correct", pgettext_lazy("a claim", "to correct")
    VERIFIED = "verified", pgettext_lazy("a claim", "verified")
    APPROVED = "approved", pgettext_lazy("a claim", "approved")
    IN_BATCH = "in_batch", pgettext_lazy("a claim", "in a payment batch")
    PAID = "paid", pgettext_lazy("a claim", "paid")
    REJECTED = "rejected", pgettext_lazy("a claim", "rejected")
    CLAWED_BACK = "clawed_back", pgettext_lazy("a claim", "clawed back")


#: The month of the pair is free again.
OVER_CLAIM_STATES = (ClaimState.REJECTED, ClaimState.CLAWED_BACK)
LIVE_CLAIM_STATES = tuple(state for state in ClaimState if state not in OVER_CLAIM_STATES)
#: The claimant writes; nothing is computed for good and no hour is held.
OPEN_CLAIM_STATES = (ClaimState.DRAFT, ClaimState.TO_CORRECT)
#: Money of the budget stands behind it.
COMMITTED_CLAIM_STATES = (ClaimState.APPROVED, ClaimState.IN_BATCH, ClaimState.PAID)


class AccountState(TextChoices):
    """Of an employer's bank account."""

    ASKED = "asked", pgettext_lazy("a bank account", "waits for a second person")
    CONFIRMED = "confirmed", pgettext_lazy("a bank account", "confirmed")
    REFUSED = "refused", pgettext_lazy("a bank account", "refused")
    REPLACED = "replaced", pgettext_lazy("a bank account", "replaced")


class BatchState(TextChoices):
    MADE = "made", pgettext_lazy("a payment batch", "to be paid")
    PAID = "paid", pgettext_lazy("a payment batch", "paid")
    CANCELLED = "cancelled", pgettext_lazy("a payment batch", "cancelled")


class LedgerKind(TextChoices):
    """Accounts of the ledger. A funder's money sits in one of the others; FUNDING is where it came from."""

    FUNDING = "funding", pgettext_lazy("ledger account", "funding granted")
    AVAILABLE = "available", pgettext_lazy("ledger account", "available")
    COMMITTED = "committed", pgettext_lazy("ledger account", "committed")
    SPENT = "spent", pgettext_lazy("ledger account", "spent")
    RECEIVABLE = "receivable", pgettext_lazy("ledger account", "to be given back")


class EntryKind(TextChoices):
    """What moved money: from which account to which is said by MOVES."""

    ALLOCATION = "allocation", pgettext_lazy("ledger entry", "budget granted")
    REDUCTION = "reduction", pgettext_lazy("ledger entry", "budget reduced")
    COMMITMENT = "commitment", pgettext_lazy("ledger entry", "claim approved")
    RELEASE = "release", pgettext_lazy("ledger entry", "approval taken back")
    PAYMENT = "payment", pgettext_lazy("ledger entry", "claim paid")
    CLAW_BACK = "claw_back", pgettext_lazy("ledger entry", "payment taken back")
    REPAYMENT = "repayment", pgettext_lazy("ledger entry", "money given back")


#: Each kind of entry: the account it is taken out of (credit) and the one it goes into (debit).
MOVES: dict[EntryKind, tuple[LedgerKind, LedgerKind]] = {
    EntryKind.ALLOCATION: (LedgerKind.FUNDING, LedgerKind.AVAILABLE),
    EntryKind.REDUCTION: (LedgerKind.AVAILABLE, LedgerKind.FUNDING),
    EntryKind.COMMITMENT: (LedgerKind.AVAILABLE, LedgerKind.COMMITTED),
    EntryKind.RELEASE: (LedgerKind.COMMITTED, LedgerKind.AVAILABLE),
    EntryKind.PAYMENT: (LedgerKind.COMMITTED, LedgerKind.SPENT),
    EntryKind.CLAW_BACK: (LedgerKind.SPENT, LedgerKind.RECEIVABLE),
    EntryKind.REPAYMENT: (LedgerKind.RECEIVABLE, LedgerKind.AVAILABLE),
}
