"""Languages and how well they are spoken, as people write them."""

from typing import Final

from base.places.errors import UnreadableText
from base.places.languages import language_name, languages_text, parse_languages
from intake.domain.understanding import Answers, Question, Reader, Reading

from .asking import settled


def understand_languages(text: str, answers: Answers) -> Reading:
    """Languages with their levels (tuple of Spoken) as far as they are clear; questions of the topics
    "level", "level:<code>" and "language" for the rest."""
    try:
        return Reading(parse_languages(text))
    except UnreadableText as error:
        return settled(
            Question("language", text, error.message), answers, lambda meant: Reading(parse_languages(meant))
        )


def understand_language(text: str, answers: Answers) -> Reading:
    """The code of one language, or a question of the topic "language"."""
    reading = understand_languages(f"{text} native", answers)
    return Reading(reading.value[0].language) if reading.value else reading


LANGUAGES: Final = Reader(understand_languages, languages_text)
LANGUAGE: Final = Reader(understand_language, language_name)
