"""What one more helper is worth, against solving the problem with that helper anew."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.solver import LanguagePurpose, Problem, Rules, solve
from matching.solver.candidates import find_candidates
from matching.solver.recruiting import with_helpers
from matching.solver.scarcity import Search, arcs_of, in_want, profiles_for, value_of, worth_of
from matching.solver.tables import Tables
from tests.matching.solver.instances import tangled_crowd
from tests.matching.solver.people import MONDAY_EVENING, helpers, seekers, week
from tests.matching.solver.recruits import priced_market, search_for

SEEDS = st.integers(0, 2**32 - 1)
NONE = {"levels": np.zeros((0, 2)), "week": np.zeros((0, 42))}
RULES = st.sampled_from(
    [
        {},
        {"same_gender": True},
        {"language_purpose": LanguagePurpose.PRACTISE, "practise_language": 0},
        {"max_km": 6.0, "session_slots": 6},
        {"same_employer": True},
        {"same_employer": True, "same_site": True},
        {"contact_with_minors": False, "min_speak_level": 6},
    ]
)


@settings(max_examples=13, deadline=None)
@given(SEEDS, RULES)
def test_the_price_of_every_profile_is_what_solving_anew_with_it_gains(seed, rules):
    problem = tangled_crowd(seed, 10, 4, **rules)
    before = solve(problem)
    market, scale = priced_market(problem, before)
    profiles = profiles_for(problem, search_for(problem), np.arange(len(problem.seekers)))
    lots = np.random.default_rng(seed)
    chosen = lots.permutation(len(profiles))[:8]
    worth = value_of(problem, market, scale, profiles.helpers)
    for number in chosen.tolist():
        anew = solve(with_helpers(problem, [profiles.row(number)])).objective
        assert (worth.families[number], worth.weight[number], worth.points[number]) == (
            anew.matched - before.objective.matched,
            anew.weight - before.objective.weight,
            anew.points - before.objective.points,
        )


@settings(max_examples=15, deadline=None)
@given(SEEDS, RULES)
def test_seekers_in_want_are_all_who_matter_where_weight_is_gained(seed, rules):
    problem = tangled_crowd(seed, 12, 5, **rules)
    market, scale = priced_market(problem, solve(problem))
    wanting = in_want(problem, market, scale)
    profiles = profiles_for(problem, search_for(problem), np.arange(len(problem.seekers)))
    everybody = value_of(problem, market, scale, profiles.helpers)
    pruned = worth_of(arcs_of(problem, scale, profiles.helpers, wanting), len(profiles), market, scale)
    gains = everybody.weight > 0
    assert (pruned.weight[gains] == everybody.weight[gains]).all()
    assert (pruned.profit[gains] == everybody.profit[gains]).all()
    assert not pruned.weight[~gains].any()


@settings(max_examples=15, deadline=None)
@given(SEEDS, RULES)
def test_each_profile_could_help_a_seeker_who_asked_for_it(seed, rules):
    problem = replace(tangled_crowd(seed, 8, 3, **rules), locks=np.empty((0, 2), dtype=np.int64))
    search = search_for(problem, everywhere=True)
    profiles = profiles_for(problem, search, np.arange(len(problem.seekers)))
    asked = replace(problem, helpers=profiles.helpers, vetoes=problem.locks, previous=problem.locks)
    found = find_candidates(Tables.of(asked))
    near = search.place[found.seeker] == profiles.place[found.helper]
    # A wish of the profile's own is none, and its place is the seeker's: whoever asked is allowed.
    assert set(found.helper[near].tolist()) == set(range(len(profiles)))


def test_profiles_are_what_one_seeker_asks_for_and_no_more():
    problem = Problem(
        seekers=seekers(
            levels=[[-1, 3, 2]], week=[week((0, 34, 42), (5, 16, 18))], wish_gender=[1], wish_strength=[2]
        ),
        helpers=helpers(0, levels=np.zeros((0, 3)), week=np.zeros((0, 42))),
        rules=Rules(session_slots=4),
    )
    times = np.array([MONDAY_EVENING, week((5, 16, 24))])  # half an hour short on Saturday
    search = Search(
        place=np.zeros(1, dtype=np.int64), latitude=np.array([50.1]), longitude=np.array([20.0]),
        weeks=times, travel_km=8.0, patience_days=60,
    )  # fmt: skip
    profiles = profiles_for(problem, search, np.array([0]))
    assert (profiles.place.tolist(), profiles.language.tolist(), profiles.week.tolist()) == ([0], [1], [0])
    row = profiles.helpers
    assert (row.cleared.tolist(), row.gender.tolist(), row.levels.tolist()) == ([True], [1], [[-1, 5, -1]])
    assert (row.latitude.tolist(), row.travel_km.tolist()) == ([50.1], [8.0])


def test_a_wish_for_a_woman_that_is_no_must_asks_for_nobody_in_particular():
    problem = Problem(seekers=seekers(wish_gender=[1], wish_strength=[1]), helpers=helpers(0, **NONE))
    profiles = profiles_for(problem, search_for(problem), np.array([0]))
    assert profiles.helpers.gender.tolist() == [0] * len(profiles)


def test_nobody_is_looked_for_where_no_place_is_named():
    problem = Problem(seekers=seekers(2), helpers=helpers(0, **NONE))
    search = replace(search_for(problem), place=np.array([-1, -1]))
    assert len(profiles_for(problem, search, np.array([0, 1]))) == 0


@pytest.mark.parametrize("weight", [1, 5])
def test_a_seeker_whose_helper_is_contested_is_in_want(weight):
    """The one left over could have this helper: a new one for either is worth the same."""
    problem = Problem(seekers=seekers(2, weight=[weight, 1]), helpers=helpers(1))
    market, scale = priced_market(problem, solve(problem))
    assert in_want(problem, market, scale).tolist() == [0, 1]


def test_who_has_a_helper_nobody_else_wants_is_not_in_want():
    problem = Problem(seekers=seekers(2), helpers=helpers(2))
    market, scale = priced_market(problem, solve(problem))
    assert in_want(problem, market, scale).tolist() == []


def test_a_kept_pair_is_left_alone():
    problem = Problem(seekers=seekers(1), helpers=helpers(1), locks=np.array([[0, 0]]))
    market, scale = priced_market(problem, solve(problem))
    worth = value_of(problem, market, scale, helpers(1))
    assert worth.profit.tolist() == [0]
    assert in_want(problem, market, scale).tolist() == []
