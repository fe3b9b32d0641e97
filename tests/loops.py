"""Loops of asyncio in tests that are not coroutines themselves."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_running_loop() -> Iterator[None]:
    """While it lasts no loop counts as running in this thread: `asyncio.run` and `async_to_sync` work.

    Playwright's synchronous interface, once started, keeps a loop in the main thread as long as it lives.
    """
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(running)
