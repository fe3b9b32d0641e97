"""`manage.py run_matching`, and the task behind the button."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from base.audit.actor import Robot
from matching.domain.runs import cancel_run, request_run
from matching.models import Proposal, Run
from matching.tasks import run_matching_task
from tests.factories.matching import helper_of, programme_of, seeker_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(db):
    programme = programme_of()
    seeker_of(programme)
    helper_of(programme)
    return programme


def run_matching(*arguments):
    out, err = StringIO(), StringIO()
    call_command("run_matching", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_command_matches_and_says_so(programme):
    out, err = run_matching("--programme", programme.key)
    assert out.startswith("Proposals for 1 of 1 family.")
    assert err.splitlines()[0] == "  0 %  reading profiles"
    assert Run.objects.get().requested_by_label == "run_matching"
    assert Proposal.objects.count() == 1


def test_command_tells_programs_in_json(programme):
    out, _ = run_matching("--programme", programme.key, "--json")
    told = json.loads(out)
    assert (told["programme"], told["state"], told["matched"], told["gap"]) == (programme.key, "done", 1, 0)


def test_command_names_the_programmes_there_are(programme):
    with pytest.raises(CommandError) as error:
        run_matching("--programme", "nonsense")
    assert str(error.value) == f"There is no programme 'nonsense'. There are: {programme.key}."


def test_command_waits_for_nobody_elses_run(programme):
    request_run(programme, by=Robot("test"))
    with pytest.raises(CommandError) as error:
        run_matching("--programme", programme.key)
    assert str(error.value).startswith("A run is already on for this programme.")


def test_command_fails_where_the_run_does(programme):
    programme.rules.all().delete()
    with pytest.raises(CommandError) as error:
        run_matching("--programme", programme.key)
    assert str(error.value) == "The programme has no rules for today. Set them, then run the matching again."


def test_task_works_on_the_requested_run(programme):
    run = request_run(programme, by=Robot("test"))
    run_matching_task.call(run.pk)
    run.refresh_from_db()
    assert (run.state, run.matched) == ("done", 1)


def test_task_leaves_a_cancelled_run_alone(programme):
    run = cancel_run(request_run(programme, by=Robot("test")), by=Robot("test"))
    run_matching_task.call(run.pk)
    run.refresh_from_db()
    assert run.state == "cancelled"


def test_task_can_be_queued(programme):
    run = request_run(programme, by=Robot("test"))
    assert run_matching_task.enqueue(run.pk).args == [run.pk]
