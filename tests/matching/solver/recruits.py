"""Searches for helpers in random problems, and the markets they are priced in."""

import numpy as np

from matching.solver import Problem, Result
from matching.solver.candidates import find_candidates
from matching.solver.market import Market
from matching.solver.objective import Scale
from matching.solver.recruiting import market_of
from matching.solver.scarcity import Search
from matching.solver.tables import Tables
from matching.solver.weighing import Weighed, scale_of, weigh
from tests.matching.solver.people import week

PARTS_OF_DAY = ((14, 24), (24, 34), (34, 44))
TIMES = np.array(
    [week(*((day, *part) for day in range(5))) for part in PARTS_OF_DAY]
    + [week((day, *part)) for day in (5, 6) for part in PARTS_OF_DAY]
)
CELL_DEGREES = 0.03


def search_for(problem: Problem, *, everywhere: bool = False) -> Search:
    """Places of a few kilometres; a helper of each lives in its middle, or `everywhere` far and wide."""
    cell = np.floor(np.column_stack([problem.seekers.latitude, problem.seekers.longitude]) / CELL_DEGREES)
    corners, place = np.unique(cell, axis=0, return_inverse=True)
    middle = (corners + 0.5) * CELL_DEGREES
    return Search(
        place=place.reshape(-1),
        latitude=middle[:, 0],
        longitude=middle[:, 1],
        weeks=TIMES,
        travel_km=100.0 if everywhere else 5.0,
        patience_days=90,
    )


def weighed(problem: Problem) -> Weighed:
    """Every allowed pair of the problem with its worth."""
    tables = Tables.of(problem)
    return weigh(tables, find_candidates(tables))


def priced_market(problem: Problem, result: Result, spare: int = 5) -> tuple[Market, Scale]:
    """The result as a market, with room on its scale for so many helpers more."""
    found = weighed(problem)
    scale = scale_of(found.tables, found.candidates, spare_room=spare)
    return market_of(found, result, scale), scale
