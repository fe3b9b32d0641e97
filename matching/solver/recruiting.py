"""The recruiting board: which helpers to look for first, and how many of each.

One profile after the other is taken: the one that gains most priority weight, then families, then asks least,
then earns most points. It joins the market, as many times as that gains weight, before the rest is priced
again, so that ten descriptions of one person do not fill the board. Each step is solved anew, with a proof
that closes, and must gain exactly what its price said.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .market import Market
from .network import NOBODY, SolverError
from .objective import Scale
from .problem import Helpers, Problem
from .result import Result
from .scarcity import Search, arcs_of, in_want, profiles_for, worth_of
from .solve import solve
from .weighing import Weighed, scale_of

MOST_ENTRIES = 10
MOST_ALIKE = 5  # people of one profile
SECONDS = 3.0  # a run of thousands is to take ten in all
FEW_PAIRS = 20_000  # allowed pairs up to which every step is solved by the flow as well

OnProgress = Callable[[float], None]


@dataclass(frozen=True)
class Gain:
    """Families, priority weight and points more; `late`: of the families, who waited past all patience."""

    families: int
    weight: int
    points: int
    late: int


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the board.

    Parameters
    ----------
    place : int
        Of the search.
    languages, weeks : tuple of int
        Columns and rows of the search: the best first, then those that alone would gain as many families and
        as much weight.
    cleared : bool
        Whether clearance for contact with children is needed.
    gender : int
        0 when it does not matter.
    employer, site : int
        -1 when it does not matter.
    people : int
        How many of them there is work for, `MOST_ALIKE` at most.
    gain : Gain
        What they add together, after those above.
    first : Gain
        What the first of them adds, after those above.
    alone : Gain
        What one of them adds if nobody else is found.
    with_room_for_two : Gain
        What one who takes on two adds if nobody else is found.
    by_flow : bool
        Besides the market, whose proof closes, the flow has confirmed it, too.
    """

    place: int
    languages: tuple[int, ...]
    weeks: tuple[int, ...]
    cleared: bool
    gender: int
    employer: int
    site: int
    people: int
    gain: Gain
    first: Gain
    alone: Gain
    with_room_for_two: Gain
    by_flow: bool


@dataclass(frozen=True)
class Board:
    """The entries, the most urgent first; `profiles`: how many were priced; `unmatched`: seekers without a
    helper before any of them comes; `complete`: False when time or room on the board ran out."""

    entries: tuple[Entry, ...]
    profiles: int
    unmatched: int
    complete: bool


def recruit(
    weighed: Weighed,
    result: Result,
    search: Search,
    *,
    most: int = MOST_ENTRIES,
    seconds: float = SECONDS,
    on_progress: OnProgress = lambda share: None,
) -> Board:
    """The board for a solved problem.

    weighed, result: of one and the same problem. Raises ProblemError when the aims do not fit into 64 bits
    with so many helpers more, SolverError when a price and solving anew disagree.
    """
    until = time.monotonic() + seconds
    hunt = _Hunt(weighed, result, search)
    entries: list[Entry] = []
    while hunt.worth.weight.any() and len(entries) < most and time.monotonic() < until:
        entries.append(hunt.take_best())
        on_progress(len(entries) / most)
    on_progress(1.0)
    return Board(
        entries=tuple(entries),
        profiles=len(hunt.profiles),
        unmatched=len(result.unmatched),
        complete=not hunt.worth.weight.any(),
    )


class _Hunt:
    """The profiles, what each is worth now, and the market with all who were taken so far."""

    def __init__(self, weighed: Weighed, result: Result, search: Search) -> None:
        self.problem, self.search = weighed.tables.problem, search
        spare = (MOST_ENTRIES + 1) * MOST_ALIKE
        self.scale = scale_of(weighed.tables, weighed.candidates, spare_room=spare)
        self.alone = self.market = market_of(weighed, result, self.scale)
        wanting = in_want(self.problem, self.market, self.scale)
        self.profiles = profiles_for(self.problem, search, wanting)
        self.arcs = arcs_of(self.problem, self.scale, self.profiles.helpers, wanting)
        self.worth = worth_of(self.arcs, len(self.profiles), self.market, self.scale)
        self.result = result
        self.by_flow = len(weighed.candidates.seeker) <= FEW_PAIRS
        self.taken: list[Helpers] = []

    def take_best(self) -> Entry:
        """The profile worth most now joins the market, as often as that gains weight."""
        best = int(self._order()[0])
        row = self.profiles.row(best)
        theirs = arcs_of(self.problem, self.scale, row)
        before = self.market
        one = before.with_helper(theirs.seeker, theirs.profit)
        several, people = _as_many_as_gain(one, self.scale)
        alone = self.alone.with_helper(theirs.seeker, theirs.profit)
        two = alone.with_room(len(alone.network.room) - 1)
        self.market = several
        self.taken.append(replace(row, room=np.array([people])))
        self._confirm(int(self.worth.profit[best]), one.value - before.value)
        languages, weeks = self._as_good(best)
        self.worth = worth_of(self.arcs, len(self.profiles), several, self.scale)
        return Entry(
            place=int(self.profiles.place[best]),
            languages=languages,
            weeks=weeks,
            cleared=bool(row.cleared[0]),
            gender=int(row.gender[0]),
            employer=int(row.employer[0]),
            site=int(row.site[0]),
            people=people,
            gain=self._gain(before, several),
            first=self._gain(before, one),
            alone=self._gain(self.alone, alone),
            with_room_for_two=self._gain(self.alone, two),
            by_flow=self.by_flow,
        )

    def _order(self) -> NDArray[np.int64]:
        """The profiles, the one to look for first at the front."""
        worth, profiles = self.worth, self.profiles
        asks = profiles.helpers.cleared.astype(np.int64) + (profiles.helpers.gender > 0)
        return np.lexsort(
            (profiles.week, profiles.language, profiles.place, -worth.points, asks, -worth.weight)
        )

    def _as_good(self, best: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Languages, and times, that alone in place of the best's would gain as much weight; best first."""
        profiles, helpers = self.profiles, self.profiles.helpers
        alike = self.worth.weight == self.worth.weight[best]
        for column in (profiles.place, helpers.cleared, helpers.gender, helpers.employer, helpers.site):
            alike &= column == column[best]
        order = self._order()
        order = order[alike[order]]
        languages = order[profiles.week[order] == profiles.week[best]]
        weeks = order[profiles.language[order] == profiles.language[best]]
        return tuple(profiles.language[languages].tolist()), tuple(profiles.week[weeks].tolist())

    def _gain(self, before: Market, after: Market) -> Gain:
        weight, points, _kept = self.scale.read(after.value - before.value)
        came = (after.mate != NOBODY) & (before.mate == NOBODY)
        late = came & (self.problem.seekers.days_waited > self.search.patience_days)
        return Gain(families=int(came.sum()), weight=weight, points=points, late=int(late.sum()))

    def _confirm(self, priced: int, gained: int) -> None:
        """What was gained, with a proof that has closed, is what the price said; where the problem is small,
        the flow finds it, too. Raises SolverError otherwise."""
        if priced != gained:
            raise SolverError(f"A profile was priced at {priced}; solved anew, it gains {gained}.")
        if not self.by_flow:
            return
        anew, before = solve(with_helpers(self.problem, self.taken)).objective, self.result.objective
        gain = self._gain(self.alone, self.market)
        told = (before.matched + gain.families, before.weight + gain.weight, before.points + gain.points)
        if told != (anew.matched, anew.weight, anew.points):
            raise SolverError(f"With the helpers of the board {told} were promised; the flow finds {anew}.")


def with_helpers(problem: Problem, more: Iterable[Helpers]) -> Problem:
    """The problem with helpers more, under ids of their own."""
    sides = [problem.helpers, *more]
    columns = {name: np.concatenate([getattr(side, name) for side in sides]) for name in Helpers.DTYPES}
    first = int(problem.helpers.id.max(initial=0)) + 1
    new = len(columns["id"]) - len(problem.helpers)
    columns["id"] = np.append(problem.helpers.id, np.arange(first, first + new))
    return replace(problem, helpers=Helpers(**columns))


def _as_many_as_gain(one: Market, scale: Scale) -> tuple[Market, int]:
    """The market with so many of its newest helper as still gain weight, and how many they are."""
    newest, people = len(one.network.room) - 1, 1
    while people < MOST_ALIKE:
        more = one.with_room(newest)
        if not scale.read(more.value - one.value)[0]:
            break
        one, people = more, people + 1
    return one, people


def market_of(weighed: Weighed, result: Result, scale: Scale) -> Market:
    """The run's own assignment as a market, on a scale with room for more helpers; locked pairs stand."""
    t, candidates, pairs = weighed.tables, weighed.candidates, result.pairs
    arc = weighed.arc
    seeker, helper = candidates.seeker[arc], candidates.helper[arc]
    kept = t.is_among(t.shown, seeker, helper)
    profit = scale.profit(t.problem.seekers.weight[seeker], weighed.points[arc], kept)
    mate = np.full(len(t.problem.seekers), NOBODY, dtype=np.int64)
    mate[pairs.seeker[~pairs.locked]] = pairs.helper[~pairs.locked]
    return Market.of(replace(weighed.network, profit=profit), mate)
