"""scripts/demo: what it asks for, in which order, and what becomes of the demo before."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from scripts.run_tests import ROOT

STAND_IN = '#!/bin/sh\necho "$@"\n'


@pytest.fixture
def house(tmp_path) -> Path:
    """The script in a folder of its own, with a python that only says what it was asked."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "demo", tmp_path / "scripts" / "demo")
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(STAND_IN)
    python.chmod(0o755)
    return tmp_path


def demo(house: Path, **wanted: str) -> list[str]:
    """What the script says and asks of python, line by line."""
    environment = {"PATH": os.environ["PATH"], **wanted}
    done = subprocess.run(
        [house / "scripts" / "demo"], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def databases(house: Path) -> dict[str, str]:
    """The databases in var by the beginning of their name, with what is in them."""
    return {path.name.partition("-")[0]: path.read_text() for path in (house / "var").glob("*.sqlite3")}


def test_demo_compiles_migrates_seeds_and_serves(house):
    assert demo(house) == [
        "scripts/catalogue.py --compile",
        "manage.py migrate --verbosity 0",
        "manage.py seed_demo --size 120 --seed 2026",
        "manage.py serve --port 8000",
    ]


def test_demo_respects_port_size_and_seed(house):
    assert demo(house, PORT="8123", DEMO_SIZE="30", SEED="5")[-2:] == [
        "manage.py seed_demo --size 30 --seed 5",
        "manage.py serve --port 8123",
    ]


def test_demo_of_the_same_size_keeps_its_database(house):
    demo(house)
    (house / "var" / "splot.sqlite3").write_text("typed by somebody")

    demo(house, PORT="8001")

    assert databases(house) == {"splot.sqlite3": "typed by somebody"}


def test_demo_of_another_size_keeps_the_one_before_aside(house):
    demo(house)
    (house / "var" / "splot.sqlite3").write_text("typed by somebody")

    said = demo(house, DEMO_SIZE="30")[0]

    assert said.startswith("· the demo made before (families and seed: 120 2026) is kept as var/before-")
    assert databases(house) == {"before": "typed by somebody"}


def test_demo_leaves_a_named_database_alone(house):
    demo(house)
    (house / "var" / "splot.sqlite3").write_text("typed by somebody")

    demo(house, DEMO_SIZE="30", DATABASE_URL="postgres://elsewhere/splot")

    assert databases(house) == {"splot.sqlite3": "typed by somebody"}
