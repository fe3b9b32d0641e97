"""How urgent a family is, 1 to 5, and why: one formula, told share by share.

    1   for asking
    +1  from half of the programme's promised waiting time, +2 from the promise, +3 from twice the promise
    +1  for a helper who was promised and lost, through no fault of the family's own
    +n  for the reasons a coordinator has written down (each 1 or 2), together at most 2
    4   is the most all this makes
    5   is kept for a date that cannot move and lies no further ahead than the promise: deadlines first

What is owed (`owed_among` of owed.py reads it from the pairs of one programme; docs/decisions/0014):

    owed        the offer was declined, unless by the family alone; the helper left; the pair was closed
                before its time, for whatever reason but the two below, also while it was suspended
    owes none   the pair came to its planned end, or the family moved
    as it was   the family said no after the helper had said yes, or the offer was undone: the family keeps
                what it had, and nobody asks for a reason

The last pair of the first two kinds decides. The share counts for a year, until the family is paired again;
the waiting time goes on as it was. Where nobody knows whose doing an end was, it was not the family's. The
reason "an earlier pair ended early", written by hand, is this same share and does not count beside it.

The solver matches the most of this weight before anything else, so the scale stays short and readable.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import ArrayLike, NDArray

from families.enums import PriorityKind
from families.models import PriorityInput

MOST_WITHOUT_DEADLINE = 4
DEADLINE = 5
MOST_FROM_REASONS = 2
OWED = 1


@dataclass(frozen=True)
class Owed:
    """A helper promised on one day and lost on another; `met` when the two had met before."""

    promised_on: date
    lost_on: date
    met: bool


@dataclass(frozen=True)
class Reason:
    """One share of the weight: `code` is "asks", "waits", "owed" or a PriorityKind; `text` the coordinator's.

    `adds` is what it brings to the weight after the limits, so that the shares add up to it.
    """

    code: str
    adds: int
    text: str = ""
    days: int = 0
    owed: Owed | None = None


@dataclass(frozen=True)
class Priority:
    """weight: 1 to 5; reasons: shares that add up to it, and reasons that no longer add (adds 0)."""

    weight: int
    reasons: tuple[Reason, ...]


def priority_weights(
    days_waited: ArrayLike, extra: ArrayLike, deadline: ArrayLike, owed: ArrayLike, *, promise_days: int
) -> NDArray[np.int64]:
    """int64 (n,): the formula above for many: days waited, sum of the written reasons that count, whether a
    date presses, whether a helper is owed.
    """
    days = np.asarray(days_waited, dtype=np.int64)
    waits = (2 * days >= promise_days).astype(np.int64) + (days >= promise_days) + (days >= 2 * promise_days)
    reasons = np.minimum(np.asarray(extra, dtype=np.int64), MOST_FROM_REASONS)
    due = OWED * np.asarray(owed, dtype=np.int64)
    weight = np.minimum(1 + waits + due + reasons, MOST_WITHOUT_DEADLINE)
    return np.where(np.asarray(deadline, dtype=np.bool_), DEADLINE, weight)


def in_force(inputs: Iterable[PriorityInput], on: date) -> list[PriorityInput]:
    """Those whose last day, if they have one, is not over."""
    return [one for one in inputs if one.until is None or one.until >= on]


def presses(kind: str, until: date | None, *, on: date, promise_days: int) -> bool:
    """Whether this is a date that cannot move, near enough to go before everything else."""
    if kind != PriorityKind.DEADLINE:
        return False
    return until is None or on <= until <= on + timedelta(days=promise_days)


def counts_beside(kind: str, *, owed: bool) -> bool:
    """Whether a written reason adds of its own; what is owed anyway is not counted twice."""
    return not (owed and kind == PriorityKind.ENDED_EARLY)


def priority_of(
    waiting_since: date,
    inputs: Sequence[PriorityInput],
    *,
    on: date,
    promise_days: int,
    owed: Owed | None = None,
) -> Priority:
    """The weight of one family on a day, with its reasons in the order of the formula."""
    days = max((on - waiting_since).days, 0)
    written = in_force(inputs, on)
    pressing = [one for one in written if presses(one.kind, one.until, on=on, promise_days=promise_days)]
    others = [one for one in written if one not in pressing]
    waits = _weigher(days, promise_days, owed=False)(0) - 1
    shares = [Reason("asks", 1), Reason("waits", waits, days=days)]
    weigh = _weigher(days, promise_days, owed=owed is not None)
    if owed is not None:
        shares.append(Reason("owed", weigh(0) - 1 - waits, owed=owed))
    so_far = 0
    for one in others:
        more = one.weight if counts_beside(one.kind, owed=owed is not None) else 0
        shares.append(Reason(one.kind, weigh(so_far + more) - weigh(so_far), one.reason))
        so_far += more
    weight = sum(share.adds for share in shares)
    for one in pressing:
        shares.append(Reason(one.kind, DEADLINE - weight, one.reason))
        weight = DEADLINE
    return Priority(weight, tuple(shares))


def _weigher(days: int, promise_days: int, *, owed: bool) -> Callable[[int], int]:
    def weigh(extra: int) -> int:
        return int(priority_weights(days, extra, False, owed, promise_days=promise_days))

    return weigh
