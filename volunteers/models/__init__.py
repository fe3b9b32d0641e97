"""Tables of the room: people with their clearance and papers, and agreements signed in the app."""

from .agreements import CentreDocument, PreparedAgreement, SignedAgreement, StandardsReading
from .people import (
    Agreement,
    ClearanceItem,
    ClearanceTerm,
    Training,
    Volunteer,
    VolunteerConsent,
    VolunteerLanguage,
)

__all__ = [
    "Agreement",
    "CentreDocument",
    "ClearanceItem",
    "ClearanceTerm",
    "PreparedAgreement",
    "SignedAgreement",
    "StandardsReading",
    "Training",
    "Volunteer",
    "VolunteerConsent",
    "VolunteerLanguage",
]
