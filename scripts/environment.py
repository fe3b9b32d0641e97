"""Brings the virtual environment to the pinned requirements: `environment.py runtime|dev`.

Runs on the machine's own python3 with nothing but the standard library. uv is put inside the environment
because it is ten times quicker; where it cannot be had or cannot reach an index, pip does the same work. Both
check every hash. A stamp keeps the digest of what was installed, so that a second run costs nothing.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
REQUIREMENTS = {"runtime": "requirements.txt", "dev": "requirements-dev.txt"}
OLDEST = (3, 11)


def main() -> None:
    """Install what `sys.argv[1]` names, unless its stamp says that is done."""
    if sys.version_info < OLDEST:
        found = sys.version.split()[0]
        sys.exit(f"Splot needs Python 3.11 or newer; this is {found}. Try: make PYTHON=python3.12 …")
    kind = sys.argv[1]
    requirements = ROOT / REQUIREMENTS[kind]
    stamp = VENV / f"{kind}.stamp"
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        stamp.touch()
        return
    make_environment()
    install(requirements)
    stamp.write_text(digest)


def make_environment() -> None:
    """An empty virtual environment at .venv, unless a working one is there."""
    if (BIN / "python").exists():
        return
    print("· making a virtual environment in .venv", flush=True)
    if subprocess.call([sys.executable, "-m", "venv", str(VENV)]) != 0:
        sys.exit("Could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv")


def install(requirements: Path) -> None:
    """Install the pinned file with uv, else with pip; ends the program when neither can."""
    print(f"· installing {requirements.name}", flush=True)
    pip = [str(BIN / "python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    checked = ["--require-hashes", "-r", str(requirements)]
    if uv_is_ready(pip):
        # Copying is what every file system can do; a failed hard link would only print a warning.
        command = [
            str(BIN / "uv"),
            "pip",
            "install",
            "--quiet",
            "--python",
            str(BIN / "python"),
            "--link-mode=copy",
        ]
        if subprocess.call([*command, *checked]) == 0:
            return
        print("· uv did not manage; pip takes over", flush=True)
    if subprocess.call([*pip, *checked]) != 0:
        sys.exit("The dependencies could not be installed; the lines above say why.")


def uv_is_ready(pip: list[str]) -> bool:
    """Whether uv runs inside the environment, installing its pinned version where it is missing."""
    if (BIN / "uv").exists():
        return True
    pinned = ROOT / "requirements-uv.txt"
    fetched = subprocess.run([*pip, "--require-hashes", "-r", str(pinned)], capture_output=True, check=False)
    return fetched.returncode == 0 and (BIN / "uv").exists()


if __name__ == "__main__":
    main()
