"""How urgent a family is, 1 to 5, and why: one formula, told share by share.

    1   for asking
    +1  from half of the programme's promised waiting time, +2 from the promise, +3 from twice the promise
    +n  for the reasons a coordinator has written down (each 1 or 2), together at most 2
    4   is the most all this makes
    5   is kept for a date that cannot move and lies no further ahead than the promise: deadlines first

The solver matches the most of this weight before anything else, so the scale stays short and readable.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from families.enums import PriorityKind
from families.models import PriorityInput

MOST_WITHOUT_DEADLINE = 4
DEADLINE = 5
MOST_FROM_REASONS = 2


@dataclass(frozen=True)
class Reason:
    """One share of the weight: `code` is "asks", "waits" or a PriorityKind; `text` is the coordinator's own.

    `adds` is what it brings to the weight after the limits, so that the shares add up to it.
    """

    code: str
    adds: int
    text: str = ""
    days: int = 0


@dataclass(frozen=True)
class Priority:
    """weight: 1 to 5; reasons: shares that add up to it, and reasons that no longer add (adds 0)."""

    weight: int
    reasons: tuple[Reason, ...]


def priority_weights(
    days_waited: ArrayLike, extra: ArrayLike, deadline: ArrayLike, *, promise_days: int
) -> NDArray[np.int64]:
    """int64 (n,): the formula above for many: days waited, sum of written reasons, whether a date presses."""
    days = np.asarray(days_waited, dtype=np.int64)
    waits = (2 * days >= promise_days).astype(np.int64) + (days >= promise_days) + (days >= 2 * promise_days)
    reasons = np.minimum(np.asarray(extra, dtype=np.int64), MOST_FROM_REASONS)
    weight = np.minimum(1 + waits + reasons, MOST_WITHOUT_DEADLINE)
    return np.where(np.asarray(deadline, dtype=np.bool_), DEADLINE, weight)


def in_force(inputs: Iterable[PriorityInput], on: date) -> list[PriorityInput]:
    """Those whose last day, if they have one, is not over."""
    return [one for one in inputs if one.until is None or one.until >= on]


def presses(kind: str, until: date | None, *, on: date, promise_days: int) -> bool:
    """Whether this is a date that cannot move, near enough to go before everything else."""
    if kind != PriorityKind.DEADLINE:
        return False
    return until is None or on <= until <= on + timedelta(days=promise_days)


def priority_of(
    waiting_since: date, inputs: Sequence[PriorityInput], *, on: date, promise_days: int
) -> Priority:
    """The weight of one family on a day, with its reasons in the order of the formula."""
    days = max((on - waiting_since).days, 0)
    written = in_force(inputs, on)
    pressing = [one for one in written if presses(one.kind, one.until, on=on, promise_days=promise_days)]
    others = [one for one in written if one not in pressing]
    weigh = _weigher(days, promise_days)
    shares = [Reason("asks", 1), Reason("waits", weigh(0) - 1, days=days)]
    so_far = 0
    for one in others:
        adds = weigh(so_far + one.weight) - weigh(so_far)
        so_far += one.weight
        shares.append(Reason(one.kind, adds, one.reason))
    weight = sum(share.adds for share in shares)
    for one in pressing:
        shares.append(Reason(one.kind, DEADLINE - weight, one.reason))
        weight = DEADLINE
    return Priority(weight, tuple(shares))


def _weigher(days: int, promise_days: int) -> Any:
    def weigh(extra: int) -> int:
        return int(priority_weights(days, extra, False, promise_days=promise_days))

    return weigh
