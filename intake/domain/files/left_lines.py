"""Lines below the headings that are nobody's row: totals, notes, group names, headings once more.

Whatever is in doubt is a row: a row too many can be left out by a person, one too few nobody misses.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from base.places.folding import fold
from intake.enums import Flaw

from .cell_shapes import VALUES, CellShape, is_whole_number, shape_of, usual_shape
from .lines import Line, Merge

TITLE, TOTAL, NOTE, GROUP, HEADING, BLANK = "title", "total", "note", "group", "heading", "blank"

COUNTER = re.compile(r"l ?p|nr|no|poz|pozycja|numer|#|№|n r|lfd|row|wiersz|lp nr")
TOTALS = re.compile(
    r"(?:razem|suma|sumy|ogolem|lacznie|w sumie|podsumowanie|srednia|total|totals|sum|grand total"
    r"|subtotal|average|count|liczba|ilosc|number of|podsuma|stan razem|wszystkich)\b"
)
NOTES = re.compile(
    r"\*|†|¹|uwaga\b|uwagi\s*:|sporzadz|opracow|przygotow|wykonal|zatwierdz|sprawdzil|podpis|zrodlo|legenda"
    r"|objasn|stan na\b|dane (?:z|na|aktual|stan|pochodz)|aktualizacja|ostatnia aktual|data:"
    r"|data (?:wydr|sporz)|wydruk|strona \d|str\. ?\d|ciag dalszy|c\. ?d\. ?n|koniec\b|wygenerowan"
    r"|nota\b|klauzula|rodo\b|note\b|notes\b|legend\b|key\s*:|source\b|prepared|updated|as of\b|page \d"
    r"|printed|generated|end of\b|signature"
)
GROUPS = re.compile(
    r"(?:dzielnica|osiedle|gmina|powiat|rejon|miasto|wojewodztwo|grupa|klasa|miesiac|rok|tura|edycja|etap|rodziny|"
    r"wolontariusz\w*|mentorzy|district|group|month|town|families|volunteers)\b|[ivx]+ (?:grupa|tura|kwartal)"
)
EXAMPLE = re.compile(r"np\.|przyklad\b|wzor\b|e\. ?g\.|for example|example\b")
#: What opens the notes at the end: pairs of cells below it are notes too.
CLOSINGS = re.compile(r"legend|objasn|skroty|key\s*:|sporzadz|prepared")
PLACE_AND_DAY = re.compile(r"[^\W\d_][^\d]*(?:, | dn\. ?| dnia )\d{1,2}[. ][^,]*$")
MOST_IN_NOTE = 2
LONG_NOTE = 60
FIRST_ROWS = 200


@dataclass(frozen=True)
class Body:
    """The lines below the headings, with what tells rows from the rest."""

    lines: Sequence[Line]
    headings: Sequence[str]
    heading_lines: Sequence[Line]
    merges: Sequence[Merge]

    @cached_property
    def columns(self) -> Mapping[int, list[str]]:
        """Texts of the first rows by column, of lines with more than one cell."""
        found: dict[int, list[str]] = {}
        for line in self.lines[:FIRST_ROWS]:
            texts = filled(line)
            if len(texts) > 1:
                for column, text in texts.items():
                    found.setdefault(column, []).append(text)
        return found

    @cached_property
    def counters(self) -> frozenset[int]:
        """The columns that only number the rows: by their heading, or because they count 1, 2, 3 …"""
        return frozenset(column for column, texts in self.columns.items() if self._counts(column, texts))

    def _counts(self, column: int, texts: Sequence[str]) -> bool:
        numbers = [int(text.rstrip(".)")) for text in texts if is_whole_number(text.rstrip(".)"))]
        if len(numbers) < 0.7 * len(texts):
            return False
        heading = " ".join(re.sub(r"[\W_]+", " ", fold(self.heading(column))).split())
        steps = sum(after == before + 1 for before, after in pairwise(numbers))
        counts = len(numbers) > 2 and steps >= 0.8 * (len(numbers) - 1) and numbers[0] in {0, 1}
        return bool(COUNTER.fullmatch(heading)) or (counts and not heading)

    @cached_property
    def said_above(self) -> list[dict[int, str]]:
        """Each line of headings, and what they came to, in small letters."""
        lines = [*(line.texts for line in self.heading_lines), self.headings]
        return [{column: text.casefold() for column, text in enumerate(texts)} for texts in lines]

    def heading(self, column: int) -> str:
        """The heading of a column, or nothing."""
        return self.headings[column] if column < len(self.headings) else ""

    @cached_property
    def usual_count(self) -> int:
        """How many cells a well filled row fills."""
        counts = [len(filled(line)) for line in self.lines[:FIRST_ROWS]]
        several = sorted(count for count in counts if count > 1)
        return several[len(several) * 3 // 4] if several else 1

    @cached_property
    def last_row(self) -> int:
        """The index of the last line that is surely somebody's: more than half as full as good ones."""
        full = max(2.0, self.usual_count * 0.6)
        for at in range(self._closing - 1, -1, -1):
            if self.persons_cells(self.lines[at]) >= full and plain_reason(self, self.lines[at]) is None:
                return at
        return -1

    @cached_property
    def _closing(self) -> int:
        """The index of the line that opens the notes at the end, or how many lines there are."""
        for at in range(len(self.lines) - 1, -1, -1):
            texts = filled(self.lines[at])
            if len(texts) > MOST_IN_NOTE or len(texts) >= self.usual_count or _has_contact(texts):
                break
            if len(texts) == 1 and CLOSINGS.match(_words(*texts.values())):
                return at
        return len(self.lines)

    def is_note(self, column: int, text: str) -> bool:
        """Whether a text begins as notes do, in a column that is not one of notes itself."""
        words, is_outside = _words(text), column <= min(self.columns, default=0) + 1
        if CLOSINGS.match(words):
            return is_outside
        return is_outside and column not in self._of_notes and NOTES.match(words) is not None

    @cached_property
    def _of_notes(self) -> frozenset[int]:
        return frozenset(
            column
            for line in self.lines[:FIRST_ROWS]
            if len(texts := filled(line)) > MOST_IN_NOTE
            for column, text in texts.items()
            if NOTES.match(_words(text))
        )

    def persons_cells(self, line: Line) -> int:
        """How many cells a line fills, its counter not counted."""
        return sum(not self.only_counts(column, text) for column, text in filled(line).items())

    def only_counts(self, column: int, text: str) -> bool:
        """Whether a cell is nothing but the number of its row."""
        return column in self.counters and is_whole_number(text.rstrip(".)"))


def filled(line: Line) -> dict[int, str]:
    """The texts of a line by column, without the empty ones."""
    return {column: text for column, text in enumerate(line.texts) if text}


def reasons(body: Body) -> list[str | None]:
    """Of each line below the headings: why it is nobody's row, or None when it is one (or may be)."""
    found: list[str | None] = []
    among_notes = False
    for at, line in enumerate(body.lines):
        reason = plain_reason(body, line, is_first=at == 0) or _lone_reason(body, at)
        if reason is None and at > body.last_row:
            reason = _closing_reason(body, line, among_notes=among_notes)
        among_notes = reason == NOTE or (among_notes and reason is not None)
        found.append(reason)
    return found


def plain_reason(body: Body, line: Line, *, is_first: bool = False) -> str | None:
    """The reason a line shows by itself, wherever it stands."""
    texts = {column: text for column, text in filled(line).items() if not body.only_counts(column, text)}
    if _is_heading_again(body, line) or (is_first and _numbers_columns(line)):
        return HEADING
    if is_first and sum(bool(EXAMPLE.match(_words(text))) for text in texts.values()) * 2 > len(texts):
        return NOTE
    if _is_total(line, texts):
        return TOTAL
    return BLANK if _is_blank(line, texts) else None


def _is_heading_again(body: Body, line: Line) -> bool:
    texts = filled(line)
    if len(texts) < 2 and len(body.headings) > 1:
        return False
    small = {column: text.casefold() for column, text in texts.items()}
    return any(
        sum(heading.get(column) == text for column, text in small.items()) >= 0.7 * len(small)
        for heading in body.said_above
    )


def _numbers_columns(line: Line) -> bool:
    """The line of a printed form under the headings: 1, 2, 3 …"""
    texts = [text.strip("().") for text in line.texts if text]
    return len(texts) > 2 and texts == [str(number) for number in range(1, len(texts) + 1)]


def _is_blank(line: Line, texts: Mapping[int, str]) -> bool:
    """Only the counter, boxes nobody ticked, formulas without a result."""
    waits = all(flaw == Flaw.FORMULA for flaw in line.flaws.values())
    return waits and all(
        text in {"nie", "FALSE", "FAŁSZ", "-", "☐"} or text.startswith("=") for text in texts.values()
    )


def _is_total(line: Line, texts: Mapping[int, str]) -> bool:
    if not (texts or line.sums) or len(texts) - len(line.sums & set(texts)) > 3:
        return False
    label, *others = [text for column, text in texts.items() if column not in line.sums] or [""]
    numbers = all(is_whole_number(text) or shape_of(text) == CellShape.NUMBER for text in others)
    numbers = numbers and not any(shape_of(text) == CellShape.CONTACT for text in others)
    if line.sums:
        return numbers and (
            not label or shape_of(label) not in {CellShape.CONTACT, CellShape.DAY, CellShape.NAME}
        )
    if not numbers or not TOTALS.match(_words(label)):
        return False
    return bool(others) or bool(re.search(r"\d", label)) or label.endswith(":")


def _lone_reason(body: Body, at: int) -> str | None:
    """The reason of a line with one text or two, by its words and by where it stands."""
    line = body.lines[at]
    texts = filled(line)
    if not texts or len(texts) > 3:
        return None
    (column, first), *more = texts.items()
    is_lone = not more or (len(texts) <= MOST_IN_NOTE and at > body.last_row)
    if is_lone and body.is_note(column, first) and not _has_contact(texts):
        return NOTE
    if more or len(body.headings) < 3:
        return None
    return _group_or_note(body, at, column, first)


def _group_or_note(body: Body, at: int, column: int, text: str) -> str | None:
    """A text alone in its line."""
    line = body.lines[at]
    width = len(body.headings)
    is_wide = any(
        one.top == line.number and one.left <= column and one.right - one.left + 1 >= max(3, width / 2)
        for one in body.merges
    )
    has_rows_after = at < body.last_row
    usual = usual_shape(body.columns.get(column, []))
    is_stranger = usual in VALUES and shape_of(text) in {CellShape.WORDS, CellShape.NAME}
    elsewhere = column in body.counters and not body.only_counts(column, text)
    if is_wide or elsewhere or (is_stranger and column == min(body.columns, default=0)):
        return GROUP if has_rows_after else NOTE
    if column == min(body.columns, default=0) or column == 0:
        if has_rows_after and (GROUPS.match(_words(text)) or text.endswith(":")):
            return GROUP
        rarely = len(body.columns.get(column, [])) < 0.3 * len(body.lines[:FIRST_ROWS])
        if has_rows_after and rarely and column == 0:
            return GROUP
    return None


def _closing_reason(body: Body, line: Line, *, among_notes: bool) -> str | None:
    """Of a line after the last full row."""
    texts = filled(line)
    if _has_contact(texts) or not texts:
        return None
    longest = max(map(len, texts.values()))
    if among_notes and len(texts) <= MOST_IN_NOTE:
        return NOTE
    if len(texts) == 1 and (longest > LONG_NOTE or PLACE_AND_DAY.match(next(iter(texts.values())))):
        return NOTE
    if all(shape_of(text) == CellShape.NUMBER for text in texts.values()):
        first = min(body.columns, default=0)
        return TOTAL if first not in texts else None
    return None


def _words(text: str) -> str:
    """The first words of a text, comparable."""
    return fold(text[:LONG_NOTE])


def _has_contact(texts: Mapping[int, str]) -> bool:
    return any(shape_of(text) == CellShape.CONTACT for text in texts.values())
