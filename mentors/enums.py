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


class ApplicationState(TextChoices):
    """A firm's application; nobody reads one that is unconfirmed."""

    UNCONFIRMED = "unconfirmed", _("address not confirmed")
    WAITING = "waiting", _("waits for an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")


class StaffBand(TextChoices):
    """How many people a firm employs."""

    MICRO = "1-9", _("up to 9")
    SMALL = "10-49", _("10 to 49")
    MEDIUM = "50-249", _("50 to 249")
    LARGE = "250+", _("250 or more")


class Difficulty(TextChoices):
    """What is hard when people from abroad begin to work."""

    POLISH = "polish", _("speaking and understanding at work")
    DOCUMENTS = "documents", _("documents and instructions in another language")
    SAFETY = "safety", _("safety training that everybody understands")
    LEGALITY = "legality", _("papers for stay and work")
    TEAM = "team", _("getting on in the team")
    HOUSING = "housing", _("a place to live, getting to work")
    LEAVING = "leaving", _("people leave after a few weeks")


class PreparedPartState(TextChoices):
    """A participation agreement on its way through the app."""

    OFFERED = "offered", _("waits for the employer")
    SIGNED = "signed", _("signed by the employer, waits for the centre")
    IN_FORCE = "in_force", _("signed by both")
    WITHDRAWN = "withdrawn", _("taken back")


#: Still on their way: an employer's part has at most one.
LIVE_PARTS = (PreparedPartState.OFFERED, PreparedPartState.SIGNED)


class PartSide(TextChoices):
    EMPLOYER = "employer", _("employer")
    CENTRE = "centre", _("centre")
