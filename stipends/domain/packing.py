"""The evidence of a claim as one PDF and one ZIP, each with every paper; the same claim, the same bytes."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from base.common.errors import Refusal
from base.documents.typesetting import day_in_polish, moment_in_polish, typeset
from stipends.enums import Declaration, PaperKind
from stipends.models import Claim

from .computing import Step, hours_told, steps_from
from .evidence import FORMAT, Evidence, evidence_of, hours_rows

SOURCE: Final = Path(__file__).resolve().parent.parent / "pack.typ"
FACTS, PRINTED, MANIFEST = "claim.json", "claim.pdf", "manifest.json"


@dataclass(frozen=True)
class Pack:
    """Both forms of one evidence: `pdf` has the papers attached, `zip` has them beside a manifest."""

    pdf: bytes
    zip: bytes


def pack_of(claim: Claim) -> Pack:
    """The evidence as it stands now. Refusal "not_submitted" for a claim nothing was computed of for good."""
    if claim.submitted_at is None:
        raise Refusal(_("A draft has no evidence yet. Send the claim in first."), code="not_submitted")
    evidence = evidence_of(claim)
    bodies = {name: bytes(paper.body) for name, paper in evidence.papers}
    last = claim.steps.order_by("-at").values_list("at", flat=True).first() or claim.submitted_at
    printed = _printed(claim, evidence, bodies, last)
    files = {FACTS: as_text(evidence.facts), PRINTED: printed, **bodies}
    return Pack(printed, _zipped({**files, MANIFEST: as_text(manifest_of(evidence, files))}, last))


def manifest_of(evidence: Evidence, files: Mapping[str, bytes]) -> dict[str, Any]:
    """What is in the pack: each file with its size and SHA-256, the amount and the computation's digest."""
    told = evidence.facts["claim"]
    return {
        "format": FORMAT,
        "claim": told["number"],
        "key": told["key"],
        "total_grosze": told["total_grosze"],
        "digest": evidence.facts["digest"],
        "files": [
            {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in files.items()
        ],
    }


def as_text(data: Mapping[str, Any]) -> bytes:
    """JSON that people can read too, always written the same way."""
    return (json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _zipped(files: Mapping[str, bytes], at: datetime) -> bytes:
    stamp = timezone.localtime(at)
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, body in files.items():
            entry = ZipInfo(name, stamp.timetuple()[:6])
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, body)
    return content.getvalue()


# --- the PDF, in Polish as every document -----------------------------------------------------------------


def _printed(claim: Claim, evidence: Evidence, bodies: Mapping[str, bytes], at: datetime) -> bytes:
    plain = {name: name.rpartition("/")[2] for name in bodies}
    with override("pl"):
        told = _told(claim, evidence)
        told["attached"] = [
            {
                "name": plain[name], "file": plain[name], "type": paper.content_type,
                "description": f"{PaperKind(paper.kind).label}: {paper.name}",
            }
            for name, paper in evidence.papers
        ]  # fmt: skip
        beside = {plain[name]: content for name, content in bodies.items()}
        return typeset(SOURCE, told, beside=beside, at=at)


def _told(claim: Claim, evidence: Evidence) -> dict[str, Any]:
    steps = steps_from(claim.computation)
    total = steps[-1].shown if steps else ""
    return {
        "title": _("Evidence of claim %(number)s") % {"number": claim.number},
        "centre": claim.centre.name,
        "eyebrow": f"{claim.centre.name} · {claim.rule.call.project.number}",
        "example": _("The rule of this claim is an example, not a real rate.")
        if claim.rule.is_example
        else "",
        "foot": f"{claim.number} · {evidence.facts['claim']['key']} · {claim.get_state_display()}",
        "page_word": "strona",
        "facts": [[str(name), str(value)] for name, value in _facts(claim) if value],
        "sums_word": _("How it was computed"),
        "sums_heads": [_("Step"), _("Where it comes from"), _("Value")],
        "sums": [[step.words, step.sentence, step.shown] for step in steps if step.code != "total"],
        "total": _("To pay: %(amount)s") % {"amount": total},
        **_lists(claim, evidence),
        "check_word": _("How to check it"),
        "check": _(
            "The ZIP of the same evidence holds a list of digests of every file; “manage.py verify_pack "
            "FILE” computes them and the amount again. SHA-256 of the computation:"
        ),
        "digest": claim.digest,
    }


def _facts(claim: Claim) -> Sequence[tuple[str, object]]:
    part, pair = claim.participation, claim.pair
    mentor = pair.helper.mentor if pair else None
    member = pair.seeker.member if pair else None
    mentee = f"{member.first_name}, {pair.seeker.household.label}" if pair and member else ""
    covered = ""
    if claim.covered_from and claim.covered_to:
        covered = f"{day_in_polish(claim.covered_from)} – {day_in_polish(claim.covered_to)}"
    return (
        (_("Kind of support"), claim.get_kind_display()),
        (_("Month"), date_format(claim.month, "F Y")),
        (
            _("Employer"),
            f"{part.employer.name}, NIP {part.employer.nip}" if part.employer.nip else part.employer,
        ),
        (_("Agreement"), part.agreement_number),
        (_("Mentor"), f"{mentor.full_name}, {mentor.job_title}" if mentor else ""),
        (_("New colleague"), mentee),
        (_("What for"), claim.subject),
        (_("Covered days"), covered),
        (_("Hours that count"), hours_told(claim.minutes) if pair else ""),
        (_("Rule"), f"{claim.rule.source} ({claim.rule.call.name})"),
        (_("Budget line"), claim.rule.line),
        (_("Account"), claim.account.masked if claim.account else ""),
        (_("Signed by"), claim.signed_name),
        (_("Payment batch"), claim.batch.number if claim.batch else ""),
        (_("Paid on"), day_in_polish(claim.paid_on) if claim.paid_on else ""),
    )


def _lists(claim: Claim, evidence: Evidence) -> dict[str, Any]:
    hours = []
    for row in hours_rows(claim):
        start, end = timezone.localtime(row.start), timezone.localtime(row.ends_at)
        length = hours_told(int((row.ends_at - row.start).total_seconds()) // 60)
        state = row.meeting.get_state_display()
        hours.append([date_format(start, "D j E Y"), f"{start:%H:%M}–{end:%H:%M}", length, str(state)])
    return {
        "hours_word": _("Hours from the log"),
        "hours_heads": [_("Day"), _("Time"), _("Counts"), _("State")],
        "hours": hours,
        "papers_word": _("Papers, attached to this file"),
        "papers_heads": [_("Paper"), _("File"), "SHA-256"],
        "papers": [
            [
                str(PaperKind(paper.kind).label),
                f"{name.rpartition('/')[2]} ({paper.name})",
                _broken(paper.sha256),
            ]
            for name, paper in evidence.papers
        ],
        "declared_word": _("Stated by the employer"),
        "declared": [str(Declaration(code).label) for code in claim.declarations],
        "life_word": _("What happened"),
        "life_heads": [_("State"), _("When"), _("Who"), _("Words")],
        "life": [
            [str(row.get_state_display()), moment_in_polish(row.at), row.by_label, row.words]
            for row in claim.steps.all()
        ],
        "comments_word": _("Said about it"),
        "comments_heads": [_("When"), _("Who"), _("Words")],
        "comments": [
            [moment_in_polish(row.at), row.by_label, row.words] for row in claim.comments.filter(inside=False)
        ],
        "ledger_word": _("In the ledger"),
        "ledger_heads": [_("Entry"), _("Day"), _("What"), _("Amount")],
        "ledger": [
            [
                str(row.pk),
                day_in_polish(row.booked_on),
                str(row.get_kind_display()),
                _zloty(row.amount_grosze),
            ]
            for row in claim.entries.order_by("pk")
        ],
    }


def _zloty(grosze: int) -> str:
    return Step("entry", "amount", str(grosze)).shown


def _broken(digest: str) -> str:
    """Where a line may end: after every sixteen signs."""
    return " ".join(digest[at : at + 16] for at in range(0, len(digest), 16))
