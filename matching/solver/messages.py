"""What the solver's child process says; a module of its own, so that both processes know it by one name."""

from dataclasses import dataclass
from typing import Any, Literal

from numpy.typing import NDArray

from .advice import Advice
from .check import Violation
from .codes import Criterion
from .limits import LimitCosts
from .problem import Problem
from .recruiting import Board
from .result import Result


@dataclass(frozen=True, eq=False)
class CountLimits:
    """A question besides the matching: what does each limit cost in each of these problems?"""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, eq=False)
class Counted:
    """The answer to `CountLimits`, problem by problem."""

    costs: tuple[LimitCosts, ...]


@dataclass(frozen=True, eq=False)
class Answer:
    """A result, what its judge found, and per wish the columns (k,) of values that its sentences need.

    The values belong to `result.pairs`, row by row. `board`: whom to recruit, `advice`: what would help those
    left over; None when nobody asked.
    """

    result: Result
    values: dict[Criterion, dict[str, NDArray[Any]]]
    violations: list[Violation]
    board: Board | None = None
    advice: Advice | None = None


@dataclass(frozen=True, eq=False)
class JudgeResult:
    """A question to the judge alone: what is wrong with this result?"""

    problem: Problem
    result: Result


@dataclass(frozen=True)
class Judged:
    """What the judge found wrong with a result that was brought to it."""

    violations: list[Violation]


@dataclass(frozen=True)
class Progress:
    """The solver's stage (or "check") and the share of its own work that is done, 0 to 1."""

    stage: str
    share: float


@dataclass(frozen=True)
class Failure:
    """Why there is no answer: a problem that cannot be asked, or a proof that does not close."""

    kind: Literal["problem", "solver"]
    sentence: str
