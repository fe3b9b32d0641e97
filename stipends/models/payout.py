"""An employer's bank account: asked for by the employer, confirmed by a second person at the centre."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentors.models import Participation
from stipends.enums import AccountState


class PayoutAccount(models.Model):
    """Where an employer is paid: 26 digits of an NRB. Nothing leaves for it before `usable_from`."""

    participation = models.ForeignKey(Participation, models.PROTECT, related_name="payout_accounts")
    number = models.CharField(_("account number"), max_length=26)
    holder = models.CharField(_("holder"), max_length=140)
    state = models.CharField(_("state"), max_length=12, choices=AccountState, default=AccountState.ASKED)
    asked_at = models.DateTimeField(_("written"), default=timezone.now)
    asked_by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    asked_by_label = models.CharField(_("written by"), max_length=200)
    usable_from = models.DateTimeField(_("nothing is sent there before"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    decided_by_label = models.CharField(_("decided by"), max_length=200, blank=True)
    reason = models.CharField(_("why"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("employer's bank account")
        verbose_name_plural = _("employers' bank accounts")
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["participation"],
                condition=Q(state=AccountState.CONFIRMED),
                name="one_account_in_force",
            ),
            models.UniqueConstraint(
                fields=["participation"], condition=Q(state=AccountState.ASKED), name="one_account_asked"
            ),
            models.CheckConstraint(
                condition=Q(decided_by_id=None) | Q(asked_by_id=None) | ~Q(decided_by_id=F("asked_by_id")),
                name="account_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state=AccountState.CONFIRMED) | Q(decided_at__isnull=False),
                name="account_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.masked

    @property
    def masked(self) -> str:
        """As pages and papers show it: the last four digits."""
        return f"PL… {self.number[-4:]}"

    @property
    def is_on_hold(self) -> bool:
        """Confirmed, but changed so short a time ago that nothing is sent there yet."""
        return self.state == AccountState.CONFIRMED and self.usable_from > timezone.now()
