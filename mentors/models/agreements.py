"""The participation agreement: its words in dated versions, one prepared, and what each side signed."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.common.models import DatedRule
from base.organisations.models import Organisation
from mentors.enums import LIVE_PARTS, PartSide, PreparedPartState

from .people import Participation


class AgreementText(DatedRule):
    """The words of the participation agreement in one version, in Polish; a centre's own before the common
    ones. A version is written once (triggers.py)."""

    centre = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="participation_texts"
    )
    version = models.CharField(_("version"), max_length=40)
    body = models.TextField(_("text"), max_length=40_000)
    is_example = models.BooleanField(_("an example, to be checked by a lawyer"), default=False)

    class Meta:
        verbose_name = _("words of the participation agreement")
        verbose_name_plural = _("words of participation agreements")
        ordering: ClassVar = ["-valid_from", "-pk"]
        constraints: ClassVar = [
            *DatedRule.Meta.constraints,
            models.UniqueConstraint(
                fields=["version"], condition=models.Q(centre=None), name="common_part_text_version_once"
            ),
            models.UniqueConstraint(fields=["centre", "version"], name="part_text_version_once_per_centre"),
        ]

    def __str__(self) -> str:
        return self.version


class PreparedPart(models.Model):
    """A participation agreement prepared by the centre, signed in the app by the employer, then the centre.

    What it says stays once somebody signed (triggers.py); signed by both it is the part's agreement.
    """

    participation = models.ForeignKey(Participation, models.CASCADE, related_name="prepared_parts")
    text = models.ForeignKey(AgreementText, models.PROTECT, related_name="prepared_parts")
    number = models.CharField(_("number"), max_length=40)
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until"), null=True, blank=True)
    representative = models.CharField(_("who signs for the firm"), max_length=120)
    position = models.CharField(_("as"), max_length=120, blank=True)
    register = models.CharField(_("register"), max_length=120, blank=True)
    kinds: models.JSONField[list[str], list[str]] = models.JSONField(_("kinds of support"))
    notice_days = models.PositiveSmallIntegerField(_("days of notice"), default=30)
    state = models.CharField(
        _("state"), max_length=12, choices=PreparedPartState, default=PreparedPartState.OFFERED
    )
    prepared_at = models.DateTimeField(_("prepared"), default=timezone.now)
    prepared_by_label = models.CharField(_("prepared by"), max_length=200)

    class Meta:
        verbose_name = _("prepared participation agreement")
        verbose_name_plural = _("prepared participation agreements")
        ordering: ClassVar = ["participation_id", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["participation"],
                condition=models.Q(state__in=LIVE_PARTS),
                name="one_part_waits_for_signatures",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until=None) | models.Q(valid_until__gte=models.F("valid_from")),
                name="prepared_part_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=PreparedPartState.values), name="prepared_part_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class SignedPart(models.Model):
    """What one side signed: the document as bytes and its SHA-256, when, under which name. Append-only."""

    prepared = models.ForeignKey(PreparedPart, models.PROTECT, related_name="signatures")
    side = models.CharField(_("side"), max_length=12, choices=PartSide)
    signed_at = models.DateTimeField(_("signed"))
    typed_name = models.CharField(_("signed as"), max_length=200)
    signed_by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    signed_by_label = models.CharField(_("logged in as"), max_length=200)
    text_version = models.CharField(_("version of the text"), max_length=40)
    words = models.JSONField(_("what it says"), default=dict)
    document = models.BinaryField(_("document (PDF)"))
    sha256 = models.CharField(_("SHA-256 of the document"), max_length=64)

    class Meta:
        verbose_name = _("signed participation agreement")
        verbose_name_plural = _("signed participation agreements")
        ordering: ClassVar = ["prepared_id", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["prepared", "side"], name="part_signed_once_by_a_side"),
            models.CheckConstraint(condition=models.Q(side__in=PartSide.values), name="part_side_known"),
        ]

    def __str__(self) -> str:
        return f"{self.prepared_id} {self.side}"
