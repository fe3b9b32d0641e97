"""What is left: on a budget line by the ledger, under a rule by its cap; in grosze."""

from django.db.models import Sum

from stipends.enums import COMMITTED_CLAIM_STATES, LedgerKind
from stipends.models import BudgetLine, Claim, LedgerAccount, SupportRule


def left_on_line(line: BudgetLine) -> int:
    """What the line has neither committed nor spent; 0 for one without accounts."""
    account = LedgerAccount.objects.filter(line=line, kind=LedgerKind.AVAILABLE)
    return account.values_list("balance_grosze", flat=True).first() or 0


def left_under_rule(rule: SupportRule) -> int | None:
    """What may still be committed under the rule; None without a cap."""
    if rule.cap_grosze is None:
        return None
    used = Claim.objects.filter(rule=rule, state__in=COMMITTED_CLAIM_STATES).aggregate(
        grosze=Sum("total_grosze")
    )
    return rule.cap_grosze - (used["grosze"] or 0)
