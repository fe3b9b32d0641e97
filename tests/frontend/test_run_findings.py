"""The page of a run: its evidence, checked again and taken away, and what changed since the run before."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from base.audit.models import Record
from matching.domain import rechecking
from matching.models import Proposal, Run, RunEvidence
from matching.solver.packing import unpack
from matching.tasks import recheck_run_task
from tests.clients import client_of
from tests.factories.families import household_with
from tests.factories.matching import RunFactory, helper_of, programme_of, seeker_of
from tests.factories.volunteers import volunteer_with
from tests.matching.workers import run_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


@pytest.fixture
def programme(cast):
    programme = programme_of(cast.centre)
    seeker_of(programme)
    helper_of(programme)
    return programme


def page(run):
    return reverse("run", args=[run.pk])


def check_again(client, run, **more):
    return client.post(reverse("run_recheck", args=[run.pk]), **more)


# --- the proof ------------------------------------------------------------------------------------------


def test_page_tells_size_and_digest_of_the_evidence(alice, programme):
    run = run_of(programme)
    kept = RunEvidence.objects.get()
    proof = alice.get(page(run)).context["proof"]
    assert (proof.size, proof.digest, proof.checks) == (len(bytes(kept.arrays)), kept.digest, [])


def test_page_of_a_run_without_evidence_offers_no_check(alice, programme):
    response = alice.get(page(RunFactory(programme=programme, gap=0)))
    assert response.context["proof"] is None
    assert "Check it again" not in response.content.decode()


def test_small_run_is_checked_at_once(cast, alice, programme):
    run = run_of(programme)
    assert check_again(alice, run).url == page(run) + "#proof"
    proof = alice.get(page(run)).context["proof"]
    assert (proof.is_right, len(proof.checks), proof.progress) == (True, 7, None)
    assert proof.checked_by == cast.alice.actor_label
    record = Record.objects.get(act="matching.run.recheck")
    assert (record.object_id, DBTaskResult.objects.count()) == (str(run.pk), 0)


def test_check_that_fails_says_what_is_wrong(alice, programme):
    run = run_of(programme)
    Run.objects.update(points=F("points") + 1)
    check_again(alice, run)
    text = alice.get(page(run)).content.decode()
    assert "1 of the checks failed" in text
    assert f"points in all stored {run.points + 1}, recomputed {run.points}" in text


def test_large_run_is_checked_in_the_background(alice, programme, monkeypatch):
    monkeypatch.setattr(rechecking, "AT_ONCE", 0)
    run = run_of(programme)
    check_again(alice, run)
    waiting = alice.get(page(run))
    assert waiting.context["proof"].progress == 0
    assert 'hx-trigger="every 2s"' in waiting.content.decode()
    assert DBTaskResult.objects.get().args_kwargs["args"] == [run.pk]
    assert check_again(alice, run).status_code == 409

    recheck_run_task.call(run.pk)

    proof = alice.get(page(run)).context["proof"]
    assert (proof.is_right, len(proof.checks), proof.progress) == (True, 7, None)
    recheck_run_task.call(run.pk)  # a second one has nothing to do
    assert Run.objects.get(pk=run.pk).findings["recheck"]["checks"]


def test_check_whose_worker_died_can_be_asked_for_again(alice, programme, monkeypatch):
    monkeypatch.setattr(rechecking, "AT_ONCE", 0)
    run = run_of(programme)
    check_again(alice, run)
    run.refresh_from_db()
    long_ago = (timezone.now() - timedelta(minutes=2)).isoformat()
    run.findings["recheck"]["seen_at"] = long_ago
    run.save()
    assert alice.get(page(run)).context["proof"].progress is None
    assert check_again(alice, run).status_code == 302


def test_evidence_can_be_taken_away_and_that_is_on_record(cast, programme):
    run = run_of(programme)
    response = client_of(cast.ada).get(reverse("run_evidence", args=[run.pk]))
    assert response["Content-Disposition"] == f'attachment; filename="splot-run-{run.pk}.npz"'
    assert len(unpack(response.content).problem.seekers) == 1
    assert Record.objects.get(act="matching.run.evidence_taken").details == {
        "digest": RunEvidence.objects.get().digest
    }


def test_evidence_with_a_partners_people_stays_after_sharing_has_ended(cast, programme):
    helper_of(programme, volunteer_with(centre=cast.other_centre))
    programme.shares.get_or_create(centre=cast.other_centre)
    run = run_of(programme)
    programme.shares.filter(centre=cast.other_centre).delete()
    assert client_of(cast.ada).get(reverse("run_evidence", args=[run.pk])).status_code == 409


# --- what changed ---------------------------------------------------------------------------------------


def test_first_run_has_no_changes_to_show(alice, programme):
    assert "changes" not in alice.get(page(run_of(programme))).context


def test_page_says_when_nothing_changed(alice, programme):
    run_of(programme)
    assert "Nothing is different for your families." in alice.get(page(run_of(programme))).content.decode()


def test_page_lists_changes_ten_at_a_time(cast, alice, programme):
    run_of(programme)
    families = [seeker_of(programme).household.label for _ in range(11)]
    for _ in families:
        helper_of(programme)
    run = run_of(programme)
    first, second = alice.get(page(run)), alice.get(page(run) + "?changes=2")
    assert first.context["changes_summary"] == "11 have somebody now."
    shown = [one.family for response in (first, second) for _icon, one in response.context["changes"]]
    assert sorted(shown) == sorted(families)
    assert (len(first.context["changes"]), len(second.context["changes"])) == (10, 1)


def test_family_that_changed_is_named_once_and_linked(cast, alice, programme):
    run_of(programme)
    household = household_with(centre=cast.centre, label="K-90")
    seeker_of(programme, household)
    helper_of(programme)
    shown = alice.get(page(run_of(programme))).content.decode()
    assert (shown.count("K-90</a> has "), shown.count("K-90 has ")) == (1, 0)


def test_page_of_changes_costs_the_same_with_one_and_with_three(cast, alice, programme):
    counts = []
    run_of(programme)
    for more in (1, 3):
        for _ in range(more):
            seeker_of(programme)
            helper_of(programme)
        run = run_of(programme)
        alice.get(page(run))
        with CaptureQueriesContext(connection) as captured:
            assert len(alice.get(page(run)).context["changes"]) == more
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_proposal_of_somebody_else_says_why(cast, alice, programme):
    run_of(programme)
    programme.helpers.get().volunteer.delete()
    Proposal.objects.all().delete()
    seeker = programme.seekers.get()
    first = helper_of(programme)
    run_of(programme)
    helper_of(programme)
    type(first.volunteer).objects.filter(pk=first.volunteer_id).update(state="paused")
    run_of(programme)
    shown = alice.get(reverse("proposal", args=[seeker.proposals.get(state="open").pk]))
    assert f"{first.volunteer.label} is not among the helpers any more." in shown.content.decode()
