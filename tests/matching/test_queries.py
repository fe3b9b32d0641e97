"""Who reaches what, and what may be seen of a partner's people."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rules import has_perm

from base.common import triggers
from matching import queries
from matching.enums import OPEN_PAIR_STATES
from matching.models import Pair, Programme, Proposal, Run, Seeker
from matching.queries import Sight, visible_fields
from tests.factories.families import MemberFactory, household_with
from tests.factories.matching import (
    PairFactory,
    ProposalFactory,
    RunFactory,
    helper_of,
    programme_of,
    seeker_of,
)
from tests.factories.mentors import ParticipationFactory, mentor_with
from tests.factories.organisations import CentreFactory
from tests.factories.volunteers import volunteer_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(cast):
    """A programme of centre A alone, with a proposal and a pair in it; Bob is the pair's volunteer."""
    programme = programme_of(cast.centre)
    bob = volunteer_with(centre=cast.centre, user=cast.bob.user, room=2)
    ProposalFactory(seeker=seeker_of(programme), helper=helper_of(programme))
    PairFactory(seeker=seeker_of(programme), helper=helper_of(programme, bob))
    return programme


@pytest.fixture
def ring(cast):
    """A programme of centres A and B, with one family and one volunteer of each."""
    return programme_of(cast.centre, cast.other_centre)


SCOPES = {
    Programme: queries.programmes_in_scope,
    Run: queries.runs_in_scope,
    Seeker: queries.seekers_in_scope,
    Proposal: queries.proposals_in_scope,
    Pair: queries.pairs_in_scope,
}
WHO_SEES = {
    "administrator": {Programme: 1, Run: 1, Seeker: 2, Proposal: 1, Pair: 1},
    "coordinator": {Programme: 1, Run: 1, Seeker: 2, Proposal: 1, Pair: 1},
    "finance": {Programme: 1},
    "volunteer": {Pair: 1},
    "mentor": {},
    "employer": {},
    "family": {},
    "other_coordinator": {},
    "other_administrator": {},
    "anonymous": {},
    "ended": {},
}


@pytest.mark.parametrize("actor", WHO_SEES)
def test_scope_follows_the_membership(cast, town, actor):
    membership = cast.membership(actor)
    seen = {model: scope(membership).count() for model, scope in SCOPES.items()}
    assert seen == dict.fromkeys(SCOPES, 0) | WHO_SEES[actor]


def test_volunteer_sees_open_pairs_of_their_own_only(cast, town):
    Pair.objects.update(state="closed")
    assert not queries.pairs_in_scope(cast.bob).exists()


def test_mentor_sees_the_pairs_they_are_in(cast):
    work = programme_of(cast.centre, kind="workplace")
    part = ParticipationFactory(centre=cast.centre, employer=cast.firm)
    for user in (cast.mirek.user, None):
        helper = helper_of(work, mentor_with(participation=part, user=user))
        pair = PairFactory(seeker=seeker_of(work), helper=helper)
        if user:
            mine = pair
    assert list(queries.pairs_in_scope(cast.mirek)) == [mine]


def test_proposals_of_a_shared_pool_are_seen_by_the_two_sides(cast, ring):
    third = CentreFactory()
    ring.shares.create(centre=third)
    ours = ProposalFactory(seeker=seeker_of(ring), helper=helper_of(ring))
    across = ProposalFactory(
        seeker=seeker_of(ring, household_with(centre=cast.other_centre)), helper=helper_of(ring)
    )
    ProposalFactory(
        seeker=seeker_of(ring, household_with(centre=third)),
        helper=helper_of(ring, volunteer_with(centre=third)),
    )
    assert set(queries.proposals_in_scope(cast.alice)) == {ours, across}
    assert set(queries.proposals_in_scope(cast.carol)) == {across}


@pytest.mark.parametrize(
    ("perm", "own", "shared", "strange"),
    [
        ("matching.view_programme", True, True, False),
        ("matching.run_matching", True, True, False),
        ("matching.change_programme", True, False, False),
    ],
)
def test_programme_is_led_by_one_and_run_by_all_who_share_it(cast, perm, own, shared, strange):
    programmes = (
        programme_of(cast.centre),
        programme_of(cast.other_centre, cast.centre),
        programme_of(cast.other_centre),
    )
    assert tuple(has_perm(perm, cast.alice, one) for one in programmes) == (own, shared, strange)


@pytest.mark.parametrize("perm", ["matching.decide_proposal", "matching.view_pair", "matching.record_step"])
def test_decisions_are_made_by_the_two_sides(cast, ring, perm):
    strangers = CentreFactory()
    ring.shares.create(centre=strangers)
    seeker = seeker_of(ring, household_with(centre=cast.other_centre))
    across = ProposalFactory(seeker=seeker, helper=helper_of(ring))
    stranger = ProposalFactory(
        seeker=seeker_of(ring, household_with(centre=strangers)),
        helper=helper_of(ring, volunteer_with(centre=strangers)),
    )
    assert [has_perm(perm, cast.alice, one) for one in (None, across, stranger)] == [True, True, False]
    assert [has_perm(perm, cast.carol, one) for one in (None, across, stranger)] == [True, True, False]
    for nobody in (cast.filip, cast.bob, cast.mirek, cast.dana, cast.olena, cast.ewa, None):
        assert not has_perm(perm, nobody, across)


# --- partner centres --------------------------------------------------------------------------------------


def test_partners_people_are_seen_in_part_until_paired(cast, ring):
    theirs = seeker_of(ring, household_with(centre=cast.other_centre))
    volunteer = helper_of(ring, volunteer_with(centre=cast.other_centre))
    stranger = household_with(centre=cast.other_centre)
    people = (theirs.household, volunteer.volunteer, stranger)
    assert [visible_fields(cast.alice, one) for one in people] == [Sight.SHARED, Sight.SHARED, Sight.NOTHING]
    assert [visible_fields(cast.carol, one) for one in people] == [Sight.WHOLE] * 3
    assert [visible_fields(cast.filip, one) for one in people] == [Sight.NOTHING] * 3

    pair = PairFactory(seeker=theirs, helper=helper_of(ring))
    assert visible_fields(cast.alice, theirs.household) == Sight.WHOLE
    PairFactory(seeker=seeker_of(ring), helper=volunteer)
    assert visible_fields(cast.alice, volunteer.volunteer) == Sight.WHOLE

    for state in ("declined", "closed", "undone"):
        with triggers.lifted(connection, "splot_pair_way"):
            Pair.objects.filter(pk=pair.pk).update(state=state)
        assert visible_fields(cast.alice, theirs.household) == Sight.SHARED


def test_partners_people_are_not_seen_once_they_left_the_pool(cast, ring):
    theirs = seeker_of(ring, household_with(centre=cast.other_centre))
    theirs.left_on = theirs.joined_on
    theirs.save()
    assert visible_fields(cast.alice, theirs.household) == Sight.NOTHING


def test_partners_mentor_is_seen_in_part(cast):
    work = programme_of(cast.centre, cast.other_centre, kind="workplace")
    mentor = mentor_with(participation=ParticipationFactory(centre=cast.other_centre))
    helper_of(work, mentor)
    assert visible_fields(cast.alice, mentor) == Sight.SHARED
    assert visible_fields(cast.carol, mentor) == Sight.WHOLE


# --- lists ------------------------------------------------------------------------------------------------


def test_pool_counts_say_what_is_there(cast, town):
    RunFactory(programme=town, state="requested")
    other = programme_of(cast.centre)
    counted = {
        one.pk: (one.seekers_waiting, one.helpers_active, one.proposals_open, one.pairs_open, one.run_on)
        for one in queries.with_pool_counts(queries.programmes_in_scope(cast.alice))
    }
    assert counted == {town.pk: (1, 2, 1, 1, True), other.pk: (0, 0, 0, 0, False)}


def test_list_of_proposals_costs_as_much_for_one_as_for_three(cast, town):
    def shown():
        with CaptureQueriesContext(connection) as captured:
            told = [
                (str(one.seeker.household), one.helper.person.label, one.has_children, str(one.programme))
                for one in queries.proposals_to_decide(town, cast.alice)
            ]
        return len(told), len(captured)

    assert shown() == (1, 1)
    for _ in range(2):
        ProposalFactory(seeker=seeker_of(town, children=1), helper=helper_of(town))
    assert shown() == (3, 1)


def test_proposals_are_sorted_and_found(cast):
    programme = programme_of(cast.centre)
    rows = []
    for label, points, weight, days in (("K-71", 60, 4, 3), ("K-72", 90, 1, 2), ("K-81", 75, 2, 1)):
        household = household_with(centre=cast.centre, label=label, waiting_since=f"2026-01-0{4 - days}")
        volunteer = volunteer_with(centre=cast.centre, first_name=f"Ewa{days}", label=f"W-9{days}")
        seeker, helper = seeker_of(programme, household), helper_of(programme, volunteer)
        rows.append(ProposalFactory(seeker=seeker, helper=helper, points=points, weight=weight))
    ProposalFactory(seeker=seeker_of(programme), helper=helper_of(programme), state="refused")

    def listed(**kwargs):
        found = queries.proposals_to_decide(programme, cast.alice, **kwargs)
        return [rows.index(one) for one in found]

    assert listed() == [1, 2, 0]
    assert listed(sort="priority") == [0, 2, 1]
    assert listed(sort="waiting") == [0, 1, 2]
    assert listed(sort="nonsense") == [1, 2, 0]
    assert listed(text="k-7") == [1, 0]
    assert listed(text=" ewa1 ") == [2]
    assert listed(text="W-92") == [1]


def test_first_name_of_a_partners_volunteer_cannot_be_searched(cast, ring):
    theirs = helper_of(ring, volunteer_with(centre=cast.other_centre, first_name="Zenobia", label="W-77"))
    ProposalFactory(seeker=seeker_of(ring), helper=theirs)
    assert not queries.proposals_to_decide(ring, cast.alice, text="Zenob").exists()
    assert queries.proposals_to_decide(ring, cast.alice, text="W-77").count() == 1


def test_child_who_left_the_family_is_no_child_of_a_proposal(cast, town):
    child = MemberFactory(household=Proposal.objects.get().seeker.household, age_band="3-6", is_contact=False)
    assert [one.has_children for one in queries.proposals_to_decide(town, cast.alice)] == [True]
    child.left_on = "2026-01-01"
    child.save()
    assert [one.has_children for one in queries.proposals_to_decide(town, cast.alice)] == [False]


def test_unmatched_are_those_who_still_wait(cast, town):
    run = RunFactory(programme=town)
    waiting, paired = seeker_of(town), seeker_of(town)
    for seeker in (waiting, paired):
        run.unmatched.create(seeker=seeker, weight=2, blocked_by="time")
    PairFactory(seeker=paired, helper=helper_of(town))
    assert [one.seeker for one in queries.unmatched_of(run)] == [waiting]
    assert [one.seeker for one in queries.unmatched_of(run, cast.alice)] == [waiting]
    assert not queries.unmatched_of(run, cast.carol).exists()


def test_last_done_run_is_the_newest_that_was_published(town):
    assert queries.last_done_run(town).state == "done"
    RunFactory(programme=town, state="failed")
    older = queries.last_done_run(town)
    newer = RunFactory(programme=town)
    assert (queries.last_done_run(town), queries.run_history(town)[0]) == (newer, newer)
    assert older != newer


def test_open_pair_states_are_what_the_index_says():
    [index] = [one for one in Pair._meta.constraints if one.name == "one_open_pair_per_seeker"]
    assert index.condition.children == [("state__in", OPEN_PAIR_STATES)]
