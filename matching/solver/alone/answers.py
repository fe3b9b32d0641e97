"""What `match` tells: pairs with the points of each wish, why others found nobody, and the proof."""

from typing import Any, NoReturn

from matching.solver.codes import Criterion, HardRule
from matching.solver.result import Result
from matching.solver.weighing import LockError

from .profiles import Profiles


def answer(profiles: Profiles, result: Result) -> dict[str, Any]:
    """The result as one JSON object, with people by their ids."""
    objective, certificate = result.objective, result.certificate
    return {
        "status": result.status.value,
        "seekers": len(profiles.seekers),
        "helpers": len(profiles.helpers),
        "candidates": result.candidates,
        "matched": objective.matched,
        "weight": objective.weight,
        "points": objective.points,
        "kept": objective.kept,
        "per_weight": result.scale.per_weight,
        "per_point": result.scale.per_point,
        "value": certificate.value,
        "bound": certificate.bound,
        "gap": certificate.gap,
        "violation": certificate.violation,
        "pairs": _pairs(profiles, result),
        "unmatched": _unmatched(profiles, result),
        "seed": result.seed,
    }


def refuse_locks(profiles: Profiles, error: LockError) -> NoReturn:
    """Raise InputError at the first locked pair that breaks a rule, naming the rules."""
    rows = [tuple(pair) for pair in profiles.problem.locks.tolist()]
    seeker, helper, rules = error.broken[0]
    broken = ", ".join(rule.value for rule in rules)
    profiles.locks[rows.index((seeker, helper))].fail(f"this pair is locked and breaks the rules: {broken}")


def _pairs(profiles: Profiles, result: Result) -> list[dict[str, Any]]:
    pairs = result.pairs
    return [
        {
            "seeker": profiles.seekers[seeker],
            "helper": profiles.helpers[helper],
            "points": points,
            "criteria": {code.value: earned for code, earned in zip(Criterion, criteria, strict=True)},
            "locked": locked,
            "kept": kept,
        }
        for seeker, helper, points, criteria, locked, kept in zip(
            *(
                getattr(pairs, name).tolist()
                for name in ("seeker", "helper", "points", "criteria", "locked", "kept")
            ),
            strict=True,
        )
    ]


def _unmatched(profiles: Profiles, result: Result) -> list[dict[str, Any]]:
    """Each seeker left over: the rule after which nobody was left (null: others took all who were), and how
    many helpers were left after each rule and those before it."""
    unmatched = result.unmatched
    return [
        {
            "seeker": profiles.seekers[seeker],
            "stopped_by": None if rule is None else rule.value,
            "funnel": {"everybody": unmatched.everybody}
            | {step.value: count for step, count in zip(HardRule, left, strict=True)},
        }
        for seeker, rule, left in zip(
            unmatched.seeker.tolist(), unmatched.stopped_by(), unmatched.left.tolist(), strict=True
        )
    ]
