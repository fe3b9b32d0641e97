"""Kinds of lists, and how far an upload and each of its rows has come."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    FAMILIES = "families", _("families")
    VOLUNTEERS = "volunteers", _("volunteers")
    MENTORS = "mentors", _("mentors")


class UploadState(TextChoices):
    READING = "reading", _("being read")
    READY = "ready", _("waits for you")
    IMPORTING = "importing", _("being imported")
    DONE = "done", _("imported")
    DISCARDED = "discarded", _("discarded")
    FAILED = "failed", _("could not be read")


#: Work is under way or somebody still has to decide: the same file is not taken a second time.
OPEN_STATES = (UploadState.READING, UploadState.READY, UploadState.IMPORTING)


class Fate(TextChoices):
    """What becomes of a row."""

    UNREAD = "unread", _("not read yet")
    GOOD = "good", _("good")
    BAD = "bad", _("to correct")
    REPEATED = "repeated", _("here already")
    IMPORTED = "imported", _("imported")


class Flaw(TextChoices):
    """What can be wrong with a cell before its words are looked at."""

    FORMULA = "formula", _("This is a formula without a result. Write the value itself.")
    ERROR = "error", _("The spreadsheet shows an error here. Write the value itself.")
    LONG = "long", _("This is too long: a cell holds at most 2,000 characters.")
