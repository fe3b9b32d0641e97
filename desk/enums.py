"""Kinds and states of the desk."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ListPage(TextChoices):
    """Lists whose filters can be kept; the values are the names of their routes."""

    FAMILIES = "families", _("Families")
    VOLUNTEERS = "volunteers", _("Volunteers")
    MENTORS = "mentors", _("Mentor-employees")
    PAIRS = "pairs", _("Pairs")
    MEETINGS = "meetings", _("Meetings")
    NOTICES = "notices", _("Messages")


class BulkState(TextChoices):
    """How far an act on many has come."""

    REQUESTED = "requested", pgettext_lazy("an act on many", "waiting to start")
    RUNNING = "running", pgettext_lazy("an act on many", "running")
    DONE = "done", pgettext_lazy("an act on many", "done")
    FAILED = "failed", pgettext_lazy("an act on many", "stopped before its end")
