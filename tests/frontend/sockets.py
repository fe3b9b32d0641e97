"""A browser's end of the live socket, without a browser and without a server."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from channels.layers import get_channel_layer
from django.conf import settings

from base.accounts.models import Membership
from config import asgi
from frontend.topics import Topic
from tests.clients import client_of

ORIGIN = b"http://testserver"
IN_MEMORY = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 5_000}}}
#: Long enough for what was sent to arrive on a busy machine, where nothing is expected to.
QUIET_SECONDS = 0.4


def cookie_of(membership: Membership | None) -> bytes:
    """What the browser of this person sends, logged in a moment ago."""
    morsel = client_of(membership).cookies.get(settings.SESSION_COOKIE_NAME)
    return f"{settings.SESSION_COOKIE_NAME}={morsel.value}".encode() if morsel else b""


class Socket(ApplicationCommunicator):
    """Knocks with a cookie, from an origin; `since` is when the page was made."""

    def __init__(
        self, cookie: bytes, *, origin: bytes | None = ORIGIN, host: bytes = b"testserver", since: str = ""
    ) -> None:
        headers = [(b"host", host), (b"cookie", cookie)]
        if origin is not None:
            headers.append((b"origin", origin))
        query = f"since={since}".encode() if since else b""
        scope = {"type": "websocket", "path": "/live/", "query_string": query, "headers": headers}
        super().__init__(asgi.application, scope | {"subprotocols": []})

    async def is_let_in(self) -> bool:
        """Knock; whether the door opens."""
        await self.send_input({"type": "websocket.connect"})
        return (await self.receive_output(timeout=5))["type"] == "websocket.accept"

    async def say(self, text: str) -> None:
        """What the page sends."""
        await self.send_input({"type": "websocket.receive", "text": text})

    async def open(self, *topics: Topic) -> None:
        """What the page has open."""
        await self.say(json.dumps({"open": [str(topic) for topic in topics]}))

    async def heard(self, quiet: float = QUIET_SECONDS) -> list[Any]:
        """All that came until it was quiet: messages without their times, or the code of a close."""
        found: list[Any] = []
        while not await self.receive_nothing(timeout=quiet):
            output = await self.receive_output()
            if output["type"] == "websocket.close":
                found.append(output["code"])
                continue
            message = json.loads(output["text"])
            message.pop("at", None)
            if message:
                found.append(message)
        return found

    async def leave(self) -> None:
        """Go away, and wait until that is done."""
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait(timeout=5)


def with_sockets(*sockets: Socket, do: Callable[[], Awaitable[Any]]) -> Any:
    """What `do` gives while all these are open."""

    async def scenario() -> Any:
        for one in sockets:
            assert await one.is_let_in()
        for one in sockets:
            await one.heard(0.05)
        try:
            return await do()
        finally:
            for one in sockets:
                await one.leave()

    return asyncio.run(scenario())


def heard_by(memberships: list[Membership], happen: Callable[[], object]) -> list[list[Any]]:
    """What the sockets of these people say when this happens, which relays as in a serving process."""
    sockets = [Socket(cookie_of(one)) for one in memberships]

    async def do() -> list[list[Any]]:
        await in_serving_process(happen)
        return [await one.heard() for one in sockets]

    found: list[list[Any]] = with_sockets(*sockets, do=do)
    return found


async def in_serving_process(happen: Callable[[], object]) -> None:
    """Do it in a thread, as a view would, with this loop as the server's."""
    from frontend import live

    live.attach(asyncio.get_running_loop())
    try:
        await sync_to_async(happen)()
    finally:
        live.detach()


async def send(group: str, topic: Topic) -> None:
    """Wake a group with a topic, whether it concerns it or not."""
    message = {"type": "topic.changed", "kind": topic.kind, "id": topic.id, "at": time.time()}
    await get_channel_layer().group_send(group, message)
