"""What waits for those who keep a centre's money, as lines of a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.templatetags.money import zl
from stipends.queries.batches import waiting_for_payment
from stipends.queries.payout import accounts_to_confirm
from stipends.queries.standing import batches_to_settle, example_rules_in_force
from stipends.rules import keeps_money

if TYPE_CHECKING:
    from base.accounts.models import Membership


@dataclass(frozen=True)
class MoneyTask:
    """One line: its icon, what waits, why, and where its one act is done. look: "due" or ""."""

    icon: str
    what: str
    why: str
    url: str
    act: str
    look: str = "due"


def money_tasks(membership: "Membership") -> Iterator[MoneyTask]:
    """In four queries; nothing for anybody else."""
    if not keeps_money(membership):
        return
    yield from _about_accounts(membership)
    yield from _about_batches(membership)
    yield from _about_payments(membership)
    yield from _about_examples(membership)


def _about_accounts(membership: "Membership") -> Iterator[MoneyTask]:
    if count := accounts_to_confirm(membership).count():
        what = ngettext(
            "%(count)d bank account to confirm", "%(count)d bank accounts to confirm", count
        ) % {"count": count}  # fmt: skip
        why = _("Nobody is paid there before.")
        yield MoneyTask("lock", what, why, reverse("payout_accounts"), _("Look"))


def _about_batches(membership: "Membership") -> Iterator[MoneyTask]:
    found = list(batches_to_settle(membership).values_list("pk", "number", "made_at"))
    if found:
        pk, number, made_at = found[0]
        count = len(found)
        what = ngettext(
            "%(count)d batch is made and not said to be paid",
            "%(count)d batches are made and not said to be paid",
            count,
        ) % {"count": count}
        day = date_format(timezone.localtime(made_at), "DATE_FORMAT")
        why = _("The oldest is %(number)s of %(day)s.") % {"number": number, "day": day}
        yield MoneyTask(
            "transfer", what, why, look="due", url=reverse("batch", args=[pk]), act=_("Say what happened")
        )


def _about_payments(membership: "Membership") -> Iterator[MoneyTask]:
    waiting = waiting_for_payment(membership)
    if waiting:
        count, grosze = sum(one.claims for one in waiting), sum(one.grosze for one in waiting)
        what = ngettext(
            "%(count)d approved claim waits to be paid", "%(count)d approved claims wait to be paid", count
        ) % {"count": count}
        why = _("%(amount)s in all.") % {"amount": zl(grosze)}
        yield MoneyTask("coins", what, why, reverse("batches"), _("Make a batch"))


def _about_examples(membership: "Membership") -> Iterator[MoneyTask]:
    found = list(example_rules_in_force(membership, timezone.localdate()).values_list("call_id", flat=True))
    if found:
        count = len(found)
        what = ngettext(
            "%(count)d rule in force is only an example", "%(count)d rules in force are only examples", count
        ) % {"count": count}
        why = _("Write the real figures before anything is paid by them.")
        yield MoneyTask("alert", what, why, reverse("call", args=[found[0]]), _("To the rules"), look="")
