"""Live updates reach open pages from any thread, and never trouble the one who sends them."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from channels.layers import channel_layers, get_channel_layer
from django.test import override_settings

from frontend import live

IN_MEMORY = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
MESSAGE = {"type": "run.progress", "share": 40}


@pytest.fixture(autouse=True)
def _own_layer():
    with override_settings(CHANNEL_LAYERS=IN_MEMORY):
        yield
        live.detach()


def received_after(send: Callable[[], Awaitable[None]]) -> dict[str, Any]:
    """What a socket in the group receives when `send` runs on the server's loop."""

    async def scenario() -> dict[str, Any]:
        live.attach(asyncio.get_running_loop())
        layer = get_channel_layer()
        socket = await layer.new_channel()
        await layer.group_add("run-1", socket)
        await send()
        return await asyncio.wait_for(layer.receive(socket), 2)

    return asyncio.run(scenario())


def test_push_from_another_thread_reaches_a_socket() -> None:
    assert received_after(lambda: asyncio.to_thread(live.push, "run-1", MESSAGE)) == MESSAGE


def test_push_from_the_servers_own_thread_reaches_a_socket() -> None:
    async def send() -> None:
        live.push("run-1", MESSAGE)

    assert received_after(send) == MESSAGE


def test_push_without_a_server_in_the_process_does_nothing() -> None:
    sender = threading.Thread(target=live.push, args=("run-1", MESSAGE))
    sender.start()
    sender.join(2)
    assert (sender.is_alive(), get_channel_layer().channels) == (False, {})


def test_push_after_the_server_has_stopped_does_nothing() -> None:
    async def serve_and_stop() -> None:
        live.attach(asyncio.get_running_loop())

    asyncio.run(serve_and_stop())
    live.push("run-1", MESSAGE)
    assert get_channel_layer().channels == {}


def test_push_without_a_layer_does_nothing() -> None:
    with override_settings(CHANNEL_LAYERS={}):
        live.push("run-1", MESSAGE)
        assert channel_layers.backends == {}


def test_push_to_a_redis_that_is_down_is_logged_and_not_raised(caplog: pytest.LogCaptureFixture) -> None:
    nowhere = {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {"hosts": ["redis://127.0.0.1:1"]},
    }
    with override_settings(CHANNEL_LAYERS={"default": nowhere}):
        live.push("run-1", MESSAGE)
    assert [record.getMessage() for record in caplog.records] == ["A live update to run-1 was not sent"]
