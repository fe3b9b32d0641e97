"""The log as a page shows it: what can be chosen, what is set already, and what needs mending."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from activities.domain.drafts import draft_of
from activities.enums import Mood, TookPart
from activities.models import Meeting
from activities.queries import RosterLine, catalogue_of, roster_of
from base.accounts.models import Membership
from frontend.forms.meetings import LENGTHS, OTHER

SOON = timedelta(hours=2)
LATE = timedelta(days=3)


@dataclass
class LogPage:
    """What the template `phone/log_fields.html` draws. Values are strings, as in the HTML."""

    lines: list[RosterLine]
    catalogue: dict[str, dict[str, str]]
    id: str = ""
    pair: str = ""
    start: datetime | None = None
    start_date: str = ""
    start_time: str = ""
    minutes: str = ""
    other_minutes: str = ""
    activities: list[str] = field(default_factory=list)
    took_part: list[str] = field(default_factory=list)
    mood: str = ""
    note: str = ""
    help: bool = False
    errors: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def pairs(self) -> list[dict[str, Any]]:
        """Whom one may have met, with what their choice sets by itself."""
        return [
            {
                "key": str(line.pair.key),
                "label": line.label,
                "minutes": line.minutes,
                "activities": [one.code for one in line.activities],
                "next": line.next and {"start": line.next.start.isoformat(), "minutes": line.next.minutes},
            }
            for line in self.lines
        ]

    @property
    def only(self) -> dict[str, Any] | None:
        """The one pair there is to choose."""
        return self.pairs[0] if len(self.lines) == 1 else None

    @property
    def moods(self) -> dict[str, str]:
        """The four faces and their words."""
        return {str(mood.value): str(mood.label) for mood in Mood}

    @property
    def took_parts(self) -> dict[str, str]:
        """Who may have been there."""
        return {part.value: str(part.label) for part in TookPart}

    @property
    def start_in_words(self) -> str:
        """Today, 16:00; or Friday 27 November, 16:00."""
        if self.start is None:
            return _("When was it?")
        return in_words(self.start)

    def set_start(self, start: datetime) -> None:
        """As the wall shows it in Poland."""
        local = timezone.localtime(start)
        self.start, self.start_date, self.start_time = start, f"{local:%Y-%m-%d}", f"{local:%H:%M}"

    def set_minutes(self, minutes: int) -> None:
        """A big button where there is one."""
        known = minutes in LENGTHS
        self.minutes, self.other_minutes = (str(minutes), "") if known else (OTHER, str(minutes))


def in_words(moment: datetime) -> str:
    """Today, yesterday and tomorrow by their names, any other day in words; and the time."""
    local = timezone.localtime(moment)
    day, today = local.date(), timezone.localdate()
    near = {
        today: _("Today"),
        today - timedelta(days=1): _("Yesterday"),
        today + timedelta(days=1): _("Tomorrow"),
    }
    return f"{near.get(day) or date_format(local, 'l j E')}, {local:%H:%M}"


def new_log(membership: Membership, asked: str = "") -> LogPage:
    """An empty log with what can be guessed; `asked`: the key of a pair chosen elsewhere."""
    page = _page_of(membership)
    page.id = str(uuid.uuid4())
    now = timezone.now()
    likely = next((line for line in page.lines if str(line.pair.key) == asked), None) or _likely(
        page.lines, now
    )
    if likely is not None:
        page.pair = str(likely.pair.key)
    planned = likely.next if likely and likely.next and now - LATE < likely.next.start <= now + SOON else None
    minutes = planned.minutes if planned else likely.minutes if likely else 60
    page.set_minutes(minutes)
    page.set_start(planned.start if planned else _to_5_minutes(now - timedelta(minutes=minutes)))
    return page


def log_as_sent(
    membership: Membership, data: QueryDict, error: ValidationError | Mapping[str, Any]
) -> LogPage:
    """What was typed, with what needs mending."""
    return _as_sent(_page_of(membership), data, error)


def page_of_meeting(meeting: Meeting) -> LogPage:
    """A meeting that stands, to be changed."""
    page = LogPage(lines=[], catalogue=_catalogue(catalogue_of(meeting.pair.programme, hidden=True)))
    told = draft_of(meeting)
    page.set_start(told.start)
    page.set_minutes(told.minutes)
    page.activities, page.took_part = list(told.activities), list(told.took_part)
    page.mood, page.note, page.help = str(told.mood or ""), told.note, told.help
    return page


def meeting_as_sent(meeting: Meeting, data: QueryDict, error: ValidationError | Mapping[str, Any]) -> LogPage:
    """The same with what was typed."""
    return _as_sent(page_of_meeting(meeting), data, error)


def _as_sent(page: LogPage, data: QueryDict, error: ValidationError | Mapping[str, Any]) -> LogPage:
    for name in ("id", "pair", "start_date", "start_time", "minutes", "other_minutes", "mood", "note"):
        setattr(page, name, data.get(name, ""))
    page.start = None
    page.activities, page.took_part = data.getlist("activities"), data.getlist("took_part")
    page.help = bool(data.get("help"))
    told = dict(error.message_dict) if isinstance(error, ValidationError) else dict(error)
    told["start"] = [*told.get("start", []), *told.pop("start_date", []), *told.pop("start_time", [])]
    page.errors = told
    return page


def _page_of(membership: Membership) -> LogPage:
    lines = roster_of(membership)
    return LogPage(lines=lines, catalogue=_catalogue(one for line in lines for one in line.activities))


def _catalogue(activities: Any) -> dict[str, dict[str, str]]:
    return {one.code: {"word": one.word, "picture": one.picture} for one in activities}


def _likely(lines: list[RosterLine], now: datetime) -> RosterLine | None:
    if len(lines) == 1:
        return lines[0]
    today = timezone.localdate(now)
    due = [one for one in lines if one.next and one.next.start <= now + SOON]
    return next((one for one in due if one.next and timezone.localdate(one.next.start) == today), None)


def _to_5_minutes(moment: datetime) -> datetime:
    seconds = round(moment.timestamp() / 300) * 300
    return datetime.fromtimestamp(seconds, tz=moment.tzinfo)
