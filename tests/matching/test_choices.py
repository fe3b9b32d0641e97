"""Prices in terms of people, from a run's own evidence, against running the matching again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from base.audit.actor import SYSTEM
from base.places.languages import Level, Spoken
from matching.domain.choices import others_for, price_of_pair, price_of_refusing, suggestions_for
from matching.domain.decisions import approve_proposal, pair_by_hand
from matching.domain.runs import request_run
from matching.domain.work import perform_run
from matching.models import Proposal, RunEvidence
from tests.factories.matching import helper_of, programme_of, seeker_of

pytestmark = pytest.mark.django_db
UKRAINIAN = (Spoken("uk", Level.NATIVE),)


@pytest.fixture
def programme():
    return programme_of()


def matched(programme):
    return perform_run(request_run(programme, by=SYSTEM).pk)


def proposal_of(seeker):
    return Proposal.objects.get(seeker=seeker, state="open")


def test_with_room_to_spare_the_next_helper_costs_only_points(programme):
    seeker = seeker_of(programme)
    helper_of(programme, room=1)
    helper_of(programme, room=1, languages=(Spoken("uk", Level.B1),))
    run = matched(programme)
    others = others_for(seeker, run)
    chosen = proposal_of(seeker)
    assert [one.helper for one in others.helpers] == list(programme.helpers.exclude(pk=chosen.helper_id))
    price = others.helpers[0].priced.price
    assert (price.families, price.weight) == (0, 0)
    assert price.points == chosen.points - others.helpers[0].examination.points
    assert (others.nobody.price.families, others.nobody.price.points) == (1, chosen.points)


def test_taking_the_only_helper_of_another_family_names_it(programme):
    urgent = seeker_of(programme, waiting_since=timezone.localdate() - timedelta(days=400))
    other = seeker_of(programme)
    helper = helper_of(programme, room=1)
    run = matched(programme)
    priced = price_of_pair(other, helper)
    assert proposal_of(urgent).helper == helper
    assert [move.seeker for move in priced.displaced] == [urgent]
    assert (priced.price.families, priced.price.weight > 0) == (0, True)
    assert price_of_refusing(urgent, run)[0] is None
    assert [move.seeker for move in price_of_refusing(urgent, run)[1].moves] == [other]


def test_decided_pairs_stand_and_are_not_moved(programme):
    first, second = seeker_of(programme), seeker_of(programme)
    helper_of(programme, room=1)
    helper_of(programme, room=1)
    run = matched(programme)
    approve_proposal(proposal_of(first), by=SYSTEM)
    others = others_for(second, run)
    assert others_for(first, run).helpers == ()
    assert [one.priced.price for one in others.helpers] == [None] * len(others.helpers)


def test_a_pair_by_hand_against_the_run_is_taken_as_it_is(programme):
    first, second = seeker_of(programme), seeker_of(programme)
    helpers = [helper_of(programme, room=1), helper_of(programme, room=1)]
    matched(programme)
    taken = proposal_of(second).helper
    pair_by_hand(first, taken, by=SYSTEM)
    free = next(one for one in helpers if one != taken)
    assert price_of_pair(second, free).price.families == 0


def test_without_evidence_nothing_is_said_of_prices(programme):
    seeker, helper = seeker_of(programme), helper_of(programme)
    run = matched(programme)
    RunEvidence.objects.all().delete()
    assert others_for(seeker, run) is None
    assert price_of_pair(seeker, helper) is None
    assert price_of_refusing(seeker, run) is None


def test_who_came_after_the_run_is_suggested_helpers_as_a_new_run_would_choose(programme):
    seeker_of(programme, languages=UKRAINIAN)
    for level in (Level.B1, Level.C1, Level.B2):
        helper_of(programme, room=1, languages=(Spoken("uk", level),))
    matched(programme)
    newcomer = seeker_of(programme, languages=(*UKRAINIAN, Spoken("ka", Level.NATIVE)))
    found = suggestions_for(newcomer)
    matched(programme)
    assert found[0].helper == proposal_of(newcomer).helper
    assert found[0].points == proposal_of(newcomer).points == found[0].examination.points
    assert (found[0].gain.families, len(found)) == (1, 3)


def test_who_was_in_the_run_gets_no_suggestions_as_a_newcomer(programme):
    seeker = seeker_of(programme)
    helper_of(programme)
    matched(programme)
    assert suggestions_for(seeker) == ()


def test_a_helper_whose_room_was_taken_since_is_not_suggested(programme):
    seeker = seeker_of(programme)
    helper_of(programme, room=1)
    matched(programme)
    approve_proposal(proposal_of(seeker), by=SYSTEM)
    assert suggestions_for(seeker_of(programme)) == ()


def test_asking_about_more_families_needs_no_more_queries(programme):
    def counted():
        with CaptureQueriesContext(connection) as queries:
            others_for(seeker, run)
        return len(queries)

    seeker = seeker_of(programme)
    for _ in range(2):
        helper_of(programme)
    run = matched(programme)
    others_for(seeker, run)
    few = counted()
    for _ in range(4):
        helper_of(programme)
        seeker_of(programme)
    run = matched(programme)
    others_for(seeker, run)
    assert counted() == few
