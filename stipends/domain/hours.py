"""The hours a claim stands on: the pair's meetings in the month, cut to the covered days, less what the same
mentor is already paid for.

Minutes are those that really passed, so that the night of autumn's change is an hour longer and spring's an
hour shorter than the clock on the wall says. A day is a day in Poland.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from activities.domain.times import day_begins, day_ends, minutes_between
from activities.enums import MeetingState
from activities.models import Meeting
from matching.models import Pair
from mentors.models import MentorEmployee
from stipends.models import Claim, ClaimedHours

from .computing import Span
from .months import first_day, last_day

#: A meeting in one of these states counts, where the rule does not ask for the other side's word.
COUNTING = (MeetingState.LOGGED, MeetingState.CONFIRMED)
#: Somebody has to settle these before they count.
UNSETTLED = (MeetingState.DISPUTED, MeetingState.FOR_REVIEW)

Times = tuple[datetime, datetime]


@dataclass(frozen=True)
class Stretch:
    """A piece of a meeting, [start, end)."""

    meeting_id: int
    start: datetime
    ends_at: datetime

    @property
    def minutes(self) -> int:
        """Whole minutes that really passed."""
        return minutes_between(self.start, self.ends_at)


@dataclass(frozen=True)
class Hours:
    """What counts, in the order of time, and what does not and why (minutes)."""

    stretches: tuple[Stretch, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    taken_minutes: int = 0
    outside_minutes: int = 0
    unsettled: int = 0
    unconfirmed: int = 0

    @property
    def minutes(self) -> int:
        """Of all stretches."""
        return sum(stretch.minutes for stretch in self.stretches)

    @property
    def by_day(self) -> Mapping[date, int]:
        """Minutes of each day that has some; a meeting over midnight is of both days."""
        days: dict[date, int] = {}
        for stretch in self.stretches:
            for day, start, end in _over_days(stretch.start, stretch.ends_at):
                days[day] = days.get(day, 0) + minutes_between(start, end)
        return days


def hours_of(
    pair: Pair,
    *,
    covered: Span | None,
    month: date,
    only_confirmed: bool = False,
    besides: Claim | None = None,
    meetings: Sequence[Meeting] | None = None,
    taken: Sequence[Times] | None = None,
) -> Hours:
    """The hours of a month (named by its first day) that a claim could be paid for now.

    `besides`: the claim that is being written; what it held before is free for it. `meetings` and `taken`:
    the pair's meetings around the month and when the mentor is paid already, where they have been read.
    """
    around = times_of(month)
    if meetings is None:
        meetings = meetings_around(pair, around)
    inside = [one for one in meetings if one.start < around[1] and one.ends_at > around[0]]
    counting = [one for one in inside if one.state in COUNTING]
    unconfirmed = [one for one in counting if one.state != MeetingState.CONFIRMED]
    if only_confirmed:
        counting = [one for one in counting if one.state == MeetingState.CONFIRMED]
    window = (day_begins(covered.first), day_ends(covered.last)) if covered is not None else None
    if taken is None:
        taken = held_times(pair.helper.mentor, around, besides=besides) if counting else []
    stretches: list[Stretch] = []
    outside = lost = 0
    for one in sorted(counting, key=lambda meeting: (meeting.start, meeting.pk)):
        in_month = _common((one.start, one.ends_at), around)
        if in_month is None:
            continue
        cut = _common(in_month, window) if window is not None else None
        outside += minutes_between(*in_month) - (minutes_between(*cut) if cut else 0)
        if cut is None:
            continue
        pieces = _without(cut, taken)
        stretches += [Stretch(one.pk, *piece) for piece in pieces]
        lost += minutes_between(*cut) - sum(minutes_between(*piece) for piece in pieces)
    return Hours(
        stretches=tuple(stretches),
        meetings=tuple(sorted(inside, key=lambda meeting: (meeting.start, meeting.pk))),
        taken_minutes=lost,
        outside_minutes=outside,
        unsettled=sum(1 for one in inside if one.state in UNSETTLED),
        unconfirmed=len(unconfirmed),
    )


def times_of(month: date) -> Times:
    """From the first moment of a month in Poland to the first after it."""
    return day_begins(first_day(month)), day_ends(last_day(month))


def meetings_around(pair: Pair, times: Times) -> list[Meeting]:
    """The pair's meetings that touch these times, withdrawn ones left out."""
    found = Meeting.objects.filter(pair=pair, start__lt=times[1], ends_at__gt=times[0])
    return list(found.exclude(state=MeetingState.WITHDRAWN).order_by("start", "pk"))


def held_hours(claim: Claim) -> Hours:
    """The hours a submitted claim holds, as they were written when it was submitted."""
    rows = list(claim.hours.filter(released_at=None).select_related("meeting"))
    meetings = {row.meeting_id: row.meeting for row in rows}
    return Hours(
        stretches=tuple(Stretch(row.meeting_id, row.start, row.ends_at) for row in rows),
        meetings=tuple(meetings.values()),
        unsettled=sum(1 for one in meetings.values() if one.state in UNSETTLED),
        unconfirmed=sum(1 for one in meetings.values() if one.state == MeetingState.LOGGED),
    )


def held_times(mentor: MentorEmployee | None, around: Times, *, besides: Claim | None) -> list[Times]:
    """When the person is paid for already by other claims, whoever the employer's part or funder is."""
    if mentor is None:
        return []
    rows = ClaimedHours.objects.filter(
        mentor_key__in=keys_of(mentor), released_at=None, start__lt=around[1], ends_at__gt=around[0]
    )
    if besides is not None and besides.pk:
        rows = rows.exclude(claim=besides)
    return sorted(rows.values_list("start", "ends_at"))


def key_of(mentor: MentorEmployee) -> str:
    """The person behind a mentor, as held hours name them; triggers/claims.py says the same in SQL."""
    return f"user:{mentor.user_id}" if mentor.user_id is not None else f"mentor:{mentor.pk}"


def keys_of(mentor: MentorEmployee) -> list[str]:
    """Every name the person's hours may be held under: also from before they had a log-in, or elsewhere."""
    if mentor.user_id is None:
        return [f"mentor:{mentor.pk}"]
    rows = MentorEmployee.objects.filter(user=mentor.user_id).values_list("pk", flat=True)
    return [f"user:{mentor.user_id}", *(f"mentor:{pk}" for pk in rows)]


def _common(one: Times, other: Times) -> Times | None:
    start, end = max(one[0], other[0]), min(one[1], other[1])
    return (start, end) if start < end else None


def _without(times: Times, taken: Iterable[Times]) -> list[Times]:
    """What is left of these times once others, in the order of their start, are cut out."""
    left, (start, end) = [], times
    for from_, to in taken:
        if to <= start:
            continue
        if from_ >= end:
            break
        if from_ > start:
            left.append((start, from_))
        start = max(start, to)
        if start >= end:
            return left
    left.append((start, end))
    return left


def _over_days(start: datetime, end: datetime) -> Iterable[tuple[date, datetime, datetime]]:
    while start < end:
        day = timezone.localdate(start)
        piece_end = min(end, day_ends(day))
        yield day, start, piece_end
        start = piece_end
