"""Papers an employer puts in: one file each, kept as it came."""

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from base.common.profiles import Problems, refuse_problems
from matching.models import Pair
from mentors.models import MentorEmployee, Participation
from stipends.enums import OPEN_CLAIM_STATES, STANDING_PAPERS, PaperKind
from stipends.models import Claim, ClaimPaper, Paper

from .claims import attach_paper, detach_paper

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_BYTES: Final = 10 * 1024 * 1024
LONGEST_NAME: Final = 200
#: A PDF may have some bytes before its mark (ISO 32000-1, note 13 of annex H).
PDF_MARK_WITHIN: Final = 1024


@dataclass(frozen=True)
class _Place:
    """What a paper is of, made whole: a pair brings its mentor, a month is its first day."""

    mentor: MentorEmployee | None
    pair: Pair | None
    month: date | None


@transaction.atomic
def put_in_paper(
    participation: Participation,
    *,
    kind: str,
    name: str,
    content: bytes,
    by: Actor,
    mentor: MentorEmployee | None = None,
    pair: Pair | None = None,
    month: date | None = None,
    dated_on: date | None = None,
) -> Paper:
    """Keeps the file (PDF, JPEG or PNG, at most MOST_BYTES); the same file put in twice is one paper.

    An appointment and a mentor's contract are of a mentor, a mentee's contract of a pair, the others of a
    month. ValidationError on "kind", "file", "month", "pair" or "dated_on".
    """
    Participation.objects.select_for_update().get(pk=participation.pk)
    place = _Place(mentor or (pair.helper.mentor if pair else None), pair, month and month.replace(day=1))
    content_type = type_of(content)
    problems = _problems(participation, kind, content, content_type, place, dated_on)
    refuse_problems(problems.by_field)
    digest = hashlib.sha256(content).hexdigest()
    same = Paper.objects.filter(
        participation=participation, kind=kind, sha256=digest, withdrawn_at=None,
        mentor=place.mentor, pair=place.pair, month=place.month,
    ).defer("body").first()  # fmt: skip
    if same is not None:
        return same
    paper = Paper.objects.create(
        participation=participation,
        kind=kind,
        mentor=place.mentor,
        pair=place.pair,
        month=place.month,
        name=tidy_name(name, content_type),
        content_type=content_type,
        size=len(content),
        sha256=digest,
        body=content,
        dated_on=dated_on,
        put_in_by_id=by.actor_id,
        put_in_by_label=by.actor_label[:200],
    )
    _tell("put_in", paper, by=by)
    return paper


@transaction.atomic
def put_in_for_claim(
    claim: Claim, *, kind: str, name: str, content: bytes, by: Actor, dated_on: date | None = None
) -> Paper:
    """Puts a paper in and makes the claim stand on it.

    An appointment or a mentor's contract then stands for every pair of the mentor, a mentee's contract for
    the pair; a paper of a month is of no pair, so that one payroll list can serve several claims. As
    `put_in_paper` and `attach_paper` refuse.
    """
    pair = claim.pair
    of_mentor = kind in (PaperKind.APPOINTMENT, PaperKind.MENTOR_CONTRACT)
    paper = put_in_paper(
        claim.participation,
        kind=kind,
        name=name,
        content=content,
        by=by,
        mentor=pair.helper.mentor if pair and of_mentor else None,
        pair=pair if kind == PaperKind.MENTEE_CONTRACT else None,
        month=None if kind in STANDING_PAPERS else claim.month,
        dated_on=dated_on,
    )
    attach_paper(claim, paper, by=by)
    return paper


@transaction.atomic
def take_away_from_claim(claim: Claim, paper: Paper, *, by: Actor) -> None:
    """The claim stands on it no longer, and it goes unless another claim stands on it. Refusal "not_open"; of
    a standing paper that another claim was sent in with "in_use".
    """
    detach_paper(claim, paper, by=by)
    if paper.kind in STANDING_PAPERS or not paper.claim_papers.exists():
        withdraw_paper(paper, by=by)


@transaction.atomic
def withdraw_paper(paper: Paper, *, by: Actor) -> Paper:
    """Takes a paper away: from claims that are still written it goes, one that was sent in keeps it.

    Refusal "in_use" when a claim that has been submitted stands on it, "already" the second time. The file
    itself is kept: what a claim was once sent back with can always be shown.
    """
    claims = Claim.objects.select_for_update(of=("self",)).filter(claim_papers__paper=paper).order_by("pk")
    held = [claim.number for claim in claims if claim.state not in OPEN_CLAIM_STATES]
    paper = Paper.objects.select_for_update().defer("body").get(pk=paper.pk)
    if paper.withdrawn_at is not None:
        raise Refusal(_("This paper was taken away before."), code="already")
    if held:
        sentence = _("Claim %(number)s stands on this paper; it stays with it.")
        raise Refusal(str(sentence) % {"number": held[0]}, code="in_use")
    ClaimPaper.objects.filter(paper=paper).delete()
    paper.withdrawn_at = timezone.now()
    paper.save(update_fields=["withdrawn_at"])
    _tell("withdrawn", paper, by=by)
    return paper


def type_of(content: bytes) -> str:
    """The type by the first bytes: PDF, JPEG or PNG; "" for anything else, whatever it is called."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    return "application/pdf" if b"%PDF-" in content[:PDF_MARK_WITHIN] else ""


def tidy_name(name: str, content_type: str) -> str:
    """The file's own name without a path or signs one cannot see; named by its type when nothing is left."""
    name = PureWindowsPath(name.replace("/", "\\")).name
    seen = "".join(sign for sign in unicodedata.normalize("NFC", name) if sign.isprintable())
    seen = " ".join(seen.split())
    ending = "." + {"image/jpeg": "jpg", "image/png": "png"}.get(content_type, "pdf")
    if not seen.strip(". "):
        return "plik" + ending
    return seen if len(seen) <= LONGEST_NAME else seen[: LONGEST_NAME - len(ending)] + ending


def _problems(
    participation: Participation,
    kind: str,
    content: bytes,
    content_type: str,
    place: _Place,
    dated_on: date | None,
) -> Problems:
    problems = Problems()
    for field, sentence in (
        ("kind", "" if kind in PaperKind.values else _("Choose what this paper is.")),
        ("file", _problem_of_file(content, content_type)),
        ("month", _problem_of_month(kind, place)),
        ("pair", _problem_of_people(participation, kind, place)),
        ("dated_on", _problem_of_date(dated_on)),
    ):
        if sentence:
            problems.add(field, sentence)
    return problems


def _problem_of_file(content: bytes, content_type: str) -> "StrOrPromise":
    if not content:
        return _("This file is empty. Choose another one.")
    if len(content) > MOST_BYTES:
        return _("This file is larger than 10 MB. Scan it in grey, or with fewer dots, and try again.")
    if not content_type:
        return _(
            "This is not a PDF, JPEG or PNG file, whatever it is called. Save or scan it as one of them."
        )
    if content_type == "application/pdf" and b"/Encrypt" in content:
        return _("This PDF is locked with a password. Save it without one and try again.")
    return ""


def _problem_of_month(kind: str, place: _Place) -> "StrOrPromise":
    if kind in STANDING_PAPERS or kind not in PaperKind.values:
        return ""
    if place.month is None:
        return _("Say which month this paper is about.")
    return _("This month has not begun.") if place.month > timezone.localdate() else ""


def _problem_of_people(participation: Participation, kind: str, place: _Place) -> "StrOrPromise":
    if kind == PaperKind.MENTEE_CONTRACT and place.pair is None:
        return _("Say of which new colleague this contract is.")
    if kind in STANDING_PAPERS and place.mentor is None:
        return _("Say of which mentor this paper is.")
    if place.mentor is not None and place.mentor.participation_id != participation.pk:
        return _("This mentor is not of this firm.")
    if place.pair is not None and place.pair.helper.mentor_id != getattr(place.mentor, "pk", None):
        return _("This mentor is not of this pair.")
    return ""


def _problem_of_date(dated_on: date | None) -> "StrOrPromise":
    if dated_on is not None and dated_on > timezone.localdate():
        return _("The date on a paper cannot lie in the future.")
    return ""


def _tell(act: str, paper: Paper, *, by: Actor) -> None:
    record(
        f"stipends.paper.{act}",
        by=by,
        on=paper,
        organisation_id=paper.participation.centre_id,
        details={"kind": paper.kind, "bytes": paper.size, "sha256": paper.sha256},
    )
