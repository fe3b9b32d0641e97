"""How a programme looks after its pairs: when silence needs care, how often coordinators are in touch."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from base.common.models import DatedRule
from matching.models import Programme


class CareRules(DatedRule):
    """From a day on; a programme's own go before the common ones (without a programme).

    Days and numbers of a month; each line of Today names the rule it follows.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, null=True, blank=True, related_name="care_rules")
    quiet_days = models.PositiveSmallIntegerField(
        _("days without a meeting until somebody asks"), default=14, validators=[MinValueValidator(1)]
    )
    silent_days = models.PositiveSmallIntegerField(
        _("days without a meeting until it is urgent"), default=21, validators=[MinValueValidator(1)]
    )
    contacts_first_month = models.PositiveSmallIntegerField(
        _("contacts of the coordinator in the first month"), default=2, validators=[MaxValueValidator(10)]
    )
    contacts_a_month = models.PositiveSmallIntegerField(
        _("contacts of the coordinator in each later month"), default=1, validators=[MaxValueValidator(10)]
    )
    end_notice_days = models.PositiveSmallIntegerField(_("days before the planned end"), default=30)
    lapse_days = models.PositiveSmallIntegerField(_("days before a paper lapses"), default=30)
    lapse_last_days = models.PositiveSmallIntegerField(_("days before it lapses, urgent"), default=7)
    agreement_days = models.PositiveSmallIntegerField(
        _("days of service after which a written agreement is due"), default=30
    )

    class Meta:
        verbose_name = _("care of pairs in a programme")
        verbose_name_plural = _("care of pairs in programmes")
        ordering: ClassVar = ["programme_id", "-valid_from"]
        constraints: ClassVar = [
            *DatedRule.Meta.constraints,
            models.UniqueConstraint(
                fields=["valid_from"], condition=models.Q(programme=None), name="common_care_once_per_day"
            ),
            models.UniqueConstraint(fields=["programme", "valid_from"], name="care_rules_once_per_day"),
            models.CheckConstraint(
                condition=models.Q(silent_days__gt=models.F("quiet_days")), name="care_silent_after_quiet"
            ),
            models.CheckConstraint(
                condition=models.Q(lapse_last_days__lte=models.F("lapse_days")),
                name="care_last_call_after_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme or '-'}, {self.valid_from}"
