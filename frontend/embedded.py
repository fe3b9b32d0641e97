"""Server, worker and the duties of each minute in one process: `manage.py serve` (docs/decisions/0002)."""

import asyncio
import contextlib
import gc
import logging
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType

import uvicorn
from django.conf import settings
from django.db import close_old_connections, connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from uvicorn.supervisors import Multiprocess

from activities.domain.reminding import remind_meetings
from activities.domain.talk_waiting import tell_of_talks
from base.accounts.domain.forgetting import forget_expired
from base.audit.domain import seals
from base.common import shutdown
from base.notices.domain import outbox
from desk.domain.ending import end_ways
from frontend import live
from intake.domain.uploads import forget_uploads
from matching.domain.deadlines import keep_deadlines
from matching.domain.evidence import forget_old_evidence
from matching.domain.pairs import suspend_lapsed
from matching.domain.runs import reap_lost_runs
from matching.domain.trials import forget_trials
from mentors.domain.applications import forget_applications
from stipends.domain.reminding import remind_claims

logger = logging.getLogger("splot.serve")

POLL_SECONDS = 0.5
TICK_SECONDS = 60
HOUR_SECONDS = 3600
RETRY_SECONDS = 5
GRACE_SECONDS = 1  # for answers under way, once asked to stop
JOIN_SECONDS = 1.5  # for the worker after that
# How long a busy thread may keep Python's lock from one that waits; five thousandths are usual. Pages give it
# back with every row they read, and beside a worker would wait so long each time (docs/decisions/0005).
TURN_SECONDS = 0.0005
# New objects after which Python looks for unused ones that hold each other; 700 are usual. A list of ten
# thousand rows makes millions that are all used, and each look keeps the pages waiting.
NEW_OBJECTS = 20_000
# What a page may say at once over its socket, and how soon one that has died without a word is noticed.
SOCKET_BYTES = 16 * 1024
PING_SECONDS = 10
LAST_RESORT_SECONDS = 3  # from the signal; a stuck view cannot keep the process alive


class Server(uvicorn.Server):
    """uvicorn, which says when it listens and tells the process at once when it is asked to stop."""

    def __init__(self, config: uvicorn.Config, *, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self.announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, name this loop as the one that `live.push` reaches, then announce it."""
        await super().startup(sockets)
        live.attach(asyncio.get_running_loop())
        self.announce()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Ask everything to stop; a second signal does not wait for open answers.

        The inherited one would raise the signal again after the shutdown, which ends the process before the
        worker is joined.
        """
        if not self.should_exit:
            last_resort = threading.Timer(LAST_RESORT_SECONDS, os._exit, args=(1,))
            last_resort.daemon = True
            last_resort.start()
        shutdown.requested.set()
        self.force_exit = self.should_exit
        self.should_exit = True


class EmbeddedWorker(Worker):
    """The library's worker, which claims no further task once this process is asked to stop."""

    @property
    def running(self) -> bool:
        """Read by the library's loop before each claim; it writes True once, which changes nothing."""
        return not shutdown.requested.is_set()

    @running.setter
    def running(self, value: bool) -> None:
        pass


def configuration(*, host: str, port: int, processes: int) -> uvicorn.Config:
    """uvicorn's settings; the application is a name (ASGI_APPLICATION), so that child processes import it."""
    module, _, name = settings.ASGI_APPLICATION.rpartition(".")
    return uvicorn.Config(
        f"{module}:{name}",
        host=host,
        port=port,
        workers=processes,
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        ws_max_size=SOCKET_BYTES,
        ws_ping_interval=PING_SECONDS,
        ws_ping_timeout=2 * PING_SECONDS,
    )


def run(config: uvicorn.Config, *, with_worker: bool, announce: Callable[[], None]) -> None:
    """Serve until Ctrl-C or SIGTERM, the worker beside it; `announce` is called once it listens."""
    with background() if with_worker else contextlib.nullcontext():
        if config.workers > 1:
            listening = config.bind_socket()
            announce()
            Multiprocess(config, sockets=[listening]).run()
            return
        try:
            Server(config, announce=announce).run()
        finally:
            live.detach()


@contextlib.contextmanager
def background() -> Iterator[None]:
    """Run the worker and the minute's duties in threads while the block runs, and stop them on leaving."""
    sys.setswitchinterval(TURN_SECONDS)
    gc.freeze()  # what has been loaded by now stays
    gc.set_threshold(NEW_OBJECTS)
    worker = EmbeddedWorker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=POLL_SECONDS,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
    )
    # Each apart: a slow mail server must not keep the audit unsealed.
    threads = [
        threading.Thread(target=_until_shutdown, args=(work, pause), name=name, daemon=True)
        for name, work, pause in (
            ("worker", worker.run, 0),
            ("notices", lambda: outbox.send_due(timezone.now()), TICK_SECONDS),
            ("seals", seals.seal, TICK_SECONDS),
            ("forgetting", lambda: forget_expired(timezone.now()), TICK_SECONDS),
            ("evidence", lambda: forget_old_evidence(timezone.now()), TICK_SECONDS),
            ("lists", lambda: forget_uploads(timezone.now()), TICK_SECONDS),
            ("trials", lambda: forget_trials(timezone.now()), TICK_SECONDS),
            ("applications", lambda: forget_applications(timezone.now()), TICK_SECONDS),
            ("clearances", lambda: suspend_lapsed(timezone.localdate()), TICK_SECONDS),
            ("deadlines", lambda: keep_deadlines(timezone.now()), TICK_SECONDS),
            ("meetings", lambda: remind_meetings(timezone.now()), TICK_SECONDS),
            ("ways in", end_ways, TICK_SECONDS),
            ("conversations", lambda: tell_of_talks(timezone.now()), TICK_SECONDS),
            ("claims", lambda: remind_claims(timezone.now()), HOUR_SECONDS),
            ("lost runs", lambda: reap_lost_runs(timezone.now()), TICK_SECONDS),
        )
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        shutdown.requested.set()
        deadline = time.monotonic() + JOIN_SECONDS
        for thread in threads:
            thread.join(max(0, deadline - time.monotonic()))


def _until_shutdown(work: Callable[[], object], pause: float) -> None:
    """Do `work` again and again, `pause` seconds apart; a failure is logged and tried again, never fatal."""
    while not shutdown.requested.is_set():
        wait = pause
        try:
            work()
        except Exception:
            logger.exception("%s failed and goes on", threading.current_thread().name)
            wait = max(pause, RETRY_SECONDS)
        finally:
            close_old_connections()
        shutdown.requested.wait(wait)
    connections.close_all()
