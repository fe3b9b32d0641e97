"""A pack of evidence checked by itself, without the database: every digest, the computation, the hours."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import pairwise
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from .computing import digest_of, recomputed
from .evidence import FORMAT
from .packing import FACTS, MANIFEST

#: A pack that would be larger unpacked is not one of ours.
MOST_BYTES: Final = 512 * 1024 * 1024


@dataclass(frozen=True)
class Verdict:
    """What was found: the claim's number, how many files, its amount, and every fault in a sentence."""

    claim: str
    files: int
    total_grosze: int
    faults: tuple[str, ...]


def check_pack(content: bytes) -> Verdict:
    """Nothing is unpacked to a disk; a file that is no pack is one fault and no error."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
                return Verdict("", 0, 0, ("It is larger than a pack can be.",))
            names = archive.namelist()
            files = {name: archive.read(name) for name in names}
        manifest = json.loads(files[MANIFEST])
        faults = list(_faults(names, files, manifest))
        return Verdict(str(manifest["claim"]), len(files), int(manifest["total_grosze"]), tuple(faults))
    except BadZipFile:
        return Verdict("", 0, 0, ("It is no ZIP file, or a damaged one.",))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return Verdict("", 0, 0, (f"It is not written as a pack is: {type(error).__name__} {error}.",))


def _faults(names: list[str], files: dict[str, bytes], manifest: dict[str, Any]) -> Iterator[str]:
    if manifest["format"] != FORMAT:
        yield f"Its format {manifest['format']} is not known here."
        return
    if len(names) != len(set(names)):
        yield "A file stands in it twice."
    yield from _faults_of_files(files, manifest)
    facts = json.loads(files[FACTS])
    claim = facts["claim"]
    if (claim["number"], claim["key"]) != (manifest["claim"], manifest["key"]):
        yield "The manifest is of another claim."
    if not facts["digest"] == manifest["digest"] == digest_of(facts["computation"]):
        yield "The computation is not the one that was kept: its digest differs."
    yield from _faults_of_sum(facts, claim, manifest)
    yield from _faults_of_hours(facts, claim)
    for paper in facts["papers"]:
        if hashlib.sha256(files.get(paper["file"], b"")).hexdigest() != paper["sha256"]:
            yield f"{paper['file']} is not the paper that was put in."


def _faults_of_files(files: dict[str, bytes], manifest: dict[str, Any]) -> Iterator[str]:
    listed = {one["name"]: one for one in manifest["files"]}
    for name in sorted(set(listed) - set(files)):
        yield f"{name} is missing."
    for name in sorted(set(files) - set(listed) - {MANIFEST}):
        yield f"{name} is not in the manifest."
    for name in sorted(set(listed) & set(files)):
        told, content = listed[name], files[name]
        if (told["bytes"], told["sha256"]) != (len(content), hashlib.sha256(content).hexdigest()):
            yield f"{name} has been changed."


def _faults_of_sum(facts: dict[str, Any], claim: dict[str, Any], manifest: dict[str, Any]) -> Iterator[str]:
    try:
        gross, contributions = recomputed(facts["computation"])
    except (ValueError, KeyError, ZeroDivisionError) as error:
        yield f"The steps of the computation do not follow: {error}"
        return
    kept = (claim["gross_grosze"], claim["contributions_grosze"], claim["total_grosze"])
    if kept != (gross, contributions, gross + contributions):
        yield f"The steps come to {gross + contributions} grosze, the claim says {claim['total_grosze']}."
    if manifest["total_grosze"] != claim["total_grosze"]:
        yield "The amount of the manifest is not the claim's."
    for entry in facts["ledger"]:
        if entry["amount_grosze"] != claim["total_grosze"]:
            yield f"Ledger entry {entry['entry']} is of another amount."


def _faults_of_hours(facts: dict[str, Any], claim: dict[str, Any]) -> Iterator[str]:
    spans = sorted((_moment(one["start"]), _moment(one["end"]), one["minutes"]) for one in facts["hours"])
    if any(int((end - start).total_seconds()) != 60 * minutes for start, end, minutes in spans):
        yield "A stretch of hours is not as long as it says."
    if any(one[1] > following[0] for one, following in pairwise(spans)):
        yield "Two stretches of hours overlap."
    if sum(minutes for _start, _end, minutes in spans) != claim["minutes"]:
        yield "The hours are not those the claim is paid for."
    for step in facts["computation"]:
        if step["code"] == "hours" and step["data"]["minutes"] != claim["minutes"]:
            yield "The computation counts other hours than the claim."


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
