"""Papers of a volunteer as pages tell them: what to bring and how to get it, and signed files."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from volunteers.enums import ClearanceKind, ClearanceState, DocumentKind
from volunteers.models import PreparedAgreement, SignedAgreement, StandardsReading, Volunteer
from volunteers.queries import ClearanceLine, clearance_of, document_in_force

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SOON: Final = timedelta(days=30)

#: What each item is to the person who brings it, and how they get it.
HOW: Final[dict[ClearanceKind, tuple["StrOrPromise", "StrOrPromise"]]] = {
    ClearanceKind.SEX_OFFENDER_REGISTER: (
        _("Check in the register of sex offenders"),
        _("The centre checks it itself. Only tell your coordinator the data they ask for."),
    ),
    ClearanceKind.STATE_COMMISSION_REGISTER: (
        _("Check in the register of the State Commission"),
        _("The centre checks it itself; the register is public."),
    ),
    ClearanceKind.CRIMINAL_RECORD: (
        _("Certificate from the National Criminal Register (KRK)"),
        _("Order it online at ekrk.ms.gov.pl or at a court, and show it to your coordinator."),
    ),
    ClearanceKind.FOREIGN_RECORD: (
        _("Criminal record from another country"),
        _("With the citizenship of another country: its certificate for work with children."),
    ),
    ClearanceKind.RESIDENCE_STATEMENT: (
        _("Statement of where you lived"),
        _("The countries you lived in during the last 20 years. The centre has the form."),
    ),
    ClearanceKind.LIABILITY_STATEMENT: (
        _("Statement under criminal liability"),
        _("Only where a country issues no certificate. You sign it at the centre."),
    ),
    ClearanceKind.STANDARDS_READ: (
        _("Standards of child protection"),
        _("Read them here and confirm. It takes about ten minutes."),
    ),
    ClearanceKind.TRAINING: (
        _("Training on contact with children"),
        _("The centre runs it. Ask your coordinator for the next date."),
    ),
}


@dataclass(frozen=True)
class Paper:
    """One item: its name to the person, how to get it, how it stands, and whether it lapses soon."""

    line: ClearanceLine
    name: "StrOrPromise"
    how: "StrOrPromise"
    lapses_soon: bool

    @property
    def is_standards(self) -> bool:
        """Whether it is read in the app."""
        return self.line.kind == ClearanceKind.STANDARDS_READ


@dataclass(frozen=True)
class Papers:
    """Everything to bring, what is missing first; `reading` is the newest word that the standards were read
    which no coordinator has recorded yet."""

    papers: list[Paper]
    in_order: int
    reading: StandardsReading | None
    can_read: bool


def papers_of(person: Volunteer) -> Papers:
    """The papers of a volunteer from `for_page`, as they stand today."""
    today = timezone.localdate()
    papers = []
    for line in clearance_of(person, on=today):
        name, how = HOW[line.kind]
        valid = line.state == ClearanceState.VALID and line.valid_until is not None
        soon = valid and line.valid_until is not None and line.valid_until <= today + SOON
        papers.append(Paper(line, name, how, soon))
    papers.sort(key=lambda one: (one.line.state == ClearanceState.VALID, not one.lapses_soon))
    words = document_in_force(person.centre_id, DocumentKind.STANDARDS, on=today)
    in_order = sum(one.line.state == ClearanceState.VALID for one in papers)
    return Papers(papers, in_order, reading_to_record(person), can_read=words is not None)


def reading_to_record(person: Volunteer) -> StandardsReading | None:
    """The newest word of having read the standards that is newer than what is recorded; None without one."""
    reading = next(iter(person.standards_readings.all()), None)
    if reading is None:
        return None
    items = [one for one in person.clearance_items.all() if one.kind == ClearanceKind.STANDARDS_READ]
    known = max((one.checked_on for one in items if one.revoked_on is None), default=None)
    return reading if known is None or timezone.localdate(reading.read_at) > known else None


def newest_signed(prepared: PreparedAgreement) -> SignedAgreement | None:
    """The document with the most signatures; None while nobody has signed."""
    return prepared.signatures.order_by("-pk").first()


def as_file(document: bytes | memoryview, number: str, *, stem: str = "porozumienie") -> HttpResponse:
    """A PDF to keep, named by the agreement's number."""
    name = re.sub(r"[^0-9A-Za-z-]+", "-", number).strip("-") or "1"
    response = HttpResponse(bytes(document), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{stem}-{name}.pdf"'
    response["Cache-Control"] = "no-store"
    return response
