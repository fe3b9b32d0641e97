"""What `make test` says at the end, and when it fails."""

import pytest

from scripts import run_tests
from scripts.run_tests import Outcome, Suite

SQLITE = Outcome(Suite("SQLite", "not heavy", ""), True, "312 passed in 45.30s")
POSTGRESQL = Outcome(Suite("PostgreSQL", "database", "postgres://"), True, "41 passed in 12.01s")
FAILED = POSTGRESQL._replace(passed=False, closing="1 failed, 40 passed in 12.01s")
NO_BROWSER = "No chromium: 3 tests in a browser did not run."


@pytest.mark.parametrize(
    ("outcomes", "missing", "in_ci", "code", "last_line"),
    [
        ([SQLITE, POSTGRESQL], [], False, 0, SQLITE.closing),
        ([SQLITE, POSTGRESQL], [], True, 0, SQLITE.closing),
        ([SQLITE, FAILED], [], False, 1, FAILED.closing),
        ([SQLITE, POSTGRESQL], [NO_BROWSER], False, 0, SQLITE.closing),
        ([SQLITE, POSTGRESQL], [NO_BROWSER], True, 1, SQLITE.closing),
    ],
)
def test_report_ends_with_the_closing_line_and_the_verdict(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    outcomes: list[Outcome],
    missing: list[str],
    in_ci: bool,
    code: int,
    last_line: str,
) -> None:
    monkeypatch.setattr(run_tests, "IN_CI", in_ci)
    with pytest.raises(SystemExit) as ended:
        run_tests.report(outcomes, missing)
    said = capsys.readouterr().out.splitlines()
    assert (ended.value.code, said[-1]) == (code, last_line)
    assert [line for line in said if line.startswith("! ")] == [f"! {sentence}" for sentence in missing]


@pytest.mark.parametrize(
    ("line", "closing"),
    [
        ("312 passed in 45.30s", True),
        ("======= 1 failed, 311 passed, 4 warnings in 121.00s (0:02:01) =======", True),
        ("2 errors in 0.51s", True),
        ("3 deselected in 0.20s", True),
        ("no tests ran in 0.01s", True),
        ("FAILED tests/test_a.py::test_b - passed in vain", False),
        (".......... [100%]", False),
    ],
)
def test_closing_line_of_pytest_is_recognised(line: str, closing: bool) -> None:
    assert bool(run_tests.CLOSING.search(line)) == closing


def test_mark_for_postgresql_is_named_in_the_file_of_each_test_that_has_it(
    request: pytest.FixtureRequest,
) -> None:
    marked = {item.path for item in request.session.items if item.get_closest_marker("database")}
    assert marked <= {run_tests.ROOT / file for file in run_tests.files_naming("mark.database")}
