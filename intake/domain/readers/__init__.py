"""What a cell means. Each kind of text has a room here: `understand(text, answers)` takes what is clear, asks
what is not and keeps the rest for the note; `show` writes a value so that it is understood again.

Told with answers of which every one is AS_NOTE, a reader puts all it would ask about into the note.
"""

from intake.domain.readers.understanding import Reader, Reading

from .age_words import band_of
from .ages import AGE, AGES
from .choices import choice, choices
from .contacts import EMAIL, PHONE
from .days import DATE
from .languages import LANGUAGE, LANGUAGES
from .names import NAME
from .numbers import DISTANCE, NUMBER, ROOM
from .week import WEEK
from .wishes import AREAS, CHANNELS, GENDER_READER, STRENGTH, TRADES, WISH, YES_OR_NO
from .words import is_nothing, plain

TEXT = Reader(lambda text, answers: Reading(text), str, shows=False)

__all__ = [
    "AGE",
    "AGES",
    "AREAS",
    "CHANNELS",
    "DATE",
    "DISTANCE",
    "EMAIL",
    "GENDER_READER",
    "LANGUAGE",
    "LANGUAGES",
    "NAME",
    "NUMBER",
    "PHONE",
    "ROOM",
    "STRENGTH",
    "TEXT",
    "TRADES",
    "WEEK",
    "WISH",
    "YES_OR_NO",
    "Reader",
    "band_of",
    "choice",
    "choices",
    "is_nothing",
    "plain",
]
