"""Many book at once: never over a budget or a cap, never twice. Without its defence it goes wrong.

Nothing here is random but the order in which the system lets threads go on.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from functools import partial
from types import SimpleNamespace
from unittest import mock

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.db.models import QuerySet
from django.utils import timezone

from base.common.errors import Refusal
from base.common.triggers import lifted
from stipends.domain import ledger
from stipends.domain.batches import cancel_batch, make_batch, pay_batch, return_line
from stipends.domain.ledger import allocate, open_accounts, reduce_budget
from stipends.enums import LedgerKind
from stipends.models import BatchLine, Claim, DayTotal, LedgerAccount, LedgerEntry, PaymentBatch
from stipends.queries.ledger import ledger_faults
from tests.factories.ledger import FILIP, approve, claim_of, claw_back, line_with, payable, rule_of

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
WRITERS = 50
AT_ONCE = 20  # connections at a time
ROOM = 10


def at_once(acts: list[Callable[[], object]]) -> Counter:
    """Do all of them, so many at a time from one signal on; counts "done", codes of refusals and errors."""
    start = threading.Barrier(min(AT_ONCE, len(acts)))
    first = iter(range(AT_ONCE))

    def do(act: Callable[[], object]) -> str:
        if next(first, None) is not None:
            start.wait(timeout=30)
        try:
            act()
        except Refusal as refusal:
            return refusal.code
        except DatabaseError:
            return "refused by the database"
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(AT_ONCE) as people:
        return Counter(people.map(do, acts))


@contextmanager
def locks_off() -> Iterator[None]:
    """On PostgreSQL nothing is locked for an update; on SQLite, where the transaction is the lock, each
    statement commits on its own."""
    with ExitStack() as switched:
        if connection.vendor == "sqlite":
            off = SimpleNamespace(atomic=nullcontext)
            switched.enter_context(mock.patch.object(ledger, "transaction", off))
        else:
            switched.enter_context(
                mock.patch.object(QuerySet, "select_for_update", lambda self, **_kwargs: self)
            )
        yield


@contextmanager
def all_look_first() -> Iterator[None]:
    """The worst that can happen: whoever found money writes only when all the others have found it too."""
    looked = threading.Barrier(AT_ONCE)
    save = LedgerEntry.save

    def save_when_all_have_looked(entry: LedgerEntry, **kwargs: object) -> None:
        with suppress(threading.BrokenBarrierError):
            looked.wait(timeout=10)
        save(entry, **kwargs)

    with mock.patch.object(LedgerEntry, "save", save_when_all_have_looked):
        yield


def available(line) -> int:
    return open_accounts(line)[LedgerKind.AVAILABLE].balance_grosze


def commitments(rule, count: int) -> list[Callable[[], object]]:
    with transaction.atomic():
        claims = [claim_of(rule, 1_000) for _ in range(count)]

    def commit(claim: Claim) -> None:
        with transaction.atomic():
            approve(Claim.objects.select_for_update().get(pk=claim.pk))

    return [partial(commit, claim) for claim in claims]


def test_fifty_approvals_at_once_stay_within_the_budget():
    line = line_with(ROOM * 1_000)
    outcome = at_once(commitments(rule_of(line), WRITERS))
    assert outcome == {"done": ROOM, "over_budget": WRITERS - ROOM}
    assert available(line) == 0


def test_approvals_at_once_stay_within_the_cap():
    line = line_with(1_000_000)
    outcome = at_once(commitments(rule_of(line, cap_grosze=5_999), AT_ONCE))
    assert outcome == {"done": 5, "over_cap": AT_ONCE - 5}


def reductions(line, count: int) -> list[Callable[[], object]]:
    today = timezone.localdate()
    return [partial(reduce_budget, line, grosze=1_000, booked_on=today, words="", by=FILIP)] * count


def test_the_database_alone_holds_the_budget_when_nobody_locks():
    line = line_with(ROOM * 1_000)
    with locks_off(), all_look_first():
        outcome = at_once(reductions(line, AT_ONCE))
    assert 0 < outcome["done"] <= ROOM
    assert available(line) == (ROOM - outcome["done"]) * 1_000
    assert ledger_faults() == []


def test_the_database_alone_holds_the_budget_against_fifty_who_write_sql():
    line = line_with(ROOM * 1_000)
    accounts = open_accounts(line)

    def write() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                """INSERT INTO stipends_ledgerentry
                  (kind, credit_id, debit_id, amount_grosze, booked_on, words, at, by_label)
                VALUES ('reduction', %s, %s, 1000, %s, '', CURRENT_TIMESTAMP, 'x')""",
                [accounts[LedgerKind.AVAILABLE].pk, accounts[LedgerKind.FUNDING].pk, timezone.localdate()],
            )

    outcome = at_once([write] * WRITERS)
    assert 0 < outcome["done"] <= ROOM
    assert available(line) == (ROOM - outcome["done"]) * 1_000
    assert ledger_faults() == []


def test_twin_without_locks_and_without_the_count_takes_more_than_there_is():
    line = line_with(ROOM * 1_000)
    with lifted(connection, "splot_entry_counts"), locks_off(), all_look_first():
        outcome = at_once(reductions(line, AT_ONCE))
    assert outcome["done"] > ROOM
    assert LedgerEntry.objects.filter(kind="reduction").count() == outcome["done"]
    assert ledger_faults()
    with lifted(connection), transaction.atomic():
        for table in (DayTotal, LedgerEntry, LedgerAccount):
            table.objects.all().delete()


def test_grants_at_once_are_all_counted():
    line = line_with(0)
    today = timezone.localdate()
    assert at_once(
        [partial(allocate, line, grosze=3, booked_on=today, words="", by=FILIP)] * AT_ONCE
    ) == {"done": AT_ONCE}  # fmt: skip
    assert available(line) == 3 * AT_ONCE


def test_accounts_of_a_new_line_are_opened_once():
    line = line_with(0)
    assert at_once([partial(open_accounts, line)] * AT_ONCE) == {"done": AT_ONCE}
    assert LedgerAccount.objects.count() == len(LedgerKind)


def test_one_claim_is_put_into_one_batch():
    rule = rule_of(line_with(100_000))
    with transaction.atomic():
        claims = [payable(rule, 1_000) for _ in range(3)]
    acts = [partial(make_batch, rule.line.project, claims=claims, by=FILIP)] * AT_ONCE
    assert at_once(acts) == {"done": 1, "not_approved": AT_ONCE - 1}
    assert (PaymentBatch.objects.count(), BatchLine.objects.count()) == (1, 3)


def test_batches_of_a_project_get_numbers_without_gaps():
    rule = rule_of(line_with(100_000))
    with transaction.atomic():
        claims = [payable(rule, 1_000) for _ in range(AT_ONCE)]
    outcome = at_once([partial(make_batch, rule.line.project, claims=[one], by=FILIP) for one in claims])
    assert outcome == {"done": AT_ONCE}
    numbers = sorted(int(n[-3:]) for n in PaymentBatch.objects.values_list("number", flat=True))
    assert numbers == list(range(1, AT_ONCE + 1))


def test_a_batch_is_paid_once_whoever_pays_returns_or_calls_off_meanwhile():
    line = line_with(100_000)
    rule = rule_of(line)
    with transaction.atomic():
        claims = [payable(rule, 1_000) for _ in range(4)]
        batch = make_batch(line.project, claims=claims, by=FILIP)
    today = timezone.localdate()
    pay = partial(pay_batch, batch, paid_on=today, by=FILIP)
    cancel = partial(cancel_batch, batch, reason="x", by=FILIP)
    back = [partial(return_line, one, reason="x", by=FILIP) for one in batch.lines.all()]
    outcome = at_once([pay, cancel, *back, pay, pay, cancel, *back, pay])
    batch.refresh_from_db()
    assert batch.state in ("paid", "cancelled")
    assert outcome["refused by the database"] == 0
    paid = LedgerEntry.objects.filter(kind="payment").count()
    assert paid == Claim.objects.filter(state="paid").count()
    assert paid == (batch.lines.filter(returned_at=None).count() if batch.state == "paid" else 0)


def test_a_claim_taken_back_while_it_is_put_into_a_batch_is_one_of_both():
    line = line_with(100_000)
    rule = rule_of(line)
    with transaction.atomic():
        claims = [payable(rule, 1_000) for _ in range(6)]

    def take_back(claim: Claim) -> None:
        with transaction.atomic():
            claim = Claim.objects.select_for_update().get(pk=claim.pk)
            if claim.state == "approved":
                claw_back(claim)

    acts = []
    for claim in claims:
        acts += [partial(take_back, claim), partial(make_batch, line.project, claims=[claim], by=FILIP)]
    outcome = at_once(acts)
    in_batch = Claim.objects.filter(state="in_batch").count()
    assert Claim.objects.filter(state="clawed_back").count() == 6 - in_batch
    assert outcome["not_approved"] == 6 - in_batch
    assert outcome["refused by the database"] == 0
