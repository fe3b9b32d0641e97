"""The independent judge: whether a result answers its problem, and whether its proof holds.

Rules and points are worked out again by `recount`, prices are tried on every pair there is. It needs no
OR-Tools and shares no code with what made the result.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .codes import Criterion, HardRule
from .everybody import MANY_PAIRS, Everybody
from .problem import Problem
from .recount import Points, Recount, Some
from .result import Result


@dataclass(frozen=True)
class Violation:
    """One thing wrong with a result: a short code and a sentence."""

    code: str
    sentence: str


def check(
    problem: Problem, result: Result, on_progress: Callable[[float], None] | None = None
) -> list[Violation]:
    """Everything wrong with `result` as an answer to `problem`; an empty list means all is well.

    Checks every hard rule of every pair, room, locks, points, totals, funnels, how many pairs are allowed,
    and the optimality proof on all pairs of the two sides. Takes about a second at 10,000 × 8,000.
    """
    return list(Judge(problem, result, on_progress).violations())


class Judge:
    """One problem and one result."""

    def __init__(
        self, problem: Problem, result: Result, on_progress: Callable[[float], None] | None = None
    ) -> None:
        self.report = on_progress or (lambda share: None)
        self.problem, self.result, self.law = problem, result, Recount(problem)
        self.seekers, self.helpers = len(problem.seekers), len(problem.helpers)
        self.s, self.h = result.pairs.seeker, result.pairs.helper
        self.pairs = list(zip(self.s.tolist(), self.h.tolist(), strict=True))

    def violations(self) -> Iterator[Violation]:
        strangers = list(self.strangers())
        yield from strangers
        if strangers:
            return
        yield from self.who_is_matched()
        yield from self.hard_rules()
        points = self.law.wishes(self.s, self.h)
        yield from self.points(points)
        yield from self.totals(points)
        yield from self.funnels_and_proof(points)

    # Every index names somebody, and everybody has a price; nothing else can be looked at before.
    def strangers(self) -> Iterator[Violation]:
        for s, h in self.pairs:
            if not (0 <= s < self.seekers and 0 <= h < self.helpers):
                yield Violation("index", f"Pair ({s}, {h}) names someone who is not in the problem.")
        for s in self.result.unmatched.seeker.tolist():
            if not 0 <= s < self.seekers:
                yield Violation("index", f"Unmatched seeker {s} is not in the problem.")
        if (len(self.result.duals.seeker), len(self.result.duals.helper)) != (self.seekers, self.helpers):
            yield Violation("index", "The prices are not those of these seekers and helpers.")

    # Nobody twice, nobody beyond their room, locks kept, everybody accounted for.
    def who_is_matched(self) -> Iterator[Violation]:
        room = self.problem.helpers.room
        for s in _repeated(self.s):
            yield Violation("one_helper", f"Seeker {s} has more than one helper.")
        taken = np.bincount(self.h, minlength=self.helpers)
        for h in np.flatnonzero(taken > room).tolist():
            yield Violation("over_room", f"Helper {h} has {taken[h]} seekers and room for {room[h]}.")
        chosen = set(self.pairs)
        for s, h in self.problem.locks.tolist():
            if (s, h) not in chosen:
                yield Violation("lock", f"The locked pair ({s}, {h}) was not kept.")
        locked = self.law.is_listed(self.problem.locks, self.s, self.h)
        kept = self.law.is_listed(self.problem.previous, self.s, self.h)
        wrong = (locked != self.result.pairs.locked) | (kept != self.result.pairs.kept)
        for i in np.flatnonzero(wrong).tolist():
            yield Violation("flags", f"Pair {self.pairs[i]} is marked wrongly as locked or as shown before.")
        everybody = self.s.tolist() + self.result.unmatched.seeker.tolist()
        if sorted(everybody) != list(range(self.seekers)):
            yield Violation("unmatched", "Matched and unmatched together are not all seekers, once each.")

    def hard_rules(self) -> Iterator[Violation]:
        for rule in HardRule:
            for i in np.flatnonzero(~self.law.allows(rule, self.s, self.h)).tolist():
                yield Violation(rule.value, f"Pair {self.pairs[i]} breaks the rule '{rule.value}'.")

    def points(self, points: dict[Criterion, Points]) -> Iterator[Violation]:
        ours = np.column_stack(list(points.values()))
        stored = self.result.pairs
        wrong = (ours != stored.criteria).any(axis=1) | (ours.sum(axis=1) != stored.points)
        for i in np.flatnonzero(wrong).tolist():
            yield Violation("points", f"Pair {self.pairs[i]} earns {ours[i].tolist()}, stored is another.")

    def totals(self, points: dict[Criterion, Points]) -> Iterator[Violation]:
        objective = self.result.objective
        kept = self.law.is_listed(self.problem.previous, self.s, self.h)
        weight = self.problem.seekers.weight[self.s]
        earned = sum(int(one.sum()) for one in points.values())
        ours = (len(self.pairs), int(weight.sum()), earned, int(kept.sum()))
        stored = (objective.matched, objective.weight, objective.points, objective.kept)
        if ours != stored:
            yield Violation("objective", f"Matched, weight, points, kept are {ours}, stored are {stored}.")

    # Every pair within reach is tried: for the funnels, and against the prices.
    def funnels_and_proof(self, points: dict[Criterion, Points]) -> Iterator[Violation]:
        if self.seekers * self.helpers > MANY_PAIRS:
            left, violation, could_be_kept = Everybody(self.law).tried(self.result, self.report)
        else:
            left, violation, could_be_kept = self.tried()
        yield from self.funnels(left)
        yield from self.candidates(int(left[:, -1].sum()))
        yield from self.proof(violation, self.profit(self.s, self.h, points))
        if not self.scale_keeps_aims_apart(could_be_kept):
            yield Violation("scale", "The scale lets a lesser aim outweigh a greater one.")

    # Helpers left after each rule (n, 11), the most by which a price is too low, pairs that could be kept.
    def tried(self) -> tuple[NDArray[np.int64], int, int]:
        left = np.zeros((self.seekers, len(HardRule)), dtype=np.int64)
        left[:, 0] = self.problem.helpers.available.sum()
        violation, could_be_kept = 0, 0
        for who, speaking, s, h in self.law.blocks():
            left[who, 1] = speaking
            left[who, 2] = np.bincount(s - who.start, minlength=len(speaking))
            for step, rule in enumerate(HardRule):
                if step > 2:
                    allowed = self.law.allows(rule, s, h)
                    s, h = s[allowed], h[allowed]
                    left[who, step] = np.bincount(s - who.start, minlength=len(speaking))
            violation = max(violation, self.most_underpriced(s, h))
            could_be_kept += int(self.law.is_listed(self.problem.previous, s, h).sum())
            self.report(who.stop / self.seekers)
        return left, violation, could_be_kept

    def profit(self, s: Some, h: Some, points: dict[Criterion, Points]) -> Points:
        scale, weight = self.result.scale, self.problem.seekers.weight[s]
        kept = self.law.is_listed(self.problem.previous, s, h)
        return weight * scale.per_weight + sum(points.values()) * scale.per_point + kept

    # Locked seekers have their one helper and take nobody else's room, so nothing else is priced for them.
    def most_underpriced(self, s: Some, h: Some) -> int:
        locked_to = self.law.locked_to[s]
        counts = (locked_to < 0) | (locked_to == h)
        s, h, locked = s[counts], h[counts], locked_to[counts] >= 0
        duals = self.result.duals
        price = duals.seeker[s] + np.where(locked, 0, duals.helper[h])
        return int((self.profit(s, h, self.law.wishes(s, h)) - price).max(initial=0))

    def funnels(self, left: NDArray[np.int64]) -> Iterator[Violation]:
        unmatched = self.result.unmatched
        if unmatched.everybody != self.helpers:
            yield Violation("funnel", "The funnel starts with another number of helpers.")
        for s, stored in zip(unmatched.seeker.tolist(), unmatched.left.tolist(), strict=True):
            if left[s].tolist() != stored:
                yield Violation(
                    "funnel", f"Seeker {s} has the funnel {left[s].tolist()}, stored is {stored}."
                )

    def candidates(self, allowed: int) -> Iterator[Violation]:
        if allowed != self.result.candidates:
            yield Violation(
                "candidates", f"{allowed} pairs are allowed, weighed were {self.result.candidates}."
            )

    # Prices not below zero, high enough for every allowed pair, and together no more than was earned.
    def proof(self, violation: int, profit: Points) -> Iterator[Violation]:
        duals, certificate = self.result.duals, self.result.certificate
        violation = max(violation, -int(duals.seeker.min(initial=0)), -int(duals.helper.min(initial=0)))
        value = sum(profit.tolist())
        rooms = zip(duals.helper.tolist(), self.law.free_room.tolist(), strict=True)
        bound = sum(duals.seeker.tolist()) + sum(price * room for price, room in rooms)
        ours = (value, bound, bound - value, violation)
        stored = (certificate.value, certificate.bound, certificate.gap, certificate.violation)
        if ours != stored:
            yield Violation("certificate", f"Value, bound, gap, violation are {ours}, stored are {stored}.")
        if ours[2:] != (0, 0):
            yield Violation("optimum", f"The proof does not close: gap {ours[2]}, violation {ours[3]}.")

    def scale_keeps_aims_apart(self, could_be_kept: int) -> bool:
        scale, weights = self.result.scale, self.problem.rules.weights
        pairs = min(self.seekers, int(self.problem.helpers.room.sum()))
        most_points = sum(getattr(weights, criterion.value) for criterion in Criterion)
        most_kept = min(could_be_kept, pairs)
        most_q = pairs * most_points * scale.per_point + most_kept
        return scale.per_point > most_kept and scale.per_weight > most_q


def _repeated(numbers: Some) -> list[int]:
    values, counts = np.unique(numbers, return_counts=True)
    found: list[int] = values[counts > 1].tolist()
    return found
