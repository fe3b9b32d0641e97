"""What the database holds of an employer's bank account: what was confirmed is what is paid to."""

from django.utils.translation import gettext_noop

from base.common.triggers import Trigger, refuse_when
from stipends.enums import AccountState

ACCOUNT = "stipends_payoutaccount"

STAYS = gettext_noop("A bank account is written once: another number is another account.")
OVER = gettext_noop("An account that was refused or replaced does not come back: write it down anew.")
KEPT = gettext_noop("Bank accounts are kept: what was paid went there.")

_ONCE = ("participation_id", "number", "holder", "asked_at", "asked_by_label")


def _differs(operator: str) -> str:
    fields = (*_ONCE, "usable_from", "asked_by_id")
    return " OR ".join(f"NEW.{name} {operator} OLD.{name}" for name in fields)


_CLOSED = f"('{AccountState.REFUSED}', '{AccountState.REPLACED}')"

TRIGGERS: list[Trigger] = [
    refuse_when(
        "splot_account_written_once",
        ACCOUNT,
        code="account_stays",
        sentence=STAYS,
        condition=_differs("IS DISTINCT FROM"),
        sqlite_condition=_differs("IS NOT"),
        events=("UPDATE",),
    ),
    refuse_when(
        "splot_account_does_not_come_back",
        ACCOUNT,
        code="account_over",
        sentence=OVER,
        condition=f"(OLD.state IN {_CLOSED} AND NEW.state <> OLD.state)"
        f" OR (OLD.state = '{AccountState.CONFIRMED}' AND NEW.state = '{AccountState.ASKED}')",
        events=("UPDATE",),
    ),
    refuse_when(
        "splot_account_is_kept",
        ACCOUNT,
        code="account_kept",
        sentence=KEPT,
        condition="TRUE",
        events=("DELETE",),
        append_only=True,
    ),
]
