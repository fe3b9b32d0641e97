"""The first weeks at a job: what a new colleague should know by when, and what is ticked off.

The lines are data, not code: dated files `activities/checklists/<version>.toml` with the words in four
languages and where each duty comes from. A code stands for ever, so that old ticks keep their meaning.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.utils import translation

from activities.models import FirstWeekTick
from families.models import Employment
from matching.enums import ProgrammeKind
from matching.models import Pair

FOLDER = Path(__file__).resolve().parent.parent / "checklists"
FALLBACK = "en"
LANGUAGES = ("en", "pl", "uk", "ru")


@dataclass(frozen=True)
class StandardLine:
    """One thing to know: its words by language, the week in which it is due (1 is the first at work), and
    where the employer's duty is written ("" where it is custom)."""

    code: str
    week: int
    words: Mapping[str, str]
    law: str = ""

    def word(self, language: str = "") -> str:
        """In this language, or the one in force; English where there is none."""
        code = (language or translation.get_language() or FALLBACK).split("-")[0]
        return self.words.get(code, self.words[FALLBACK])


@dataclass(frozen=True)
class StandardList:
    """A version of the list; `source` says where it comes from, `is_example` that nobody has checked it."""

    version: str
    begins: date
    source: str
    is_example: bool
    lines: tuple[StandardLine, ...]


@dataclass(frozen=True)
class FirstWeekLine:
    """A line of one person: by when it is due, and the tick (None while it is open)."""

    line: StandardLine
    due_on: date
    tick: FirstWeekTick | None
    is_late: bool

    @property
    def word(self) -> str:
        """In the reader's language."""
        return self.line.word()


@dataclass(frozen=True)
class Week:
    """The lines due in one week; on: the day on which they are looked at."""

    number: int
    lines: tuple[FirstWeekLine, ...]
    on: date

    @property
    def last_day(self) -> date:
        """By when they are due."""
        return self.lines[0].due_on

    @property
    def done(self) -> int:
        """How many are ticked."""
        return sum(one.tick is not None for one in self.lines)

    @property
    def is_due(self) -> bool:
        """Whether the week has begun and something in it is open."""
        return self.done < len(self.lines) and self.last_day - timedelta(days=6) <= self.on


@dataclass(frozen=True)
class FirstWeeks:
    """Everything of one colleague at one employer, in the order in which it is due.

    language: the one the colleague reads; on: the day on which it is looked at.
    """

    job: Employment
    lines: tuple[FirstWeekLine, ...]
    source: str
    is_example: bool
    language: str
    on: date

    @property
    def done(self) -> int:
        """How many are ticked."""
        return sum(one.tick is not None for one in self.lines)

    @property
    def late(self) -> int:
        """How many are open past their week."""
        return sum(one.is_late for one in self.lines)

    @property
    def weeks(self) -> list[Week]:
        """The lines by the week in which they are due."""
        found: dict[int, list[FirstWeekLine]] = {}
        for one in self.lines:
            found.setdefault(one.line.week, []).append(one)
        return [Week(number, tuple(lines), self.on) for number, lines in sorted(found.items())]


def first_weeks_of(pair: Pair, *, on: date) -> FirstWeeks | None:
    """The list of the pair's new colleague, whoever ticked; None away from work, or without the job.

    Another employer begins another list; another mentor goes on with this one.
    """
    job = job_of(pair)
    if job is None:
        return None
    known = standard_list(on)
    ticks = {tick.code: tick for tick in ticks_of(job)}
    lines = [_line(one, job, ticks.get(one.code), on) for one in known.lines]
    language = pair.seeker.household.language
    return FirstWeeks(job, tuple(lines), known.source, known.is_example, language, on)


def job_of(pair: Pair) -> Employment | None:
    """The job the pair is about: the colleague's, in a programme at work."""
    if pair.programme.kind != ProgrammeKind.WORKPLACE or pair.seeker.member is None:
        return None
    job: Employment | None = getattr(pair.seeker.member, "employment", None)
    return job


def ticks_of(job: Employment) -> Iterable[FirstWeekTick]:
    """What is ticked of the person at this employer."""
    return FirstWeekTick.objects.filter(member=job.member_id, employer=job.employer_id)


def standard_list(on: date) -> StandardList:
    """The newest version that has begun on that day."""
    return max((one for one in versions() if one.begins <= on), key=lambda one: one.begins)


@cache
def versions() -> tuple[StandardList, ...]:
    """All versions there are, read once."""
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.toml")))


def _read(path: Path) -> StandardList:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    lines = (
        StandardLine(one["code"], one["week"], {code: one[code] for code in LANGUAGES}, one.get("law", ""))
        for one in told["items"]
    )
    return StandardList(path.stem, told["from"], told["source"], told["example"], tuple(lines))


def _line(line: StandardLine, job: Employment, tick: FirstWeekTick | None, on: date) -> FirstWeekLine:
    due_on = job.started_on + timedelta(days=7 * line.week - 1)
    return FirstWeekLine(line, due_on, tick, tick is None and due_on < on)
