"""What a helper's phone holds: their pairs by label, and what it takes to log a meeting."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from activities.models import Activity, PlannedMeeting
from base.accounts.models import Membership
from matching.models import Pair, Programme
from matching.queries import rules_on

from .catalogue import catalogue_of
from .pairs import ASSIGNED, pairs_of_helper
from .plans import coming_meetings

USUAL_MINUTES = 60


@dataclass(frozen=True)
class RosterLine:
    """One pair: its usual length, its activities, and the meeting it has planned next, or had these days."""

    pair: Pair
    label: str
    minutes: int
    activities: list[Activity]
    next: PlannedMeeting | None


def roster_of(membership: Membership | None, now: datetime | None = None) -> list[RosterLine]:
    """The pairs the person helps in now, by label; nothing of a pair that has ended."""
    now = now or timezone.now()
    pairs = pairs_of_helper(membership).filter(ASSIGNED)
    rows = list(pairs.select_related("programme", "seeker__household").order_by("seeker__household__label"))
    planned: dict[int, PlannedMeeting] = {}
    for plan in coming_meetings(pairs, now):
        planned.setdefault(plan.pair_id, plan)
    programmes = {row.programme_id: row.programme for row in rows}
    activities = {key: catalogue_of(programme) for key, programme in programmes.items()}
    minutes = {key: usual_minutes(programme) for key, programme in programmes.items()}
    return [
        RosterLine(
            pair=row,
            label=row.seeker.household.label,
            minutes=minutes[row.programme_id],
            activities=activities[row.programme_id],
            next=planned.get(row.pk),
        )
        for row in rows
    ]


def usual_minutes(programme: Programme) -> int:
    """How long meetings of the programme are meant to last today."""
    rules = rules_on(programme, timezone.localdate())
    return rules.session_minutes if rules else USUAL_MINUTES
