"""What the pairs of the demo did since they met: meetings, what families said, plans, a call for help."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from activities.domain.catalogue import add_activity
from activities.domain.concerns import report_concern
from activities.domain.helping import call_for_help
from activities.domain.meetings import (
    MeetingDraft,
    confirm_meeting,
    log_meeting,
    say_otherwise,
    withdraw_meeting,
)
from activities.domain.planning import plan_meeting
from activities.enums import Mood
from activities.models import Meeting, PlannedMeeting
from activities.queries import assignment_of
from base.audit.actor import Actor, Robot
from families.domain.access import HouseholdActor
from matching.enums import PairSide, PairState
from matching.models import Pair, Programme

from .chance import Chance

DID: Final = (
    ("talk", "walk"), ("playground", "talk"), ("office",), ("lessons", "talk"), ("shopping",), ("library",),
    ("cooking", "talk"), ("home", "lessons"),
)  # fmt: skip
NOTES: Final = (
    "", "", "Pierwszy raz rozmawialiśmy tylko po polsku.", "", "Formularz do szkoły już wypełniony.", "",
    "Następnym razem biblioteka.", "",
)  # fmt: skip
MET_IN: Final = (PairState.MET, PairState.AGREED, PairState.ACTIVE, PairState.CLOSED)
HOUR: Final = 17
#: Pairs that meet no more, by their turn, and for how many days: one is quiet, one silent.
STOPPED: Final = {2: 16, 3: 23}
#: The turn of the pair whose last meeting was hard.
HARD: Final = 1
HARD_WORDS: Final = "Trudna rozmowa, rodzina martwi się o mieszkanie. Nie wiem, jak pomóc."
#: Of eight meetings, what became of each: asked, confirmed, or remembered differently.
SAID: Final = ("yes", "yes", "yes", "", "yes", "otherwise", "yes", "")


def tell_meetings(chance: Chance, programme: Programme, *, by: Actor) -> None:
    """A meeting a week since each pair met; the last ones wait for the family's word."""
    add_activity(
        programme,
        words={"pl": "ogródek", "uk": "городик", "ru": "огород", "en": "allotment"},
        picture="walk",
        why="Dwie rodziny mają ogródek.",
        by=by,
    )
    pairs = list(_that_met(programme))
    going_on = [pair for pair in pairs if pair.state == PairState.ACTIVE]
    stopped = {going_on[turn].pk: days for turn, days in STOPPED.items() if turn < len(going_on)}
    hard = {pair.pk for pair in going_on[HARD : HARD + 1]}
    for number, pair in enumerate(pairs):
        days = _days(pair, until=timezone.localdate() - timedelta(days=stopped.get(pair.pk, 0)))
        held = [
            _log(chance, pair, day, place, is_hard=pair.pk in hard and place == len(days) - 1)
            for place, day in enumerate(days)
        ]
        for place, meeting in enumerate(held):
            if meeting.mood != Mood.HARD:
                _answer(meeting, SAID[(number + place) % len(SAID)])
        if held and number == 1:
            withdraw_meeting(_log(chance, pair, days[-1] - timedelta(days=1), 7), by=helper_of(pair))
    for number, pair in enumerate(pair for pair in going_on if pair.pk not in stopped):
        _plan(pair, timezone.localdate() + timedelta(days=1 + number % 5), by=helper_of(pair))
    for pair in going_on[:1]:
        words = "Rodzina dostała pismo ze szkoły, którego nie rozumiem. Proszę o telefon."
        call_for_help(pair, side=PairSide.HELPER, by=helper_of(pair), words=words)
    for pair in going_on[1:2]:
        report_concern(
            pair.seeker.household,
            pair=pair,
            side=PairSide.FAMILY,
            by=HouseholdActor(pair.seeker.household),
            words="Sąsiad krzyczy na nas na klatce schodowej. Dzieci się boją.",
        )


def pairs_that_meet(programme: Programme) -> list[Pair]:
    """The pairs that go on, in the order in which they were brought together."""
    return [pair for pair in _that_met(programme) if pair.state == PairState.ACTIVE]


def _that_met(programme: Programme) -> QuerySet[Pair]:
    people = ("programme", "seeker__household", "helper__volunteer__user", "helper__mentor__user")
    return Pair.objects.filter(programme=programme, state__in=MET_IN).select_related(*people).order_by("pk")


def _days(pair: Pair, *, until: date) -> list[date]:
    """A day a week of the time in which they could meet, the day before `until` at the latest."""
    assignment = assignment_of(pair)
    if assignment is None:
        return []
    last = timezone.localdate(assignment.ends) if assignment.ends else timezone.localdate()
    first = timezone.localdate(assignment.begins)
    days = list(_weekly(first + timedelta(days=1), min(last, until)))
    # Of a pair that has ended one log comes late, and a coordinator looks at it.
    return days[-1:] if pair.state == PairState.CLOSED else days


def _weekly(day: date, until: date) -> Iterator[date]:
    while day < until:
        yield day
        day += timedelta(days=7)


def helper_of(pair: Pair) -> Actor:
    """Whoever helps, as the record knows them."""
    person = pair.helper.person
    if person.user is None:
        return Robot(person.label)
    membership: Actor = person.user.memberships.current().select_related("user", "organisation").get()
    return membership


def _log(chance: Chance, pair: Pair, day: date, number: int, *, is_hard: bool = False) -> Meeting:
    children = bool(pair.seeker.household.children)
    draft = MeetingDraft(
        start=timezone.make_aware(datetime.combine(day, time(HOUR))),
        minutes=chance.rng.choice((60, 90, 90, 120)),
        activities=DID[(pair.pk + number) % len(DID)],
        took_part=("adult", "children") if children else ("adult",),
        mood=Mood.HARD if is_hard else chance.rng.choice((2, 3, 3, 4)),
        note=HARD_WORDS if is_hard else NOTES[(pair.pk + number) % len(NOTES)],
    )
    entry = UUID(int=chance.rng.getrandbits(128), version=4)
    return log_meeting(pair, entry_id=entry, draft=draft, side=PairSide.HELPER, by=helper_of(pair)).meeting


def _answer(meeting: Meeting, said: str) -> None:
    family = HouseholdActor(meeting.pair.seeker.household)
    if said == "yes":
        confirm_meeting(meeting, side=PairSide.FAMILY, by=family, mood=meeting.mood)
    elif said == "otherwise":
        say_otherwise(meeting, side=PairSide.FAMILY, by=family, happened=True, minutes=meeting.minutes - 30)


def _plan(pair: Pair, day: date, *, by: Actor) -> PlannedMeeting:
    start = timezone.make_aware(datetime.combine(day, time(HOUR)))
    return plan_meeting(
        pair, start=start, minutes=90, place="Biblioteka, ulica Rajska", by=by, side=PairSide.HELPER
    )
