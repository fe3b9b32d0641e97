"""Trainings for those who want to help, and who comes."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.organisations.models import Organisation
from desk.enums import PlaceState
from volunteers.models import Training, Volunteer


class TrainingSession(models.Model):
    """One training on one day; without `room` as many come as like to."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="training_sessions")
    name = models.CharField(_("training"), max_length=120)
    start = models.DateTimeField(_("start"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(15), MaxValueValidator(720)]
    )
    place = models.CharField(_("where"), max_length=200, blank=True)
    room = models.PositiveSmallIntegerField(
        _("room for"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    hours = models.DecimalField(
        _("counts as hours"),
        max_digits=4,
        decimal_places=1,
        default=Decimal(2),
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(Decimal(99))],
    )
    called_off_at = models.DateTimeField(_("called off"), null=True, blank=True)
    by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    by_label = models.CharField(_("arranged by"), max_length=200)

    class Meta:
        verbose_name = _("training session")
        verbose_name_plural = _("training sessions")
        ordering: ClassVar = ["-start", "-pk"]
        indexes: ClassVar = [models.Index(fields=["organisation", "-start"], name="training_of_centre")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(minutes__gte=15, minutes__lte=720), name="training_minutes_are_sensible"
            ),
            models.CheckConstraint(condition=models.Q(hours__gt=0), name="training_counts_for_something"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """How the audit names it."""
        return f"{self.name}, {timezone.localtime(self.start):%Y-%m-%d}"

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.start + timedelta(minutes=self.minutes)

    @property
    def is_over(self) -> bool:
        """Whether it has begun: from then on it is written down who was there."""
        return self.start <= timezone.now()


class TrainingPlace(models.Model):
    """One volunteer and one session. Who was there has the training in the volunteers' room: `training`."""

    session = models.ForeignKey(TrainingSession, models.CASCADE, related_name="places")
    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="training_places")
    state = models.CharField(_("state"), max_length=12, choices=PlaceState, default=PlaceState.INVITED)
    training: models.ForeignKey[Training | None, Training | None] = models.ForeignKey(
        Training, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    invited_at = models.DateTimeField(_("invited"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    by_label = models.CharField(_("invited by"), max_length=200)

    class Meta:
        verbose_name = _("place at a training")
        verbose_name_plural = _("places at trainings")
        ordering: ClassVar = ["session_id", "volunteer__number", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "volunteer"], name="training_place_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=PlaceState.values), name="training_place_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}, {self.volunteer_id}"
