"""A seeker and a helper brought together, from the offer to the close."""

import uuid
from datetime import date
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.enums import OPEN_PAIR_STATES, CloseReason, LifeStep, PairOrigin, PairSide, PairState

from .programmes import Helper, Programme, Seeker
from .proposals import Proposal
from .sides import OfTwoCentres


def usual_steps() -> list[str]:
    """The steps of a pair whose programme has not chosen its own."""
    return [LifeStep.HELPER.value, LifeStep.FAMILY.value, LifeStep.FIRST_MEETING.value]


class PairLife(models.Model):
    """How pairs of a programme live: the steps to meeting, how long each may take, how long they last.

    A pair keeps the order of steps and the last day to answer that it was offered under.
    """

    programme = models.OneToOneField(Programme, models.CASCADE, related_name="life")
    steps: models.JSONField[list[str], list[str]] = models.JSONField(_("steps"), default=usual_steps)
    coordinator_at_first_meeting = models.BooleanField(
        _("a coordinator comes to the first meeting"), default=False
    )
    answer_days = models.PositiveSmallIntegerField(_("days to answer"), default=14)
    remind_days = models.PositiveSmallIntegerField(_("a reminder after so many days"), null=True, default=7)
    first_meeting_days = models.PositiveSmallIntegerField(_("days to the first meeting"), default=21)
    length_months = models.PositiveSmallIntegerField(_("how long, in months"), null=True, default=12)
    grace_days = models.PositiveSmallIntegerField(_("days to log after the end"), default=14)

    class Meta:
        verbose_name = _("life of pairs in a programme")
        verbose_name_plural = _("lives of pairs in programmes")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(answer_days__gte=1), name="pair_life_time_to_answer"),
            models.CheckConstraint(
                condition=models.Q(remind_days=None) | models.Q(remind_days__lt=models.F("answer_days")),
                name="pair_life_reminds_in_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.programme)


class Pair(OfTwoCentres):
    """One helper for one seeker. While open it takes the helper's room and is the seeker's only pair.

    The database refuses an open pair with minors in the household without clearance valid on
    `offered_on` and today, one above the helper's room, and a state that does not follow (triggers.py).
    `key` is how phones and families know it. `way`: the LifeSteps it was offered under.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="pairs")
    seeker = models.ForeignKey(Seeker, models.PROTECT, related_name="pairs")
    helper = models.ForeignKey(Helper, models.PROTECT, related_name="pairs")
    proposal = models.ForeignKey(Proposal, models.SET_NULL, null=True, blank=True, related_name="pairs")
    origin = models.CharField(_("origin"), max_length=12, choices=PairOrigin)
    state = models.CharField(_("state"), max_length=16, choices=PairState, default=PairState.OFFERED)
    suspended_from = models.CharField(max_length=16, choices=PairState, blank=True)
    way: models.JSONField[list[str], list[str]] = models.JSONField(default=usual_steps)
    points = models.PositiveSmallIntegerField(_("points"), null=True, blank=True)
    offered_on = models.DateField(_("offered on"), default=timezone.localdate)
    offered_at = models.DateTimeField(_("offered"), default=timezone.now)
    undo_until = models.DateTimeField(_("can be undone until"))
    approved_by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    approved_by_label = models.CharField(_("approved by"), max_length=120)
    answer_by = models.DateField(_("last day to answer"), null=True, blank=True)
    remind_on = models.DateField(_("reminded on"), null=True, blank=True)
    due_on = models.DateField(_("next step due on"), null=True, blank=True)
    first_met_on = models.DateField(_("first meeting"), null=True, blank=True)
    first_met_with_coordinator = models.BooleanField(_("a coordinator was there"), null=True, blank=True)
    agreed_on = models.DateField(_("agreement signed on"), null=True, blank=True)
    active_since = models.DateField(_("meeting since"), null=True, blank=True)
    ends_on = models.DateField(_("planned end"), null=True, blank=True)
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    close_reason = models.CharField(_("reason"), max_length=12, choices=CloseReason, blank=True)
    closed_early = models.BooleanField(_("before its planned end"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("pair")
        verbose_name_plural = _("pairs")
        ordering: ClassVar = ["-offered_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["programme", "state"], name="pair_state"),
            models.Index(fields=["-offered_at", "-id"], name="pair_newest"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seeker"],
                condition=models.Q(state__in=OPEN_PAIR_STATES),
                name="one_open_pair_per_seeker",
            ),
            models.CheckConstraint(condition=models.Q(state__in=PairState.values), name="pair_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.seeker} + {self.helper}"

    @property
    def is_open(self) -> bool:
        """Whether it takes room."""
        return self.state in OPEN_PAIR_STATES

    @property
    def steps_to_take(self) -> tuple[LifeStep, ...]:
        """The steps from the offer to meeting, in the order this pair takes them."""
        return tuple(LifeStep(step) for step in self.way)

    @property
    def stands_at(self) -> PairState:
        """Its state; of a suspended pair, the one it was suspended from."""
        return PairState(self.suspended_from or self.state)

    @property
    def next_day(self) -> date | None:
        """By when something is to happen: an answer, the next step, the end of a pause, the planned end."""
        if not self.is_open:
            return None
        return self.answer_by or self.due_on or self.paused_until or self.ends_on

    @property
    def can_be_undone(self) -> bool:
        """Whether its notices still wait in the outbox."""
        return self.state == PairState.OFFERED and timezone.now() < self.undo_until


class PairStep(models.Model):
    """One step in the life of a pair: its timeline. `side`: whose word it was; `on`: the day it is about."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=16, choices=PairState)
    side = models.CharField(max_length=12, choices=PairSide, blank=True)
    on = models.DateField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=120)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("step of a pair")
        verbose_name_plural = _("steps of pairs")
        ordering: ClassVar = ["pair_id", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.pair}: {self.get_state_display()}"


class PairSurvey(models.Model):
    """What one side says of a pair at its end: how it was, 1 to 5, and whether they would do it again."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="surveys")
    side = models.CharField(_("who"), max_length=12, choices=PairSide)
    rating = models.PositiveSmallIntegerField(
        _("how it was"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    again = models.BooleanField(_("would do it again"), null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("word at the end of a pair")
        verbose_name_plural = _("words at the end of pairs")
        ordering: ClassVar = ["pair_id", "side"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pair", "side"], name="pair_survey_once_per_side"),
            models.CheckConstraint(
                condition=models.Q(side__in=[PairSide.HELPER, PairSide.FAMILY]), name="pair_survey_of_a_side"
            ),
            models.CheckConstraint(
                condition=models.Q(rating__gte=1, rating__lte=5), name="pair_survey_rating_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pair}: {self.get_side_display()}"
