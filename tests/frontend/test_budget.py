"""The budget and the trial balance of a project as pages: figures, forecast, any day, files."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from base.audit.models import Record
from frontend.budget import day_asked
from stipends.models import DayTotal
from tests.clients import client_of
from tests.factories.ledger import approve, claim_of, line_with, project_of, rule_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def tymon(cast):
    return client_of(cast.tymon)


@pytest.fixture
def project(cast):
    return project_of(cast.centre)


@pytest.fixture
def rule(project):
    return rule_of(line_with(10_000_00, project))


def budget(project, tail="") -> str:
    return reverse("project_budget", args=[project.pk]) + tail


def balance(project, tail="") -> str:
    return reverse("project_balance", args=[project.pk]) + tail


def queries_of(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def months_ago(count):
    return timezone.localdate().replace(day=1) - timedelta(days=30 * count)


def test_the_budget_tells_every_line_and_all_together(tymon, project, rule):
    line_with(500_00, project)
    approve(claim_of(rule, 1_200_00))
    claim_of(rule, 70_00)
    context = tymon.get(budget(project)).context
    told = [(one.figures.budget, one.figures.committed, one.forecast.waiting) for one in context["lines"]]
    assert told == [(1000000, 120000, 7000), (50000, 0, 0)]
    totals = context["totals"]
    assert (totals.budget, totals.used, totals.available) == (1050000, 120000, 930000)


def test_a_line_that_will_not_last_says_what_will_be_missing_and_when(tymon, project, rule):
    for ago in (3, 2, 1):
        approve(claim_of(rule, 1_000_00), on=months_ago(ago))
    page = tymon.get(budget(project))
    (line,) = page.context["lines"]
    assert line.missing == -line.forecast.left_at_end > 0
    assert line.bar.beyond is not None
    assert ("will be missing" in page.content.decode(), page.context["burn"].expected != "") == (True, True)
    months = page.context["months"]
    assert [one.is_expected for one in months] == sorted(one.is_expected for one in months)
    assert months[-1].used == page.context["totals"].expected


def test_a_day_in_the_past_shows_what_stood_there_then(tymon, project, rule):
    approve(claim_of(rule, 1_200_00))
    yesterday = timezone.localdate() - timedelta(days=1)
    asked = f"?on={yesterday.isoformat()}"
    assert tymon.get(budget(project, asked)).context["totals"].committed == 0
    assert tymon.get(balance(project, asked)).context["balance"].debit == 1000000
    assert tymon.get(balance(project)).context["balance"].debit == 1120000


@pytest.mark.parametrize("on", ["", "nonsense", "2999-01-01", "2026-02-30"])
def test_a_day_that_cannot_be_asked_about_is_today(on):
    _form, day = day_asked({"on": on})
    assert day == timezone.localdate()


def test_an_empty_project_has_its_pages_too(tymon, project):
    assert "no budget line yet" in tymon.get(budget(project)).content.decode()
    assert "Nothing is booked yet" in tymon.get(balance(project)).content.decode()


def test_the_trial_balance_adds_up_and_says_so(tymon, project, rule):
    approve(claim_of(rule, 1_200_00))
    page = tymon.get(balance(project))
    rows = [(str(row.kind), row.balance) for row in page.context["balance"].rows if row.balance]
    assert rows == [("funding", -1000000), ("available", 880000), ("committed", 120000)]
    assert "Debits and credits are the same" in page.content.decode()


def test_pages_cost_the_same_with_one_line_and_with_three(tymon, project, rule):
    approve(claim_of(rule, 1_200_00))
    pages = [budget(project), balance(project), reverse("project", args=[project.pk])]
    before = [queries_of(tymon, page) for page in pages]
    for _more in range(2):
        approve(claim_of(rule_of(line_with(900_00, project)), 10_00))
    project.calls.all()
    assert [queries_of(tymon, page) for page in pages] == before
    assert DayTotal.objects.exists()


def test_both_are_taken_as_files_and_on_record(cast, tymon, project, rule):
    approve(claim_of(rule, 1_200_05))
    lines = tymon.get(f"{budget(project)}export/").content.decode("utf-8-sig").splitlines()
    assert lines[1].replace("\u00a0", "").startswith("4.1;Support;10000.00;0.00;1200.05;0.00;8799.95;")
    rows = tymon.get(f"{balance(project)}export/?format=csv").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 6
    acts = set(Record.objects.filter(actor_label="Tymon").values_list("act", flat=True))
    assert {"stipends.budget.exported", "stipends.balance.exported"} <= acts
