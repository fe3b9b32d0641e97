"""Meetings and what devices sent of them, plans, calls for help, concerns, first weeks, the catalogue, care,
contacts of coordinators, conversations."""

from .care import CareRules
from .catalogue import Activity
from .contacts import Contact, PairNote
from .entries import Entry
from .first_weeks import FirstWeekTick
from .incidents import Incident, IncidentNote
from .meetings import Meeting, MeetingChange, MeetingWord
from .plans import HelpCall, PlannedMeeting
from .talk import ContactShown, Talk, TalkMessage, TalkRead, TalkReport

__all__ = [
    "Activity",
    "CareRules",
    "Contact",
    "ContactShown",
    "Entry",
    "FirstWeekTick",
    "HelpCall",
    "Incident",
    "IncidentNote",
    "Meeting",
    "MeetingChange",
    "MeetingWord",
    "PairNote",
    "PlannedMeeting",
    "Talk",
    "TalkMessage",
    "TalkRead",
    "TalkReport",
]
