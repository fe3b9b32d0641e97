"""Reading a week as people write it: "pn-pt po 17, sob 10-14", "Mon, Wed 18:00-20:30", "weekendy".

Three steps: words to tokens, tokens to days and hours, days and hours to spans. What could mean two things
is refused, because a guessed hour becomes a wrong match.
"""

import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.places.errors import UnreadableText
from base.places.week_tokens import Token, alike_words, tokens
from base.places.week_words import (
    ALL_DAYS,
    DAY_END,
    DAY_START,
    DAYS,
    SLOTS_A_DAY,
    WHOLE_DAY,
    Span,
    clock,
)


class WeekParseError(UnreadableText):
    """A week that cannot be read; the sentence names the fragment."""


class TwoMeanings(WeekParseError):
    """A week two people would read differently."""


@dataclass(frozen=True, slots=True)
class Days:
    """Days somebody named; `group` when by a word for several, such as "weekendy"."""

    days: tuple[int, ...]
    group: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hours:
    """Half hours of a day; `word` when named by a part of the day, such as "wieczorem"."""

    hours: tuple[int, int]
    word: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A comma, a stronger break or an "and" between days and hours."""

    kind: str


Item = Days | Hours | Mark


def read_spans(text: str) -> list[Span]:
    """The spans a text means, in its order; they may overlap. A text of spaces gives none."""
    text = unicodedata.normalize("NFC", text)
    if not text.strip():
        return []
    items = list(_Items(text))
    spans = [span for segment in _split(items, "break") for span in _Segment(text, segment).spans()]
    if not spans:
        raise _not_understood(text.strip())
    return spans


def _not_understood(fragment: str, suggestions: Sequence[str] = ()) -> WeekParseError:
    message = _("We do not understand “{fragment}”. Write for example: Mon-Fri after 17, Sat 10-14.")
    return WeekParseError(format_lazy(message, fragment=fragment), fragment=fragment, suggestions=suggestions)


def _not_clear(fragment: str) -> WeekParseError:
    message = _(
        "“{fragment}” can mean two things. Write days, then their hours: Mon-Fri after 17, Sat 10-14."
    )
    return TwoMeanings(format_lazy(message, fragment=fragment), fragment=fragment)


class _Items:
    """Days, hours and the marks between them, read from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [token for token in tokens(text) if token.kind not in ("space", "mark", "filler")]
        self.at = 0

    def __iter__(self) -> Iterator[Item]:
        while self.at < len(self.tokens):
            yield self._next_item()

    def _kind(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.tokens[at].kind if at < len(self.tokens) else "end"

    def _take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def _skip(self, *kinds: str) -> bool:
        if self._kind() in kinds:
            self.at += 1
            return True
        return False

    def _fragment(self, start: int, end: int) -> str:
        return self.text[start:end].strip(" .:-–—")

    def _next_item(self) -> Item:
        token = self.tokens[self.at]
        if token.kind in ("comma", "break", "and", "plus"):
            self.at += 1
            return Mark("and" if token.kind == "plus" else token.kind)
        if token.kind == "group":
            return self._group(self._take())
        if token.kind == "hours":
            self.at += 1
            return Hours(cast(tuple[int, int], token.value), True, token.start, token.end)
        if token.kind == "day" or (token.kind == "from" and self._kind(1) == "day"):
            return self._read_days()
        if token.kind in ("time", "noon", "midnight", "from", "between", "after", "before", "to"):
            return self._read_hours()
        word = self.text[token.start : token.end]
        raise _not_understood(word, alike_words(word))

    def _group(self, token: Token) -> Days:
        self._skip_dash_before_hours()
        return Days(cast(tuple[int, ...], token.value), True, token.start, token.end)

    def _skip_dash_before_hours(self) -> None:
        """A dash may stand where others write a colon: "pn - 17-20"."""
        if self._kind() == "dash" and self._kind(1) not in ("day", "group"):
            self.at += 1

    def _read_days(self) -> Days:
        """ "pn", "pn-pt", "od poniedziałku do piątku"; a range may go over Sunday."""
        opened = self._skip("from")
        first = self._take()
        day, last = cast(int, first.value), first
        if self._kind() in ("dash", "to") and self._kind(1) == "day":
            self.at += 1
            last = self._take()
        elif opened:
            raise _not_clear(self._fragment(self.tokens[self.at - 2].start, first.end))
        length = (cast(int, last.value) - day) % DAYS + 1
        days = tuple((day + step) % DAYS for step in range(length))
        self._skip_dash_before_hours()
        return Days(days, False, first.start, last.end)

    def _read_hours(self) -> Hours:
        first = self.tokens[self.at]
        opening = first.kind if first.kind in ("from", "between", "after", "before", "to") else ""
        if opening:
            self.at += 1
        if self._kind() not in ("time", "noon", "midnight"):
            raise _not_understood(self._fragment(first.start, self.tokens[max(self.at - 1, 0)].end))
        begin = self._take()
        end = None
        joins = ("dash", "to", "and") if opening == "between" else ("dash", "to")
        if opening not in ("before", "to") and self._kind() in joins and self._is_time(1):
            self.at += 1
            end = self._take()
        last = end or begin
        fragment = self._fragment(first.start, last.end)
        hours = self._range(begin, end, fragment) if end else self._open_range(opening, begin, fragment)
        return Hours(hours, False, first.start, last.end)

    def _is_time(self, ahead: int) -> bool:
        return self._kind(ahead) in ("time", "noon", "midnight")

    def _range(self, begin: Token, end: Token, fragment: str) -> tuple[int, int]:
        finish = self._half(end) or SLOTS_A_DAY  # until 0:00 is until midnight
        start = self._half(begin)
        if end.match["half"] and begin.kind == "time" and not begin.match["half"]:
            later = self._half(begin, end.match["half"])  # "5-8pm" is 17-20, "10-2pm" is 10-14
            start = later if later < finish else start
        if start >= finish:
            message = _("“{fragment}” ends before it starts; write hours after midnight with the next day.")
            raise WeekParseError(format_lazy(message, fragment=fragment), fragment=fragment)
        return start, finish

    def _open_range(self, opening: str, token: Token, fragment: str) -> tuple[int, int]:
        """ "po 17" ends with the day, "przed 12" begins with it; beyond the day they go to midnight."""
        half = self._half(token)
        if opening in ("from", "after") and half < SLOTS_A_DAY:
            return half, DAY_END if half < DAY_END else SLOTS_A_DAY
        if opening in ("before", "to") and half > 0:
            return DAY_START if half > DAY_START else 0, half
        message = _("“{fragment}” has no end; write for example 17:00-19:00, or after 17.")
        raise WeekParseError(format_lazy(message, fragment=fragment), fragment=fragment)

    def _half(self, token: Token, half_of_day: str | None = None) -> int:
        """The half hour a time means, 0-48."""
        if token.kind != "time":
            return cast(int, token.value)
        match = token.match
        hour = int(match["hour"] or match["hour4"])
        minute = int(match["minute"] or match["minute4"] or 0)
        suffix = match["half"] or half_of_day
        too_late = hour > 24 or minute > 59 or (hour == 24 and minute > 0)
        if too_late or (match["half"] and not 1 <= hour <= 12):
            written = self._fragment(token.start, token.end)
            message = format_lazy(_("“{fragment}” is not a time of day."), fragment=written)
            raise WeekParseError(message, fragment=written)
        if suffix and hour <= 12:
            hour = hour % 12 + (12 if suffix == "p" else 0)
        if minute % 30:
            raise self._off_the_half_hour(token, 2 * hour + minute // 30)
        return 2 * hour + minute // 30

    def _off_the_half_hour(self, token: Token, half: int) -> WeekParseError:
        written = self._fragment(token.start, token.end)
        message = _("“{fragment}” is not on the half hour; the nearest are {before} and {after}.")
        before, after = clock(half), clock(half + 1)
        return WeekParseError(
            format_lazy(message, fragment=written, before=before, after=after),
            fragment=written,
            suggestions=[before, after],
        )


def _split(items: Sequence[Item], kind: str) -> list[list[Item]]:
    """Pieces between the marks of one kind; empty pieces are left out."""
    pieces: list[list[Item]] = [[]]
    for item in items:
        if isinstance(item, Mark) and item.kind == kind:
            pieces.append([])
        else:
            pieces[-1].append(item)
    return [piece for piece in pieces if piece]


class _Segment:
    """What stands between two semicolons. Days wait for the hours that follow them; hours at the very start
    wait for their days ("po 17 w tygodniu"); days without hours are free all day, hours alone are for every
    day."""

    def __init__(self, text: str, items: Sequence[Item]) -> None:
        self.text = text
        self.chunks = _split(items, "comma")
        self.found: list[Span] = []
        self.waiting: list[Days] = []
        self.served: list[Days] = []  # the days the latest hours went to
        self.early: list[Hours] = []
        self.hours_first: bool | None = None

    def spans(self) -> list[Span]:
        for chunk in self.chunks:
            self._check_neighbours(chunk)
            plain = [item for item in chunk if not isinstance(item, Mark)]
            if not plain:
                continue
            has_days = any(isinstance(item, Days) for item in plain)
            if not has_days:
                self._add_hours([item for item in plain if isinstance(item, Hours)])
            elif isinstance(plain[0], Hours):
                self._hours_before_days(plain)
            else:
                self._days_before_hours(plain)
        return self._finish()

    def _fragment(self, *items: Days | Hours) -> str:
        start, end = min(item.start for item in items), max(item.end for item in items)
        return self.text[start:end].strip()

    def _check_neighbours(self, chunk: Sequence[Item]) -> None:
        """Refuse what two people would read differently: "wieczory i weekendy", "po południu do 19"."""
        first_is_hours = isinstance(chunk[0], Hours)
        for before, after in itertools.pairwise(chunk):
            if isinstance(before, Mark) or isinstance(after, Mark):
                continue
            same_kind = isinstance(before, Hours) and isinstance(after, Hours)
            mixed = isinstance(before, Days) and isinstance(after, Days) and (before.group or after.group)
            if same_kind or mixed:
                raise _not_clear(self._fragment(before, after))
        for before, mark, after in zip(chunk, chunk[1:], chunk[2:], strict=False):
            if isinstance(mark, Mark) and not isinstance(before, Mark) and not isinstance(after, Mark):
                days_then_hours = isinstance(before, Days) and isinstance(after, Hours)
                hours_then_days = isinstance(before, Hours) and isinstance(after, Days) and first_is_hours
                if days_then_hours or hours_then_days:
                    raise _not_clear(self._fragment(before, after))

    def _give(self, days: Sequence[Days], hours: Sequence[tuple[int, int]]) -> None:
        for one in days:
            self.found += [Span(day, *span) for day in one.days for span in hours]

    def _add_hours(self, hours: Sequence[Hours]) -> None:
        """A piece of hours only: for the days waiting, else more hours for the days before."""
        if self.waiting:
            partly = any(one.group and one.days != ALL_DAYS for one in self.waiting)
            if partly and any(one.word for one in hours):
                raise _not_clear(self._fragment(*self.waiting, *hours))
            self.served, self.waiting = self.waiting, []
            self._give(self.served, [one.hours for one in hours])
        elif self.served and not self.hours_first:
            self._give(self.served, [one.hours for one in hours])
        else:
            self.early += hours

    def _hours_before_days(self, plain: Sequence[Days | Hours]) -> None:
        hours = [item for item in plain if isinstance(item, Hours)]
        days = [item for item in plain if isinstance(item, Days)]
        turned_back = list(plain) != [*hours, *days]
        if turned_back or self.waiting or self.hours_first is False:
            raise _not_clear(self._fragment(*self.waiting, *plain))
        self.hours_first = True
        self._give(days, [one.hours for one in [*self.early, *hours]])
        self.early, self.served = [], days

    def _days_before_hours(self, plain: Sequence[Days | Hours]) -> None:
        if self.early or (self.hours_first and isinstance(plain[-1], Days)):
            raise _not_clear(self._fragment(*self.early, *plain))
        self.hours_first = False
        if self.waiting and all(one.group for one in self.waiting):
            self._give(self.waiting, [WHOLE_DAY])  # "weekendy, pn-pt po 17"
            self.waiting = []
        for item in plain:
            if isinstance(item, Days):
                self.waiting.append(item)
            else:
                self.served = self.waiting or self.served
                self.waiting = []
                self._give(self.served, [item.hours])

    def _finish(self) -> list[Span]:
        self._give(self.waiting, [WHOLE_DAY])
        if self.early:
            if self.found:
                raise _not_clear(self._fragment(*self.early))
            every_day = Days(ALL_DAYS, True, 0, 0)
            self._give([every_day], [one.hours for one in self.early])
        return self.found
