"""The stairs of the house: each import contract is seen to break, and foreign keys climb no floor either."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
CONTRACTS = {contract["id"]: contract for contract in LINTER["contracts"]}
FLOORS = [[room.strip().strip("()") for room in layer.split("|")] for layer in CONTRACTS["floors"]["layers"]]

# The contract, the file in which it is violated, and the import that does so.
VIOLATIONS = [
    ("floors", "base/common/planted.py", "base.places"),
    ("floors", "base/places/planted.py", "base.audit"),
    ("floors", "base/documents/planted.py", "base.audit"),
    ("floors", "base/organisations/planted.py", "base.accounts"),
    ("floors", "base/accounts/planted.py", "base.notices"),
    ("floors", "base/notices/planted.py", "families"),
    ("floors", "families/planted.py", "volunteers"),
    ("floors", "mentors/planted.py", "matching"),
    ("floors", "intake/planted.py", "matching"),
    ("floors", "matching/planted.py", "frontend"),
    ("floors", "activities/planted.py", "frontend"),
    ("floors", "matching/planted.py", "activities"),
    ("floors", "frontend/planted.py", "demo"),
    ("floors", "demo/planted.py", "config"),
    ("rooms", "families/enums.py", "families.models"),
    ("rooms", "base/accounts/models.py", "base.accounts.domain"),
    ("rooms", "activities/domain/planted.py", "activities.api"),
    ("intake-inside", "intake/domain/files/planted.py", "intake.domain.sheets.columns"),
    ("intake-inside", "intake/domain/recognition/planted.py", "intake.domain.sameness.people"),
    ("solver-is-pure", "matching/solver/planted.py", "django"),
    ("solver-is-pure", "matching/solver/planted.py", "base.places"),
    ("solver-is-pure", "matching/solver/planted.py", "matching.enums"),
    ("solver-is-reached-by-the-domain", "frontend/planted.py", "matching.solver"),
    ("the-judge-is-independent", "matching/solver/check.py", "ortools"),
    ("the-judge-is-independent", "matching/solver/assignment/check.py", "ortools"),
    ("ortools-stays-in-the-solver", "matching/domain/planted.py", "ortools"),
]


@pytest.fixture(scope="module")
def copied_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python files of every room and the contracts, in a folder where they may be spoiled."""
    house = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", house)
    for package in LINTER["root_packages"]:
        for path in (ROOT / package).rglob("*.py"):
            copy = house / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
    return house


def lint(house: Path, *options: str) -> tuple[int, str]:
    """How lint-imports ends in this house, and what it says."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo", *options]
    done = subprocess.run(command, cwd=house, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_contracts_are_kept() -> None:
    code, said = lint(ROOT)
    assert code == 0, said


def test_every_contract_has_a_planted_violation() -> None:
    assert {contract for contract, *_ in VIOLATIONS} == set(CONTRACTS)


@pytest.mark.parametrize(("contract", "file", "imported"), VIOLATIONS)
def test_contract_breaks_on_a_planted_violation(
    copied_house: Path, contract: str, file: str, imported: str
) -> None:
    spoiled = copied_house / file
    before = spoiled.read_text() if spoiled.exists() else None
    spoiled.write_text(f"{before or ''}\nimport {imported}\n")
    try:
        code, said = lint(copied_house, "--contract", contract)
    finally:
        spoiled.write_text(before) if before is not None else spoiled.unlink()
    importer = file.removesuffix(".py").replace("/", ".")
    assert (code, f"{importer} -> {imported}" in said) == (1, True), said


def test_every_room_stands_on_a_floor() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "scripts"}
    assert packages == set(LINTER["root_packages"])
    rooms = {room for floor in FLOORS for room in floor}
    base_rooms = {f"base.{path.parent.name}" for path in ROOT.glob("base/*/__init__.py")}
    standing = (packages - {"base"}) | base_rooms
    assert standing - rooms == set()
    assert set(CONTRACTS["rooms"]["containers"]) == standing - {"config", "demo", "frontend", "base.common"}


def floor_of(module: str) -> int | None:
    """The floor's number counted from the top, for a module of ours; None for a library's."""
    for number, rooms in enumerate(FLOORS):
        if any(module == room or module.startswith(f"{room}.") for room in rooms):
            return number
    return None


def room_of(module: str) -> str:
    """The room a module of ours belongs to."""
    return next(r for rooms in FLOORS for r in rooms if module == r or module.startswith(f"{r}."))


def climbs(pointing: str, pointed: str) -> bool:
    """Whether a key from a model in one module to a model in the other goes up a floor, or to a sibling."""
    upper, lower = floor_of(pointing), floor_of(pointed)
    if upper is None or lower is None or room_of(pointing) == room_of(pointed):
        return False
    return lower <= upper


def test_climbing_key_is_recognised() -> None:
    assert climbs("families.models", "matching.models.runs")
    assert climbs("families.models", "volunteers.models")
    assert climbs("base.audit.models", "base.accounts.models")
    assert not climbs("matching.models.runs", "families.models")
    assert not climbs("families.models", "families.models")
    assert not climbs("base.accounts.models", "django.contrib.auth.models")


def test_foreign_keys_point_down_the_stairs() -> None:
    every = apps.get_models(include_auto_created=True)
    ours = [model for model in every if floor_of(model.__module__) is not None]
    assert ours
    climbing = [
        f"{model.__module__}.{model.__name__}.{key.name} -> {key.related_model.__module__}"
        for model in ours
        for key in model._meta.get_fields()
        if isinstance(key, models.ForeignKey | models.ManyToManyField)
        if climbs(model.__module__, key.related_model.__module__)
    ]
    assert climbing == []
