"""Runs the suite: all on SQLite, then the tests marked `database` on PostgreSQL; `--heavy` runs all on both.

What is missing on this machine (a browser, PostgreSQL) is said plainly, with how to get it. With CI=true it
is a failure: a test skipped where its part could be installed proves nothing.
"""

import argparse
import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
#: The shell first: the whole chromium draws its own window too, unseen, and takes three times as long.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
POSTGRESQL_PORT = 5432
CLOSING = re.compile(r"\b(passed|failed|errors?|deselected|no tests ran)\b.* in [\d.]+s")
HOW_TO_BROWSER = "apt-get install -y --no-install-recommends chromium-headless-shell fonts-noto-core"
WITHOUT_POSTGRESQL = (
    f"PostgreSQL neither answers on port {POSTGRESQL_PORT} nor can be started: constraints and locks were"
    " tested on SQLite only.\n  To test them: apt-get install -y --no-install-recommends postgresql"
)


class Suite(NamedTuple):
    """One run of pytest: what it is called, which tests, on which database (empty: SQLite)."""

    name: str
    selection: str
    database_url: str


class Outcome(NamedTuple):
    """How a run ended; `closing` is pytest's last line."""

    suite: Suite
    passed: bool
    closing: str


def main() -> None:
    """Run what the machine can run, print one line per run, and end with 1 when anything failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--heavy", action="store_true", help="the long tests too, all on both databases")
    parser.add_argument("pytest_arguments", nargs="*", help="passed on to pytest, after --")
    asked = parser.parse_args()
    missing: list[str] = []
    everything = [] if asked.heavy else ["not heavy"]
    if find_browser() is None:
        missing.append(without_browser())
        everything.append("not e2e")
    outcomes = [run(Suite("SQLite", " and ".join(everything), ""), asked.pytest_arguments)]
    with postgresql() as url:
        if url:
            selection = everything if asked.heavy else [*everything, "database"]
            files = [] if asked.heavy else files_naming("mark.database")
            suite = Suite("PostgreSQL", " and ".join(selection), url)
            outcomes.append(run(suite, asked.pytest_arguments or files))
        else:
            missing.append(WITHOUT_POSTGRESQL)
    report(outcomes, missing)


def files_naming(words: str) -> list[str]:
    """The files of tests that hold these words: where a mark is given, so that no others need be loaded."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return [str(file.relative_to(ROOT)) for file in files if words in file.read_text()]


def run(suite: Suite, arguments: list[str]) -> Outcome:
    """Run pytest for one suite, showing its output as it comes."""
    print(f"\n── {suite.name} " + "─" * 60, flush=True)
    # One more than there are cores: browsers and other processes make a test wait.
    processes = min(5, 1 + (os.cpu_count() or 1))
    command = [sys.executable, "-m", "pytest", "-q", "-n", str(processes), "--dist", "worksteal", *arguments]
    if suite.selection:
        command += ["-m", suite.selection]
    closing = ""
    with tempfile.TemporaryDirectory(prefix="splot-tests-") as scratch:
        environment = {**os.environ, "TMPDIR": scratch, "PYTHONUNBUFFERED": "1"}
        environment.pop("DATABASE_URL", None)
        if suite.database_url:
            environment["DATABASE_URL"] = suite.database_url
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        ) as pytest:
            for line in pytest.stdout or ():
                print(line, end="", flush=True)
                if CLOSING.search(line):
                    closing = line.strip()
    code = pytest.returncode
    return Outcome(suite, code == 0, closing or f"pytest ended with {code}")


def report(outcomes: list[Outcome], missing: list[str]) -> None:
    """One line per run, what could not run, and the closing line last; ends the program."""
    failed = [outcome for outcome in outcomes if not outcome.passed]
    print()
    for outcome in outcomes:
        print(f"{'✓' if outcome.passed else '✗'} {outcome.suite.name:11} {outcome.closing.strip('= ')}")
    for sentence in missing:
        print(f"! {sentence}")
    if missing and IN_CI:
        print("✗ In CI every test runs, so what is missing is a failure.")
    print((failed or outcomes)[0].closing, flush=True)
    sys.exit(1 if failed or (missing and IN_CI) else 0)


# --- the browser ---------------------------------------------------------------------------------------


def find_browser() -> str | None:
    """The path of Debian's chromium, or of its like; CHROMIUM names another."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), None)


def without_browser() -> str:
    """Which tests cannot run without a browser, by file and number."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-m", "e2e"]
    collected = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    names = [line for line in collected.splitlines() if "::" in line]
    files = sorted({name.partition("::")[0] for name in names})
    listed = "".join(f"\n    {file}" for file in files)
    return (
        f"No chromium: {len(names)} tests in a browser did not run.{listed}\n  To run them: {HOW_TO_BROWSER}"
    )


# --- PostgreSQL ----------------------------------------------------------------------------------------


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """The URL of a server that trusts this machine: the one on 5432, else one started; "" where none can be.

    The database's name holds our process id, so that two runs on one machine do not meet.
    """
    if answers(POSTGRESQL_PORT):
        yield url_of(POSTGRESQL_PORT)
    elif binaries := find_binaries():
        with started(binaries) as port:
            yield url_of(port)
    else:
        yield ""


def url_of(port: int) -> str:
    """A database of this run on the server at `port`."""
    return f"postgres://postgres@127.0.0.1:{port}/splot_{os.getpid()}"


def answers(port: int) -> bool:
    """Whether a server at `port` lets the user postgres in without a password."""
    import psycopg

    try:
        psycopg.connect(
            host="127.0.0.1", port=port, user="postgres", dbname="postgres", connect_timeout=3
        ).close()
    except psycopg.Error:
        return False
    return True


def find_binaries() -> Path | None:
    """The folder that holds initdb and pg_ctl, on the path or where Debian keeps them."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next(
        (folder for folder in folders if (folder / "pg_ctl").exists() and (folder / "initdb").exists()), None
    )


@contextlib.contextmanager
def started(binaries: Path) -> Iterator[int]:
    """A throw-away server on a free port while the block runs; root hands it to the user postgres."""
    as_root = os.geteuid() == 0
    as_owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if as_root else []
    with tempfile.TemporaryDirectory(prefix="splot-pg-", ignore_cleanup_errors=True) as folder:
        if as_root:
            shutil.chown(folder, "postgres", "postgres")
        data, port = f"{folder}/data", free_port()
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        control = [*as_owner, str(binaries / "pg_ctl"), "-D", data, "-l", f"{folder}/log"]
        quiet = {"stdout": subprocess.DEVNULL, "cwd": "/"}
        initdb = [str(binaries / "initdb"), "-A", "trust", "-U", "postgres", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run([*as_owner, *initdb, "-D", data], check=True, **quiet)  # type: ignore[call-overload]
        subprocess.run([*control, "-w", "-o", options, "start"], check=True, **quiet)  # type: ignore[call-overload]
        try:
            yield port
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=False, **quiet)  # type: ignore[call-overload]


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
