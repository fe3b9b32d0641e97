"""Pins pyproject.toml's dependencies again, with the hashes for every platform: `make requirements`."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).with_name("uv")
FILES = {
    "requirements.txt": ["pyproject.toml"],
    "requirements-dev.txt": ["pyproject.toml", "--group", "dev", "-c", "requirements.txt"],
    "requirements-uv.txt": ["-"],
}


def main() -> None:
    """Write the three files; the addresses of package indexes never enter them."""
    if not UV.exists():
        sys.exit("uv is not in .venv; it pins the dependencies. Install it with: .venv/bin/pip install uv")
    for name, sources in FILES.items():
        options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url"]
        command = [str(UV), "pip", "compile", "--quiet", "--upgrade", *options, *sources, "-o", name]
        subprocess.run(command, cwd=ROOT, input="uv\n" if sources == ["-"] else None, text=True, check=True)
        print(f"· {name}")


if __name__ == "__main__":
    main()
