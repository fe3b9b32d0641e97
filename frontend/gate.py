"""One gate for all sockets of a process: what each may hear is asked at the moment it leaves.

Sockets that are woken together are judged together: two queries for all log-ins, one for each scope. The gate
also looks every CHECK_SECONDS whether each log-in still holds, whoever changed it, and
renews what is open here.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Coroutine, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from channels.db import database_sync_to_async
from django.utils import translation

from base.accounts.models import Membership
from frontend import presence
from frontend.listeners import Listener, listener_of, marks_of
from frontend.presence import Opened, is_seen, key_of, others, told_present
from frontend.topics import Topic, is_in_scope, sight_of

if TYPE_CHECKING:
    from frontend.consumers import LiveConsumer

logger = logging.getLogger("splot.live")

#: How often the log-ins of all sockets are looked at: their end shows within this time and the look itself.
CHECK_SECONDS = 2.0
#: How long news of who is here are gathered before they are told.
GATHER_SECONDS = 0.2
#: How often a quiet socket says that it lives, and what time it is.
HELLO_SECONDS = 20.0


@dataclass(frozen=True)
class Question:
    """May this listener hear of these?"""

    listener: Listener
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True)
class Answer:
    """The listener as it stands now, None when its log-in has ended; and what of it they may hear."""

    listener: Listener | None
    heard: tuple[Topic, ...] = ()


#: What has been looked up for one batch, by what decides on it.
Known = dict[tuple[Topic, tuple[int, str, int]], bool]


def judge(questions: Sequence[Question]) -> list[Answer]:
    """Every question as things stand at this moment."""
    standing = _standing([one.listener for one in questions])
    known: Known = {}
    answers = []
    for one in questions:
        listener = standing[one.listener]
        if listener is None:
            answers.append(Answer(None))
            continue
        membership = listener.membership
        heard = tuple(topic for topic in one.topics if _may(topic, membership, known))
        answers.append(Answer(listener, heard))
    return answers


def _may(topic: Topic, membership: Membership, known: Known) -> bool:
    key = (topic, sight_of(membership))
    if key not in known:
        known[key] = is_in_scope(topic, membership)
    return known[key]


def _standing(listeners: Sequence[Listener]) -> dict[Listener, Listener | None]:
    """Each listener as it is now; looked at whole only where something it stands on has changed."""
    asked = list(dict.fromkeys(listeners))
    found: dict[Listener, Listener | None] = {}
    for one, mark in zip(asked, marks_of(asked), strict=True):
        if mark is not None and mark == one.mark:
            found[one] = one
            continue
        fresh = listener_of(one.session_key) if mark is not None else None
        found[one] = fresh if fresh and _is_same(fresh.membership, one.membership) else None
    return found


def _is_same(now: Membership, before: Membership) -> bool:
    return (now.pk, now.role) == (before.pk, before.role)


def say_who_is_here(asked: Sequence[tuple[Listener, Topic]]) -> list[str]:
    """For each, who else has the thing open, in the listener's language; "" for nobody."""
    here = presence.present({key_of(one.membership.organisation_id, topic) for one, topic in asked})
    told = []
    for one, topic in asked:
        membership = one.membership
        memberships = here[key_of(membership.organisation_id, topic)] - {membership.pk}
        names = others(memberships, membership) if memberships else []
        with translation.override(one.language):
            told.append(told_present(topic, names))
    return told


@dataclass(eq=False)
class Gate:
    """The sockets of one event loop."""

    sockets: "set[LiveConsumer]" = field(default_factory=set)
    waiting: list[tuple[Question, "asyncio.Future[Answer]"]] = field(default_factory=list)
    stirred: "set[tuple[LiveConsumer, Topic]]" = field(default_factory=set)
    judging: "asyncio.Task[None] | None" = None
    telling: "asyncio.Task[None] | None" = None
    watching: "asyncio.Task[None] | None" = None

    def join(self, socket: "LiveConsumer") -> None:
        """From now on the log-in of this socket is watched."""
        self.sockets.add(socket)
        if self.watching is None:
            self.watching = asyncio.create_task(self._watch())

    async def part(self, socket: "LiveConsumer") -> None:
        """The socket is gone; the last one ends the watch."""
        self.sockets.discard(socket)
        self.stirred = {(one, topic) for one, topic in self.stirred if one is not socket}
        if not self.sockets and self.watching is not None:
            self.watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.watching
            self.watching = None

    async def ask(self, question: Question) -> Answer:
        """Judged with all that wait at this moment, in one go."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self.waiting.append((question, answer))
        if self.judging is None:
            self.judging = asyncio.create_task(self._judge())
        return await answer

    async def _judge(self) -> None:
        try:
            while self.waiting:
                batch, self.waiting = self.waiting, []
                try:
                    answers = await database_sync_to_async(judge)([question for question, _future in batch])
                except Exception:
                    # Nobody hears what could not be checked; the page asks again when it comes back.
                    logger.exception("What sockets may hear could not be looked up")
                    answers = [Answer(question.listener) for question, _future in batch]
                for (_question, future), answer in zip(batch, answers, strict=True):
                    if not future.done():
                        future.set_result(answer)
        finally:
            self.judging = None

    # --- who is here ---

    def stir(self, socket: "LiveConsumer", topic: Topic) -> None:
        """Who has the thing open has changed: tell this socket, with what else is gathered meanwhile."""
        self.stirred.add((socket, topic))
        if self.telling is None:
            self.telling = asyncio.create_task(self._tell())

    async def _tell(self) -> None:
        try:
            await asyncio.sleep(GATHER_SECONDS)
            asked = [(socket, topic) for socket, topic in self.stirred if topic in socket.opened]
            self.stirred.clear()
            await self._tell_these(asked)
        finally:
            self.telling = None

    async def _tell_these(self, asked: "Sequence[tuple[LiveConsumer, Topic]]") -> None:
        ready = [(socket, socket.listener, topic) for socket, topic in asked if socket.listener is not None]
        if not ready:
            return
        asking = [(listener, topic) for _socket, listener, topic in ready]
        words = await database_sync_to_async(say_who_is_here)(asking)
        await _each(
            socket.tell_present(topic, told)
            for (socket, _listener, topic), told in zip(ready, words, strict=True)
        )

    # --- the watch ---

    async def _watch(self) -> None:
        renewed = said = time.monotonic()
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            try:
                await self._check()
                if time.monotonic() - renewed >= presence.RENEW_SECONDS:
                    renewed = time.monotonic()
                    await self._renew()
                if time.monotonic() - said >= HELLO_SECONDS:
                    said = time.monotonic()
                    await _each(socket.hello() for socket in tuple(self.sockets))
            except Exception:
                logger.exception("The log-ins of sockets could not be looked at")

    async def _check(self) -> None:
        sockets = [(socket, socket.listener) for socket in self.sockets if socket.listener is not None]
        questions = [Question(listener) for _socket, listener in sockets]
        answers = await database_sync_to_async(judge)(questions)
        await _each(
            socket.stand(answer) for (socket, _listener), answer in zip(sockets, answers, strict=True)
        )

    async def _renew(self) -> None:
        """What is open here stays so; what is no longer open elsewhere is noticed."""
        await database_sync_to_async(presence.enter)(
            [one for socket in self.sockets for one in socket.opened.values()]
        )
        await self._tell_these([(socket, topic) for socket in self.sockets for topic in socket.opened])


async def _each(acts: Iterable[Coroutine[Any, Any, object]]) -> None:
    """Do all of them; a socket that is gone keeps nobody else from hearing."""
    await asyncio.gather(*acts, return_exceptions=True)


_gates: "WeakKeyDictionary[asyncio.AbstractEventLoop, Gate]" = WeakKeyDictionary()


def gate() -> Gate:
    """The gate of the running loop."""
    return _gates.setdefault(asyncio.get_running_loop(), Gate())


def opened_by(listener: Listener, topics: Sequence[Topic], page: str) -> dict[Topic, Opened]:
    """What this page has open of these topics, for colleagues to see."""
    membership = listener.membership
    if not is_seen(membership):
        return {}
    return {topic: Opened(membership.organisation_id, topic, page, membership.pk) for topic in topics}
