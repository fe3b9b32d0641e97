"""What tests of the installable pages share: offers, logs as a form sends them, entries."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from activities.domain.meetings import log_meeting
from activities.models import Entry
from base.accounts.models import Membership
from matching.enums import PairSide
from matching.models import Pair
from tests.factories.activities import at, draft, meeting_pair


def offer_to(helper: Membership, *, told: bool = True, **fields) -> Pair:
    """A pair just offered; told: its ten minutes of undoing are over."""
    now = timezone.now()
    undo_until = now - timedelta(minutes=1) if told else now + timedelta(minutes=9)
    answer_by = timezone.localdate() + timedelta(days=14)
    offered = {"state": "offered", "active_since": None, "undo_until": undo_until, "answer_by": answer_by}
    fields = offered | fields
    return meeting_pair(helper, days=0, **fields)


def a_log(pair: Pair, *, number: UUID | None = None, **fields) -> dict:
    """What the form of the log sends: an hour of yesterday."""
    start = timezone.localtime(fields.pop("start", at(days=-1)))
    told = {
        "id": str(number or uuid4()),
        "pair": str(pair.key),
        "start_date": f"{start:%Y-%m-%d}",
        "start_time": f"{start:%H:%M}",
        "minutes": "60",
        "activities": ["talk"],
        "mood": "3",
    }
    return {**told, **fields}


def an_entry(helper: Membership, pair: Pair | None = None, **fields) -> Entry:
    """A meeting this helper has logged, as the entry it came in."""
    pair = pair or meeting_pair(helper)
    logged = log_meeting(pair, entry_id=uuid4(), draft=draft(**fields), side=PairSide.HELPER, by=helper)
    return logged.entry
