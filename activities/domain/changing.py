"""Changing a meeting and taking it back, by its writer; settling it, by a coordinator; erasing an entry."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.enums import OPEN_MEETING_STATES, ChangeKind, EntryOutcome, MeetingState, PlannedState
from activities.errors import Stale
from activities.models import Entry, Meeting, MeetingChange, PlannedMeeting
from activities.models.meetings import OVERLAP
from activities.queries import assignment_of, codes_of, overlapping
from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from matching.enums import PairSide

from .drafts import MeetingDraft, differences, draft_of, refuse_bad_draft, values_of
from .helping import call_for_help
from .telling import tell_meeting
from .words import lock_meeting


def is_writer(meeting: Meeting, *, by: Actor) -> bool:
    """Whether this person wrote it down; who has no number, like a family, is known by the label."""
    if by.actor_id is None:
        return meeting.logged_by_id is None and meeting.logged_by_label == by.actor_label
    return meeting.logged_by_id == by.actor_id


def may_change(meeting: Meeting, *, by: Actor) -> bool:
    """Whether this is its writer, nobody has confirmed it, and not too many days have passed."""
    days = timedelta(days=settings.SPLOT_AMEND_DAYS)
    return (
        is_writer(meeting, by=by)
        and meeting.state in OPEN_MEETING_STATES
        and timezone.now() <= meeting.logged_at + days
    )


def amend_meeting(meeting: Meeting, *, version: int, draft: MeetingDraft, by: Actor) -> Meeting:
    """The meeting as its writer tells it now; every change is kept. An unchanged one is left untouched.

    Stale, with what differs, when it is not the version the writer saw. Refusal when it may not be changed
    any more or the new time overlaps another meeting; ValidationError by field.
    """
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        ours = draft_of(meeting)
        if version != meeting.version:
            raise Stale(differences(values_of(draft), values_of(ours)))
        if values_of(draft) == values_of(ours):
            return meeting
        _refuse_change(meeting, by=by)
        refuse_bad_draft(draft, codes=codes_of(meeting.pair.programme))
        _refuse_bad_time(meeting, draft)
        before = kept_values(meeting)
        _write(meeting, draft)
        _agree_with_word(meeting)
        meeting.version += 1
        meeting.save()
        keep_change(meeting, ChangeKind.AMENDED, before, by=by, note_changed=draft.note != ours.note)
        tell_meeting("amend", meeting, by=by)
        if draft.help and not ours.help:
            side = PairSide(meeting.side)
            call_for_help(meeting.pair, side=side, by=by, meeting=meeting, words=draft.note)
    return meeting


def withdraw_meeting(meeting: Meeting, *, by: Actor) -> Meeting:
    """Take it back: its time is free again. Twice is once; Refusal when it may not be taken back any more."""
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        if meeting.state == MeetingState.WITHDRAWN and is_writer(meeting, by=by):
            return meeting
        _refuse_change(meeting, by=by)
        _move(meeting, MeetingState.WITHDRAWN, ChangeKind.WITHDRAWN, by=by)
        PlannedMeeting.objects.filter(meeting=meeting).update(state=PlannedState.NOT_HELD, meeting=None)
        tell_meeting("withdraw", meeting, by=by)
    return meeting


def settle_meeting(meeting: Meeting, *, accept: bool, by: Actor) -> Meeting:
    """A coordinator has asked both: the meeting counts as written, or not at all.

    Refusal when nothing is to be settled. Who may is asked of rules (activities.settle_meeting).
    """
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        to = MeetingState.CONFIRMED if accept else MeetingState.WITHDRAWN
        if meeting.state not in OPEN_MEETING_STATES:
            raise Refusal(
                _("Nothing is to be settled here: the meeting is “%(state)s”.")
                % {"state": meeting.get_state_display()},
                code="settled",
            )
        _move(meeting, to, ChangeKind.SETTLED, by=by)
        tell_meeting("settle", meeting, by=by, details={"accept": accept})
    return meeting


def erase_entry(entry: Entry, *, by: Actor) -> Entry:
    """Forget what was sent; its number stays used up. The meeting stands without its note. Twice is once."""
    with transaction.atomic():
        entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
        if entry.is_erased:
            return entry
        meeting, side = entry.meeting, entry.side
        entry.outcome = EntryOutcome.ERASED
        entry.content = entry.pair = entry.meeting = entry.by_id = None
        entry.device_at = entry.sent_at = entry.received_at = entry.clock_off_seconds = None
        entry.side = entry.device = entry.because = ""
        entry.differences = []
        entry.save()
        if meeting is not None:
            _forget_words(meeting, side)
        record("activities.entry.erase", by=by, on=entry)
    return entry


def _forget_words(meeting: Meeting, side: str) -> None:
    if meeting.side == side:
        Meeting.objects.filter(pk=meeting.pk).update(note="")
    meeting.words.filter(side=side).update(note="")
    meeting.help_calls.filter(side=side).update(words="")


def _refuse_change(meeting: Meeting, *, by: Actor) -> None:
    if not is_writer(meeting, by=by):
        raise Refusal(_("A meeting is changed by the person who wrote it down."), code="not_writer")
    if not may_change(meeting, by=by):
        raise Refusal(
            _("This meeting cannot be changed any more. If something is wrong, tell the coordinator."),
            code="too_late",
        )


def _refuse_bad_time(meeting: Meeting, draft: MeetingDraft) -> None:
    if draft.start == meeting.start and draft.minutes == meeting.minutes:
        return
    if draft.start > timezone.now():
        sentence = _("This start is still to come. Log the meeting once it has begun.")
        raise ValidationError({"start": ValidationError(sentence, code="future")})
    assignment = assignment_of(meeting.pair)
    if assignment is None or not assignment.holds(draft.start):
        raise Refusal(
            _("At that time you did not meet in this pair yet, or not any more. Check the date."),
            code="outside",
        )
    ends_at = draft.start + timedelta(minutes=draft.minutes)
    if overlapping(meeting.pair, draft.start, ends_at, besides=meeting.pk).exists():
        raise Refusal(_(OVERLAP), code="overlap")


def _write(meeting: Meeting, draft: MeetingDraft) -> None:
    meeting.set_time(draft.start, draft.minutes)
    meeting.activities, meeting.took_part = list(draft.activities), list(draft.took_part)
    meeting.mood, meeting.note, meeting.needs_help = draft.mood, draft.note, draft.help


def _agree_with_word(meeting: Meeting) -> None:
    """Disputed, and now told as the other side remembers it: both agree."""
    if meeting.state != MeetingState.DISPUTED:
        return
    for word in meeting.words.all():
        same_start = word.start is None or word.start == meeting.start
        same_length = word.minutes is None or word.minutes == meeting.minutes
        if not word.confirmed and not (word.happened and same_start and same_length):
            return
    meeting.state, meeting.review_reason = MeetingState.CONFIRMED, ""


def _move(meeting: Meeting, to: MeetingState, kind: ChangeKind, *, by: Actor) -> None:
    before = kept_values(meeting)
    meeting.state = to
    meeting.version += 1
    meeting.save(update_fields=["state", "version"])
    keep_change(meeting, kind, before, by=by)


def kept_values(meeting: Meeting) -> Mapping[str, Any]:
    """What the history keeps of a version: all but the note, whose words must be erasable."""
    values = values_of(draft_of(meeting))
    return {name: value for name, value in values.items() if name != "note"} | {"state": meeting.state}


def keep_change(
    meeting: Meeting, kind: ChangeKind, before: Mapping[str, Any], *, by: Actor, note_changed: bool = False
) -> None:
    after = dict(kept_values(meeting)) | ({"note_changed": True} if note_changed else {})
    MeetingChange.objects.create(
        meeting=meeting,
        kind=kind,
        before=dict(before),
        after=after,
        by_id=by.actor_id,
        by_label=by.actor_label[:200],
    )
