"""The socket of open pages: it says which thing has changed, never how; the page then asks for it."""

import json
import time
from collections import deque
from typing import Any
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from frontend import news, presence
from frontend.gate import Answer, Question, gate, judge, opened_by
from frontend.listeners import Listener, digest_of, listener_of
from frontend.presence import Opened
from frontend.topics import Topic, open_group

#: Closed with this code, a page need not try again: nobody is logged in here any more.
SESSION_ENDED = 4401
#: Closed with these, a page has said too much at once, or too often.
TOO_LARGE, TOO_MANY = 1009, 1008
MOST_CHARACTERS = 2_000
MOST_MESSAGES, WITHIN_SECONDS = 20, 10.0
#: How many things one page can have open.
MOST_OPEN = 5
#: A page that missed more than this fetches everything.
MOST_MISSED = 200


class LiveConsumer(AsyncJsonWebsocketConsumer):
    """Joins the groups of the membership; every message is checked against its scope before it leaves.

    A page says one thing: what it has open. The socket closes when the session, the membership or the account
    ends.
    """

    listener: Listener | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opened: dict[Topic, Opened] = {}
        self.told: dict[Topic, str] = {}
        self.joined: set[str] = set()
        self.messages: deque[float] = deque(maxlen=MOST_MESSAGES)

    async def connect(self) -> None:
        """Open to a membership behind a complete log-in; others are turned away."""
        self.listener = await database_sync_to_async(listener_of)(self.scope["session"].session_key)
        if self.listener is None:
            await self.close(SESSION_ENDED)
            return
        for group in self.listener.groups:
            await self._join(group)
        await self.accept()
        gate().join(self)
        await self._catch_up(self.listener)

    async def disconnect(self, code: int) -> None:
        """Leave the groups, and what was open."""
        await gate().part(self)
        await self._open({})
        for group in tuple(self.joined):
            await self.channel_layer.group_discard(group, self.channel_name)

    # --- what the page says ---

    async def receive(
        self, text_data: str | None = None, bytes_data: bytes | None = None, **kwargs: Any
    ) -> None:
        """`{"open": ["pair:7"]}`: what the page has open now, in place of what it said before."""
        now, text = time.monotonic(), text_data or ""
        if bytes_data is not None or len(text) > MOST_CHARACTERS:
            await self.close(TOO_LARGE)
            return
        if len(self.messages) == MOST_MESSAGES and now - self.messages[0] < WITHIN_SECONDS:
            await self.close(TOO_MANY)
            return
        self.messages.append(now)
        if self.listener is None or (topics := topics_in(text)) is None:
            return
        if not topics:
            await self._open({})
            return
        answer = await gate().ask(Question(self.listener, topics))
        if await self.stand(answer) and answer.listener is not None:
            await self._open(opened_by(answer.listener, answer.heard, self.channel_name))

    # --- what it hears ---

    async def topic_changed(self, message: dict[str, Any]) -> None:
        """Pass on the topic, if it is in the scope of the membership at this moment."""
        if self.listener is None:
            return
        answer = await gate().ask(Question(self.listener, (Topic(message["kind"], message["id"]),)))
        if not await self.stand(answer):
            return
        for topic in answer.heard:
            await self.send_json({"topic": str(topic), "at": message["at"]})

    async def presence_changed(self, message: dict[str, Any]) -> None:
        """Somebody of the same organisation opened or left what is open here."""
        topic = Topic(message["kind"], message["id"])
        if topic in self.opened:
            gate().stir(self, topic)

    async def look_again(self, message: dict[str, Any]) -> None:
        """Something about the person has changed: does the log-in still hold?"""
        if self.listener is not None:
            await self.stand(await gate().ask(Question(self.listener)))

    async def session_ended(self, message: dict[str, Any]) -> None:
        """A session of the person has ended, or works under another membership from now on."""
        if self.listener is None or digest_of(self.listener.session_key) != message["session"]:
            return
        if message["membership"] != self.listener.membership.pk:
            await self.end()

    async def stand(self, answer: Answer) -> bool:
        """Go on as the listener stands now; close when its log-in has ended."""
        if answer.listener is None:
            await self.end()
            return False
        if self.listener is not None:
            self.listener = answer.listener
        return True

    async def end(self) -> None:
        """Nothing more leaves here; what was open is closed for colleagues too."""
        if self.listener is not None:
            self.listener = None
            await self._open({})
            await self.close(SESSION_ENDED)

    async def tell_present(self, topic: Topic, words: str) -> None:
        """Say who else is here, when that has changed."""
        if self.listener is not None and topic in self.opened and self.told.get(topic, "") != words:
            self.told[topic] = words
            await self.send_json({"present": str(topic), "words": words})

    async def hello(self) -> None:
        """Still here, and the time: from then on nothing was missed."""
        if self.listener is not None:
            await self.send_json({"at": time.time()})

    # --- inside ---

    async def _catch_up(self, listener: Listener) -> None:
        """Tell what was missed since the page was made or last heard of us; everything, when nobody knows."""
        at, since = time.time(), since_in(self.scope.get("query_string", b""))
        missed = await database_sync_to_async(missed_by)(listener, since)
        if missed is None:
            await self.send_json({"at": at, "all": True})
            return
        for topic in missed:
            await self.send_json({"topic": str(topic), "at": at})
        await self.send_json({"at": at})

    async def _open(self, opened: dict[Topic, Opened]) -> None:
        before, self.opened = self.opened, opened
        gone = [one for topic, one in before.items() if topic not in opened]
        new = [one for topic, one in opened.items() if topic not in before]
        self.told = {topic: words for topic, words in self.told.items() if topic in opened}
        if not gone and not new:
            return
        for one in new:
            await self._join(open_group(one.organisation, one.topic))
        await database_sync_to_async(_keep)(gone, new)
        for one in (*gone, *new):
            group, topic = open_group(one.organisation, one.topic), one.topic
            if one in gone:
                await self.channel_layer.group_discard(group, self.channel_name)
                self.joined.discard(group)
            message = {"type": "presence.changed", "kind": topic.kind, "id": topic.id}
            await self.channel_layer.group_send(group, message)

    async def _join(self, group: str) -> None:
        self.joined.add(group)
        await self.channel_layer.group_add(group, self.channel_name)


def _keep(gone: list[Opened], new: list[Opened]) -> None:
    presence.leave(gone)
    presence.enter(new)


def topics_in(text: str) -> tuple[Topic, ...] | None:
    """What a page says it has open; None when it says something else."""
    try:
        said = json.loads(text)
    except ValueError:
        return None
    asked = said.get("open") if isinstance(said, dict) else None
    if not isinstance(asked, list):
        return None
    found = [topic for one in asked[:MOST_OPEN] if (topic := Topic.read(one)) is not None]
    return tuple(dict.fromkeys(found))


def since_in(query: bytes) -> float | None:
    """The moment a page names: its own making, or when it last heard of us."""
    try:
        return float(parse_qs(query.decode("ascii"))["since"][0])
    except (KeyError, ValueError):
        return None


def missed_by(listener: Listener, since: float | None) -> list[Topic] | None:
    """What of the news since then is in the listener's scope; None when the page should fetch everything."""
    told = news.missed(since, listener.groups) if since is not None else None
    if told is None or len(told) > MOST_MISSED:
        return None
    topics = [topic for text in told if (topic := Topic.read(text)) is not None]
    (answer,) = judge([Question(listener, tuple(topics))])
    return list(answer.heard)
