"""What a cell says to us: a value we are sure of, words for the note, or a question with its likely answers.

A reader never guesses and never drops a word: whatever it does not take stands in `note` or in a question.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from base.places.folding import fold

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Answers every question of an optional column offers: the words go into the note, or nowhere.
AS_NOTE: Final = "=note"
LEFT_OUT: Final = "=skip"
#: The meaning of an option that leaves the whole row out.
ROW_OUT: Final = "=row"
LONGEST_SAID: Final = 200


@dataclass(frozen=True)
class Option:
    """A likely answer: what a button says, and the text the reader takes in place of the words."""

    label: "StrOrPromise"
    meant: str


@dataclass(frozen=True)
class Question:
    """Words that are not clear. Alike ones share `topic` ("level", "day", "place" …) and `said`, so that one
    answer settles all of them; `sentence` asks a person."""

    topic: str
    said: str
    sentence: "StrOrPromise"
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What a cell came to. `value` is None where nothing is taken; `note` holds words kept for the note;
    `also` are values the cell gives to other columns ("raczej kobieta": how strong the wish is)."""

    value: Any = None
    note: str = ""
    questions: tuple[Question, ...] = ()
    also: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_clear(self) -> bool:
        """Nothing has to be asked."""
        return not self.questions


def said_of(text: str) -> str:
    """The words of a question or an answer made comparable; long ones are cut, and still told apart."""
    words = " ".join(fold(text).split())
    if len(words) <= LONGEST_SAID:
        return words
    mark = hashlib.sha256(words.encode()).hexdigest()[:16]
    return f"{words[: LONGEST_SAID - len(mark) - 1].rstrip()}#{mark}"


@dataclass(frozen=True)
class Answers:
    """What people answered before, by topic and words; `met` collects those that were taken."""

    known: Mapping[tuple[str, str], str] = field(default_factory=dict)
    met: set[tuple[str, str]] = field(default_factory=set, compare=False, repr=False)

    @classmethod
    def of(cls, answers: Iterable[tuple[str, str, str]]) -> "Answers":
        """From (topic, said, meant)."""
        return cls({(topic, said_of(said)): meant for topic, said, meant in answers})

    def get(self, topic: str, said: str) -> str | None:
        """The text meant (or AS_NOTE, LEFT_OUT), None when nobody was asked."""
        key = (topic, said_of(said))
        if (meant := self.known.get(key)) is not None:
            self.met.add(key)
        return meant


NO_ANSWERS: Final = Answers()
Understand = Callable[[str, Answers], Reading]


@dataclass(frozen=True)
class Reader:
    """How a column is understood and written. `understand(text, answers)` takes a text that is not empty;
    `show(value)` writes a value in the active language so that it is understood again, without a question,
    as the same value. `shows`: whether to tell what it became where that differs from what was typed."""

    understand: Understand
    show: Callable[[Any], str]
    shows: bool = True
