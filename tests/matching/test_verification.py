"""A run is recomputed from what was stored; whatever was changed since is found, whoever was erased is not
missed, and the solver is not asked."""

import hashlib
import json
import os
import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from matching.domain.evidence import evidence_of
from matching.domain.verdicts import conclusion, told
from matching.domain.verification import verify
from matching.models import Proposal, Run, RunEvidence, Unmatched
from matching.solver.packing import pack
from tests.factories.matching import (
    PairFactory,
    ProposalFactory,
    RunFactory,
    VetoFactory,
    helper_of,
    programme_of,
    seeker_of,
)
from tests.matching.workers import Worker, run_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def programme(db):
    programme = programme_of()
    for _ in range(3):
        seeker_of(programme)
    helper_of(programme, room=2)
    return programme


def wrong(run):
    """The codes of the checks that fail."""
    run.refresh_from_db()
    return [str(one.code) for one in verify(run).checks if not one.is_right]


def verify_run(*arguments):
    out = StringIO()
    call_command("verify_run", *map(str, arguments), stdout=out)
    return out.getvalue()


# --- all is well ----------------------------------------------------------------------------------------


def test_run_is_right_as_it_was_published(programme):
    run = run_of(programme)
    verdict = verify(run)
    assert [(str(one.code), one.is_right) for one in verdict.checks] == [
        ("evidence", True), ("record", True), ("judge", True), ("rules", True), ("totals", True),
        ("proposals", True), ("left_over", True),
    ]  # fmt: skip
    assert (run.matched, verdict.is_right, run.unmatched.count()) == (2, True, 1)


def test_decisions_taken_since_change_nothing_about_the_run(programme):
    run = run_of(programme)
    Proposal.objects.update(state="approved", version=F("version") + 1, pinned=True)
    again = run_of(programme)
    assert (wrong(run), wrong(again)) == ([], [])


def test_run_of_nobody_is_right():
    assert wrong(run_of(programme_of())) == []


def test_what_was_dropped_meanwhile_is_accounted_for(programme):
    paired, paused_with, pinned = programme.seekers.order_by("pk")
    two, other = helper_of(programme, room=2), helper_of(programme, room=1)
    left_alone = seeker_of(programme)
    left_alone.household.state = "archived"
    for helper in programme.helpers.exclude(pk=other.pk):
        VetoFactory(seeker=paused_with, helper=helper)
    shown = ProposalFactory(seeker=pinned, helper=two)
    worker = Worker(programme)
    assert worker.answer.result.objective.matched == 4
    PairFactory(seeker=paired, helper=two)
    left_alone.household.save()
    other.volunteer.state = "paused"
    other.volunteer.save()
    shown.pinned = True
    shown.save()

    run = worker.publish()

    assert {name: len(rows) for name, rows in run.findings["meanwhile"].items()} == {
        "gone": 2, "held": 1, "lost": 1, "shown_otherwise": 0,
    }  # fmt: skip
    assert (run.matched, wrong(run)) == (0, [])
    verdict = {str(one.code): one.values for one in verify(run).checks}
    assert (verdict["proposals"]["dropped"], verdict["left_over"]["meanwhile"]) == (4, 1)


def test_pair_shown_otherwise_than_when_the_run_began_is_accounted_for(programme):
    worker = Worker(programme)
    pairs = worker.answer.result.pairs
    first = worker.question.problem.seekers.id[pairs.seeker[0]]
    ProposalFactory(seeker=programme.seekers.get(pk=first), helper=programme.helpers.get())

    run = worker.publish()

    assert (run.kept, len(run.findings["meanwhile"]["shown_otherwise"])) == (1, 1)
    assert wrong(run) == []


# --- whoever was erased ---------------------------------------------------------------------------------


def test_run_is_right_after_everybody_was_erased(programme):
    run = run_of(programme)
    for seeker in programme.seekers.all():
        seeker.household.members.all().delete()
        seeker.household.delete()
    programme.helpers.get().volunteer.delete()

    verdict = verify(run)

    assert not Proposal.objects.exists()
    assert (verdict.is_right, run.matched) == (True, 2)
    erased = {str(one.code): one.values["erased"] for one in verdict.checks if "erased" in one.values}
    assert erased == {"proposals": 2, "left_over": 1}
    assert told(verdict.checks[5]).endswith(
        "2 are no longer stored, because somebody in them was erased since."
    )


# --- whatever was changed since -------------------------------------------------------------------------


def change_the_rules(run):
    Run.objects.filter(pk=run.pk).update(rules={**run.rules, "max_km": 99.0})


def give_points_to_another_criterion(run):
    one = run.proposals.first()
    first = next(each for each in one.criteria if each["points"])
    first["points"] -= 1
    one.save()


def swap_the_helper(run):
    run.proposals.filter(pk=run.proposals.first().pk).update(helper=helper_of(run.programme))


def swap_helper_of_evidence(run):
    other = helper_of(run.programme)
    run.helper_key.update(helper=other)


def drop_a_note(run):
    Run.objects.filter(pk=run.pk).update(notes=[{"code": "left_meanwhile", "count": 1}])


CHANGES = {
    "matched": (lambda run: Run.objects.update(matched=3), ["totals"]),
    "weight": (lambda run: Run.objects.update(weight=F("weight") + 1), ["totals"]),
    "points": (lambda run: Run.objects.update(points=F("points") + 1), ["totals"]),
    "kept": (lambda run: Run.objects.update(kept=1), ["totals"]),
    "gap": (lambda run: Run.objects.update(gap=1), ["totals"]),
    "violation": (lambda run: Run.objects.update(violation=None), ["totals"]),
    "arcs": (lambda run: Run.objects.update(arcs=1), ["totals"]),
    "seekers": (lambda run: Run.objects.update(seekers=2), ["totals"]),
    "helpers": (lambda run: Run.objects.update(helpers=2), ["totals"]),
    "seed": (lambda run: Run.objects.update(seed=7), ["totals"]),
    "versions": (lambda run: Run.objects.update(versions={}), ["totals"]),
    "notes": (drop_a_note, ["totals"]),
    "rules": (change_the_rules, ["rules"]),
    "no rules": (lambda run: Run.objects.update(rules={}), ["rules"]),
    "dropped meanwhile": (
        lambda run: Run.objects.update(findings={"meanwhile": {"gone": [0, 1, 2]}}),
        ["totals", "proposals", "left_over"],
    ),
    "a proposal's points": (lambda run: Proposal.objects.update(points=1), ["proposals"]),
    "a proposal's urgency": (lambda run: Proposal.objects.update(weight=5), ["proposals"]),
    "a criterion": (give_points_to_another_criterion, ["proposals"]),
    "a proposal's helper": (swap_the_helper, ["proposals"]),
    "a proposal gone": (lambda run: run.proposals.first().delete(), ["proposals"]),
    "somebody else's key": (swap_helper_of_evidence, ["proposals"]),
    "a proposal too many": (
        lambda run: ProposalFactory(
            run=run, seeker=seeker_of(run.programme), helper=run.programme.helpers.first()
        ),
        ["proposals"],
    ),
    "why nobody": (lambda run: Unmatched.objects.update(blocked_by="distance"), ["left_over"]),
    "urgency of who is left": (lambda run: Unmatched.objects.update(weight=5), ["left_over"]),
    "a funnel": (lambda run: Unmatched.objects.update(funnel=[["everybody", 0]]), ["left_over"]),
    "somebody left, gone": (lambda run: Unmatched.objects.all().delete(), ["left_over"]),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_was_changed_since_is_found(programme, change):
    run = run_of(programme)
    make, expected = CHANGES[change]
    make(run)
    assert wrong(run) == expected


def test_altered_arrays_are_found(programme):
    run = run_of(programme)
    RunEvidence.objects.update(arrays=bytes(RunEvidence.objects.get().arrays)[:-1] + b"!")
    verdict = verify(run)
    assert [told(one) for one in verdict.checks] == [
        "The stored evidence was changed since the run: its digest is another one."
    ]


def test_evidence_exchanged_with_its_digest_is_given_away_by_the_audit_and_the_proof(programme):
    run = run_of(programme)
    evidence = evidence_of(run)
    evidence.problem.seekers.weight.setflags(write=True)
    evidence.problem.seekers.weight[:] = [5, 1, 1]
    arrays = pack(evidence.problem, evidence.result, {"languages": ["pl", "uk"], "on": "2026-01-01"})
    RunEvidence.objects.update(arrays=arrays, digest=hashlib.sha256(arrays).hexdigest())
    assert {"record", "judge"} <= set(wrong(run))


# --- the command ----------------------------------------------------------------------------------------


def test_command_prints_a_line_for_each_check(programme):
    run = run_of(programme)
    lines = verify_run(run.pk).splitlines()
    assert [line[:5] for line in lines[:-1]] == ["ok   "] * 7
    assert lines[-1] == "Everything was recomputed and is as it was stored."


def test_command_prints_json(programme):
    run = run_of(programme)
    told = json.loads(verify_run(run.pk, "--json"))
    assert (told["run"], told["is_right"], len(told["checks"]), told["violations"]) == (run.pk, True, 7, [])


def test_command_fails_with_a_sentence_where_anything_differs(programme, capsys):
    run = run_of(programme)
    Run.objects.update(points=F("points") + 1)
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("verify_run", str(run.pk), stdout=out)
    assert error.value.returncode == 1
    assert str(error.value) == "1 of the checks failed: what is stored is not what the evidence says."
    assert f"WRONG  Figures differ: points in all stored {run.points + 1}, recomputed {run.points}." in (
        out.getvalue()
    )


def test_run_without_evidence_is_told_plainly_and_fails(programme):
    run = RunFactory(programme=programme)
    out = StringIO()
    with pytest.raises(CommandError, match=r"This run cannot be checked again\."):
        call_command("verify_run", str(run.pk), stdout=out)
    assert "No evidence is kept of this run" in out.getvalue()
    assert conclusion(verify(run)) == "This run cannot be checked again."


def test_run_that_published_nothing_is_not_checked(programme):
    run = RunFactory(programme=programme, state="failed")
    with pytest.raises(CommandError, match="Only a finished matching can be checked"):
        verify_run(run.pk)
    with pytest.raises(CommandError, match="There is no run 999999"):
        verify_run(999999)


BY_ITSELF = """
import sys
sys.modules["ortools"] = None  # whoever imports it fails
import django
django.setup()
from django.core.management import load_command_class
load_command_class("matching", "verify_run")
from matching.domain.verification import check
from matching.solver.packing import unpack
problem, result, _ = unpack(open(sys.argv[1], "rb").read())
print(len(check(problem, result)), len(result.pairs), [name for name in sys.modules if "ortools." in name])
"""


def test_checking_needs_no_ortools(programme, tmp_path):
    run = run_of(programme)
    kept = tmp_path / "evidence.npz"
    kept.write_bytes(bytes(RunEvidence.objects.get(run=run).arrays))
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.test"}
    found = subprocess.run(
        [sys.executable, "-c", BY_ITSELF, str(kept)],
        cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert found.stdout == "0 2 []\n"


def test_day_of_the_question_is_kept(programme):
    assert evidence_of(run_of(programme)).on == timezone.localdate()
