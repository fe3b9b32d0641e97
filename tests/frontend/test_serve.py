"""The whole product in one process: it answers, it works in the background, and it stops when asked."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.databases import bring_migrated_file

ROOT = Path(__file__).resolve().parents[2]
MANAGE = [sys.executable, str(ROOT / "manage.py")]
SECONDS_TO_STOP = 3


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory, kept_databases: Path) -> dict[str, str]:
    """The environment of an empty installation of its own, migrated: from where a kept database ends."""
    folder = tmp_path_factory.mktemp("installation")
    bring_migrated_file(folder / "splot.sqlite3", kept_databases)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "SPLOT_VAR": str(folder),
        "PYTHONUNBUFFERED": "1",
    }
    environment.pop("DATABASE_URL", None)
    environment.pop("REDIS_URL", None)
    subprocess.run([*MANAGE, "migrate", "--verbosity", "0"], cwd=ROOT, env=environment, check=True)
    return environment


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(installation: dict[str, str], port: int) -> Iterator[subprocess.Popen[str]]:
    """A running `serve`, from the moment it says where it is; killed when the test leaves it behind."""
    process = subprocess.Popen(
        [*MANAGE, "serve", "--port", str(port)],
        cwd=ROOT,
        env=installation,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        first = process.stdout.readline()
        if f"Splot is at http://127.0.0.1:{port}/" not in first:
            process.kill()
            pytest.fail(first + process.stdout.read())
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_serve_answers_and_stops_when_asked(installation: dict[str, str], asked: signal.Signals) -> None:
    port = free_port()
    with serving(installation, port) as process:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=10) as answer:
            assert answer.status == 200
        begun = time.monotonic()
        process.send_signal(asked)
        rest, _ = process.communicate(timeout=2 * SECONDS_TO_STOP)
        took = time.monotonic() - begun
    assert (process.returncode, rest) == (0, "Splot has stopped.\n")
    assert took < SECONDS_TO_STOP


def test_serve_stops_though_a_page_is_held_open(installation: dict[str, str]) -> None:
    port = free_port()
    with serving(installation, port) as process, socket.create_connection(("127.0.0.1", port)) as visitor:
        visitor.sendall(
            b"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nhalf"
        )
        begun = time.monotonic()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=2 * SECONDS_TO_STOP)
        took = time.monotonic() - begun
    assert process.returncode == 0
    assert took < SECONDS_TO_STOP


def test_serve_runs_background_tasks(installation: dict[str, str]) -> None:
    enqueue = "from base.notices.tasks import send_due_notices; send_due_notices.enqueue()"
    database = Path(installation["SPLOT_VAR"]) / "splot.sqlite3"
    with serving(installation, free_port()):
        subprocess.run([*MANAGE, "shell", "-v", "0", "-c", enqueue], cwd=ROOT, env=installation, check=True)
        deadline = time.monotonic() + 10
        states: list[str] = []
        with closing(sqlite3.connect(database)) as rows:
            while states != ["SUCCESSFUL"] and time.monotonic() < deadline:
                found = rows.execute("select status from django_tasks_database_dbtaskresult")
                states = [state for (state,) in found]
                time.sleep(0.05)
    assert states == ["SUCCESSFUL"]


A_PROGRAMME = """
from tests.factories.matching import helper_of, programme_of, seeker_of
programme = programme_of()
for _ in range(3):
    seeker_of(programme), helper_of(programme)
"""
ASK_FOR_A_RUN = """
from base.audit.actor import Robot
from matching.domain.runs import request_run
from matching.models import Programme
from matching.tasks import run_matching_task
run_matching_task.enqueue(request_run(Programme.objects.get(), by=Robot("test")).pk)
"""
RUNS = "select state, error from matching_run order by id"


def shell(installation: dict[str, str], code: str) -> None:
    subprocess.run([*MANAGE, "shell", "-v", "0", "-c", code], cwd=ROOT, env=installation, check=True)


def wait_for(database: Path, query: str, expected: list[tuple[str, ...]]) -> None:
    """Ask the database until it answers so; fails with the last answer after a while."""
    deadline = time.monotonic() + 30
    found: list[tuple[str, ...]] = []
    with closing(sqlite3.connect(database, timeout=20)) as rows:
        while found != expected and time.monotonic() < deadline:
            found = rows.execute(query).fetchall()
            time.sleep(0.01)
    assert found == expected


def test_run_of_a_killed_server_is_ended_and_another_one_works(installation: dict[str, str]) -> None:
    database = Path(installation["SPLOT_VAR"]) / "splot.sqlite3"
    shell(installation, A_PROGRAMME)
    asks = [*MANAGE, "shell", "-v", "0", "-c", ASK_FOR_A_RUN]
    # Looked at while it is asked for: on a slow machine the run ends before the shell has.
    with (
        serving(installation, free_port()) as process,
        subprocess.Popen(asks, cwd=ROOT, env=installation),
    ):
        wait_for(database, RUNS, [("running", "")])
        process.kill()
        process.wait()
    left_behind = (
        "select status from django_tasks_database_dbtaskresult where task_path like '%run_matching%'"
    )
    wait_for(database, left_behind, [("RUNNING",)])
    wait_for(database, RUNS, [("running", "")])
    with closing(sqlite3.connect(database, timeout=20)) as rows:  # a minute goes by
        rows.execute("update matching_run set lease_seen_at = datetime(lease_seen_at, '-61 seconds')")
        rows.commit()

    with serving(installation, free_port()):
        wait_for(database, RUNS, [("failed", "lost")])
        shell(installation, ASK_FOR_A_RUN)
        wait_for(database, RUNS, [("failed", "lost"), ("done", "")])


def refusal(installation: dict[str, str], *options: str) -> tuple[int, str, str]:
    """How `serve` ends when it does not start."""
    done = subprocess.run(
        [*MANAGE, "serve", *options], cwd=ROOT, env=installation, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


def test_serve_on_a_taken_port_says_so(installation: dict[str, str]) -> None:
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        sentence = f"Port {port} is taken on 127.0.0.1. Stop what uses it, or choose another one (PORT=8001)."
        assert refusal(installation, "--port", str(port)) == (1, "", f"CommandError: {sentence}\n")


def test_several_processes_need_redis(installation: dict[str, str]) -> None:
    sentence = (
        "Several web processes cannot share live updates kept in memory. Set REDIS_URL, or use one process."
    )
    assert refusal(installation, "--workers", "2") == (1, "", f"CommandError: {sentence}\n")
