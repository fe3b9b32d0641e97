"""Telephones and e-mails, as people write them."""

from typing import Final

from intake.domain.understanding import Answers, Reader, Reading


def understand_phone(text: str, answers: Answers) -> Reading:
    """A number in E.164 ("+48600100200"), or a question of the topic "phone"; more numbers go to the note."""
    return Reading(text)


def understand_email(text: str, answers: Answers) -> Reading:
    """An address, or a question of the topic "email"; more addresses go to the note."""
    return Reading(text)


PHONE: Final = Reader(understand_phone, str)
EMAIL: Final = Reader(understand_email, str)
