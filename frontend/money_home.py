"""Home of those who keep or audit a centre's money: where it stands, what waits, what was booked last."""

from itertools import chain
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from base.accounts.rules import is_auditor
from frontend.claim_tasks import claim_tasks
from frontend.drawings.budget import draw_budget
from frontend.ledger import told_entry
from frontend.money_tasks import MoneyTask, money_tasks
from stipends.queries.journal import journal
from stipends.queries.standing import standing_projects

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
        "spent": sum(one.spent for one in standing),
        "receivable": sum(one.receivable for one in standing),
        "tasks": list(_tasks(membership)),
        "entries": [told_entry(entry) for entry in entries],
    }


def _tasks(membership: "Membership") -> "chain[MoneyTask]":
    """Claims first, then what is done with money; nothing for those who only read."""
    about_claims = (
        MoneyTask("file", task.what, task.why, task.url, task.act) for task in claim_tasks(membership)
    )
    return chain(about_claims, money_tasks(membership))
