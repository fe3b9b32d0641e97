"""Exact matching of seekers with helpers: a Problem in, a proven Result out.

Pure Python, numpy, scipy and OR-Tools; usable without the platform around it.

    result = solve(Problem(seekers=..., helpers=..., rules=Rules()))
    assert check(problem, result) == []
"""

from .assignment import AssignmentProblem, AssignmentResult, check_assignment, solve_assignment
from .check import Violation, check
from .codes import Criterion, HardRule, LanguagePurpose, Status, Strength
from .duals import Certificate, Duals
from .explain import (
    CriterionExplanation,
    PairExplanation,
    RuleExplanation,
    explain_pair,
    explain_pairs,
)
from .network import SolverError
from .objective import Scale
from .problem import Helpers, Problem, ProblemError, Rules, Seekers, Weights
from .result import Objective, Pairs, Result, Unmatched
from .solve import Params, solve
from .weighing import LockError

__all__ = [
    "AssignmentProblem",
    "AssignmentResult",
    "Certificate",
    "Criterion",
    "CriterionExplanation",
    "Duals",
    "HardRule",
    "Helpers",
    "LanguagePurpose",
    "LockError",
    "Objective",
    "PairExplanation",
    "Pairs",
    "Params",
    "Problem",
    "ProblemError",
    "Result",
    "RuleExplanation",
    "Rules",
    "Scale",
    "Seekers",
    "SolverError",
    "Status",
    "Strength",
    "Unmatched",
    "Violation",
    "Weights",
    "check",
    "check_assignment",
    "explain_pair",
    "explain_pairs",
    "solve",
    "solve_assignment",
]
