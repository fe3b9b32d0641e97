"""A ledger of any size for scripts/bench_ledger.py: paid claims, written by SQL with the triggers lifted."""

from contextlib import AbstractContextManager
from datetime import date, timedelta

from django.db import connection, transaction
from django.utils import timezone

from base.common.triggers import lifted
from stipends.domain.batches import make_batch
from stipends.enums import LedgerKind
from stipends.models import Claim, LedgerAccount, LedgerEntry, PaymentBatch
from stipends.triggers import TRIGGERS
from tests.factories.ledger import FILIP, line_with, payable, project_of, rule_of

_AT_A_TIME = 50_000
_BUDGET = 10**12


class Filler:
    """A project of two years with its lines and one batch a day; `fill_to` adds paid claims."""

    def __init__(self, *, lines: int, days: int) -> None:
        today = timezone.localdate()
        self.first_day = today - timedelta(days=days)
        self.project = project_of(starts_on=self.first_day, ends_on=today + timedelta(days=365))
        self.lines = [line_with(_BUDGET, self.project) for _ in range(lines)]
        self.rules = [rule_of(line) for line in self.lines]
        claims = [payable(rule, 40_000) for rule in self.rules]
        batch = make_batch(self.project, claims=claims, by=FILIP)
        self.templates = Claim.objects.filter(batch=batch).order_by("pk")
        self.accounts = {
            (account.line_id, account.kind): account.pk
            for account in LedgerAccount.objects.filter(project=self.project)
        }
        with self._unwatched(), transaction.atomic():
            PaymentBatch.objects.bulk_create(
                PaymentBatch(
                    project=self.project,
                    number=f"day {day}",
                    state="paid",
                    paid_on=self.first_day + timedelta(days=day),
                    made_by_label="x",
                    file=b"x",
                    file_sha256="x",
                )
                for day in range(days)
            )
        self.batches = list(
            PaymentBatch.objects.filter(project=self.project, number__startswith="day ")
            .order_by("pk")
            .values_list("pk", "paid_on")
        )
        self.made = 0

    def fill_to(self, entries: int) -> None:
        """Bring the ledger to about so many entries, all of it adding up."""
        missing = (entries - LedgerEntry.objects.count()) // 2
        with self._unwatched():
            while missing > 0:
                part = min(missing, _AT_A_TIME)
                with transaction.atomic():
                    self._add(part)
                missing -= part
            with transaction.atomic():
                self._count()
        if connection.vendor == "postgresql":
            self._run("VACUUM ANALYZE")
        else:
            self._run("ANALYZE")

    def summed(self, on: date) -> list[tuple[int, int]]:
        """The trial balance of a day without the totals: account and balance, of all entries."""
        with connection.cursor() as cursor:
            cursor.execute(
                """SELECT account_id, SUM(amount) FROM (
                    SELECT debit_id AS account_id, amount_grosze AS amount FROM stipends_ledgerentry
                      WHERE booked_on <= %s
                    UNION ALL SELECT credit_id, -amount_grosze FROM stipends_ledgerentry
                      WHERE booked_on <= %s) moved
                  GROUP BY account_id""",
                [on, on],
            )
            return list(cursor.fetchall())

    def _unwatched(self) -> AbstractContextManager[None]:
        names = [one.name for one in TRIGGERS if one.vendor in ("", connection.vendor)]
        connection.check_constraints()
        return lifted(connection, *names)

    def _run(self, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    def _add(self, count: int) -> None:
        """`count` paid claims with their transfer, commitment and payment, line by line and day by day."""
        share = -(-count // len(self.rules))
        columns = [field.column for field in Claim._meta.concrete_fields if field.column != "id"]
        key = "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))"
        first = self.batches[0][0]
        for rule, template in zip(self.rules, self.templates, strict=True):
            share = min(share, count)
            count -= share
            told = {
                "key": key,
                "number": f"'X-' || ({self.made} + n)",
                "state": "'paid'",
                "batch_id": f"{first} + (n % {len(self.batches)})",
                "paid_on": "'2020-01-01'" if connection.vendor == "sqlite" else "DATE '2020-01-01'",
            }
            last = Claim.objects.order_by("-pk").values_list("pk", flat=True)[0]
            chosen = ", ".join(told.get(column, f"template.{column}") for column in columns)
            self._run(
                f"""WITH RECURSIVE series(n) AS
                  (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < {share})
                INSERT INTO stipends_claim ({", ".join(columns)})
                SELECT {chosen} FROM stipends_claim template, series WHERE template.id = {template.pk}"""  # noqa: S608
            )
            self.made += share
            self._run(
                f"""INSERT INTO stipends_batchline
                  (batch_id, claim_id, account_number, holder, title, amount_grosze)
                SELECT batch_id, id, '', 'x', 'x', total_grosze FROM stipends_claim WHERE id > {last}"""  # noqa: S608
            )
            for kind, out_of, into in (
                ("commitment", LedgerKind.AVAILABLE, LedgerKind.COMMITTED),
                ("payment", LedgerKind.COMMITTED, LedgerKind.SPENT),
            ):
                credit, debit = self.accounts[rule.line_id, out_of], self.accounts[rule.line_id, into]
                self._run(
                    f"""INSERT INTO stipends_ledgerentry
                      (kind, credit_id, debit_id, amount_grosze, booked_on, claim_id, batch_id, words, at,
                       by_label)
                    SELECT '{kind}', {credit}, {debit}, claim.total_grosze, batch.paid_on, claim.id,
                      {"batch.id" if kind == "payment" else "NULL"}, '', CURRENT_TIMESTAMP, 'x'
                    FROM stipends_claim claim JOIN stipends_paymentbatch batch ON batch.id = claim.batch_id
                    WHERE claim.id > {last}"""  # noqa: S608
                )

    def _count(self) -> None:
        """All totals anew, as the triggers would have kept them."""
        self._run(
            """UPDATE stipends_ledgeraccount SET
              balance_grosze = COALESCE((SELECT SUM(amount_grosze) FROM stipends_ledgerentry
                  WHERE debit_id = stipends_ledgeraccount.id), 0)
                - COALESCE((SELECT SUM(amount_grosze) FROM stipends_ledgerentry
                  WHERE credit_id = stipends_ledgeraccount.id), 0),
              last_entry = COALESCE((SELECT MAX(id) FROM stipends_ledgerentry
                WHERE stipends_ledgeraccount.id IN (debit_id, credit_id)), 0)"""
        )
        self._run("DELETE FROM stipends_daytotal")
        self._run(
            """INSERT INTO stipends_daytotal (account_id, day, debit_grosze, credit_grosze, last_entry)
            SELECT account_id, booked_on, SUM(debit), SUM(credit), MAX(id) FROM (
              SELECT id, debit_id AS account_id, booked_on, amount_grosze AS debit, 0 AS credit
                FROM stipends_ledgerentry
              UNION ALL SELECT id, credit_id, booked_on, 0, amount_grosze FROM stipends_ledgerentry) moved
            GROUP BY account_id, booked_on"""
        )
        self._run("DELETE FROM stipends_ruletotal")
        self._run(
            """INSERT INTO stipends_ruletotal (rule_id, used_grosze, last_entry)
            SELECT claim.rule_id, SUM(entry.amount_grosze), MAX(entry.id) FROM stipends_ledgerentry entry
            JOIN stipends_claim claim ON claim.id = entry.claim_id WHERE entry.kind = 'commitment'
            GROUP BY claim.rule_id"""
        )
        self._run(
            """UPDATE stipends_paymentbatch SET total_grosze = (SELECT COALESCE(SUM(amount_grosze), 0)
              FROM stipends_batchline WHERE batch_id = stipends_paymentbatch.id)"""
        )
