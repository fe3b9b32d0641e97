"""The solver's child process: started, watched, killed to cancel."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import matching.solver
from matching.solver import Params, Problem, Result, Violation
from matching.solver.limits import LimitCosts
from matching.solver.messages import Answer, Counted, CountLimits, Failure, Judged, JudgeResult, Progress
from matching.solver.scarcity import Search

TICK_SECONDS = 0.25
ROOT = Path(matching.solver.__file__).resolve().parents[2]


class Stopped(Exception):
    """The supervisor was asked to stop; the child is gone."""


class ChildDiedError(Exception):
    """The child ended without an answer: killed, or out of memory."""


class NoAnswerError(Exception):
    """The solver says why it has no answer; `failure.kind` tells a bad question from a bad proof."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.sentence)
        self.failure = failure


def solve_in_child(
    problem: Problem,
    params: Params,
    *,
    search: Search | None = None,
    with_advice: bool = False,
    on_progress: Callable[[str, float], None],
    should_stop: Callable[[], bool],
    on_start: Callable[[int], None] = lambda pid: None,
) -> Answer:
    """Solve and judge in a process of its own, which does not outlive this call; with a search, also look
    for whom to recruit; with advice, for what would help those left over.

    `on_progress(stage, share)` as the child reports; `should_stop()` is asked at least four times a second.
    Raises Stopped, ChildDiedError or NoAnswerError.
    """
    answer: Answer = _ask_child((problem, params, search, with_advice), on_progress, should_stop, on_start)
    return answer


def count_in_child(problems: Sequence[Problem], *, should_stop: Callable[[], bool]) -> tuple[LimitCosts, ...]:
    """What each limit costs in each of the problems, counted in a process of its own. Raises as above."""
    counted: Counted = _ask_child(
        CountLimits(tuple(problems)), lambda stage, share: None, should_stop, lambda pid: None
    )
    return counted.costs


def judge_in_child(
    problem: Problem,
    result: Result,
    *,
    on_progress: Callable[[float], None],
    should_stop: Callable[[], bool],
) -> list[Violation]:
    """What is wrong with a result, judged in a process of its own. Raises as above."""
    judged: Judged = _ask_child(
        JudgeResult(problem, result), lambda stage, share: on_progress(share), should_stop, lambda pid: None
    )
    return judged.violations


def _ask_child(
    question: object,
    on_progress: Callable[[str, float], None],
    should_stop: Callable[[], bool],
    on_start: Callable[[int], None],
) -> Any:
    ours, theirs = Pipe()
    with ours:
        with theirs:
            child = _start(theirs)
        try:
            on_start(child.pid)
            ours.send(question)
            return _await_answer(ours, on_progress, should_stop)
        except (EOFError, OSError) as error:
            raise ChildDiedError(f"The solver's process ended with {child.wait()}.") from error
        finally:
            child.kill()
            child.wait()


def _start(pipe: "Connection[Any, Any]") -> "subprocess.Popen[bytes]":
    # Not multiprocessing's: that would load the parent's main module, and Django with it.
    # A session of its own, so that Ctrl-C reaches the supervisor alone.
    descriptor = pipe.fileno()
    return subprocess.Popen(  # noqa: S603 - our own module, no outside input
        [sys.executable, "-m", "matching.solver.child", str(descriptor)],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name in PASSED_ON} | ONE_PROCESSOR,
        pass_fds=[descriptor],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


#: The child has no business with the keys and addresses in the environment.
PASSED_ON = frozenset(
    {"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "NUMBA_CACHE_DIR"}
)

#: Matrix products would otherwise take every processor there is; one is left to the pages.
ONE_PROCESSOR = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def _await_answer(
    pipe: "Connection[Any, Any]", on_progress: Callable[[str, float], None], should_stop: Callable[[], bool]
) -> Any:
    while not should_stop():
        if not pipe.poll(TICK_SECONDS):
            continue
        message = pipe.recv()
        if isinstance(message, Progress):
            on_progress(message.stage, message.share)
        elif isinstance(message, Failure):
            raise NoAnswerError(message)
        else:
            return message
    raise Stopped
