"""Reads of lists: whose they are, which rows a page shows, and in how many queries."""

import pytest

from intake.enums import Fate
from intake.queries import (
    ALL,
    TO_LOOK_AT,
    bad_rows,
    count_of_questions,
    counts_of_rows,
    rows_shown,
    uploads_in_scope,
)
from tests.factories.intake import ready, row
from tests.factories.organisations import CentreFactory

pytestmark = pytest.mark.django_db
PLACES = ("30-611", "30-612", "30-613")


def people(count, **cells):
    return [
        row(contact_name=f"Olena {name}", phone=f"600 100 20{n}", postcode=PLACES[n], **cells)
        for n, name in enumerate(("Kowal", "Bondar", "Mazur")[:count])
    ]


def test_lists_are_those_of_the_memberships_own_centre(cast):
    mine, theirs = ready(cast.alice.organisation, row()), ready(cast.carol.organisation, row())
    assert list(uploads_in_scope(cast.alice)) == [mine]
    assert list(uploads_in_scope(cast.carol)) == [theirs]
    assert list(uploads_in_scope(cast.bob)) == []
    assert list(uploads_in_scope(None)) == []


def test_rows_are_shown_by_what_became_of_them():
    first, second, third = people(3)
    upload = ready(CentreFactory(), first, second | {"travel_km": "daleko"}, third | {"languages": ""})
    shown = {
        show: [one.number for one in rows_shown(upload, show)] for show in (ALL, TO_LOOK_AT, *Fate.values)
    }
    told = {show: numbers for show, numbers in shown.items() if numbers}
    assert told == {ALL: [2, 3, 4], TO_LOOK_AT: [3, 4], "good": [2], "asked": [3], "bad": [4]}
    assert {show: n for show, n in counts_of_rows(upload).items() if n} == {
        show: len(numbers) for show, numbers in told.items()
    }
    assert [one.number for one in bad_rows(upload)] == [3, 4]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("read", [lambda upload: rows_shown(upload, ALL), bad_rows])
def test_rows_come_with_their_questions_in_two_queries(count, read, django_assert_num_queries):
    upload = ready(CentreFactory(), *people(count, travel_km="daleko"))
    with django_assert_num_queries(2):
        assert [len(one.questions.all()) for one in read(upload)] == [1] * count


@pytest.mark.parametrize("count", [1, 3])
def test_things_asked_are_counted_once_in_one_query(count, django_assert_num_queries):
    upload = ready(CentreFactory(), *people(count, travel_km="daleko", wants_polish="może"))
    with django_assert_num_queries(1):
        assert count_of_questions(upload) == 2
