"""How the readers of time, place and contact ask: words that are not clear become one question, the answer
people gave before stands in for the words, and what is not taken is kept for the note."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, cast

from base.places.errors import UnreadableText
from intake.domain.readers.understanding import AS_NOTE, LEFT_OUT, Answers, Option, Question, Reading

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NOTE_BREAK = "; "


def option(meant: str, label: "StrOrPromise" = "") -> Option:
    """A likely answer; its button says what is meant where nothing else is told."""
    return Option(label or meant, meant)


def joined_notes(*notes: str) -> str:
    """Words kept from several places, as one note."""
    return NOTE_BREAK.join(dict.fromkeys(note.strip() for note in notes if note.strip()))


def settled(
    question: Question,
    answers: Answers,
    take: Callable[[str], Reading | None],
    *,
    note: str = "",
    keep: str = "",
) -> Reading:
    """The whole cell asked about: what people answered before, else the question.

    `take(meant)` reads an answer for certain, None where it cannot; `note` is kept whatever the answer,
    `keep` beside a value only."""
    meant = answers.get(question.topic, question.said)
    if meant == LEFT_OUT:
        return Reading(note=note)
    if meant == AS_NOTE:
        return Reading(note=joined_notes(question.said, note))
    if meant is not None and (reading := take(meant)) is not None:
        return Reading(reading.value, joined_notes(keep, note, reading.note), reading.questions, reading.also)
    return Reading(note=note, questions=(question,))


def options_of(texts: Iterable[Any]) -> tuple[Option, ...]:
    """Buttons that say what they mean, each once."""
    return tuple(option(str(text)) for text in dict.fromkeys(texts))


def told(error: UnreadableText) -> "StrOrPromise":
    """What a reader of a lower floor says against a text, as the sentence of a question."""
    return cast("StrOrPromise", error.message)
