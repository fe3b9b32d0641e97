"""Messages of a pair, by the verbs and as rows."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from activities.domain.talk import write_message
from activities.models import Talk, TalkMessage
from base.audit.actor import Robot
from matching.enums import PairSide
from matching.models import Pair

WRITERS = {
    PairSide.HELPER: Robot("Bob", actor_id=7),
    PairSide.FAMILY: Robot("K-1"),
    PairSide.COORDINATOR: Robot("Alice Nowak", actor_id=1),
}


def said(pair: Pair, side: str = PairSide.HELPER, words: str = "Good day", **fields: Any) -> TalkMessage:
    """A message, written by the verb."""
    side = PairSide(side)
    told = {"key": uuid4(), "language": "en", "by": WRITERS[side], "words": words, **fields}
    return write_message(pair, side=side, **told)


def said_before(pair: Pair, side: str = PairSide.HELPER, *, hours: float, **fields: Any) -> TalkMessage:
    """A message that was written so long ago: as a row, past the verb."""
    at = timezone.now() - timedelta(hours=hours)
    told = {"words": "Good day", "language": "en", "by_label": WRITERS[PairSide(side)].actor_label, **fields}
    message = TalkMessage.objects.create(pair=pair, side=side, at=at, **told)
    newest = {"last_id": message.pk, "last_at": at, f"last_of_{side}": message.pk}
    Talk.objects.update_or_create(pair=pair, defaults=newest)
    return message
