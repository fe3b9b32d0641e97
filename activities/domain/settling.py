"""A coordinator has asked both sides: how a meeting is to count."""

from django.db import transaction
from django.utils.translation import gettext as _

from activities.enums import (
    OPEN_MEETING_STATES,
    ChangeKind,
    MeetingState,
    PlannedState,
    Settlement,
)
from activities.errors import Stale
from activities.models import Meeting, MeetingWord, PlannedMeeting
from activities.queries import overlapping
from base.audit.actor import Actor
from base.common.errors import Refusal

from .changing import keep_change, kept_values, settle_meeting
from .telling import tell_meeting
from .words import lock_meeting


def settle_as(meeting: Meeting, *, to: Settlement, version: int, by: Actor) -> Meeting:
    """The meeting counts as it was written, as the other side remembers it, or not at all.

    Stale when somebody changed it since it was looked at. Refusal when nothing is to be settled, or the time
    the other side remembers overlaps another meeting. Who may is asked of rules (activities.settle_meeting).
    """
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        if version != meeting.version:
            raise Stale
        word = otherwise_word(meeting)
        if to == Settlement.SAID and word is None:
            raise Refusal(_("Nobody remembers this meeting otherwise."), code="said_nothing")
        if to == Settlement.NOT_HELD or (to == Settlement.SAID and word is not None and not word.happened):
            settled = settle_meeting(meeting, accept=False, by=by)
            PlannedMeeting.objects.filter(meeting=settled).update(state=PlannedState.NOT_HELD, meeting=None)
            return settled
        if to == Settlement.SAID and word is not None:
            return _as_said(meeting, word, by=by)
        return settle_meeting(meeting, accept=True, by=by)


def otherwise_word(meeting: Meeting) -> MeetingWord | None:
    """What the other side says that differs from what was written; None when nobody does."""
    return next((word for word in meeting.words.all() if not word.confirmed), None)


def _as_said(meeting: Meeting, word: MeetingWord, *, by: Actor) -> Meeting:
    if meeting.state not in OPEN_MEETING_STATES:
        raise Refusal(_("Nothing is to be settled here any more."), code="settled")
    before = kept_values(meeting)
    meeting.set_time(word.start or meeting.start, word.minutes or meeting.minutes)
    if overlapping(meeting.pair, meeting.start, meeting.ends_at, besides=meeting.pk).exists():
        raise Refusal(_("There is a meeting of this pair at that time already."), code="overlap")
    meeting.state = MeetingState.CONFIRMED
    meeting.version += 1
    meeting.save(update_fields=["start", "minutes", "ends_at", "state", "version"])
    keep_change(meeting, ChangeKind.SETTLED, before, by=by)
    tell_meeting("settle", meeting, by=by, details={"accept": True, "as_said": word.side})
    return meeting
