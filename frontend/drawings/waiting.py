"""Days of waiting as columns of equal days, with lines where promises end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from .scales import step_of

MOST_COLUMNS = 16
NEARLY_ALL = 0.95


@dataclass(frozen=True)
class Span:
    """Whoever has waited longer than `after` days and at most `until`; the first takes those of today too,
    the last one everybody above when `until` is None."""

    after: int
    until: int | None
    families: int
    late: int


def spans_of(by_days: Mapping[int, int], late: Mapping[int, int], promises: Sequence[int]) -> list[Span]:
    """At most sixteen spans of 1, 2 or 5 (times ten) days over twice the longest promise and nearly
    everybody's wait, and one more for those who have waited still longer. Empty when nobody waits."""
    if not by_days:
        return []
    longest = max(by_days)
    cover = min(max(2 * max(promises, default=0), _nearly_everybody(by_days), 1), max(longest, 1))
    width = step_of(cover, MOST_COLUMNS)
    count = -(-cover // width)
    spans = [_span(by_days, late, width * place, width * (place + 1)) for place in range(count)]
    if longest > width * count:
        spans.append(_span(by_days, late, width * count, None))
    return spans


def _nearly_everybody(by_days: Mapping[int, int]) -> int:
    """The days within which 95 of a hundred have waited."""
    days = sorted(by_days)
    whole = sum(by_days.values())
    return next(
        day
        for day, reached in zip(days, accumulate(by_days[day] for day in days), strict=True)
        if reached >= NEARLY_ALL * whole
    )


def _span(by_days: Mapping[int, int], late: Mapping[int, int], after: int, until: int | None) -> Span:
    def count(counts: Mapping[int, int]) -> int:
        return sum(
            n
            for day, n in counts.items()
            if (day > after or (day == 0 and after == 0)) and (until is None or day <= until)
        )

    return Span(after, until, count(by_days), count(late))
