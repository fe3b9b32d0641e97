"""Each hard rule on two people who suit each other in everything else."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from matching.solver import HardRule, Problem, Rules, check, explain_pair, solve
from matching.solver.constraints import HARD_RULES
from tests.matching.solver.people import helpers, seekers, week

KRAKOW, NOWA_HUTA = 19.94, 20.05  # 7.9 km apart, 10.2 km by road

# seeker columns, helper columns, rules; the rule that forbids the pair, None when none does
CASES: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any], HardRule | None]] = [
    ({}, {}, {}, None),
    ({}, {"available": [False]}, {}, HardRule.AVAILABLE),
    # a shared language at the level asked
    ({"levels": [[7, -1]]}, {"levels": [[2, 7]]}, {}, HardRule.LANGUAGE),
    ({"levels": [[7, 3]]}, {"levels": [[2, 7]]}, {}, None),
    ({"levels": [[7, -1]]}, {"levels": [[2, 7]]}, {"min_speak_level": 2}, None),
    ({"levels": [[-1] * 69 + [4]]}, {"levels": [[-1] * 69 + [3]]}, {}, None),
    ({"levels": [[-1] * 69 + [4]]}, {"levels": [[4] * 69 + [2]]}, {}, HardRule.LANGUAGE),
    # practising: the seeker's wish and the helper's C1
    ({"levels": [[0, -1]]}, {"levels": [[5, -1]]}, {"language_purpose": "practise"}, None),
    ({"levels": [[0, -1]]}, {"levels": [[4, -1]]}, {"language_purpose": "practise"}, HardRule.LANGUAGE),
    ({"practises": [False]}, {}, {"language_purpose": "practise"}, HardRule.LANGUAGE),
    # the limit of the side that travels, by road
    ({"longitude": [NOWA_HUTA], "travel_km": [0]}, {"travel_km": [10.3]}, {}, None),
    ({"longitude": [NOWA_HUTA], "travel_km": [10.3]}, {"travel_km": [0]}, {}, None),
    ({"longitude": [NOWA_HUTA], "travel_km": [10.0]}, {"travel_km": [10.0]}, {}, HardRule.DISTANCE),
    ({"longitude": [NOWA_HUTA], "travel_km": [10.0]}, {"travel_km": [10.0]}, {"detour": 1.0}, None),
    ({"longitude": [NOWA_HUTA], "travel_km": [50.0]}, {}, {"max_km": 10.0}, HardRule.DISTANCE),
    ({"longitude": [179.999]}, {"longitude": [-179.999]}, {}, None),
    ({"travel_km": [0]}, {"travel_km": [0]}, {}, None),
    # a woman or a man as a must
    ({"wish_gender": [2], "wish_strength": [2]}, {}, {}, HardRule.GENDER),
    ({"wish_gender": [2], "wish_strength": [2]}, {"gender": [0]}, {}, HardRule.GENDER),
    ({"wish_gender": [2], "wish_strength": [1]}, {}, {}, None),
    ({"wish_gender": [1], "wish_strength": [2]}, {}, {}, None),
    ({}, {"wish_gender": [2], "wish_strength": [2]}, {}, HardRule.GENDER),
    ({"wish_strength": [2]}, {"gender": [0]}, {}, None),
    ({"gender": [2]}, {}, {"same_gender": True}, HardRule.GENDER),
    ({"gender": [0]}, {"gender": [0]}, {"same_gender": True}, HardRule.GENDER),
    ({}, {}, {"same_gender": True}, None),
    # children
    ({}, {"cleared": [False]}, {}, HardRule.MINORS),
    ({"has_minors": [False]}, {"cleared": [False]}, {}, None),
    ({}, {"cleared": [False]}, {"contact_with_minors": False}, None),
    # the workplace
    ({}, {"employer": [5]}, {}, None),
    ({}, {"employer": [5]}, {"same_employer": True}, HardRule.EMPLOYER),
    ({"employer": [-1]}, {"employer": [-1]}, {"same_employer": True}, HardRule.EMPLOYER),
    ({}, {}, {"same_employer": True}, None),
    ({}, {"site": [7]}, {"same_employer": True}, None),
    ({}, {"site": [7]}, {"same_employer": True, "same_site": True}, HardRule.SITE),
    ({"site": [-1]}, {"site": [-1]}, {"same_site": True}, HardRule.SITE),
    ({}, {}, {"same_employer": True, "same_site": True}, None),
    ({"person": [3]}, {"person": [3]}, {}, HardRule.OTHER_PERSON),
    ({"person": [-1]}, {"person": [-1]}, {}, None),
    # a whole session within one day
    ({"week": [week((0, 38, 48))]}, {}, {"session_slots": 4}, None),
    ({"week": [week((0, 39, 48))]}, {}, {"session_slots": 4}, HardRule.TIME),
    ({"week": [week((0, 39, 48))]}, {}, {"session_slots": 3}, None),
    ({"week": [week((0, 34, 37), (0, 38, 41))]}, {}, {"session_slots": 4}, HardRule.TIME),
    ({"week": [week((0, 46, 48), (1, 0, 2))]}, {"week": [week((0, 46, 48), (1, 0, 2))]}, {}, HardRule.TIME),
    ({"week": [week((6, 0, 48))]}, {"week": [week((6, 0, 48))]}, {"session_slots": 48}, None),
    ({}, {"room": [0]}, {}, HardRule.ROOM),
]


def two(seeker: dict[str, Any], helper: dict[str, Any], rules: dict[str, Any]) -> Problem:
    return Problem(
        seekers=seekers(1, **seeker),
        helpers=helpers(1, **helper),
        rules=Rules(**({"practise_language": 0} | rules)),
    )


@pytest.mark.parametrize(("seeker", "helper", "rules", "rule"), CASES)
def test_hard_rule_forbids_what_its_sentence_says(
    seeker: dict[str, Any], helper: dict[str, Any], rules: dict[str, Any], rule: HardRule | None
) -> None:
    problem = two(seeker, helper, rules)
    result = solve(problem)
    assert [one.code for one in explain_pair(problem, 0, 0).broken] == ([rule] if rule else [])
    assert len(result.pairs) == (0 if rule else 1)
    assert result.unmatched.stopped_by() == ([rule] if rule else [])
    assert check(problem, result) == []


@pytest.mark.parametrize(("seeker", "helper", "rules", "rule"), [case for case in CASES if case[3]])
def test_judge_catches_a_pair_that_breaks_the_rule(
    seeker: dict[str, Any], helper: dict[str, Any], rules: dict[str, Any], rule: HardRule
) -> None:
    planted = solve(Problem(seekers=seekers(), helpers=helpers()))
    found = {violation.code for violation in check(two(seeker, helper, rules), planted)}
    assert found & {one.value for one in HardRule} == {rule.value}


def test_veto_forbids_its_pair_only() -> None:
    problem = Problem(seekers=seekers(2), helpers=helpers(2))
    forbidden = replace(problem, vetoes=[(0, 0), (1, 1)])
    result = solve(forbidden)
    assert result.pairs.helper.tolist() == [1, 0]
    straight = replace(result, pairs=replace(result.pairs, helper=np.array([0, 1])))
    assert [v.code for v in check(forbidden, straight)][:2] == ["veto", "veto"]


def test_every_rule_has_its_function_in_the_order_of_the_funnel() -> None:
    assert list(HARD_RULES) == list(HardRule)
