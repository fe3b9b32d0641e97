"""Two quantities back to back: to the left what is asked for, to the right what there is. In percent of the
whole width; a count that is not told is a stub of one length, whatever it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from .numbers import share
from .scales import ticks_of

FEW = 4  # how long the stub is, in the units of the counts: as much as it may be at most


@dataclass(frozen=True)
class Side:
    """A bar from `x`; `hidden` when its length says nothing."""

    x: str
    width: str
    hidden: bool


@dataclass(frozen=True)
class MirrorRow:
    """The bars of one row; None where there is nothing."""

    left: Side | None
    right: Side | None
    short: bool  # known to ask for more than there is


@dataclass(frozen=True)
class Mirror:
    """Rows of one scale; `most` is what either half holds at its end."""

    rows: tuple[MirrorRow, ...]
    most: int


def draw_mirror(pairs: Sequence[tuple[int | None, int | None]]) -> Mirror:
    """Each pair is (asked for, there is); None is a count from one to four, not told."""
    known = [count for pair in pairs for count in pair if count is not None]
    few = any(count is None for pair in pairs for count in pair)
    most = ticks_of(max([*known, FEW if few else 0]), ticks=2)[-1]
    rows = tuple(
        MirrorRow(_side(asked, most, left=True), _side(there, most, left=False), is_short(asked, there))
        for asked, there in pairs
    )
    return Mirror(rows, most)


def is_short(asked: int | None, there: int | None) -> bool:
    """Whether what may be told already says that there is less than is asked for."""
    if asked is None:
        return there == 0
    return asked > (FEW if there is None else there)


def _side(count: int | None, most: int, *, left: bool) -> Side | None:
    length = FEW if count is None else count
    if not length:
        return None
    part = length / most / 2
    return Side(share(0.5 - part if left else 0.5, 1), share(part, 1), count is None)
