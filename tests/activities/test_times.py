"""Local times as one moment, and real minutes, over both clock changes, month ends and 29 February."""

import random
import sys
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from activities.domain.drafts import MeetingDraft, digest_of, iso
from activities.domain.times import (
    day_begins,
    day_ends,
    minutes_between,
    moments_of,
    start_of,
    whole_minute,
)
from activities.models import Meeting

WARSAW = ZoneInfo("Europe/Warsaw")
#: Days on which clocks change, a month or a year ends, or that most years have not; with the day before.
EDGES = [
    date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31), date(2028, 2, 29),
    date(2024, 2, 29), date(2026, 2, 28), date(2026, 4, 30), date(2026, 12, 31), date(2028, 3, 26),
]  # fmt: skip
INTERVALS, SEED = 2_000, 20261129


def on_the_wall(moment: datetime) -> datetime:
    return moment.astimezone(WARSAW).replace(tzinfo=None)


def intervals() -> list[tuple[date, time, int]]:
    """A day about an edge, a time on the wall, and minutes; the hours of the change often."""
    chance = random.Random(SEED)
    return [
        (
            chance.choice(EDGES) + timedelta(days=chance.choice([-1, 0, 0, 0, 1])),
            time(chance.choice([*range(24), 1, 2, 2, 2, 3]), chance.randrange(60)),
            chance.randint(5, 720),
        )
        for _number in range(INTERVALS)
    ]


def test_interval_is_as_long_as_it_was_and_shows_what_was_typed():
    seen = Counter()
    for day, typed, minutes in intervals():
        moments = moments_of(day, typed)
        seen[len(moments)] += 1
        check(day, typed, minutes, moments)
    sys.stdout.write(
        f"{INTERVALS} intervals, seed {SEED}: {dict(seen)} by how often the clock showed the start\n"
    )
    assert min(seen[0], seen[2]) > 20


def check(day, typed, minutes, moments):
    hour = typed.hour
    if not moments:
        assert (day.month, day.weekday(), hour) == (3, 6, 2)
        with pytest.raises(ValidationError) as told:
            start_of(day, typed)
        assert told.value.error_dict["start"][0].code == "never"
        return
    if len(moments) == 2:
        assert (day.month, day.weekday(), hour) == (10, 6, 2)
        with pytest.raises(ValidationError) as told:
            start_of(day, typed)
        assert told.value.error_dict["start"][0].code == "twice"
        assert moments[1] - moments[0] == timedelta(hours=1)
    for moment, which in zip(moments, ("first", "second"), strict=False):
        start = start_of(day, typed, which=which)
        assert start == moment
        assert on_the_wall(start) == datetime.combine(day, typed)
        meeting = Meeting()
        meeting.set_time(start, minutes)
        assert minutes_between(meeting.start, meeting.ends_at) == minutes
        # Sent with any offset it is the same meeting, with the same digest.
        elsewhere = MeetingDraft(start.astimezone(WARSAW), minutes)
        assert digest_of(elsewhere.content("k")) == digest_of(MeetingDraft(start, minutes).content("k"))
        assert datetime.fromisoformat(iso(elsewhere.start)) == start


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 10, 25), 3), (date(2027, 3, 28), 1), (date(2026, 11, 25), 2)]
)
def test_half_past_one_to_half_past_three(day, hours):
    start, end = start_of(day, time(1, 30)), start_of(day, time(3, 30))
    assert minutes_between(start, end) == hours * 60
    assert minutes_between(start.astimezone(WARSAW), end.astimezone(WARSAW)) == hours * 60


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 10, 25), 25), (date(2027, 3, 28), 23), (date(2028, 2, 29), 24)]
)
def test_day_is_as_long_as_it_was(day, hours):
    assert minutes_between(day_begins(day), day_ends(day)) == hours * 60


def test_seconds_are_left_out():
    moment = datetime(2026, 11, 24, 17, 3, 59, 999, tzinfo=WARSAW)
    assert whole_minute(moment) == datetime(2026, 11, 24, 16, 3, tzinfo=UTC)


def test_words_for_the_nights_of_clock_change():
    with pytest.raises(ValidationError) as skipped:
        start_of(date(2027, 3, 28), time(2, 30))
    assert skipped.value.message_dict["start"] == [
        "There was no 02:30 that night: the clocks went forward. Choose an earlier or later time."
    ]
    with pytest.raises(ValidationError) as doubled:
        start_of(date(2026, 10, 25), time(2, 30), field="at")
    assert doubled.value.message_dict["at"] == [
        "The clock showed 02:30 twice that night. Was it before or after it was set back?"
    ]
