"""A worker stopped between the answer and its publishing, so that something can happen in between."""

from django.utils import timezone

from base.audit.actor import Robot
from matching.domain.problems import ask
from matching.domain.proposals import publish
from matching.domain.recruiting import grounds_of, recruiting_findings
from matching.domain.runs import claim_run, request_run
from matching.solver import Params
from matching.solver.child import work_out


class Worker:
    """A worker that has solved a run and is about to publish it."""

    def __init__(self, programme):
        self.run = request_run(programme, by=Robot("test"))
        self.lease = claim_run(self.run.pk)
        self.question = ask(programme, on=timezone.localdate())
        self.solve(1)

    def solve(self, seed):
        """Draw the lots among equals anew."""
        self.grounds = grounds_of(self.question)
        search = self.grounds.search if self.grounds else None
        problem, params = self.question.problem, Params(seed=seed)
        self.answer = work_out(problem, params, lambda progress: None, search, with_advice=True)
        assert self.answer.violations == []

    def chosen(self):
        """The pairs of the answer, by numbers of places."""
        problem, pairs = self.question.problem, self.answer.result.pairs
        seekers, helpers = problem.seekers.id[pairs.seeker], problem.helpers.id[pairs.helper]
        return list(zip(seekers.tolist(), helpers.tolist(), strict=True))

    def publish(self):
        return publish(
            self.lease,
            question=self.question,
            answer=self.answer,
            seconds={"reading": 0.1},
            findings=recruiting_findings(self.question, self.grounds, self.answer),
        )


def run_of(programme):
    """A matching of the programme, finished."""
    return Worker(programme).publish()
