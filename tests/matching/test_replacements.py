"""Somebody else at once: the best who is free, nobody moved, and what was written down stays."""

import random
from functools import partial

import pytest
from django.db import transaction
from django.utils import timezone

from base.audit.actor import Robot
from base.audit.models import Record
from base.places.week import Week
from matching.domain.decisions import approve_proposal, pair_by_hand
from matching.domain.examination import examine
from matching.domain.pairs import close_pair, record_step
from matching.domain.replacements import look_for, propose_replacement
from matching.domain.runs import request_run
from matching.domain.work import perform_run
from matching.enums import CloseReason, PairState
from matching.models import Pair, Proposal
from tests.factories.matching import (
    ProposalFactory,
    RunFactory,
    VetoFactory,
    helper_of,
    programme_of,
    seeker_of,
)
from tests.matching.test_simultaneous import simultaneously
from tests.matching.workers import Worker
from volunteers.models import Volunteer

ALICE = Robot("Alice", 7)
pytestmark = pytest.mark.django_db
NO = PairState.DECLINED
LONG, SHORT = Week.parse("pn-pt 8-20"), Week.parse("pn 17-18")


@pytest.fixture
def programme():
    return programme_of()


@pytest.fixture
def run(programme):
    return RunFactory(programme=programme, finished_at=timezone.now())


def decline(seeker, helper):
    return record_step(pair_by_hand(seeker, helper, by=ALICE), to=NO, by=ALICE)


def standing():
    """Everything open, as it would be missed: (seeker, helper, origin, version)."""
    rows = Proposal.objects.filter(state="open").order_by("pk")
    return list(rows.values_list("seeker_id", "helper_id", "origin", "version"))


# --- whom -------------------------------------------------------------------------------------------------


@pytest.mark.database
def test_declined_offer_brings_a_proposal_of_the_best_who_is_free(programme, run):
    seeker, first = seeker_of(programme, week=LONG), helper_of(programme, week=LONG)
    helper_of(programme, week=SHORT)
    best = helper_of(programme, week=LONG)

    decline(seeker, first)

    proposal = Proposal.objects.get()
    expected = examine(seeker, best)
    assert (proposal.seeker, proposal.helper, proposal.origin, proposal.run) == (
        seeker, best, "replacement", run
    )  # fmt: skip
    assert (proposal.points, proposal.criteria) == (expected.points, expected.criteria)
    assert (proposal.weight, proposal.change, proposal.pinned) == (2, "new", False)  # asks, and is owed
    act = Record.objects.get(act="matching.proposal.replace")
    assert (act.actor_label, act.details) == ("Alice", {"proposal": proposal.pk})


def test_room_taken_by_an_open_proposal_of_any_programme_is_not_free(programme, run):
    seeker = seeker_of(programme, week=LONG)
    here, there = helper_of(programme, week=LONG, room=1), helper_of(programme, week=LONG, room=1)
    free = helper_of(programme, week=SHORT)
    ProposalFactory(seeker=seeker_of(programme), helper=here, run=run)
    other = programme_of(programme.lead)
    elsewhere = ProposalFactory(seeker=seeker_of(other), helper=helper_of(other, there.volunteer))
    before = standing()

    decline(seeker, helper_of(programme, week=LONG))

    assert standing() == [*before, (seeker.pk, free.pk, "replacement", 1)]
    elsewhere.refresh_from_db()
    assert elsewhere.state == "open"


@pytest.mark.parametrize(
    "seed", [*range(4), *(pytest.param(one, marks=pytest.mark.heavy) for one in range(4, 12))]
)
def test_it_is_the_best_of_all_looked_at_one_by_one(programme, run, seed):
    chance = random.Random(seed)
    seeker, first = seeker_of(programme, week=LONG), helper_of(programme)
    weeks = [LONG, SHORT, Week.parse("pn 17-20"), Week.parse("so 8-9"), Week.parse("wt-cz 9-12")]
    helpers = [
        helper_of(programme, week=chance.choice(weeks), room=chance.randint(1, 2), travel_km=30)
        for _ in range(6)
    ]
    for helper in chance.sample(helpers, 4):
        ProposalFactory(seeker=seeker_of(programme), helper=helper, run=run)
    VetoFactory(seeker=seeker, helper=chance.choice(helpers))
    found = {one: examine(seeker, one) for one in helpers}
    open_ones = Proposal.objects.filter(state="open")
    possible = {
        one: looked.points
        for one, looked in found.items()
        if not looked.broken and open_ones.filter(helper=one).count() < one.volunteer.room
    }

    decline(seeker, first)

    proposal = Proposal.objects.filter(seeker=seeker).first()
    if not possible:
        assert proposal is None
    else:
        assert possible[proposal.helper] == proposal.points == max(possible.values())


def test_those_ruled_out_before_stay_out(programme, run):
    seeker = seeker_of(programme)
    one, other, vetoed = (helper_of(programme) for _ in range(3))
    VetoFactory(seeker=seeker, helper=vetoed)
    decline(seeker, one)
    replacement = Proposal.objects.get()
    assert replacement.helper == other
    record_step(approve_proposal(replacement, by=ALICE), to=NO, by=ALICE)
    assert standing() == []


@pytest.mark.parametrize(
    ("reason", "looked_for"),
    [(reason, reason not in (CloseReason.COMPLETED, CloseReason.MOVED)) for reason in CloseReason],
)
def test_pair_that_ends_before_its_time_brings_a_proposal(programme, run, reason, looked_for):
    seeker, first = seeker_of(programme, week=LONG), helper_of(programme, week=SHORT)
    pair = pair_by_hand(seeker, first, by=ALICE)
    second = helper_of(programme, week=LONG)
    close_pair(pair, reason=reason, by=ALICE)
    assert standing() == ([(seeker.pk, second.pk, "replacement", 1)] if looked_for else [])


def test_two_families_of_one_helper_get_two_others(programme, run):
    ones = [seeker_of(programme) for _ in range(2)]
    helper_of(programme, room=1)
    helper_of(programme, room=1)
    found = look_for(programme, [one.pk for one in ones])
    assert len({one.pair.helper for one in found.values()}) == 2


# --- why nobody -------------------------------------------------------------------------------------------


def test_before_the_first_run_nobody_is_proposed_and_it_is_said(programme):
    seeker = seeker_of(programme)
    helper_of(programme)
    assert propose_replacement(seeker, by=ALICE).why == "no_run"
    decline(seeker, helper_of(programme))
    assert standing() == []


def nobody_speaks(programme):
    programme.rules.update(min_level=7)


def all_hands_are_full(programme):
    for helper in programme.helpers.all():
        ProposalFactory(seeker=seeker_of(programme), helper=helper)


def nowhere(programme):
    for seeker in programme.seekers.all():
        type(seeker.household).objects.filter(pk=seeker.household_id).update(latitude=None, longitude=None)


def paused(programme):
    type(programme).objects.filter(pk=programme.pk).update(state="paused")


def left(programme):
    programme.seekers.update(left_on=timezone.localdate())


def without_rules(programme):
    programme.rules.all().delete()


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (nobody_speaks, "language"),
        (all_hands_are_full, "room"),
        (nowhere, "no_place"),
        (paused, "not_matched_in"),
        (left, "not_waiting"),
        (without_rules, "no_rules"),
    ],
)
def test_when_nobody_can_be_proposed_the_reason_is_told(programme, run, made, why):
    seeker = seeker_of(programme)
    helper_of(programme, room=1)
    made(programme)
    seeker.refresh_from_db()
    result = propose_replacement(seeker, by=ALICE)
    assert (result.proposal, result.why) == (None, why)
    assert not Proposal.objects.filter(seeker=seeker).exists()


@pytest.mark.database
def test_search_that_fails_leaves_the_refusal_as_written(programme, run, caplog):
    seeker, first = seeker_of(programme), helper_of(programme)
    pair = pair_by_hand(seeker, first, by=ALICE)
    broken = helper_of(programme)
    Volunteer.objects.filter(pk=broken.volunteer_id).update(latitude=95)  # a place no solver takes

    declined = record_step(pair, to=NO, by=ALICE)

    assert (Pair.objects.get().state, declined.state, standing()) == ("declined", "declined", [])
    assert f"seeker {seeker.pk}" in caplog.text


# --- beside runs ------------------------------------------------------------------------------------------


def test_next_run_keeps_it_like_any_other(programme, run):
    seeker = seeker_of(programme)
    decline(seeker, helper_of(programme))
    twins = [helper_of(programme) for _ in range(3)]
    assert standing() == []
    replacement = propose_replacement(seeker, by=ALICE).proposal
    assert replacement.helper in twins

    done = perform_run(request_run(programme, by=ALICE).pk)

    replacement.refresh_from_db()
    new = Proposal.objects.get(state="open")
    assert (replacement.state, new.helper, new.change, new.origin) == (
        "superseded", replacement.helper, "kept", "run"
    )  # fmt: skip
    assert done.kept == 1


@pytest.mark.database
def test_family_that_lost_a_helper_while_a_run_was_on_keeps_its_replacement(programme, run):
    seeker, other = seeker_of(programme), seeker_of(programme)
    pair = pair_by_hand(seeker, helper_of(programme, room=1), by=ALICE)
    helper_of(programme, room=2)
    worker = Worker(programme)
    record_step(pair, to=NO, by=ALICE)
    [replacement] = Proposal.objects.filter(state="open")

    worker.publish()

    replacement.refresh_from_db()
    assert (replacement.state, replacement.origin) == ("open", "replacement")
    assert set(Proposal.objects.filter(state="open").values_list("seeker", flat=True)) == {
        seeker.pk, other.pk
    }  # fmt: skip


def test_run_that_knew_the_family_decides_itself(programme, run):
    seeker = seeker_of(programme)
    decline(seeker, helper_of(programme))
    helper_of(programme, week=LONG)
    worker = Worker(programme)
    replacement = propose_replacement(seeker, by=ALICE).proposal
    worker.publish()
    replacement.refresh_from_db()
    assert (replacement.state, Proposal.objects.get(state="open").origin) == ("superseded", "run")


# --- at once ----------------------------------------------------------------------------------------------


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_twice_at_once_makes_one():
    with transaction.atomic():
        programme = programme_of()
        RunFactory(programme=programme, finished_at=timezone.now())
        seeker = seeker_of(programme)
        for _ in range(3):
            helper_of(programme)
    outcome = simultaneously([partial(propose_replacement, seeker, by=ALICE)] * 8)
    assert outcome == {"done": 8}
    assert len(standing()) == 1


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_two_families_at_once_do_not_get_the_same_last_room():
    with transaction.atomic():
        programme = programme_of()
        RunFactory(programme=programme, finished_at=timezone.now())
        pairs = [pair_by_hand(seeker_of(programme), helper_of(programme, room=1), by=ALICE) for _ in range(4)]
        # Each ruled out for the others, so that only the last one is left to all four.
        for pair in pairs:
            for other in pairs:
                VetoFactory(seeker=pair.seeker, helper=other.helper)
        last = helper_of(programme, room=1)
    outcome = simultaneously([partial(record_step, pair, to=NO, by=ALICE) for pair in pairs])
    assert outcome == {"done": 4}
    assert Pair.objects.filter(state="declined").count() == 4
    assert [helper for _, helper, _, _ in standing()] == [last.pk]
