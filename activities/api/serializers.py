"""The shapes of the API: what may be sent, and what is answered."""

import re
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

MOST_ENTRIES = 50
MOST_CODES = 20
_OFFSET = re.compile(r"(Z|[+-]\d{2}:?\d{2})$", re.IGNORECASE)
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


class MomentField(serializers.DateTimeField):
    """A moment with its offset from UTC: without one, an hour of a night in autumn could be either of two."""

    default_error_messages = {
        "offset": _("Send the time with its offset from UTC, like 2026-10-25T02:30:00+01:00."),
        "far": _("This date is too far away to be meant."),
    }

    def to_internal_value(self, value: Any) -> datetime:
        """An aware datetime in this century."""
        if not isinstance(value, str) or not _OFFSET.search(value.strip()):
            self.fail("offset")
        moment = super().to_internal_value(value.strip())
        if not EARLIEST <= moment <= LATEST:
            self.fail("far")
        return moment


def _codes() -> serializers.ListField:
    return serializers.ListField(
        child=serializers.CharField(max_length=24), max_length=MOST_CODES, required=False
    )


class SentEntrySerializer(serializers.Serializer[Any]):
    """One log as a phone sends it under its own number."""

    pair = serializers.UUIDField()
    start = MomentField()
    minutes = serializers.IntegerField(min_value=0, max_value=100_000)
    activities = _codes()
    took_part = _codes()
    mood = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=100)
    note = serializers.CharField(required=False, allow_blank=True, max_length=5_000)
    help = serializers.BooleanField(required=False)
    device_at = MomentField(required=False, allow_null=True)
    sent_at = MomentField(required=False, allow_null=True)


class NumberedEntrySerializer(SentEntrySerializer):
    """The same in a batch."""

    id = serializers.UUIDField()


class BatchSerializer(serializers.Serializer[Any]):
    """What the phone had in its queue. Each entry is read by itself: a bad one keeps no other waiting."""

    sent_at = MomentField(required=False, allow_null=True)
    entries = serializers.ListField(child=serializers.JSONField(), max_length=MOST_ENTRIES)


class SentBatchSerializer(serializers.Serializer[Any]):
    """The same, as the schema tells it."""

    sent_at = MomentField(required=False, allow_null=True, help_text="The phone's clock when it sends this.")
    entries = serializers.ListField(child=NumberedEntrySerializer(), max_length=MOST_ENTRIES)


# --- answers ------------------------------------------------------------------------------------------


class DifferenceSerializer(serializers.Serializer[Any]):
    """A field in which this entry differs from what stands."""

    field = serializers.CharField()
    yours = serializers.JSONField(allow_null=True)
    ours = serializers.JSONField(allow_null=True)


class AnswerSerializer(serializers.Serializer[Any]):
    """What became of one entry."""

    id = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField([200, 201, 404, 409, 410, 422])
    outcome = serializers.ChoiceField(["", "made", "known", "confirmed", "for_review"])
    sentence = serializers.CharField()
    differences = DifferenceSerializer(many=True)
    errors = serializers.DictField(  # type: ignore[assignment]  # a field, not what is wrong with the answer
        child=serializers.ListField(child=serializers.CharField())
    )
    clock_off_seconds = serializers.IntegerField(allow_null=True)


class AnswersSerializer(serializers.Serializer[Any]):
    """One answer for each entry, in their order."""

    now = serializers.DateTimeField()
    answers = AnswerSerializer(many=True)


class ProblemSerializer(serializers.Serializer[Any]):
    """Any refusal of a whole request."""

    sentence = serializers.CharField()
    errors = serializers.DictField(  # type: ignore[assignment]  # as above
        child=serializers.JSONField()
    )


class ContentSerializer(serializers.Serializer[Any]):
    """An entry as it was sent."""

    pair = serializers.UUIDField()
    start = serializers.DateTimeField()
    minutes = serializers.IntegerField()
    activities = serializers.ListField(child=serializers.CharField())
    took_part = serializers.ListField(child=serializers.CharField())
    mood = serializers.IntegerField(allow_null=True)
    note = serializers.CharField(allow_blank=True)
    help = serializers.BooleanField()


class MeetingStateSerializer(serializers.Serializer[Any]):
    """Where the meeting of an entry stands today."""

    state = serializers.CharField()
    state_word = serializers.CharField()
    start = serializers.DateTimeField()
    minutes = serializers.IntegerField()
    version = serializers.IntegerField()


class EntrySerializer(serializers.Serializer[Any]):
    """An own entry, and what became of it."""

    id = serializers.UUIDField()
    outcome = serializers.CharField()
    received_at = serializers.DateTimeField()
    content = ContentSerializer()
    meeting = MeetingStateSerializer()


class SlotSerializer(serializers.Serializer[Any]):
    """A planned meeting."""

    start = serializers.DateTimeField()
    minutes = serializers.IntegerField()


class RosterPairSerializer(serializers.Serializer[Any]):
    """A pair by its neutral label."""

    key = serializers.UUIDField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field, not its name on a form
    programme = serializers.CharField()
    state = serializers.CharField()
    activities = serializers.ListField(child=serializers.CharField())
    minutes = serializers.IntegerField()
    next = SlotSerializer(allow_null=True)
    until = serializers.DateField(allow_null=True)


class WordSerializer(serializers.Serializer[Any]):
    """An activity as a picture with a word."""

    word = serializers.CharField()
    picture = serializers.CharField()


class RosterSerializer(serializers.Serializer[Any]):
    """All a phone keeps to log offline."""

    now = serializers.DateTimeField()
    pairs = RosterPairSerializer(many=True)
    catalogue = serializers.DictField(child=WordSerializer())
    took_part = serializers.DictField(child=serializers.CharField())
    moods = serializers.DictField(child=serializers.CharField())
