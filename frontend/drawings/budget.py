"""A budget line as one bar, and how its money was used and will be, month by month. Drawn 100 wide."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from .numbers import px

WHOLE = 100


class Figures(Protocol):
    """Where the money of a line stands, in grosze (stipends.queries.ledger.LineFigures)."""

    @property
    def budget(self) -> int: ...
    @property
    def used(self) -> int: ...
    @property
    def committed(self) -> int: ...
    @property
    def spent(self) -> int: ...
    @property
    def receivable(self) -> int: ...


@dataclass(frozen=True)
class Piece:
    """A part of a bar: its name in the style sheet, where it begins and how wide it is."""

    kind: str
    x: str
    width: str


@dataclass(frozen=True)
class BudgetBar:
    """The pieces of a bar, and where the mark of what is expected stands (empty: nowhere).

    `beyond` is set when more is expected to be used than there is: the bar is drawn to that length, and what
    will be missing is a piece of its own behind the `end` of the budget.
    """

    pieces: tuple[Piece, ...]
    expected: str
    end: str
    beyond: Piece | None


def draw_budget(figures: Figures, expected: int | None = None) -> BudgetBar:
    """Spent, to be given back, committed, from the left; the rest of the line is left."""
    most = max(figures.budget, figures.used, expected or 0)
    if most <= 0:
        return BudgetBar((), "", "100", None)
    pieces, at = [], 0
    for kind in ("spent", "receivable", "committed"):
        amount = getattr(figures, kind)
        if amount > 0:
            pieces.append(Piece(kind, _place(at, most), _place(amount, most)))
            at += amount
    end, missing = _place(figures.budget, most), most - figures.budget
    beyond = Piece("over", end, _place(missing, most)) if missing > 0 else None
    mark = "" if expected is None else _place(expected, most)
    return BudgetBar(tuple(pieces), mark, end, beyond)


@dataclass(frozen=True)
class Burn:
    """Money used over months: lines and the area under what has been, in a square of 100 by 100.

    `most` grosze is the height of the square; `today` where what was ends and what is expected begins.
    """

    area: str
    used: str
    expected: str
    budget: str
    today: str
    most: int


def draw_burn(
    used: Sequence[int], budgets: Sequence[int], expected: Sequence[int], *, budget: int
) -> Burn | None:
    """`used` and `budgets` at the end of each month so far; `expected` from the month of the last of them on.

    None with nothing to draw: fewer than two points in time, or no money.
    """
    steps = len(used) + max(len(expected) - 1, 0)
    most = max([budget, *used, *budgets, *expected], default=0)
    if steps < 1 or not used or most <= 0:
        return None
    # The first point is the beginning of the first month, when nothing was used.
    been = [(0, 0), *((index + 1, amount) for index, amount in enumerate(used))]
    last = len(used)
    coming = [been[-1], *((last + index, amount) for index, amount in enumerate(expected) if index)]
    granted = [(0, budgets[0]), *((index + 1, amount) for index, amount in enumerate(budgets))]
    granted.append((steps, budget))

    def line(points: Sequence[tuple[int, int]]) -> str:
        placed = [(px(WHOLE * x / steps), px(WHOLE - WHOLE * y / most)) for x, y in points]
        return "M" + "L".join(f"{x} {y}" for x, y in placed)

    today = px(WHOLE * last / steps)
    area = f"{line(been)}L{today} {WHOLE}L0 {WHOLE}z"
    return Burn(area, line(been), line(coming) if len(coming) > 1 else "", line(granted), today, most)


def _place(amount: int, most: int) -> str:
    return px(WHOLE * amount / most)
