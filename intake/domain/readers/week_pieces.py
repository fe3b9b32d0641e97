"""Pieces of a week as people write it: what stands between two commas, and what about it has to be asked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.places.folding import fold
from base.places.week import Week, WeekParseError
from base.places.week_reading import TwoMeanings
from base.places.week_tokens import alike_words, speaks_of, strange_words
from intake.domain.readers.understanding import AS_NOTE, LEFT_OUT, Answers, Option, Question, said_of

from . import week_phrases as phrases
from .asking import option, options_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TOPIC: Final = "week"
TICK_TOPIC: Final = "week:day"
NO_DAY_TOPIC: Final = "week:days"
DANGLING: Final = re.compile(r"(?:^|(?<=\s))(?:od|do|po|przed|w|we|na|from|until|after|before)\s*$")
EDGES: Final = " .,:-–—/"


@dataclass
class Found:
    """What a cell came to so far."""

    answers: Answers
    whole: str = ""
    week: Week = field(default_factory=Week.empty)
    never: Week = field(default_factory=Week.empty)
    denied: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)

    def ask(self, question: Question) -> None:
        """One question for the same words."""
        self.questions.setdefault(f"{question.topic} {said_of(question.said)}", question)

    def note(self, words: str) -> None:
        """Kept, not read."""
        if words := words.strip(EDGES):
            self.notes.append(words)


@lru_cache(maxsize=8192)
def clear(text: str) -> Week | None:
    """The week of a text in which nothing can be asked; None otherwise."""
    if _doubtful(text):
        return None
    try:
        return Week.parse(text)
    except WeekParseError:
        return None


@lru_cache(maxsize=8192)
def _doubtful(text: str) -> bool:
    """Whether a text that can be parsed may mean something else: ticks and dashes beside days, hours that
    may be of the afternoon, phrases of ours."""
    folded = fold(text)
    patterns = (phrases.EARLY, phrases.VAGUE, phrases.ASIDE, phrases.OPEN, phrases.EXCEPT, phrases.SPOILED)
    return any(pattern.search(folded) for pattern in patterns) or any(
        beside_days(piece) is not None for piece in re.split(r"[;,\n|]", text)
    )


@lru_cache(maxsize=8192)
def is_dayless(text: str) -> bool:
    """Whether a text says from when to when, and on no day: "w godz. 8-10"."""
    return speaks_of(text) == (False, True) and bool(phrases.FROM_TO.search(fold(text)))


def on_which_days(hours: str) -> Question:
    """Hours that can be read, without their days."""
    sentence = format_lazy(_("“{said}”: on which days?"), said=hours)
    weeks = [week for days in ("pn-pt", "codziennie", "sb-nd") if (week := clear(f"{days} {hours}"))]
    return Question(TOPIC, hours, sentence, options_of([week.text() for week in weeks]))


@lru_cache(maxsize=8192)
def beside_days(piece: str) -> tuple[str, str] | None:
    """The days of a piece and the tick or the "no" beside them: "wt x", "śr nie mogę", "pt -"."""
    folded = fold(piece.strip())
    for match in re.finditer(r"[\s:=.]+", folded):
        days, rest = piece.strip()[: match.start()], folded[match.end() :].strip(" .:()")
        if (phrases.YES.fullmatch(rest) or phrases.NEVER.fullmatch(rest)) and _days_only(days):
            return days, piece.strip()[match.end() :].strip(" .:()")
    return None


def _days_only(text: str) -> bool:
    if speaks_of(text) != (True, False) or strange_words(text):
        return False
    try:
        return bool(Week.parse(text))
    except WeekParseError:
        return False


class Piece:
    """What stands between two commas: its text with every answer in place, and what is still to be asked."""

    def __init__(self, written: str, found: Found) -> None:
        self.written = written
        self.text = written
        self.found = found
        self.questions: list[Question] = []
        self.asked_whole = False
        self.refused = ""
        self._settle()

    @property
    def is_open(self) -> bool:
        """Something is asked about it, or people answered that it is no more than a note, or nothing."""
        return bool(self.questions or self.refused)

    def _settle(self) -> None:
        if beside := beside_days(self.text):
            self._beside(*beside)
        elif phrases.YES.fullmatch(fold(self.text.strip(EDGES))):
            self._ask_whole(phrases.likely_of_a_week())
        elif not (self._open() or self._except()):
            self._words()

    def _ask(
        self, said: str, sentence: "StrOrPromise", options: Sequence[Option], topic: str = TOPIC
    ) -> str | None:
        """The text people answered to put in place of the words; None where it has to be asked, or where
        the words stay out of the week."""
        meant = self.found.answers.get(topic, said)
        if meant in (AS_NOTE, LEFT_OUT):
            self.refused = meant
            return None
        if meant is None:
            self.questions.append(Question(topic, said, sentence, tuple(options)))
            self.asked_whole = self.asked_whole or said == self.written.strip(EDGES)
        return meant

    def _ask_whole(self, options: Sequence[Option]) -> None:
        said = self.text.strip(EDGES)
        sentence = format_lazy(_("“{said}”: which days and hours are free?"), said=said)
        if meant := self._ask(said, sentence, options):
            self.text = meant
            if any(speaks_of(said)):
                self.found.note(said)  # "czasem sobota": the word that limits it is kept
        self.asked_whole = True

    def _beside(self, days: str, mark: str) -> None:
        """ "wt -" takes Tuesday off; "wt x" asks for the hours of a tick, once for all ticks."""
        if phrases.NEVER.fullmatch(fold(mark)):
            self.found.never |= _all_of(days)
            if len(mark.split()) > 1:
                self.found.note(self.text)
            self.text = ""
        else:
            sentence = format_lazy(_("“{said}” beside a day: which hours are free then?"), said=mark)
            if meant := self._ask(mark, sentence, phrases.likely_of_a_day(), TICK_TOPIC):
                self.text = f"{days} {meant}"

    def _open(self) -> bool:
        """Hours that are not agreed: days alone beside them are asked about."""
        match = phrases.OPEN.search(fold(self.text))
        if match is None:
            return False
        words = self.text[match.start() : match.end()]
        rest = f"{self.text[: match.start()]} {self.text[match.end() :]}"
        if not rest.strip(EDGES) or (speaks_of(rest)[1] and not strange_words(rest)):
            self.found.note(words)
            self.text = rest
            return not rest.strip(EDGES)
        self._ask_whole(options_of([week.text()] if (week := clear(rest)) else []))
        return True

    def _except(self) -> bool:
        """ "codziennie oprócz środy": the days after the word are taken off."""
        match = phrases.EXCEPT.search(fold(self.text))
        if match is None:
            return False
        before, after = self.text[: match.start()], self.text[match.end() :]
        is_alone = fold(self.text.strip(EDGES)) == fold(self.found.whole.strip(EDGES))
        limits_days = not match["not"] or all(speaks_of(before))
        if not _days_only(after):
            self._ask_whole(())
        elif limits_days and (week := (clear(before) or Week()) - _all_of(after)):
            if speaks_of(before)[1]:
                self.found.week |= week
                self.text = ""
            else:
                self.text = _days_of(week)  # the hours may follow
        elif not before.strip(EDGES) and not is_alone:
            self.found.never |= _all_of(after)  # of what stands around it
            self.found.denied.append(self.text)
            self.text = ""
        elif not before.strip(EDGES):
            self._ask_whole(options_of([(Week.parse("codziennie") - _all_of(after)).text()]))
        else:
            self._ask_whole(())
        return True

    def _words(self) -> None:
        """Each phrase and word that is not clear, from the last to the first, so that positions stay."""
        for pattern, ask in ((phrases.VAGUE, self._vague), (phrases.SPOILED, self._spoiled)):
            for match in reversed(list(pattern.finditer(fold(self.text)))):
                ask(match)
        strange = strange_words(self.text)
        if self.is_open:
            return
        if strange and not self._typos(strange):
            self._ask_whole(self._without(strange))
        elif not strange:
            for match in reversed(list(phrases.EARLY.finditer(fold(self.text)))):
                self._early(match)

    def _without(self, strange: Sequence[tuple[int, int]]) -> tuple[Option, ...]:
        """What is left as a likely answer, unless the words deny it."""
        folded = fold(self.text)
        week = None if phrases.DENIED.search(folded) else clear(_without(self.text, strange))
        if not week:
            return ()
        if phrases.SOME_WEEKS.search(folded):
            return (option(week.text(), format_lazy(_("every week: {week}"), week=week.text())),)
        return options_of([week.text()])

    def _replace(
        self, start: int, end: int, sentence: "StrOrPromise", options: Sequence[Option], topic: str = TOPIC
    ) -> None:
        """Puts the answer about these words in their place, or asks."""
        said = self.text[start:end]
        if meant := self._ask(said, format_lazy(sentence, said=said), options, topic):
            self.text = f"{self.text[:start]}{meant}{self.text[end:]}"

    def _vague(self, match: re.Match[str]) -> None:
        sentence = _("“{said}”: which hours are meant?")
        if phrases.names_days(match) or speaks_of(self.found.whole)[0]:
            self._replace(*match.span(), sentence, phrases.likely_hours(match))
        else:
            self._replace(*match.span(), sentence, phrases.likely_days_and_hours(match), NO_DAY_TOPIC)

    def _spoiled(self, match: re.Match[str]) -> None:
        first, last = sorted((int(match[1]), int(match[2])))
        likely = options_of([f"{first}:00-{last}:00"] if first < last <= 24 else [])
        sentence = _("“{said}” is a date. Did the spreadsheet make it of hours?")
        self._replace(*match.span(), sentence, likely)

    def _early(self, match: re.Match[str]) -> None:
        if match[1]:
            begin, end = int(match[1]), int(match[3])
            later = f"{begin + 12}:00-{end + 12}:00" if begin < end else f"{begin}:00-{end + 12}:00"
            likely = [later, f"{begin}:00-{end}:00"] if begin < end else [later]
        else:
            likely = [f"{match[4]} {int(match[6]) + 12}:00", f"{match[4]} {match[6]}:00"]
        self._replace(*match.span(), _("“{said}”: in the morning, or in the afternoon?"), options_of(likely))

    def _typos(self, strange: Sequence[tuple[int, int]]) -> bool:
        """Asks about mistyped words; False where a word is none, and the piece has to be asked about."""
        alike = [(start, end, alike_words(self.text[start:end])) for start, end in strange]
        if any(end - start < 4 or not words for start, end, words in alike):
            return False
        for start, end, words in reversed(alike):
            sentence = _("We do not know “{said}”. Did you mean one of these?")
            self._replace(start, end, sentence, options_of(words))
        return True


def _without(text: str, words: Sequence[tuple[int, int]]) -> str:
    """The rest without these words and the prepositions that stand before them."""
    for start, end in reversed(words):
        before = DANGLING.sub("", text[:start])
        text = f"{before} {text[end:]}"
    return text


def _days_of(week: Week) -> str:
    """The days of a week, for texts: "pn, śr"."""
    days = sorted({span.day for span in week.spans()})
    return ", ".join(("pn", "wt", "śr", "czw", "pt", "sb", "nd")[day] for day in days)


def _all_of(days: str) -> Week:
    """These days, day and night."""
    return Week.from_spans((span.day, 0, 48) for span in Week.parse(days).spans())


def likely_of(said: str, error: WeekParseError) -> tuple[Option, ...]:
    """Texts near to one that cannot be read."""
    likely = [said.replace(error.fragment, word, 1) for word in error.suggestions]
    if isinstance(error, TwoMeanings) and (parts := re.split(r"\s+(?:i|and|oraz|a)\s+|[,+&/]\s*|\s+", said)):
        days = [part for part in parts if speaks_of(part) == (True, False)]
        hours = [part for part in parts if speaks_of(part) == (False, True)]
        if len(days) == len(hours) == 1 and len(parts) == 2:
            likely += [f"{days[0]} {hours[0]}", f"{days[0]}; dni robocze {hours[0]}"]
    if match := re.search(r"(?<![\d:.-])(\d{1,2})(?:[:.](\d\d))?\s*h?$", said):
        hour, minute = int(match[1]), match[2] or "00"
        before = said[: match.start()].rstrip(EDGES)
        if hour < 21 and not re.search(r"(?<!\w)(?:po|do|od|przed)$", before):
            likely += [f"{before} po {hour}:{minute}", f"{before} {hour}:{minute}-{hour + 2}:{minute}"]
    if match := re.search(r"(\d{1,2})\s*(?:-|do)\s*(\d{1,2})", said):
        likely.append(f"{said[: match.start()]}{match[2]}-{match[1]}{said[match.end() :]}")
    return tuple(Option(week.text(), one) for one in dict.fromkeys(likely) if (week := clear(one)))
