"""The recruiting board against solving the problem with its helpers anew."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.solver import Problem, solve
from matching.solver.recruiting import MOST_ALIKE, Gain, recruit, with_helpers
from matching.solver.scarcity import profiles_for
from tests.matching.solver.instances import crowd, random_problem, take, tangled_crowd
from tests.matching.solver.people import helpers, seekers
from tests.matching.solver.recruits import search_for, weighed

SEEDS = st.integers(0, 2**32 - 1)


def board_of(problem, **options):
    return recruit(weighed(problem), solve(problem), search_for(problem), **options)


def row_of(problem, entry, *, room=1, language=0, time=0):
    """The helper an entry describes, with one of its languages and times."""
    profiles = profiles_for(problem, search_for(problem), np.arange(len(problem.seekers)))
    found = np.flatnonzero(
        (profiles.place == entry.place)
        & (profiles.language == entry.languages[language])
        & (profiles.week == entry.weeks[time])
        & (profiles.helpers.cleared == entry.cleared)
        & (profiles.helpers.gender == entry.gender)
        & (profiles.helpers.employer == entry.employer)
        & (profiles.helpers.site == entry.site)
    )
    assert len(found) == 1
    return replace(profiles.row(int(found[0])), room=np.array([room]))


def aims(problem):
    reached = solve(problem).objective
    return np.array([reached.matched, reached.weight, reached.points])


def told(gain):
    return [gain.families, gain.weight, gain.points]


@settings(max_examples=8, deadline=None)
@given(SEEDS)
def test_every_entry_adds_what_solving_anew_gains(seed):
    problem = tangled_crowd(seed, 14, 4)
    bare, above = aims(problem), problem
    for entry in board_of(problem).entries:
        before = aims(above)
        one, two = row_of(problem, entry), row_of(problem, entry, room=2)
        assert told(entry.first) == (aims(with_helpers(above, [one])) - before).tolist()
        assert told(entry.alone) == (aims(with_helpers(problem, [one])) - bare).tolist()
        assert told(entry.with_room_for_two) == (aims(with_helpers(problem, [two])) - bare).tolist()
        above = with_helpers(above, [row_of(problem, entry, room=entry.people)])
        assert told(entry.gain) == (aims(above) - before).tolist()


@settings(max_examples=6, deadline=None)
@given(SEEDS)
def test_every_other_language_and_time_of_an_entry_gains_as_much_weight(seed):
    problem = tangled_crowd(seed, 14, 4)
    bare = aims(problem)
    entries = board_of(problem, most=1).entries
    for entry in entries:
        others = [{"language": n} for n in range(len(entry.languages))]
        others += [{"time": n} for n in range(len(entry.weeks))]
        for other in others:
            gained = aims(with_helpers(problem, [row_of(problem, entry, **other)])) - bare
            assert gained[:2].tolist() == [entry.alone.families, entry.alone.weight]


@settings(max_examples=6, deadline=None)
@given(SEEDS)
def test_the_first_entry_is_worth_most_of_all_profiles(seed):
    problem = tangled_crowd(seed, 10, 3)
    bare = aims(problem)
    profiles = profiles_for(problem, search_for(problem), np.arange(len(problem.seekers)))
    gains = [
        int((aims(with_helpers(problem, [profiles.row(number)])) - bare)[1])
        for number in np.random.default_rng(seed).permutation(len(profiles))[:40].tolist()
    ]
    entries = board_of(problem).entries
    assert (entries[0].first.weight if entries else 0) >= max(gains, default=0)


@settings(max_examples=6, deadline=None)
@given(SEEDS)
def test_the_order_of_people_does_not_matter(seed):
    problem = tangled_crowd(seed, 14, 4)
    lots = np.random.default_rng(seed)
    s, h = lots.permutation(len(problem.seekers)), lots.permutation(len(problem.helpers))
    s_place, h_place = np.argsort(s), np.argsort(h)
    shuffled = Problem(
        seekers=take(problem.seekers, s),
        helpers=take(problem.helpers, h),
        rules=problem.rules,
        **{
            name: np.column_stack([s_place[pairs[:, 0]], h_place[pairs[:, 1]]])
            for name, pairs in (
                ("locks", problem.locks), ("vetoes", problem.vetoes), ("previous", problem.previous)
            )
        },
    )  # fmt: skip
    assert list(map(without_late, board_of(problem).entries)) == list(
        map(without_late, board_of(shuffled).entries)
    )


def without_late(entry):
    """An entry but for who of equally good families is the one: lots are drawn for them."""
    names = ("gain", "first", "alone", "with_room_for_two")
    return replace(entry, **{name: replace(getattr(entry, name), late=0) for name in names})


def test_alike_people_are_one_entry_with_how_many_are_needed():
    problem = Problem(seekers=seekers(3, days_waited=[10, 91, 90]), helpers=helpers(1, available=[False]))
    board = board_of(problem)
    (entry,) = board.entries
    assert (entry.people, board.complete, board.unmatched) == (3, True, 3)
    assert (entry.gain.families, entry.gain.late) == (3, 1)
    assert (entry.first.families, entry.with_room_for_two.families) == (1, 2)
    assert entry.by_flow


def test_no_more_alike_people_are_asked_for_than_five():
    board = board_of(Problem(seekers=seekers(7), helpers=helpers(1, available=[False])))
    assert [entry.people for entry in board.entries] == [MOST_ALIKE, 2]


def test_clearance_is_asked_for_only_where_it_brings_a_family():
    nobody = helpers(1, available=[False])
    without = board_of(Problem(seekers=seekers(2, has_minors=[True, False]), helpers=nobody)).entries
    assert [entry.cleared for entry in without] == [False, True]


def test_a_new_helper_may_be_worth_most_to_somebody_who_has_one():
    """Looked for only where the matched one lives: the helper they have then takes the other."""
    problem = Problem(seekers=seekers(2, levels=[[7, -1], [-1, 7]]), helpers=helpers(1, levels=[[7, 7]]))
    search = search_for(problem)
    matched = int(solve(problem).pairs.seeker[0])
    only_theirs = replace(search, place=np.where(np.arange(2) == matched, search.place, -1))
    (entry,) = recruit(weighed(problem), solve(problem), only_theirs).entries
    assert entry.languages == (matched,)
    assert (entry.gain.families, entry.gain.weight) == (1, 1)


def test_nobody_is_looked_for_when_all_have_somebody():
    board = board_of(Problem(seekers=seekers(2), helpers=helpers(2)))
    assert (board.entries, board.complete, board.unmatched) == ((), True, 0)


@pytest.mark.parametrize(("people", "there"), [(0, 3), (3, 0)])
def test_one_side_alone_needs_no_special_care(people, there):
    problem = random_problem(people, there, seed=1, languages=3, towns=1)
    board = board_of(problem)
    assert board.unmatched == people
    assert bool(board.entries) == bool(people)


def test_no_time_means_no_entries_and_says_so():
    board = board_of(crowd(4, 12, 2), seconds=0.0)
    assert (board.entries, board.complete) == ((), False)


def test_progress_ends_at_the_whole():
    shares = []
    board_of(crowd(4, 12, 2), on_progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_gain_counts_those_past_patience_only():
    problem = Problem(seekers=seekers(1, days_waited=[90]), helpers=helpers(1, available=[False]))
    (entry,) = board_of(problem).entries
    assert isinstance(entry.gain, Gain)
    assert entry.gain.late == 0
