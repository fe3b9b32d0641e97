"""The question: who seeks, who helps, and by which rules. Everything the solver may know is here.

Nationality, religion and legal status are not inputs, by design; a test fails when a field appears that
is not on its list. People are rows of plain arrays, so that a problem travels to another process.
"""

from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

from .arrays import ProblemError, frozen_column, refuse
from .codes import LanguagePurpose

__all__ = ["Helpers", "People", "Problem", "ProblemError", "Rules", "Seekers", "Weights"]

WEEK_BYTES = 42  # 7 days × 48 half-hours, one bit each
NO_PAIRS = np.empty((0, 2), dtype=np.int64)
MOST_KM = 20_100.0  # half-way round the Earth
MOST_PER_PERSON = 1_000  # families of one helper; far above any programme, low enough to catch a slip
MOST_POINTS = 1_000  # points of one wish


@dataclass(frozen=True, eq=False, kw_only=True)
class People:
    """What both sides have, one row per person.

    Parameters
    ----------
    id : int64 (n,)
        The caller's number of the row; unique on its side.
    person : int64 (n,)
        One number for one human being on both sides, so that nobody is matched with themselves; -1 unknown.
    latitude, longitude : float64 (n,)
        Degrees.
    travel_km : float64 (n,)
        How far this side travels; 0 when it does not.
    levels : int8 (n, L)
        Level of each language: -1 does not speak, A0 = 0, A1 = 1 … C2 = 6, native = 7.
    week : uint8 (n, 42)
        The usual week as 336 half-hours from Monday midnight, bit order little.
    life : uint64 (n,)
        Life stage and interests as a bit mask.
    gender : int8 (n,)
        0 not said, 1 woman, 2 man.
    wish_gender : int8 (n,)
        The gender wished for on the other side; 0 no wish.
    wish_strength : int8 (n,)
        0 none, 1 prefer, 2 must; counts only together with a wish.
    employer : int64 (n,)
        -1 none.
    site : int64 (n,)
        Where they work: one number for one site of one employer on both sides; -1 none.
    trade : int16 (n,)
        -1 none.
    """

    id: NDArray[np.int64]
    person: NDArray[np.int64]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    travel_km: NDArray[np.float64]
    levels: NDArray[np.int8]
    week: NDArray[np.uint8]
    life: NDArray[np.uint64]
    gender: NDArray[np.int8]
    wish_gender: NDArray[np.int8]
    wish_strength: NDArray[np.int8]
    employer: NDArray[np.int64]
    site: NDArray[np.int64]
    trade: NDArray[np.int16]

    DTYPES: ClassVar[dict[str, DTypeLike]] = {
        "id": np.int64,
        "person": np.int64,
        "latitude": np.float64,
        "longitude": np.float64,
        "travel_km": np.float64,
        "levels": np.int8,
        "week": np.uint8,
        "life": np.uint64,
        "gender": np.int8,
        "wish_gender": np.int8,
        "wish_strength": np.int8,
        "employer": np.int64,
        "site": np.int64,
        "trade": np.int16,
    }

    def __post_init__(self) -> None:
        side = type(self).__name__
        count = np.size(self.id)
        widths: dict[str, tuple[int | None, ...]] = {"levels": (None,), "week": (WEEK_BYTES,)}
        for name in (one.name for one in fields(self)):
            shape = (count, *widths.get(name, ()))
            column = frozen_column(f"{side}.{name}", getattr(self, name), self.DTYPES[name], shape)
            object.__setattr__(self, name, column)
        self._check()

    def _check(self) -> None:
        side = type(self).__name__
        repeated = np.ones(len(self), dtype=np.bool_)
        repeated[np.unique(self.id, return_index=True)[1]] = False
        refuse(repeated, f"{side}.id", "the same id appears twice")
        for name, limit in (("latitude", 90.0), ("longitude", 180.0)):
            degrees = getattr(self, name)
            refuse(~np.isfinite(degrees), f"{side}.{name}", "the place is unknown, this is not a number")
            refuse(np.abs(degrees) > limit, f"{side}.{name}", f"degrees lie between -{limit:g} and {limit:g}")
        refuse(
            ~((self.travel_km >= 0) & (self.travel_km <= MOST_KM)),
            f"{side}.travel_km",
            f"a distance lies between 0 and {MOST_KM:g} km",
        )
        self._within("levels", -1, 7)
        self._within("gender", 0, 2)
        self._within("wish_gender", 0, 2)
        self._within("wish_strength", 0, 2)
        self._within("person", -1, None)
        self._within("employer", -1, None)
        self._within("site", -1, None)
        self._within("trade", -1, None)

    def _within(self, name: str, least: int, most: int | None) -> None:
        column: NDArray[Any] = getattr(self, name)
        where = f"{type(self).__name__}.{name}"
        refuse(column < least, where, f"the least value is {least}")
        if most is not None:
            refuse(column > most, where, f"the greatest value is {most}")

    def __len__(self) -> int:
        return len(self.id)


@dataclass(frozen=True, eq=False, kw_only=True)
class Seekers(People):
    """Families, or mentees: each asks for one helper.

    Parameters
    ----------
    weight : int64 (n,)
        Priority 1 to 5.
    practises : bool (n,)
        Wants to practise the programme's language.
    needs : uint64 (n,)
        What help is asked for, as a bit mask.
    has_minors : bool (n,)
        The helper would meet children.
    days_waited : int32 (n,)
        Days on the list.
    """

    weight: NDArray[np.int64]
    practises: NDArray[np.bool_]
    needs: NDArray[np.uint64]
    has_minors: NDArray[np.bool_]
    days_waited: NDArray[np.int32]

    DTYPES: ClassVar[dict[str, DTypeLike]] = People.DTYPES | {
        "weight": np.int64,
        "practises": np.bool_,
        "needs": np.uint64,
        "has_minors": np.bool_,
        "days_waited": np.int32,
    }

    def _check(self) -> None:
        super()._check()
        self._within("weight", 1, 5)
        self._within("days_waited", 0, None)


@dataclass(frozen=True, eq=False, kw_only=True)
class Helpers(People):
    """Volunteers, or mentor-employees: each has room for so many seekers.

    Parameters
    ----------
    room : int64 (m,)
        How many seekers can still be taken on, locked ones included; 0 when full.
    offers : uint64 (m,)
        What help is offered, in the bits of `Seekers.needs`.
    cleared : bool (m,)
        Cleared on the date for contact with minors.
    available : bool (m,)
        Active and trained on the date.
    load : int64 (m,)
        Families now or in the past year.
    """

    room: NDArray[np.int64]
    offers: NDArray[np.uint64]
    cleared: NDArray[np.bool_]
    available: NDArray[np.bool_]
    load: NDArray[np.int64]

    DTYPES: ClassVar[dict[str, DTypeLike]] = People.DTYPES | {
        "room": np.int64,
        "offers": np.uint64,
        "cleared": np.bool_,
        "available": np.bool_,
        "load": np.int64,
    }

    def _check(self) -> None:
        super()._check()
        self._within("room", 0, MOST_PER_PERSON)
        self._within("load", 0, MOST_PER_PERSON)


@dataclass(frozen=True, kw_only=True)
class Weights:
    """The most points each wish can earn; whole numbers from 0 to 1,000. The defaults add up to 100."""

    language: int = 25
    distance: int = 20
    time: int = 20
    needs: int = 15
    life_stage: int = 10
    gender: int = 5
    trade: int = 0
    load: int = 5

    def __post_init__(self) -> None:
        for one in fields(self):
            _whole(f"Weights.{one.name}", getattr(self, one.name), 0, MOST_POINTS)


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The programme's limits and weights.

    Parameters
    ----------
    weights : Weights
        The most points of each wish.
    max_km : float or None
        The programme's own limit on top of the persons' limits.
    detour : float
        Road kilometres per kilometre as the crow flies.
    session_slots : int
        Half-hours of one meeting, 1 to 48; they must fit within one day.
    language_purpose : LanguagePurpose
        Speak with each other, or practise one language.
    min_speak_level : int
        Level both sides need for a shared language (B1 = 3).
    practise_language : int
        Column of `levels` that is practised; -1 when none is.
    min_practise_level : int
        Level the helper needs in it (C1 = 5).
    same_gender : bool
        The programme pairs women with women and men with men.
    contact_with_minors : bool
        Helpers meet the children of the household, so clearance is asked for.
    same_employer : bool
        Both work for one employer (mentoring at the workplace).
    same_site : bool
        Both work at one site.
    full_at_hours : float
        Hours of common time from which more earn nothing.
    """

    weights: Weights = field(default_factory=Weights)
    max_km: float | None = None
    detour: float = 1.3
    session_slots: int = 4
    language_purpose: LanguagePurpose = LanguagePurpose.SPEAK
    min_speak_level: int = 3
    practise_language: int = -1
    min_practise_level: int = 5
    same_gender: bool = False
    contact_with_minors: bool = True
    same_employer: bool = False
    same_site: bool = False
    full_at_hours: float = 8.0

    def __post_init__(self) -> None:
        if self.max_km is not None and not 0 <= self.max_km <= MOST_KM:
            raise ProblemError(f"Rules.max_km: a distance lies between 0 and {MOST_KM:g} km.")
        if not 1 <= self.detour <= 10:
            raise ProblemError("Rules.detour: a way by road is 1 to 10 times the straight line.")
        if not 0.5 <= self.full_at_hours <= 168:
            raise ProblemError("Rules.full_at_hours: a week has from 0.5 to 168 hours.")
        _whole("Rules.session_slots", self.session_slots, 1, 48)
        _whole("Rules.min_speak_level", self.min_speak_level, 0, 7)
        _whole("Rules.min_practise_level", self.min_practise_level, 0, 7)
        _whole("Rules.practise_language", self.practise_language, -1, None)
        if self.language_purpose not in list(LanguagePurpose):
            known = " nor ".join(LanguagePurpose)
            raise ProblemError(f"Rules.language_purpose: {self.language_purpose!r} is neither {known}.")
        object.__setattr__(self, "language_purpose", LanguagePurpose(self.language_purpose))
        if self.language_purpose is LanguagePurpose.PRACTISE and self.practise_language < 0:
            raise ProblemError("Rules.practise_language: a programme of practice names its language.")


@dataclass(frozen=True, eq=False, kw_only=True)
class Problem:
    """One run's question.

    Parameters
    ----------
    seekers, helpers : Seekers, Helpers
        The two sides, with the same languages in the same columns.
    rules : Rules
        The programme's limits and weights.
    locks : int64 (k, 2)
        Rows (seeker index, helper index) of pairs that are kept.
    vetoes : int64 (k, 2)
        Rows (seeker index, helper index) of pairs that are never made.
    previous : int64 (k, 2)
        Rows (seeker index, helper index) shown in the last proposals; kept where nothing better is lost.
    """

    seekers: Seekers
    helpers: Helpers
    rules: Rules = field(default_factory=Rules)
    locks: NDArray[np.int64] = field(default_factory=NO_PAIRS.copy)
    vetoes: NDArray[np.int64] = field(default_factory=NO_PAIRS.copy)
    previous: NDArray[np.int64] = field(default_factory=NO_PAIRS.copy)

    def __post_init__(self) -> None:
        if self.seekers.levels.shape[1] != self.helpers.levels.shape[1]:
            raise ProblemError("Seekers.levels and Helpers.levels: the two sides list different languages.")
        if self.rules.practise_language >= self.seekers.levels.shape[1]:
            raise ProblemError("Rules.practise_language: there is no such column of languages.")
        for name in ("locks", "vetoes", "previous"):
            pairs = frozen_column(f"Problem.{name}", getattr(self, name), np.int64, (None, 2))
            ends = np.array([len(self.seekers), len(self.helpers)])
            refuse((pairs < 0) | (pairs >= ends), f"Problem.{name}", "there is no such seeker or helper")
            object.__setattr__(self, name, pairs)
        self._check_locks()

    def _check_locks(self) -> None:
        seeker, helper = self.locks.T
        again = np.bincount(seeker, minlength=len(self.seekers))[seeker] > 1
        refuse(again, "Problem.locks", "one seeker is locked to several helpers, or twice")
        crowded = np.bincount(helper, minlength=len(self.helpers)) > self.helpers.room
        refuse(crowded[helper], "Problem.locks", "a helper is locked to more seekers than there is room for")
        vetoed = np.isin(self.pair_key(self.locks), self.pair_key(self.vetoes))
        refuse(vetoed, "Problem.locks", "a pair is locked and vetoed at once")

    def pair_key(self, pairs: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
        """One number per (seeker, helper) row, the same for the same pair; int64 (k,)."""
        return pairs[:, 0].astype(np.int64) * max(len(self.helpers), 1) + pairs[:, 1]


def _whole(name: str, value: object, least: int, most: int | None) -> None:
    if not isinstance(value, int | np.integer) or isinstance(value, bool):
        raise ProblemError(f"{name}: a whole number is needed, not {value!r}.")
    if value < least or (most is not None and value > most):
        span = f"{least} or more" if most is None else f"from {least} to {most}"
        raise ProblemError(f"{name}: {value} is not {span}.")
