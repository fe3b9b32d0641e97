"""Reading the solver's answer: pairs with their criteria, funnels of those left over; plain data."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from base.common.enums import AgeBand, HelpArea, Trade
from matching.domain.problems import Question
from matching.enums import TAKEN_BY_OTHERS
from matching.solver import Criterion, CriterionExplanation, HardRule, Problem, Result, Weights
from matching.solver.messages import Answer

#: Told even where a programme gives no points for them: nobody can judge a pair without.
ALWAYS_TOLD = frozenset({Criterion.LANGUAGE, Criterion.DISTANCE, Criterion.TIME})
EVERYBODY = "everybody"

Values = dict[str, Any]


@dataclass(frozen=True)
class ChosenPair:
    """A pair of places by number; criteria: list of {code, points, max, values}."""

    seeker: int
    helper: int
    points: int
    weight: int
    locked: bool
    criteria: list[dict[str, Any]]


@dataclass(frozen=True)
class LeftOver:
    """A place without a helper; funnel: [step, helpers left] from everybody on, in the order of the rules."""

    seeker: int
    weight: int
    blocked_by: str
    funnel: list[tuple[str, int]]


def chosen_pairs(question: Question, answer: Answer) -> list[ChosenPair]:
    """All pairs, the most urgent first and among them those with the most points."""
    problem, pairs = question.problem, answer.result.pairs
    columns = zip(
        problem.seekers.id[pairs.seeker].tolist(),
        problem.helpers.id[pairs.helper].tolist(),
        pairs.points.tolist(),
        problem.seekers.weight[pairs.seeker].tolist(),
        pairs.locked.tolist(),
        _criteria(question, answer),
        strict=True,
    )
    chosen = [ChosenPair(*row) for row in columns]
    return sorted(chosen, key=lambda one: (-one.weight, -one.points, one.seeker))


def left_over(question: Question, answer: Answer) -> list[LeftOver]:
    """All who are without a helper, the most urgent first."""
    return left_by(question.problem, answer.result)


def left_by(problem: Problem, result: Result) -> list[LeftOver]:
    """The same of a problem and its result, by the ids in it."""
    unmatched = result.unmatched
    steps = [EVERYBODY, *(rule.value for rule in HardRule)]
    rows = zip(
        problem.seekers.id[unmatched.seeker].tolist(),
        problem.seekers.weight[unmatched.seeker].tolist(),
        unmatched.stopped_by(),
        unmatched.left.tolist(),
        strict=True,
    )
    found = [
        LeftOver(
            seeker=seeker,
            weight=weight,
            blocked_by=TAKEN_BY_OTHERS if rule is None else rule.value,
            funnel=list(zip(steps, [unmatched.everybody, *left], strict=True)),
        )
        for seeker, weight, rule, left in rows
    ]
    return sorted(found, key=lambda one: (-one.weight, one.seeker))


def criteria_of(question: Question, explained: Sequence[CriterionExplanation]) -> list[dict[str, Any]]:
    """The criteria of one pair, in the shape in which proposals keep them."""
    told = []
    for one in explained:
        if _is_told(one.code, one.max_points):
            read = READ.get(one.code)
            values = read(one.values, question) if read else one.values
            told.append(_criterion(one.code, one.points, one.max_points, values))
    return told


def _is_told(code: Criterion, most: int) -> bool:
    return bool(most) or code in ALWAYS_TOLD


def _criterion(code: Criterion, points: int, most: int, values: Values) -> dict[str, Any]:
    return {"code": code.value, "points": points, "max": most, "values": values}


def _criteria(question: Question, answer: Answer) -> Iterator[list[dict[str, Any]]]:
    weights: Weights = question.problem.rules.weights
    told = []
    for column, code in enumerate(Criterion):
        most = getattr(weights, code.value)
        if not _is_told(code, most):
            continue
        points = answer.result.pairs.criteria[:, column].tolist()
        values = _rows(answer.values[code], READ.get(code), question)
        told.append([_criterion(code, earned, most, row) for earned, row in zip(points, values, strict=True)])
    return map(list, zip(*told, strict=True))


def _rows(
    columns: Mapping[str, Any], read: "Callable[[Values, Question], Values] | None", question: Question
) -> list[Values]:
    names = list(columns)
    rows = [
        dict(zip(names, row, strict=True))
        for row in zip(*(columns[name].tolist() for name in names), strict=True)
    ]
    return [read(row, question) for row in rows] if read else rows


# --- from the solver's numbers to our codes -------------------------------------------------------------


def _language(values: Values, question: Question) -> Values:
    number = values["language"]
    return {**values, "language": question.languages[number] if number >= 0 else ""}


def _needs(values: Values, question: Question) -> Values:
    return {name: _codes(mask, HelpArea) for name, mask in values.items()}


def _life_stage(values: Values, question: Question) -> Values:
    return {name: _codes(mask, AgeBand) for name, mask in values.items()}


def _gender(values: Values, question: Question) -> Values:
    return {**values, **{name: WISHED[values[name]] for name in ("seeker_wish", "helper_wish")}}


def _trade(values: Values, question: Question) -> Values:
    return {name: Trade.values[number] if number >= 0 else "" for name, number in values.items()}


READ: Mapping[Criterion, Callable[[Values, Question], Values]] = {
    Criterion.LANGUAGE: _language,
    Criterion.NEEDS: _needs,
    Criterion.LIFE_STAGE: _life_stage,
    Criterion.GENDER: _gender,
    Criterion.TRADE: _trade,
}
WISHED: Sequence[str] = ("", "woman", "man")


@lru_cache(maxsize=4096)
def _codes(mask: int, codes: type[HelpArea] | type[AgeBand]) -> list[str]:
    return [code for position, code in enumerate(codes.values) if mask >> position & 1]
