"""The trial balance of any day, figures of lines and where they lead."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from stipends.domain.batches import make_batch, pay_batch
from stipends.domain.ledger import allocate, reduce_budget
from stipends.models import LedgerEntry
from stipends.queries.ledger import budget_figures, forecast, trial_balance
from tests.factories.ledger import (
    FILIP,
    approve,
    claim_of,
    claw_back,
    line_with,
    payable,
    project_of,
    rule_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def on(day):
    """Noon of a day, when somebody acts."""
    return time_machine.travel(f"{day}T12:00:00+00:00", tick=False)


@pytest.fixture
def project():
    return project_of(starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))


@pytest.fixture
def rule(project):
    """A line granted 1,000 zl in January and 200 zl in March."""
    with on("2026-03-20"):
        line = line_with(100_000, project)
        allocate(line, grosze=20_000, booked_on=date(2026, 3, 10), words="Annex", by=FILIP)
        return rule_of(line)


def figures(project, day):
    (found,) = budget_figures(project, date.fromisoformat(day))
    return (found.budget, found.available, found.committed, found.spent, found.receivable)


def test_a_day_is_told_as_it_stood_that_evening(project, rule):
    with on("2026-04-02"):
        first, second = payable(rule, 40_000), payable(rule, 5_000)
    with on("2026-05-06"):
        batch = make_batch(project, claims=[first], by=FILIP)
        pay_batch(batch, paid_on=timezone.localdate(), by=FILIP)
    with on("2026-06-01"):
        first.refresh_from_db()
        claw_back(first)
        claw_back(second)
    assert figures(project, "2025-12-31") == (0, 0, 0, 0, 0)
    assert figures(project, "2026-01-01") == (100_000, 100_000, 0, 0, 0)
    assert figures(project, "2026-04-01") == (120_000, 120_000, 0, 0, 0)
    assert figures(project, "2026-04-02") == (120_000, 75_000, 45_000, 0, 0)
    assert figures(project, "2026-05-06") == (120_000, 75_000, 5_000, 40_000, 0)
    assert figures(project, "2026-06-01") == (120_000, 80_000, 0, 0, 40_000)
    assert figures(project, "2030-01-01") == figures(project, "2026-06-01")
    for day in ("2025-12-31", "2026-01-01", "2026-04-02", "2026-05-06", "2026-06-01"):
        assert trial_balance(project, date.fromisoformat(day)).is_balanced


def test_a_trial_balance_is_what_the_entries_come_to(project, rule):
    other = rule_of(line_with(50_000, project))
    for day, one, grosze in (
        ("2026-04-02", rule, 4_321),
        ("2026-04-03", other, 777),
        ("2026-05-01", rule, 1),
    ):
        with on(day):
            approve(claim_of(one, grosze))
    with on("2026-05-02"):
        reduce_budget(rule.line, grosze=11, booked_on=date(2026, 5, 2), words="", by=FILIP)
    for day in (date(2026, 4, 2), date(2026, 4, 3), date(2026, 5, 1), date(2026, 5, 2)):
        entries = LedgerEntry.objects.filter(booked_on__lte=day)
        balance = trial_balance(project, day)
        assert balance.debit == balance.credit == sum(entry.amount_grosze for entry in entries)
        for row in balance.rows:
            assert row.debit == sum(e.amount_grosze for e in entries if e.debit_id == row.account.pk)
            assert row.credit == sum(e.amount_grosze for e in entries if e.credit_id == row.account.pk)


def test_lines_of_another_project_are_not_counted(project, rule):
    line_with(7_000)
    assert trial_balance(project, timezone.localdate()).debit == 120_000
    assert [one.line for one in budget_figures(project, timezone.localdate())] == [rule.line]


def test_the_forecast_goes_on_at_the_pace_of_the_last_whole_months(project, rule):
    for day, grosze in (("2026-04-20", 3_000), ("2026-05-20", 5_000), ("2026-06-20", 7_000)):
        with on(day):
            approve(claim_of(rule, grosze))
    with on("2026-07-10"):
        approve(claim_of(rule, 1_000))
        claim_of(rule, 900)
        (line,) = forecast(project, date(2026, 7, 10))
    assert (line.pace, line.pace_months, line.waiting) == (5_000, 3, 900)
    assert [(point.month.month, point.used) for point in line.history] == [
        (1, 0), (2, 0), (3, 0), (4, 3_000), (5, 8_000), (6, 15_000), (7, 16_000),
    ]  # fmt: skip
    assert [point.budget for point in line.history] == [100_000, 100_000, *[120_000] * 5]
    assert [(one.month.month, one.used) for one in line.ahead] == [
        (7, 20_000), (8, 25_000), (9, 30_000), (10, 35_000), (11, 40_000), (12, 45_000),
    ]  # fmt: skip
    assert (line.used_at_end, line.left_at_end, line.runs_out) == (45_000, 75_000, None)


def test_a_line_that_will_not_last_says_when(project, rule):
    for day, grosze in (("2026-04-20", 30_000), ("2026-05-20", 30_000), ("2026-06-20", 30_000)):
        with on(day):
            approve(claim_of(rule, grosze))
    (line,) = forecast(project, date(2026, 7, 1))
    assert (line.runs_out, line.left_at_end) == (date(2026, 8, 1), 120_000 - 270_000)


def test_more_used_this_month_than_the_pace_is_not_forgotten(project, rule):
    with on("2026-06-20"):
        approve(claim_of(rule, 300))
    with on("2026-07-10"):
        approve(claim_of(rule, 50_000))
        (line,) = forecast(project, date(2026, 7, 10))
    assert line.pace == 100
    assert [one.used for one in line.ahead][:2] == [50_300, 50_400]


def test_without_a_whole_month_behind_it_a_line_has_no_forecast(project):
    with on("2026-03-20"):
        line = line_with(0, project)
        allocate(line, grosze=20_000, booked_on=date(2026, 3, 10), words="", by=FILIP)
        (found,) = forecast(project, date(2026, 3, 20))
    assert (found.pace, found.used_at_end, found.left_at_end, found.runs_out) == (None, None, None, None)
    assert len(found.history) == 1


def test_a_project_that_ends_within_a_month_is_paid_for_its_days(project, rule):
    project.ends_on = date(2026, 7, 15)
    with on("2026-06-20"):
        approve(claim_of(rule, 300))
    (line,) = forecast(project, date(2026, 7, 1))
    assert [(one.month.month, one.used) for one in line.ahead] == [(7, 348)]  # 100 · 15/31


def test_a_line_without_money_has_figures_too(project):
    line = line_with(0, project)
    (found,) = budget_figures(project, timezone.localdate())
    assert (found.line, found.budget) == (line, 0)
    (ahead,) = forecast(project, timezone.localdate())
    assert (ahead.pace, ahead.history) == (None, ())


@pytest.mark.parametrize("lines", [1, 4])
def test_questions_to_the_database_do_not_grow_with_lines(django_assert_num_queries, lines):
    project = project_of()
    for _ in range(lines):
        approve(claim_of(rule_of(line_with(1_000, project)), 10))
    today = timezone.localdate() + timedelta(days=1)
    with django_assert_num_queries(2):
        trial_balance(project, today)
    with django_assert_num_queries(3):
        budget_figures(project, today)
    with django_assert_num_queries(5):
        forecast(project, today)
