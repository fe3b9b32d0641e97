"""The tables of the mentors room: employers' parts, mentor-employees, and an employer's way in."""

from .agreements import AgreementText, PreparedPart, SignedPart
from .joining import Application, Consultation, Survey
from .people import MentorConsent, MentorEmployee, MentorLanguage, Participation

__all__ = [
    "AgreementText",
    "Application",
    "Consultation",
    "MentorConsent",
    "MentorEmployee",
    "MentorLanguage",
    "Participation",
    "PreparedPart",
    "SignedPart",
    "Survey",
]
