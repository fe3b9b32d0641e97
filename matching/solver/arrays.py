"""Turning what a caller gives into arrays that cannot change, with a sentence when it does not fit."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray


class ProblemError(ValueError):
    """The question itself is wrong; the message is a sentence that names the column and the rows."""


def frozen_column(name: str, given: ArrayLike, dtype: DTypeLike, shape: Sequence[int | None]) -> NDArray[Any]:
    """A read-only copy of `given` with this dtype and shape (None: any length).

    Raises ProblemError when the shape differs or a value would change on the way.
    """
    try:
        array = np.asarray(given)
    except ValueError:
        raise ProblemError(f"{name}: the rows differ in length.") from None
    if len(array.shape) != len(shape) or any(
        want is not None and want != have for want, have in zip(shape, array.shape, strict=True)
    ):
        wanted = " × ".join("any" if want is None else str(want) for want in shape)
        found = " × ".join(map(str, array.shape)) or "a single value"
        raise ProblemError(f"{name}: expected {wanted} values, found {found}.")
    try:
        with np.errstate(invalid="ignore"):
            column = array.astype(dtype)
    except (TypeError, ValueError, OverflowError):
        raise ProblemError(f"{name}: a value is no number or does not fit into {np.dtype(dtype)}.") from None
    if column.dtype.kind != "f" and not np.array_equal(column, array):
        refuse(np.asarray(column != array), name, f"a value does not fit into {column.dtype}")
    column.setflags(write=False)
    return column


def refuse(bad: NDArray[np.bool_], name: str, what: str) -> None:
    """Raise ProblemError naming the rows where `bad` holds, if any."""
    bad = np.asarray(bad.any(axis=tuple(range(1, bad.ndim))))
    if bad.any():
        raise ProblemError(f"{name}: {what} ({rows(bad)}).")


def rows(bad: NDArray[np.bool_], most: int = 5) -> str:
    """The first few row numbers where `bad` holds, as people read them: 'rows 3, 17 and 5 more'."""
    found = np.flatnonzero(bad)
    more = f" and {len(found) - most} more" if len(found) > most else ""
    return f"{'row' if len(found) == 1 else 'rows'} {', '.join(map(str, found[:most]))}{more}"
