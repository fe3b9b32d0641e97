"""Goodbye and pause of somebody who helps: what is foreseen for their families, and what is done for them."""

import pytest
from django.utils import timezone

from base.audit.actor import Robot
from base.common.errors import Refusal
from base.notices.models import Notice
from base.places.week import Week
from matching.domain.decisions import approve_proposal, pair_by_hand
from matching.domain.farewells import foresee_farewell, release_helper, rest_helper
from matching.domain.owed import owed_to
from matching.domain.pairs import record_step
from matching.enums import PairState
from matching.models import Helper, Pair, Proposal
from tests.factories.families import EmploymentFactory
from tests.factories.matching import (
    PairFactory,
    ProposalFactory,
    RunFactory,
    helper_of,
    programme_of,
    seeker_of,
)
from tests.factories.mentors import mentor_with

ALICE = Robot("Alice", 7)
pytestmark = [pytest.mark.database, pytest.mark.django_db]
TO_ACTIVE = (PairState.HELPER_ACCEPTED, PairState.ACCEPTED, PairState.ACTIVE)
LONG, SHORT = Week.parse("pn-pt 8-20"), Week.parse("pn 17-18")


@pytest.fixture
def programme():
    programme = programme_of(max_room=5)
    RunFactory(programme=programme, finished_at=timezone.now())
    return programme


@pytest.fixture
def leaving(programme):
    """Somebody with room for five."""
    return helper_of(programme, room=5, week=LONG)


def meeting(programme, helper):
    pair = pair_by_hand(seeker_of(programme, week=LONG), helper, by=ALICE)
    Notice.objects.all().delete()
    pair.undo_until = timezone.now()
    pair.save()
    for step in TO_ACTIVE:
        pair = record_step(pair, to=step, by=ALICE)
    return pair


def test_goodbye_ends_pairs_withdraws_proposals_leaves_programmes_and_looks_after_all(programme, leaving):
    paired, other = meeting(programme, leaving), programme_of(programme.lead)
    elsewhere = helper_of(other, leaving.volunteer)
    proposed = ProposalFactory(seeker=seeker_of(programme, week=LONG), helper=leaving)
    free = helper_of(programme, room=2, week=LONG)

    cared = release_helper(leaving.volunteer, reason="moves to Gdynia", by=ALICE)

    paired.refresh_from_db()
    proposed.refresh_from_db()
    assert (paired.state, paired.close_reason, paired.closed_on) == (
        "closed", "helper_left", timezone.localdate()
    )  # fmt: skip
    assert [step.note for step in paired.steps.all()] == [""] * 5  # the reason is the volunteer's own
    assert (proposed.state, proposed.version) == ("withdrawn", 2)
    assert (leaving.volunteer.state, leaving.volunteer.state_reason) == ("left", "moves to Gdynia")
    assert not Helper.objects.filter(pk__in=[leaving.pk, elsewhere.pk], left_on=None).exists()
    replaced = {one.seeker: one.replacement.proposal.helper for one in cared}
    assert replaced == {paired.seeker: free, proposed.seeker: free}
    assert owed_to(paired.seeker) is not None
    assert owed_to(proposed.seeker) is None  # nothing was promised yet


def test_goodbye_is_foreseen_as_it_then_comes(programme, leaving):
    ones = [meeting(programme, leaving).seeker for _ in range(3)]
    helper_of(programme, room=1, week=LONG)
    helper_of(programme, room=1, week=SHORT)
    before = list(Pair.objects.values()), list(Proposal.objects.values())

    foreseen = foresee_farewell(leaving.volunteer)

    assert (list(Pair.objects.values()), list(Proposal.objects.values())) == before
    cared = {
        one.seeker.pk: one.replacement for one in release_helper(leaving.volunteer, reason="r", by=ALICE)
    }
    assert sorted(cared) == sorted(one.pk for one in ones)
    for one in foreseen:
        done = cared[one.concerned.seeker.pk]
        assert (one.found.pair is None) == (done.proposal is None)
        if one.found.pair:
            assert one.found.pair.helper == done.proposal.helper_id
    assert sum(one.found.pair is not None for one in foreseen) == 2


def test_offer_nobody_has_heard_of_is_taken_back_and_owes_nothing(programme, leaving):
    proposal = ProposalFactory(seeker=seeker_of(programme), helper=leaving)
    pair = approve_proposal(proposal, by=ALICE)
    release_helper(leaving.volunteer, reason="r", by=ALICE)
    pair.refresh_from_db()
    proposal.refresh_from_db()
    assert (pair.state, proposal.state) == ("undone", "withdrawn")
    assert set(Notice.objects.values_list("state", flat=True)) == {"cancelled"}
    assert owed_to(pair.seeker) is None


def test_goodbye_of_somebody_in_no_programme_is_only_that(programme):
    volunteer = helper_of(programme).volunteer
    Helper.objects.all().delete()
    assert release_helper(volunteer, reason="r", by=ALICE) == []
    assert volunteer.state == "left"


def test_goodbye_refused_changes_nothing(programme, leaving):
    pair = meeting(programme, leaving)
    type(leaving.volunteer).objects.update(state="left")
    with pytest.raises(Refusal) as caught:
        release_helper(leaving.volunteer, reason="r", by=ALICE)
    pair.refresh_from_db()
    assert (caught.value.code, pair.state) == ("wrong_state", "active")


def test_pause_keeps_pairs_and_looks_after_those_only_proposed(programme, leaving):
    pair = meeting(programme, leaving)
    proposed = ProposalFactory(seeker=seeker_of(programme), helper=leaving, pinned=True)
    free = helper_of(programme)

    [cared] = rest_helper(leaving.volunteer, reason="exams", by=ALICE)

    pair.refresh_from_db()
    proposed.refresh_from_db()
    leaving.refresh_from_db()
    assert (pair.state, proposed.state, leaving.left_on) == ("active", "withdrawn", None)
    assert (leaving.volunteer.state, cared.replacement.proposal.helper) == ("paused", free)


def test_mentor_says_goodbye_like_a_volunteer():
    programme = programme_of(kind="workplace", same_employer=True)
    RunFactory(programme=programme, finished_at=timezone.now())
    first = mentor_with(centre=programme.lead)
    employer = first.participation.employer
    second = mentor_with(centre=programme.lead, participation=first.participation)
    job = EmploymentFactory(employer=employer, member__household__centre=programme.lead)
    seeker = seeker_of(programme, job.member.household, job.member)
    pair = PairFactory(seeker=seeker, helper=helper_of(programme, first), state="active")
    PairFactory._meta.model.objects.update(undo_until=timezone.now())
    helper_of(programme, second)

    [cared] = release_helper(first, reason="new job", by=ALICE)

    pair.refresh_from_db()
    assert (pair.close_reason, first.state, cared.seeker) == ("helper_left", "left", seeker)
