"""The day somebody agreed; that they did not is asked about, and goes in nowhere without a word."""

import re
from typing import Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.places.folding import fold
from intake.domain.readers.understanding import ROW_OUT, Answers, Option, Question, Reader, Reading

from .asking import settled
from .days import show_day, understand_day

TOPIC: Final = "consent"
#: Words that may say no, in folded text.
REFUSED: Final = re.compile(
    r"(?<!\w)(?:nie|n|no|not|none|brak|bez|odmow\w*|odmaw\w*|sprzeciw\w*|cofn\w+|wycof\w+|rezygn\w+"
    r"|refus\w+|withdr\w+|declin\w+|ні|не|нет|без|немає|відмов\w*|отказ\w*)(?!\w)"
)
#: Where they speak of the day or of the paper only, or the answer is still to come.
NOT_YET: Final = re.compile(
    r"(?<!\w)(?:(?:brak|bez|no|без) (?:dat\w+|podpis\w*|skan\w*|date|signature)"
    r"|nie (?:dotyczy|wiem|wie|wiadomo|pamieta\w*|znana?)|jeszcze nie|not yet|no date)(?!\w)"
)


def understand_consent(text: str, answers: Answers) -> Reading:
    """As any day; words that may mean that somebody did not agree are a question of the topic "consent",
    which offers to leave the row out. Such words name no day, whatever date stands beside them."""
    if not REFUSED.search(NOT_YET.sub(" ", fold(text))):
        return understand_day(text, answers)
    sentence = _("“{text}” may mean that they did not agree. Without their consent nobody is matched.")
    likely = (Option(_("leave this row out"), ROW_OUT),)
    question = Question(TOPIC, text, format_lazy(sentence, text=text), likely)
    return settled(question, answers, _agreed)


def _agreed(meant: str) -> Reading | None:
    """The day a person tells after all."""
    reading = understand_day(meant, Answers())
    return reading if reading.value is not None and not reading.questions else None


CONSENT: Final = Reader(understand_consent, show_day)
