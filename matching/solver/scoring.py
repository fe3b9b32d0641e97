"""The wishes, one function each: how well do these two suit each other?

Each takes index arrays of seekers and helpers (k,) and returns whole points and the values for its sentence.
Every share is a fraction of whole numbers, rounded half up, so that points are the same on every machine.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .codes import Criterion
from .network import MANY_ARCS
from .problem import People, Weights
from .tables import EARTH_KM, Index, Side, Tables

CHUNK = 1 << 17  # pairs scored at a time, to bound memory

# Worth of a conversation at each level, A0 to native, in per cent; B1 carries everyday talk.
LEVEL_WORTH = np.array([0, 20, 40, 60, 80, 95, 100, 100], dtype=np.int64)


class Score(NamedTuple):
    """points: int64 (k,); values: columns (k,) for the sentence."""

    points: NDArray[np.int64]
    values: dict[str, NDArray[Any]]


Wish = Callable[[Tables, Index, Index], Score]


# The better their best shared language (by the weaker of the two), the better they talk.
def language(t: Tables, s: Index, h: Index) -> Score:
    seeker, helper = t.problem.seekers.levels[s], t.problem.helpers.levels[h]
    if not seeker.shape[1]:
        seeker = helper = np.full((len(s), 1), -1, dtype=np.int8)
    shared = np.minimum(seeker, helper)
    best = shared.argmax(axis=1)
    row = np.arange(len(best))
    level = shared[row, best]
    worth = np.where(level < 0, 0, LEVEL_WORTH[level])
    points = _part(t.problem.rules.weights.language, worth, 100)
    values = {
        "language": np.where(level < 0, -1, best),
        "seeker_level": seeker[row, best],
        "helper_level": helper[row, best],
    }
    return Score(points, values)


# The nearer, the better: all the points next door, none at the limit.
def distance(t: Tables, s: Index, h: Index) -> Score:
    metres, limit = t.metres(s, h), t.limit_metres(s, h)
    left = np.where(limit > 0, np.maximum(limit - metres, 0), metres == 0)
    points = _part(t.problem.rules.weights.distance, left, np.maximum(limit, 1))
    return Score(points, {"km": np.round(metres / 1000, 1), "limit_km": limit / 1000})


# The more hours a week they share, the better, up to the programme's enough.
def time(t: Tables, s: Index, h: Index) -> Score:
    slots = common_slots(t, s, h)
    enough = full_at(t)
    points = _part(t.problem.rules.weights.time, np.minimum(slots, enough), enough)
    return Score(points, {"hours": slots / 2, "full_at": np.full(len(slots), enough / 2)})


# The more of what is needed is offered, the better; half when nothing was said.
def needs(t: Tables, s: Index, h: Index) -> Score:
    asked, offered = t.problem.seekers.needs[s], t.problem.helpers.offers[h]
    points = _shared_part(t.problem.rules.weights.needs, asked & offered, asked)
    return Score(points, {"shared": asked & offered, "asked": asked})


# The more of their life the two have in common, the better; half when nothing was said.
def life_stage(t: Tables, s: Index, h: Index) -> Score:
    theirs, helpers = t.problem.seekers.life[s], t.problem.helpers.life[h]
    told = np.where(helpers == 0, np.uint64(0), theirs)
    points = _shared_part(t.problem.rules.weights.life_stage, theirs & helpers, told)
    return Score(points, {"shared": theirs & helpers, "asked": theirs})


# Where one of them would rather have a woman or a man, it is met; no wish loses nothing.
def gender(t: Tables, s: Index, h: Index) -> Score:
    seeker_wish, helper_wish = t.seeker.prefer[s], t.helper.prefer[h]
    seeker_met = (seeker_wish == 0) | (seeker_wish == t.problem.helpers.gender[h])
    helper_met = (helper_wish == 0) | (helper_wish == t.problem.seekers.gender[s])
    met = seeker_met.astype(np.int64) + helper_met
    values = {
        "seeker_wish": seeker_wish,
        "helper_wish": helper_wish,
        "seeker_met": seeker_met,
        "helper_met": helper_met,
    }
    return Score(_part(t.problem.rules.weights.gender, met, 2), values)


# They know the same trade.
def trade(t: Tables, s: Index, h: Index) -> Score:
    theirs, helpers = t.problem.seekers.trade[s], t.problem.helpers.trade[h]
    same = (theirs == helpers) & (theirs >= 0)
    points = _part(t.problem.rules.weights.trade, same.astype(np.int64), 1)
    return Score(points, {"seeker_trade": theirs, "helper_trade": helpers})


# The fewer families the helper has or had this year, the fairer the load.
def load(t: Tables, s: Index, h: Index) -> Score:
    families = t.problem.helpers.load[h]
    points = _part(t.problem.rules.weights.load, np.ones_like(families), families + 1)
    return Score(points, {"families": families})


WISHES: dict[Criterion, Wish] = {
    Criterion.LANGUAGE: language,
    Criterion.DISTANCE: distance,
    Criterion.TIME: time,
    Criterion.NEEDS: needs,
    Criterion.LIFE_STAGE: life_stage,
    Criterion.GENDER: gender,
    Criterion.TRADE: trade,
    Criterion.LOAD: load,
}


def most_points(weights: Weights) -> dict[Criterion, int]:
    """The most points of each wish, in the order of `Criterion`."""
    return {criterion: int(getattr(weights, criterion.value)) for criterion in Criterion}


def criteria_points(t: Tables, s: Index, h: Index) -> NDArray[np.int16]:
    """int16 (k, 8): points of each pair for each wish; columns in the order of `Criterion`."""
    return np.column_stack([wish(t, s, h).points.astype(np.int16) for wish in WISHES.values()])


def total_points(
    t: Tables, s: Index, h: Index, on_progress: Callable[[float], None] | None = None
) -> NDArray[np.int32]:
    """int32 (k,): points of each pair, all wishes together, worked out in chunks."""
    if len(s) > MANY_ARCS:
        return _by_one_loop(t, s, h)
    total = np.zeros(len(s), dtype=np.int32)
    counted = [WISHES[criterion] for criterion, most in most_points(t.problem.rules.weights).items() if most]
    for start in range(0, len(s), CHUNK):
        part = slice(start, start + CHUNK)
        for wish in counted:
            total[part] += wish(t, s[part], h[part]).points.astype(np.int32)
        if on_progress:
            on_progress(min((start + CHUNK) / len(s), 1.0))
    return total


def _by_one_loop(t: Tables, s: Index, h: Index) -> NDArray[np.int32]:
    """`total_points`, compiled: the rules of the wishes are asked once for each value they depend on."""
    from .compiled.points import Earned, Some, add_points

    seekers, helpers, weights = t.problem.seekers, t.problem.helpers, t.problem.rules.weights
    asked, shared = np.arange(65)[:, None], np.arange(65)
    enough = full_at(t)
    earned = Earned(
        language=_part(weights.language, np.append(0, LEVEL_WORTH), 100),
        distance=weights.distance,
        time=_part(weights.time, np.arange(enough + 1), enough),
        needs=_covered(weights.needs, shared, asked),
        life=_covered(weights.life_stage, shared, asked),
        gender=_part(weights.gender, np.arange(3), 2),
        trade=_part(weights.trade, np.arange(2), 1),
        load=load(t, np.empty(0, dtype=np.int64), np.arange(len(helpers))).points,
    )
    total = np.empty(len(s), dtype=np.int32)

    def some(side: Side, people: People, gives: NDArray[np.uint64]) -> Some:
        return Some(  # copies, else compiled twice: some may be read-only
            side.point.copy(), side.reach_m.copy(), people.levels.copy(), side.week.copy(), gives.copy(),
            people.life.copy(), people.gender.copy(), side.prefer.copy(), people.trade.copy(),
        )  # fmt: skip

    ours, theirs = some(t.seeker, seekers, seekers.needs), some(t.helper, helpers, helpers.offers)
    add_points(total, s, h, ours, theirs, earned, 2 * EARTH_KM, t.problem.rules.detour)
    return total


def common_slots(t: Tables, s: Index, h: Index) -> NDArray[np.int64]:
    """int64 (k,): half-hours a week at which both are free."""
    return np.bitwise_count(t.seeker.week[s] & t.helper.week[h]).sum(axis=1, dtype=np.int64)


def full_at(t: Tables) -> int:
    """From how many common half-hours a week on more earn nothing."""
    return max(round(t.problem.rules.full_at_hours * 2), 1)


def _part(most: int, share: NDArray[Any], whole: NDArray[Any] | int) -> NDArray[np.int64]:
    """most × share / whole, rounded half up."""
    doubled = 2 * most * share.astype(np.int64) + whole
    points: NDArray[np.int64] = doubled // (2 * np.asarray(whole, dtype=np.int64))
    return points


def _shared_part(most: int, shared: NDArray[np.uint64], asked: NDArray[np.uint64]) -> NDArray[np.int64]:
    """The part of the asked bits that is shared; half of `most` where nothing is asked."""
    return _covered(most, np.bitwise_count(shared).astype(np.int64), np.bitwise_count(asked).astype(np.int64))


def _covered(most: int, shared: NDArray[np.int64], asked: NDArray[np.int64]) -> NDArray[np.int64]:
    """The same of numbers of things."""
    return _part(most, np.where(asked > 0, 2 * shared, 1), 2 * np.maximum(asked, 1))
