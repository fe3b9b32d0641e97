"""The chain of hashes over committed records: any later change of a sealed row shows.

Writers never wait for the sealer. A record that commits late, below numbers already sealed, gets a seal of
its own; numbers lost to a rollback stay outside all seals.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from base.audit.models import Record, Seal
from base.audit.queries import seals_since

FIELDS = (
    "id",
    "at",
    "actor_id",
    "actor_label",
    "organisation_id",
    "act",
    "object_type",
    "object_id",
    "object_label",
    "details",
)
LONGEST_TRANSACTION = timedelta(hours=1)
RUN_SIZE = 2000

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold."""

    seal_id: int
    first_id: int
    last_id: int
    reason: str


@dataclass(frozen=True)
class Verdict:
    """What `verify` found. `head` is the hash of the newest seal: kept elsewhere, it shows a cut-off end."""

    seals: int
    records: int
    broken: Break | None
    unsealed: int
    first_unsealed_id: int | None
    head: str

    @property
    def holds(self) -> bool:
        """True when no sealed record was changed, taken away or slipped in."""
        return self.broken is None


def seal() -> int:
    """Seal every committed record not yet sealed; returns how many. Of two sealers at once one works."""
    sealed = 0
    # The newest hash is read before anything else: a seal another sealer sets from here on refuses ours.
    head = Seal.objects.order_by("-id").values_list("hash", flat=True).first() or ""
    for run in _runs(_unsealed_ids()):
        rows = list(
            Record.objects.filter(id__gte=run[0], id__lte=run[-1]).order_by("id").values_list(*FIELDS)
        )
        digest = _digest(head, run[0], run[-1], rows)
        try:
            with transaction.atomic():
                Seal.objects.create(first_id=run[0], last_id=run[-1], previous_hash=head, hash=digest)
        except IntegrityError:  # another sealer was quicker and goes on
            break
        head = digest
        sealed += len(rows)
    return sealed


def verify() -> Verdict:
    """Recompute the whole chain, reading each table once; changes nothing."""
    links, seals, head = _broken_link()
    contents, records, unsealed, first_unsealed = _broken_contents()
    broken = min(filter(None, (links, contents)), key=lambda found: found.seal_id, default=None)
    return Verdict(seals, records, broken, unsealed, first_unsealed, head)


def _unsealed_ids() -> Iterator[int]:
    """Numbers of committed records that no seal covers, ascending.

    Below a seal older than the longest transaction nothing can arrive any more, so the search starts there.
    """
    settled = Seal.objects.filter(at__lt=timezone.now() - LONGEST_TRANSACTION).order_by("-id").first()
    start = settled.last_id if settled else 0
    ranges = iter(list(seals_since(start).values_list("first_id", "last_id")))
    first, last = next(ranges, (None, None))
    ids = Record.objects.filter(id__gt=start).order_by("id").values_list("id", flat=True)
    for number in list(ids):
        while last is not None and last < number:
            first, last = next(ranges, (None, None))
        if first is None or number < first:
            yield number


def _runs(ids: Iterable[int]) -> Iterator[list[int]]:
    """Cut ascending numbers where one is missing, and at RUN_SIZE."""
    run: list[int] = []
    for number in ids:
        if run and (number != run[-1] + 1 or len(run) == RUN_SIZE):
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def _digest(previous: str, first_id: int, last_id: int, rows: Iterable[Row]) -> str:
    """SHA-256 over the hash before, the range and every field of every row as read back."""
    running = hashlib.sha256(f"{previous}|{first_id}|{last_id}".encode())
    for number, at, *rest in rows:
        text = json.dumps([number, at.astimezone(UTC).isoformat(), *rest], sort_keys=True, ensure_ascii=False)
        running.update(f"\n{text}".encode())
    return running.hexdigest()


def _broken_link() -> tuple[Break | None, int, str]:
    """The first seal that does not continue the one before it, the number of seals, the newest hash."""
    found: Break | None = None
    count, head = 0, ""
    seals = Seal.objects.order_by("id").values_list("id", "first_id", "last_id", "previous_hash", "hash")
    for seal_id, first_id, last_id, previous, own in seals.iterator():
        if found is None and previous != head:
            found = Break(
                seal_id, first_id, last_id, gettext("The seal does not continue the one before it.")
            )
        count, head = count + 1, own
    return found, count, head


def _broken_contents() -> tuple[Break | None, int, int, int | None]:
    """The first seal whose records are not as they were; how many records; how many unsealed, the first."""
    found: Break | None = None
    unsealed: list[int] = []
    # The seals are opened first: a record sealed meanwhile counts as unsealed, never as broken.
    seals = Seal.objects.order_by("first_id", "id").iterator()
    records = _Records()
    for one in seals:
        unsealed += [row[0] for row in records.until(one.first_id - 1)]
        digest = _digest(one.previous_hash, one.first_id, one.last_id, records.until(one.last_id))
        if digest != one.hash and (found is None or one.id < found.seal_id):
            reason = gettext("A sealed record was changed, removed or added.")
            found = Break(one.id, one.first_id, one.last_id, reason)
    unsealed += [row[0] for row in records.until(None)]
    return found, records.count, len(unsealed), unsealed[0] if unsealed else None


class _Records:
    """All records by number, handed out in ranges, each once."""

    def __init__(self) -> None:
        self.count = 0
        self._rows: Iterator[Row] = Record.objects.order_by("id").values_list(*FIELDS).iterator()
        self._next: Row | None = next(self._rows, None)

    def until(self, last_id: int | None) -> Iterator[Row]:
        """The rows not yet handed out, up to this number (None: to the end)."""
        while self._next is not None and (last_id is None or self._next[0] <= last_id):
            row, self._next = self._next, next(self._rows, None)
            self.count += 1
            yield row
