"""One week, or two and what they share, as lanes of half hours."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from babel import Locale
from django.utils.translation import get_language, pgettext, to_locale
from django.utils.translation import gettext as _

from base.places.week import Span, Week
from base.places.week_words import PRINTED

from .numbers import share

DAY_START, DAY_END = 7, 22
GAP = 0.08  # between the days of the one-line week, as a part of a day


@dataclass(frozen=True)
class Block:
    """Free time: where it begins and how wide it is, in percent. kind: "seeker", "helper", "both"."""

    x: str
    width: str
    kind: str


@dataclass(frozen=True)
class Lane:
    """One day: its blocks, the hours to print beside it, and the same in words."""

    short: str
    blocks: tuple[Block, ...]
    times: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class WeekDrawing:
    """Seven lanes over `hours` hours from `ticks[0]`; a tick is an hour, or "" where no number is printed."""

    lanes: tuple[Lane, ...]
    hours: int
    ticks: tuple[str, ...]
    words: str


def clock(half: int) -> str:
    """A half hour since midnight as people write it: 35 is "17:30"."""
    return f"{half // 2}:{30 * (half % 2):02d}"


def span_times(spans: Iterable[Span]) -> tuple[str, ...]:
    """The spans of one day as "17:00–20:00"."""
    return tuple(f"{clock(span.start)}–{clock(span.end)}" for span in spans)


def day_names(width: str) -> tuple[str, ...]:
    """Monday to Sunday in the page's language: "wide" from CLDR, "abbreviated" as hours are printed."""
    language = get_language() or "en"
    if width == "abbreviated" and language in PRINTED:
        return tuple(day.rstrip(".") for day in PRINTED[language].days)
    locale = Locale.parse(to_locale(language))
    names = locale.days["stand-alone"][width]
    return tuple(names[day].rstrip(".") for day in range(7))


def hours_shown(weeks: Iterable[Week]) -> tuple[int, int]:
    """The first and last hour of a drawing: 7 and 22, further out only when somebody is free then."""
    spans = [span for week in weeks for span in week.spans()]
    first = min((span.start // 2 for span in spans), default=DAY_START)
    last = max((-(-span.end // 2) for span in spans), default=DAY_END)
    return min(first, DAY_START), max(last, DAY_END)


def draw_week(seeker: Week, helper: Week | None, seeker_name: str = "", helper_name: str = "") -> WeekDrawing:
    """Seven lanes; with a helper the printed times are those both have, without one they are the seeker's."""
    other = Week.empty() if helper is None else helper
    first, last = hours_shown((seeker, other))
    days = days_of(seeker, other)
    printed = days["seeker" if helper is None else "both"]
    shorts, longs = day_names("abbreviated"), day_names("wide")
    people = [(name, days[kind]) for kind, name in (("seeker", seeker_name), ("helper", helper_name)) if name]
    lanes = tuple(
        Lane(
            short=shorts[day],
            blocks=blocks_of(day, days, first, whole=2 * (last - first)),
            times=span_times(printed[day]),
            words=lane_words(longs[day], [(name, week[day]) for name, week in people]),
        )
        for day in range(7)
    )
    ticks = tuple(str(hour) if (hour - first) % 2 == 0 else "" for hour in range(first, last))
    words = week_words(printed, longs, shared=helper is not None)
    return WeekDrawing(lanes, last - first, ticks, words)


def draw_week_line(seeker: Week, helper: Week) -> WeekDrawing:
    """The seven days beside each other in one lane; `lanes` carry the names and common times of the days."""
    first, last = hours_shown((seeker, helper))
    halves = 2 * (last - first)
    gap = halves * GAP
    whole = 7 * halves + 6 * gap
    days = days_of(seeker, helper)
    shorts, longs = day_names("abbreviated"), day_names("wide")
    lanes = []
    for day in range(7):
        offset = day * (halves + gap)
        ground = Block(share(offset, whole), share(halves, whole), "ground")
        blocks = blocks_of(day, days, first, whole=whole, offset=offset)
        lanes.append(Lane(shorts[day], (ground, *blocks), span_times(days["both"][day]), longs[day]))
    return WeekDrawing(tuple(lanes), last - first, (), week_words(days["both"], longs, shared=True))


Days = Mapping[str, Sequence[Sequence[Span]]]


def days_of(seeker: Week, helper: Week) -> Days:
    """Spans by kind ("seeker", "helper", "both") and day, in the order in which they are drawn."""
    weeks = {"seeker": seeker, "helper": helper, "both": seeker & helper}
    return {
        kind: [[span for span in week.spans() if span.day == day] for day in range(7)]
        for kind, week in weeks.items()
    }


def blocks_of(day: int, days: Days, first: int, *, whole: float, offset: float = 0) -> tuple[Block, ...]:
    """One day's blocks in a lane `whole` half hours wide, in which the day's hour `first` is at `offset`."""
    return tuple(
        Block(share(offset + span.start - 2 * first, whole), share(span.end - span.start, whole), kind)
        for kind, week in days.items()
        for span in week[day]
    )


def lane_words(day: str, people: Sequence[tuple[str, Sequence[Span]]]) -> str:
    """ "Tuesday. K-417: 16:00–20:00. Marta: –." """
    told = (f"{name}: {', '.join(span_times(spans)) or '–'}" for name, spans in people)
    return ". ".join([day, *told])


def week_words(days: Sequence[Sequence[Span]], names: Sequence[str], *, shared: bool) -> str:
    """The whole drawing in one sentence, for those who listen."""
    free = [
        f"{name} {', '.join(span_times(spans))}" for name, spans in zip(names, days, strict=True) if spans
    ]
    if not free:
        return _("No hours in common.") if shared else _("No free hours.")
    start = pgettext("hours in a week", "Together") if shared else pgettext("hours in a week", "Free")
    return f"{start}: {'; '.join(free)}"
