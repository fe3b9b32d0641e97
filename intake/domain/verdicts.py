"""What was found in a row: its values, its questions, its problems, and the words for its note."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from intake.domain.readers.understanding import NO_ANSWERS, Answers, Question, said_of
from intake.domain.sameness.people import Traits
from intake.domain.sheets.columns import Values
from intake.enums import ALONE

Sentences = dict[str, list[str]]


def cell_topic(column: str) -> str:
    """The topic of answers about a whole cell: whatever a reader makes of the text, this is meant."""
    return f"cell:{column}"


def topic_alone(topic: str, column: str, row: int) -> str:
    """The topic of a question that no other row and no other column shares."""
    return f"{topic}{ALONE}{column}{ALONE}{row}"


def answers_alone(answers: Iterable[tuple[str, str, str]], column: str, row: int) -> Answers:
    """Of a row's own answers those about this column alone, under the topics its reader asks by."""
    end = topic_alone("", column, row)
    mine = [(topic.removesuffix(end), said, meant) for topic, said, meant in answers if topic.endswith(end)]
    return Answers.of(mine) if mine else NO_ANSWERS


@dataclass(frozen=True)
class Asked:
    """A question beside its cell; where the column is obligatory and nothing else is in it, its text cannot
    become a note."""

    column: str
    question: Question
    may_be_note: bool = True


@dataclass
class Verdict:
    """What was found in a row. `values` are by our column, `data` is what the room registers from (not to be
    used where there are problems). `missing` are obligatory columns the row says nothing of: a problem of
    somebody new, nothing to somebody here already. `kept` are texts of the file for the note, by their
    heading; `noted` those of our columns."""

    cells: dict[str, str] = field(default_factory=dict)
    values: Values = field(default_factory=dict)
    data: Any = None
    problems: Sentences = field(default_factory=dict)
    missing: Sentences = field(default_factory=dict)
    warnings: Sentences = field(default_factory=dict)
    readings: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    noted: dict[str, str] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    traits: Traits | None = None

    def demand_missing(self) -> None:
        """The row stands for somebody new: what it does not say keeps it out."""
        self.problems = {**self.missing, **self.problems}

    def add_note(self, column: str, text: str) -> None:
        """Words of this column for the note."""
        if text and text not in self.noted.get(column, ""):
            self.noted[column] = "; ".join(filter(None, [self.noted.get(column, ""), text]))


def question_key(topic: str, said: str) -> tuple[str, str]:
    """What alike questions share, as it is stored."""
    return topic[:60], said_of(said)
