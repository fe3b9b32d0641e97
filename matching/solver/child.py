"""The solver in a process of its own: a problem comes in through a pipe, an answer goes out.

`python -m matching.solver.child FD`, started by whoever supervises it and holds the other end of the pipe.
The flow cannot be interrupted, so to cancel it means to kill this process; nothing of the platform is loaded.
"""

import os
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from .advice import advise
from .check import check
from .limits import limit_costs
from .messages import Answer, Counted, CountLimits, Failure, Judged, JudgeResult, Progress
from .network import SolverError
from .problem import Problem, ProblemError
from .recruiting import recruit
from .result import Result
from .scarcity import Search
from .scoring import WISHES
from .solve import Params, solve_weighed

NICE = 10  # pages come first where the two share a processor


def answer(pipe: "Connection[Any, Any]") -> None:
    """Read one question from the pipe; write any number of Progress, then one answer or Failure.

    (Problem, Params, Search or None, whether to advise) is answered by Answer, CountLimits by Counted,
    JudgeResult by Judged.
    """
    question = pipe.recv()
    threading.Thread(target=_leave_with_parent, args=(pipe,), daemon=True).start()
    try:
        if isinstance(question, CountLimits):
            pipe.send(Counted(tuple(map(limit_costs, question.problems))))
        elif isinstance(question, JudgeResult):
            pipe.send(judge(question.problem, question.result, pipe.send))
        else:
            problem, params, search, with_advice = question
            pipe.send(work_out(problem, params, pipe.send, search, with_advice=with_advice))
    except ProblemError as error:
        pipe.send(Failure("problem", str(error)))
    except SolverError as error:
        pipe.send(Failure("solver", str(error)))


def work_out(
    problem: Problem,
    params: Params,
    report: Callable[[Progress], None],
    search: Search | None = None,
    *,
    with_advice: bool = False,
) -> Answer:
    """Solve and judge; where there is a search, look for whom to recruit; where advice is asked for, for what
    would help those left over. Reports the steps."""
    result, weighed = solve_weighed(problem, params, lambda stage, share: report(Progress(stage, share)))
    violations = judge(problem, result, report).violations
    tables, pairs = weighed.tables, result.pairs
    values = {code: wish(tables, pairs.seeker, pairs.helper).values for code, wish in WISHES.items()}
    board = advice = None
    if violations or (search is None and not with_advice):
        return Answer(result, values, violations)
    report(Progress("advice", 0.0))
    if with_advice:
        advice = advise(weighed, result, on_progress=lambda share: report(Progress("advice", share / 2)))
    if search is not None:
        board = recruit(
            weighed, result, search, on_progress=lambda share: report(Progress("advice", (1 + share) / 2))
        )
    return Answer(result, values, violations, board, advice)


def judge(problem: Problem, result: Result, report: Callable[[Progress], None]) -> Judged:
    """Judge alone, reporting how far it is."""
    report(Progress("check", 0.0))
    violations = check(problem, result, lambda share: report(Progress("check", share)))
    report(Progress("check", 1.0))
    return Judged(violations)


def _leave_with_parent(pipe: "Connection[Any, Any]") -> None:
    """End this process when the other end of the pipe is gone: nobody waits for the answer any more."""
    try:
        pipe.recv()
    except (EOFError, OSError):
        os._exit(1)


if __name__ == "__main__":
    os.nice(NICE)
    answer(Connection(int(sys.argv[1])))
