"""People who suit each other in everything, to be spoiled one column at a time."""

from typing import Any

import numpy as np

from matching.solver import Helpers, Seekers

MONDAY_EVENING = np.packbits(
    [day == 0 and 34 <= half_hour < 42 for day in range(7) for half_hour in range(48)], bitorder="little"
)  # 17:00 to 21:00


def week(*spans: tuple[int, int, int]) -> np.ndarray:
    """Free from half-hour to half-hour on a day: (0, 34, 42) is Monday 17:00 to 21:00."""
    free = np.zeros((7, 48), dtype=np.bool_)
    for day, start, end in spans:
        free[day, start:end] = True
    return np.packbits(free.reshape(-1), bitorder="little")


def _shared(count: int) -> dict[str, Any]:
    return {
        "latitude": [50.06] * count,
        "longitude": [19.94] * count,
        "travel_km": [10.0] * count,
        "levels": np.tile([7, 3], (count, 1)),
        "week": np.tile(MONDAY_EVENING, (count, 1)),
        "life": [1] * count,
        "gender": [1] * count,
        "wish_gender": [0] * count,
        "wish_strength": [0] * count,
        "employer": [4] * count,
        "site": [6] * count,
        "trade": [2] * count,
    }


def seekers(count: int = 1, **columns: Any) -> Seekers:
    plain = _shared(count) | {
        "id": np.arange(count),
        "person": np.arange(count),
        "weight": [1] * count,
        "practises": [True] * count,
        "needs": [0b11] * count,
        "has_minors": [True] * count,
        "days_waited": [30] * count,
    }
    return Seekers(**plain | columns)


def helpers(count: int = 1, **columns: Any) -> Helpers:
    plain = _shared(count) | {
        "id": np.arange(count) + 100,
        "person": np.arange(count) + 100,
        "room": [1] * count,
        "offers": [0b11] * count,
        "cleared": [True] * count,
        "available": [True] * count,
        "load": [0] * count,
    }
    return Helpers(**plain | columns)
