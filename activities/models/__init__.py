"""Meetings and what devices sent of them, plans, calls for help, concerns, first weeks, the catalogue."""

from .catalogue import Activity
from .entries import Entry
from .first_weeks import FirstWeekTick
from .incidents import Incident, IncidentNote
from .meetings import Meeting, MeetingChange, MeetingWord
from .plans import HelpCall, PlannedMeeting

__all__ = [
    "Activity",
    "Entry",
    "FirstWeekTick",
    "HelpCall",
    "Incident",
    "IncidentNote",
    "Meeting",
    "MeetingChange",
    "MeetingWord",
    "PlannedMeeting",
]
