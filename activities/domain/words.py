"""What the other side says of a meeting: that it was so, or how it was. Once."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.enums import MeetingState, Mood
from activities.models import Meeting, MeetingWord
from base.audit.actor import Actor
from base.common.errors import Refusal
from matching.enums import PairSide

from .drafts import refuse_bad_length
from .joining import hear_word
from .telling import lock_pair, tell_meeting
from .times import whole_minute


def confirm_meeting(meeting: Meeting, *, side: PairSide, by: Actor, mood: int | None = None) -> Meeting:
    """It was so. Saying it twice is saying it once; a mood given the second time is not lost.

    Refusal when this side wrote the meeting itself, said otherwise before, or it was taken back.
    """
    _refuse_bad_mood(mood)
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        if (word := _word_of(meeting, side)) is not None:
            if not word.confirmed:
                raise Refusal(_("You have already said how it was. The coordinator will look at it."), "said")
            if mood is not None and word.mood is None:
                word.mood = mood
                word.save(update_fields=["mood"])
            return meeting
        _refuse_own(meeting, side)
        _say(meeting, side, by=by, confirmed=True, mood=mood)
        hear_word(meeting, agrees=True)
        tell_meeting("confirm", meeting, by=by, details={"side": side})
    return meeting


def say_otherwise(
    meeting: Meeting,
    *,
    side: PairSide,
    by: Actor,
    happened: bool,
    start: datetime | None = None,
    minutes: int | None = None,
    mood: int | None = None,
) -> Meeting:
    """It was otherwise: it did not take place, or at another time; the coordinator settles it.

    The same said twice is said once. Refusal when this side wrote it, or said something else before.
    """
    _refuse_bad_mood(mood)
    if minutes is not None:
        refuse_bad_length(minutes)
    if happened and start is None and minutes is None:
        raise ValidationError({"minutes": _("Tell us what was different: when you met, or how long.")})
    start = whole_minute(start) if start is not None else None
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        told = (happened, start if happened else None, minutes if happened else None)
        if (word := _word_of(meeting, side)) is not None:
            if word.confirmed or (word.happened, word.start, word.minutes) != told:
                raise Refusal(_("You have already told us about this meeting."), code="said")
            return meeting
        _refuse_own(meeting, side)
        if start is not None and start > timezone.now():
            sentence = _("This start is still to come.")
            raise ValidationError({"start": ValidationError(sentence, code="future")})
        _say(
            meeting,
            side,
            by=by,
            confirmed=False,
            mood=mood,
            happened=happened,
            start=told[1],
            minutes=told[2],
        )
        hear_word(meeting, agrees=False)
        tell_meeting("otherwise", meeting, by=by, details={"side": side, "happened": happened})
    return meeting


def lock_meeting(meeting: Meeting) -> Meeting:
    """The meeting, fresh, under the lock of its pair."""
    pair = lock_pair(meeting.pair)
    meeting = Meeting.objects.get(pk=meeting.pk)
    meeting.pair = pair
    return meeting


def _word_of(meeting: Meeting, side: PairSide) -> MeetingWord | None:
    return meeting.words.filter(side=side).first()


def _refuse_own(meeting: Meeting, side: PairSide) -> None:
    if meeting.side == side:
        raise Refusal(_("Your side wrote this meeting down; the other one confirms it."), code="own_meeting")
    if meeting.state == MeetingState.WITHDRAWN:
        raise Refusal(_("This meeting was taken back. There is nothing to confirm."), code="withdrawn")


def _refuse_bad_mood(mood: int | None) -> None:
    if mood is not None and mood not in Mood.values:
        raise ValidationError({"mood": _("Choose one of the four faces, or none.")})


def _say(
    meeting: Meeting,
    side: PairSide,
    *,
    by: Actor,
    confirmed: bool,
    mood: int | None,
    happened: bool = True,
    start: datetime | None = None,
    minutes: int | None = None,
) -> None:
    MeetingWord.objects.create(
        meeting=meeting,
        side=side,
        confirmed=confirmed,
        happened=happened,
        start=start,
        minutes=minutes,
        mood=mood,
        by_id=by.actor_id,
        by_label=by.actor_label[:200],
    )
