"""What goes out: files that are whole or not there at all, and one JSON object."""

import json
import os
import signal
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from .faults import InputError, Name


def check_writable(path: Name, inputs: list[Name]) -> None:
    """Before the work: whether a file can be written there that is none of the inputs; InputError if not."""
    place = Path(path)
    try:
        if place.is_dir():
            raise InputError(f"{path}: this is a folder; name a file.")
        if not place.parent.is_dir():
            raise InputError(f"{path}: there is no folder {place.parent}.")
        if place.exists() and any(os.path.exists(one) and os.path.samefile(one, place) for one in inputs):
            raise InputError(f"{path}: this is an input; writing there would destroy it.")
    except (OSError, ValueError) as error:
        raise _writing_failed(path, error) from None


def write_whole(path: Name, write: Callable[[TextIO], object]) -> None:
    """Let `write` fill a file beside `path`, then put it in its place; on any trouble nothing changes there.

    Raises InputError when that cannot be done.
    """
    try:
        place = Path(path).resolve()
        if place.exists() and not stat.S_ISREG(place.stat().st_mode):
            with open(place, "w", encoding="utf-8", newline="") as device:  # such as /dev/stdout
                write(device)
            return
        with _interruptible(), _beside(place) as file:
            write(file)
    except OSError as error:
        raise _writing_failed(path, error) from None


def print_object(answer: dict[str, Any]) -> None:
    """One JSON object on standard output, in UTF-8 whatever the terminal's language. Raises InputError."""
    try:
        sys.stdout.buffer.write(as_json(answer).encode())
        sys.stdout.buffer.flush()
    except OSError as error:
        # What is left in the buffer would be tried again, and complained about, when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise _writing_failed("standard output", error) from None


def as_json(answer: dict[str, Any]) -> str:
    """The object as indented JSON with a line end."""
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"


@contextmanager
def _beside(place: Path) -> Iterator[TextIO]:
    """A new file beside `place` that takes its place when the block ends well."""
    draft = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        with open(draft, "x", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, place)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let Ctrl-C raise here, so that a draft is removed; elsewhere it may simply end the process."""
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _writing_failed(path: Name, error: OSError | ValueError) -> InputError:
    return InputError(f"{path}: {getattr(error, 'strerror', None) or error}.")
