"""A result becomes rows whole or not at all, and what changed meanwhile wins."""

from contextlib import nullcontext

import pytest
from django.utils import timezone

from base.audit.actor import Robot
from base.common.enums import AgeBand, Gender
from matching.domain.runs import LostLease, cancel_run
from matching.models import Proposal, Run, RunEvidence, RunHelper, RunSeeker, Unmatched
from tests.factories.families import MemberFactory
from tests.factories.matching import (
    PairFactory,
    ProposalFactory,
    VetoFactory,
    helper_of,
    programme_of,
    seeker_of,
)
from tests.factories.volunteers import clear
from tests.matching.workers import Worker

BY = Robot("test")
pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def programme(db):
    return programme_of()


def open_pairs():
    return set(Proposal.objects.filter(state="open").values_list("seeker_id", "helper_id"))


def left():
    return dict(Unmatched.objects.values_list("seeker_id", "blocked_by"))


# --- whole or not at all --------------------------------------------------------------------------------


def test_proposals_take_the_place_of_those_before(programme):
    seeker, helper, other = seeker_of(programme), helper_of(programme, cleared=False), helper_of(programme)
    refused = ProposalFactory(seeker=seeker, helper=other, state="refused")
    VetoFactory(seeker=seeker, helper=other)
    gone = seeker_of(programme, state="paused")
    before = [ProposalFactory(seeker=seeker, helper=other), ProposalFactory(seeker=gone, helper=other)]

    run = Worker(programme).publish()

    new = Proposal.objects.get(run=run)
    assert (new.seeker, new.helper, new.change, new.pinned) == (seeker, helper, "changed", False)
    states = dict(Proposal.objects.values_list("pk", "state"))
    assert states == {
        refused.pk: "refused",
        before[0].pk: "superseded",
        before[1].pk: "superseded",
        new.pk: "open",
    }
    assert set(run.seconds) == {"reading", "storing"}


def test_pinned_proposal_is_carried_over(programme):
    seeker, helper = seeker_of(programme), helper_of(programme)
    helper_of(programme)
    ProposalFactory(seeker=seeker, helper=helper, pinned=True)

    run = Worker(programme).publish()

    new = Proposal.objects.get(state="open")
    assert (new.run, new.helper, new.pinned, new.change) == (run, helper, True, "kept")


def test_pin_that_cannot_be_is_withdrawn(programme):
    seeker = seeker_of(programme)
    pin = ProposalFactory(seeker=seeker, helper=helper_of(programme, gender=Gender.MAN), pinned=True)
    programme.rules.update(same_gender=True)

    run = Worker(programme).publish()

    pin.refresh_from_db()
    assert (pin.state, pin.version) == ("withdrawn", 2)
    assert [note["code"] for note in run.notes] == ["pin_dropped"]
    assert left() == {seeker.pk: "gender"}


def test_second_publishing_is_refused(programme):
    seeker_of(programme)
    helper_of(programme)
    worker = Worker(programme)
    worker.publish()
    with pytest.raises(LostLease):
        worker.publish()
    assert Proposal.objects.count() == 1


def test_publishing_without_the_lease_leaves_everything_as_it_was(programme):
    seeker = seeker_of(programme)
    before = ProposalFactory(seeker=seeker, helper=helper_of(programme))
    worker = Worker(programme)
    Run.objects.filter(pk=worker.run.pk).update(lease=5)
    with pytest.raises(LostLease):
        worker.publish()
    assert list(Proposal.objects.values_list("pk", "state")) == [(before.pk, "open")]
    assert not Unmatched.objects.exists()


def test_cancel_just_before_publishing_leaves_everything_as_it_was(programme):
    before = ProposalFactory(seeker=seeker_of(programme), helper=helper_of(programme))
    worker = Worker(programme)
    cancel_run(worker.run, by=BY)

    assert worker.publish().state == "cancelled"

    assert list(Proposal.objects.values_list("pk", "state")) == [(before.pk, "open")]


def test_failure_in_the_middle_of_publishing_leaves_everything_as_it_was(programme, monkeypatch):
    before = ProposalFactory(seeker=seeker_of(programme), helper=helper_of(programme))
    worker = Worker(programme)
    monkeypatch.setattr("matching.domain.proposals.record", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        worker.publish()
    assert list(Proposal.objects.values_list("pk", "state")) == [(before.pk, "open")]
    assert Run.objects.get(pk=worker.run.pk).state == "running"


def test_failure_in_the_middle_would_leave_half_without_the_transaction(programme, monkeypatch):
    before = ProposalFactory(seeker=seeker_of(programme), helper=helper_of(programme))
    worker = Worker(programme)
    monkeypatch.setattr("matching.domain.proposals.record", lambda *args, **kwargs: 1 / 0)
    monkeypatch.setattr("matching.domain.proposals.transaction.atomic", nullcontext)
    with pytest.raises(ZeroDivisionError):
        worker.publish()
    assert sorted(Proposal.objects.values_list("state", flat=True)) == ["open", "superseded"]
    before.refresh_from_db()
    assert (before.state, Run.objects.get(pk=worker.run.pk).lease) == ("superseded", 1)


def test_second_publishing_would_store_everything_twice_without_the_lease(programme, monkeypatch):
    seeker_of(programme)
    helper_of(programme)
    worker = Worker(programme)
    monkeypatch.setattr("matching.domain.proposals.leased", lambda lease: Run.objects.get(pk=lease.run_id))
    worker.publish()
    for kept in (RunEvidence, RunSeeker, RunHelper):  # or one run, one evidence would refuse it too
        kept.objects.all().delete()
    worker.publish()
    assert sorted(Proposal.objects.values_list("state", flat=True)) == ["open", "superseded"]


# --- what changed meanwhile -------------------------------------------------------------------------------


def test_family_paired_meanwhile_is_not_proposed(programme):
    seeker = seeker_of(programme)
    helper = helper_of(programme, room=2)
    worker = Worker(programme)
    PairFactory(seeker=seeker, helper=helper)

    run = worker.publish()

    assert (run.matched, run.notes, open_pairs(), left()) == (0, [], set(), {})


def test_family_archived_meanwhile_is_not_proposed(programme):
    seeker = seeker_of(programme)
    helper_of(programme)
    worker = Worker(programme)
    seeker.household.state = "archived"
    seeker.household.save()

    assert worker.publish().matched == 0
    assert (open_pairs(), left()) == (set(), {})


def test_room_taken_meanwhile_is_not_proposed_again(programme):
    other = programme_of(programme.lead)
    urgent, patient = seeker_of(programme, children=1), seeker_of(programme)
    urgent.household.priority_inputs.create(kind="deadline", reason="school")
    helper = helper_of(programme, room=2)
    worker = Worker(programme)
    assert worker.answer.result.objective.matched == 2
    PairFactory(seeker=seeker_of(other), helper=helper_of(other, helper.volunteer))

    run = worker.publish()

    assert open_pairs() == {(urgent.pk, helper.pk)}
    assert left() == {patient.pk: "left_meanwhile"}
    assert run.notes == [{"code": "left_meanwhile", "count": 1}]


@pytest.mark.parametrize("reason", ["paused", "left", "veto", "child", "lapsed"])
def test_pair_that_became_impossible_meanwhile_is_not_proposed(programme, reason):
    seeker = seeker_of(programme)
    helper = helper_of(programme, cleared=False)
    if reason == "lapsed":
        clear(helper.volunteer)
        MemberFactory(household=seeker.household, age_band=AgeBand.CHILD_0_2, is_contact=False)
    worker = Worker(programme)
    assert worker.answer.result.objective.matched == 1
    if reason == "paused":
        type(helper.volunteer).objects.update(state="paused")
    elif reason == "left":
        type(helper).objects.update(left_on=timezone.localdate())
    elif reason == "veto":
        VetoFactory(seeker=seeker, helper=helper)
    elif reason == "child":
        MemberFactory(household=seeker.household, age_band=AgeBand.CHILD_0_2, is_contact=False)
    else:
        helper.volunteer.clearance_items.update(revoked_on=timezone.localdate())

    worker.publish()

    assert (open_pairs(), left()) == (set(), {seeker.pk: "left_meanwhile"})


def test_pin_set_meanwhile_stays_and_takes_its_room(programme):
    seeker, rival = seeker_of(programme), seeker_of(programme)
    helper, other = helper_of(programme), helper_of(programme, room=1)
    VetoFactory(seeker=rival, helper=other)
    shown = ProposalFactory(seeker=seeker, helper=helper)
    worker = Worker(programme)
    assert worker.answer.result.objective.matched == 2  # the rival gets the helper, the other one is left
    shown.pinned = True
    shown.save()

    run = worker.publish()

    assert open_pairs() == {(seeker.pk, helper.pk)}
    assert Proposal.objects.get(state="open").pk == shown.pk
    assert left() == {rival.pk: "left_meanwhile"}
    assert run.matched == 0


def test_pin_taken_off_meanwhile_is_not_pinned_again(programme):
    shown = ProposalFactory(seeker=seeker_of(programme), helper=helper_of(programme), pinned=True)
    worker = Worker(programme)
    Proposal.objects.update(pinned=False)

    worker.publish()

    new = Proposal.objects.exclude(pk=shown.pk).get()
    assert (new.state, new.pinned, new.change) == ("open", False, "kept")


def test_proposal_refused_meanwhile_does_not_come_back(programme):
    seeker, helper = seeker_of(programme), helper_of(programme)
    shown = ProposalFactory(seeker=seeker, helper=helper, pinned=True)
    worker = Worker(programme)
    Proposal.objects.update(state="refused")
    VetoFactory(seeker=seeker, helper=helper)

    worker.publish()

    shown.refresh_from_db()
    assert (shown.state, open_pairs(), left()) == ("refused", set(), {seeker.pk: "left_meanwhile"})
