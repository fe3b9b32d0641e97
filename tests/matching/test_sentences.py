"""Codes and values in words."""

import pytest

from matching.domain.answers import EVERYBODY
from matching.domain.priority import Reason
from matching.domain.sentences import (
    CRITERIA,
    RULES,
    SENTENCES,
    STEPS,
    funnel,
    note,
    outcome,
    priority_reason,
    sentence,
    summary,
    why_unmatched,
)
from matching.enums import LEFT_MEANWHILE, TAKEN_BY_OTHERS, RunError
from matching.models import Helper, Proposal, Run, Seeker, Unmatched
from matching.solver import Criterion, HardRule
from tests.factories.families import HouseholdFactory
from tests.factories.matching import ProgrammeFactory
from tests.factories.volunteers import VolunteerFactory


@pytest.fixture
def proposal():
    programme = ProgrammeFactory.build()
    household = HouseholdFactory.build(label="K-417", centre=None)
    volunteer = VolunteerFactory.build(label="W-12", centre=None)
    return Proposal(
        seeker=Seeker(programme=programme, household=household),
        helper=Helper(programme=programme, volunteer=volunteer),
        criteria=[
            {"code": "language", "values": {"language": "uk", "seeker_level": 7, "helper_level": 4}},
            {"code": "distance", "values": {"km": 2.4, "limit_km": 8.0}},
            {"code": "time", "values": {"hours": 7.5, "full_at": 8.0}},
        ],
    )


def test_every_code_has_its_words():
    assert set(SENTENCES) == set(CRITERIA) == set(Criterion)
    assert set(STEPS) == {EVERYBODY, *HardRule}
    assert set(RULES) == {*HardRule, TAKEN_BY_OTHERS, LEFT_MEANWHILE}


NOT_MET = {"seeker_wish": "woman", "helper_wish": "", "seeker_met": False, "helper_met": True}
TOLD = [
    ("language", {"language": "uk", "seeker_level": 7, "helper_level": 4}),
    "Ukrainian: K-417 native, W-12 B2.",
    ("language", {"language": "", "seeker_level": -1, "helper_level": 4}),
    "They have no language in common yet.",
    ("distance", {"km": 2.4, "limit_km": 8.0}),
    "2.4 km apart; the limit is 8 km.",
    ("time", {"hours": 7.5, "full_at": 8.0}),
    "7.5 hours a week in common; from 8 on they would earn all points.",
    ("time", {"hours": 9.0, "full_at": 8.0}),
    "9 hours a week in common; that is plenty.",
    ("needs", {"shared": ["school", "work"], "asked": ["school", "work", "company"]}),
    "2 of 3: School and Work.",
    ("needs", {"shared": [], "asked": ["school"]}),
    "None of the needs is among the offers.",
    ("needs", {"shared": [], "asked": []}),
    "K-417 named no needs, so half of the points.",
    ("life_stage", {"shared": ["7-9"], "asked": ["7-9"]}),
    "W-12 is at home with 7-9 years.",
    ("life_stage", {"shared": [], "asked": ["7-9"]}),
    "W-12 did not name these ages.",
    ("life_stage", {"shared": [], "asked": []}),
    "Nothing is known about ages, so half of the points.",
    ("gender", NOT_MET),
    "K-417 would rather have had it otherwise.",
    ("gender", NOT_MET | {"seeker_met": True}),
    "The wish for a woman or a man is met.",
    ("gender", NOT_MET | {"seeker_wish": "", "seeker_met": True}),
    "Neither side wished for a woman or a man.",
    ("trade", {"seeker_trade": "cleaning", "helper_trade": "cleaning"}),
    "Both work in: Cleaning and laundry.",
    ("trade", {"seeker_trade": "cleaning", "helper_trade": ""}),
    "They work in different trades.",
    ("load", {"families": 0}),
    "W-12 has had no family this year yet.",
    ("load", {"families": 1}),
    "W-12 has or had 1 family this year.",
    ("load", {"families": 2}),
    "W-12 has or had 2 families this year.",
]


@pytest.mark.parametrize(("criterion", "expected"), zip(TOLD[::2], TOLD[1::2], strict=True))
def test_criterion_is_told_in_words(proposal, criterion, expected):
    code, values = criterion
    assert sentence({"code": code, "values": values}, proposal) == expected


def test_criterion_of_a_newer_engine_is_left_out(proposal):
    assert sentence({"code": "astrology", "values": {}}, proposal) == ""


def test_summary_tells_language_distance_and_time(proposal):
    assert summary(proposal) == "They speak Ukrainian together, live 2.4 km apart and share 7.5 hours a week."
    proposal.criteria[0]["values"]["language"] = ""
    assert summary(proposal) == "They live 2.4 km apart and share 7.5 hours a week."


def test_funnel_tells_the_steps_that_lost_somebody():
    counts = [
        ("everybody", 812), ("available", 812), ("language", 240), ("distance", 31), ("gender", 31),
        ("time", 4), ("veto", 0), ("room", 0),
    ]  # fmt: skip
    unmatched = Unmatched(funnel=counts, blocked_by="veto")
    assert [(step.label, step.left) for step in funnel(unmatched)] == [
        ("all helpers of the programme", 812),
        ("share a language", 240),
        ("near enough", 31),
        ("free at the same time", 4),
        ("not ruled out before", 0),
    ]
    assert why_unmatched(unmatched) == "This pair was ruled out before."
    assert funnel(Unmatched(funnel=[])) == []


def test_priority_is_told_in_words():
    assert priority_reason(Reason("asks", 1)) == "Asks for a helper."
    assert priority_reason(Reason("waits", 1, days=1)) == "Has waited 1 day."
    assert priority_reason(Reason("waits", 2, days=70)) == "Has waited 70 days."
    assert priority_reason(Reason("baby", 1, "born in May")) == "A child under three: born in May"


@pytest.mark.parametrize("error", RunError)
def test_failed_run_tells_why(error):
    told = outcome(Run(state="failed", error=error))
    assert told == error.label
    assert told.endswith(".")


def test_notes_are_told_in_words():
    assert note({"code": "no_place", "count": 3, "labels": ["K-1", "W-2"]}) == (
        "Left out until we know where they live: K-1, W-2 and 1 more."
    )
    assert note({"code": "pin_dropped", "seeker": "K-1", "helper": "W-2", "rule": "time"}) == (
        "The pin of K-1 and W-2 was taken off. "
        "There is no time in the week at which both are free for a whole meeting."
    )
    assert note({"code": "left_meanwhile", "count": 1}) == (
        "1 pair became impossible while the run was on and is not proposed."
    )
    assert note({"code": "violation", "rule": "room"}) == "The check found: room."
