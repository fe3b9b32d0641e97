"""Saved filters: what is kept of an address, whose they are, and that every known key is one of its list."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from base.audit.models import Record
from base.common.errors import Refusal
from desk.domain.filters import KEYS, MOST, change_filter, clean_query, forget_filter, keep_filter
from desk.enums import ListPage
from desk.models import SavedFilter
from desk.queries.filters import filters_of
from frontend.forms.families import FamilyFilter
from frontend.forms.mentors import MentorFilterForm
from frontend.forms.volunteers import VolunteerFilterForm

pytestmark = pytest.mark.django_db
FAMILIES = ListPage.FAMILIES


def test_query_is_cleaned_to_what_the_list_knows():
    asked = "?page=3&waits=60&evil=<b>&q=Ann%20a&state=&csrfmiddlewaretoken=x&q=second"
    assert clean_query(FAMILIES, asked) == "q=second&waits=60"
    assert clean_query(ListPage.PAIRS, "waits=60") == ""
    assert len(clean_query(FAMILIES, "q=" + "x" * 10_000)) < 2100


@pytest.mark.parametrize(
    ("page", "form"),
    [("families", FamilyFilter), ("volunteers", VolunteerFilterForm), ("mentors", MentorFilterForm)],
)
def test_known_keys_are_those_of_the_form_and_the_sort(page, form):
    assert {*form.base_fields, "sort"} == KEYS[ListPage(page)]


def test_every_list_has_its_keys():
    assert set(KEYS) == set(ListPage)


def test_filters_are_kept_once_under_a_name_and_on_record_without_what_was_searched(cast):
    first = keep_filter(FAMILIES, name="  Long  wait ", query="waits=60&q=kowalska", by=cast.alice)
    again = keep_filter(FAMILIES, name="Long wait", query="waits=90", shared=True, by=cast.alice)
    assert (first.pk, again.query, again.shared) == (again.pk, "waits=90", True)
    acts = Record.objects.filter(act__startswith="desk.filter.").order_by("pk")
    assert [(one.act, one.details) for one in acts] == [
        ("desk.filter.kept", {"list": "families", "filters": ["q", "waits"], "shared": False}),
        ("desk.filter.kept_anew", {"list": "families", "filters": ["waits"], "shared": True}),
    ]


@pytest.mark.parametrize(
    ("name", "query"), [("", "waits=60"), ("x" * 61, "waits=60"), ("Everybody", ""), ("Everybody", "page=2")]
)
def test_what_cannot_be_kept_is_told_beside_the_name(cast, name, query):
    with pytest.raises(ValidationError) as caught:
        keep_filter(FAMILIES, name=name, query=query, by=cast.alice)
    assert list(caught.value.error_dict) == ["name"]


def test_nobody_keeps_more_than_can_be_read(cast):
    for at in range(MOST):
        SavedFilter.objects.create(owner=cast.alice, page="families", name=str(at), query="q=x")
    with pytest.raises(Refusal):
        keep_filter(FAMILIES, name="One more", query="q=x", by=cast.alice)
    keep_filter(ListPage.PAIRS, name="One more", query="q=x", by=cast.alice)


def test_own_and_shared_ones_of_the_centre_are_seen_and_no_others(cast):
    keep_filter(FAMILIES, name="Own", query="q=a", by=cast.ada)
    keep_filter(FAMILIES, name="Shared", query="q=b", by=cast.alice, shared=True)
    keep_filter(FAMILIES, name="Alice's", query="q=c", by=cast.alice)
    keep_filter(FAMILIES, name="Theirs", query="q=d", by=cast.carol, shared=True)
    seen = {
        who: [one.name for one in filters_of(getattr(cast, who), FAMILIES)] for who in ("ada", "alice", "bob")
    }
    assert seen == {"ada": ["Own", "Shared"], "alice": ["Alice's", "Shared"], "bob": []}


def test_only_the_owner_changes_and_an_administrator_tidies_shared_ones(cast):
    saved = keep_filter(FAMILIES, name="Shared", query="q=b", by=cast.alice, shared=True)
    private = keep_filter(FAMILIES, name="Private", query="q=c", by=cast.alice)
    with pytest.raises(Refusal):
        change_filter(saved, name="Mine", shared=False, by=cast.ada)
    for who, one in ((cast.ada, private), (cast.cezary, saved), (cast.carol, saved)):
        with pytest.raises(Refusal):
            forget_filter(one, by=who)
    with pytest.raises(ValidationError):
        change_filter(saved, name="Private", shared=True, by=cast.alice)
    assert change_filter(saved, name="Ours", shared=True, by=cast.alice).name == "Ours"
    forget_filter(saved, by=cast.ada)
    assert [one.name for one in SavedFilter.objects.all()] == ["Private"]


@pytest.mark.database
def test_database_knows_the_lists_and_keeps_a_name_once(cast):
    SavedFilter.objects.create(owner=cast.alice, page="families", name="Own", query="q=a")
    for page, name in (("families", "Own"), ("elsewhere", "Other")):
        with pytest.raises(IntegrityError), transaction.atomic():
            SavedFilter.objects.create(owner=cast.alice, page=page, name=name, query="q=a")
