"""`assign` alone: three sheets in, proven pairs out, and a sentence for whatever is wrong with a sheet."""

import csv
import io
import json
import lzma
import os
import re
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.solver.alone import plain
from matching.solver.alone.commands import Unproven, assign, told_plainly
from matching.solver.alone.faults import InputError
from matching.solver.alone.sheets import read_sheets
from matching.solver.check import Violation
from tests.matching.solver.alone import HOME, answer, run

SEEKERS = "id,weight\nK-1,2\nK-2,1\nK-3,1\n"
HELPERS = "id,room\nW-1,1\nW-2,1\n"
PAIRS = "seeker,helper,points\nK-1,W-1,-5\nK-2,W-1,9\nK-2,W-2,3\nK-3,W-2,4\n"


@pytest.fixture
def sheets(tmp_path: Path) -> Path:
    """A folder with three good sheets, to be spoiled one at a time."""
    for name, text in (("s.csv", SEEKERS), ("h.csv", HELPERS), ("p.csv", PAIRS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def files(folder: Path) -> list[str | Path]:
    return [
        "assign",
        "--seekers",
        folder / "s.csv",
        "--helpers",
        folder / "h.csv",
        "--pairs",
        folder / "p.csv",
    ]


def refusal(folder: Path) -> str:
    """What reading the three sheets is refused with, without the folder's name."""
    with pytest.raises(InputError) as refused:
        read_sheets(*(folder / name for name in ("s.csv", "h.csv", "p.csv")))
    return str(refused.value).replace(f"{folder}{os.sep}", "")


def test_assign_prints_what_was_reached_and_writes_the_pairs(sheets: Path) -> None:
    told = answer(*files(sheets), "--out", sheets / "m.csv")
    assert set(told.pop("versions")) == {"solver", "python", "numpy", "scipy", "numba", "ortools"}
    assert told.pop("seconds") == pytest.approx(sum(told.pop("stages").values()), abs=0.01)
    assert told == {
        "seekers": 3,
        "helpers": 2,
        "pairs": 4,
        "matched": 2,
        "weight": 3,
        "points": -1,
        "proven": {"weight": 3, "points": -1},
        "per_weight": 19,
        "value": 56,
        "bound": 56,
        "gap": 0,
        "violation": 0,
    }
    assert (sheets / "m.csv").read_text() == "seeker,helper,points\nK-1,W-1,-5\nK-3,W-2,4\n"


def test_assign_without_out_writes_nothing(sheets: Path) -> None:
    before = sorted(sheets.iterdir())
    assert answer(*files(sheets))["matched"] == 2
    assert sorted(sheets.iterdir()) == before


def test_prices_prove_the_optimum_by_hand(sheets: Path) -> None:
    """What docs/solver.md tells a stranger to do with the prices."""
    told = answer(*files(sheets), "--prices", sheets / "prices.csv")
    weight = {row["id"]: int(row["weight"]) for row in rows(sheets / "s.csv")}
    room = {row["id"]: int(row["room"]) for row in rows(sheets / "h.csv")}
    price = {row["id"]: (int(row["weight"]), int(row["points"])) for row in rows(sheets / "prices.csv")}
    assert all(one >= (0, 0) for one in price.values())
    for pair in rows(sheets / "p.csv"):
        both = tuple(map(sum, zip(price[pair["seeker"]], price[pair["helper"]], strict=True)))
        assert both >= (weight[pair["seeker"]], int(pair["points"]))
    bound = [sum(price[one][aim] * room.get(one, 1) for one in price) for aim in range(2)]
    assert bound == [told["weight"], told["points"]]


def rows(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("seekers", "helpers", "pairs", "matched"),
    [
        ("id,weight\n", "id,room\n", "seeker,helper,points\n", 0),
        (SEEKERS, "id,room\n", "seeker,helper,points\n", 0),
        ("id,weight\n", HELPERS, "seeker,helper,points\n", 0),
        (SEEKERS, HELPERS, "seeker,helper,points\n", 0),
        (SEEKERS, "id,room\nW-1,0\nW-2,0\n", PAIRS, 0),
        ("id,weight", "id,room", "seeker,helper,points", 0),
    ],
)
def test_nothing_to_match_is_an_answer(
    sheets: Path, seekers: str, helpers: str, pairs: str, matched: int, capsysbinary: Any
) -> None:
    for name, text in (("s.csv", seekers), ("h.csv", helpers), ("p.csv", pairs)):
        (sheets / name).write_text(text)
    assign(sheets / "s.csv", sheets / "h.csv", sheets / "p.csv", out=sheets / "m.csv", prices=None)
    told = json.loads(capsysbinary.readouterr().out)
    assert (told["matched"], told["bound"], told["gap"], told["violation"]) == (matched, 0, 0, 0)
    assert (sheets / "m.csv").read_text() == "seeker,helper,points\n"


SPREADSHEETS = {
    "byte order mark": lambda text: "\ufeff" + text,
    "lines of Windows": lambda text: text.replace("\n", "\r\n"),
    "quoted": lambda text: re.sub(r"[^,\n]+", r'"\g<0>"', text),
    "blanks": lambda text: text.replace(",", " , "),
    "empty lines": lambda text: text.replace("\n", "\n\n") + "\n\n",
    "no last line end": lambda text: text.rstrip("\n"),
    "capital headings": lambda text: text.split("\n", 1)[0].upper() + "\n" + text.split("\n", 1)[1],
    "columns turned": lambda text: "\n".join(",".join(line.split(",")[::-1]) for line in text.split("\n")),
    "plus signs": lambda text: re.sub(r",(\d+)$", r",+\1", text, flags=re.MULTILINE),
}


@pytest.mark.parametrize("habit", SPREADSHEETS)
def test_sheet_is_read_in_any_of_its_habits(sheets: Path, habit: str) -> None:
    for name in ("s.csv", "h.csv", "p.csv"):
        text = (sheets / name).read_text()
        (sheets / name).write_bytes(SPREADSHEETS[habit](text).encode())
    read = read_sheets(*(sheets / name for name in ("s.csv", "h.csv", "p.csv")))
    assert (read.seekers, read.helpers) == (["K-1", "K-2", "K-3"], ["W-1", "W-2"])
    assert read.problem.weight.tolist() == [2, 1, 1]
    assert read.problem.points.tolist() == [-5, 9, 3, 4]
    assert read.problem.seeker.tolist() == [0, 1, 1, 2]
    assert read.problem.helper.tolist() == [0, 0, 1, 1]


def test_ids_are_free_text(sheets: Path) -> None:
    odd = ["Łódź, 3", 'the "first"', "two\nlines", "家", "a" * 200]
    for name, heading, lines in (
        ("s.csv", ("id", "weight"), [(one, 1) for one in odd]),
        ("h.csv", ("id", "room"), [(one, 1) for one in odd]),
        ("p.csv", ("seeker", "helper", "points"), [(one, one, 7) for one in odd]),
    ):
        with open(sheets / name, "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([heading, *lines])
    assert answer(*files(sheets), "--out", sheets / "m.csv")["points"] == 35
    assert [row["helper"] for row in rows(sheets / "m.csv")] == odd


# What is spoiled: the sheet, its new text, and the one sentence that is said.
FAULTS: dict[str, tuple[str, str | bytes, str]] = {
    "empty file": ("s.csv", "", "s.csv:1: the first line is empty; it must be id,weight."),
    "empty first line": ("s.csv", "\n" + SEEKERS, "s.csv:1: the first line is empty; it must be id,weight."),
    "missing column": (
        "h.csv", "id\nW-1\n", "h.csv:1: the column room is missing; the first line must be id,room.",
    ),
    "unknown column": (
        "h.csv", "id,room,city\nW-1,1,a\n",
        'h.csv:1: the column "city" is not known; the first line must be id,room.',
    ),
    "column twice": ("h.csv", "id,room,id\nW-1,1,a\n", 'h.csv:1: the column "id" is there twice.'),
    "semicolons": (
        "s.csv", "id;weight\nK-1;1\n", "s.csv:1: the columns must be separated by commas: id,weight.",
    ),
    "too few cells": (
        "p.csv", "seeker,helper,points\nK-1,W-1,1\nK-2,W-1\n",
        "p.csv:3: 2 cells where 3 are needed (seeker, helper, points).",
    ),
    "too many cells": (
        "p.csv", "seeker,helper,points\n\nK-1,W-1,1,\n",
        "p.csv:3: 4 cells where 3 are needed (seeker, helper, points).",
    ),
    "one cell": ("s.csv", "id,weight\nK-1\n", "s.csv:2: 1 cell where 2 are needed (id, weight)."),
    "fraction": (
        "p.csv", PAIRS.replace("-5", "1.5"), 'p.csv:2: column points: "1.5" is not a whole number.',
    ),
    "word": ("s.csv", SEEKERS.replace("2", "abc"), 's.csv:2: column weight: "abc" is not a whole number.'),
    "underscore": (
        "p.csv", PAIRS.replace("-5", "1_0"), 'p.csv:2: column points: "1_0" is not a whole number.',
    ),
    "digits of others": (
        "p.csv", PAIRS.replace("-5", "٣"), 'p.csv:2: column points: "٣" is not a whole number.',
    ),
    "not a number": (
        "p.csv", PAIRS.replace("-5", "nan"), 'p.csv:2: column points: "nan" is not a whole number.',
    ),
    "empty number": ("p.csv", PAIRS.replace("9", ""), "p.csv:3: column points: the cell is empty."),
    "empty id": ("s.csv", "id,weight\nK-1,1\n ,1\n", "s.csv:3: column id: the id is empty."),
    "id twice": ("s.csv", SEEKERS + "K-2,1\n", 's.csv:5: column id: "K-2" is there twice.'),
    "pair twice": (
        "p.csv", PAIRS + "\nK-2,W-1,3\n",
        'p.csv:7: the pair seeker "K-2" with helper "W-1" is listed before.',
    ),
    "pair twice in a plain sheet": (
        "p.csv", PAIRS + "K-2,W-1,3\n",
        'p.csv:6: the pair seeker "K-2" with helper "W-1" is listed before.',
    ),
    "unknown seeker": (
        "p.csv", PAIRS + "K-9,W-1,3\n", 'p.csv:6: column seeker: there is no seeker "K-9".',
    ),
    "unknown helper": (
        "p.csv", PAIRS + 'K-1,"W\n3",3\n', 'p.csv:6: column helper: there is no helper "W\\n3".',
    ),
    "line after an id of two lines": (
        "p.csv", 'seeker,helper,points\nK-1,W-1,"\n1"\nK-1,W-2,x\n',
        'p.csv:4: column points: "x" is not a whole number.',
    ),
    "negative weight": ("s.csv", SEEKERS.replace("2\n", "-2\n", 1), "s.csv:2: column weight: -2 is below 0."),
    "negative room": ("h.csv", HELPERS.replace(",1", ",-1"), "h.csv:2: column room: -1 is below 0."),
    "huge number": (
        "s.csv", f"id,weight\nK-1,{1 << 63}\n",
        's.csv:2: column weight: "9223372036854775808" does not fit into 64 bits.',
    ),
    "endless number": (
        "p.csv", f"seeker,helper,points\nK-1,W-1,{'9' * 5000}\n",
        f'p.csv:2: column points: "{"9" * 40}…" does not fit into 64 bits.',
    ),
    "NUL in an id": (
        "s.csv", "id,weight\nK\0,1\n", "s.csv:2: column id: a NUL character is no part of an id.",
    ),
    "NUL in a pair": (
        "p.csv", PAIRS.replace("K-2", "K-2\0"), 'p.csv:3: column seeker: there is no seeker "K-2\\u0000".',
    ),
    "NUL in a number": (
        "p.csv", PAIRS.replace("9", "9\0"), 'p.csv:3: column points: "9\\u0000" is not a whole number.',
    ),
    "another encoding": (
        "s.csv", "id,weight\nK-1,1\nZażółć,1\n".encode("iso8859-2"),
        "s.csv:3: byte 0xbf is no UTF-8; save the file as UTF-8.",
    ),
    "UTF-16": ("s.csv", SEEKERS.encode("utf-16"), "s.csv:1: byte 0xff is no UTF-8; save the file as UTF-8."),
    "open quotation mark": (
        "p.csv", PAIRS + '"K-1,W-2,3\n',
        "p.csv:6: the quotation marks do not fit (unexpected end of data).",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_in_a_sheet_is_told_with_file_line_and_column(sheets: Path, fault: str) -> None:
    name, text, sentence = FAULTS[fault]
    (sheets / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    assert refusal(sheets) == sentence


def test_missing_file_and_folder_are_named(sheets: Path) -> None:
    (sheets / "s.csv").unlink()
    assert refusal(sheets) == "s.csv: No such file or directory."
    (sheets / "s.csv").mkdir()
    assert refusal(sheets) == "s.csv: Is a directory."


def test_missing_pairs_are_named(sheets: Path) -> None:
    (sheets / "p.csv").unlink()
    assert refusal(sheets) == "p.csv: No such file or directory."


def test_fault_ends_the_command_with_2_and_writes_nothing(sheets: Path) -> None:
    (sheets / "s.csv").write_text("id,weight\nK-1,1.5\n")
    done = run(*files(sheets), "--out", sheets / "m.csv", code=2)
    assert (done.stdout, done.stderr) == (
        "", f'{sheets / "s.csv"}:2: column weight: "1.5" is not a whole number.\n',
    )  # fmt: skip
    assert not (sheets / "m.csv").exists()


def test_sums_beyond_64_bits_end_with_a_sentence(sheets: Path) -> None:
    (sheets / "s.csv").write_text(f"id,weight\nK-1,{1 << 62}\nK-2,{1 << 62}\nK-3,0\n")
    done = run(*files(sheets), code=2)
    assert done.stderr == (
        "weight: all together the numbers pass 1,152,921,504,606,846,976; use smaller ones.\n"
    )


@pytest.mark.parametrize(
    ("out", "sentence"),
    [
        ("nowhere/m.csv", "{0}/nowhere/m.csv: there is no folder {0}/nowhere."),
        (".", "{0}: this is a folder; name a file."),
        ("p.csv", "{0}/p.csv: this is an input; writing there would destroy it."),
    ],
)
def test_out_that_cannot_be_written_is_refused_before_the_work(sheets: Path, out: str, sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        assign(sheets / "s.csv", sheets / "h.csv", sheets / "p.csv", out=sheets / out, prices=None)
    assert str(refused.value) == sentence.format(sheets)
    assert (sheets / "p.csv").read_text() == PAIRS


def test_disk_that_is_full_ends_with_a_sentence(sheets: Path) -> None:
    done = run(*files(sheets), "--out", "/dev/full", code=2)
    assert (done.stdout, done.stderr) == ("", "/dev/full: No space left on device.\n")


def test_output_that_is_full_ends_with_a_sentence(sheets: Path) -> None:
    command = [sys.executable, "-m", "matching.solver", *map(str, files(sheets))]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, cwd=HOME, check=False)
    assert (done.returncode, done.stderr) == (2, b"standard output: No space left on device.\n")


def test_out_replaces_an_old_file_and_leaves_no_draft(sheets: Path) -> None:
    (sheets / "m.csv").write_text("old")
    run(*files(sheets), "--out", sheets / "m.csv")
    assert (sheets / "m.csv").read_text().startswith("seeker,helper,points\n")
    assert [one.name for one in sheets.iterdir() if one.name.startswith(".")] == []
    assert stat.S_IMODE((sheets / "m.csv").stat().st_mode) & 0o400


def test_same_problem_gives_the_same_pairs(sheets: Path) -> None:
    (sheets / "p.csv").write_text(re.sub(r",-?\d+$", ",1", PAIRS, flags=re.MULTILINE))
    for name in ("first.csv", "again.csv"):
        run(*files(sheets), "--out", sheets / name)
    assert (sheets / "first.csv").read_bytes() == (sheets / "again.csv").read_bytes()


CELLS = st.text(st.sampled_from('KW-12,"\n\r\0 ab9é'), max_size=6)


@settings(max_examples=200, deadline=None)
@given(text=st.lists(st.lists(CELLS, min_size=1, max_size=4).map(",".join), max_size=4).map("\n".join))
def test_any_text_is_read_or_refused_with_a_place(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    for name, content in (("s.csv", SEEKERS), ("h.csv", HELPERS), ("p.csv", "seeker,helper,points\n" + text)):
        (folder / name).write_bytes(content.encode())
    told = f"{folder}/p.csv:1: read."
    try:
        read_sheets(*(folder / name for name in ("s.csv", "h.csv", "p.csv")))
    except InputError as error:
        told = str(error)
    assert re.fullmatch(rf"{re.escape(str(folder))}/p\.csv:\d+: .*\.", told)


@settings(max_examples=60, deadline=None)
@given(
    lines=st.lists(
        st.tuples(st.sampled_from(["K-1", "K-2", "Kraków-33333"]), st.sampled_from(["W-1", "W"]),
                  st.integers(-(10**19), 10**19)),
        unique_by=lambda line: line[:2],
    ),
    end=st.sampled_from(["\n", "\r\n"]),
)  # fmt: skip
def test_quick_way_reads_what_the_slow_way_reads(
    tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[str, str, int]], end: str
) -> None:
    folder = tmp_path_factory.mktemp("both")
    (folder / "s.csv").write_text("id,weight\nK-1,1\nK-2,1\nKraków-33333,1\n", encoding="utf-8")
    (folder / "h.csv").write_text("id,room\nW-1,1\nW,1\n")
    told = []
    for blank in ("", " "):  # a blank before each number: not plain any more
        text = end.join(["seeker,helper,points", *(f"{s},{h},{blank}{points}" for s, h, points in lines)])
        (folder / "p.csv").write_bytes(text.encode())
        try:
            problem = read_sheets(*(folder / name for name in ("s.csv", "h.csv", "p.csv"))).problem
            told.append([problem.seeker.tolist(), problem.helper.tolist(), problem.points.tolist()])
        except (InputError, ValueError) as error:
            told.append([str(error)])
    assert told[0] == told[1]


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_plain_sheet_is_read_the_quick_way(end: bytes) -> None:
    text = b"-7,W-1,a long id of more than eight bytes\n0,W,K-1" + end
    names = ["K-1", "a long id of more than eight bytes"]
    columns = plain.read_plain_pairs(io.BytesIO(text), [2, 1, 0], names, ["W", "W-1"])
    assert [column.tolist() for column in columns] == [[1, 0], [1, 0], [-7, 0]]


@pytest.mark.parametrize("line", ["K-1,W,", "K-1,W,-", "K-1,W\n1", "K-2,W,1", 'K-1,"W",1', "K-1,W,1 "])
def test_sheet_that_is_not_plain_is_left_alone(line: str) -> None:
    with pytest.raises(plain.NotPlain):
        plain.read_plain_pairs(io.BytesIO(line.encode()), [0, 1, 2], ["K-1"], ["W"])


# The optima are those of OR-Library's assignopt.txt.
@pytest.mark.parametrize(("name", "optimum"), [("assign100", 305), ("assign200", 475), ("assign300", 626)])
def test_published_optimum_comes_out_to_the_unit(
    name: str, optimum: int, tmp_path: Path, capsysbinary: Any
) -> None:
    with lzma.open(HOME / f"tests/matching/solver/published/{name}.txt.xz") as file:
        numbers = file.read().split()
    n = int(numbers[0])
    for sheet, heading, other in (("s.csv", "id,weight", "r"), ("h.csv", "id,room", "c")):
        (tmp_path / sheet).write_text("\n".join([heading, *(f"{other}{i},1" for i in range(n))]))
    i, j = np.divmod(np.arange(n * n), n)
    pairs = zip(i.tolist(), j.tolist(), map(int, numbers[1:]), strict=True)
    (tmp_path / "p.csv").write_text(
        "\n".join(["seeker,helper,points", *(f"r{i},c{j},{-cost}" for i, j, cost in pairs)])
    )
    assign(tmp_path / "s.csv", tmp_path / "h.csv", tmp_path / "p.csv", out=None, prices=None)
    told = json.loads(capsysbinary.readouterr().out)
    assert (told["matched"], told["points"], told["gap"], told["violation"]) == (n, -optimum, 0, 0)


def test_no_django_and_nothing_of_the_platform_is_loaded(sheets: Path) -> None:
    code = (
        "import sys\n"
        "for name in ('django', 'base', 'families', 'volunteers', 'config'): sys.modules[name] = None\n"
        "from matching.solver.__main__ import main\n"
        "main(sys.argv[1:])\n"
        "ours = sorted(name for name in sys.modules if name.split('.')[0] == 'matching')\n"
        "assert all(name.startswith('matching.solver') or name == 'matching' for name in ours), ours\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, files(sheets))],
        capture_output=True,
        text=True,
        cwd=HOME,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_reader_who_leaves_is_no_trouble(sheets: Path) -> None:
    command = [sys.executable, "-m", "matching.solver", *map(str, files(sheets))]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=HOME)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == -signal.SIGPIPE


def test_interrupt_is_quiet(sheets: Path) -> None:
    """While the command waits for its pairs, which never come."""
    (sheets / "p.csv").unlink()
    os.mkfifo(sheets / "p.csv")
    command = [
        sys.executable,
        "-m",
        "matching.solver",
        *map(str, files(sheets)),
        "--out",
        str(sheets / "m.csv"),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=HOME)
    writer = os.open(sheets / "p.csv", os.O_WRONLY)  # opens when the command reads, so it runs by now
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60) == (b"", b"")
    os.close(writer)
    assert process.returncode == -signal.SIGINT
    assert not (sheets / "m.csv").exists()


def test_proof_that_does_not_close_ends_with_1_and_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending, told_plainly():
        raise Unproven([Violation("optimum", "A price is below zero.")])
    assert ending.value.code == 1
    assert capsys.readouterr() == (
        "", "The proof does not close; nothing was written. A price is below zero.\n",
    )  # fmt: skip


def test_quick_start_of_the_guide_prints_what_it_says() -> None:
    guide = (HOME / "docs/solver.md").read_text(encoding="utf-8").split("## From Python")[1]
    code = "\n".join(line[4:] for line in guide.split("\n") if line.startswith("    ") or not line)
    said = re.findall(r"print\(.*\)\s+# (.*)", code)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=HOME, check=False)
    assert (done.stdout.splitlines(), done.stderr) == (said, "")
    assert len(said) == 1


@pytest.mark.parametrize("command", [[], ["assign"], ["match"]])
def test_help_tells_a_newcomer_what_to_do(command: list[str]) -> None:
    told = run(*command, "-h").stdout
    assert told.startswith(f"usage: python -m matching.solver {' '.join(command)}".rstrip())
    assert "docs/solver.md" in told or "id,weight" in told
