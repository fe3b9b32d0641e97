"""Kinds of lists, and how far an upload and each of its rows has come."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    FAMILIES = "families", _("families")
    VOLUNTEERS = "volunteers", _("volunteers")
    MENTORS = "mentors", _("mentors")


class UploadState(TextChoices):
    SHEETS = "sheets", _("which sheet?")
    COLUMNS = "columns", _("which columns?")
    READING = "reading", _("being read")
    READY = "ready", _("waits for you")
    IMPORTING = "importing", _("being imported")
    DONE = "done", _("imported")
    UNDOING = "undoing", _("being taken back")
    UNDONE = "undone", _("taken back")
    DISCARDED = "discarded", _("discarded")
    FAILED = "failed", _("could not be read")


#: The background is at work.
BUSY_STATES = (UploadState.READING, UploadState.IMPORTING, UploadState.UNDOING)
#: A person has to say something.
WAITING_STATES = (UploadState.SHEETS, UploadState.COLUMNS, UploadState.READY)
#: Work is under way or somebody still has to decide: the same file is not taken a second time.
OPEN_STATES = (
    UploadState.SHEETS,
    UploadState.COLUMNS,
    UploadState.READING,
    UploadState.READY,
    UploadState.IMPORTING,
)


#: What follows the topic of a question about one row and one column alone.
ALONE = "@"


def is_alone(topic: str) -> bool:
    """Whether an answer counts for one row and one column alone."""
    return ALONE in topic


class Scope(TextChoices):
    """Which rows an import takes."""

    GOOD = "good", _("the good rows")
    ALL = "all", _("all that can go in; what is not clear becomes a note")


class Fate(TextChoices):
    """What becomes of a row."""

    UNREAD = "unread", _("not read yet")
    GOOD = "good", _("good")
    ASKED = "asked", _("with a question")
    BAD = "bad", _("to correct")
    CHANGED = "changed", _("changed")
    REPEATED = "repeated", _("here already")
    LEFT = "left", _("left out")
    IMPORTED = "imported", _("imported")
    UPDATED = "updated", _("updated")
    UNDONE = "undone", _("taken back")


class Flaw(TextChoices):
    """What can be wrong with a cell before its words are looked at."""

    FORMULA = "formula", _("This is a formula without a result. Write the value itself.")
    ERROR = "error", _("The spreadsheet shows an error here. Write the value itself.")
    LONG = "long", _("This is too long: a cell holds at most 2,000 characters.")
