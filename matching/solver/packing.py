"""A problem and its result in one file, with nobody in it: what a run was asked, and what it answered.

The file is a compressed `.npz` that any numpy opens with `allow_pickle=False`; the same contents give the
same bytes. It is read as if a stranger had sent it: names, types, shapes and sizes are checked first.
"""

import io
import json
import secrets
import tokenize
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

from .arrays import ProblemError, frozen_column
from .codes import Criterion, HardRule, Status
from .duals import Certificate, Duals
from .objective import Scale
from .problem import WEEK_BYTES, Helpers, People, Problem, Rules, Seekers, Weights
from .result import Objective, Pairs, Result, Unmatched

FORMAT = 2  # raised when older files can no longer be read as they are
BEFORE_SITES = 1  # the format of files from before people had sites: they are read as having none
MOST_BYTES = 1 << 28  # unpacked; 100,000 × 80,000 people take a fifth of it
LONGEST_HEADER = 1_000
LEVEL = 3  # of 9; at 10,000 × 8,000 the usual 6 takes twice the time to save a twentieth
ALWAYS = (1980, 1, 1, 0, 0, 0)  # the least a zip file can say; when a run was is no business of its arrays

PAIRS: Mapping[str, DTypeLike] = {
    "seeker": np.int64, "helper": np.int64, "points": np.int64, "criteria": np.int16, "locked": np.bool_,
    "kept": np.bool_,
}  # fmt: skip
LISTS = ("locks", "vetoes", "previous")
#: All arrays of a file but the last, `meta`: JSON in UTF-8.
DTYPES: Mapping[str, DTypeLike] = {
    **{f"seekers.{name}": dtype for name, dtype in Seekers.DTYPES.items()},
    **{f"helpers.{name}": dtype for name, dtype in Helpers.DTYPES.items()},
    **dict.fromkeys(LISTS, np.int64),
    **{f"pairs.{name}": dtype for name, dtype in PAIRS.items()},
    "unmatched.seeker": np.int64,
    "unmatched.left": np.int32,
    "duals.seeker": np.int64,
    "duals.helper": np.int64,
    "room_cost": np.int64,
    "meta": np.uint8,
}
#: Columns of those that are tables.
WIDTHS: Mapping[str, int | None] = {
    "seekers.levels": None, "helpers.levels": None, "seekers.week": WEEK_BYTES, "helpers.week": WEEK_BYTES,
    **dict.fromkeys(LISTS, 2), "pairs.criteria": len(Criterion), "unmatched.left": len(HardRule),
}  # fmt: skip

#: What files from before sites lack.
SITES = ("seekers.site", "helpers.site")

Arrays = dict[str, NDArray[Any]]
Side = TypeVar("Side", bound=People)
Whole = TypeVar("Whole", Objective, Scale, Certificate)


class Packed(NamedTuple):
    """What a file holds; about: plain data of whoever packed it."""

    problem: Problem
    result: Result
    about: dict[str, Any]


# --- nobody in it -------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Order:
    """seekers: int64 (n,), helpers: int64 (m,): the old row that stands in each new one."""

    seekers: NDArray[np.int64]
    helpers: NDArray[np.int64]


def draw_order(problem: Problem) -> Order:
    """An order of both sides that nobody can guess or draw again."""
    return Order(_lots(len(problem.seekers)), _lots(len(problem.helpers)))


def without_numbers(problem: Problem, result: Result, order: Order) -> tuple[Problem, Result]:
    """The same question and answer in another order of rows, without the caller's numbers.

    Ids become the numbers of the rows; persons, employers and sites are counted in the order in which they
    appear, the same on both sides, so that who is the same stays the same.
    """
    seekers, helpers = _taken(problem.seekers, order.seekers), _taken(problem.helpers, order.helpers)
    counted = {
        name: _recounted(getattr(seekers, name), getattr(helpers, name))
        for name in ("person", "employer", "site")
    }
    ours: dict[str, Any] = {name: numbers[0] for name, numbers in counted.items()}
    theirs: dict[str, Any] = {name: numbers[1] for name, numbers in counted.items()}
    row_of_seeker, row_of_helper = _places(order.seekers), _places(order.helpers)
    lists: dict[str, Any] = {
        name: _moved(getattr(problem, name), row_of_seeker, row_of_helper) for name in LISTS
    }
    asked = replace(
        problem,
        seekers=replace(seekers, id=np.arange(len(seekers)), **ours),
        helpers=replace(helpers, id=np.arange(len(helpers)), **theirs),
        **lists,
    )
    pairs, left = result.pairs, result.unmatched
    by_seeker = np.argsort(row_of_seeker[pairs.seeker])
    columns = {name: getattr(pairs, name)[by_seeker] for name in PAIRS}
    columns["seeker"] = row_of_seeker[columns["seeker"]]
    columns["helper"] = row_of_helper[columns["helper"]]
    by_row = np.argsort(row_of_seeker[left.seeker])
    return asked, replace(
        result,
        pairs=Pairs(**columns),
        unmatched=replace(left, seeker=row_of_seeker[left.seeker][by_row], left=left.left[by_row]),
        duals=Duals(result.duals.seeker[order.seekers], result.duals.helper[order.helpers]),
        room_cost=result.room_cost[order.helpers],
    )


def _lots(count: int) -> NDArray[np.int64]:
    rows = list(range(count))
    secrets.SystemRandom().shuffle(rows)
    return np.array(rows, dtype=np.int64)


def _taken(side: Side, rows: NDArray[np.int64]) -> Side:
    return replace(side, **{one.name: getattr(side, one.name)[rows] for one in fields(side)})


def _places(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    places = np.empty(len(rows), dtype=np.int64)
    places[rows] = np.arange(len(rows))
    return places


def _moved(
    pairs: NDArray[np.int64], seeker: NDArray[np.int64], helper: NDArray[np.int64]
) -> NDArray[np.int64]:
    moved = np.column_stack([seeker[pairs[:, 0]], helper[pairs[:, 1]]])
    return moved[np.lexsort(moved.T[::-1])]


def _recounted(
    ours: NDArray[np.int64], theirs: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    both = np.concatenate([ours, theirs])
    known = both >= 0
    _, first, number = np.unique(both[known], return_index=True, return_inverse=True)
    both[known] = np.argsort(np.argsort(first))[number]
    return both[: len(ours)], both[len(ours) :]


# --- into a file --------------------------------------------------------------------------------------


def pack(problem: Problem, result: Result, about: Mapping[str, Any] | None = None) -> bytes:
    """The file as bytes, with `about`, plain JSON data, beside the arrays.

    Everything the judge needs is in it, as it is: see `without_numbers`. Raises ProblemError when a column
    does not fit.
    """
    arrays: Arrays = {
        **{f"seekers.{name}": getattr(problem.seekers, name) for name in Seekers.DTYPES},
        **{f"helpers.{name}": getattr(problem.helpers, name) for name in Helpers.DTYPES},
        **{name: getattr(problem, name) for name in LISTS},
        **{f"pairs.{name}": getattr(result.pairs, name) for name in PAIRS},
        "unmatched.seeker": result.unmatched.seeker,
        "unmatched.left": result.unmatched.left,
        "duals.seeker": result.duals.seeker,
        "duals.helper": result.duals.helper,
        "room_cost": result.room_cost,
        "meta": np.frombuffer(_meta(problem, result, about or {}), dtype=np.uint8),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, array in arrays.items():
            column = frozen_column(name, array, DTYPES[name], _shape(name))
            member = io.BytesIO()
            np.lib.format.write_array(member, np.ascontiguousarray(column, _stored(name)), version=(1, 0))
            info = zipfile.ZipInfo(f"{name}.npy", ALWAYS)
            archive.writestr(info, member.getvalue(), zipfile.ZIP_DEFLATED, compresslevel=LEVEL)
    return out.getvalue()


def _meta(problem: Problem, result: Result, about: Mapping[str, Any]) -> bytes:
    told = {
        "format": FORMAT,
        "rules": asdict(problem.rules),
        "status": result.status,
        "everybody": result.unmatched.everybody,
        "objective": asdict(result.objective),
        "scale": asdict(result.scale),
        "certificate": asdict(result.certificate),
        "candidates": result.candidates,
        "seed": result.seed,
        "seconds": result.seconds,
        "versions": result.versions,
        "about": about,
    }
    return json.dumps(told, ensure_ascii=False, allow_nan=False, sort_keys=True).encode()


def _shape(name: str, *, older: bool = False) -> tuple[int | None, ...]:
    width = WIDTHS.get(name)
    if older and name == "unmatched.left":
        width = len(HardRule) - 1
    return (None, width) if name in WIDTHS else (None,)


def _stored(name: str) -> "np.dtype[Any]":
    return np.dtype(DTYPES[name]).newbyteorder("<")


# --- and back -----------------------------------------------------------------------------------------


def unpack(data: bytes) -> Packed:
    """What `pack` wrote. Raises ProblemError, with a sentence, for anything else."""
    arrays = _arrays(data)
    meta = _read_meta(arrays.pop("meta").tobytes())
    try:
        return Packed(_problem(arrays, meta), _result(arrays, meta), dict(meta["about"]))
    except ProblemError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ProblemError(f"The file's own description cannot be read: {error!r}.") from error


def _arrays(data: bytes) -> Arrays:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = _check_members(archive)
            arrays = {name: _array(archive, name, _shape(name, older=names != set(DTYPES))) for name in names}
            return arrays if names == set(DTYPES) else _with_sites(arrays)
    except ProblemError:
        raise
    except READING as error:
        raise ProblemError("The file is damaged, or it is no file of ours.") from error


#: What damaged or forged bytes raise in zipfile, zlib and numpy's reader of headers.
READING = (
    zipfile.BadZipFile, zlib.error, tokenize.TokenError, SyntaxError, ValueError, RuntimeError, OSError,
    EOFError, OverflowError, MemoryError, KeyError, TypeError, AttributeError, IndexError,
)  # fmt: skip


def _check_members(archive: zipfile.ZipFile) -> set[str]:
    """The names of the arrays: all there are, or those of a file from before sites."""
    members = archive.infolist()
    if sum(one.file_size for one in members) > MOST_BYTES:
        raise ProblemError(f"The file would unpack to more than {MOST_BYTES >> 20} MB.")
    names = sorted(one.filename for one in members)
    wanted = sorted(f"{name}.npy" for name in DTYPES)
    if names == sorted(f"{name}.npy" for name in DTYPES if name not in SITES):
        return set(DTYPES) - set(SITES)
    if names != wanted:
        odd = sorted(set(names) ^ set(wanted))
        about = f" ({', '.join(odd[:3])})" if odd else ""
        raise ProblemError(f"The file does not hold the arrays it should{about}.")
    return set(DTYPES)


def _with_sites(arrays: Arrays) -> Arrays:
    """The same of today: nobody has a site, and where no rule asks for one, it leaves whoever was left."""
    left, at = arrays["unmatched.left"], list(HardRule).index(HardRule.SITE)
    nowhere = {
        f"{side}.site": np.full_like(arrays[f"{side}.employer"], -1) for side in ("seekers", "helpers")
    }
    return {**arrays, **nowhere, "unmatched.left": np.insert(left, at, left[:, at - 1], axis=1)}


def _array(archive: zipfile.ZipFile, name: str, wanted: tuple[int | None, ...]) -> NDArray[Any]:
    member = archive.getinfo(f"{name}.npy")
    with archive.open(member) as stream:
        # Never more than the directory says, whatever the compressed bytes would come to.
        content = stream.read(member.file_size)
    if len(content) != member.file_size:
        raise ProblemError(f"{name}: the file ends in the middle.")
    body = io.BytesIO(content)
    if np.lib.format.read_magic(body) != (1, 0):
        raise ProblemError(f"{name}: this kind of array is unknown.")
    shape, by_column, dtype = np.lib.format.read_array_header_1_0(body, max_header_size=LONGEST_HEADER)
    if dtype != _stored(name) or (by_column and len(shape) > 1):
        raise ProblemError(f"{name}: {_stored(name)} was expected, this is {dtype}.")
    if len(shape) != len(wanted) or (len(wanted) > 1 and wanted[1] not in (None, shape[1])):
        raise ProblemError(f"{name}: the array has the shape {shape}.")
    count = 1
    for length in shape:
        count *= length
    if count * dtype.itemsize != len(content) - body.tell():
        raise ProblemError(f"{name}: the array is not as long as it says.")
    return np.frombuffer(content, dtype, offset=body.tell()).reshape(shape).astype(DTYPES[name])


def _read_meta(content: bytes) -> dict[str, Any]:
    try:
        meta = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ProblemError("The file's own description cannot be read.") from error
    if not isinstance(meta, dict) or "format" not in meta:
        raise ProblemError("The file does not say in which format it is.")
    if meta["format"] not in (FORMAT, BEFORE_SITES):
        raise ProblemError(
            f"The file is of format {meta['format']!r}; this program reads {BEFORE_SITES} and {FORMAT}."
        )
    return meta


def _problem(arrays: Arrays, meta: Mapping[str, Any]) -> Problem:
    rules = {**meta["rules"], "weights": Weights(**meta["rules"]["weights"])}
    return Problem(
        seekers=Seekers(**{name: arrays[f"seekers.{name}"] for name in Seekers.DTYPES}),
        helpers=Helpers(**{name: arrays[f"helpers.{name}"] for name in Helpers.DTYPES}),
        rules=Rules(**rules),
        **{name: arrays[name] for name in LISTS},
    )


def _result(arrays: Arrays, meta: Mapping[str, Any]) -> Result:
    pairs = Pairs(**{name: arrays[f"pairs.{name}"] for name in PAIRS})
    unmatched = Unmatched(
        arrays["unmatched.seeker"], _whole(meta["everybody"], "everybody"), arrays["unmatched.left"]
    )
    if {len(getattr(pairs, name)) for name in PAIRS} != {len(pairs)}:
        raise ProblemError("The columns of the pairs differ in length.")
    if len(arrays["room_cost"]) != len(arrays["helpers.id"]):
        raise ProblemError("The costs of room are not those of the helpers.")
    if len(unmatched.left) != len(unmatched):
        raise ProblemError("The funnels are not those of the seekers left over.")
    return Result(
        status=Status(meta["status"]),
        pairs=pairs,
        unmatched=unmatched,
        objective=_of_numbers(Objective, meta["objective"]),
        scale=_of_numbers(Scale, meta["scale"]),
        duals=Duals(arrays["duals.seeker"], arrays["duals.helper"]),
        room_cost=arrays["room_cost"],
        certificate=_of_numbers(Certificate, meta["certificate"]),
        candidates=_whole(meta["candidates"], "candidates"),
        seed=_whole(meta["seed"], "seed"),
        seconds={str(stage): float(seconds) for stage, seconds in meta["seconds"].items()},
        versions={str(name): str(version) for name, version in meta["versions"].items()},
    )


def _of_numbers(kind: type[Whole], given: Mapping[str, Any]) -> Whole:
    return kind(**{name: _whole(value, name) for name, value in given.items()})


def _whole(value: object, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ProblemError(f"{name}: a whole number is needed, not {value!r}.")
    return value
