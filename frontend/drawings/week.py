"""One week, or two and what they share, as lanes of half hours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from babel import Locale
from base.places.week import Span, Week
from django.utils.translation import get_language, pgettext, to_locale
from django.utils.translation import gettext as _

from .numbers import share

DAY_START, DAY_END = 7, 22


@dataclass(frozen=True)
class Block:
    """Time somebody is free: where it begins and how wide it is, in percent. kind: "seeker", "helper", "both"."""

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
    """Monday to Sunday in the page's language, from CLDR; width: "wide" or "abbreviated"."""
    locale = Locale.parse(to_locale(get_language() or "en"))
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
    both = Week.empty() if helper is None else seeker & helper
    weeks = [("seeker", seeker, seeker_name), ("helper", helper or Week.empty(), helper_name), ("both", both, "")]
    first, last = hours_shown(week for _kind, week, _name in weeks)
    spans = {kind: by_day(week) for kind, week, _name in weeks}
    printed = "seeker" if helper is None else "both"
    shorts, longs = day_names("abbreviated"), day_names("wide")
    lanes = tuple(
        Lane(
            short=shorts[day],
            blocks=tuple(
                Block(share(s.start - 2 * first, 2 * (last - first)), share(s.end - s.start, 2 * (last - first)), kind)
                for kind in ("seeker", "helper", "both")
                for s in spans[kind][day]
            ),
            times=span_times(spans[printed][day]),
            words=lane_words(longs[day], [(name, spans[kind][day]) for kind, _week, name in weeks if name]),
        )
        for day in range(7)
    )
    ticks = tuple(str(hour) if (hour - first) % 2 == 0 else "" for hour in range(first, last))
    return WeekDrawing(lanes, last - first, ticks, week_words(spans[printed], longs, shared=helper is not None))


def draw_week_line(seeker: Week, helper: Week) -> WeekDrawing:
    """The seven days beside each other in one lane; `lanes` carry the names and common times of the days."""
    both = seeker & helper
    first, last = hours_shown((seeker, helper))
    halves = 2 * (last - first)
    gap = halves * 0.08
    whole = 7 * halves + 6 * gap
    shorts, longs = day_names("abbreviated"), day_names("wide")
    days = {kind: by_day(week) for kind, week in (("seeker", seeker), ("helper", helper), ("both", both))}
    lanes = []
    for day in range(7):
        offset = day * (halves + gap)
        blocks = [Block(share(offset, whole), share(halves, whole), "ground")]
        blocks += [
            Block(share(offset + s.start - 2 * first, whole), share(s.end - s.start, whole), kind)
            for kind in ("seeker", "helper", "both")
            for s in days[kind][day]
        ]
        lanes.append(Lane(shorts[day], tuple(blocks), span_times(days["both"][day]), longs[day]))
    return WeekDrawing(tuple(lanes), last - first, (), week_words(days["both"], longs, shared=True))


def by_day(week: Week) -> tuple[tuple[Span, ...], ...]:
    """The spans of each day, Monday first."""
    spans = week.spans()
    return tuple(tuple(span for span in spans if span.day == day) for day in range(7))


def lane_words(day: str, people: Sequence[tuple[str, Sequence[Span]]]) -> str:
    """ "Tuesday. K-417: 16:00–20:00. Marta: –." """
    told = (f"{name}: {', '.join(span_times(spans)) or '–'}" for name, spans in people)
    return ". ".join([day, *told])


def week_words(days: Sequence[Sequence[Span]], names: Sequence[str], *, shared: bool) -> str:
    """The whole drawing in one sentence, for those who listen."""
    free = [f"{name} {', '.join(span_times(spans))}" for name, spans in zip(names, days, strict=True) if spans]
    if not free:
        return _("No hours in common.") if shared else _("No free hours.")
    start = pgettext("hours in a week", "Together") if shared else pgettext("hours in a week", "Free")
    return f"{start}: {'; '.join(free)}"
