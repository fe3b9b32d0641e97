"""Writing a meeting down, from any device, any number of times: it is one meeting.

The device gives each log its number and keeps it until it has an answer. The number is used up for ever: the
same content is answered the same, other content is told apart (EntryDiffers), erased stays erased
(EntryErased). A log that overlaps a meeting of the pair joins it instead of making another one
(joining.py); the database refuses two that overlap, should anything ever get past the lock on the pair.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.enums import EntryOutcome, MeetingState, PlannedState, ReviewReason
from activities.errors import EntryDiffers, EntryErased
from activities.models import Entry, Meeting, PlannedMeeting
from activities.models.meetings import OVERLAP
from activities.queries import BROUGHT_TOGETHER, assignment_of, codes_of, entry_by_id, overlapping
from base.audit.actor import Actor
from base.common.errors import Refusal
from base.common.triggers import refusal_from
from matching.enums import PairSide, PairState
from matching.models import Pair

from .answers import Logged
from .changing import amend_meeting, erase_entry, settle_meeting, withdraw_meeting
from .drafts import MeetingDraft, differences, digest_of, refuse_bad_draft
from .helping import call_for_help
from .joining import Joined, join_meeting, nearest
from .telling import lock_pair, tell_meeting
from .times import whole_minute
from .words import confirm_meeting, say_otherwise

__all__ = [
    "Device",
    "Logged",
    "MeetingDraft",
    "amend_meeting",
    "confirm_meeting",
    "erase_entry",
    "log_meeting",
    "say_otherwise",
    "settle_meeting",
    "withdraw_meeting",
]

#: A start may lie so far ahead: clocks are never quite the same.
AHEAD = timedelta(minutes=10)
#: A clock off by more is told, by much more is for the coordinator to look at.
CLOCK_TOLD = timedelta(minutes=10)
CLOCK_REVIEWED = timedelta(hours=12)

REVIEWED_STATES = {
    **dict.fromkeys(set(PairState) - set(BROUGHT_TOGETHER), ReviewReason.ENDED),
    PairState.SUSPENDED: ReviewReason.SUSPENDED,
    PairState.PAUSED: ReviewReason.PAUSED,
    PairState.CLOSING: ReviewReason.CLOSING,
}


@dataclass(frozen=True)
class Device:
    """What the device says of itself: when the log was made and sent by its own clock."""

    device_at: datetime | None = None
    sent_at: datetime | None = None
    name: str = ""


def log_meeting(
    pair: Pair,
    *,
    entry_id: UUID,
    draft: MeetingDraft,
    side: PairSide,
    by: Actor,
    device: Device | None = None,
) -> Logged:
    """Write a meeting down under the device's own number for it; again and again with the same answer.

    EntryDiffers when the number stands for other content, EntryErased when it was erased. Refusal when the
    two were not brought together at that time or it is still to come; ValidationError by field.
    """
    content = draft.content(str(pair.key))
    # Without a lock first: what is answered once never changes, and repeats are many.
    if (known := entry_by_id(entry_id)) is not None:
        return _answer_again(known, content, pair=pair, by=by)
    try:
        with transaction.atomic():
            pair = lock_pair(pair)
            if (known := entry_by_id(entry_id)) is not None:
                return _answer_again(known, content, pair=pair, by=by)
            return _write(pair, entry_id, draft, side=side, by=by, device=device or Device())
    except DatabaseError as error:
        # The same number for another pair at this very moment: that one was first.
        known = entry_by_id(entry_id) if isinstance(error, IntegrityError) else None
        if known is None:
            if (refusal := _told(error)) is not None:
                raise refusal from error
            raise
        return _answer_again(known, content, pair=pair, by=by)


def _told(error: DatabaseError) -> Refusal | None:
    """What the database refuses, as a sentence; None for any other error."""
    if "meeting_no_overlap" in str(error):
        return Refusal(_(OVERLAP), code="overlap")
    return refusal_from(error)


def _answer_again(entry: Entry, content: dict[str, object], *, pair: Pair, by: Actor) -> Logged:
    if entry.is_erased:
        raise EntryErased
    # A family has no number of its own: it is known by its pair.
    if entry.by_id != by.actor_id or (by.actor_id is None and entry.pair_id != pair.pk):
        raise EntryDiffers  # somebody else's: not even what differs is told
    assert entry.content is not None  # noqa: S101 - of one not erased
    assert entry.meeting is not None  # noqa: S101
    if entry.digest != digest_of(content):
        raise EntryDiffers(differences(content, entry.content, ("pair", *_names(content))))
    return Logged(entry, entry.meeting)


def _names(content: dict[str, object]) -> list[str]:
    return [name for name in content if name != "pair"]


def _write(
    pair: Pair, entry_id: UUID, draft: MeetingDraft, *, side: PairSide, by: Actor, device: Device
) -> Logged:
    received_at = timezone.now()
    refuse_bad_draft(draft, codes=codes_of(pair.programme))
    ahead = (device.sent_at - received_at) if device.sent_at else timedelta()
    _refuse_future(draft.start, received_at, ahead)
    because = _review_reason(pair, draft.start, ahead)
    ends_at = draft.start + timedelta(minutes=draft.minutes)
    if found := list(overlapping(pair, draft.start, ends_at)):
        joined = join_meeting(nearest(found, draft), draft, side=side, by=by, at=received_at)
    else:
        joined = _make(pair, draft, because, side=side, by=by, at=received_at)
    content = draft.content(str(pair.key))
    entry = Entry.objects.create(
        id=entry_id,
        digest=digest_of(content),
        content=content,
        pair=pair,
        side=side,
        meeting=joined.meeting,
        by_id=by.actor_id,
        device=device.name[:80],
        device_at=device.device_at,
        sent_at=device.sent_at,
        received_at=received_at,
        clock_off_seconds=round(ahead.total_seconds()) if abs(ahead) > CLOCK_TOLD else None,
        outcome=joined.outcome,
        because=joined.because,
        differences=[vars(one) for one in joined.differences],
    )
    tell_meeting("log", joined.meeting, by=by, details={"entry": str(entry_id), "outcome": joined.outcome})
    if draft.help:
        call_for_help(pair, side=side, by=by, meeting=joined.meeting, words=draft.note)
    return Logged(entry, joined.meeting)


def _refuse_future(start: datetime, now: datetime, ahead: timedelta) -> None:
    """By the server's clock and by the device's both: a preset start is as wrong as the device's clock."""
    if min(start, start - ahead) > now + AHEAD:
        sentence = _("This start is still to come. Log the meeting once it has begun.")
        raise ValidationError({"start": ValidationError(sentence, code="future")})


def _review_reason(pair: Pair, start: datetime, ahead: timedelta) -> ReviewReason | None:
    """Why a coordinator should look at it; None when all is as usual. Refusal outside the assignment."""
    assignment = assignment_of(pair)
    # A clock that is off by a day brings a log to the day beside: a coordinator sees which it was.
    if assignment is None or not (assignment.holds(start) or assignment.holds(start - ahead)):
        raise Refusal(
            _("At that time you did not meet in this pair yet, or not any more. Check the date."),
            code="outside",
        )
    if (because := REVIEWED_STATES.get(PairState(pair.state))) is not None:
        return because
    return ReviewReason.CLOCK if abs(ahead) > CLOCK_REVIEWED else None


def _make(
    pair: Pair,
    draft: MeetingDraft,
    because: ReviewReason | None,
    *,
    side: PairSide,
    by: Actor,
    at: datetime,
) -> Joined:
    meeting = Meeting(
        pair=pair,
        activities=list(draft.activities),
        took_part=list(draft.took_part),
        mood=draft.mood,
        note=draft.note,
        needs_help=draft.help,
        side=side,
        logged_by_id=by.actor_id,
        logged_by_label=by.actor_label[:200],
        logged_at=at,
        state=MeetingState.FOR_REVIEW if because else MeetingState.LOGGED,
        review_reason=because or "",
    )
    meeting.set_time(whole_minute(draft.start), draft.minutes)
    meeting.save(force_insert=True)
    _fulfil_plan(meeting)
    return Joined(meeting, EntryOutcome.FOR_REVIEW if because else EntryOutcome.MADE, because=because or "")


def _fulfil_plan(meeting: Meeting) -> None:
    """The planned meeting that this one is, where it shares a moment with one: nobody need ask about it."""
    plans = PlannedMeeting.objects.filter(
        pair=meeting.pair, state=PlannedState.PLANNED, start__lt=meeting.ends_at
    ).order_by("-start")
    plan = next((plan for plan in plans[:5] if plan.ends_at > meeting.start), None)
    if plan is not None:
        plan.state, plan.meeting = PlannedState.HELD, meeting
        plan.version += 1
        plan.save(update_fields=["state", "meeting", "version"])
