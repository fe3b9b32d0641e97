"""De minimis aid: what an employer has received, and the limit of its years."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.common.models import DatedRule
from base.organisations.models import Organisation

from .claims import Claim


class AidLimit(DatedRule):
    """The most one undertaking may receive in so many rolling years, in eurocents."""

    limit_eurocents = models.BigIntegerField(_("limit, eurocents"))
    years = models.PositiveSmallIntegerField(_("years"), default=3)

    class Meta(DatedRule.Meta):
        verbose_name = _("limit of de minimis aid")
        verbose_name_plural = _("limits of de minimis aid")
        ordering: ClassVar = ["-valid_from"]
        constraints: ClassVar = [
            *DatedRule.Meta.constraints,
            models.UniqueConstraint(fields=["valid_from"], name="aid_limit_once_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.limit_eurocents // 100} EUR, {self.valid_from}"


class EuroRate(models.Model):
    """What a euro was worth on a day, in ten-thousandths of a zloty (43215: 4.3215 zl), and who says so."""

    day = models.DateField(_("day"), unique=True)
    rate_e4 = models.PositiveIntegerField(_("rate, ten-thousandths of a zloty"))
    source = models.CharField(_("source"), max_length=120)

    class Meta:
        verbose_name = _("euro rate")
        verbose_name_plural = _("euro rates")
        ordering: ClassVar = ["-day"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(rate_e4__gt=0), name="euro_rate_above_zero")
        ]

    def __str__(self) -> str:
        whole, rest = divmod(self.rate_e4, 10_000)
        return f"{self.day}: {whole}.{rest:04d}"


class AidReceived(models.Model):
    """De minimis aid an employer says it has received, or was given by a claim; its certificate."""

    employer = models.ForeignKey(Organisation, models.PROTECT, related_name="aid_received")
    granted_on = models.DateField(_("granted on"))
    amount_grosze = models.BigIntegerField(_("amount, grosze"))
    amount_eurocents = models.BigIntegerField(_("amount, eurocents"))
    grantor = models.CharField(_("granted by"), max_length=200)
    certificate = models.CharField(_("number of the certificate"), max_length=60, blank=True)
    claim = models.OneToOneField(Claim, models.PROTECT, null=True, blank=True, related_name="aid")
    recorded_at = models.DateTimeField(_("written"), default=timezone.now)
    recorded_by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    recorded_by_label = models.CharField(_("written by"), max_length=200)
    cancelled_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    reason = models.CharField(_("why"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("de minimis aid received")
        verbose_name_plural = _("de minimis aid received")
        ordering: ClassVar = ["-granted_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount_grosze__gte=0, amount_eurocents__gte=0), name="aid_not_negative"
            )
        ]

    def __str__(self) -> str:
        return f"{self.employer}: {self.granted_on}"
