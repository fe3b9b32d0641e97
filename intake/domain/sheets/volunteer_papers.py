"""What a list says of a volunteer's way in: consent, talk, training, the checks for contact with minors.

A list that tells the whole way brings an active volunteer; one that tells a part leaves them where they are.
"""

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.common.profiles import FieldProblems, Problems
from intake.domain.readers import DATE
from intake.domain.readers.consents import CONSENT
from volunteers.domain.way_in import WayIn
from volunteers.enums import ClearanceKind

from .columns import Column, Values

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
        _("The day on the signed paper. Without it nobody is active."), CONSENT, each=True,
    ),
    Column(
        "interviewed_on", "Rozmowa (data)", "Interview (date)", ("14.10.2026", "14.10.2026"), reader=DATE,
        each=True,
    ),
    Column(
        "trained_on", "Szkolenie (data)", "Training (date)", ("20.10.2026", "20.10.2026"), reader=DATE,
        each=True,
    ),
    *(
        Column(
            name, pl, en, ("20.10.2026", "20.10.2026"), _("The day it was checked and in order."), DATE,
            each=True,
        )
        for name, (_kind, pl, en) in CHECKS.items()
    ),
)  # fmt: skip


def papers_of(values: Values) -> WayIn:
    """The days a row tells of."""
    return WayIn(
        consent_on=values.get("consent_on"),
        interviewed_on=values.get("interviewed_on"),
        trained_on=values.get("trained_on"),
        checks={kind: values[name] for name, (kind, _pl, _en) in CHECKS.items() if values.get(name)},
    )


def problems_of_papers(papers: WayIn) -> FieldProblems:
    """Days that have not come yet."""
    problems, today = Problems(), timezone.localdate()
    days = {name: getattr(papers, name) for name in ("consent_on", "interviewed_on", "trained_on")}
    days |= {name: papers.checks.get(kind) for name, (kind, _pl, _en) in CHECKS.items()}
    for name, day in days.items():
        if day is not None and day > today:
            problems.add(name, _("This day has not come yet."))
    return problems.by_field
