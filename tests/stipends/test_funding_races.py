"""Rules written down at one moment: no month ever has two of a kind. On both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from itertools import pairwise
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from base.common.errors import Refusal
from stipends.domain.examples import example_rule
from stipends.domain.funding import set_rule
from stipends.models import SupportRule
from tests.factories.ledger import FILIP
from tests.factories.organisations import CentreFactory
from tests.stipends.funded import call_of, line_of, project_of

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def at_once(calls) -> list[str]:
    """Each call in a thread and connection of its own, started together."""
    start = Barrier(len(calls))

    def run(call) -> str:
        try:
            start.wait()
            call()
        except (ValidationError, Refusal):
            return "refused"
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(run, calls))


def test_rules_of_overlapping_months_set_at_once_never_overlap():
    project = project_of(CentreFactory(), FILIP)
    line, call = line_of(project, FILIP), call_of(project, FILIP)
    data = example_rule(line, valid_from=call.covers_from)
    spans = [(3, 5), (4, 6), (5, 7), (6, 8), (3, 8), (7, 7)]
    ends = {5: 31, 6: 30, 7: 31, 8: 31}
    answers = at_once(
        [
            lambda first=first, last=last: set_rule(
                call,
                data=replace(data, valid_from=date(2026, first, 1), valid_to=date(2026, last, ends[last])),
                by=FILIP,
            )
            for first, last in spans
        ]
    )
    rules = list(SupportRule.objects.order_by("valid_from"))
    assert answers.count("done") == len(rules) >= 1
    assert all(one.valid_to < after.valid_from for one, after in pairwise(rules))
