"""One entry in, one answer out; whatever is wrong with it stays with it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from activities.domain.answers import Logged
from activities.domain.meetings import Device, MeetingDraft, log_meeting
from activities.errors import Difference, Differs, EntryErased
from activities.models import Entry
from activities.queries import pair_of_helper
from base.accounts.models import Membership
from base.common.errors import Refusal
from matching.enums import PairSide

from .doors import sentence_of
from .errors import unreadable
from .serializers import NumberedEntrySerializer

Answer = dict[str, Any]


def answer_to(told: object, *, membership: Membership, sent_at: datetime | None) -> Answer:
    """Log one entry as it was sent, and say what became of it."""
    given = told.get("id") if isinstance(told, Mapping) else None
    number = given if isinstance(given, str) else None
    sent = NumberedEntrySerializer(data=told)
    if not sent.is_valid():
        return _answer(number, 422, sentence=unreadable(), errors=_by_field(sent.errors))
    fields = sent.validated_data
    number = str(fields["id"])
    pair = pair_of_helper(membership, fields["pair"])
    if pair is None:
        return _answer(number, 404, sentence=sentence_of(404))
    try:
        logged = log_meeting(
            pair,
            entry_id=fields["id"],
            draft=_draft(fields),
            side=PairSide.HELPER,
            by=membership,
            device=Device(device_at=fields.get("device_at"), sent_at=fields.get("sent_at") or sent_at),
        )
    except EntryErased as erased:
        return _answer(number, 410, sentence=erased.message)
    except Differs as differs:
        return _answer(number, 409, sentence=differs.message, differences=differs.differences)
    except Refusal as refusal:
        return _answer(number, 422, sentence=refusal.message)
    except ValidationError as error:
        return _answer(number, 422, sentence=unreadable(), errors=error.message_dict)
    return _taken(number, logged)


def shown(entry: Entry) -> dict[str, Any]:
    """An own entry with its content, and its meeting as it stands."""
    meeting = entry.meeting
    assert meeting is not None  # noqa: S101 - of one not erased
    return {
        "id": entry.pk,
        "outcome": entry.outcome,
        "received_at": entry.received_at,
        "content": entry.content,
        "meeting": {
            "state": meeting.state,
            "state_word": meeting.get_state_display(),
            "start": meeting.start,
            "minutes": meeting.minutes,
            "version": meeting.version,
        },
    }


def _draft(fields: Mapping[str, Any]) -> MeetingDraft:
    return MeetingDraft(
        start=fields["start"],
        minutes=fields["minutes"],
        activities=fields.get("activities", ()),
        took_part=fields.get("took_part", ()),
        mood=fields.get("mood"),
        note=fields.get("note", ""),
        help=fields.get("help", False),
    )


def _taken(number: str, logged: Logged) -> Answer:
    return _answer(
        number,
        201 if logged.is_new else 200,
        outcome=logged.outcome.value,
        sentence=logged.sentence,
        differences=logged.differences,
        clock_off_seconds=logged.clock_off_seconds,
    )


def _answer(
    number: str | None,
    status: int,
    *,
    sentence: str,
    outcome: str = "",
    differences: Any = (),
    errors: Mapping[str, Any] | None = None,
    clock_off_seconds: int | None = None,
) -> Answer:
    found: list[Difference] = list(differences)
    return {
        "id": number,
        "status": status,
        "outcome": outcome,
        "sentence": sentence,
        "differences": [vars(one) for one in found],
        "errors": dict(errors or {}),
        "clock_off_seconds": clock_off_seconds,
    }


def _by_field(errors: Mapping[str, Any]) -> dict[str, list[str]]:
    """Errors of lists and of whole entries as plain lists of sentences."""
    found: dict[str, list[str]] = {}
    for field, told in errors.items():
        name = "entry" if field == "non_field_errors" else str(field)
        found[name] = list(dict.fromkeys(_flat(told)))
    return found


def _flat(told: Any) -> list[str]:
    if isinstance(told, Mapping):
        return [sentence for one in told.values() for sentence in _flat(one)]
    if isinstance(told, list | tuple):
        return [sentence for one in told for sentence in _flat(one)]
    return [str(told)]
