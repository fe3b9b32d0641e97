"""A Redis of the tests' own: nothing that another run says can be heard in it."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import redis

from tests.servers import free_port

USUAL = "redis://127.0.0.1:6379/15"
SECONDS_TO_START = 10


@contextmanager
def own_redis() -> Iterator[str]:
    """Its address: of a server of our own on a free port, else of the machine's; a failure without either."""
    binary = shutil.which("redis-server")
    if binary is None:
        if not _answers(USUAL):
            pytest.fail("These tests need Redis: install redis-server, or let one answer at 127.0.0.1:6379.")
        yield USUAL
        return
    port = free_port()
    nothing_kept = ["--save", "", "--appendonly", "no", "--bind", "127.0.0.1"]
    process = subprocess.Popen([binary, "--port", str(port), *nothing_kept], stdout=subprocess.DEVNULL)
    address = f"redis://127.0.0.1:{port}/0"
    try:
        deadline = time.monotonic() + SECONDS_TO_START
        while not _answers(address):
            assert time.monotonic() < deadline, "Redis did not start"
            time.sleep(0.02)
        yield address
    finally:
        process.kill()
        process.wait()


def _answers(address: str) -> bool:
    try:
        with redis.Redis.from_url(address, socket_timeout=1, socket_connect_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
