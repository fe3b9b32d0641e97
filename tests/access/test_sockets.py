"""The socket tells each actor what the policy says, wakes nobody else, and never says more than a topic."""

import asyncio
import json
import time

import pytest
from django.core.exceptions import EmptyResultSet
from django.db import transaction
from django.test import override_settings

from base.common.events import emit
from families.models import Household, Member
from frontend import news
from frontend.listeners import groups_of, listener_of
from frontend.topics import SCOPES, Topic, sight_of
from tests.access.matrix import ACTORS
from tests.access.sockets import LINES
from tests.clients import client_of
from tests.factories.accounts import MembershipFactory
from tests.frontend.sockets import IN_MEMORY, Socket, cookie_of, heard_by, in_serving_process, with_sockets
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db(transaction=True)
#: Turned away at the door, or without a log-in of ours.
SILENT = ("anonymous", "ended", "household")
LISTENING = tuple(actor for actor in ACTORS if actor not in SILENT)
#: What no message may hold: a name, a phone, an address, a need, a note.
CANARIES = ("Kanarkowa", "600100200", "Kanarkowa 7", "offices_papers", "kanarek")


@pytest.fixture(autouse=True)
def _own_layer():
    with override_settings(CHANNEL_LAYERS=IN_MEMORY):
        yield


def fill_with_canaries() -> None:
    """Everybody is called, reached and described in words that must not leave."""
    Member.objects.update(first_name="Kanarkowa")
    Volunteer.objects.update(last_name="Kanarkowa", phone="+48600100200", note="kanarek")
    Household.objects.update(
        note="kanarek", address="Kanarkowa 7", phone="+48600100200", needs=["offices_papers"]
    )


def happen(event: object) -> None:
    with transaction.atomic():
        emit(event)


def test_each_actor_hears_what_the_policy_says(cast):
    """All lines one after another, on one socket for each actor."""
    made = [(line, *line.make(cast)) for line in LINES]
    topics = [str(topic) for _line, topic, _event in made]

    def all_of_it() -> None:
        for _line, _topic, event in made:
            happen(event)

    heard = heard_by([cast.membership(actor) for actor in LISTENING], all_of_it)
    told = {
        actor: [message["topic"] for message in messages]
        for actor, messages in zip(LISTENING, heard, strict=True)
    }
    answers = {
        str(line): {actor for actor in LISTENING if topic in told[actor]}
        for (line, _topic, _event), topic in zip(made, topics, strict=True)
    }
    assert answers == {str(line): set(line.by) for line in LINES}


def test_nobody_is_even_woken_but_those_who_hear(cast):
    """Whom a line does not concern shares no group with it: there is nothing to be checked."""
    made = [(line, *line.make(cast)) for line in LINES]
    groups = {actor: groups_of(cast.membership(actor)) for actor in LISTENING}
    woken = {}
    for line, topic, event in made:
        before = time.time() + news.OVERLAP
        happen(event)
        told = {actor: news.missed(before, groups[actor]) or [] for actor in LISTENING}
        woken[str(line)] = {actor for actor in LISTENING if str(topic) in told[actor]}
    assert woken == {str(line): set(line.by) for line in LINES}


def test_the_silent_have_no_socket(cast):
    assert listener_of(client_of(cast.ewa).session.session_key) is None
    for actor in ("anonymous", "ended"):
        socket = Socket(cookie_of(cast.membership(actor)))

        async def knock(socket=socket) -> bool:
            let_in = await socket.is_let_in()
            await socket.leave()
            return let_in

        assert asyncio.run(knock()) is False


def test_every_kind_of_topic_has_its_line():
    assert set(SCOPES) - {line.kind for line in LINES} == set()
    assert {line.kind for line in LINES} - set(SCOPES) == set()
    assert {actor for line in LINES for actor in line.by} <= set(LISTENING)


def test_colleagues_in_one_role_see_the_same_so_one_of_them_is_asked(cast):
    """Held against the queries themselves: they are letter by letter the same for another person."""
    differing = {}
    for actor in LISTENING:
        one = cast.membership(actor)
        other = MembershipFactory(organisation=one.organisation, role=one.role)
        for kind, scope in SCOPES.items():
            alike = sql_of(scope(one)) == sql_of(scope(other))
            if not alike:
                differing.setdefault(actor, set()).add(kind)
            assert alike or sight_of(one) != sight_of(other)
    assert set(differing) == {"volunteer", "mentor"}


def sql_of(rows) -> str:
    try:
        return str(rows.query)
    except EmptyResultSet:
        return ""


def test_a_kind_unknown_to_the_matrix_is_seen(monkeypatch):
    monkeypatch.setitem(SCOPES, "secret", SCOPES["family"])
    assert set(SCOPES) - {line.kind for line in LINES} == {"secret"}


def test_no_message_holds_more_than_a_topic(cast):
    """Everything is told of people full of canaries; colleagues' names are the only words."""
    made = [(line, *line.make(cast)) for line in LINES]
    sockets = [Socket(cookie_of(cast.membership(actor))) for actor in LISTENING]
    raw: list[str] = []

    async def do() -> None:
        for socket in sockets:
            await socket.open(*{topic for _line, topic, _event in made[:5]})
        await in_serving_process(lambda: [happen(event) for _line, _topic, event in made])
        for socket in sockets:
            while not await socket.receive_nothing(timeout=0.4):
                raw.append((await socket.receive_output())["text"])

    fill_with_canaries()
    with_sockets(*sockets, do=do)
    messages = [json.loads(text) for text in raw]
    assert {frozenset(message) for message in messages} <= {
        frozenset({"topic", "at"}), frozenset({"present", "words"}), frozenset({"at"}),
    }  # fmt: skip
    assert all(Topic.read(message["topic"]) for message in messages if "topic" in message)
    assert [canary for canary in CANARIES if any(canary in text for text in raw)] == []
    assert any("present" in message for message in messages)
