"""Blocking sets against every subset of rules, and every change against solving the changed problem anew."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from matching.solver import HardRule, Problem, Rules, explain_pair, solve
from matching.solver.advice import Totals, advise
from matching.solver.candidates import find_candidates
from matching.solver.changes import changed
from matching.solver.codes import TAKEN, ChangeKind, LanguagePurpose, Which
from matching.solver.constraints import broken_rules
from matching.solver.obstacles import Scene, blocking_sets, roomy_scale
from matching.solver.scoring import total_points
from matching.solver.tables import Tables
from matching.solver.weighing import weigh
from tests.matching.solver.instances import random_problem, tangled_crowd
from tests.matching.solver.people import helpers, seekers, week

ROOM = HardRule.ROOM.value


def solved(problem):
    tables = Tables.of(problem)
    return weigh(tables, find_candidates(tables)), solve(problem)


def advice_on(problem, **work):
    return advise(*solved(problem), **work)


def of_only(problem):
    (told,) = advice_on(problem).obstacles
    return told


# --- an oracle that tries everything ------------------------------------------------------------------


class Oracle:
    """The best profit of small problems in which some rules do not hold for one seeker."""

    def __init__(self, problem):
        self.t = Tables.of(problem)
        self.n, self.m = len(problem.seekers), len(problem.helpers)
        s, h = (axis.reshape(-1) for axis in np.mgrid[: self.n, : self.m])
        self.broken = broken_rules(self.t, s, h).reshape(self.n, self.m, -1)
        kept = self.t.is_among(self.t.shown, s, h)
        profit = roomy_scale(self.t).profit(problem.seekers.weight[s], total_points(self.t, s, h), kept)
        self.profit = profit.reshape(self.n, self.m)
        self.free = np.maximum(self.t.free_room, 0)
        self.open = np.flatnonzero(self.t.locked_to < 0)

    def best(self, seeker=None, dropped=frozenset()):
        """Profit of all who are not locked; `seeker` is not bound by the dropped obstacles."""
        table = np.where(self.broken.any(axis=2), 0, self.profit)
        unit = np.repeat(np.arange(self.m), self.free)
        columns = table[:, unit]
        if seeker is not None:
            rules = [rule not in dropped for rule in HardRule]
            may = ~self.broken[seeker][:, rules].any(axis=1)
            columns[seeker] = np.where(may, self.profit[seeker], 0)[unit]
            needed = ROOM if ROOM in dropped else None
            own = [
                h
                for h in range(self.m)
                if may[h] and (TAKEN in dropped if self.free[h] else needed is not None)
            ]
            more = np.zeros((self.n, len(own)), dtype=np.int64)
            more[seeker] = self.profit[seeker][own]
            columns = np.hstack([columns, more])
        chosen = columns[self.open]
        row, column = linear_sum_assignment(chosen, maximize=True)
        return int(chosen[row, column].sum())

    def blocking(self, seeker):
        """Minimal sets of obstacles without which the whole would gain, by trying all."""
        at_all = self.broken[seeker].any(axis=0)
        names = [name for name, some in zip(HardRule, at_all, strict=True) if some]
        names = [one.value for one in names] + [TAKEN]
        now, minimal = self.best(), []
        for size in range(len(names) + 1):
            for some in combinations(names, size):
                if any(set(one) <= set(some) for one in minimal):
                    continue
                if self.best(seeker, frozenset(some)) > now:
                    minimal.append(some)
        return minimal


@st.composite
def small_problems(draw):
    seed = draw(st.integers(0, 2**32 - 1))
    people, others = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    purpose = draw(st.sampled_from(LanguagePurpose))
    rules = {
        "language_purpose": purpose,
        "practise_language": 0,
        "same_gender": draw(st.sampled_from([False, False, True])),
        "max_km": draw(st.sampled_from([None, 10.0])),
    }
    if draw(st.booleans()):
        return tangled_crowd(seed, people + 2, others, **rules)
    return random_problem(people + 2, others, seed=seed, languages=3, towns=1, free_spans=6, **rules)


@settings(max_examples=30, deadline=None)
@given(small_problems())
def test_blocking_sets_are_those_found_by_trying_every_set_of_rules(problem):
    weighed, result = solved(problem)
    oracle = Oracle(problem)
    mate = np.full(len(problem.seekers), -1)
    mate[result.pairs.seeker] = result.pairs.helper
    left = result.unmatched.seeker
    if not len(left):
        return
    told = blocking_sets(Scene.of(weighed, mate), left)
    for seeker, sets in zip(left.tolist(), told, strict=True):
        assert sets == oracle.blocking(seeker)


@settings(max_examples=30, deadline=None)
@given(small_problems())
def test_every_change_told_comes_true_when_it_is_made_and_solved_anew(problem):
    before = solve(problem)
    for told in advice_on(problem).obstacles:
        for one in told.remedies:
            after = solve(changed(problem, one.change))
            gained = Totals(*(_total(after, name) - _total(before, name) for name in AIMS))
            assert one.gain == gained
            assert told.seeker in after.pairs.seeker.tolist()
            assert gained.weight > 0
            pair = explain_pair(changed(problem, one.change), told.seeker, one.change.helper)
            assert pair.allowed or one.change.kind is ChangeKind.ROOM
            assert pair.points == one.points


AIMS = ("matched", "weight", "points")


def _total(result, name):
    return getattr(result.objective, name)


# --- each kind of change, told in full ----------------------------------------------------------------


def told(problem):
    """Kind, whose, and values of every change told to the only one without a helper."""
    return [(one.change.kind, one.change.which, one.change.values) for one in of_only(problem).remedies]


def pair_of(seeker=None, helper=None, **problem):
    return Problem(seekers=seekers(1, **seeker or {}), helpers=helpers(1, **helper or {}), **problem)


def test_the_fewest_half_hours_are_asked_of_whoever_needs_fewest():
    evening = pair_of(seeker={"week": [week((0, 34, 42))]}, helper={"week": [week((0, 39, 43), (2, 20, 23))]})
    assert told(evening) == [
        (ChangeKind.TIME, Which.SEEKER, {"day": 0, "start": 42, "end": 43, "from": 39, "to": 43})
    ]
    hardly = pair_of(seeker={"week": [week((5, 18, 22))]}, helper={"week": [week((5, 19, 21))]})
    assert told(hardly) == [
        (ChangeKind.TIME, Which.HELPER, {"day": 5, "start": 18, "end": 22, "from": 18, "to": 22})
    ]


def test_kilometres_are_asked_of_the_side_that_travels_and_never_beyond_the_programmes_limit():
    away = {"latitude": [50.2], "longitude": [19.94]}
    assert told(pair_of(seeker=away | {"travel_km": [0.0]}, helper={"travel_km": [12.0]})) == [
        (ChangeKind.DISTANCE, Which.HELPER, {"limit_km": 12.0, "to_km": 21.0})
    ]
    assert told(pair_of(seeker=away | {"travel_km": [15.0]})) == [
        (ChangeKind.DISTANCE, Which.SEEKER, {"limit_km": 15.0, "to_km": 21.0})
    ]
    assert told(pair_of(seeker=away, rules=Rules(max_km=20.0))) == []
    assert told(pair_of(seeker=away, rules=Rules(max_km=20.3))) == [
        (ChangeKind.DISTANCE, Which.HELPER, {"limit_km": 10.0, "to_km": 20.3})
    ]


def test_the_fewest_levels_are_asked_in_a_language_the_other_speaks_well_enough():
    assert told(pair_of(seeker={"levels": [[0, 2]]}, helper={"levels": [[7, 5]]})) == [
        (ChangeKind.LANGUAGE, Which.SEEKER, {"language": 1, "level": 2, "to_level": 3})
    ]
    assert told(pair_of(seeker={"levels": [[-1, 7]]}, helper={"levels": [[7, 1]]})) == [
        (ChangeKind.LANGUAGE, Which.HELPER, {"language": 1, "level": 1, "to_level": 3})
    ]


def test_practice_asks_for_the_wish_or_for_a_helper_at_home_in_the_language():
    practice = Rules(language_purpose=LanguagePurpose.PRACTISE, practise_language=0)
    assert told(pair_of(seeker={"practises": [False]}, rules=practice)) == [
        (ChangeKind.PRACTISE, Which.SEEKER, {})
    ]
    assert told(pair_of(helper={"levels": [[4, 7]]}, rules=practice)) == [
        (ChangeKind.LANGUAGE, Which.HELPER, {"language": 0, "level": 4, "to_level": 5})
    ]
    neither = pair_of(seeker={"practises": [False]}, helper={"levels": [[4, 7]]}, rules=practice)
    assert told(neither) == []


def test_what_is_done_or_not_is_told_by_its_name():
    assert told(pair_of(helper={"cleared": [False]})) == [(ChangeKind.CLEARANCE, Which.HELPER, {})]
    assert told(pair_of(helper={"available": [False]})) == [(ChangeKind.TRAINING, Which.HELPER, {})]
    assert told(pair_of(vetoes=[(0, 0)])) == [(ChangeKind.VETO, Which.BOTH, {})]
    one_more = (ChangeKind.ROOM, Which.HELPER, {"room": 0, "to_room": 1})
    assert told(pair_of(helper={"room": [0]})) == [one_more]


def test_a_helper_others_need_more_is_asked_for_one_place_more():
    problem = Problem(seekers=seekers(2, weight=[4, 1]), helpers=helpers(1))
    found = of_only(problem)
    assert (found.seeker, found.blocking) == (1, ((TAKEN,),))
    (remedy,) = found.remedies
    assert remedy.change.values == {"room": 1, "to_room": 2}
    assert remedy.gain == Totals(families=1, weight=1, points=remedy.points)


def test_a_helpers_must_can_soften_but_a_familys_is_never_the_first_thing_to_ask_about():
    strict = {"wish_gender": [2], "wish_strength": [2]}
    assert told(pair_of(helper=strict)) == [(ChangeKind.GENDER, Which.HELPER, {"gender": 2})]
    assert told(pair_of(seeker=strict)) == []
    assert of_only(pair_of(seeker=strict)).blocking == ((HardRule.GENDER.value,),)
    other_way = Problem(
        seekers=seekers(1, **strict), helpers=helpers(2, gender=[1, 2], cleared=[True, False])
    )
    assert [kind for kind, _, _ in told(other_way)] == [ChangeKind.CLEARANCE, ChangeKind.GENDER]


def test_nothing_is_suggested_about_employers_families_themselves_or_two_obstacles_at_once():
    assert told(pair_of(seeker={"employer": [5]}, rules=Rules(same_employer=True))) == []
    assert told(pair_of(seeker={"site": [5]}, rules=Rules(same_site=True))) == []
    assert told(pair_of(seeker={"person": [100]})) == []
    two = pair_of(helper={"cleared": [False], "room": [0]})
    assert told(two) == []
    assert of_only(two).blocking == (("minors", "room"),)


def test_kinds_take_turns_and_three_changes_are_enough():
    crowd = Problem(
        seekers=seekers(1),
        helpers=helpers(
            5,
            cleared=[False, False, True, True, True],
            room=[1, 1, 0, 0, 1],
            levels=[[7, 3], [7, 3], [7, 3], [7, 3], [2, 2]],
        ),
    )
    assert [kind for kind, _, _ in told(crowd)] == [
        ChangeKind.CLEARANCE, ChangeKind.ROOM, ChangeKind.LANGUAGE,
    ]  # fmt: skip


def test_what_is_asked_of_the_seeker_is_asked_once_with_the_helper_who_suits_best():
    problem = Problem(
        seekers=seekers(1, levels=[[2, -1]]), helpers=helpers(3, offers=[0, 0b11, 0b01], levels=[[7, -1]] * 3)
    )
    (remedy,) = of_only(problem).remedies
    assert (remedy.change.kind, remedy.change.helper) == (ChangeKind.LANGUAGE, 1)


def test_the_most_urgent_are_looked_at_first_and_the_rest_only_for_what_blocks_them():
    problem = Problem(
        seekers=seekers(3, weight=[1, 5, 1], days_waited=[10, 5, 90]), helpers=helpers(1, cleared=[False])
    )
    whole, short = advice_on(problem), advice_on(problem, most_work=1)
    assert [one.seeker for one in whole.obstacles] == [1, 2, 0]
    assert (whole.looked_for, short.looked_for) == (3, 1)
    assert [one.remedies is None for one in short.obstacles] == [False, True, True]
    assert [one.blocking for one in short.obstacles] == [(("minors",),)] * 3


def test_advice_tells_how_far_it_is_and_has_nothing_to_say_where_nobody_waits():
    shares = []
    advice_on(random_problem(30, 20, seed=3), on_progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert advice_on(Problem(seekers=seekers(1), helpers=helpers(1))).obstacles == ()
    nobody = advice_on(Problem(seekers=seekers(1), helpers=helpers(0))).obstacles
    assert [(one.blocking, one.remedies) for one in nobody] == [((), ())]
