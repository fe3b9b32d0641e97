"""Phones on a bad network: every log sent several times, in any order, replies lost, the server killed.

A phone keeps a log until it has an answer to it. Whatever else happens, in the end each log stands once.
"""

import http.client
import json
import random
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from activities.models import Entry, Meeting
from base.accounts.enums import Role
from tests.clients import client_of
from tests.factories.accounts import MembershipFactory
from tests.factories.activities import at, meeting_pair
from tests.factories.matching import programme_of
from tests.factories.organisations import CentreFactory
from tests.servers import Server

TOKEN = "a" * 32  # the CSRF cookie and header need only be the same
ANSWER_SECONDS = 60
TAKEN = (200, 201)


@dataclass(frozen=True)
class Log:
    """What one phone has to send."""

    number: str
    cookie: str
    entry: dict[str, Any]


@dataclass
class Network:
    """Twenty senders, one server, and what they know of each other."""

    server: Server
    queue: list[list[Log]]
    random: random.Random
    lost_replies: float
    lock: threading.Lock = field(default_factory=threading.Lock)
    up: threading.Event = field(default_factory=threading.Event)
    sent: int = 0
    dropped: int = 0
    broken: int = 0
    answered: set[str] = field(default_factory=set)
    odd: Counter = field(default_factory=Counter)

    def next(self) -> tuple[list[Log], bool] | None:
        """A batch to send, and whether its reply will be lost."""
        with self.lock:
            if not self.queue:
                return None
            return self.queue.pop(), self.random.random() < self.lost_replies


def logs_of_phones(count: int, *, phones: int = 8, pairs: int = 5) -> list[Log]:
    """So many logs of different meetings, of helpers who are logged in."""
    centre = CentreFactory()
    programme = programme_of(centre)
    places = []
    for number in range(phones):
        member = MembershipFactory(user__name=f"Helper {number}", organisation=centre, role=Role.VOLUNTEER)
        cookie = client_of(member).cookies[settings.SESSION_COOKIE_NAME].value
        places += [(cookie, meeting_pair(member, programme=programme)) for _pair in range(pairs)]
    newest, logs = at(hours=-3), []
    for number in range(count):
        cookie, pair = places[number % len(places)]
        start = newest - timedelta(minutes=70 * (number // len(places)))
        id = str(UUID(int=random.Random(number).getrandbits(128), version=4))
        told = {
            "id": id,
            "pair": str(pair.key),
            "start": start.isoformat(),
            "minutes": 60,
            "note": f"log {number}",
        }
        logs.append(Log(id, cookie, told))
    return logs


def deliver(
    logs: Sequence[Log], server: Server, *, times: int, kills: int, seed: int, lost_replies: float = 0.2,
    senders: int = 20,
) -> Network:  # fmt: skip
    """Send each log so many times, in no order, while the server is killed and comes back."""
    chance = random.Random(seed)
    network = Network(server, _batches(logs, times, chance), chance, lost_replies)
    total = times * len(logs)
    threads = [threading.Thread(target=_send_all, args=(network,), daemon=True) for _number in range(senders)]
    server.start()
    network.up.set()
    for thread in threads:
        thread.start()
    for number in range(1, kills + 1):
        _wait_for(network, total * number // (kills + 1))
        _kill_and_start(network)
    for thread in threads:
        thread.join()
    _send_what_has_no_answer(network, logs)
    return network


def judged(logs: Sequence[Log]) -> tuple[int, int]:
    """How many logs are lost, and how many are there more than once."""
    numbers = {log.number for log in logs}
    entries = {str(pk) for pk in Entry.objects.values_list("pk", flat=True)}
    notes = Counter(Meeting.objects.values_list("note", flat=True))
    lost = len(numbers - entries) + sum(1 for log in logs if not notes[log.entry["note"]])
    double = sum(count - 1 for count in notes.values()) + max(0, len(entries) - len(numbers))
    return lost, double


def _batches(logs: Sequence[Log], times: int, chance: random.Random) -> list[list[Log]]:
    """Every log so many times, shuffled, in batches of one phone's of one to eight."""
    by_phone: dict[str, list[Log]] = {}
    for log in [log for log in logs for _time in range(times)]:
        by_phone.setdefault(log.cookie, []).append(log)
    batches = []
    for queue in by_phone.values():
        chance.shuffle(queue)
        while queue:
            size = chance.randint(1, 8)
            batches.append(queue[:size])
            del queue[:size]
    chance.shuffle(batches)
    return batches


def _send_all(network: Network) -> None:
    while (work := network.next()) is not None:
        batch, lose_reply = work
        while not _send(network, batch, lose_reply=lose_reply):
            network.up.wait()


def _send(network: Network, batch: list[Log], *, lose_reply: bool) -> bool:
    """False when it did not get through, as far as the phone can tell."""
    connection = http.client.HTTPConnection("127.0.0.1", network.server.port, timeout=ANSWER_SECONDS)
    try:
        connection.request(*request_of(batch))
        if lose_reply:
            with network.lock:
                network.sent, network.dropped = network.sent + len(batch), network.dropped + len(batch)
            return True
        response = connection.getresponse()
        told = json.loads(response.read())
    except (OSError, http.client.HTTPException, ValueError):
        with network.lock:
            network.broken += len(batch)
        return False
    finally:
        connection.close()
    if response.status == 503:  # busy: try again
        return False
    with network.lock:
        network.sent += len(batch)
        if response.status != 200:
            network.odd[response.status] += 1
            return True
        for answer in told["answers"]:
            if answer["status"] in TAKEN:
                network.answered.add(answer["id"])
            else:
                network.odd[answer["sentence"]] += 1
    return True


def request_of(batch: list[Log]) -> tuple[str, str, str, dict[str, str]]:
    body = {"sent_at": timezone.now().isoformat(), "entries": [log.entry for log in batch]}
    cookies = {settings.SESSION_COOKIE_NAME: batch[0].cookie, settings.CSRF_COOKIE_NAME: TOKEN}
    headers = {
        "Content-Type": "application/json",
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "X-CSRFToken": TOKEN,
    }
    return "POST", "/api/v1/entries/", json.dumps(body), headers


def _wait_for(network: Network, sent: int) -> None:
    moment = threading.Event()
    while network.sent < sent and network.queue:
        moment.wait(0.01)


def _kill_and_start(network: Network) -> None:
    """What had an answer before the kill is there after it."""
    network.up.clear()
    network.server.kill()
    with network.lock:
        answered = set(network.answered)
    there = {str(pk) for pk in Entry.objects.values_list("pk", flat=True)}
    network.odd["answered, and gone after the kill"] += len(answered - there)
    network.server.start()
    network.up.set()


def _send_what_has_no_answer(network: Network, logs: Sequence[Log]) -> None:
    """The next opening of each phone: what is still in its queue goes again."""
    for log in logs:
        if log.number not in network.answered:
            network.odd["never answered"] += not _send(network, [log], lose_reply=False)
    network.odd["never answered"] += len({log.number for log in logs} - network.answered)
