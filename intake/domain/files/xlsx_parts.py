"""The parts inside an .xlsx, read one by one and never unpacked further than bounds allow."""

import posixpath
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import NamedTuple
from xml.parsers import expat

from base.common.errors import Refusal

from .refused import archive, bomb, broken, document, locked, macros, other_spreadsheet, unknown_kind

MB = 2**20
MOST_PARTS = 2_000
MOST_UNPACKED = 250 * MB
#: Of one part that we read; shared texts and styles are held in memory.
MOST_OF_PART = (("worksheets/", 150 * MB), ("sharedstrings", 30 * MB), ("", 10 * MB))
#: Of all parts together: an element takes about half a microsecond, twice.
MOST_ELEMENTS = 9_000_000
PORTION = 2**16
LONGEST_TAG = 2 * MB

Opened = Callable[[str, dict[str, str]], None]
Closed = Callable[[str], None]
Texts = Callable[[str], None]


class Relation(NamedTuple):
    """Where a part points: the last word of the kind of relation, and the part's path."""

    kind: str
    path: str


class Parts:
    """The parts of a workbook by path (however it is written). Refusal when the file is not one we open."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, OverflowError):
            raise broken() from None
        self._infos = {_key(info.filename): info for info in infos}
        self._elements = 0
        _check(infos, set(self._infos))
        if len(self._infos) < sum(not info.is_dir() for info in infos):
            raise broken()

    def __contains__(self, path: str) -> bool:
        return _key(path) in self._infos

    def named(self, start: str, end: str) -> list[str]:
        """The paths that begin and end so, in small letters, sorted."""
        return sorted(key for key in self._infos if key.startswith(start) and key.endswith(end))

    def relations(self, path: str) -> dict[str, Relation]:
        """Where the part of this path ("" for the whole file) points, by id; not to anything outside."""
        folder, name = posixpath.split(path)
        found: dict[str, Relation] = {}

        def opened(tag: str, given: dict[str, str]) -> None:
            if tag == "Relationship" and given.get("TargetMode") != "External":
                target = given.get("Target", "").replace("\\", "/")
                whole = target if target.startswith("/") else posixpath.join("/" + folder, target)
                kind = given.get("Type", "").rpartition("/")[2]
                found[given.get("Id", "")] = Relation(kind, posixpath.normpath(whole).lstrip("/"))

        where = posixpath.join(folder, "_rels", name + ".rels")
        if where in self:
            self.parse(where, opened)
        return found

    def parse(
        self, path: str, opened: Opened, closed: Closed | None = None, texts: Texts | None = None
    ) -> None:
        """Tell of each element of a part, by its name without a prefix, as it is opened and closed. Refusal
        when it is damaged, defines entities of its own, or never ends."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler = _at_root(parser, opened, closed)
        if texts is not None:
            parser.CharacterDataHandler = texts
        try:
            info = self._infos[_key(path)]
            _check_size(info)
            fed = 0
            with self._zip.open(info) as stream:
                while portion := stream.read(PORTION):
                    self._elements += portion.count(b"<") - portion.count(b"</")
                    if self._elements > MOST_ELEMENTS:
                        raise bomb()
                    parser.Parse(portion, False)
                    fed += len(portion)
                    if fed - parser.CurrentByteIndex > LONGEST_TAG:
                        raise broken()  # expat looks through an open tag anew with each portion
            parser.Parse(b"", True)
        except Refusal:
            raise
        except Exception:
            # zipfile, its decompressors and expat raise whatever a damaged part makes them stumble over, and
            # so do handlers that find a word where a number must be.
            raise broken() from None


def _at_root(parser: expat.XMLParserType, opened: Opened, closed: Closed | None) -> Opened:
    """Hears the first element, and has the others told as `opened` and `closed` know them: without the
    prefix some programs write before each."""

    def root(tag: str, given: dict[str, str]) -> None:
        prefix, colon, _name = tag.rpartition(":")
        start = prefix + colon

        def opened_bare(tag: str, given: dict[str, str]) -> None:
            opened(tag.removeprefix(start), given)

        parser.StartElementHandler = opened_bare if start else opened
        if closed is not None:
            parser.EndElementHandler = (lambda tag: closed(tag.removeprefix(start))) if start else closed
        parser.StartElementHandler(tag, given)

    return root


def _refuse(*_declaration: object) -> None:
    raise broken()


def _key(path: str) -> str:
    return path.replace("\\", "/").lstrip("/").lower()


def _check_size(info: zipfile.ZipInfo) -> None:
    key = _key(info.filename)
    if info.file_size > next(most for word, most in MOST_OF_PART if word in key):
        raise bomb()


def _check(infos: list[zipfile.ZipInfo], keys: set[str]) -> None:
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise bomb()
    if any("vbaproject" in key or "/macrosheets/" in key for key in keys):
        raise macros()
    _check_kind(keys)
    if any(info.flag_bits & 0x1 for info in infos):
        raise locked()


def _check_kind(keys: set[str]) -> None:
    if any(key.endswith("workbook.xml") for key in keys):
        return
    if "content.xml" in keys or any(key.endswith((".iwa", "index.zip", "workbook.bin")) for key in keys):
        raise other_spreadsheet()
    if any(key.startswith(("word/", "ppt/", "visio/")) for key in keys):
        raise document()
    if "[content_types].xml" in keys:
        raise unknown_kind()
    raise archive()
