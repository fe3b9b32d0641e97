"""Questions about a list, each once, as their cards show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page
from django.http import HttpRequest

from frontend.paging import paginate
from intake.domain.sheets.columns import SheetKind
from intake.models import Upload
from intake.queries import AlikeQuestion, count_of_questions, questions_of

#: How many a page asks at once, the most frequent first.
QUESTIONS = 8


@dataclass(frozen=True)
class ShownQuestion:
    """One question: the column it is about, what it asks, the likely answers (label, text), how many rows ask
    it, and the first of them as an example."""

    key: str
    topic: str
    said: str
    sentence: str
    options: Sequence[Sequence[str]]
    may_be_note: bool
    heading: str
    rows: int
    number: int
    example: str
    is_of_one: bool


@dataclass(frozen=True)
class Failed:
    """An answer that could not be taken: to which question, what was typed, and why."""

    topic: str
    said: str
    row: int | None
    typed: str
    problem: str


def questions_shown(
    request: HttpRequest, upload: Upload, kind: SheetKind, language: str
) -> tuple["Page[int]", list[ShownQuestion]]:
    """The page of questions that ?questions= asks for, and its cards."""
    page = paginate(request, range(count_of_questions(upload)), QUESTIONS, name="questions")
    asked = questions_of(upload, most=page.end_index())[max(page.start_index() - 1, 0) :] if page else []
    return page, [_shown(one, kind, language) for one in asked]


def _shown(asked: AlikeQuestion, kind: SheetKind, language: str) -> ShownQuestion:
    one = asked.example
    column = kind.by_name.get(one.column)
    return ShownQuestion(
        key=str(one.pk),
        topic=asked.topic,
        said=asked.said,
        sentence=one.sentence,
        options=one.options,
        may_be_note=asked.may_be_note,
        heading=column.heading(language) if column else one.column,
        rows=asked.rows,
        number=one.row.number,
        example=one.row.cells.get(one.column, ""),
        is_of_one=one.is_of_one,
    )
