"""One run from its claim to its end, with the real child process."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings

from base.audit.actor import Robot
from base.common import shutdown
from base.common.events import subscribe
from matching.domain.programmes import leave_programme
from matching.domain.runs import LostLease, cancel_run, request_run
from matching.domain.sentences import outcome
from matching.domain.work import perform_run
from matching.enums import RunStage
from matching.events import ProposalsPublished, RunProgressed
from matching.models import Proposal, Run, Unmatched
from tests.factories.matching import helper_of, programme_of, seeker_of
from tests.matching.processes import my_solvers

BY = Robot("test")
pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(db):
    return programme_of()


def requested(programme):
    return request_run(programme, by=BY)


def nothing_published():
    return not Proposal.objects.exists() and not Unmatched.objects.exists()


def test_run_proposes_proves_and_tells(programme):
    seeker, unlucky = seeker_of(programme, children=1), seeker_of(programme)
    helper = helper_of(programme)

    run = perform_run(requested(programme).pk)

    assert (run.state, run.stage, run.progress, run.error, run.notes) == ("done", "finished", 100, "", [])
    assert (run.seekers, run.helpers, run.arcs, run.matched) == (2, 1, 2, 1)
    assert (run.gap, run.violation, run.lease) == (0, 0, 1)
    assert list(run.seconds) == [
        "reading", "candidates", "scoring", "solving", "checking", "advising", "storing",
    ]  # fmt: skip
    assert run.rules["max_km"] == 30
    assert set(run.versions) >= {"ortools", "numpy", "python"}
    proposal = Proposal.objects.get()
    left = Unmatched.objects.get()
    assert {proposal.seeker, left.seeker} == {seeker, unlucky}
    assert (proposal.helper, proposal.state, proposal.change) == (helper, "open", "new")
    assert (proposal.weight, proposal.points) == (1, sum(one["points"] for one in proposal.criteria))
    assert (run.weight, run.points) == (1, proposal.points)
    assert (left.blocked_by, left.funnel[0], left.funnel[-1]) == ("taken", ["everybody", 1], ["room", 1])
    assert outcome(run) == (
        "Proposals for 1 of 2 families. "
        "Nobody could have matched more of those who wait longest; this is proven."
    )


def test_funnel_names_the_rule_that_left_nobody(programme):
    seeker_of(programme, children=1)
    helper_of(programme, cleared=False)

    perform_run(requested(programme).pk)

    left = Unmatched.objects.get()
    assert (left.blocked_by, dict(left.funnel)["gender"], dict(left.funnel)["minors"]) == ("minors", 1, 0)


def test_run_with_nobody_ends_with_a_sentence(programme):
    run = perform_run(requested(programme).pk)
    assert run.state == "done"
    assert outcome(run) == (
        "No family waits in this programme now. Add families, then run the matching again. "
        "No helper here is active and has room. Add helpers, then run the matching again."
    )


def test_run_without_rules_for_today_fails_with_a_sentence(programme):
    programme.rules.all().delete()
    run = perform_run(requested(programme).pk)
    assert (run.state, run.error) == ("failed", "no_rules")
    assert outcome(run) == "The programme has no rules for today. Set them, then run the matching again."


def test_second_run_keeps_what_was_shown(programme):
    for _ in range(3):
        seeker_of(programme)
        helper_of(programme)
    perform_run(requested(programme).pk)
    shown = set(Proposal.objects.values_list("seeker", "helper"))

    run = perform_run(request_run(programme, by=BY, seed=99).pk)

    standing = Proposal.objects.filter(state="open")
    assert set(standing.values_list("seeker", "helper")) == shown
    assert {proposal.change for proposal in standing} == {"kept"}
    assert {proposal.run for proposal in standing} == {run}
    assert run.kept == 3
    assert Proposal.objects.filter(state="superseded", version=2).count() == 3


def test_run_that_does_not_wait_is_left_alone(programme):
    run = requested(programme)
    cancel_run(run, by=BY)
    with pytest.raises(LostLease):
        perform_run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.lease) == ("cancelled", 0)


def test_steps_are_told_in_order_and_never_fall_back(programme, django_capture_on_commit_callbacks):
    seeker_of(programme)
    told = []
    with django_capture_on_commit_callbacks(execute=True):
        unsubscribe = subscribe(RunProgressed, told.append)
        unsubscribe_too = subscribe(ProposalsPublished, told.append)
        run = perform_run(requested(programme).pk)
    unsubscribe()
    unsubscribe_too()

    [published] = [one for one in told if isinstance(one, ProposalsPublished)]
    assert published == ProposalsPublished(run.pk, programme.pk, 0)
    steps = [one for one in told if isinstance(one, RunProgressed)]
    assert (steps[0].state, steps[-1].state, steps[-1].progress) == ("requested", "done", 100)
    told_steps = [RunStage.values.index(one.stage) for one in steps]
    assert told_steps == sorted(told_steps)
    assert [one.progress for one in steps] == sorted(one.progress for one in steps)


# --- stopped in the middle ------------------------------------------------------------------------------


class _Meddler(threading.Thread):
    """Waits for the solver's process of this run, then does something to it; leaves the database alone."""

    def __init__(self, deed):
        super().__init__(daemon=True)
        self.deed = deed

    def run(self):
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if pids := my_solvers():
                self.deed(pids)
                return
            time.sleep(0.01)


def test_killed_child_fails_the_run_and_another_run_works(programme):
    seeker_of(programme)
    helper_of(programme)
    meddler = _Meddler(lambda pids: [os.kill(pid, signal.SIGKILL) for pid in pids])
    meddler.start()

    run = perform_run(requested(programme).pk)

    meddler.join()
    assert (run.state, run.error) == ("failed", "child_died")
    assert "cut off" in outcome(run)
    assert nothing_published()
    assert perform_run(requested(programme).pk).matched == 1


def test_server_that_stops_ends_the_run_and_its_child(programme):
    seeker_of(programme)
    meddler = _Meddler(lambda pids: shutdown.requested.set())
    meddler.start()
    try:
        run = perform_run(requested(programme).pk)
    finally:
        meddler.join()
        shutdown.requested.clear()

    assert (run.state, run.error) == ("failed", "stopped")
    assert my_solvers() == []
    assert nothing_published()


def test_cancelled_run_ends_within_a_second_and_kills_its_child(programme):
    seeker_of(programme)
    run = requested(programme)
    asked_at = []

    def cancel(stage, progress):
        if stage == RunStage.CANDIDATES and not asked_at:
            asked_at.append(time.monotonic())
            cancel_run(run, by=BY)

    ended = perform_run(run.pk, on_progress=cancel)

    assert time.monotonic() - asked_at[0] < 1.5
    assert (ended.state, outcome(ended)) == ("cancelled", "This run was cancelled. Nothing was changed.")
    assert my_solvers() == []
    assert nothing_published()


def test_worker_whose_lease_was_taken_stops_without_publishing(programme):
    seeker_of(programme)
    helper_of(programme)
    run = requested(programme)

    def take_over(stage, progress):
        if stage == RunStage.STORING:
            Run.objects.filter(pk=run.pk).update(lease=7)

    with pytest.raises(LostLease):
        perform_run(run.pk, on_progress=take_over)

    run.refresh_from_db()
    assert (run.state, run.lease) == ("running", 7)
    assert nothing_published()


def test_helper_who_leaves_while_the_run_is_on_is_not_proposed(programme):
    seeker = seeker_of(programme)
    helper = helper_of(programme)
    run = requested(programme)

    def leave(stage, progress):
        if stage == RunStage.STORING:
            leave_programme(helper, by=BY)

    ended = perform_run(run.pk, on_progress=leave)

    assert (ended.state, ended.matched) == ("done", 0)
    assert ended.notes == [{"code": "left_meanwhile", "count": 1}]
    left = Unmatched.objects.get()
    assert (left.seeker, left.blocked_by, left.funnel) == (seeker, "left_meanwhile", [])
    assert not Proposal.objects.exists()


def test_child_loads_nothing_of_the_platform():
    told = subprocess.run(
        [sys.executable, "-c", "import sys, matching.solver.child; print(*sys.modules)"],
        cwd=settings.BASE_DIR, capture_output=True, text=True, check=True,
    )  # fmt: skip
    loaded = {name.partition(".")[0] for name in told.stdout.split()}
    assert loaded & {"django", "base", "families", "volunteers", "mentors", "frontend", "config"} == set()
    assert {"matching", "numpy"} <= loaded
