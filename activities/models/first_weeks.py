"""What is ticked off of a new colleague's first weeks."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.organisations.models import Organisation
from families.models import Member
from matching.enums import PairSide


class FirstWeekTick(models.Model):
    """A line of the checklist is done, as one side of a pair said; `code` is the line's for ever."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="first_week_ticks")
    employer = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    code = models.SlugField(_("code"), max_length=24)
    side = models.CharField(_("side"), max_length=12, choices=PairSide)
    ticked_at = models.DateTimeField(_("ticked"), default=timezone.now)
    ticked_by_label = models.CharField(_("ticked by"), max_length=200)

    class Meta:
        verbose_name = _("tick of the first weeks")
        verbose_name_plural = _("ticks of the first weeks")
        ordering: ClassVar = ["member_id", "ticked_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "employer", "code"], name="first_week_ticked_once"),
            models.CheckConstraint(
                condition=models.Q(side__in=PairSide.values), name="first_week_side_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member.household.label}: {self.code}"
