"""What can be decided about a line of Today on its page, what was done, the figures' past, and the rules."""

import pytest
from django.urls import reverse
from django.utils import timezone

from desk.enums import CareKind
from desk.models import Assignment, Snooze
from desk.queries.trends import trends_of
from frontend.today_rules import WHEN
from tests.clients import client_of
from tests.desk.due import days, quiet
from tests.factories.families import HouseholdFactory
from tests.factories.matching import PairFactory, helper_of, programme_of, seeker_of
from tests.frontend.activities import incident_at
from tests.frontend.people import queries_of
from tests.servers import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(cast):
    return client_of(cast.alice)


@pytest.fixture
def family(cast):
    return HouseholdFactory(centre=cast.centre)


@pytest.fixture
def today():
    return timezone.localdate()


def url(name, family):
    return reverse(name, args=["outside", family.pk])


def keys(client, query=""):
    return [row.line.key for row in client.get(f"/{query}").context["today"].tasks]


def test_line_is_put_off_seen_among_those_put_off_and_taken_up_by_undo(alice, family, today):
    data = {"until": (today + days(4)).isoformat(), "reason": "On holiday", "back": "/?kind=outside"}
    assert alice.post(url("care_put_off", family), data).url == "/?kind=outside"
    page = alice.get("/").content.decode()
    assert "Put off until" in page
    assert f'action="{url("care_take_up", family)}"' in page
    assert (keys(alice), keys(alice, "?show=off")) == ([], [f"outside:{family.pk}"])
    assert "On holiday" in alice.get("/?show=off").content.decode()
    assert alice.post(url("care_take_up", family)).url == "/"
    assert keys(alice) == [f"outside:{family.pk}"]


def test_what_was_typed_wrong_stays_beside_what_is_wrong(alice, family, today):
    data = {"until": (today + days(61)).isoformat(), "reason": "Much later"}
    response = alice.post(url("care_put_off", family), data)
    assert (response.status_code, "at most, until" in response.content.decode()) == (422, True)
    assert 'value="Much later"' in response.content.decode()
    assert not Snooze.objects.exists()


def test_line_is_given_and_the_list_of_ones_own_shows_it(cast, alice, family):
    alice.post(url("care_assign", family), {"to": cast.ada.pk})
    assert (keys(alice, "?show=mine"), keys(client_of(cast.ada), "?show=mine")) == (
        [],
        [f"outside:{family.pk}"],
    )
    assert "Ada" in alice.get("/").context["today"].tasks[0].who
    assert alice.post(url("care_give_back", family)).url == "/"
    assert keys(client_of(cast.ada), "?show=mine") == []


@pytest.mark.parametrize("who", ["carol", "filip"])
def test_line_is_not_given_outside(cast, alice, family, who):
    response = alice.post(url("care_assign", family), {"to": getattr(cast, who).pk})
    assert (response.status_code, Assignment.objects.exists()) == (422, False)


@pytest.mark.parametrize(
    "name", ["care_line", "care_put_off", "care_take_up", "care_assign", "care_give_back"]
)
def test_line_of_another_centre_is_not_found(cast, family, name):
    client = client_of(cast.carol)
    ask = client.get if name == "care_line" else client.post
    assert ask(url(name, family)).status_code == 404


def test_unknown_kinds_and_lines_that_are_not_due_are_not_found(alice, family):
    assert alice.get(f"/today/nonsense/{family.pk}/").status_code == 404
    assert alice.get(f"/today/quiet/{family.pk}/").status_code == 404
    assert alice.get(f"/today/outside/{family.pk + 999}/").status_code == 404


def test_way_back_leads_only_into_the_list(alice, family, today):
    for back in ("//evil.example/", "https://evil.example/?x", "/families/"):
        data = {"until": (today + days(1)).isoformat(), "reason": "x", "back": back}
        assert alice.post(url("care_put_off", family), data).url == "/"


def test_forms_come_alone_for_a_row(alice, family):
    whole = alice.get(url("care_line", family)).content.decode()
    part = alice.get(url("care_line", family), headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in whole, "<html" in part, 'name="until"' in part) == (True, False, True)


def test_list_is_narrowed_by_its_address(cast, alice, family, today):
    pair = quiet(cast, today)
    assert keys(alice, "?kind=quiet") == [f"quiet:{pair.pk}"]
    assert keys(alice, "?kind=outside&page=99") == [f"outside:{family.pk}"]
    assert len(keys(alice, "?kind=nonsense&show=nonsense&page=nonsense")) == len(keys(alice)) >= 2


def test_home_asks_no_more_for_three_pairs_of_a_kind_than_for_one(cast, alice, today):
    quiet(cast, today)
    alice.get("/")
    once = queries_of(alice, "/")
    quiet(cast, today)
    quiet(cast, today)
    assert queries_of(alice, "/") == once


# --- done today -------------------------------------------------------------------------------------------


def test_what_was_done_is_told_once_a_person_and_act(cast, alice, family, today):
    second = HouseholdFactory(centre=cast.centre)
    for one in (family, second):
        alice.post(url("care_put_off", one), {"until": (today + days(1)).isoformat(), "reason": "x"})
    assert [(one.who, one.what) for one in alice.get("/").context["done"]] == [("Alice", "put 2 tasks off")]
    assert client_of(cast.carol).get("/").context["done"] == []


def test_nothing_is_told_of_concerns(cast, alice):
    incident_at(cast.centre)
    assert client_of(cast.ada).get("/").context["done"] == alice.get("/").context["done"] == []


# --- the figures ------------------------------------------------------------------------------------------


def test_figures_are_as_they_were_at_the_end_of_each_week(cast, today):
    programme = programme_of(cast.centre)
    for waited, offered, closed in ((100, 30, None), (50, 20, 10), (3, None, None), (80, 80, 60)):
        seeker = seeker_of(programme, waiting_since=today - days(waited))
        if offered is None:
            continue
        state = "active" if closed is None else "closed"
        PairFactory(
            seeker=seeker, helper=helper_of(programme), state=state, offered_on=today - days(offered),
            active_since=today - days(offered), closed_on=closed and today - days(closed),
        )  # fmt: skip
    found = trends_of(cast.alice, on=today)
    assert [(today - day).days for day in found.days] == [49, 42, 35, 28, 21, 14, 7, 0]
    assert [one.total for one in found.waits] == [3, 3, 3, 2, 2, 1, 2, 3]
    assert [one.median for one in found.waits] == [31, 38, 45, 52, 59, 66, 73, 50]
    assert found.meeting == [0, 0, 0, 1, 1, 2, 1, 1]


def test_today_is_counted_at_every_look_and_weeks_that_are_over_once_a_day(cast, today):
    def found(*, of=cast.alice, on=today):
        return [one.total for one in trends_of(of, on=on).waits[-2:]]

    HouseholdFactory(centre=cast.centre, waiting_since=today - days(9))
    assert found() == [1, 1]
    HouseholdFactory(centre=cast.centre, waiting_since=today - days(9))
    assert found() == [1, 2]
    assert found(of=cast.carol) == [0, 0]
    assert found(on=today + days(1)) == [2, 2]


def test_figures_are_there_while_the_cache_cannot_be_reached(cast, alice, settings, caplog):
    nobody_listens = f"redis://127.0.0.1:{free_port()}/0"
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": nobody_listens}
    }
    HouseholdFactory(centre=cast.centre)
    assert alice.get("/").context["today"].figures[0].value == 1
    assert "The cache cannot be reached" in caplog.text


# --- the rules --------------------------------------------------------------------------------------------


def test_every_kind_has_its_rule_with_numbers_and_their_source(cast, alice):
    programme_of(cast.centre, promise_days=45, source="Resolution 7/2026")
    page = alice.get(reverse("today_rules"))
    assert [rule.kind for rule in page.context["rules"]] == list(CareKind) == list(WHEN)
    text = page.content.decode()
    assert [f'id="{kind}"' in text for kind in CareKind] == [True] * len(CareKind)
    numbers = {rule.kind: [one.value for one in rule.numbers] for rule in page.context["rules"]}
    assert (numbers[CareKind.QUIET], numbers[CareKind.WAITING]) == (["14 · 21"], ["45"])
    assert "Resolution 7/2026" in text
    assert "Elements of Effective Practice" in text
