"""Lists keep their state in the address, whatever somebody writes into it."""

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from base.organisations.models import Organisation
from frontend.paging import LongPaginator, SearchPaginator, chosen_sort, paginate, query_string
from tests.factories.organisations import CentreFactory


@pytest.mark.parametrize(
    ("asked", "number"), [("", 1), ("2", 2), ("99", 6), ("-1", 6), ("two", 1), ("2;drop", 1)]
)
def test_paginate_answers_any_page_number(asked, number):
    page = paginate(RequestFactory().get("/", {"page": asked}), range(131))
    assert (page.number, page.paginator.num_pages) == (number, 6)


def test_paginate_shows_twenty_five_unless_told():
    assert len(paginate(RequestFactory().get("/"), range(131)).object_list) == 25
    assert len(paginate(RequestFactory().get("/"), range(131), per_page=10).object_list) == 10


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rows", "told"), [(3, (3, False, 1)), (4, (4, False, 2)), (5, (4, True, 2)), (7, (4, True, 2))]
)
def test_a_long_list_counts_so_far_and_says_that_there_are_more(monkeypatch, rows, told):
    monkeypatch.setattr("frontend.paging.MOST_COUNTED", 4)
    for _number in range(rows):
        CentreFactory()
    request = RequestFactory().get("/", {"page": "99"})
    pages = paginate(request, Organisation.objects.order_by("pk"), 3, pages=LongPaginator).paginator
    assert (pages.count, pages.is_cut, pages.num_pages) == told


@pytest.mark.django_db
def test_pages_of_a_search_are_those_of_the_list_and_found_once(django_assert_num_queries):
    for _number in range(7):
        CentreFactory()
    listed = Organisation.objects.order_by("-pk")
    for number in (1, 2, 3):
        request = RequestFactory().get("/", {"page": str(number)})
        with django_assert_num_queries(2):
            page = paginate(request, listed, 3, pages=SearchPaginator)
            shown = list(page.object_list)
        assert shown == list(listed[3 * number - 3 : 3 * number])
        assert (page.paginator.count, page.paginator.num_pages) == (7, 3)
    nothing = paginate(RequestFactory().get("/"), listed.filter(pk=0), 3, pages=SearchPaginator)
    assert (list(nothing.object_list), nothing.paginator.count) == ([], 0)


@pytest.mark.parametrize(
    ("asked", "sort"),
    [
        ("", "-waiting"),
        ("name", "name"),
        ("-name", "-name"),
        ("password", "-waiting"),
        ("--name", "-waiting"),
    ],
)
def test_chosen_sort_takes_allowed_keys_only(asked, sort):
    request = RequestFactory().get("/", {"sort": asked})
    assert chosen_sort(request, ["name", "waiting"], "-waiting") == sort


def test_query_string_is_the_same_for_the_same_state():
    one = query_string(QueryDict("b=2&a=1&a=3"), page=4)
    other = query_string(QueryDict("page=9&a=1&a=3&b=2"), page=4)
    assert one == other == "?a=1&a=3&b=2&page=4"


def test_query_string_without_anything_left_leads_to_the_plain_page():
    assert query_string(QueryDict("page=3"), page=None) == "?"
