"""Home of those who keep or audit a centre's money: where it stands, what waits, what was booked last."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.accounts.rules import is_auditor
from frontend.claim_tasks import claim_tasks
from frontend.drawings.budget import draw_budget
from frontend.ledger import told_entry
from frontend.templatetags.money import zl
from frontend.today import Task
from stipends.queries.batches import waiting_for_payment
from stipends.queries.journal import journal
from stipends.queries.payout import accounts_to_confirm
from stipends.queries.standing import batches_to_settle, example_rules_in_force, standing_projects

if TYPE_CHECKING:
    from base.accounts.models import Membership

MOST_ENTRIES = 6


def money_home(membership: "Membership") -> dict[str, Any]:
    """What the page shows, in a number of queries that does not grow with projects, claims and entries."""
    today = timezone.localdate()
    standing = standing_projects(membership, today)
    entries = journal(membership)[:MOST_ENTRIES]
    return {
        "reads_only": is_auditor(membership),
        "standing": [(one, draw_budget(one)) for one in standing],
        "available": sum(one.available for one in standing),
        "committed": sum(one.committed for one in standing),
        "spent": sum(one.spent + one.receivable for one in standing),
        "tasks": [] if is_auditor(membership) else list(money_tasks(membership)),
        "entries": [told_entry(entry) for entry in entries],
    }


def money_tasks(membership: "Membership") -> Iterator[Task]:
    """What waits for those who keep the money, the most urgent first."""
    for task in claim_tasks(membership):
        yield Task("file", task.what, task.why, look="due", url=task.url, act=task.act)
    yield from _about_accounts(membership)
    yield from _about_batches(membership)
    yield from _about_payments(membership)
    yield from _about_examples(membership)


def _about_accounts(membership: "Membership") -> Iterator[Task]:
    if count := accounts_to_confirm(membership).count():
        what = ngettext(
            "%(count)d bank account to confirm", "%(count)d bank accounts to confirm", count
        ) % {"count": count}  # fmt: skip
        why = _("Nobody is paid there before.")
        yield Task("lock", what, why, look="due", url=reverse("payout_accounts"), act=_("Look"))


def _about_batches(membership: "Membership") -> Iterator[Task]:
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
        yield Task(
            "transfer", what, why, look="due", url=reverse("batch", args=[pk]), act=_("Say what happened")
        )


def _about_payments(membership: "Membership") -> Iterator[Task]:
    waiting = waiting_for_payment(membership)
    if waiting:
        count, grosze = sum(one.claims for one in waiting), sum(one.grosze for one in waiting)
        what = ngettext(
            "%(count)d approved claim waits to be paid", "%(count)d approved claims wait to be paid", count
        ) % {"count": count}
        why = _("%(amount)s in all.") % {"amount": zl(grosze)}
        yield Task("coins", what, why, url=reverse("batches"), act=_("Make a batch"))


def _about_examples(membership: "Membership") -> Iterator[Task]:
    found = list(example_rules_in_force(membership, timezone.localdate()).values_list("call_id", flat=True))
    if found:
        count = len(found)
        what = ngettext(
            "%(count)d rule in force is only an example", "%(count)d rules in force are only examples", count
        ) % {"count": count}
        why = _("Write the real figures before anything is paid by them.")
        yield Task("alert", what, why, url=reverse("call", args=[found[0]]), act=_("To the rules"))
