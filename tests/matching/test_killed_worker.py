"""A worker killed between claim and publish leaves nothing half-done: real kills of real processes."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from base.audit.actor import Robot
from matching.domain.runs import reap_lost_runs, request_run
from matching.domain.work import perform_run
from matching.models import Proposal, Run, Unmatched
from tests.factories.matching import helper_of, programme_of, seeker_of
from tests.matching.processes import solvers_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.fixture
def programme():
    programme = programme_of()
    for _ in range(3):
        seeker_of(programme)
        helper_of(programme)
    perform_run(request_run(programme, by=Robot("test")).pk)
    return programme


def worker(programme):
    """`manage.py run_matching` in a process of its own, on the database of this test."""
    name = connection.settings_dict["NAME"]
    sqlite = connection.vendor == "sqlite"
    at = f"{connection.settings_dict['HOST']}:{connection.settings_dict['PORT'] or 5432}"
    user = connection.settings_dict.get("USER", "")
    password = connection.settings_dict.get("PASSWORD", "")
    url = f"sqlite:///{name}" if sqlite else f"postgres://{user}:{password}@{at}/{name}"
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    command = [sys.executable, "manage.py", "run_matching", "--programme", programme.key]
    return subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=environment, text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip


def told(process, step):
    """Read what the worker says until it names the step."""
    for line in process.stderr:
        if step in line:
            return
    raise AssertionError(f"The worker ended without saying {step!r}.")


def wait_until(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("step", "later"),
    [
        ("reading", 0.0),
        ("finding", 0.0),
        ("storing", 0.0),
        pytest.param("finding", 0.3, marks=pytest.mark.heavy),
        pytest.param("storing", 0.02, marks=pytest.mark.heavy),
    ],
)
def test_killed_worker_leaves_all_or_nothing_and_another_run_works(programme, step, later):
    before = Run.objects.get()
    process = worker(programme)
    told(process, step)
    time.sleep(later)
    solvers = solvers_of(process.pid)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stderr.close()

    run = Run.objects.exclude(pk=before.pk).get()
    standing = set(Proposal.objects.filter(state="open").values_list("run", flat=True))
    if run.state == "done":  # it was quicker than the kill
        assert (standing, run.matched) == ({run.pk}, 3)
    else:
        assert (run.state, standing) == ("running", {before.pk})
        assert not Proposal.objects.filter(run=run).exists()
        assert not Unmatched.objects.filter(run=run).exists()
        assert reap_lost_runs(timezone.now() + timedelta(minutes=2)) == [run]
    assert Proposal.objects.filter(state="open").count() == 3
    wait_until(lambda: not any(os.path.exists(f"/proc/{pid}") for pid in solvers))

    again = perform_run(request_run(programme, by=Robot("test")).pk)

    assert (again.state, again.matched, again.kept) == ("done", 3, 3)
    assert set(Proposal.objects.filter(state="open").values_list("run", flat=True)) == {again.pk}
