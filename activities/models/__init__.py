"""Meetings and what devices sent of them, plans, calls for help, concerns, the catalogue of activities."""

from .catalogue import Activity
from .entries import Entry
from .incidents import Incident, IncidentNote
from .meetings import Meeting, MeetingChange, MeetingWord
from .plans import HelpCall, PlannedMeeting

__all__ = [
    "Activity",
    "Entry",
    "HelpCall",
    "Incident",
    "IncidentNote",
    "Meeting",
    "MeetingChange",
    "MeetingWord",
    "PlannedMeeting",
]
