"""Two versions of one meeting, side by side: every field that differs, and a choice for each."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.domain.drafts import FIELDS, draft_of, values_of
from activities.domain.meetings import MeetingDraft
from activities.enums import Mood, TookPart
from activities.models import Meeting
from activities.queries import catalogue_of
from base.common.errors import Refusal
from frontend.access import SignedRequest

#: The fields in a person's words; docs/phone.md and phone/words.html say the same.
WORDS: Mapping[str, Any] = {
    "start": gettext_lazy("Start"),
    "minutes": gettext_lazy("Length"),
    "activities": gettext_lazy("What you did"),
    "took_part": gettext_lazy("Who took part"),
    "mood": gettext_lazy("How it was"),
    "note": gettext_lazy("Note"),
    "help": gettext_lazy("Need for help"),
}
FEW_DIGITS = 9
THIS_CENTURY = range(2000, 2100)

#: As JSON values.
KINDS: Mapping[str, Any] = {
    "start": str,
    "minutes": int,
    "activities": list,
    "took_part": list,
    "mood": int | None,
    "note": str,
    "help": bool,
}


@dataclass(frozen=True)
class Sent:
    """The other version, as JSON values by field."""

    values: Mapping[str, Any]

    @classmethod
    def of_draft(cls, draft: MeetingDraft) -> "Sent":
        """From a form of ours."""
        return cls(values_of(draft))

    @classmethod
    def of_device(cls, data: QueryDict) -> "Sent":
        """From what a phone kept; Refusal when it is no meeting at all."""
        return cls.of_draft(
            MeetingDraft(
                start=_moment(data.get("start", "")),
                minutes=small_number(data.get("minutes", "")) or 0,
                activities=data.getlist("activities"),
                took_part=data.getlist("took_part"),
                mood=small_number(data.get("mood", "")),
                note=data.get("note", "").replace("\0", ""),
                help=bool(data.get("help")),
            )
        )


def differing_page(
    request: SignedRequest, meeting: Meeting, sent: Sent, *, told: str, entry_id: UUID | None = None
) -> HttpResponse:
    """The page to choose on; nothing has been changed yet."""
    ours = values_of(draft_of(meeting))
    words = {one.code: one.word for one in catalogue_of(meeting.pair.programme, hidden=True)}
    lines = [
        {
            "field": name,
            "word": WORDS[name],
            "sides": [
                {"value": json.dumps(values[name]), "said": _said(name, values[name], words), "whose": whose}
                for whose, values in (("yours", sent.values), ("ours", ours))
            ],
        }
        for name in FIELDS
        if sent.values[name] != ours[name]
    ]
    context = {"meeting": meeting, "lines": lines, "told": told, "entry_id": entry_id or ""}
    return render(request, "phone/differing.html", context, status=HTTPStatus.CONFLICT)


def chosen_draft(meeting: Meeting, data: QueryDict) -> MeetingDraft:
    """The meeting with the chosen lines; ValidationError for what cannot be read."""
    try:
        values = dict(values_of(draft_of(meeting)))
        values |= {name: json.loads(str(data[name])) for name in FIELDS if name in data}
        if not all(isinstance(values[name], KINDS[name]) for name in FIELDS):
            raise TypeError
        values["start"] = _moment(values["start"])
        values["note"] = values["note"].replace("\0", "")
        return MeetingDraft(**{name: values[name] for name in FIELDS})
    except (ValueError, TypeError, Refusal) as error:
        raise ValidationError(_("Choose one of the two for each line.")) from error


def small_number(text: str) -> int | None:
    """What a form sent as a number of a few digits; None for anything else."""
    return int(text) if text.isdecimal() and len(text) <= FEW_DIGITS else None


def _moment(text: str) -> datetime:
    """With its offset from UTC and in this century; Refusal for anything else."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None or timezone.is_naive(moment) or moment.year not in THIS_CENTURY:
        raise Refusal(_("Say when it was."), code="no_time")
    return moment


def _said(name: str, value: Any, words: Mapping[str, str]) -> str:
    if value in (None, "", [], ()):
        return "–"
    if name == "start":
        local = timezone.localtime(datetime.fromisoformat(value))
        return f"{date_format(local, 'l j E')}, {local:%H:%M}"
    if name == "minutes":
        return duration(value)
    if name == "mood":
        return str(dict(Mood.choices).get(value, value))
    if name == "help":
        return _("yes") if value else _("no")
    if name == "took_part":
        return ", ".join(str(dict(TookPart.choices).get(code, code)) for code in value)
    if name == "activities":
        return ", ".join(words.get(code, code) for code in value)
    return str(value)


def duration(minutes: int) -> str:
    """1 h 30 min."""
    whole, rest = divmod(int(minutes), 60)
    told = [_("%(n)d h") % {"n": whole}] if whole else []
    told += [_("%(n)d min") % {"n": rest}] if rest or not whole else []
    return " ".join(told)
