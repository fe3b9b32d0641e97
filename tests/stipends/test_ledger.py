"""Booking: what each kind of entry moves, and what is refused."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from base.audit.models import Record
from base.common.errors import Refusal
from stipends.domain.ledger import allocate, book, open_accounts, reduce_budget
from stipends.enums import ClaimState, EntryKind, LedgerKind
from stipends.models import DayTotal, LedgerAccount, LedgerEntry, RuleTotal
from tests.factories.ledger import FILIP, approve, booked, claim_of, claw_back, line_with, project_of, rule_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def balances(line):
    return {kind.value: account.balance_grosze for kind, account in open_accounts(line).items()}


def code_of(act):
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.code


def test_accounts_of_a_line_are_opened_once():
    line = line_with(0)
    first = open_accounts(line)
    assert set(first) == set(LedgerKind)
    assert {kind: account.pk for kind, account in open_accounts(line).items()} == {
        kind: account.pk for kind, account in first.items()
    }
    other = line_with(0, line.project)
    assert open_accounts(other)[LedgerKind.FUNDING] == first[LedgerKind.FUNDING]
    assert LedgerAccount.objects.count() == 9


def test_a_budget_is_granted_and_reduced():
    line = line_with(100_000)
    reduce_budget(line, grosze=30_000, booked_on=timezone.localdate(), words="Annex 2", by=FILIP)
    assert balances(line) == {
        "funding": -70_000, "available": 70_000, "committed": 0, "spent": 0, "receivable": 0
    }  # fmt: skip
    assert list(Record.objects.values_list("act", flat=True)) == [
        "stipends.ledger.reduction",
        "stipends.ledger.allocation",
    ]


def test_an_approval_commits_and_a_claw_back_gives_back():
    line = line_with(100_000)
    claim = approve(claim_of(rule_of(line), 40_000))
    assert (balances(line)["available"], balances(line)["committed"]) == (60_000, 40_000)
    assert RuleTotal.objects.get().used_grosze == 40_000
    claw_back(claim)
    assert (balances(line)["available"], balances(line)["committed"]) == (100_000, 0)
    assert RuleTotal.objects.get().used_grosze == 0


def test_more_than_the_line_has_is_refused():
    line = line_with(100_000)
    rule = rule_of(line)
    approve(claim_of(rule, 99_999))
    assert code_of(lambda: booked(EntryKind.COMMITMENT, claim_of(rule, 2))) == "over_budget"
    assert code_of(
        lambda: reduce_budget(line, grosze=2, booked_on=timezone.localdate(), words="", by=FILIP)
    ) == ("over_budget")
    approve(claim_of(rule, 1))
    assert balances(line)["available"] == 0


def test_more_than_the_rule_allows_is_refused():
    line = line_with(100_000)
    rule = rule_of(line, cap_grosze=50_000)
    first = approve(claim_of(rule, 30_000))
    assert code_of(lambda: booked(EntryKind.COMMITMENT, claim_of(rule, 20_001))) == "over_cap"
    claw_back(first)
    approve(claim_of(rule, 50_000))


def test_a_claim_is_booked_once():
    claim = approve(claim_of(rule_of(line_with(100_000)), 10_000))
    assert code_of(lambda: booked(EntryKind.COMMITMENT, claim)) == "booked_twice"


@pytest.mark.parametrize("state", ["draft", "submitted", "to_correct", "rejected"])
def test_only_a_verified_claim_is_committed(state):
    claim = claim_of(rule_of(line_with(100_000)), 10_000, ClaimState(state))
    assert code_of(lambda: booked(EntryKind.COMMITMENT, claim)) == "entry_of_claim"


def test_a_claim_taken_back_is_not_committed_again():
    claim = claw_back(approve(claim_of(rule_of(line_with(100_000)), 10_000)))
    assert code_of(lambda: booked(EntryKind.COMMITMENT, claim)) == "booked_twice"


def test_only_the_whole_amount_of_a_claim_is_booked():
    claim = claim_of(rule_of(line_with(100_000)), 10_000)
    claim.total_grosze = 9_999
    assert code_of(lambda: booked(EntryKind.COMMITMENT, claim)) == "entry_of_claim"


@pytest.mark.parametrize("kind", [EntryKind.PAYMENT, EntryKind.CLAW_BACK, EntryKind.REPAYMENT])
def test_what_has_not_been_approved_and_put_in_a_batch_is_not_paid(kind):
    claim = approve(claim_of(rule_of(line_with(100_000)), 10_000))
    assert code_of(lambda: booked(kind, claim)) in {"entry_of_claim", "over_budget"}


def test_nothing_is_booked_ahead_or_of_no_amount():
    line = line_with(100)
    tomorrow = timezone.localdate() + timedelta(days=1)
    today = timezone.localdate()
    assert code_of(lambda: allocate(line, grosze=1, booked_on=tomorrow, words="", by=FILIP)) == "booked_ahead"
    assert code_of(lambda: allocate(line, grosze=0, booked_on=today, words="", by=FILIP)) == "no_amount"
    claim = claim_of(rule_of(line), 10)
    assert code_of(lambda: book(EntryKind.COMMITMENT, claim, booked_on=tomorrow, by=FILIP)) == "booked_ahead"


def test_an_entry_of_an_earlier_day_leaves_no_day_below_zero():
    project = project_of(starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31))
    line = line_with(0, project)
    rule = rule_of(line)
    allocate(line, grosze=100, booked_on=date(2026, 3, 1), words="", by=FILIP)
    approve(claim_of(rule, 60), date(2026, 6, 1))
    too_early = lambda: booked(EntryKind.COMMITMENT, claim_of(rule, 30), date(2026, 2, 1))  # noqa: E731
    assert code_of(too_early) == "over_budget"
    cut = lambda grosze: reduce_budget(  # noqa: E731
        line, grosze=grosze, booked_on=date(2026, 4, 1), words="", by=FILIP
    )
    cut(40)
    assert code_of(lambda: cut(1)) == "over_budget"


def test_totals_of_days_are_kept():
    line = line_with(0)
    yesterday, today = timezone.localdate() - timedelta(days=1), timezone.localdate()
    allocate(line, grosze=100, booked_on=yesterday, words="", by=FILIP)
    allocate(line, grosze=5, booked_on=yesterday, words="", by=FILIP)
    allocate(line, grosze=7, booked_on=today, words="", by=FILIP)
    reduce_budget(line, grosze=2, booked_on=today, words="", by=FILIP)
    rows = DayTotal.objects.filter(account=open_accounts(line)[LedgerKind.AVAILABLE])
    assert list(rows.values_list("day", "debit_grosze", "credit_grosze")) == [
        (yesterday, 105, 0),
        (today, 7, 2),
    ]
    assert LedgerEntry.objects.count() == 4
