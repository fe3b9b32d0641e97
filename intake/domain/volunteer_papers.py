"""What a list says of a volunteer's way in: consent, talk, training, the checks for contact with minors.

A list that tells the whole way brings an active volunteer; one that tells a part leaves them where they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.audit.actor import Actor
from base.common.profiles import FieldProblems, Problems
from volunteers.domain.clearance import record_clearance_item
from volunteers.domain.papers import give_consent, record_training
from volunteers.domain.volunteers import activate_volunteer, record_interview, start_training
from volunteers.enums import ClearanceKind, ClearanceResult, ConsentPurpose
from volunteers.models import Volunteer

from .columns import Column, Values
from .readers import DATE

#: Under which version the consent of a list is kept: the text is on the paper it was signed on.
ON_PAPER = "paper"
TRAINING_NAME = "Szkolenie wolontariuszy"
CHECKS: Mapping[str, tuple[ClearanceKind, str, str]] = {
    "checked_rspts": (ClearanceKind.SEX_OFFENDER_REGISTER, "RSPTS (data)", "Sex offender register (date)"),
    "checked_commission": (
        ClearanceKind.STATE_COMMISSION_REGISTER, "Rejestr Państwowej Komisji (data)",
        "State Commission (date)",
    ),
    "checked_krk": (ClearanceKind.CRIMINAL_RECORD, "KRK (data)", "Criminal record (date)"),
    "checked_foreign": (
        ClearanceKind.FOREIGN_RECORD, "Karalność z zagranicy (data)", "Record from abroad (date)",
    ),
    "checked_residence": (
        ClearanceKind.RESIDENCE_STATEMENT, "Oświadczenie 20 lat (data)", "20-year statement (date)",
    ),
    "checked_liability": (
        ClearanceKind.LIABILITY_STATEMENT, "Oświadczenie o odpowiedzialności (data)",
        "Liability statement (date)",
    ),
    "checked_standards": (
        ClearanceKind.STANDARDS_READ, "Standardy ochrony małoletnich (data)", "Protection standards (date)",
    ),
    "checked_training": (
        ClearanceKind.TRAINING, "Szkolenie: kontakt z małoletnimi (data)", "Training on minors (date)",
    ),
}  # fmt: skip
COLUMNS = (
    Column(
        "consent_on", "Zgoda na dobieranie (data)", "Consent to matching (date)",
        ("12.10.2026", "12.10.2026"),
        _("The day on the signed paper. Without it nobody is active."), DATE,
    ),
    Column("interviewed_on", "Rozmowa (data)", "Interview (date)", ("14.10.2026", "14.10.2026"), reader=DATE),
    Column("trained_on", "Szkolenie (data)", "Training (date)", ("20.10.2026", "20.10.2026"), reader=DATE),
    *(
        Column(
            name, pl, en, ("20.10.2026", "20.10.2026"), _("The day it was checked and in order."), DATE,
        )
        for name, (_kind, pl, en) in CHECKS.items()
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Papers:
    """Days of the way in; None where the list says nothing. `checks`: kind to the day it was in order."""

    consent_on: date | None = None
    interviewed_on: date | None = None
    trained_on: date | None = None
    checks: Mapping[ClearanceKind, date] = field(default_factory=dict)


def papers_of(values: Values) -> Papers:
    """The days a row tells of."""
    return Papers(
        consent_on=values.get("consent_on"),
        interviewed_on=values.get("interviewed_on"),
        trained_on=values.get("trained_on"),
        checks={kind: values[name] for name, (kind, _pl, _en) in CHECKS.items() if name in values},
    )


def problems_of_papers(papers: Papers) -> FieldProblems:
    """Days that have not come yet."""
    problems, today = Problems(), timezone.localdate()
    days = {name: getattr(papers, name) for name in ("consent_on", "interviewed_on", "trained_on")}
    days |= {name: papers.checks.get(kind) for name, (kind, _pl, _en) in CHECKS.items()}
    for name, day in days.items():
        if day is not None and day > today:
            problems.add(name, _("This day has not come yet."))
    return problems.by_field


def file_papers(volunteer: Volunteer, papers: Papers, *, by: Actor) -> None:
    """Take a new volunteer along the way the list tells, through the same verbs a coordinator uses."""
    if papers.consent_on:
        given_at = timezone.make_aware(datetime.combine(papers.consent_on, time(12)))
        give_consent(
            volunteer, purpose=ConsentPurpose.MATCHING, text_version=ON_PAPER, language=volunteer.language,
            by=by, given_at=min(given_at, timezone.now()),
        )  # fmt: skip
    for kind, day in papers.checks.items():
        record_clearance_item(volunteer, kind=kind, result=ClearanceResult.CLEAN, checked_on=day, by=by)
    if papers.interviewed_on:
        record_interview(volunteer, on=papers.interviewed_on, by=by)
    if papers.trained_on:
        if papers.interviewed_on:
            start_training(volunteer, by=by)
        record_training(volunteer, name=TRAINING_NAME, completed_on=papers.trained_on, by=by)
    if papers.consent_on and papers.interviewed_on and papers.trained_on:
        activate_volunteer(volunteer, by=by)


def add_papers(volunteer: Volunteer, papers: Papers, *, by: Actor) -> None:
    """What a newer list tells of somebody who is here: written beside what is known, and the next steps of
    the way as far as it now goes."""
    file_papers(volunteer, papers, by=by)
