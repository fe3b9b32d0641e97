"""What a claim stands on, as plain data: the claim, its rule, hours, papers, decisions and ledger entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from django.db.models import Max

from stipends.enums import OVER_CLAIM_STATES
from stipends.models import Claim, ClaimedHours, Paper

#: Of the file that holds it; a later one may say more, never less.
FORMAT: Final = 1
RULE_FIELDS = (
    "kind", "unit", "rate_grosze", "includes_contributions", "contributions_bp", "days_method",
    "hours_method", "full_minutes", "min_minutes", "most_minutes", "only_confirmed", "max_months",
    "mentees_per_mentor", "pairs_per_employer", "claim_days", "papers", "cap_grosze", "is_example", "source",
)  # fmt: skip
PLAIN_FIELDS = (
    "number", "kind", "state", "subject", "asked_grosze", "minutes", "gross_grosze", "contributions_grosze",
    "total_grosze", "declarations", "signed_name", "claimant_label", "verifier_label", "approver_label",
)  # fmt: skip


@dataclass(frozen=True)
class Evidence:
    """The facts as JSON can hold them, and the rows the papers are read from; each has its name in a pack."""

    facts: dict[str, Any]
    papers: Sequence[tuple[str, Paper]]


def evidence_of(claim: Claim) -> Evidence:
    """Everything, as it stands; without what is said for the centre's people only."""
    papers = papers_of(claim)
    facts = {
        "format": FORMAT,
        "claim": _of_claim(claim),
        "rule": _of_rule(claim),
        "computation": claim.computation,
        "digest": claim.digest,
        "hours": [_of_hours(row) for row in hours_rows(claim)],
        "papers": [_of_paper(name, paper) for name, paper in papers],
        "steps": [
            {
                "state": row.state, "at": moment(row.at), "by": row.by_label, "words": row.words,
                "total_grosze": row.total_grosze,
            }
            for row in claim.steps.all()
        ],
        "comments": [
            {"at": moment(row.at), "by": row.by_label, "words": row.words}
            for row in claim.comments.filter(inside=False)
        ],
        "ledger": [
            {
                "entry": row.pk, "kind": row.kind, "booked_on": day(row.booked_on),
                "credit": row.credit.kind, "debit": row.debit.kind, "amount_grosze": row.amount_grosze,
                "at": moment(row.at), "by": row.by_label, "words": row.words,
            }
            for row in claim.entries.select_related("credit", "debit").order_by("pk")
        ],
    }  # fmt: skip
    return Evidence(facts, papers)


def papers_of(claim: Claim) -> list[tuple[str, Paper]]:
    """The papers it stands on, each with its name in a pack: "papers/01-payroll.pdf"."""
    links = claim.claim_papers.select_related("paper").order_by("pk")
    endings = {"image/jpeg": "jpg", "image/png": "png"}
    found = []
    for place, link in enumerate(links, start=1):
        ending = endings.get(link.paper.content_type, "pdf")
        found.append((f"papers/{place:02}-{link.paper.kind}.{ending}", link.paper))
    return found


def hours_rows(claim: Claim) -> list[ClaimedHours]:
    """The hours it holds; of one that is over those it held at last, which were let go together."""
    rows = claim.hours.select_related("meeting").order_by("start", "pk")
    if claim.state not in OVER_CLAIM_STATES:
        return list(rows.filter(released_at=None))
    return list(rows.filter(released_at=claim.hours.aggregate(last=Max("released_at"))["last"]))


def moment(at: datetime | None) -> str:
    """In UTC to the second: 2026-11-03T08:15:00Z; empty for none."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else ""


def day(on: date | None) -> str:
    """2026-11-03; empty for none."""
    return on.isoformat() if on else ""


def _of_claim(claim: Claim) -> dict[str, Any]:
    part, project = claim.participation, claim.rule.call.project
    told = {name: getattr(claim, name) for name in PLAIN_FIELDS}
    told |= {"key": str(claim.key), "month": f"{claim.month:%Y-%m}", "centre": claim.centre.name}
    told |= {
        name: day(getattr(claim, name)) for name in ("covered_from", "covered_to", "claim_by", "paid_on")
    }
    told |= {name: moment(getattr(claim, name)) for name in ("submitted_at", "verified_at", "approved_at")}
    told["employer"] = {"name": part.employer.name, "nip": part.employer.nip, "regon": part.employer.regon}
    told["agreement"] = {
        "number": part.agreement_number, "from": day(part.agreement_from), "until": day(part.agreement_until)
    }  # fmt: skip
    told["project"] = {"number": project.number, "name": project.name, "line": claim.rule.line.code}
    told["account"] = claim.account.masked if claim.account else ""
    told["batch"] = claim.batch.number if claim.batch else ""
    told["corrects"] = claim.corrects.number if claim.corrects else ""
    if claim.pair is not None:
        told |= _of_people(claim)
    return told


def _of_people(claim: Claim) -> dict[str, Any]:
    assert claim.pair is not None  # noqa: S101 - asked by the caller
    mentor, seeker = claim.pair.helper.mentor, claim.pair.seeker
    told: dict[str, Any] = {"colleague": {"label": seeker.household.label}}
    if mentor is not None:
        told["mentor"] = {
            "label": mentor.label, "name": mentor.full_name, "job": mentor.job_title,
            "appointed_from": day(mentor.appointed_from), "appointed_until": day(mentor.appointed_until),
        }  # fmt: skip
    if seeker.member is not None:
        told["colleague"]["first_name"] = seeker.member.first_name
        job = getattr(seeker.member, "employment", None)
        if job is not None:
            told["colleague"] |= {
                "job": job.job_title, "started_on": day(job.started_on),
                "contract_until": day(job.contract_until),
            }  # fmt: skip
    return told


def _of_rule(claim: Claim) -> dict[str, Any]:
    rule = claim.rule
    told = {name: getattr(rule, name) for name in RULE_FIELDS}
    return told | {
        "call": rule.call.number, "valid_from": day(rule.valid_from), "valid_to": day(rule.valid_to)
    }  # fmt: skip


def _of_hours(row: ClaimedHours) -> dict[str, Any]:
    minutes = int((row.ends_at - row.start).total_seconds()) // 60
    return {
        "meeting": row.meeting_id, "start": moment(row.start), "end": moment(row.ends_at), "minutes": minutes,
        "state": row.meeting.state,
    }  # fmt: skip


def _of_paper(name: str, paper: Paper) -> dict[str, Any]:
    return {
        "file": name, "kind": paper.kind, "name": paper.name, "type": paper.content_type, "bytes": paper.size,
        "sha256": paper.sha256, "dated_on": day(paper.dated_on), "put_in_at": moment(paper.put_in_at),
        "put_in_by": paper.put_in_by_label,
    }  # fmt: skip
