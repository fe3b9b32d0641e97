"""What the last run makes of the people as they stand now: its outlook, kept at hand between questions.

The evidence of a run never changes, so what was worked out from it stays in this process. Decisions made
since are looked up at every question: their pairs stand, and whoever left the pool takes no place. So is
which row is whose, for a person can be erased at any time.
"""

import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import F

from matching.domain.evidence import Evidence, evidence_of
from matching.models import Helper, Pair, Run, RunEvidence, Seeker
from matching.queries import OPEN, waiting_seekers
from matching.solver.network import NOBODY
from matching.solver.outlook import Outlook

MOST_PAIRS_AT_HAND = 6_000_000  # allowed pairs of all outlooks together
MOST_AT_HAND = 8


@dataclass(frozen=True, eq=False)
class RunOutlook:
    """A finished run, its evidence, and its outlook with the decisions made since."""

    run: Run
    evidence: Evidence
    outlook: Outlook


def seekers_in(run: Run, rows: Collection[int]) -> dict[int, Seeker]:
    """Row of a run's evidence → place of a family with its household; without the erased."""
    found = Seeker.objects.filter(run_rows__run=run, run_rows__row__in=rows)
    found = found.select_related("household__centre").annotate(row=F("run_rows__row"))
    return {one.row: one for one in found}


def helpers_in(run: Run, rows: Collection[int]) -> dict[int, Helper]:
    """Row of a run's evidence → place of a helper with the person; without the erased."""
    found = Helper.objects.filter(run_rows__run=run, run_rows__row__in=rows)
    people = ("programme", "volunteer__centre", "mentor__centre")
    return {one.row: one for one in found.select_related(*people).annotate(row=F("run_rows__row"))}


def row_in(run: Run, place: Seeker | Helper) -> int | None:
    """The row of a place in a run's evidence; None for who was not in it."""
    return place.run_rows.filter(run=run).values_list("row", flat=True).first()


def outlook_of(run: Run) -> RunOutlook | None:
    """The outlook of a finished run; None where its evidence is not kept (any more).

    The first question after a run takes as long as finding its possible pairs: a second or two at 10,000
    people. Raises BrokenEvidence.
    """
    found = _AT_HAND.outlook(run)
    if found is None:
        return None
    evidence, outlook = found
    decided = _decided(run, len(evidence.problem.seekers))
    return RunOutlook(run, evidence, outlook.after(decided) if decided else outlook)


def evidence_at_hand(run: Run) -> Evidence | None:
    """The evidence alone, from memory where it was read before. Raises BrokenEvidence."""
    return _AT_HAND.evidence(run)


def _decided(run: Run, seekers: int) -> dict[int, int]:
    """Row of a family → row of the helper it is with since the run; nobody for those who wait no more."""
    waiting = waiting_seekers(run.programme).filter(run_rows__run=run).order_by()
    gone = set(range(seekers)).difference(waiting.values_list("run_rows__row", flat=True))
    pairs = Pair.objects.filter(OPEN, seeker__run_rows__run=run, helper__run_rows__run=run).order_by()
    paired: Iterable[tuple[int, int]] = pairs.values_list("seeker__run_rows__row", "helper__run_rows__row")
    return {**dict.fromkeys(gone, NOBODY), **dict(paired)}


class _AtHand:
    """The last few runs that were asked about, within a budget of memory; one is worked out at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._evidence: OrderedDict[int, Evidence] = OrderedDict()
        self._outlooks: OrderedDict[int, Outlook] = OrderedDict()

    def evidence(self, run: Run) -> Evidence | None:
        """The evidence of a run."""
        with self._lock:
            return self._read(run)

    def outlook(self, run: Run) -> tuple[Evidence, Outlook] | None:
        """The evidence of a run, and its outlook at the moment it was published."""
        with self._lock:
            evidence = self._read(run)
            if evidence is None:
                return None
            if (outlook := self._outlooks.get(run.pk)) is None:
                outlook = self._outlooks[run.pk] = Outlook.of(evidence.problem, evidence.result)
            self._outlooks.move_to_end(run.pk)
            while len(self._outlooks) > 1 and self._is_much():
                self._outlooks.popitem(last=False)
            return evidence, outlook

    def _read(self, run: Run) -> Evidence | None:
        # The digest is asked for every time: what was kept may have been forgotten.
        digest = RunEvidence.objects.filter(run=run).values_list("digest", flat=True).first()
        kept = self._evidence.get(run.pk)
        if kept is None or kept.digest != digest:
            self._evidence.pop(run.pk, None)
            self._outlooks.pop(run.pk, None)
            kept = evidence_of(run) if digest else None
            if kept is None:
                return None
            self._evidence[run.pk] = kept
        self._evidence.move_to_end(run.pk)
        if len(self._evidence) > MOST_AT_HAND:
            self._evidence.popitem(last=False)
        return kept

    def _is_much(self) -> bool:
        pairs = sum(len(one.weighed.profit) for one in self._outlooks.values())
        return len(self._outlooks) > MOST_AT_HAND or pairs > MOST_PAIRS_AT_HAND


_AT_HAND = _AtHand()
