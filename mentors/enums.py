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
