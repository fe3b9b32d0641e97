"""Programmes and who is in them; runs and what they propose; decisions; pairs."""

from .evidence import RunEvidence, RunHelper, RunSeeker
from .pairs import Pair, PairLife, PairStep, PairSurvey
from .programmes import Helper, Programme, ProgrammeCentre, ProgrammeRules, Seeker
from .proposals import Decision, Proposal, Unmatched, Veto
from .runs import Run

__all__ = [
    "Decision",
    "Helper",
    "Pair",
    "PairLife",
    "PairStep",
    "PairSurvey",
    "Programme",
    "ProgrammeCentre",
    "ProgrammeRules",
    "Proposal",
    "Run",
    "RunEvidence",
    "RunHelper",
    "RunSeeker",
    "Seeker",
    "Unmatched",
    "Veto",
]
