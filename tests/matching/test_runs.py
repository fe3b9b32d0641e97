"""Asking for a run, cancelling it, and the lease that guards it; two at once on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections
from django.utils import timezone

from base.audit.actor import Robot
from base.audit.queries import history_of
from base.common.errors import Refusal
from matching.domain.programmes import change_state
from matching.domain.runs import (
    Lease,
    LostLease,
    RunIsOn,
    cancel_run,
    claim_run,
    end_cancelled,
    fail_run,
    is_to_stop,
    leased,
    reap_lost_runs,
    report_progress,
    request_run,
)
from matching.enums import RunError, RunStage
from matching.models import Run
from tests.factories.matching import RunFactory, programme_of

BY = Robot("test")
pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def programme(db):
    return programme_of()


def request(programme):
    return request_run(programme, by=BY)


def stored(run):
    return Run.objects.get(pk=run.pk)


# --- asking and cancelling ----------------------------------------------------------------------------


def test_request_waits_and_is_recorded(programme):
    run = request(programme)
    assert (run.state, run.stage, run.progress, run.requested_by_label) == ("requested", "waiting", 0, "test")
    assert [record.act for record in history_of(run)] == ["matching.run.request"]


def test_second_request_names_the_run_that_is_on(programme):
    run = request(programme)
    with pytest.raises(RunIsOn) as refused:
        request(programme)
    assert (refused.value.run_id, refused.value.code) == (run.pk, "run_is_on")

    claim_run(run.pk)
    with pytest.raises(RunIsOn) as refused:
        request(programme)
    assert refused.value.run_id == run.pk


def test_request_in_another_programme_is_free(programme):
    request(programme)
    assert request(programme_of()).state == "requested"


def test_paused_programme_is_not_matched(programme):
    paused = change_state(programme, to="paused", by=BY)
    with pytest.raises(Refusal) as refused:
        request(paused)
    assert refused.value.code == "paused"
    assert not Run.objects.exists()


def test_waiting_run_is_cancelled_at_once(programme):
    run = cancel_run(request(programme), by=BY)
    assert (run.state, run.stage, run.finished_at is not None) == ("cancelled", "finished", True)
    with pytest.raises(LostLease):
        claim_run(run.pk)
    assert request(programme).state == "requested"


def test_worker_of_a_cancelled_run_hears_of_it(programme):
    run = request(programme)
    lease = claim_run(run.pk)
    assert report_progress(lease, stage=RunStage.SOLVING, progress=50)
    assert not is_to_stop(lease)

    assert cancel_run(run, by=BY).state == "running"

    assert not report_progress(lease, stage=RunStage.SOLVING, progress=60)
    assert is_to_stop(lease)
    assert end_cancelled(lease).state == "cancelled"


def test_ended_run_cannot_be_cancelled(programme):
    run = RunFactory(programme=programme, state="done")
    with pytest.raises(Refusal) as refused:
        cancel_run(run, by=BY)
    assert refused.value.code == "ended"
    assert stored(run).state == "done"


# --- the lease ----------------------------------------------------------------------------------------


def test_claim_takes_a_waiting_run_once(programme):
    run = request(programme)
    assert claim_run(run.pk) == Lease(run.pk, 1)
    with pytest.raises(LostLease):
        claim_run(run.pk)
    assert (stored(run).state, stored(run).stage, stored(run).lease) == ("running", "reading", 1)


@pytest.mark.parametrize("change", [{"lease": 2}, {"state": "failed"}, {"state": "done"}])
def test_lost_lease_can_do_nothing(programme, change):
    run = request(programme)
    lease = claim_run(run.pk)
    Run.objects.filter(pk=run.pk).update(**change)
    for deed in (
        lambda: report_progress(lease, stage=RunStage.SOLVING, progress=50),
        lambda: is_to_stop(lease),
        lambda: leased(lease),
        lambda: end_cancelled(lease),
        lambda: fail_run(lease, error=RunError.UNEXPECTED),
    ):
        with pytest.raises(LostLease):
            deed()
    assert (stored(run).stage, stored(run).error) == ("reading", "")


def test_run_unseen_for_a_minute_is_ended_and_its_worker_refused(programme):
    run = request(programme)
    lease = claim_run(run.pk)
    now = timezone.now()
    assert reap_lost_runs(now + timedelta(seconds=59)) == []

    assert reap_lost_runs(now + timedelta(seconds=62)) == [run]

    assert (stored(run).state, stored(run).error) == ("failed", "lost")
    with pytest.raises(LostLease):
        report_progress(lease, stage=RunStage.STORING, progress=90)


def test_lost_run_that_was_to_be_cancelled_is_cancelled(programme):
    run = request(programme)
    claim_run(run.pk)
    cancel_run(run, by=BY)
    reap_lost_runs(timezone.now() + timedelta(minutes=2))
    assert (stored(run).state, stored(run).error) == ("cancelled", "")


def test_waiting_run_is_never_lost(programme):
    run = request(programme)
    assert reap_lost_runs(timezone.now() + timedelta(days=2)) == []
    assert stored(run).state == "requested"


def test_new_request_ends_a_lost_run_first(programme):
    lost = request(programme)
    claim_run(lost.pk)
    Run.objects.filter(pk=lost.pk).update(lease_seen_at=timezone.now() - timedelta(minutes=2))

    assert request(programme).state == "requested"
    assert stored(lost).state == "failed"


# --- at the same time -----------------------------------------------------------------------------------

MANY = 8


def at_once(deed):
    """What `deed` answers or raises in each of many threads that begin together."""
    start = Barrier(MANY)

    def one(_):
        try:
            start.wait()
            return deed()
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(MANY) as threads:
        return list(threads.map(one, range(MANY)))


@pytest.mark.django_db(transaction=True)
def test_of_many_requests_at_once_one_is_on():
    programme = programme_of()

    answers = at_once(lambda: request(programme))

    [run] = [one for one in answers if isinstance(one, Run)]
    assert [one.run_id for one in answers if isinstance(one, RunIsOn)] == [run.pk] * (MANY - 1)
    assert list(Run.objects.all()) == [run]


@pytest.mark.django_db(transaction=True)
def test_of_many_requests_at_once_several_are_on_without_the_index():
    programme = programme_of()
    name = "one_live_run_per_programme"
    [constraint] = [one for one in Run._meta.constraints if one.name == name]
    with connection.schema_editor() as editor:
        editor.execute(f"DROP INDEX {name}")
    try:
        at_once(lambda: request(programme))
        assert Run.objects.count() == MANY
    finally:
        Run.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Run, constraint)


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_at_once_one_has_the_run():
    run = request(programme_of())

    answers = at_once(lambda: claim_run(run.pk))

    assert [one for one in answers if isinstance(one, Lease)] == [Lease(run.pk, 1)]
    assert len([one for one in answers if isinstance(one, LostLease)]) == MANY - 1
