"""The week somebody is free: seven days of 48 half hours as one immutable value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from base.places.locales import short_locale
from base.places.week_reading import WeekParseError, read_spans
from base.places.week_words import DAYS, SLOTS_A_DAY, Span
from base.places.week_writing import write_spans

__all__ = ["SLOTS", "Span", "Week", "WeekParseError"]

SLOTS = DAYS * SLOTS_A_DAY
BYTES = SLOTS // 8
ALL = (1 << SLOTS) - 1
ONE_DAY = (1 << SLOTS_A_DAY) - 1


@dataclass(frozen=True, slots=True)
class Week:
    """A set of half hours of a week: slot = day * 48 + half hour, Monday is day 0; bit 0 is the first slot.

    `&`, `|`, `-`, `~` and `<=` work as for sets, `len` counts slots, an empty week is false.
    """

    bits: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.bits <= ALL:
            raise ValueError(f"a week has {SLOTS} slots")

    @classmethod
    def empty(cls) -> Week:
        return cls(0)

    @classmethod
    def full(cls) -> Week:
        """Day and night, all seven days."""
        return cls(ALL)

    @classmethod
    def parse(cls, text: str) -> Week:
        """Read "pn-pt po 17, sob 10-14", "weekendy", "Mon, Wed 18:00-20:30". A text of spaces is the empty
        week. Raises WeekParseError, which names the fragment that is not clear."""
        return cls.from_spans(read_spans(text))

    @classmethod
    def from_spans(cls, spans: Iterable[tuple[int, int, int]]) -> Week:
        """From (day 0-6, start, end) in half hours 0-48, end not included; they may overlap."""
        bits = 0
        for day, start, end in spans:
            if not (0 <= day < DAYS and 0 <= start < end <= SLOTS_A_DAY):
                raise ValueError(f"({day}, {start}, {end}) is no time within a day")
            bits |= ((1 << end - start) - 1) << day * SLOTS_A_DAY + start
        return cls(bits)

    @classmethod
    def from_bytes(cls, data: bytes | memoryview) -> Week:
        """From the 42 bytes of `to_bytes`."""
        if len(data) != BYTES:
            raise ValueError(f"a week is {BYTES} bytes, not {len(data)}")
        return cls(int.from_bytes(data, "little"))

    def to_bytes(self) -> bytes:
        """42 bytes; `np.unpackbits(..., bitorder="little")` gives the 336 slots in order."""
        return self.bits.to_bytes(BYTES, "little")

    def __and__(self, other: Week) -> Week:
        return Week(self.bits & other.bits)

    def __or__(self, other: Week) -> Week:
        return Week(self.bits | other.bits)

    def __sub__(self, other: Week) -> Week:
        return Week(self.bits & ~other.bits)

    def __invert__(self) -> Week:
        return Week(ALL ^ self.bits)

    def __le__(self, other: Week) -> bool:
        """Whether every slot of this week is in the other."""
        return not self.bits & ~other.bits

    def __ge__(self, other: Week) -> bool:
        return other <= self

    def __bool__(self) -> bool:
        return bool(self.bits)

    def __len__(self) -> int:
        return self.bits.bit_count()

    def __str__(self) -> str:
        return self.text()

    def text(self, language: str | None = None) -> str:
        """The week in words, "pn–pt 17:00–21:00, sb 10:00–14:00"; None means the active language. `parse`
        reads it back to the same week; an empty week is ""."""
        return write_spans(self.spans(), short_locale(language))

    @property
    def hours(self) -> float:
        return len(self) / 2

    def overlap(self, other: Week) -> Week:
        """When both are free; the same as `&`."""
        return self & other

    def spans(self) -> list[Span]:
        """The free times in order, as long as they go without a break; none crosses midnight."""
        return list(self._spans())

    def runs(self, min_slots: int) -> list[Span]:
        """The spans of at least `min_slots` half hours: where a meeting of that length fits."""
        return [span for span in self._spans() if span.end - span.start >= min_slots]

    def longest_run(self) -> int:
        """Slots of the longest span; 0 for an empty week."""
        return max((span.end - span.start for span in self._spans()), default=0)

    def _spans(self) -> Iterator[Span]:
        for day in range(DAYS):
            left = self.bits >> day * SLOTS_A_DAY & ONE_DAY
            at = 0
            while left:
                gap = (left & -left).bit_length() - 1
                left >>= gap
                length = (~left & left + 1).bit_length() - 1
                left >>= length
                yield Span(day, at + gap, at + gap + length)
                at += gap + length
