"""The week somebody is free, as people write it."""

from typing import Final

from base.places.errors import UnreadableText
from base.places.week import Week
from intake.domain.understanding import Answers, Question, Reader, Reading

from .asking import settled


def understand_week(text: str, answers: Answers) -> Reading:
    """The clear parts as a Week; each part that is not clear is a question of the topic "week"."""
    try:
        return Reading(Week.parse(text))
    except UnreadableText as error:
        return settled(
            Question("week", text, error.message),
            answers,
            lambda meant: Reading(Week.parse(meant)),
        )


WEEK: Final = Reader(understand_week, lambda week: week.text())
