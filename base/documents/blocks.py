"""Words of a document as people write them: pieces, and fields in braces that are filled in."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Final

#: A field in the words: {name}.
FIELD: Final = re.compile(r"\{([^{}\n]*)\}")


@dataclass(frozen=True)
class Block:
    """A piece of a document. kind: "title", "heading", "text", or "choice", a statement one may tick."""

    kind: str
    text: str


def blocks_of(body: str) -> tuple[Block, ...]:
    """The pieces of a text as people write it: an empty line between them, "# " a title, "## " a heading,
    "[ ] " a statement one may tick."""
    parts = (part.strip() for part in re.split(r"\n\s*\n", body.replace("\r\n", "\n")))
    marks = (("## ", "heading"), ("# ", "title"), ("[ ] ", "choice"))
    found = []
    for part in filter(None, parts):
        kind, mark = next(((kind, mark) for mark, kind in marks if part.startswith(mark)), ("text", ""))
        found.append(Block(kind, part.removeprefix(mark).strip()))
    return tuple(found)


def filled(blocks: tuple[Block, ...], values: Mapping[str, str]) -> tuple[Block, ...]:
    """With `{field}` replaced by its value, once: what a value says is never read as a field."""
    return tuple(
        Block(block.kind, FIELD.sub(lambda found: values.get(found[1], found[0]), block.text))
        for block in blocks
    )


class Written:
    """What the whole text of one agreement can tell of itself; a frozen dataclass holds its parts.

    `print` names the text: what is signed is what was shown.
    """

    number: str
    centre: str
    version: str
    is_example: bool
    blocks: tuple[Block, ...]
    # Told to type checkers: every heir is a dataclass.
    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def title(self) -> str:
        """The first line of the document."""
        return next((block.text for block in self.blocks if block.kind == "title"), self.number)

    @property
    def has_choice(self) -> bool:
        """Whether there is a statement to tick or leave."""
        return any(block.kind == "choice" for block in self.blocks)

    @property
    def print(self) -> str:
        """SHA-256 of everything it says."""
        return hashlib.sha256(json.dumps(asdict(self), ensure_ascii=False).encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """For keeping; `blocks_kept` reads its blocks back."""
        return asdict(self)


def blocks_kept(kept: Mapping[str, Any]) -> tuple[Block, ...]:
    """The blocks of words that were kept as JSON."""
    return tuple(Block(**block) for block in kept["blocks"])
