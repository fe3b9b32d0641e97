"""Shares by group: right, and never of so few that they name people."""

import pytest
from django.utils import timezone

from base.places.languages import Level, Spoken
from matching.domain.fairness import OTHERS, Share, _hidden_together, shares
from matching.domain.problems import ask
from tests.factories.families import household_with
from tests.factories.matching import programme_of, seeker_of

pytestmark = pytest.mark.django_db


def families(programme, count, **fields):
    return [seeker_of(programme, household_with(centre=programme.lead, **fields)).pk for _ in range(count)]


def told(programme, before, after):
    found = shares(ask(programme, on=timezone.localdate()), before, after)
    return {(one.by, one.code): (one.seekers, one.before, one.after) for one in found}


def test_groups_are_counted_before_and_after():
    programme = programme_of()
    here = families(programme, 12, commune_name="Kraków", languages=[Spoken("uk", Level.NATIVE)])
    there = families(programme, 6, commune_name="Skawina", languages=[Spoken("ka", Level.B2)])
    found = told(programme, here[:5], here + there)
    assert found["language", "uk"] == (12, 5, 12)
    assert found["language", "ka"] == (6, None, 6)
    assert found["commune", "Kraków"] == (12, None, 12)
    assert found["commune", "Skawina"] == (6, None, 6)


def test_small_groups_are_never_told_alone():
    programme = programme_of()
    everybody = families(programme, 9, commune_name="Kraków", languages=[Spoken("uk", Level.NATIVE)])
    everybody += families(programme, 4, commune_name="Skawina", languages=[Spoken("ka", Level.NATIVE)])
    everybody += families(programme, 2, commune_name="Wieliczka", languages=[Spoken("hy", Level.A2)])
    found = told(programme, everybody, everybody)
    assert found["commune", OTHERS] == (6, 6, 6)
    assert {code for by, code in found if by == "commune"} == {"Kraków", OTHERS}
    assert {code for by, code in found if by == "language"} == {"uk"}


def test_a_small_rest_takes_the_smallest_group_with_it():
    programme = programme_of()
    everybody = families(programme, 9, commune_name="Kraków") + families(programme, 7, commune_name="Skawina")
    everybody += families(programme, 3, commune_name="Wieliczka")
    found = told(programme, everybody, everybody)
    assert {key: value for key, value in found.items() if key[0] == "commune"} == {
        ("commune", "Kraków"): (9, 9, 9),
        ("commune", OTHERS): (10, 10, 10),
    }


def test_a_whole_too_small_is_not_told():
    programme = programme_of()
    few = families(programme, 4)
    assert told(programme, few, few) == {}


def test_a_count_that_the_total_would_betray_hides_another():
    found = [Share("gender", "woman", 30, 20, 25), Share("gender", "man", 9, None, 7)]
    assert [(one.before, one.after) for one in _hidden_together(found)] == [(None, 25), (None, 7)]
