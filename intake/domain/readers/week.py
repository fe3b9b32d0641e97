"""The week somebody is free, as people write it.

Words that are not clear are looked up among the answers, which stand in for them where they are written; what
then is clear becomes the week, what is not is asked about, and the rest is kept for the note."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from base.places.folding import fold
from base.places.week import Week, WeekParseError
from base.places.week_reading import TwoMeanings
from base.places.week_tokens import speaks_of, strange_words
from intake.domain.readers.understanding import AS_NOTE, LEFT_OUT, Answers, Question, Reader, Reading

from . import week_phrases as phrases
from .asking import joined_notes, told
from .week_pieces import EDGES, TOPIC, Found, Piece, beside_days, clear, is_dayless, likely_of, on_which_days

PLAIN: Final = str.maketrans({**dict.fromkeys("‐‒―﹣－", "-"), "\xa0": " ", "\t": " ", "⁰": "0", "³": "3"})
RAISED: Final = re.compile(r"(?<=\d)([⁰³¹⁴][⁰⁵])")
CLOCK_OF_A_SPREADSHEET: Final = re.compile(r"(?<!\d)(\d{1,2}:\d\d):00(?!\d)")
COMMA_TIME: Final = re.compile(r"(?<![\d,:-])(\d{1,2}),(00|30)(?!\d)|(?<=-)(\d{1,2}),(00|30)(?![\d-])")
SEGMENT: Final = re.compile(r"[;\n|]+")
BRACKET: Final = re.compile(r"\(([^()]*)\)")


def understand_week(text: str, answers: Answers) -> Reading:
    """The clear parts as a Week; each part that is not clear is a question of the topic "week", its words as
    they stand in the text. None where no part is clear. Days somebody is never free are taken off."""
    text = _tidied(text)
    if (whole := clear(text)) is not None and not is_dayless(text):
        return Reading(whole or None)
    found = Found(answers, text)
    for segment in SEGMENT.split(text):
        if segment.strip(EDGES):
            _Segment(segment, found).read()
    week = found.week - found.never
    if found.week and not week:
        found.note(text)  # "wt 16-18, wt nie": one takes back what the other says
    kept = found.notes if week else [*found.notes, *found.denied]
    return Reading(week or None, joined_notes(*kept), tuple(found.questions.values()))


def _tidied(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    text = RAISED.sub(lambda raised: ":" + unicodedata.normalize("NFKC", raised[1]), text).translate(PLAIN)
    text = CLOCK_OF_A_SPREADSHEET.sub(r"\1", text)
    return COMMA_TIME.sub(lambda time: f"{time[1] or time[3]}:{time[2] or time[4]}", text)


class _Segment:
    """What stands between two strong breaks. Words are settled first, then the pieces between its commas."""

    def __init__(self, text: str, found: Found) -> None:
        self.text = text
        self.found = found

    def read(self) -> None:
        """Adds what the segment says."""
        self._brackets()
        self._aside()
        pieces = [Piece(written, self.found) for written in self.text.split(",") if written.strip(" .")]
        for group in _bound([piece for piece in pieces if piece.is_open or piece.text.strip(EDGES)]):
            self._read_group(group)

    def _brackets(self) -> None:
        """Words in brackets that are no hours and limit nothing are kept for the note."""
        for match in reversed(list(BRACKET.finditer(self.text))):
            inside = match[1]
            limits = any(one.search(fold(inside)) for one in (phrases.SOMETIMES, phrases.VAGUE))
            if strange_words(inside) and not limits:
                self.found.note(inside)
                self.text = f"{self.text[: match.start()]} {self.text[match.end() :]}"

    def _aside(self) -> None:
        """Keeps what names no hours; of a wish ("najlepiej wtorek") with the words it belongs to."""
        for match in reversed(list(phrases.ASIDE.finditer(fold(self.text)))):
            start, end = match.span()
            if match["wish"]:
                start, end = self.text.rfind(",", 0, start) + 1, (self.text + ",").index(",", end)
            self.found.note(self.text[start:end])
            self.text = f"{self.text[: match.start()]} {self.text[match.end() :]}"

    def _read_group(self, group: Sequence[Piece]) -> None:
        """Pieces that belong together: their hours, or what is asked about them. Meanwhile, and where people
        refused a part, the words that no question names wait in the note."""
        for question in (question for piece in group for question in piece.questions):
            self.found.ask(question)
        if any(piece.is_open for piece in group):
            for piece in group:
                if (piece.refused != LEFT_OUT and not piece.asked_whole) or piece.refused == AS_NOTE:
                    self.found.note(piece.written)
        elif text := ",".join(piece.text for piece in group).strip(EDGES):
            self._parse(text, group)

    def _parse(self, said: str, group: Sequence[Piece]) -> None:
        try:
            week = Week.parse(said)
            if is_dayless(said):
                self._settle(on_which_days(said))
            else:
                self.found.week |= week
        except WeekParseError as error:
            parts = _bound(group, whole=False)
            if len(parts) > 1 and not isinstance(error, TwoMeanings):
                for part in parts:
                    self._read_group(part)
            else:
                self._refused(said, error)

    def _refused(self, said: str, error: WeekParseError) -> None:
        """Hours that cannot be read."""
        self._settle(Question(TOPIC, said, told(error), likely_of(said, error)))

    def _settle(self, question: Question) -> None:
        """What people answered, else the question."""
        said = question.said
        meant = self.found.answers.get(TOPIC, said)
        if meant == AS_NOTE:
            self.found.note(said)
        elif meant and meant != LEFT_OUT and (week := clear(meant)):
            self.found.week |= week
        elif meant != LEFT_OUT:
            self.found.ask(question)


def _bound(pieces: Sequence[Piece], *, whole: bool = True) -> list[list[Piece]]:
    """Pieces together as far as one needs the other: days wait for the hours after them, hours alone go to
    the days before. Where nothing is asked they stay `whole`."""
    if whole and not any(piece.is_open for piece in pieces):
        return [list(pieces)]
    groups: list[list[Piece]] = []
    waits = False
    for piece in pieces:
        days, hours = speaks_of(piece.text)
        if groups and (waits or (hours and not days)):
            groups[-1].append(piece)
        else:
            groups.append([piece])
        waits = days and not hours and not beside_days(piece.text) and bool(piece.text.strip(EDGES))
    return groups


WEEK: Final = Reader(understand_week, lambda week: week.text())
