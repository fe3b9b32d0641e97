"""What the page of a finished run tells besides who is without a pair: its proof, and what has changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import rules
from django.http import HttpRequest
from django.utils import timezone

from base.accounts.models import Membership
from frontend.paging import paginate
from matching.domain.change_sentences import changed_rules, changes_of, summary, told
from matching.domain.changes import CHANGES
from matching.domain.comparison import ChangeKind
from matching.domain.evidence import size_and_digest
from matching.domain.rechecking import RECHECK, is_under_way, last_verdict
from matching.domain.verdicts import conclusion
from matching.domain.verdicts import told as told_check
from matching.models import Run

PER_PAGE = 10
ICONS: Mapping[str, str] = {
    ChangeKind.LOST: "question",
    ChangeKind.CHANGED: "swap",
    ChangeKind.NEW: "plus",
    ChangeKind.LEFT: "right",
}


@dataclass(frozen=True)
class Proof:
    """The evidence of a run and what the last check of it found; empty texts where there is none."""

    size: int
    digest: str
    may_take: bool
    progress: int | None
    checked_at: datetime | None
    checked_by: str
    conclusion: str
    is_right: bool
    checks: list[tuple[bool, str]]


def proof_of(run: Run, membership: Membership) -> Proof | None:
    """None for a run that keeps no evidence."""
    kept = size_and_digest(run)
    if kept is None:
        return None
    recheck, verdict = run.findings.get(RECHECK, {}), last_verdict(run)
    return Proof(
        size=kept[0],
        digest=kept[1],
        may_take=bool(rules.has_perm("matching.take_evidence", membership, run.programme)),
        progress=recheck["progress"] if is_under_way(run, timezone.now()) else None,
        checked_at=datetime.fromisoformat(recheck["at"]) if verdict else None,
        checked_by=recheck["by"] if verdict else "",
        conclusion=conclusion(verdict) if verdict else "",
        is_right=verdict.is_right if verdict else True,
        checks=[(one.is_right, told_check(one)) for one in verdict.checks] if verdict else [],
    )


def changes_context(request: HttpRequest, run: Run, membership: Membership) -> dict[str, Any]:
    """What is different from the run before, for own families; empty when there was none to compare with."""
    if CHANGES not in run.findings:
        return {}
    entries = changes_of(run, membership)
    page = paginate(request, entries, PER_PAGE, name="changes")
    return {
        "compared": True,
        "changes_summary": summary(entries),
        "changed_rules": changed_rules(run),
        "changes_page": page,
        "changes": [(ICONS[one.kind], one) for one in told(run, list(page.object_list), membership)],
    }
