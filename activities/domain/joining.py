"""A log that overlaps a meeting which stands already: it becomes the other side's word of it, or is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from activities.enums import EntryOutcome, MeetingState, ReviewReason
from activities.errors import Difference
from activities.models import Meeting, MeetingWord
from base.audit.actor import Actor
from matching.enums import PairSide

from .drafts import FIELDS, MeetingDraft, differences, draft_of, values_of

#: Two people's clocks and memories of one meeting may part so far and still confirm each other.
ABOUT = timedelta(minutes=30)


@dataclass(frozen=True)
class Joined:
    """The meeting a log became part of, and how."""

    meeting: Meeting
    outcome: EntryOutcome
    because: str = ""
    differences: Sequence[Difference] = ()


def nearest(meetings: Sequence[Meeting], draft: MeetingDraft) -> Meeting:
    """Of those that overlap, the one that shares most time with it."""
    ends_at = draft.start + timedelta(minutes=draft.minutes)

    def shared(meeting: Meeting) -> timedelta:
        return min(meeting.ends_at, ends_at) - max(meeting.start, draft.start)

    return max(meetings, key=lambda meeting: (shared(meeting), -meeting.pk))


def join_meeting(meeting: Meeting, draft: MeetingDraft, *, side: PairSide, by: Actor, at: datetime) -> Joined:
    """Inside the lock on the pair. Nothing of the meeting is overwritten; what differs is told."""
    ours = draft_of(meeting)
    if side == meeting.side:
        return Joined(meeting, EntryOutcome.KNOWN, differences=differences(values_of(draft), values_of(ours)))
    # Each side has a mood and a note of its own: they are no difference, and the other's are not shown.
    told = differences(
        values_of(draft), values_of(ours), [name for name in FIELDS if name in ("start", "minutes")]
    )
    if meeting.words.filter(side=side).exists():
        return Joined(meeting, EntryOutcome.KNOWN, differences=told)
    agrees = (
        abs(draft.start - meeting.start) <= ABOUT
        and abs(timedelta(minutes=draft.minutes - meeting.minutes)) <= ABOUT
    )
    MeetingWord.objects.create(
        meeting=meeting,
        side=side,
        confirmed=agrees,
        start=draft.start,
        minutes=draft.minutes,
        mood=draft.mood,
        note=draft.note,
        at=at,
        by_id=by.actor_id,
        by_label=by.actor_label[:200],
    )
    hear_word(meeting, agrees=agrees)
    if agrees:
        return Joined(meeting, EntryOutcome.CONFIRMED, differences=told)
    return Joined(meeting, EntryOutcome.FOR_REVIEW, because=ReviewReason.OTHERWISE, differences=told)


def hear_word(meeting: Meeting, *, agrees: bool) -> None:
    """Move the meeting on after the other side spoke; what a coordinator has to look at stays theirs."""
    if not agrees:
        meeting.state, meeting.review_reason = MeetingState.DISPUTED, ReviewReason.OTHERWISE
    elif meeting.state == MeetingState.LOGGED:
        meeting.state = MeetingState.CONFIRMED
    meeting.version += 1
    meeting.save(update_fields=["state", "review_reason", "version"])
