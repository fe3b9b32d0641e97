"""The judge finds whatever is planted in a good result."""

import ast
import importlib
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import matching.solver
from matching.solver import Duals, Problem, Result, Scale, check, solve
from tests.matching.solver.instances import tangled_crowd
from tests.matching.solver.people import helpers, seekers

judging = importlib.import_module("matching.solver.check")  # the package's own name is the function
HOME = Path(matching.solver.__file__).parent
PROBLEM = tangled_crowd(4, 14, 9)
RESULT = solve(PROBLEM)


def same_helper_for_all(result: Result) -> Result:
    return replace(result, pairs=replace(result.pairs, helper=np.full_like(result.pairs.helper, 3)))


def same_seeker_twice(result: Result) -> Result:
    seeker = result.pairs.seeker.copy()
    seeker[0] = seeker[1]
    return replace(result, pairs=replace(result.pairs, seeker=seeker))


def without_the_last_pair(result: Result) -> Result:
    columns = ("seeker", "helper", "points", "criteria", "locked", "kept")
    pairs = replace(result.pairs, **{name: getattr(result.pairs, name)[:-1] for name in columns})
    return replace(result, pairs=pairs)


def a_stranger(result: Result) -> Result:
    return replace(result, pairs=replace(result.pairs, helper=result.pairs.helper + 9))


def cheaper_prices(result: Result) -> Result:
    return replace(result, duals=Duals(result.duals.seeker - 1, result.duals.helper))


def dearer_prices(result: Result) -> Result:
    return replace(result, duals=Duals(result.duals.seeker + 1, result.duals.helper))


PLANTS: dict[str, tuple[Callable[[Result], Result], set[str]]] = {
    "nothing": (lambda r: r, set()),
    "stranger": (a_stranger, {"index"}),
    "prices of others": (
        lambda r: replace(r, duals=Duals(r.duals.seeker[1:], r.duals.helper)), {"index"},
    ),
    "points": (lambda r: replace(r, pairs=replace(r.pairs, points=r.pairs.points + 1)), {"points"}),
    "criteria": (
        lambda r: replace(r, pairs=replace(r.pairs, criteria=r.pairs.criteria[:, ::-1])), {"points"},
    ),
    "objective": (
        lambda r: replace(r, objective=replace(r.objective, points=r.objective.points + 1)), {"objective"},
    ),
    "locked": (lambda r: replace(r, pairs=replace(r.pairs, locked=~r.pairs.locked)), {"flags"}),
    "kept": (lambda r: replace(r, pairs=replace(r.pairs, kept=~r.pairs.kept)), {"flags"}),
    "funnel": (
        lambda r: replace(r, unmatched=replace(r.unmatched, left=r.unmatched.left + 1)), {"funnel"},
    ),
    "everybody": (
        lambda r: replace(r, unmatched=replace(r.unmatched, everybody=1)), {"funnel"},
    ),
    "candidates": (lambda r: replace(r, candidates=r.candidates + 1), {"candidates"}),
    "value": (
        lambda r: replace(r, certificate=replace(r.certificate, value=r.value - 1)), {"certificate"},
    ),
    "prices too low": (cheaper_prices, {"certificate", "optimum"}),
    "prices too high": (dearer_prices, {"certificate", "optimum"}),
    "a lost pair": (without_the_last_pair, {"lock", "unmatched", "objective", "certificate", "optimum"}),
}  # fmt: skip


@pytest.mark.parametrize("many", [0, 1 << 40])
@pytest.mark.parametrize("plant", PLANTS)
def test_judge_finds_what_is_planted(plant: str, many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "MANY_PAIRS", many)
    spoil, codes = PLANTS[plant]
    assert {violation.code for violation in check(PROBLEM, spoil(RESULT))} == codes


def test_judge_counts_room_and_helpers() -> None:
    assert "over_room" in {violation.code for violation in check(PROBLEM, same_helper_for_all(RESULT))}
    assert "one_helper" in {violation.code for violation in check(PROBLEM, same_seeker_twice(RESULT))}


def test_judge_misses_a_locked_pair() -> None:
    free = Problem(seekers=seekers(2, weight=[1, 5]), helpers=helpers(1))
    locked = replace(free, locks=[(0, 0)])
    assert [v.sentence for v in check(locked, solve(free)) if v.code == "lock"] == [
        "The locked pair (0, 0) was not kept."
    ]


def test_judge_refuses_a_scale_that_mixes_the_aims() -> None:
    problem = Problem(seekers=seekers(2), helpers=helpers(2), previous=[(0, 0), (1, 1)])
    result = solve(problem)
    for scale in (
        Scale(per_weight=result.scale.per_weight, per_point=2),
        Scale(per_weight=600, per_point=3),
    ):
        assert "scale" in {v.code for v in check(problem, replace(result, scale=scale))}


def test_judge_knows_a_second_best_answer() -> None:
    problem = Problem(seekers=seekers(2, weight=[1, 2]), helpers=helpers(1))
    greedy = solve(replace(problem, vetoes=[(1, 0)]))
    assert {"optimum", "certificate"} <= {violation.code for violation in check(problem, greedy)}


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 1 << 30),
    rules=st.fixed_dictionaries(
        {
            "session_slots": st.integers(1, 8),
            "same_gender": st.booleans(),
            "same_employer": st.booleans(),
            "same_site": st.booleans(),
            "contact_with_minors": st.booleans(),
            "language_purpose": st.sampled_from(["speak", "practise"]),
            "max_km": st.sampled_from([None, 0.0, 3.0, 20_000.0]),
            "full_at_hours": st.sampled_from([0.5, 8.0, 168.0]),
        }
    ),
    lower=st.integers(0, 1 << 40),
)
def test_one_loop_over_everybody_counts_what_the_blocks_count(
    seed: int, rules: dict[str, Any], lower: int
) -> None:
    problem = tangled_crowd(seed, 30, 25, practise_language=0, **rules)
    result = solve(problem)
    result = replace(result, duals=Duals(result.duals.seeker - lower, result.duals.helper))
    judge = judging.Judge(problem, result)
    one, other = judging.Everybody(judge.law).tried(result, lambda share: None), judge.tried()
    assert one[0].tolist() == other[0].tolist()
    assert one[1:] == other[1:]
    assert one[1] == (lower if result.candidates else 0)


def test_judge_and_arithmetic_share_no_code_with_the_solver() -> None:
    plain = {"codes", "problem", "result", "recount", "everybody", "compiled.everybody"}
    for name in ("check", "recount", "everybody", "compiled/everybody"):
        tree = ast.parse((HOME / f"{name}.py").read_text())
        nodes = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level]
        assert {node.module for node in nodes if node.module} - plain == set()
        compiler = {one.name for node in nodes if not node.module for one in node.names}
        assert compiler - {"inner", "kernel"} == set()


def test_judge_and_explanations_work_without_or_tools_and_django() -> None:
    code = (
        "import sys\n"
        "for name in ('ortools', 'django'): sys.modules[name] = None\n"
        "from matching.solver import check, explain_pair\n"
        "from tests.matching.solver.people import helpers, seekers\n"
        "from matching.solver import Problem\n"
        "print(explain_pair(Problem(seekers=seekers(), helpers=helpers()), 0, 0).points)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=HOME.parents[1])
    assert (done.stdout, done.stderr) == ("90\n", "")
