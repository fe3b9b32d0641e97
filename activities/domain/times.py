"""A day and a time as people say them in Poland, as one moment; the nights of clock change told in words."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _


def moments_of(day: date, at: time) -> Sequence[datetime]:
    """When, in UTC, a clock on the wall shows this: once; twice in autumn's hour; never in spring's."""
    zone = timezone.get_default_timezone()
    wall = datetime.combine(day, at)
    found = {wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(moment for moment in found if moment.astimezone(zone).replace(tzinfo=None) == wall)


def start_of(day: date, at: time, *, which: str = "", field: str = "start") -> datetime:
    """The moment meant, in UTC. `which` is "first" or "second" in autumn's doubled hour.

    ValidationError for the field: "twice" when it is needed and missing, "never" when the clocks skip it.
    """
    moments = moments_of(day, at)
    words = {"time": f"{at:%H:%M}"}
    if not moments:
        sentence = _(
            "There was no %(time)s that night: the clocks went forward. Choose an earlier or later time."
        )
        raise ValidationError({field: ValidationError(sentence, code="never", params=words)})
    if len(moments) == 1:
        return moments[0]
    if which not in ("first", "second"):
        sentence = _("The clock showed %(time)s twice that night. Was it before or after it was set back?")
        raise ValidationError({field: ValidationError(sentence, code="twice", params=words)})
    return moments[0 if which == "first" else 1]


def whole_minute(moment: datetime) -> datetime:
    """The moment in UTC without its seconds: meetings are told to the minute."""
    return moment.astimezone(UTC).replace(second=0, microsecond=0)


def day_begins(day: date) -> datetime:
    """The first moment of a day in Poland."""
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())


def day_ends(day: date) -> datetime:
    """The first moment after a day in Poland."""
    return day_begins(day + timedelta(days=1))


def minutes_between(start: datetime, end: datetime) -> int:
    """Whole minutes that really passed, whatever the clocks on the wall did meanwhile."""
    return int((end.astimezone(UTC) - start.astimezone(UTC)).total_seconds() // 60)
