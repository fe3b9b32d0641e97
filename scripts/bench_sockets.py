"""How soon open pages hear of a decision: many sockets in one process, from the commit to the message.

    python scripts/bench_sockets.py --sockets 200 --acts 30

Fills an installation of its own in a temporary folder, starts `manage.py serve` (one process, SQLite), opens
a socket for each of so many coordinators, and pins and unpins a proposal again and again over HTTP. Each
message tells when its event left the commit; what passed until the page had it is printed as median and p95,
first for a centre where everybody hears, then with half of the sockets at another centre.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import AsyncExitStack, closing, contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from socket import AF_INET, SOCK_STREAM, socket

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

ROOT = Path(__file__).resolve().parent.parent
TOKEN = "a" * 32
QUIET_SECONDS = 15
PAUSE_SECONDS = 1  # between two decisions: nobody decides quicker
SECONDS_TO_START = 60

SEED = """
import json
from tests.clients import client_of
from tests.factories.accounts import MembershipFactory
from tests.factories.matching import programme_of
from tests.frontend.matching import proposal_in
from tests.factories.organisations import CentreFactory
programme = programme_of(CentreFactory())
proposal = proposal_in(programme)
people = [
    MembershipFactory(organisation=centre, role="coordinator")
    for centre in (programme.lead, CentreFactory())
    for _number in range({sockets})
]
print(json.dumps([proposal.pk, [client_of(one).cookies["sessionid"].value for one in people]]))
"""


def main() -> None:
    """Print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sockets", type=int, default=200)
    parser.add_argument("--acts", type=int, default=30)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = environment_in(folder)
        manage(environment, "migrate", "--verbosity", "0")
        told = manage(environment, "shell", "--verbosity", "0", "-c", SEED.format(sockets=asked.sockets))
        proposal, sessions = json.loads(told.strip().splitlines()[-1])
        own, others = sessions[: asked.sockets], sessions[asked.sockets :]
        half = asked.sockets // 2
        with serving(environment) as address:
            for words, listening in (
                ("all at the centre", own),
                ("half of them at another centre", own[:half] + others[:half]),
            ):
                waits, heard = asyncio.run(measure(address, proposal, listening, own[0], asked.acts))
                told = f"{len(listening)} sockets, {words}; {asked.acts} decisions, {heard} messages"
                print(f"{told}: {told_of(waits)}")


def told_of(waits: list[float]) -> str:
    """Median, p95 and the longest, in milliseconds."""
    milliseconds = sorted(wait * 1000 for wait in waits)
    p95 = milliseconds[int(len(milliseconds) * 0.95)]
    median, longest = statistics.median(milliseconds), milliseconds[-1]
    return f"median {median:.0f} ms, p95 {p95:.0f} ms, longest {longest:.0f} ms"


async def measure(
    address: str, proposal: int, listening: list[str], actor: str, acts: int
) -> tuple[list[float], int]:
    """Seconds from the commit to each message, of all sockets and acts; and how many there were."""
    waits: list[float] = []
    async with AsyncExitStack() as stack:
        sockets = []
        for session in listening:
            url = f"{address.replace('http', 'ws')}/live/?since={time.time()}"
            cookie = {"Cookie": f"sessionid={session}"}
            sockets.append(
                await stack.enter_async_context(
                    connect(url, origin=Origin(address), additional_headers=cookie, ping_interval=None)
                )
            )
        listeners = [asyncio.create_task(listen(one, f"proposal:{proposal}", waits)) for one in sockets]
        for _number in range(acts):
            await asyncio.to_thread(decide, address, proposal, actor)
            await asyncio.sleep(PAUSE_SECONDS)
        await asyncio.gather(*listeners)
    return waits, len(waits)


async def listen(socket: ClientConnection, topic: str, waits: list[float]) -> None:
    """Until it has been quiet for a while; what was said before the acts is not counted."""
    began = time.time()
    while True:
        try:
            message = json.loads(await asyncio.wait_for(socket.recv(), QUIET_SECONDS))
        except TimeoutError:
            return
        if message.get("topic") == topic and message["at"] > began:
            waits.append(time.time() - message["at"])


versions: dict[int, int] = {}


def decide(address: str, proposal: int, session: str) -> None:
    """Pin, or unpin what is pinned, as the page does."""
    version = versions.setdefault(proposal, 1)
    fields = {"act": "pin" if version % 2 else "unpin", "version": version, "csrfmiddlewaretoken": TOKEN}
    connection = HTTPConnection(urllib.parse.urlsplit(address).netloc, timeout=60)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
        "Origin": address,
    }
    path = f"/proposals/{proposal}/decide/"
    with closing(connection):
        connection.request("POST", path, urllib.parse.urlencode(fields), headers)
        if connection.getresponse().status != HTTPStatus.FOUND:
            sys.exit("The decision was refused.")
    versions[proposal] = version + 1


def environment_in(folder: str) -> dict[str, str]:
    """Of an installation that has nothing to do with any other."""
    ours = {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": f"sqlite:///{folder}/splot.sqlite3",
        "SPLOT_VAR": folder,
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }
    kept = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
    return {**kept, **ours}


def manage(environment: dict[str, str], *arguments: str) -> str:
    """What a command prints."""
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[str]:
    """The address of a server that listens."""
    with closing(socket(AF_INET, SOCK_STREAM)) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(ROOT / "manage.py"), "serve", "--no-worker", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            with closing(socket(AF_INET, SOCK_STREAM)) as visitor:
                if visitor.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
