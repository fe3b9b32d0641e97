"""Words that stand for one code, or for several, as people write them."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from intake.domain.understanding import Answers, Option, Question, Reader, Reading
from intake.domain.vocabulary import Vocabulary

from .asking import settled
from .words import plain


def choice(words: Vocabulary, topic: str = "word") -> Reader:
    """One code, by its word in Polish or English; questions have this topic."""
    known = _index(words)

    def certain(text: str) -> Reading | None:
        code = known.get(plain(text))
        return Reading(code) if code else None

    def understand(text: str, answers: Answers) -> Reading:
        return certain(text) or settled(_question(words, topic, text), answers, certain)

    return Reader(understand, lambda code: _word(words, code))


def choices(words: Vocabulary, topic: str = "area") -> Reader:
    """A frozenset of codes, their words set apart by commas; a part that is not clear is a question."""
    one = choice(words, topic)

    def understand(text: str, answers: Answers) -> Reading:
        readings = [one.understand(part.strip(), answers) for part in text.split(",") if part.strip()]
        found = frozenset(reading.value for reading in readings if reading.value)
        questions = tuple(question for reading in readings for question in reading.questions)
        return Reading(found or None, questions=questions)

    def show(codes: Iterable[str]) -> str:
        return ", ".join(_word(words, code) for code in words if code in codes)

    return Reader(understand, show)


def _index(words: Vocabulary) -> dict[str, str]:
    known: dict[str, str] = {}
    for code, word in words.items():
        for text in (code, word.pl, word.en, *word.also):
            known.setdefault(plain(text), code)
    return known


def _word(words: Vocabulary, code: Any) -> str:
    return words[code].en if (get_language() or "").startswith("en") else words[code].pl


def _question(words: Vocabulary, topic: str, text: str) -> Question:
    sentence = format_lazy(_("“{text}”: which of these is it?"), text=text)
    return Question(
        topic, text, sentence, tuple(Option(word.pl, word.pl) for word in list(words.values())[:6])
    )
