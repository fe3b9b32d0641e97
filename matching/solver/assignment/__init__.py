"""The bare assignment: weights, room and points as numbers, without people, rules or wishes.

result = solve_assignment(AssignmentProblem(weight=..., room=..., seeker=..., helper=..., points=...))
assert check_assignment(problem, result) == []
"""

from .check import check_assignment
from .problem import AssignmentProblem, AssignmentResult, Prices, Proof, RepeatedPair
from .solve import solve_assignment

__all__ = [
    "AssignmentProblem",
    "AssignmentResult",
    "Prices",
    "Proof",
    "RepeatedPair",
    "check_assignment",
    "solve_assignment",
]
