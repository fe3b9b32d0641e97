"""What the pairs at work did: the mentor shows the work and its words, a morning a week."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from activities.domain.meetings import MeetingDraft, confirm_meeting, log_meeting
from families.domain.access import HouseholdActor
from matching.enums import PairSide, PairState
from matching.models import Pair, Programme

from .chance import Chance
from .meetings import helper_of
from .past import MONTHS_AT_WORK, month_ago

DID: Final = (
    ("work_tour", "talk"),
    ("work_tasks",),
    ("work_papers", "talk"),
    ("lessons",),
    ("work_tasks", "talk"),
)
HOUR: Final = 10
#: From Tuesday to Thursday, by turns of the pairs: a mentor of two is with one of them at a time.
WEEKDAYS: Final = (1, 2, 3)
#: Minutes of a meeting, by turns.
MINUTES: Final = (210, 180, 240, 195)
#: What waits for the new colleague's word: the meetings of the last days.
ASKED_DAYS: Final = 6


def pairs_at_work(programme: Programme) -> list[Pair]:
    """The pairs that meet, those of mentors who can log in first."""
    people = ("programme", "seeker__household", "seeker__member", "helper__mentor__user")
    meet = Pair.objects.filter(programme=programme, state=PairState.ACTIVE).select_related(*people)
    return sorted(meet, key=lambda pair: (pair.helper.person.user_id is None, pair.pk))


def tell_work(chance: Chance, programme: Programme) -> None:
    """Every meeting of the months that are claimed and of this one, confirmed but for the last."""
    today = timezone.localdate()
    for place, pair in enumerate(pairs_at_work(programme)):
        weekday = WEEKDAYS[place % len(WEEKDAYS)]
        mentor, colleague = helper_of(pair), HouseholdActor(pair.seeker.household)
        for number, day in enumerate(_mornings(weekday, month_ago(MONTHS_AT_WORK), today)):
            draft = MeetingDraft(
                start=timezone.make_aware(datetime.combine(day, time(HOUR))),
                minutes=MINUTES[(pair.pk + number) % len(MINUTES)],
                activities=DID[(pair.pk + number) % len(DID)],
                took_part=("adult",),
                mood=3,
            )
            entry = UUID(int=chance.rng.getrandbits(128), version=4)
            side = PairSide.HELPER
            meeting = log_meeting(pair, entry_id=entry, draft=draft, side=side, by=mentor).meeting
            if (today - day).days > ASKED_DAYS:
                confirm_meeting(meeting, side=PairSide.FAMILY, by=colleague, mood=3)


def _mornings(weekday: int, first: date, until: date) -> Iterator[date]:
    for number in range((until - first).days):
        day = first + timedelta(days=number)
        if day.weekday() == weekday:
            yield day
