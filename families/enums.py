"""States and reasons of the families room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HouseholdState(TextChoices):
    SERVED = "served", _("with us")
    PAUSED = "paused", _("paused")
    ARCHIVED = "archived", _("archived")


class PriorityKind(TextChoices):
    """Why a family should not wait its turn. None of them says anything about health, origin or status."""

    DEADLINE = "deadline", _("a date that cannot move")
    ALONE = "alone", _("knows nobody here")
    SINGLE_PARENT = "single_parent", _("one adult with children")
    BABY = "baby", _("a child under three")
    SCHOOL_START = "school_start", _("a child starts school")
    ENDED_EARLY = "ended_early", _("an earlier pair ended early")
    COORDINATOR = "coordinator", _("coordinator's judgement")


class ConsentPurpose(TextChoices):
    MATCHING = "matching", _("finding a helper")
    CONTACT = "contact", _("being contacted")
    SHARING = "sharing", _("showing label, languages, commune and week to partner centres")


class NamedState(TextChoices):
    """What became of a new colleague whom an employer named."""

    WAITING = "waiting", _("waits for the centre")
    TAKEN_IN = "taken_in", _("is with the centre")
    TURNED_DOWN = "turned_down", _("was not taken in")
    WITHDRAWN = "withdrawn", _("was taken back by the employer")


class QuestionAbout(TextChoices):
    """What a family writes to its centre about, when it is not about a pair."""

    MEMBERS = "members", _("who is at home")
    DETAILS = "details", _("what we know about them")
    CALL = "call", _("please call")
