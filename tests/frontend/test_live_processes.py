"""Live pages on the real server, with a clock: sockets that end in time, several processes through Redis."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from urllib.parse import urlencode

import pytest
import redis
from channels_redis.core import RedisChannelLayer
from django.conf import settings
from django.test import Client
from django.utils import timezone
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from base.accounts.models import Membership, User
from frontend import presence
from frontend.consumers import SESSION_ENDED
from frontend.topics import Topic
from matching.domain.decisions import refuse_proposal
from matching.domain.runs import request_run
from matching.enums import RefusalReason
from matching.tasks import run_matching_task
from tests.clients import client_of
from tests.factories.accounts import MembershipFactory
from tests.factories.cast import Cast, told_cast
from tests.factories.matching import programme_of
from tests.frontend.matching import proposal_in
from tests.redis_server import own_redis
from tests.servers import ROOT, serving_the_test_database, url_of_database

pytestmark = pytest.mark.django_db(transaction=True)
#: What is promised of every end of a log-in.
SECONDS_TO_CLOSE = 5
#: For what only has to arrive, on a busy machine.
PATIENCE = 60


def socket_of(
    client: Client, address: str, *, origin: str = "", since: float | None = None
) -> ClientConnection:
    """A page's socket with the cookie of this browser; `since` is when it last heard of a server."""
    name = settings.SESSION_COOKIE_NAME
    cookie = {"Cookie": f"{name}={client.cookies[name].value}"}
    url = f"{address.replace('http', 'ws')}/live/?since={time.time() if since is None else since}"
    return connect(url, origin=origin or address, additional_headers=cookie)


def heard(socket: ClientConnection, wanted: Callable[[dict], bool]) -> dict:
    """The first message that is wanted."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        message = json.loads(socket.recv(timeout=deadline - time.monotonic()))
        if wanted(message):
            return message
    pytest.fail("Nothing of it was heard")


def how_it_closed(socket: ClientConnection) -> int | None:
    """The code it is closed with, whatever it says before; TimeoutError when it stays open."""
    try:
        while True:
            socket.recv(timeout=PATIENCE)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None


def heard_nothing_for_a_second(socket: ClientConnection) -> None:
    """Wait, whatever it says; ConnectionClosed when it ends."""
    with suppress(TimeoutError):
        socket.recv(timeout=1)


def is_open(socket: ClientConnection) -> bool:
    """Whether it still answers."""
    return socket.ping().wait(PATIENCE)


def test_every_end_of_a_log_in_closes_its_socket_in_time_with_no_word_from_the_other_process():
    """The ends are written by this process, which shares only the database with the server."""
    cast = told_cast()
    colleagues = [
        MembershipFactory(organisation=cast.centre, role="coordinator", user__name=f"Colleague {number}")
        for number in range(4)
    ]
    elsewhere = MembershipFactory(user=cast.alice.user, organisation=cast.other_centre, role="coordinator")
    people = [cast.ada, *colleagues, cast.alice, cast.filip]
    clients = [client_of(one) for one in people]

    def change_password() -> None:
        user = User.objects.get(pk=colleagues[3].user_id)
        user.set_password("another-warm-thread")
        user.save()

    ends: dict[str, Callable[[], object]] = {
        "log-out": clients[0].logout,
        "deactivation": lambda: User.objects.filter(pk=colleagues[0].user_id).update(is_active=False),
        "end of the role": lambda: Membership.objects.filter(pk=colleagues[1].pk).update(
            ended_at=timezone.now()
        ),
        "change of the role": lambda: Membership.objects.filter(pk=colleagues[2].pk).update(role="auditor"),
        "password": change_password,
        "another membership": lambda: clients[5].post("/membership/", {"membership": elsewhere.pk}),
    }
    with serving_the_test_database() as address, ExitStack() as stack:
        sockets = [stack.enter_context(socket_of(client, address)) for client in clients]
        took, codes = {}, {}
        for (name, end), socket in zip(ends.items(), sockets, strict=False):
            end()
            began = time.monotonic()
            codes[name] = how_it_closed(socket)
            took[name] = time.monotonic() - began
        assert codes == dict.fromkeys(ends, SESSION_ENDED)
        assert {name: seconds for name, seconds in took.items() if seconds >= SECONDS_TO_CLOSE} == {}
        assert is_open(sockets[-1])  # nothing ended Filip's
        with pytest.raises(InvalidStatus) as refused:
            socket_of(clients[-1], address, origin="https://elsewhere.example")
        assert refused.value.response.status_code == 403


@contextmanager
def worker(url: str, environment: dict[str, str]) -> Iterator[None]:
    """`db_worker` in a process of its own."""
    told = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test", "DATABASE_URL": url}
    command = [sys.executable, str(ROOT / "manage.py"), "db_worker", "--interval", "0.2"]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**told, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.kill()
        process.wait()


def test_several_processes_say_the_same_through_redis(settings):
    """Two servers, a worker and this process: each hears of the others' acts, and sees who is there."""
    cast: Cast = told_cast()
    programme = programme_of(cast.centre)
    proposal, other = proposal_in(programme), proposal_in(programme)
    alice, ada = client_of(cast.alice), client_of(cast.ada)
    with ExitStack() as stack:
        shared = {"REDIS_URL": stack.enter_context(own_redis())}
        first = stack.enter_context(serving_the_test_database(**shared))
        second = stack.enter_context(serving_the_test_database(**shared))
        at_first = stack.enter_context(socket_of(alice, first))
        at_second = stack.enter_context(socket_of(ada, second))
        topic = f"proposal:{proposal.pk}"

        # who has it open, across servers
        at_first.send(json.dumps({"open": [topic]}))
        at_second.send(json.dumps({"open": [topic]}))
        told = heard(at_second, lambda message: bool(message.get("words")))
        assert (told["present"], told["words"]) == (topic, "Alice has this open too")
        at_first.send(json.dumps({"open": []}))
        heard(at_second, lambda message: message.get("words") == "")

        # a decision taken at one server shows at the other
        decided_over_http(ada, second, proposal.pk, "pin")
        heard(at_first, lambda message: message.get("topic") == topic)

        # so does one of a process that serves nobody, and the work of a worker
        settings.REDIS_URL = shared["REDIS_URL"]
        settings.CHANNEL_LAYERS = {
            "default": {
                "BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [settings.REDIS_URL]},
            }
        }  # fmt: skip
        refuse_proposal(other, by=cast.ada, seen_version=other.version, reason=RefusalReason.TOO_FAR)
        heard(at_first, lambda message: message.get("topic") == f"proposal:{other.pk}")
        run = request_run(programme, by=cast.alice)
        run_matching_task.enqueue(run.pk)
        asked, quiet = time.time(), time.monotonic()
        with worker(url_of_database(), shared):
            for socket in (at_first, at_second):
                heard(
                    socket,
                    lambda message: message.get("topic") == f"run:{run.pk}" and message["at"] > asked,
                )

        # and a page that was away hears it at either server
        at_first.close()
        with socket_of(alice, second, since=asked) as back:
            heard(back, lambda message: message.get("topic") == f"run:{run.pk}")
        while time.monotonic() - quiet < RedisChannelLayer.brpop_timeout + 1:
            heard_nothing_for_a_second(at_second)
        assert is_open(at_second)  # it heard nothing for longer than the layer waits at a time
        entries_end_by_themselves(settings.REDIS_URL, cast)


def decided_over_http(client: Client, address: str, pk: int, act: str) -> None:
    """A decision, as a browser sends it to this server."""
    name = settings.SESSION_COOKIE_NAME
    token = "a" * 32
    request = urllib.request.Request(
        f"{address}/proposals/{pk}/decide/",
        data=urlencode({"act": act, "version": "1", "csrfmiddlewaretoken": token}).encode(),
        headers={
            "Cookie": f"{name}={client.cookies[name].value}; csrftoken={token}", "Origin": address,
        },
    )  # fmt: skip
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 200


def entries_end_by_themselves(url: str, cast: Cast) -> None:
    """What a killed process said of who is here is gone after a while, and so is its place in Redis."""
    one = presence.Opened(cast.centre.pk, Topic("family", 1), "page", cast.alice.pk)
    presence.enter([one], seconds=60)
    assert presence.present([one.key])[one.key] == {cast.alice.pk}
    presence.enter([one], seconds=-1)
    assert presence.present([one.key])[one.key] == frozenset()
    with redis.Redis.from_url(url) as client:
        assert 0 < client.ttl(one.key) <= presence.ASKING_SECONDS * 2
