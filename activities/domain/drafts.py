"""What somebody wants to write down of a meeting: read, checked, compared, and made into one digest."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from activities.enums import Mood, TookPart
from activities.errors import Difference
from activities.models import Meeting
from activities.models.meetings import FEWEST_MINUTES, LONGEST_NOTE, MOST_MINUTES

from .times import whole_minute

#: Of these two versions may differ; the order is that of the page.
FIELDS = ("start", "minutes", "activities", "took_part", "mood", "note", "help")


@dataclass(frozen=True)
class MeetingDraft:
    """A meeting as one side tells it. `help` calls the coordinators."""

    start: datetime
    minutes: int
    activities: Sequence[str] = ()
    took_part: Sequence[str] = ()
    mood: int | None = None
    note: str = ""
    help: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", whole_minute(self.start))
        object.__setattr__(self, "activities", tuple(sorted(set(self.activities))))
        object.__setattr__(self, "took_part", tuple(sorted(set(self.took_part))))
        object.__setattr__(self, "note", self.note.strip())

    def content(self, pair_key: str) -> dict[str, Any]:
        """Everything told, as JSON values that do not depend on who tells it or when."""
        return {"pair": pair_key, **values_of(self)}


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of the content, however its keys were ordered."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def values_of(draft: MeetingDraft) -> dict[str, Any]:
    """The fields as JSON values."""
    found = {field.name: getattr(draft, field.name) for field in fields(draft)}
    return {
        **found,
        "start": iso(draft.start),
        "activities": list(draft.activities),
        "took_part": list(draft.took_part),
    }


def draft_of(meeting: Meeting) -> MeetingDraft:
    """A meeting as its writer told it."""
    return MeetingDraft(
        start=meeting.start,
        minutes=meeting.minutes,
        activities=meeting.activities,
        took_part=meeting.took_part,
        mood=meeting.mood,
        note=meeting.note,
        help=meeting.needs_help,
    )


def iso(moment: datetime) -> str:
    """A moment in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def differences(
    yours: Mapping[str, Any], ours: Mapping[str, Any], names: Collection[str] = FIELDS
) -> list[Difference]:
    """The fields in which they differ, in the order of the page."""
    return [
        Difference(name, yours.get(name), ours.get(name))
        for name in names
        if yours.get(name) != ours.get(name)
    ]


def refuse_bad_draft(draft: MeetingDraft, *, codes: Collection[str]) -> None:
    """ValidationError by field; `codes` are those of the programme's catalogue, hidden ones too."""
    problems: dict[str, str] = {}
    if not FEWEST_MINUTES <= draft.minutes <= MOST_MINUTES:
        problems["minutes"] = length_sentence()
    if set(draft.activities) - set(codes):
        problems["activities"] = _(
            "This is not in the list of activities. Open the page anew and choose again."
        )
    if set(draft.took_part) - set(TookPart.values):
        problems["took_part"] = _("Choose who took part from the list.")
    if draft.mood is not None and draft.mood not in Mood.values:
        problems["mood"] = _("Choose one of the four faces, or none.")
    if len(draft.note) > LONGEST_NOTE:
        problems["note"] = _("The note can have up to %(most)d characters.") % {"most": LONGEST_NOTE}
    if problems:
        raise ValidationError(problems)


def refuse_bad_length(minutes: int) -> None:
    """ValidationError for `minutes` unless a meeting can last so long."""
    if not FEWEST_MINUTES <= minutes <= MOST_MINUTES:
        raise ValidationError({"minutes": length_sentence()})


def length_sentence() -> str:
    """How long a meeting may last."""
    return _("A meeting lasts from %(fewest)d minutes to %(most)d hours.") % {
        "fewest": FEWEST_MINUTES,
        "most": MOST_MINUTES // 60,
    }
