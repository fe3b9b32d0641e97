"""A finished run checked again from what was stored: nothing is asked of the solver, nothing believed.

The evidence is read, its question and answer go before the independent judge, and everything the run, its
proposals and its leftovers say is compared with it. Who was erased since is missing on purpose and counted.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np

from base.audit.models import Record
from matching.domain.answers import left_by
from matching.domain.evidence import MEANWHILE, BrokenEvidence, Evidence, evidence_of
from matching.domain.problems import from_data
from matching.enums import LEFT_MEANWHILE, ProposalOrigin, RunNote
from matching.models import Run
from matching.solver import Criterion, Problem, Result, Violation, check

MOST_NAMED = 5  # differences or rows, of however many

Judge = Callable[[Problem, Result], list[Violation]]


class CheckCode(StrEnum):
    """What is checked, in this order."""

    EVIDENCE = "evidence"
    RECORD = "record"
    JUDGE = "judge"
    RULES = "rules"
    TOTALS = "totals"
    PROPOSALS = "proposals"
    LEFT_OVER = "left_over"


@dataclass(frozen=True)
class Check:
    """One check and how it went; `values` are plain data for its sentence (`verdicts`)."""

    code: CheckCode
    is_right: bool
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """All checks that could be made; violations: what the judge found, for those who look into it."""

    checks: tuple[Check, ...]
    violations: tuple[Violation, ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether everything is as it was stored. A run without evidence is not: nothing proves it."""
        return all(one.is_right for one in self.checks)

    @property
    def has_evidence(self) -> bool:
        """Whether there was anything to check."""
        return self.checks[0].values.get("why") != "none"


def verify(run: Run, *, judge: Judge = check) -> Verdict:
    """Recompute everything a finished run says from its evidence; changes nothing."""
    try:
        evidence = evidence_of(run)
    except BrokenEvidence as broken:
        return Verdict((Check(CheckCode.EVIDENCE, False, {"why": broken.code}),))
    if evidence is None:
        return Verdict((Check(CheckCode.EVIDENCE, False, {"why": "none"}),))
    kept = Check(CheckCode.EVIDENCE, True, {"digest": evidence.digest, "size": evidence.size})
    violations = judge(evidence.problem, evidence.result)
    return Verdict(
        (
            kept,
            _record(run, evidence),
            _judged(evidence, violations),
            _rules(run, evidence),
            _totals(run, evidence),
            _proposals(run, evidence),
            _left_over(run, evidence),
        ),
        tuple(violations),
    )


def _record(run: Run, evidence: Evidence) -> Check:
    """The audit, which can only be added to and is sealed, names the digest since the run."""
    published = Record.objects.filter(
        act="matching.run.publish", object_type=Run._meta.label_lower, object_id=str(run.pk)
    )
    digests = [details.get("evidence") for details in published.values_list("details", flat=True)]
    return Check(CheckCode.RECORD, digests == [evidence.digest], {"records": len(digests)})


def _judged(evidence: Evidence, violations: list[Violation]) -> Check:
    certificate = evidence.result.certificate
    values = {
        "pairs": len(evidence.result.pairs),
        "allowed": evidence.result.candidates,
        "value": certificate.value,
        "bound": certificate.bound,
        "found": len(violations),
        "codes": sorted({one.code for one in violations}),
    }
    return Check(CheckCode.JUDGE, not violations, values)


def _rules(run: Run, evidence: Evidence) -> Check:
    try:
        stored = from_data(run.rules, evidence.languages)
    except (KeyError, TypeError, ValueError):
        return Check(CheckCode.RULES, False)
    return Check(CheckCode.RULES, stored == evidence.problem.rules)


# --- figures ------------------------------------------------------------------------------------------


def _totals(run: Run, evidence: Evidence) -> Check:
    ours = _recomputed(run, evidence)
    differing = {
        name: {"stored": getattr(run, name), "recomputed": value}
        for name, value in ours.items()
        if getattr(run, name) != value
    }
    lost = sum(one["count"] for one in run.notes if one["code"] == RunNote.LEFT_MEANWHILE)
    if lost != len(_meanwhile(run, "lost")):
        differing["notes"] = {"stored": lost, "recomputed": len(_meanwhile(run, "lost"))}
    return Check(CheckCode.TOTALS, not differing, {"differing": differing})


def _recomputed(run: Run, evidence: Evidence) -> dict[str, Any]:
    """The run's figures, by the names of its fields."""
    problem, result = evidence.problem, evidence.result
    pairs, stays = result.pairs, _published(run, evidence)
    kept = pairs.kept ^ np.isin(pairs.seeker, list(_meanwhile(run, "shown_otherwise")))
    return {
        "seekers": len(problem.seekers),
        "helpers": int((problem.helpers.room > 0).sum()),
        "arcs": result.candidates,
        "matched": int(stays.sum()),
        "weight": int(problem.seekers.weight[pairs.seeker][stays].sum()),
        "points": int(pairs.points[stays].sum()),
        "kept": int(kept[stays].sum()),
        "gap": result.gap,
        "violation": result.violation,
        "seed": result.seed,
        "versions": result.versions,
    }


def _published(run: Run, evidence: Evidence) -> Any:
    """bool (k,): which pairs of the answer became proposals."""
    dropped = _meanwhile(run, "gone") | _meanwhile(run, "held") | _meanwhile(run, "lost")
    return ~np.isin(evidence.result.pairs.seeker, list(dropped))


def _meanwhile(run: Run, kind: str) -> set[int]:
    return set(run.findings.get(MEANWHILE, {}).get(kind, ()))


# --- row by row ---------------------------------------------------------------------------------------


@dataclass
class _Comparison:
    """What the evidence says of each row, against what is stored of it."""

    expected: dict[int, Any]
    erased: set[int]
    differing: list[int] = field(default_factory=list)
    strangers: int = 0

    def meet(self, row: int | None, stored: Any) -> None:
        """One stored thing; None for a row is somebody the run did not know."""
        if row is None or row not in self.expected:
            self.strangers += 1
        elif self.expected.pop(row) != stored:
            self.differing.append(row)

    def result(self, code: CheckCode, **values: Any) -> Check:
        """How it went, once everything was met."""
        missing = sorted(set(self.expected) - self.erased)
        erased = len(set(self.expected) & self.erased)
        is_right = not (self.differing or self.strangers or missing)
        told = {
            "differing": len(self.differing),
            "missing": len(missing),
            "strangers": self.strangers,
            "erased": erased,
            "rows": sorted([*self.differing, *missing])[:MOST_NAMED],
        }
        return Check(code, is_right, {**values, **told})


def _proposals(run: Run, evidence: Evidence) -> Check:
    expected = dict(_expected_pairs(run, evidence))
    erased = {
        row
        for row, (helper, *_) in expected.items()
        if row not in evidence.seekers or helper not in evidence.helpers
    }
    compared = _Comparison(expected, erased)
    stored = run.proposals.filter(origin=ProposalOrigin.RUN).order_by()
    columns = ("seeker_id", "helper_id", "points", "weight", "criteria")
    for seeker, helper, points, weight, criteria in stored.values_list(*columns):
        earned = {one["code"]: one["points"] for one in criteria}
        compared.meet(
            evidence.seeker_rows.get(seeker),
            (evidence.helper_rows.get(helper), points, weight, _told(earned)),
        )
    return compared.result(
        CheckCode.PROPOSALS,
        pairs=len(evidence.result.pairs),
        dropped=len(evidence.result.pairs) - int(_published(run, evidence).sum()),
    )


def _expected_pairs(run: Run, evidence: Evidence) -> Iterator[tuple[int, Any]]:
    pairs, stays = evidence.result.pairs, _published(run, evidence)
    rows = zip(
        pairs.seeker[stays].tolist(),
        pairs.helper[stays].tolist(),
        pairs.points[stays].tolist(),
        evidence.problem.seekers.weight[pairs.seeker[stays]].tolist(),
        pairs.criteria[stays].tolist(),
        strict=True,
    )
    for seeker, helper, points, weight, criteria in rows:
        earned = dict(zip((code.value for code in Criterion), criteria, strict=True))
        yield seeker, (helper, points, weight, _told(earned))


def _told(earned: Mapping[str, int]) -> dict[str, int]:
    """Criteria that earned nothing need not be told of."""
    return {code: points for code, points in earned.items() if points}


def _left_over(run: Run, evidence: Evidence) -> Check:
    away = _meanwhile(run, "gone") | _meanwhile(run, "held")
    expected: dict[int, Any] = {
        one.seeker: (one.weight, one.blocked_by, [list(step) for step in one.funnel])
        for one in left_by(evidence.problem, evidence.result)
        if one.seeker not in away
    }
    weight = evidence.problem.seekers.weight
    expected |= {row: (int(weight[row]), LEFT_MEANWHILE, []) for row in _meanwhile(run, "lost")}
    total = len(expected)
    compared = _Comparison(expected, {row for row in expected if row not in evidence.seekers})
    stored = run.unmatched.order_by().values_list("seeker_id", "weight", "blocked_by", "funnel")
    for seeker, priority, blocked_by, funnel in stored:
        compared.meet(evidence.seeker_rows.get(seeker), (priority, blocked_by, funnel))
    return compared.result(CheckCode.LEFT_OVER, left=total, meanwhile=len(_meanwhile(run, "lost")))
