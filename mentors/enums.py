"""States of the mentors room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MentorState(TextChoices):
    ACTIVE = "active", _("active")
    PAUSED = "paused", _("paused")
    LEFT = "left", _("left")


class ParticipationState(TextChoices):
    APPLIED = "applied", _("applied")
    ACTIVE = "active", _("agreement signed")
    ENDED = "ended", _("ended")


class ConsentPurpose(TextChoices):
    MATCHING = "matching", _("being matched with new colleagues")
    CONTACT = "contact", _("being contacted")


class SupportKind(TextChoices):
    """The six kinds of support an employer can be given in a programme; a consultation decides which."""

    TRANSLATION = "translation", _("translation of onboarding documents")
    REPLACEMENT = "replacement", _("cost of replacement during Polish lessons")
    EMPLOYMENT = "employment", _("subsidy to the cost of employing")
    MENTOR_ALLOWANCE = "mentor_allowance", _("allowance for a mentor-employee")
    TRAINING = "training", _("intercultural training")
    LEGAL_MEETINGS = "legal_meetings", _("meetings on the legality of stay and work")
