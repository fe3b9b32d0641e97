"""The real server on the database of a test, in a process of its own."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
SECONDS_TO_START = 120
MOST_WORDS = 20_000


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def url_of_database() -> str:
    """DATABASE_URL of the database this test writes to."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    password = f":{told['PASSWORD']}" if told["PASSWORD"] else ""
    return f"postgres://{told['USER']}{password}@{told['HOST']}:{told['PORT'] or 5432}/{told['NAME']}"


@contextmanager
def serving_the_test_database(
    *, with_worker: bool = False, port: int | None = None, **more: str
) -> Iterator[str]:
    """The address of `manage.py serve`, pages only unless asked; the process is killed on leaving.

    `port`: the same one as a server before it, for a restart; `more` goes to its environment.

    The test has to commit what it makes: `django_db(transaction=True)`.
    """
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": url_of_database(),
        "PYTHONUNBUFFERED": "1",
        **more,
    }
    port = port or free_port()
    # What it says goes to a file: a pipe nobody reads would stop it when full.
    with tempfile.TemporaryFile("w+") as words:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "serve", "--port", str(port)]
            + ([] if with_worker else ["--no-worker"]),
            cwd=ROOT,
            env=environment,
            stdout=words,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_it_listens(process, port, words)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()
            process.wait()
            words.seek(0)
            sys.stdout.write(words.read()[-MOST_WORDS:])


def _wait_until_it_listens(process: "subprocess.Popen[bytes]", port: int, words: IO[str]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        with closing(socket.socket()) as visitor:
            if visitor.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    words.seek(0)
    pytest.fail(f"The server did not start: {words.read()}")
