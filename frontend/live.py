"""One way to send a message to open pages: `push`, from any thread of any process."""

import asyncio
import logging
from concurrent.futures import Future
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import InMemoryChannelLayer, get_channel_layer

logger = logging.getLogger("splot.live")

_server_loop: asyncio.AbstractEventLoop | None = None


def attach(loop: asyncio.AbstractEventLoop) -> None:
    """Name the loop on which this process's sockets live; `serve` does, once its loop runs."""
    global _server_loop
    _server_loop = loop


def detach() -> None:
    """Forget the loop: from now on an in-memory layer has nobody to reach."""
    global _server_loop
    _server_loop = None


def push(group: str, message: dict[str, Any]) -> None:
    """Send `message` (with its "type") to every socket in `group`; a comfort, which never raises.

    Inside a serving process it returns at once and the server's loop sends. Elsewhere (a separate worker, a
    command) it sends through Redis, or does nothing where the layer is in memory: no socket is open here.
    """
    layer = get_channel_layer()
    if layer is None:
        return
    loop = _server_loop
    if loop is not None and loop.is_running():
        sending = asyncio.run_coroutine_threadsafe(layer.group_send(group, message), loop)
        sending.add_done_callback(_log_failure)
    elif not isinstance(layer, InMemoryChannelLayer):
        try:
            async_to_sync(layer.group_send)(group, message)
        except Exception:
            logger.warning("A live update to %s was not sent", group, exc_info=True)


def _log_failure(sending: "Future[None]") -> None:
    if not sending.cancelled() and (error := sending.exception()) is not None:
        logger.warning("A live update was not sent", exc_info=error)
