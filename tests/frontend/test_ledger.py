"""The ledger as pages: what a list shows and narrows, one entry down to the hours, and who took the file."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from base.audit.models import Record
from stipends.models import LedgerEntry
from tests.clients import client_of
from tests.factories.ledger import approve, claim_of, claw_back, line_with, project_of, rule_of
from tests.factories.stipends import funded_project, workplace
from tests.stipends.funded import claim_with_hours

pytestmark = pytest.mark.django_db
LIST = "/money/ledger/"


@pytest.fixture
def filip(cast):
    return client_of(cast.filip)


@pytest.fixture
def rule(cast):
    return rule_of(line_with(100_000_00, project_of(cast.centre)))


def shown(response) -> list[tuple[str, int]]:
    return [(told.entry.kind, told.entry.amount_grosze) for told in response.context["listing"].page]


def queries_of(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def test_the_journal_shows_the_centres_own_entries_newest_first(cast, filip, rule):
    claw_back(approve(claim_of(rule, 1_200_00)))
    line_with(7_00, project_of(cast.other_centre))
    assert shown(filip.get(LIST)) == [("release", 120000), ("commitment", 120000), ("allocation", 10000000)]


def test_the_journal_is_narrowed_by_word_kind_line_project_and_day(cast, filip, rule):
    yesterday = timezone.localdate() - timedelta(days=1)
    claim = approve(claim_of(rule, 1_200_00), on=yesterday)
    other = line_with(5_00, project_of(cast.centre))
    project = rule.line.project
    for query, kinds in [
        ({"q": claim.number}, ["commitment"]),
        ({"q": claim.participation.employer.name[:12]}, ["commitment"]),
        ({"q": "Budget"}, ["allocation", "allocation"]),
        ({"kind": "commitment"}, ["commitment"]),
        ({"line": other.pk}, ["allocation"]),
        ({"project": project.pk}, ["commitment", "allocation"]),
        ({"since": yesterday.isoformat(), "until": yesterday.isoformat()}, ["commitment"]),
        ({"since": "nonsense", "kind": "gold", "line": "999"}, ["allocation", "commitment", "allocation"]),
    ]:
        assert [kind for kind, _sum in shown(filip.get(LIST, query))] == kinds, query
    assert [total for _kind, total in shown(filip.get(LIST, {"sort": "amount"}))] == [500, 120000, 10000000]


def test_the_journal_costs_the_same_with_few_entries_and_with_more(filip, rule):
    approve(claim_of(rule, 1_200_00))
    one = queries_of(filip, LIST)
    approve(claim_of(rule, 1_300_00)), approve(claim_of(rule, 1_400_00))
    assert queries_of(filip, LIST) == one


def test_the_file_says_amounts_in_words_of_people_and_in_grosze_and_is_on_record(cast, filip, rule):
    approve(claim_of(rule, 1_200_05))
    lines = filip.get(f"{LIST}export/").content.decode("utf-8-sig").splitlines()
    assert (len(lines), ";1200.05;120005;" in lines[1].replace("\u00a0", "")) == (3, True)
    found = Record.objects.get(act="stipends.ledger.exported")
    assert (found.actor_label, found.details["rows"]) == ("Filip", 2)


def test_a_line_is_granted_money_and_loses_some_again(filip, rule):
    line, today = rule.line, timezone.localdate().isoformat()
    url = reverse("line_budget", args=[line.pk])
    typed = {"act": "grant", "grosze": "1 000,50", "booked_on": today, "words": "Annex 1"}
    assert filip.post(url, typed).status_code == 302
    assert filip.post(url, {**typed, "act": "reduce", "grosze": "0,50"}).status_code == 302
    amounts = LedgerEntry.objects.order_by("pk").values_list("kind", "amount_grosze", "words")
    assert list(amounts)[1:] == [("allocation", 100050, "Annex 1"), ("reduction", 50, "Annex 1")]


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"grosze": "much"}, ["grosze"]),
        ({"grosze": ""}, ["grosze"]),
        ({"grosze": "0"}, ["__all__"]),
        ({"act": "reduce", "grosze": "100000,01"}, ["__all__"]),
        ({"booked_on": "2999-01-01"}, ["__all__"]),
        ({"words": ""}, ["words"]),
    ],
)
def test_what_cannot_be_booked_is_told_and_nothing_is(filip, rule, wrong, fields):
    typed = {"act": "grant", "grosze": "5", "booked_on": timezone.localdate().isoformat(), "words": "Annex"}
    response = filip.post(reverse("line_budget", args=[rule.line.pk]), typed | wrong)
    assert (response.status_code, list(response.context["form"].errors)) == (422, fields)
    assert LedgerEntry.objects.count() == 1


def test_an_entry_leads_to_its_claim_its_hours_and_their_meetings(cast):
    place = workplace(funded_project(cast.centre), minutes=180)
    claim = claim_with_hours(place, 93_75, minutes=180)
    approve(claim)
    page = client_of(cast.tymon).get(reverse("entry", args=[claim.entries.get().pk]))
    assert [one.length for one in page.context["hours"]] == ["1 h", "1 h", "1 h"]
    assert page.context["length"] == "3 h"
    assert (claim.number in page.content.decode(), "93.75" in page.content.decode()) == (True, True)
    assert Record.objects.filter(act="stipends.entry.read", actor_label="Tymon").count() == 1


def test_the_page_of_a_budget_has_no_claim_and_records_no_reading(filip, rule):
    page = filip.get(reverse("entry", args=[LedgerEntry.objects.get().pk]))
    assert (page.status_code, "claim" in page.context) == (200, False)
    assert not Record.objects.filter(act="stipends.entry.read").exists()
