"""What is wrong with a file, in one sentence that says where."""

import json
from os import PathLike

Name = str | PathLike[str]
MOST_SHOWN = 40  # characters of a cell that a sentence repeats


class InputError(Exception):
    """A file cannot be used as it is; the message is one sentence that begins with file, line and column."""


def shown(text: str) -> str:
    """The text in quotation marks, on one line and not too long."""
    short = text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN] + "…"
    return json.dumps(short, ensure_ascii=False).encode(errors="backslashreplace").decode()


def reading_failed(path: Name, error: OSError) -> InputError:
    """Why the file cannot be read, in the words of the system."""
    return InputError(f"{path}: {error.strerror or error}.")


def not_utf8(path: Name) -> InputError:
    """Names the first line of the file that is no UTF-8."""
    with open(path, "rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as error:
                byte = f"0x{line[error.start]:02x}"
                return InputError(f"{path}:{number}: byte {byte} is no UTF-8; save the file as UTF-8.")
    return InputError(f"{path}: this is no UTF-8; save the file as UTF-8.")
