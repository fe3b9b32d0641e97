"""A kernel runs whether its machine code can be kept on disk or not, and small problems never load it."""

import subprocess
import sys
from pathlib import Path

import matching.solver
from matching.solver.compiled import kernel

ROOT = Path(matching.solver.__file__).parents[2]

KERNEL = """
from matching.solver.compiled import kernel


@kernel
def double(number: int) -> int:
    return 2 * number
"""

RUN = """
import shutil
from pathlib import Path
import doubled
folder = Path({cache!r})
shutil.rmtree(folder)
folder.write_text("a file, where the folder was")
print(doubled.double(21))
"""

SMALL = """
import sys
from matching.solver import check, solve
from tests.matching.solver.instances import random_problem
problem = random_problem(120, 100)
print(check(problem, solve(problem)), "numba" in sys.modules)
"""


def test_kernel_runs_where_no_folder_can_be_written() -> None:
    space: dict[str, object] = {}
    exec("def double(number):\n    return 2 * number\n", space)  # code of no file has no folder either
    assert kernel(space["double"])(21) == 42  # type: ignore[type-var]


def test_kernel_runs_when_its_cache_breaks(tmp_path: Path) -> None:
    (tmp_path / "doubled.py").write_text(KERNEL)
    cache = str(tmp_path / "cache")
    done = subprocess.run(
        [sys.executable, "-c", RUN.format(cache=cache)],
        capture_output=True, text=True, cwd=ROOT,
        env={"PYTHONPATH": f"{tmp_path}:{ROOT}", "NUMBA_CACHE_DIR": cache},
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("42\n", "")


def test_small_problems_do_not_load_the_compiler() -> None:
    done = subprocess.run([sys.executable, "-c", SMALL], capture_output=True, text=True, cwd=ROOT)
    assert (done.stdout, done.stderr) == ("[] False\n", "")
