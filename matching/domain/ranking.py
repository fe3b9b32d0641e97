"""Who would suit somebody best, of all who can be chosen by hand: the engine's own rules and points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from django.db.models import QuerySet
from django.utils import timezone
from numpy.typing import NDArray

from matching.domain.examination import CIRCUMSTANCES, Examination, examinations
from matching.domain.problems import HELPERS_AT, Question, ask_between, has_a_place, seekers_at
from matching.models import Helper, Seeker
from matching.solver import Criterion, HardRule
from matching.solver.constraints import broken_rules
from matching.solver.scoring import criteria_points
from matching.solver.tables import Tables

IS_CIRCUMSTANCE = np.array([rule.value in CIRCUMSTANCES for rule in HardRule])
AT_DISTANCE = list(HardRule).index(HardRule.DISTANCE)
OF_DISTANCE = list(Criterion).index(Criterion.DISTANCE)


class Fit(IntEnum):
    """What the hard rules say of two people: the least first."""

    SUITS = 0
    CIRCUMSTANCE = 1
    FORBIDDEN = 2


@dataclass(frozen=True)
class Ranking:
    """Everybody who could be chosen for one place, by number of theirs, the best first.

    fits: what the rules say of each, in this order: who suits by points, then those against whom only
    circumstances speak, then those whom a rule forbids; nowhere: numbers of the (seekers, helpers) of whom
    nobody knows where they live.
    """

    question: Question
    fits: Mapping[int, Fit]
    nowhere: tuple[frozenset[int], frozenset[int]]

    def look_at(self, pairs: Sequence[tuple[Seeker, Helper]]) -> list[Examination]:
        """What the rules say of some of them, in their order; no query is made."""
        return examinations(self.question, pairs, self.nowhere)


def rank_helpers(seeker: Seeker, helpers: QuerySet[Helper]) -> Ranking:
    """Those of these who are active, for a family that waits; as many queries for thousands as for one.

    Refusal when the programme has no rules for today.
    """
    return _rank(Seeker.objects.filter(pk=seeker.pk), helpers, seeker, by_helper=True)


def rank_seekers(helper: Helper, seekers: QuerySet[Seeker]) -> Ranking:
    """All of these, who wait, for one helper; otherwise as `rank_helpers`."""
    return _rank(seekers, Helper.objects.filter(pk=helper.pk), helper, by_helper=False)


def _rank(
    seekers: QuerySet[Seeker], helpers: QuerySet[Helper], place: Seeker | Helper, *, by_helper: bool
) -> Ranking:
    question = ask_between(place.programme, seekers, helpers, on=timezone.localdate())
    nowhere = _nowhere(seekers, helpers, question)
    problem = question.problem
    ids = problem.helpers.id if by_helper else problem.seekers.id
    rows, alone = np.arange(len(ids)), np.zeros(len(ids), dtype=np.int64)
    fits, points = _judged(question, *((alone, rows) if by_helper else (rows, alone)), nowhere)
    order = np.lexsort((ids, -points, fits))
    order = order[problem.helpers.available[order if by_helper else alone]]
    ordered = zip(ids[order].tolist(), map(Fit, fits[order].tolist()), strict=True)
    return Ranking(question, dict(ordered), nowhere)


def _judged(
    question: Question,
    s: NDArray[np.int64],
    h: NDArray[np.int64],
    nowhere: tuple[frozenset[int], frozenset[int]],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Fit and points of each pair of rows; whose place is unknown is neither near nor far enough."""
    tables = Tables.of(question.problem)
    broken, points = broken_rules(tables, s, h), criteria_points(tables, s, h)
    seeker, helper = question.problem.seekers.id[s], question.problem.helpers.id[h]
    lost = np.isin(seeker, list(nowhere[0])) | np.isin(helper, list(nowhere[1]))
    broken[lost, AT_DISTANCE] = True
    points[lost, OF_DISTANCE] = 0
    forbidden = (broken & ~IS_CIRCUMSTANCE).any(axis=1)
    fits = np.where(forbidden, Fit.FORBIDDEN, np.where(broken.any(axis=1), Fit.CIRCUMSTANCE, Fit.SUITS))
    return fits, points.sum(axis=1, dtype=np.int64)


def _nowhere(
    seekers: QuerySet[Seeker], helpers: QuerySet[Helper], question: Question
) -> tuple[frozenset[int], frozenset[int]]:
    at = seekers_at(same_employer=question.rules["same_employer"])
    return (
        frozenset(seekers.exclude(has_a_place(at)).values_list("pk", flat=True)),
        frozenset(helpers.exclude(has_a_place(HELPERS_AT)).values_list("pk", flat=True)),
    )
