"""One run from its claim to its end: what the background task and the command both call."""

import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from base.common import shutdown
from base.common.errors import Refusal
from matching.domain.problems import Question, ask
from matching.domain.proposals import publish
from matching.domain.recruiting import grounds_of, recruiting_findings
from matching.domain.runs import (
    Lease,
    LostLease,
    claim_run,
    end_cancelled,
    fail_run,
    is_to_stop,
    report_progress,
)
from matching.domain.solving import ChildDiedError, NoAnswerError, Stopped, count_in_child, solve_in_child
from matching.domain.what_if import conclude, prepare
from matching.enums import RunError, RunKind, RunNote, RunStage
from matching.models import Run
from matching.solver import Params, ProblemError, Violation
from matching.solver.messages import Answer
from matching.solver.scarcity import Search

logger = logging.getLogger("splot.matching")

OnProgress = Callable[[RunStage, int], None]

#: The solver's own stages, as people are told them.
STAGES: Mapping[str, RunStage] = {
    "candidates": RunStage.CANDIDATES,
    "scores": RunStage.SCORING,
    "flow": RunStage.SOLVING,
    "certificate": RunStage.SOLVING,
    "result": RunStage.SOLVING,
    "check": RunStage.CHECKING,
    "advice": RunStage.ADVISING,
}
#: Where the solver's work and its judge's begin and end in the whole run, per cent, as measured at 10,000.
SOLVER_SHARE, JUDGE_SHARE, ADVICE_SHARE = (10, 40), (40, 70), (70, 90)
SHARES: Mapping[str, tuple[int, int]] = {"check": JUDGE_SHARE, "advice": ADVICE_SHARE}
BEAT_SECONDS = 2.0  # the lease is shown at least so often
WRITE_SECONDS = 0.25  # progress at most
MOST_VIOLATIONS = 5  # told in the notes of a run


class ServerStopsError(Exception):
    """This process was asked to end."""


class NotProvenError(Exception):
    """The judge found the result wrong."""

    def __init__(self, violations: list[Violation]) -> None:
        super().__init__("; ".join(one.sentence for one in violations[:MOST_VIOLATIONS]))
        self.violations = violations


def perform_run(run_id: int, *, on_progress: OnProgress = lambda stage, progress: None) -> Run:
    """Claim a waiting run, solve it in a child process, publish it; the run tells how it ended.

    Raises LostLease when the run does not wait, or somebody else took it over in the middle.
    """
    lease = claim_run(run_id)
    try:
        return _work(lease, _Watch(lease, on_progress))
    except LostLease:
        raise
    except Stopped:
        return end_cancelled(lease)
    except Exception as error:
        reason, notes = _reason(error)
        if reason in LOUD:
            logger.exception("Matching run %s came to nothing: %s", run_id, reason.value)
        return fail_run(lease, error=reason, notes=notes)
    except BaseException:
        # Ctrl-C in the foreground.
        end_cancelled(lease)
        raise


def _work(lease: Lease, watch: "_Watch") -> Run:
    run = Run.objects.select_related("programme").get(pk=lease.run_id)
    watch.enter(RunStage.READING, 0)
    if run.kind == RunKind.WHAT_IF:
        return _try_out(lease, run, watch)
    question = ask(run.programme, on=timezone.localdate())
    grounds = grounds_of(question)
    search = grounds.search if grounds else None
    answer = _solve(question, run, watch, search=search, with_advice=True)
    watch.enter(RunStage.STORING, ADVICE_SHARE[1])
    return publish(
        lease,
        question=question,
        answer=answer,
        seconds=watch.seconds(),
        findings=recruiting_findings(question, grounds, answer),
    )


def _try_out(lease: Lease, run: Run, watch: "_Watch") -> Run:
    trial = prepare(run, on=timezone.localdate())
    answer = _solve(trial.tried, run, watch)
    watch.enter(RunStage.ADVISING, JUDGE_SHARE[1])
    costs = count_in_child(trial.problems, should_stop=watch.should_stop)
    watch.enter(RunStage.STORING, ADVICE_SHARE[1])
    return conclude(lease, trial=trial, answer=answer, costs=costs, seconds=watch.seconds())


def _solve(
    question: Question,
    run: Run,
    watch: "_Watch",
    *,
    search: Search | None = None,
    with_advice: bool = False,
) -> Answer:
    watch.enter(RunStage.CANDIDATES, SOLVER_SHARE[0])
    answer = solve_in_child(
        question.problem,
        Params(seed=run.seed),
        search=search,
        with_advice=with_advice,
        on_progress=watch.solver,
        should_stop=watch.should_stop,
    )
    if answer.violations:
        raise NotProvenError(answer.violations)
    return answer


def _reason(error: Exception) -> tuple[RunError, list[dict[str, Any]]]:
    match error:
        case ServerStopsError():
            return RunError.STOPPED, []
        case ChildDiedError():
            return RunError.CHILD_DIED, []
        case NotProvenError(violations=violations):
            told = [
                {"code": RunNote.VIOLATION.value, "rule": one.code} for one in violations[:MOST_VIOLATIONS]
            ]
            return RunError.NOT_PROVEN, told
        case NoAnswerError(failure=failure):
            return (RunError.BAD_DATA if failure.kind == "problem" else RunError.NOT_PROVEN), []
        case ProblemError():
            return RunError.BAD_DATA, []
        case Refusal(code=RunError.NO_RULES):
            return RunError.NO_RULES, []
        case _:
            return RunError.UNEXPECTED, []


LOUD = frozenset({RunError.NOT_PROVEN, RunError.BAD_DATA, RunError.UNEXPECTED, RunError.CHILD_DIED})


class _Watch:
    """Shows progress without flooding the database, listens for a cancel, and times the steps."""

    def __init__(self, lease: Lease, on_progress: OnProgress) -> None:
        self._lease, self._on_progress = lease, on_progress
        self._stage, self._progress = RunStage.WAITING, 0
        self._written_at = self._asked_at = 0.0
        self._stop = False
        self._entered_at = time.perf_counter()
        self._seconds: dict[str, float] = {}

    def enter(self, stage: RunStage, progress: int) -> None:
        """A step begins: always written. Raises Stopped when asked to stop."""
        self._close_step()
        self._stage, self._progress = stage, progress
        self._write()
        if self.should_stop():
            raise Stopped

    def solver(self, stage: str, share: float) -> None:
        """What the child reports."""
        begin, end = SHARES.get(stage, SOLVER_SHARE)
        if STAGES[stage] != self._stage:
            self._close_step()
            self._stage = STAGES[stage]
        self._progress = round(begin + (end - begin) * share)
        if time.monotonic() - self._written_at >= WRITE_SECONDS:
            self._write()

    def should_stop(self) -> bool:
        """Whether somebody asked to cancel, looked up at most four times a second.

        Raises ServerStopsError when this process is to end, LostLease when the run is no longer ours.
        """
        if shutdown.requested.is_set():
            raise ServerStopsError
        now = time.monotonic()
        if now - self._written_at >= BEAT_SECONDS:
            self._write()
        elif now - self._asked_at >= WRITE_SECONDS:
            self._asked_at = now
            self._stop = is_to_stop(self._lease)
        return self._stop

    def seconds(self) -> dict[str, float]:
        """Seconds spent in each step before the one that is on."""
        return dict(self._seconds)

    def _close_step(self) -> None:
        now = time.perf_counter()
        if self._stage != RunStage.WAITING:
            spent = self._seconds.get(self._stage.value, 0.0)
            self._seconds[self._stage.value] = spent + now - self._entered_at
        self._entered_at = now

    def _write(self) -> None:
        self._written_at = self._asked_at = time.monotonic()
        self._stop = not report_progress(self._lease, stage=self._stage, progress=self._progress)
        self._on_progress(self._stage, self._progress)
