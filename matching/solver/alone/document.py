"""A JSON file whose every value knows its place: `seekers[3].latitude`, line and column.

Places are not kept while reading; only when something is wrong the text is walked again to find it.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from .faults import InputError, Name, not_utf8, reading_failed, shown

Step = str | int
T = TypeVar("T")
BLANK = re.compile(r"[ \t\n\r]*")
DECODER = json.JSONDecoder()


class _Repeated:
    """Stands where one object has a name twice."""


class Node:
    """One value of the file, asked for as what it should be; InputError with its place when it is not."""

    def __init__(self, path: Name, text: str, steps: tuple[Step, ...], value: Any) -> None:
        self._path, self._text, self._steps, self._value = path, text, steps, value

    def fail(self, sentence: str) -> NoReturn:
        """Raise InputError: place, name and this sentence."""
        offset = _offset(self._text, self._steps)
        line = self._text.count("\n", 0, offset) + 1
        column = offset - self._text.rfind("\n", 0, offset)
        name = _name(self._steps)
        raise InputError(f"{self._path}:{line}:{column}: {name + ': ' if name else ''}{sentence}.")

    def fields(self, known: Collection[str], required: Collection[str] = ()) -> dict[str, "Node"]:
        """The values of an object that has no names but the known ones, and all of the required."""
        if not isinstance(self._value, dict):
            self.fail(f"an object with {', '.join(required or known)} is needed, not {self._told()}")
        found = {name: self._child(name, value) for name, value in self._value.items()}
        for name, node in found.items():
            if name not in known:
                node.fail(f"this is not known here; known are {', '.join(known)}")
        for name in required:
            if name not in found:
                self.fail(f"{name} is missing")
        return found

    def entries(self) -> dict[str, "Node"]:
        """The values of an object with any names."""
        if not isinstance(self._value, dict):
            self.fail(f"an object is needed, not {self._told()}")
        return {name: self._child(name, value) for name, value in self._value.items()}

    def items(self) -> Iterator["Node"]:
        """The values of a list."""
        if not isinstance(self._value, list):
            self.fail(f"a list is needed, not {self._told()}")
        for number, value in enumerate(self._value):
            yield self._child(number, value)

    def text(self) -> str:
        """A text that is not empty, without blanks around it; a whole number is taken as its digits."""
        if isinstance(self._value, int) and not isinstance(self._value, bool):
            return str(self._value)
        if not isinstance(self._value, str):
            self.fail(f"a text is needed, not {self._told()}")
        if not self._value.strip():
            self.fail("the text is empty")
        if not self._value.isprintable():
            self.fail(f"{shown(self._value)} has signs that cannot be shown")
        return self._value.strip()

    def whole(self, least: int, most: int) -> int:
        """A whole number between these."""
        if not isinstance(self._value, int) or isinstance(self._value, bool):
            self.fail(f"a whole number is needed, not {self._told()}")
        if not least <= self._value <= most:
            self.fail(f"{self._told()} is not between {least:,} and {most:,}")
        return self._value

    def number(self, least: float, most: float) -> float:
        """A number between these."""
        if not isinstance(self._value, int | float) or isinstance(self._value, bool):
            self.fail(f"a number is needed, not {self._told()}")
        if not least <= self._value <= most:  # also where it is NaN
            self.fail(f"{self._told()} is not between {least:,g} and {most:,g}")
        return float(self._value)

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self._value, bool):
            self.fail(f"true or false is needed, not {self._told()}")
        return self._value

    def choice(self, known: Mapping[str, T]) -> T:
        """What one of these words stands for, in small or capital letters."""
        words = {word.lower(): meant for word, meant in known.items()}
        if not isinstance(self._value, str) or self._value.strip().lower() not in words:
            self.fail(f"{self._told()} is not known here; known are {', '.join(known)}")
        return words[self._value.strip().lower()]

    def _child(self, step: Step, value: Any) -> "Node":
        node = Node(self._path, self._text, (*self._steps, step), value)
        if isinstance(value, _Repeated):
            node.fail("this name is there twice in one object")
        return node

    def _told(self) -> str:
        if isinstance(self._value, str):
            return shown(self._value)
        if isinstance(self._value, dict | list):
            return "an object" if isinstance(self._value, dict) else "a list"
        if isinstance(self._value, int) and abs(self._value) >= 10**40:
            return "a number of many digits"
        return json.dumps(self._value)


def read_document(path: Path) -> Node:
    """The file's value. Raises InputError when it cannot be read or is no JSON."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        return Node(path, text, (), json.loads(text, object_pairs_hook=_object))
    except UnicodeDecodeError:
        raise not_utf8(path) from None
    except OSError as error:
        raise reading_failed(path, error) from None
    except json.JSONDecodeError as error:
        what = "the file is empty" if not text.strip() else f"this is no JSON ({error.msg})"
        raise InputError(f"{path}:{error.lineno}:{error.colno}: {what}.") from None
    except (ValueError, RecursionError):
        raise InputError(f"{path}: a number has too many digits, or lists are nested too deep.") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        found[name] = _Repeated() if name in found else value
    return found


def _name(steps: tuple[Step, ...]) -> str:
    """The steps as people write them: seekers[3].latitude."""
    told = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return told.removeprefix(".")


def _offset(text: str, steps: tuple[Step, ...]) -> int:
    """Where in the text the value at the end of these steps begins."""
    at = _after_blank(text, 0)
    for step in steps:
        at = _entry(text, at, step)
    return at


def _entry(text: str, at: int, step: Step) -> int:
    """Where the value of this name (the last one so named), or number, begins within the value at `at`."""
    found, number = at, 0
    at = _after_blank(text, at + 1)
    while text[at] not in "]}":
        name: Step = number
        if isinstance(step, str):
            name, at = DECODER.raw_decode(text, at)
            at = _after_blank(text, _after_blank(text, at) + 1)
        if name == step:
            found = at
        _, at = DECODER.raw_decode(text, at)
        at = _after_blank(text, at)
        if text[at] == ",":
            at = _after_blank(text, at + 1)
        number += 1
    return found


def _after_blank(text: str, at: int) -> int:
    match = BLANK.match(text, at)
    return match.end() if match else at
