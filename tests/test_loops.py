"""Coroutines run from a test whether or not a browser has left a loop in its thread."""

import asyncio

from asgiref.sync import async_to_sync

from tests.loops import no_running_loop


async def answer() -> int:
    return 42


def test_a_loop_runs_where_another_was_left():
    async def as_after_a_browser() -> tuple[int, int, bool]:
        left = asyncio.get_running_loop()
        with no_running_loop():
            answers = asyncio.run(answer()), async_to_sync(answer)()
        return (*answers, asyncio.get_running_loop() is left)

    assert asyncio.run(as_after_a_browser()) == (42, 42, True)


def test_no_loop_is_running_in_a_test_without_a_browser():
    assert asyncio._get_running_loop() is None
