"""Choices and their prices against solving the changed problem anew."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.solver import Problem, ProblemError, solve
from matching.solver.network import NOBODY
from matching.solver.objective import lexicographic_scale
from matching.solver.outlook import Outlook, Price, newcomer_problem, suggest
from tests.matching.solver.instances import crowd, take, tangled_crowd

SEEDS = st.integers(0, 2**32 - 1)


def locked(problem, seeker, helper):
    """The problem with one pair more that is kept."""
    return replace(problem, locks=np.concatenate([problem.locks, [[seeker, helper]]]))


def forbidden(problem, seeker, helper):
    return replace(problem, vetoes=np.concatenate([problem.vetoes, [[seeker, helper]]]))


def difference(before, after):
    one, other = before.objective, after.objective
    return Price(
        families=one.matched - other.matched,
        weight=one.weight - other.weight,
        points=one.points - other.points,
        kept=one.kept - other.kept,
    )


@settings(max_examples=12, deadline=None)
@given(SEEDS)
def test_every_price_of_somebody_else_is_what_solving_anew_loses(seed):
    problem = tangled_crowd(seed, 9, 6)
    result = solve(problem)
    outlook = Outlook.of(problem, result)
    for seeker in range(len(problem.seekers)):
        for choice in outlook.who_else(seeker, most=None):
            if choice.helper != NOBODY:
                anew = solve(locked(problem, seeker, choice.helper))
                assert choice.price == difference(result, anew)


@settings(max_examples=12, deadline=None)
@given(SEEDS)
def test_the_price_of_refusing_is_what_solving_anew_loses(seed):
    problem = tangled_crowd(seed, 9, 6)
    result = solve(problem)
    outlook = Outlook.of(problem, result)
    for seeker, helper in free_pairs(result):
        anew = solve(forbidden(problem, seeker, helper))
        assert outlook.price_of_refusing(seeker).price == difference(result, anew)


@settings(max_examples=8, deadline=None)
@given(SEEDS)
def test_pairs_that_stand_are_not_moved_by_any_price(seed):
    problem = tangled_crowd(seed, 9, 6)
    result = solve(problem)
    stands, *others = free_pairs(result)
    outlook = Outlook.of(problem, result).after(dict([stands]))
    assert outlook.who_else(stands[0]) == []
    assert outlook.helper_of(stands[0]) == stands[1]
    held = locked(problem, *stands)
    before = solve(held)
    for seeker, _ in others:
        for choice in outlook.who_else(seeker):
            assert all(switch.seeker != stands[0] for switch in choice.switches)
            if choice.helper != NOBODY and choice.price is not None:
                anew = solve(locked(held, seeker, choice.helper))
                assert choice.price == difference(before, anew)


def test_a_pair_that_stands_cannot_be_priced_anew():
    problem = crowd(1, 9, 6)
    result = solve(problem)
    stands = (int(result.pairs.seeker[0]), int(result.pairs.helper[0]))
    with pytest.raises(ProblemError, match="stands already"):
        Outlook.of(problem, result).after(dict([stands])).price_of_pair(*stands)


def test_another_pair_than_the_run_proposed_can_stand():
    problem = crowd(5, 9, 6)
    result = solve(problem)
    outlook = Outlook.of(problem, result)
    other = next(
        choice
        for seeker in result.pairs.seeker.tolist()
        for choice in outlook.who_else(seeker, most=None)
        if choice.helper != NOBODY and choice.price is not None
    )
    after = outlook.after({other.seeker: other.helper})
    anew = solve(locked(problem, other.seeker, other.helper))
    matched = sum(after.helper_of(seeker) != NOBODY for seeker in range(len(problem.seekers)))
    assert matched == anew.objective.matched


@settings(max_examples=8, deadline=None)
@given(SEEDS)
def test_a_pair_a_rule_forbids_is_priced_as_if_it_were_allowed(seed):
    problem = crowd(seed, 6, 4)
    for seeker, helper in free_pairs(solve(problem)):
        vetoed = forbidden(problem, seeker, helper)
        result = solve(vetoed)
        outlook = Outlook.of(vetoed, result)
        anew = solve(locked(problem, seeker, helper))
        assert not outlook.allows(seeker, helper)
        assert outlook.price_of_pair(seeker, helper).price == difference(result, anew)


@settings(max_examples=10, deadline=None)
@given(SEEDS)
def test_suggestions_for_somebody_new_gain_what_solving_anew_gains(seed):
    everybody = crowd(seed, 10, 6)
    problem = without_last_seeker(everybody)
    result = solve(problem)
    newcomer = newcomer_problem(problem, take(everybody.seekers, np.array([9])))
    found = suggest(newcomer, result.scale, result.room_cost)
    anew = solve(everybody)
    best = Price(
        families=anew.objective.matched - result.objective.matched,
        weight=anew.objective.weight - result.objective.weight,
        points=anew.objective.points - result.objective.points,
        kept=anew.objective.kept - result.objective.kept,
    )
    assert (found[0].gain if found else Price(0, 0, 0, 0)) == best
    for one in found:
        pairs = solve(locked(everybody, 9, one.helper)).objective
        assert one.gain.weight == pairs.weight - result.objective.weight
        assert one.gain.points == pairs.points - result.objective.points


@given(st.integers(0, 500), st.integers(1, 200), st.integers(0, 300), st.data())
def test_a_difference_of_profits_is_read_back(pairs, points, kept, data):
    scale = lexicographic_scale(pairs=pairs, nodes=100, weight=5, points=points, kept=kept)
    most = min(kept, pairs)
    aims = (
        data.draw(st.integers(-2500, 2500)),
        data.draw(st.integers(-pairs * points - points, pairs * points + points)),
        data.draw(st.integers(-most, most)),
    )
    weight, earned, same = aims
    assert scale.read(weight * scale.per_weight + earned * scale.per_point + same) == aims


def free_pairs(result):
    """Those the run itself made, (seeker, helper)."""
    pairs = result.pairs
    return list(zip(pairs.seeker[~pairs.locked].tolist(), pairs.helper[~pairs.locked].tolist(), strict=True))


def without_last_seeker(problem: Problem) -> Problem:
    last = len(problem.seekers) - 1
    kept = {
        name: getattr(problem, name)[getattr(problem, name)[:, 0] < last]
        for name in ("locks", "vetoes", "previous")
    }
    return replace(problem, seekers=take(problem.seekers, np.arange(last)), **kept)
