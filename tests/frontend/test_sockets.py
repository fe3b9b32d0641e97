"""The live socket: who may listen, from where, what they hear, and when it ends."""

import asyncio
import importlib
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from channels.layers import get_channel_layer
from django.conf import settings
from django.contrib.auth import get_user
from django.test import override_settings
from django.utils import timezone

from activities.events import HelpChanged, MeetingChanged, PlanChanged
from base.accounts.models import Membership
from config import asgi
from frontend.consumers import SESSION_ENDED, listener_of
from frontend.relay import Topic, group_of, is_in_scope
from matching.events import PairChanged, ProposalDecided, ProposalsPublished, RunProgressed
from tests.clients import client_of
from tests.factories.families import household_with
from tests.factories.matching import PairFactory, RunFactory, helper_of, programme_of, seeker_of
from tests.factories.volunteers import volunteer_with
from tests.frontend.matching import proposal_in

pytestmark = pytest.mark.django_db(transaction=True)
ORIGIN = b"http://testserver"


@pytest.fixture(autouse=True)
def _own_layer():
    with override_settings(CHANNEL_LAYERS={"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}):
        yield


def cookie_of(membership: Membership | None) -> bytes:
    client = client_of(membership)
    morsel = client.cookies.get(settings.SESSION_COOKIE_NAME)
    return f"{settings.SESSION_COOKIE_NAME}={morsel.value}".encode() if morsel else b""


class Socket(ApplicationCommunicator):
    """A browser's end of the socket."""

    def __init__(self, membership: Membership | None, origin: bytes) -> None:
        headers = [(b"host", b"testserver"), (b"origin", origin), (b"cookie", cookie_of(membership))]
        scope = {"type": "websocket", "path": "/live/", "query_string": b"", "headers": headers}
        super().__init__(asgi.application, scope | {"subprotocols": []})

    async def is_let_in(self) -> bool:
        """Knock; whether the door opens."""
        await self.send_input({"type": "websocket.connect"})
        return (await self.receive_output(timeout=5))["type"] == "websocket.accept"

    async def leave(self) -> None:
        """Go away, and wait until that is done."""
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait(timeout=5)


def is_let_in(membership: Membership | None, *, origin: bytes = ORIGIN) -> bool:
    listening = Socket(membership, origin)

    async def scenario() -> bool:
        let_in = await listening.is_let_in()
        await listening.leave()
        return let_in

    return asyncio.run(scenario())


def heard(membership: Membership, *topics: Topic, meanwhile: Any = None) -> list[dict[str, Any]]:
    """What the membership's socket sends to its page when these topics are relayed."""
    listening = Socket(membership, ORIGIN)

    async def scenario() -> list[dict[str, Any]]:
        await listening.is_let_in()
        if meanwhile is not None:
            await sync_to_async(meanwhile)()
        for topic in topics:
            message = {
                "type": "topic.changed", "kind": topic.kind, "id": topic.id, "programme": topic.programme_id,
            }  # fmt: skip
            await get_channel_layer().group_send(group_of(topic.programme_id), message)
        answers = []
        while not await listening.receive_nothing(timeout=0.5):
            answers.append(await listening.receive_output())
        await listening.leave()
        return answers

    return asyncio.run(scenario())


def sent(topic: str) -> dict[str, Any]:
    return {"type": "websocket.send", "text": f'{{"topic": "{topic}"}}'}


@pytest.mark.parametrize(
    ("actor", "let_in"),
    [
        ("coordinator", True),
        ("administrator", True),
        ("volunteer", True),
        ("anonymous", False),
        ("ended", False),
    ],
)
def test_socket_opens_to_a_current_membership_only(cast, actor, let_in):
    assert is_let_in(cast.membership(actor)) is let_in


def test_socket_stays_closed_to_another_origin(cast):
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        importlib.reload(asgi)  # the hosts are read when the application is built
    assert (is_let_in(cast.alice), is_let_in(cast.alice, origin=b"https://elsewhere.example")) == (
        True,
        False,
    )


def test_socket_tells_what_is_in_scope(cast):
    programme = programme_of(cast.centre)
    proposal = proposal_in(programme)
    topics = [Topic("proposal", proposal.pk, programme.pk), Topic("run", proposal.run_id, programme.pk)]
    assert heard(cast.alice, *topics) == [sent(f"proposal:{proposal.pk}"), sent(f"run:{proposal.run_id}")]


def test_socket_says_nothing_of_others(cast):
    shared, foreign = programme_of(cast.centre, cast.other_centre), programme_of(cast.other_centre)
    theirs = proposal_in(
        shared,
        seeker=seeker_of(shared, household_with(centre=cast.other_centre)),
        helper=helper_of(shared, volunteer_with(centre=cast.other_centre)),
    )
    run = RunFactory(programme=foreign)
    topics = [Topic("proposal", theirs.pk, shared.pk), Topic("run", run.pk, foreign.pk)]
    assert heard(cast.alice, *topics) == []
    assert heard(cast.filip, Topic("proposals", shared.pk, shared.pk)) == []


def test_socket_closes_when_the_membership_ends(cast):
    programme = programme_of(cast.centre)

    def end() -> None:
        Membership.objects.filter(pk=cast.alice.pk).update(ended_at=timezone.now())

    closed = {"type": "websocket.close", "code": SESSION_ENDED}
    assert heard(cast.alice, Topic("proposals", programme.pk, programme.pk), meanwhile=end) == [closed]


def test_listener_ends_with_the_log_out(cast):
    client = client_of(cast.alice)
    key = client.session.session_key
    before = listener_of(key)
    client.logout()
    assert (before.membership, get_user(client).is_authenticated) == (cast.alice, False)
    assert (listener_of(key), listener_of(None), listener_of("nobody")) == (None, None, None)


def test_listener_ends_with_a_changed_password(cast):
    key = client_of(cast.alice).session.session_key
    cast.alice.user.set_password("another-warm-thread")
    cast.alice.user.save()
    assert listener_of(key) is None


@override_settings(SPLOT_REQUIRE_MFA=True)
def test_listener_needs_the_second_step(cast):
    key = client_of(cast.alice).session.session_key
    assert listener_of(key) is None


def test_every_event_has_its_topic(cast, monkeypatch):
    from frontend import relay

    pushed = []
    monkeypatch.setattr(
        relay, "push", lambda group, message: pushed.append((group, message["kind"], message["id"]))
    )
    relay.run_progressed(RunProgressed(3, 5, "running", "scoring", 40))
    relay.proposals_published(ProposalsPublished(3, 5, 12))
    relay.proposal_decided(ProposalDecided(7, 5, "approved", False, 2))
    relay.pair_changed(PairChanged(9, 5, "offered"))
    relay.meetings_changed(MeetingChanged(4, 10, 5, "logged"))
    relay.meetings_changed(PlanChanged(4, 11, 5))
    relay.help_changed(HelpChanged(4, 12, 5, "open"))
    assert {group for group, _kind, _id in pushed} == {"programme-5"}
    assert [(kind, id_) for _group, kind, id_ in pushed] == [
        ("run", 3),
        ("proposals", 5),
        ("proposal", 7),
        ("pair", 9),
        ("pair", 10),
        ("pair", 11),
        ("help", 5),
        ("pair", 12),
    ]


def test_pair_is_told_to_both_centres_of_it(cast):
    shared = programme_of(cast.centre, cast.other_centre)
    pair = PairFactory(
        seeker=seeker_of(shared), helper=helper_of(shared, volunteer_with(centre=cast.other_centre))
    )
    topic = Topic("pair", pair.pk, shared.pk)
    assert (is_in_scope(topic, cast.alice), is_in_scope(topic, cast.carol)) == (True, True)
