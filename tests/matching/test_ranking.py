"""Everybody who could be chosen by hand, ranked: the same judgement as of each pair looked at alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from base.places.languages import Level, Spoken
from matching.domain.examination import examine
from matching.domain.ranking import Fit, rank_helpers, rank_seekers
from matching.queries import active_helpers, waiting_seekers
from tests.factories.matching import (
    PairFactory,
    VetoFactory,
    helper_of,
    programme_of,
    seeker_of,
)
from tests.factories.pool import seed_pool

pytestmark = pytest.mark.django_db
NOWHERE = {"latitude": None, "longitude": None}


@pytest.fixture
def programme():
    return programme_of()


def place_in_order(examination) -> tuple[int, int]:
    fit = Fit.FORBIDDEN if examination.forbidden else Fit.CIRCUMSTANCE if examination.broken else Fit.SUITS
    return fit, -examination.points


def in_order(ranking) -> list[tuple[Fit, int]]:
    return [(fit, pk) for pk, fit in ranking.fits.items()]


def test_helpers_are_in_the_order_each_has_when_looked_at_alone():
    programme = seed_pool(families=3, volunteers=60, seed=7)
    helpers = list(programme.helpers.order_by("pk"))
    for seeker in programme.seekers.all():
        alone = [(*place_in_order(examine(seeker, one)), one.pk) for one in helpers]
        ranking = rank_helpers(seeker, programme.helpers.all())
        assert in_order(ranking) == [(fit, pk) for fit, _points, pk in sorted(alone)]
        assert len({fit for fit, _points, _pk in alone}) > 1


def test_families_are_in_the_order_each_has_when_looked_at_alone():
    programme = seed_pool(families=60, volunteers=3, seed=7)
    for helper in programme.helpers.all():
        alone = [(*place_in_order(examine(one, helper)), one.pk) for one in programme.seekers.all()]
        ranking = rank_seekers(helper, programme.seekers.all())
        assert in_order(ranking) == [(fit, pk) for fit, _points, pk in sorted(alone)]


def test_what_it_says_of_two_is_what_is_said_of_them_alone():
    programme = seed_pool(families=1, volunteers=8, seed=3)
    seeker, helpers = programme.seekers.get(), list(programme.helpers.order_by("-pk"))
    ranking = rank_helpers(seeker, programme.helpers.all())
    told = ranking.look_at([(seeker, one) for one in helpers])
    assert [(one.findings, one.criteria) for one in told] == [
        (one.findings, one.criteria) for one in (examine(seeker, helper) for helper in helpers)
    ]


def test_veto_forbids_and_a_shared_language_missing_is_a_circumstance(programme):
    seeker = seeker_of(programme)
    ruled_out, silent, fine = (
        helper_of(programme),
        helper_of(programme, languages=(Spoken("vi", Level.NATIVE),)),
        helper_of(programme),
    )
    VetoFactory(seeker=seeker, helper=ruled_out)
    assert list(rank_helpers(seeker, programme.helpers.all()).fits.items()) == [
        (fine.pk, Fit.SUITS),
        (silent.pk, Fit.CIRCUMSTANCE),
        (ruled_out.pk, Fit.FORBIDDEN),
    ]


def test_whoever_lives_nobody_knows_where_is_not_taken_for_a_neighbour(programme):
    seeker, near = seeker_of(programme), helper_of(programme)
    lost = helper_of(programme, **NOWHERE)
    ranking = rank_helpers(seeker, programme.helpers.all())
    assert ranking.fits == {near.pk: Fit.SUITS, lost.pk: Fit.CIRCUMSTANCE}
    [told] = ranking.look_at([(seeker, lost)])
    assert [one.sentence for one in told.broken] == [f"We do not know where {lost.person.label} lives."]
    homeless = seeker_of(programme, **NOWHERE)
    assert set(rank_helpers(homeless, programme.helpers.all()).fits.values()) == {Fit.CIRCUMSTANCE}


def test_whoever_is_not_active_is_left_out(programme):
    seeker = seeker_of(programme)
    helper_of(programme, state="paused")
    assert rank_helpers(seeker, programme.helpers.all()).fits == {}


def test_full_hands_are_forbidden(programme):
    helper = helper_of(programme, room=1)
    PairFactory(seeker=seeker_of(programme), helper=helper)
    assert rank_helpers(seeker_of(programme), programme.helpers.all()).fits == {helper.pk: Fit.FORBIDDEN}


@pytest.mark.parametrize("side", ["helpers", "families"])
def test_more_people_need_no_more_queries(side):
    programme, counts = seed_pool(families=3, volunteers=3, seed=1), []
    for more in (0, 5):
        for _ in range(more):
            seeker_of(programme)
            helper_of(programme)
        with CaptureQueriesContext(connection) as captured:
            if side == "helpers":
                rank_helpers(programme.seekers.first(), active_helpers(programme))
            else:
                rank_seekers(programme.helpers.first(), waiting_seekers(programme))
        counts.append(len(captured))
    assert counts[0] == counts[1]
