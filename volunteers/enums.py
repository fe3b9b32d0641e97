"""States of a volunteer, and of the items of clearance for contact with minors."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VolunteerState(TextChoices):
    APPLIED = "applied", _("applied")
    INTERVIEWED = "interviewed", _("interviewed")
    IN_TRAINING = "in_training", _("in training")
    ACTIVE = "active", _("active")
    PAUSED = "paused", _("paused")
    LEFT = "left", _("left")


class ClearanceKind(TextChoices):
    """What the Act of 13 May 2016, art. 21, asks before contact with minors: all, each valid on the day."""

    SEX_OFFENDER_REGISTER = "rspts", _("sex offender register (restricted access)")
    STATE_COMMISSION_REGISTER = "commission", _("register of the State Commission")
    CRIMINAL_RECORD = "krk", _("criminal record (KRK)")
    FOREIGN_RECORD = "foreign_record", _("criminal record from abroad")
    RESIDENCE_STATEMENT = "residence", _("statement of residence in the last 20 years")
    LIABILITY_STATEMENT = "liability", _("statement under criminal liability")
    STANDARDS_READ = "standards", _("standards of child protection read")
    TRAINING = "training", _("training on contact with minors")


class ClearanceResult(TextChoices):
    CLEAN = "clean", _("in order")
    NOT_REQUIRED = "not_required", _("not required of this person")
    NOT_CLEAN = "not_clean", _("not in order")


#: Results that let an item count while it is valid.
COUNTING_RESULTS = (ClearanceResult.CLEAN, ClearanceResult.NOT_REQUIRED)


class ClearanceState(TextChoices):
    """How one item of clearance stands on a day; only `valid` counts."""

    VALID = "valid", _("in order")
    LAPSED = "lapsed", _("lapsed")
    REVOKED = "revoked", _("revoked")
    NOT_CLEAN = "not_clean", _("not in order")
    MISSING = "missing", _("not checked yet")


class ConsentPurpose(TextChoices):
    MATCHING = "matching", _("being matched with families")
    CONTACT = "contact", _("being contacted")
    SHARING = "sharing", _("showing label, languages, commune and week to partner centres")


class DocumentKind(TextChoices):
    """Words a centre keeps in dated versions."""

    AGREEMENT = "agreement", _("volunteer's agreement")
    STANDARDS = "standards", _("standards of child protection")


class PreparedState(TextChoices):
    """An agreement on its way through the app."""

    OFFERED = "offered", _("waits for the volunteer")
    SIGNED = "signed", _("signed by the volunteer, waits for the centre")
    IN_FORCE = "in_force", _("signed by both")
    WITHDRAWN = "withdrawn", _("taken back")


#: States in which somebody has yet to sign; one such agreement at a time.
LIVE_PREPARED = (PreparedState.OFFERED, PreparedState.SIGNED)


class SigningSide(TextChoices):
    VOLUNTEER = "volunteer", _("volunteer")
    CENTRE = "centre", _("centre")
