"""A meeting of a pair: the fact, what the other side says of it, and how it was changed."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from activities.enums import (
    LIVE_MEETING_STATES,
    UNSETTLED_MEETING_STATES,
    ChangeKind,
    MeetingState,
    Mood,
    ReviewReason,
)
from matching.enums import PairSide
from matching.models import Pair

FEWEST_MINUTES, MOST_MINUTES = 5, 720
LONGEST_NOTE = 500
#: What a person reads when two would overlap.
OVERLAP = gettext_noop("There is a meeting of this pair at that time already.")


class Meeting(models.Model):
    """What one side wrote down; one row for one meeting, however many phones told of it.

    The database refuses two live ones of a pair whose times overlap, [start, end): an exclusion constraint
    on PostgreSQL (migrations/0002), a trigger on SQLite (triggers.py).
    """

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="meetings")
    start = models.DateTimeField(_("start"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    ends_at = models.DateTimeField(_("end"))
    activities = models.JSONField(_("what they did"), default=list, blank=True)
    took_part = models.JSONField(_("who took part"), default=list, blank=True)
    mood = models.PositiveSmallIntegerField(_("how it was"), choices=Mood, null=True, blank=True)
    note = models.CharField(_("note"), max_length=LONGEST_NOTE, blank=True)
    needs_help = models.BooleanField(_("asks for help"), default=False)
    side = models.CharField(_("written by the side of"), max_length=12, choices=PairSide)
    logged_by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    logged_by_label = models.CharField(_("written by"), max_length=200)
    logged_at = models.DateTimeField(_("written"), default=timezone.now)
    state = models.CharField(_("state"), max_length=12, choices=MeetingState, default=MeetingState.LOGGED)
    review_reason = models.CharField(_("why to look at it"), max_length=12, choices=ReviewReason, blank=True)
    asked_at = models.DateTimeField(_("the family was asked"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = pgettext_lazy("a thing", "meeting")
        verbose_name_plural = _("meetings")
        ordering: ClassVar = ["-start", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["pair", "start"], name="meeting_of_pair"),
            models.Index(fields=["state", "logged_at"], name="meeting_state"),
            models.Index(fields=["-start", "-id"], name="meeting_newest"),
            models.Index(fields=["logged_at"], condition=models.Q(mood=Mood.HARD), name="meeting_hard"),
            # The few that wait, found without going back through all the years.
            models.Index(
                fields=["-start", "-id"],
                condition=models.Q(state__in=UNSETTLED_MEETING_STATES),
                name="meeting_to_review",
            ),
            # What stands, by its day: who met lately, and how many meetings there were in a week.
            models.Index(
                fields=["start", "pair", "minutes"],
                condition=models.Q(state__in=LIVE_MEETING_STATES),
                name="meeting_standing",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(minutes__gte=FEWEST_MINUTES, minutes__lte=MOST_MINUTES),
                name="meeting_length_is_sensible",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("start")), name="meeting_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=MeetingState.values), name="meeting_state_known"
            ),
            models.CheckConstraint(condition=models.Q(side__in=PairSide.values), name="meeting_side_known"),
            models.CheckConstraint(
                condition=models.Q(mood=None) | models.Q(mood__in=Mood.values), name="meeting_mood_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pair.seeker}, {timezone.localtime(self.start):%Y-%m-%d %H:%M}"

    @property
    def is_live(self) -> bool:
        """Whether it stands."""
        return self.state in LIVE_MEETING_STATES

    def set_time(self, start: datetime, minutes: int) -> None:
        """Begin then and last so long."""
        self.start, self.minutes = start, minutes
        self.ends_at = start + timedelta(minutes=minutes)


class MeetingWord(models.Model):
    """What the other side says of a meeting, once: that it was so, or how it was."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="words")
    side = models.CharField(_("side"), max_length=12, choices=PairSide)
    confirmed = models.BooleanField(_("confirmed"))
    happened = models.BooleanField(_("took place"), default=True)
    start = models.DateTimeField(_("start"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    mood = models.PositiveSmallIntegerField(_("how it was"), choices=Mood, null=True, blank=True)
    note = models.CharField(_("note"), max_length=LONGEST_NOTE, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("word on a meeting")
        verbose_name_plural = _("words on meetings")
        ordering: ClassVar = ["meeting_id", "at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "side"], name="meeting_word_once_per_side"),
            models.CheckConstraint(
                condition=models.Q(confirmed=False) | models.Q(happened=True),
                name="meeting_confirmed_took_place",
            ),
            models.CheckConstraint(
                condition=models.Q(minutes=None)
                | models.Q(minutes__gte=FEWEST_MINUTES, minutes__lte=MOST_MINUTES),
                name="meeting_word_length_is_sensible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.side}"


class MeetingChange(models.Model):
    """One change of a meeting, for good (append-only). Of a note: that it changed, not its words."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="changes")
    kind = models.CharField(_("kind"), max_length=12, choices=ChangeKind)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    by_id: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("change of a meeting")
        verbose_name_plural = _("changes of meetings")
        ordering: ClassVar = ["meeting_id", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.kind}"
