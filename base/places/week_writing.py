"""A week in words, as short as a person would write it; `week_reading` reads it back."""

from collections.abc import Iterable, Sequence

from base.places.week_words import DAYS, PRINTED, Span, Words, clock

Times = tuple[tuple[int, int], ...]


def write_spans(spans: Iterable[Span], locale: str) -> str:
    """ "pn–pt 17:00–21:00, sb 10:00–14:00": days of the same hours together, in the order of their first
    day. `locale` is one of pl, en, uk, ru; no spans give ""."""
    by_day: dict[int, Times] = {}
    for span in sorted(spans):
        by_day[span.day] = (*by_day.get(span.day, ()), (span.start, span.end))
    groups: dict[Times, list[int]] = {}
    for day, times in by_day.items():
        groups.setdefault(times, []).append(day)
    words = PRINTED[locale]
    return ", ".join(f"{_days(days, words)} {_hours(times, words)}" for times, days in groups.items())


def _joined(parts: Sequence[str], words: Words) -> str:
    """ "a", "a i b", "a, b i c"."""
    if len(parts) == 1:
        return parts[0]
    return f"{', '.join(parts[:-1])} {words.conjunction} {parts[-1]}"


def _days(days: Sequence[int], words: Words) -> str:
    """Three or more days in a row become a range."""
    if len(days) == DAYS:
        return words.every_day
    parts: list[str] = []
    for run in _consecutive(days):
        names = [words.days[day] for day in run]
        parts += [f"{names[0]}–{names[-1]}"] if len(run) > 2 else names
    return _joined(parts, words)


def _consecutive(days: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _hours(times: Times, words: Words) -> str:
    return _joined([f"{clock(start)}–{clock(end)}" for start, end in times], words)
