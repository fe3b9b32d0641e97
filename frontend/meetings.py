"""Meetings as the coordinators' pages tell them: in words, by side, field by field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from activities.enums import (
    ChangeKind,
    EntryOutcome,
    MeetingState,
    Mood,
    TookPart,
)
from activities.models import Entry, Meeting, MeetingChange, MeetingWord
from activities.queries.desk import activity_words
from base.accounts.models import Membership
from frontend.facing import name_of
from matching.enums import PairSide

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Words = Mapping[str, str]
SIDE_WORDS: Mapping[str, "StrOrPromise"] = {
    PairSide.HELPER: gettext_lazy("The helper"),
    PairSide.FAMILY: gettext_lazy("The family"),
    PairSide.COORDINATOR: gettext_lazy("The coordinator"),
}
#: How each state looks: the kinds of a badge.
STATE_LOOKS = {
    MeetingState.CONFIRMED: "ok",
    MeetingState.DISPUTED: "wait",
    MeetingState.FOR_REVIEW: "wait",
}


@dataclass(frozen=True)
class Told:
    """A meeting as a row of a list: no note, partners' helpers by label."""

    meeting: Meeting
    family: str
    helper: str
    length: str
    activities: str
    helper_mood: str
    family_mood: str
    look: str
    asks_for_help: bool


@dataclass(frozen=True)
class Compared:
    """One field, and what each side says of it: empty where a side said nothing."""

    name: str
    values: Sequence[str]
    differs: bool


@dataclass(frozen=True)
class SentEntry:
    """What a device sent, with its time and the server's."""

    side: str
    device_at: datetime | None
    received_at: datetime | None
    clock: str
    outcome: str


# --- words ------------------------------------------------------------------------------------------------


def length_words(minutes: int) -> str:
    """90 as "1 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    parts = [_("%(count)d h") % {"count": hours}] if hours else []
    if rest or not hours:
        parts.append(_("%(count)d min") % {"count": rest})
    return " ".join(parts)


def when_words(moment: datetime) -> str:
    """A moment as its day and time in Poland."""
    local = timezone.localtime(moment)
    return f"{date_format(local, 'D j E Y')}, {local:%H:%M}"


def mood_word(mood: int | None) -> str:
    """One of the four, or nothing."""
    return str(Mood(mood).label) if mood is not None else ""


def took_part_words(codes: Iterable[str]) -> str:
    """Who was there, never by name."""
    known = dict(TookPart.choices)
    return ", ".join(str(known.get(code, code)) for code in codes)


def activities_text(codes: Iterable[str], words: Words) -> str:
    """What they did, in the programme's own words."""
    return ", ".join(words.get(code, code) for code in codes)


def clock_words(seconds: int | None) -> str:
    """How far the clock of a device was off; empty when it was right enough."""
    if seconds is None:
        return ""
    off = length_words(max(abs(seconds) // 60, 1))
    if seconds > 0:
        return _("the device's clock was %(off)s ahead") % {"off": off}
    return _("the device's clock was %(off)s behind") % {"off": off}


# --- rows -------------------------------------------------------------------------------------------------


def told_meetings(meetings: Sequence[Meeting], membership: Membership) -> list[Told]:
    """The rows of a list; the words of all their programmes in one query."""
    words = activity_words({meeting.pair.programme_id for meeting in meetings})
    return [told_meeting(meeting, membership, words[meeting.pair.programme_id]) for meeting in meetings]


def told_meeting(meeting: Meeting, membership: Membership, words: Words) -> Told:
    """One row."""
    moods = {word.side: word.mood for word in meeting.words.all()} | {meeting.side: meeting.mood}
    return Told(
        meeting=meeting,
        family=meeting.pair.seeker.household.label,
        helper=name_of(meeting.pair.helper, membership),
        length=length_words(meeting.minutes),
        activities=activities_text(meeting.activities, words),
        helper_mood=mood_word(moods.get(PairSide.HELPER)),
        family_mood=mood_word(moods.get(PairSide.FAMILY)),
        look=STATE_LOOKS.get(MeetingState(meeting.state), ""),
        asks_for_help=getattr(meeting, "calls_for_help", False),
    )


# --- one meeting ------------------------------------------------------------------------------------------


def sides_of(meeting: Meeting) -> list[str]:
    """Who speaks on the page: the one who wrote it first, then the others."""
    return [str(SIDE_WORDS[side]) for side in (meeting.side, *(word.side for word in meeting.words.all()))]


def compared(meeting: Meeting, words: Words) -> list[Compared]:
    """What each side says of every field, the writer's first."""
    said = list(meeting.words.all())
    return [
        _compared(_("Took place"), _("yes"), [_("yes") if one.happened else _("no") for one in said]),
        _compared(_("Start"), when_words(meeting.start), [_start_said(meeting, one) for one in said]),
        _compared(_("Length"), length_words(meeting.minutes), [_length_said(meeting, one) for one in said]),
        _compared(_("What they did"), activities_text(meeting.activities, words), ["" for _one in said]),
        _compared(_("Who took part"), took_part_words(meeting.took_part), ["" for _one in said]),
        _compared(
            _("How it was"), mood_word(meeting.mood), [mood_word(one.mood) for one in said], apart=True
        ),
        _compared(_("Note"), meeting.note, [one.note for one in said], apart=True),
    ]


def _compared(name: str, written: str, said: Sequence[str], *, apart: bool = False) -> Compared:
    """`apart`: each side has its own, so that two of them are no difference."""
    differs = not apart and any(one and one != written for one in said)
    return Compared(name, [written, *said], differs)


def _start_said(meeting: Meeting, word: MeetingWord) -> str:
    if not word.happened:
        return ""
    return when_words(word.start or meeting.start)


def _length_said(meeting: Meeting, word: MeetingWord) -> str:
    if not word.happened:
        return ""
    return length_words(word.minutes or meeting.minutes)


def sent_entries(meeting: Meeting) -> list[SentEntry]:
    """What devices sent of it, the first one first."""
    return [_sent(entry) for entry in meeting.entries.order_by("received_at", "pk")]


def _sent(entry: Entry) -> SentEntry:
    return SentEntry(
        side=str(SIDE_WORDS.get(entry.side, "")),
        device_at=entry.device_at,
        received_at=entry.received_at,
        clock=clock_words(entry.clock_off_seconds),
        outcome=str(EntryOutcome(entry.outcome).label),
    )


def told_history(meeting: Meeting, words: Words) -> list[dict[str, Any]]:
    """Written down, spoken of, changed: oldest first, for the timeline part."""
    written = _("%(side)s wrote it down") % {"side": SIDE_WORDS[meeting.side]}
    steps = [{"title": written, "when": meeting.logged_at, "who": meeting.logged_by_label}]
    steps += [
        {"title": _word_title(word), "when": word.at, "who": word.by_label} for word in meeting.words.all()
    ]
    steps += [
        {"title": _change_title(change, words), "when": change.at, "who": change.by_label}
        for change in meeting.changes.all()
    ]
    return sorted(steps, key=lambda step: step["when"])


def _word_title(word: MeetingWord) -> str:
    side = SIDE_WORDS[word.side]
    if word.confirmed:
        return _("%(side)s said: it was so") % {"side": side}
    if not word.happened:
        return _("%(side)s said: it did not take place") % {"side": side}
    return _("%(side)s said: it was otherwise") % {"side": side}


def _change_title(change: MeetingChange, words: Words) -> str:
    kind = str(ChangeKind(change.kind).label)
    told = [
        f"{name}: {show(change.before.get(key), words) or '–'} → {show(change.after.get(key), words) or '–'}"
        for key, (name, show) in SHOWN.items()
        if change.before.get(key) != change.after.get(key)
    ]
    if change.after.get("note_changed"):
        told.append(_("the note"))
    return f"{kind}: {'; '.join(map(str, told))}" if told else kind


def _kept_moment(value: str | None) -> str:
    """A moment of the history, which keeps it as ISO 8601."""
    moment = parse_datetime(value) if value else None
    return when_words(moment) if moment else ""


SHOWN: Mapping[str, Any] = {
    "start": (gettext_lazy("start"), lambda value, words: _kept_moment(value)),
    "minutes": (gettext_lazy("length"), lambda value, words: length_words(value) if value else ""),
    "activities": (gettext_lazy("what they did"), lambda value, words: activities_text(value or (), words)),
    "took_part": (gettext_lazy("who took part"), lambda value, words: took_part_words(value or ())),
    "mood": (gettext_lazy("how it was"), lambda value, words: mood_word(value)),
    "help": (gettext_lazy("asks for help"), lambda value, words: _("yes") if value else _("no")),
    "state": (
        gettext_lazy("state"),
        lambda value, words: str(MeetingState(value).label) if value in MeetingState.values else "",
    ),
}


def has_note(meeting: Meeting) -> bool:
    """Whether its page shows words somebody wrote freely."""
    return bool(meeting.note) or any(word.note for word in meeting.words.all())


# --- periods ----------------------------------------------------------------------------------------------


def periods(today: date) -> Mapping[str, tuple[str, date, date | None]]:
    """The periods a list offers: word, first day, last day."""
    month = today.replace(day=1)
    before = month - timedelta(days=1)
    return {
        "week": (pgettext("period", "last 7 days"), today - timedelta(days=6), None),
        "month": (pgettext("period", "this month"), month, None),
        "last": (pgettext("period", "last month"), before.replace(day=1), before),
        "quarter": (pgettext("period", "last 90 days"), today - timedelta(days=89), None),
    }


def since_words(moment: datetime, now: datetime) -> str:
    """How long somebody has waited, in the largest whole unit."""
    minutes = max(int((now - moment).total_seconds() // 60), 0)
    if minutes < 60:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    if minutes < 48 * 60:
        hours = minutes // 60
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    days = minutes // (24 * 60)
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
