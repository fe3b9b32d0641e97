"""What was understood of a text while it is typed: a week, languages, a place."""

from dataclasses import dataclass

from base.places import gazetteer
from base.places.errors import UnreadableText
from base.places.languages import Spoken, parse_languages
from base.places.week import Week

MOST_CHARACTERS = 500
MOST_PLACES = 8
#: Said so often that a button writes them.
COMMON_WEEKS = tuple(
    Week.parse(text) for text in ("Mon-Fri 17-21", "Mon-Fri 9-15", "Sat 10-14", "Sun 14-18", "Sat, Sun 9-20")
)


@dataclass(frozen=True)
class ReadWeek:
    """The week a text means; `problem` is a sentence when it means none."""

    week: Week
    problem: str = ""


@dataclass(frozen=True)
class ReadLanguages:
    """The languages a text names; `problem` is a sentence when it could not be read."""

    spoken: tuple[Spoken, ...]
    problem: str = ""


def read_week(text: object) -> ReadWeek:
    """What a text such as "Mon-Fri after 17" means; never an error."""
    if isinstance(text, Week):
        return ReadWeek(text)
    try:
        typed = str(text or "")[:MOST_CHARACTERS]
        return ReadWeek(Week.parse(typed) if typed.strip() else Week.empty())
    except UnreadableText as error:
        return ReadWeek(Week.empty(), error.sentence)


def read_languages(text: object) -> ReadLanguages:
    """What a text such as "Ukrainian native, Polish A2" means; never an error."""
    if isinstance(text, tuple | list):
        return ReadLanguages(tuple(text))
    try:
        typed = str(text or "")[:MOST_CHARACTERS]
        return ReadLanguages(parse_languages(typed) if typed.strip() else ())
    except UnreadableText as error:
        return ReadLanguages((), error.sentence)


def suggest_places(text: str) -> tuple[gazetteer.Place, ...]:
    """Places whose name or post code begins so; none for less than two characters."""
    text = text.strip()[:60]
    return gazetteer.search(text, MOST_PLACES) if len(text) > 1 else ()


def common_weeks() -> list[str]:
    """Phrases for buttons, in the reader's language."""
    return [week.text() for week in COMMON_WEEKS]
