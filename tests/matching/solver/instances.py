"""Random problems that look like life: towns, commuters, evening people, a few who never answer."""

from dataclasses import fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.solver import Helpers, Problem, Rules, Seekers, solve

# latitude, longitude and people in thousands of towns of three voivodeships and the largest cities
TOWNS = np.array(
    [
        (50.06, 19.94, 800), (50.01, 20.99, 107), (49.62, 20.70, 82), (50.04, 19.22, 37),
        (49.48, 20.03, 32), (52.23, 21.01, 1860), (51.75, 19.46, 660), (51.11, 17.03, 670),
        (52.41, 16.93, 540), (54.35, 18.65, 486), (53.43, 14.55, 390), (53.12, 18.00, 330),
        (51.25, 22.57, 334), (53.13, 23.16, 293), (50.26, 19.02, 285), (54.52, 18.53, 244),
        (50.81, 19.12, 210), (51.40, 21.15, 200), (53.01, 18.60, 196), (50.87, 20.63, 187),
        (50.04, 22.00, 197), (53.78, 20.48, 170), (49.82, 19.05, 167), (52.55, 19.71, 112),
        (51.94, 15.51, 140), (50.67, 17.93, 127), (52.73, 15.24, 118), (51.21, 16.16, 95),
        (54.19, 16.18, 105), (52.17, 22.28, 77),
    ]
)  # fmt: skip


def random_problem(
    seekers: int,
    helpers: int,
    *,
    seed: int = 0,
    languages: int = 30,
    towns: int = len(TOWNS),
    free_spans: int = 4,
    spread_km: float = 12.0,
    **rules: Any,
) -> Problem:
    """A realistic problem; the same arguments give the same problem.

    Fewer languages and towns, and more spans of free time in a week, give more allowed pairs.
    """
    lots = np.random.default_rng(seed)
    ours = _people(lots, seekers, languages, towns, free_spans, spread_km)
    theirs = _people(lots, helpers, languages, towns, free_spans, spread_km)
    theirs["levels"][:, 0] = np.where(lots.random(helpers) < 0.9, 7, 5)
    theirs["person"] = theirs["person"] + seekers
    return Problem(
        seekers=Seekers(
            **ours,
            weight=lots.choice(5, seekers, p=[0.4, 0.25, 0.15, 0.12, 0.08]) + 1,
            practises=lots.random(seekers) < 0.6,
            needs=lots.integers(0, 1 << 8, seekers) & lots.integers(0, 1 << 8, seekers),
            has_minors=lots.random(seekers) < 0.6,
            days_waited=lots.integers(0, 200, seekers),
        ),
        helpers=Helpers(
            **theirs,
            room=lots.choice([1, 1, 1, 2, 3], helpers),
            offers=lots.integers(0, 1 << 8, helpers),
            cleared=lots.random(helpers) < 0.7,
            available=lots.random(helpers) < 0.9,
            load=lots.integers(0, 4, helpers),
        ),
        rules=Rules(**rules),
    )


def crowd(seed: int, seekers: int, helpers: int, **rules: Any) -> Problem:
    """A small problem of one quarter of a town, few languages and much time: many pairs are allowed."""
    return random_problem(
        seekers, helpers, seed=seed, languages=3, towns=1, free_spans=20, spread_km=3.0, **rules
    )


def tangled_crowd(seed: int, seekers: int, helpers: int, **rules: Any) -> Problem:
    """A crowd with locks, vetoes and pairs shown before."""
    problem = crowd(seed, seekers, helpers, **rules)
    lots = np.random.default_rng(seed)
    everything = np.array([(s, h) for s in range(seekers) for h in range(helpers)]).reshape(-1, 2)
    problem = replace(
        problem,
        vetoes=everything[lots.random(len(everything)) < 0.1],
        previous=everything[lots.random(len(everything)) < 0.2],
    )
    pairs = solve(problem).pairs
    locked = lots.random(len(pairs)) < 0.3
    return replace(problem, locks=np.column_stack([pairs.seeker, pairs.helper])[locked])


def _people(
    lots: np.random.Generator, count: int, languages: int, towns: int, free_spans: int, spread_km: float
) -> dict[str, NDArray[Any]]:
    places = TOWNS[:towns]
    town = places[lots.choice(towns, count, p=places[:, 2] / places[:, 2].sum())]
    away = lots.normal(scale=spread_km / 111, size=(count, 2))
    levels = np.full((count, languages), -1)
    common = 1 / np.arange(1, languages + 1)
    for _ in range(3):
        spoken = lots.choice(languages, count, p=common / common.sum())
        levels[np.arange(count), spoken] = lots.integers(0, 8, count)
    people = {
        "id": lots.permutation(count) + 1_000,
        "person": np.arange(count),
        "latitude": town[:, 0] + away[:, 0],
        "longitude": town[:, 1] + away[:, 1] * 1.5,
        "travel_km": lots.choice([0, 3, 5, 8, 12, 20], count),
        "levels": levels,
        "week": _weeks(lots, count, free_spans),
        "life": lots.integers(0, 1 << 6, count) & lots.integers(0, 1 << 6, count),
        "gender": lots.choice(3, count, p=[0.05, 0.65, 0.3]),
        "wish_gender": lots.choice(3, count, p=[0.6, 0.3, 0.1]),
        "wish_strength": lots.choice(3, count, p=[0.5, 0.3, 0.2]),
        "employer": lots.integers(-1, 6, count),
        "trade": lots.integers(-1, 8, count),
    }
    # Two sites each, without a draw of its own; every seventh person stands at none.
    employer, number = people["employer"], people["id"]
    people["site"] = np.where((employer < 0) | (number % 7 == 0), -1, employer * 2 + number % 2)
    return people


def _weeks(lots: np.random.Generator, count: int, free_spans: int) -> NDArray[np.uint8]:
    """Half to all of the spans, each of one to five hours between seven and ten in the evening."""
    slots = np.zeros((count, 7, 48), dtype=np.bool_)
    half_hour = np.arange(48)
    for number in range(free_spans):
        start = lots.integers(14, 42, count)[:, None]
        length = lots.integers(2, 11, count)[:, None]
        free = (half_hour >= start) & (half_hour < np.minimum(start + length, 44))
        has = (number < free_spans / 2) | (lots.random(count) < 0.5)
        slots[np.arange(count), lots.integers(0, 7, count)] |= free & has[:, None]
    return np.packbits(slots.reshape(count, 336), axis=1, bitorder="little")


def take(people: Any, rows: NDArray[np.int64]) -> Any:
    """The same kind of people, these rows in this order."""
    return replace(people, **{one.name: getattr(people, one.name)[rows] for one in fields(people)})
