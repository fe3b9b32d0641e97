"""What a run was asked and what it answered, kept so that anybody can check it again (`verification`).

The arrays hold rows without numbers of people; which row is whose stands in two tables of its own, whose rows
go with the person. So the proof outlives the people in it, and tells nothing about who they were.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

import numpy as np
from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

from base.audit.actor import Actor
from base.audit.domain.records import record
from base.common.errors import Refusal
from matching.domain.inserting import insert_rows, prepared
from matching.domain.problems import Question
from matching.enums import RunKind, RunState
from matching.models import Helper, Run, RunEvidence, RunHelper, RunSeeker, Seeker
from matching.solver import Problem, ProblemError, Result
from matching.solver.messages import Answer
from matching.solver.packing import FORMAT, draw_order, pack, unpack, without_numbers

#: In `Run.findings`: rows of families in the run's evidence for whom publishing differs from the answer.
#: `gone` no longer waited, `held` had a proposal pinned meanwhile, `lost` their helper meanwhile; the pairs
#: of those `shown_otherwise` are marked as kept although the answer does not, or the other way round.
MEANWHILE = "meanwhile"


class BrokenEvidence(Refusal):
    """The stored arrays are not what was stored, or cannot be read; `code` is "altered" or "unreadable"."""

    SENTENCES: Mapping[str, Any] = {
        "altered": _("The stored evidence was changed since the run: its digest is another one."),
        "unreadable": _("The stored evidence cannot be read by this version of the program."),
    }

    def __init__(self, code: str) -> None:
        super().__init__(self.SENTENCES[code], code)


@dataclass(frozen=True, eq=False)
class Prepared:
    """Evidence before it is stored; seeker, helper: from the number of a place to its row."""

    arrays: bytes
    digest: str
    seeker: Mapping[int, int]
    helper: Mapping[int, int]


@dataclass(frozen=True, eq=False)
class Evidence:
    """Evidence read back: problem and result in their own rows; languages: codes of the columns of levels."""

    run: Run
    problem: Problem
    result: Result
    languages: tuple[str, ...]
    on: date
    digest: str
    size: int

    @cached_property
    def seekers(self) -> dict[int, int]:
        """Row → number of the place of a family; missing where the person was erased."""
        return dict(self.run.seeker_key.values_list("row", "seeker_id"))

    @cached_property
    def helpers(self) -> dict[int, int]:
        """Row → number of the place of a helper; missing where the person was erased."""
        return dict(self.run.helper_key.values_list("row", "helper_id"))

    @cached_property
    def seeker_rows(self) -> dict[int, int]:
        """The other way round."""
        return {pk: row for row, pk in self.seekers.items()}

    @cached_property
    def helper_rows(self) -> dict[int, int]:
        """The other way round."""
        return {pk: row for row, pk in self.helpers.items()}


def prepare_evidence(question: Question, answer: Answer) -> Prepared:
    """Everything that can be worked out before a transaction opens: half a second at 10,000 × 8,000."""
    order = draw_order(question.problem)
    problem, result = without_numbers(question.problem, answer.result, order)
    arrays = pack(problem, result, {"languages": question.languages, "on": question.on.isoformat()})
    return Prepared(
        arrays,
        hashlib.sha256(arrays).hexdigest(),
        _rows(question.problem.seekers.id[order.seekers]),
        _rows(question.problem.helpers.id[order.helpers]),
    )


def keep_evidence(run: Run, evidence: Prepared) -> None:
    """Store it in the caller's transaction; who was erased since the run began gets no key."""
    programme = run.programme_id
    insert_rows(
        RunEvidence,
        ("run", "arrays", "digest", "format"),
        [(run.pk, prepared(RunEvidence, "arrays", evidence.arrays), evidence.digest, FORMAT)],
    )
    seekers = set(Seeker.objects.filter(programme=programme).order_by().values_list("pk", flat=True))
    helpers = set(Helper.objects.filter(programme=programme).order_by().values_list("pk", flat=True))
    insert_rows(RunSeeker, ("run", "row", "seeker"), _key(run, evidence.seeker, seekers))
    insert_rows(RunHelper, ("run", "row", "helper"), _key(run, evidence.helper, helpers))


def evidence_of(run: Run) -> Evidence | None:
    """What was kept of a run; None when nothing was, or not any more. Raises BrokenEvidence."""
    kept = RunEvidence.objects.filter(run=run).first()
    if kept is None:
        return None
    arrays = bytes(kept.arrays)
    if hashlib.sha256(arrays).hexdigest() != kept.digest:
        raise BrokenEvidence("altered")
    try:
        problem, result, about = unpack(arrays)
        languages, on = tuple(about["languages"]), date.fromisoformat(about["on"])
    except (ProblemError, KeyError, TypeError, ValueError) as error:
        raise BrokenEvidence("unreadable") from error
    return Evidence(run, problem, result, languages, on, kept.digest, len(arrays))


def size_and_digest(run: Run) -> tuple[int, str] | None:
    """Bytes and SHA-256 of what is kept of a run; None when nothing is."""
    kept = RunEvidence.objects.filter(run=run).annotate(size=Length("arrays"))
    return kept.values_list("size", "digest").first()


@transaction.atomic
def take_evidence(run: Run, *, by: Actor) -> bytes:
    """The file as it is kept, to be checked elsewhere; on record.

    Refuses where none is kept, and where people of another centre than the programme's lead are in it.
    """
    kept = RunEvidence.objects.filter(run=run).first()
    if kept is None:
        raise Refusal(_("No evidence is kept of this run."), "no_evidence")
    lead = run.programme.lead_id
    others = run.seeker_key.exclude(seeker__household__centre=lead).exists() or (
        run.helper_key.exclude(Q(helper__volunteer__centre=lead) | Q(helper__mentor__centre=lead)).exists()
    )
    if others:
        raise Refusal(_("People of a partner centre are in this run: its evidence stays here."), "partners")
    record("matching.run.evidence_taken", by=by, on=run, details={"digest": kept.digest})
    return bytes(kept.arrays)


@transaction.atomic
def forget_old_evidence(now: datetime) -> int:
    """Delete the evidence, not the figures, of runs older than promised; returns of how many.

    The newest finished run of each programme keeps its evidence however old it is.
    """
    promised = now - timedelta(days=settings.SPLOT_EVIDENCE_DAYS)
    done = Run.objects.filter(
        kind=RunKind.MATCHING, state=RunState.DONE, programme=OuterRef("run__programme")
    )
    newest = done.order_by("-finished_at", "-pk").values("pk")[:1]
    old = RunEvidence.objects.filter(run__requested_at__lt=promised).exclude(run=Subquery(newest))
    runs = list(old.values_list("run_id", flat=True))
    for key in (RunSeeker, RunHelper, RunEvidence):
        key._default_manager.filter(run__in=runs).delete()
    return len(runs)


def _rows(numbers: NDArray[np.int64]) -> dict[int, int]:
    return {pk: row for row, pk in enumerate(numbers.tolist())}


def _key(run: Run, rows: Mapping[int, int], known: Collection[int]) -> Iterable[tuple[int, int, int]]:
    return ((run.pk, row, pk) for pk, row in rows.items() if pk in known)
