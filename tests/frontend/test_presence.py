"""Who has what open: told to colleagues of the same organisation, gone when the page is gone."""

import json
import time

import pytest
from django.test import override_settings
from django.utils import translation

from base.accounts.models import Membership
from frontend import gate as gates
from frontend import presence
from frontend.presence import Opened, enter, key_of, leave, others, present, told_present
from frontend.topics import Topic
from tests.clients import client_of
from tests.factories.accounts import MembershipFactory
from tests.factories.families import household_with
from tests.factories.matching import PairFactory, helper_of, programme_of, seeker_of
from tests.factories.volunteers import volunteer_with
from tests.frontend.sockets import IN_MEMORY, Socket, cookie_of, with_sockets

pytestmark = pytest.mark.django_db(transaction=True)
FAMILY = Topic("family", 417)


@pytest.fixture(autouse=True)
def _own_layer():
    with override_settings(CHANNEL_LAYERS=IN_MEMORY):
        yield
    presence._here.clear()


def opened(membership: Membership, topic: Topic = FAMILY, page: str = "page-1") -> Opened:
    return Opened(membership.organisation_id, topic, page, membership.pk)


def present_at(membership: Membership, topic: Topic = FAMILY) -> frozenset[int]:
    key = key_of(membership.organisation_id, topic)
    return present([key])[key]


# --- the store --------------------------------------------------------------------------------------------


def test_a_page_is_here_until_it_leaves(cast):
    enter([opened(cast.alice), opened(cast.ada, page="page-2")])
    both = present_at(cast.alice)
    leave([opened(cast.ada, page="page-2")])
    assert (both, present_at(cast.alice)) == ({cast.alice.pk, cast.ada.pk}, {cast.alice.pk})


def test_a_page_that_dies_without_a_word_is_gone_after_its_time(cast):
    enter([opened(cast.alice)], seconds=-1)
    assert present_at(cast.alice) == frozenset()


def test_two_pages_of_one_person_are_one_until_both_leave(cast):
    enter([opened(cast.alice, page="one"), opened(cast.alice, page="two")])
    leave([opened(cast.alice, page="one")])
    assert present_at(cast.alice) == {cast.alice.pk}


def test_a_redis_that_is_down_shows_nobody_and_raises_nothing(cast, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1"
    enter([opened(cast.alice)])
    leave([opened(cast.alice)])
    assert present_at(cast.alice) == frozenset()


# --- in words ---------------------------------------------------------------------------------------------


def test_names_are_of_colleagues_only(cast):
    named = MembershipFactory(user__name="Alice Zet", organisation=cast.centre, role="coordinator")
    everybody = [one.pk for one in (cast.alice, cast.ada, cast.carol, cast.bob, cast.ewa, cast.olena, named)]
    assert others(everybody, cast.ada) == ["Alice", "Alice Zet"]
    assert others(everybody, cast.filip) == ["Ada", "Alice", "Alice Zet"]
    assert others(everybody, cast.carol) == []


def test_who_is_here_is_said_in_a_sentence():
    lists, names = Topic("care", 1), ["Ada", "Alice", "Filip", "Tymon", "Zoja"]
    with translation.override("en"):
        assert [told_present(FAMILY, names[:count]) for count in (0, 1, 2)] == [
            "", "Ada has this open too", "Ada, Alice have this open too",
        ]  # fmt: skip
        assert told_present(FAMILY, names) == "Ada, Alice, Filip and 2 more have this open too"
        assert told_present(lists, names[:2]) == "Here too: Ada, Alice"


# --- over sockets -----------------------------------------------------------------------------------------


def test_colleagues_see_who_has_it_open_and_that_they_left(cast):
    family = household_with(centre=cast.centre)
    topic = Topic("family", family.pk)
    alice, ada = Socket(cookie_of(cast.alice)), Socket(cookie_of(cast.ada))

    async def do() -> list:
        await alice.open(topic)
        alone = await alice.heard()
        await ada.open(topic)
        both = [await alice.heard(), await ada.heard()]
        await ada.open()
        return [alone, *both, await alice.heard()]

    def said(words: str) -> list:
        return [{"present": str(topic), "words": words}]

    assert with_sockets(alice, ada, do=do) == [
        [], said("Ada has this open too"), said("Alice has this open too"), said(""),
    ]  # fmt: skip


def test_partners_and_helpers_do_not_see_each_other(cast):
    shared = programme_of(cast.centre, cast.other_centre)
    pair = PairFactory(
        seeker=seeker_of(shared),
        helper=helper_of(shared, volunteer_with(centre=cast.centre, user=cast.bob.user)),
    )
    theirs = PairFactory(
        seeker=seeker_of(shared), helper=helper_of(shared, volunteer_with(centre=cast.other_centre))
    )
    sockets = [Socket(cookie_of(one)) for one in (cast.alice, cast.bob, cast.carol)]

    async def do() -> list:
        for socket in sockets:
            await socket.open(Topic("pair", pair.pk), Topic("pair", theirs.pk))
        return [await socket.heard() for socket in sockets]

    assert with_sockets(*sockets, do=do) == [[], [], []]
    assert present_at(cast.alice, Topic("pair", pair.pk)) == frozenset()


def test_what_is_out_of_scope_cannot_be_opened(cast):
    topic = Topic("family", household_with(centre=cast.other_centre).pk)
    alice = Socket(cookie_of(cast.alice))

    async def do() -> frozenset[int]:
        await alice.open(topic)
        await alice.heard()
        return present_at(cast.alice, topic)

    assert with_sockets(alice, do=do) == frozenset()


def test_an_entry_that_expired_elsewhere_is_noticed(cast, monkeypatch):
    monkeypatch.setattr(gates, "CHECK_SECONDS", 0.1)
    monkeypatch.setattr(presence, "RENEW_SECONDS", 0.1)
    topic = Topic("family", household_with(centre=cast.centre).pk)
    enter([opened(cast.ada, topic)], seconds=1)  # of a process that has been killed
    alice = Socket(cookie_of(cast.alice))

    async def do() -> list:
        await alice.open(topic)
        return await alice.heard(2)

    words = ["Ada has this open too", ""]
    assert with_sockets(alice, do=do) == [{"present": str(topic), "words": one} for one in words]


# --- without sockets --------------------------------------------------------------------------------------


def asks(membership: Membership, **query: object) -> dict:
    return client_of(membership).get("/live/now/", query).json()


def test_a_page_that_asks_sees_and_is_seen(cast):
    family, theirs = household_with(centre=cast.centre), household_with(centre=cast.other_centre)
    topics = [f"family:{family.pk}", f"family:{theirs.pk}", "nonsense"]
    first = asks(cast.alice, page="aaaaaaaa", open=topics)
    second = asks(cast.ada, page="bbbbbbbb", open=topics)
    assert first["present"] == {topics[0]: ""}
    assert second["present"] == {topics[0]: "Alice has this open too"}


def test_a_page_that_asks_hears_what_a_socket_would(cast):
    from frontend.relay import relay
    from frontend.topics import desk_group

    before = time.time()
    for centre in (cast.centre, cast.other_centre):
        family = household_with(centre=centre)
        relay(Topic("family", family.pk), [desk_group(centre.pk)])
    own = Topic("family", cast.centre.households.get().pk)
    told = asks(cast.alice, since=before)
    assert (told["topics"], "all" in told, asks(cast.alice).get("all")) == ([str(own)], False, True)
    assert json.dumps(told).count("family") == 1


def test_asking_costs_the_same_with_three_things_open(cast, django_assert_num_queries):
    client = client_of(cast.alice)
    families = [household_with(centre=cast.centre) for _one in range(3)]
    for family in families:
        enter([opened(cast.ada, Topic("family", family.pk))])
    topics = [f"family:{family.pk}" for family in families]
    client.get("/live/now/")
    for count, queries in ((1, 6), (3, 10)):  # of each thing: is it in scope, and who is here
        with django_assert_num_queries(queries):
            client.get("/live/now/", {"page": "aaaaaaaa", "open": topics[:count], "since": time.time()})
