"""Names of people, as lists write them."""

from typing import Final

from intake.domain.understanding import Answers, Reader, Reading


def understand_name(text: str, answers: Answers) -> Reading:
    """A name in the order first name, surname as far as the text tells it; titles and brackets aside."""
    return Reading(text)


NAME: Final = Reader(understand_name, str)
