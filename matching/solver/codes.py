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
    SITE = "site"
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


#: Beside the hard rules: a helper who fits and has room, but whose room others need more.
TAKEN = "taken"


class ChangeKind(StrEnum):
    """A change of one person in one respect that could bring a seeker a helper."""

    TIME = "time"  # free for some half-hours more
    DISTANCE = "distance"  # travels some kilometres more
    CLEARANCE = "clearance"  # the clearance for contact with minors is completed
    TRAINING = "training"  # active and trained on the day
    ROOM = "room"  # takes on one more
    PRACTISE = "practise"  # would like to practise the programme's language
    LANGUAGE = "language"  # speaks a language better, or at all
    VETO = "veto"  # somebody's ruling against the two is lifted
    GENDER = "gender"  # a woman or a man is a preference, no must


class Which(StrEnum):
    """Whose change it is."""

    SEEKER = "seeker"
    HELPER = "helper"
    BOTH = "both"
