"""For whom somebody wishes, and how strongly, as people write it."""

from typing import Final

from intake.domain.vocabulary import CHANNEL, GENDER, GENDER_WISH, HELP_AREA, TRADE, WISH_STRENGTH, YES_NO

from .choices import choice, choices

#: Reading.also may hold "wish_strength": "woli kobietę" is a wish for a woman, if possible.
WISH: Final = choice(GENDER_WISH, "wish")
STRENGTH: Final = choice(WISH_STRENGTH, "strength")
GENDER_READER: Final = choice(GENDER, "gender")
CHANNELS: Final = choice(CHANNEL, "channel")
TRADES: Final = choice(TRADE, "trade")
AREAS: Final = choices(HELP_AREA, "area")
YES_OR_NO: Final = choice(YES_NO, "yes")
