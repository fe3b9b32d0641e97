"""Papers a centre expects of newcomers and has received.

Clearance and agreements are not here: the volunteers' room keeps them, and pages read them there.
"""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.organisations.models import Organisation
from desk.enums import PaperKey, Side
from families.models import Household
from volunteers.models import Volunteer

from .onboarding import OF_ONE

LONGEST_NAME = 80


class PaperKind(models.Model):
    """A paper a centre asks for; those without an organisation are shipped, a centre's own stand in their
    place. Hidden, not deleted."""

    organisation: models.ForeignKey[Organisation | None, Organisation | None] = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="paper_kinds"
    )
    side = models.CharField(_("side"), max_length=12, choices=Side)
    key = models.CharField(_("standard paper"), max_length=20, choices=PaperKey, blank=True)
    name = models.CharField(_("own name"), max_length=LONGEST_NAME, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    required = models.BooleanField(_("nobody goes without it"), default=True)
    months = models.PositiveSmallIntegerField(
        _("valid for months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    shown = models.BooleanField(_("shown"), default=True)

    class Meta:
        verbose_name = _("paper to expect")
        verbose_name_plural = _("papers to expect")
        ordering: ClassVar = ["organisation_id", "side", "order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(organisation=None), name="common_paper_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "key"], condition=~models.Q(key=""), name="paper_key_once_per_centre"
            ),
            models.CheckConstraint(condition=models.Q(side__in=Side.values), name="paper_side_known"),
            models.CheckConstraint(condition=~models.Q(key="", name=""), name="paper_has_a_word"),
            models.CheckConstraint(
                condition=models.Q(months=None) | models.Q(months__gte=1, months__lte=120),
                name="paper_months_are_sensible",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(PaperKey(self.key).label)

    @property
    def label(self) -> str:
        """How the audit names it: the same in every language."""
        return self.key or self.name


class Paper(models.Model):
    """A paper that was received: that it is there and until when it counts, never what it says."""

    kind = models.ForeignKey(PaperKind, models.PROTECT, related_name="papers")
    volunteer: models.ForeignKey[Volunteer | None, Volunteer | None] = models.ForeignKey(
        Volunteer, models.CASCADE, null=True, blank=True, related_name="papers"
    )
    household: models.ForeignKey[Household | None, Household | None] = models.ForeignKey(
        Household, models.CASCADE, null=True, blank=True, related_name="papers"
    )
    received_on = models.DateField(_("received on"), default=timezone.localdate)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    by_label = models.CharField(_("written by"), max_length=200)

    class Meta:
        verbose_name = _("paper received")
        verbose_name_plural = _("papers received")
        ordering: ClassVar = ["-received_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=OF_ONE, name="paper_of_one"),
            models.CheckConstraint(
                condition=models.Q(valid_until=None) | models.Q(valid_until__gte=models.F("received_on")),
                name="paper_lasts_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind.label} ({self.pk})"
