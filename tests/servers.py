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


class Server:
    """`manage.py serve` on the database of the test: started, killed, and started again at the same address.

    `more` goes to its environment. The test has to commit what it makes: `django_db(transaction=True)`.
    """

    def __init__(self, *, with_worker: bool = False, port: int | None = None, **more: str) -> None:
        self.port = port or free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": url_of_database(),
            "PYTHONUNBUFFERED": "1",
            **more,
        }
        self.options = ["--port", str(self.port)] + ([] if with_worker else ["--no-worker"])
        # What it says goes to a file: a pipe nobody reads would stop it when full.
        self.words: IO[str] = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed on leaving
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns once it listens."""
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "serve", *self.options],
            cwd=ROOT,
            env=self.environment,
            stdout=self.words,
            stderr=subprocess.STDOUT,
        )
        _wait_until_it_listens(self.process, self.port, self.words)

    def kill(self) -> None:
        """SIGKILL: nothing of it gets to finish."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def close(self) -> None:
        """Kill it, and print what it said."""
        self.kill()
        self.words.seek(0)
        sys.stdout.write(self.words.read()[-MOST_WORDS:])
        self.words.close()


@contextmanager
def serving_the_test_database(
    *, with_worker: bool = False, port: int | None = None, **more: str
) -> Iterator[str]:
    """The address of `manage.py serve`, pages only unless asked; the process is killed on leaving.

    `port`: the same one as a server before it, for a restart; `more` goes to its environment.

    The test has to commit what it makes: `django_db(transaction=True)`.
    """
    server = Server(with_worker=with_worker, port=port, **more)
    try:
        server.start()
        yield server.address
    finally:
        server.close()


def _wait_until_it_listens(process: "subprocess.Popen[bytes]", port: int, words: IO[str]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        with closing(socket.socket()) as visitor:
            if visitor.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    words.seek(0)
    pytest.fail(f"The server did not start: {words.read()}")
