"""The words the solver answers with. Values are stored, so members are only ever added, never renamed."""

from enum import IntEnum, StrEnum


class LanguagePurpose(StrEnum):
    """What the programme wants a language for."""

    SPEAK = "speak"  # both sides speak one language well enough
    PRACTISE = "practise"  # the helper is at home in the language the seeker wants to practise


class Strength(IntEnum):
    """How strongly a wish is meant."""

    NONE = 0
    PREFER = 1
    MUST = 2


class HardRule(StrEnum):
    """Every rule that can forbid a pair, in the order in which the funnel tells them."""

    AVAILABLE = "available"
    LANGUAGE = "language"
    DISTANCE = "distance"
    GENDER = "gender"
    MINORS = "minors"
    EMPLOYER = "employer"
    OTHER_PERSON = "other_person"
    TIME = "time"
    VETO = "veto"
    ROOM = "room"


class Criterion(StrEnum):
    """Every wish that earns points, in the order of the columns of `Pairs.criteria`."""

    LANGUAGE = "language"
    DISTANCE = "distance"
    TIME = "time"
    NEEDS = "needs"
    LIFE_STAGE = "life_stage"
    GENDER = "gender"
    TRADE = "trade"
    LOAD = "load"


class Status(StrEnum):
    """How a run ended; every one of them is a proven optimum."""

    OPTIMAL = "optimal"
    NOBODY = "nobody"  # no seekers, or no helpers
    NO_PAIR = "no_pair"  # people on both sides, but the hard rules leave no pair
