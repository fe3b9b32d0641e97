"""A text about a place taken apart: post code, names, street, and what stands around them."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from base.places.gazetteer import LOOKALIKES, VOIVODESHIPS, by_postcode, place_described, places_named
from base.places.gazetteer_table import name_key

from . import place_words as words

DESCRIBED_FIRST = re.compile(r"((?:\d\d-\d{3} )?[^(),\d][^(),]* \((?:[^()]|\([^()]*\))+\))(?:,\s*(.*))?")
STREET_THEN_TOWN = re.compile(r"(.+\d\s?[A-Za-z]?(?:/\d+\s?[A-Za-z]?)?)\s+([^\d]{3,})")
MISTYPED_CODE = re.compile(
    r"(?<![\w-])(?=[^\s,]*[OoIl])(?=(?:[^\s,\d]*\d){3})[\dOoIl]{2}-[\dOoIl]{3}(?![\w-])"
)
PLAIN_CODE = re.compile(r"(?<!\d)(\d{2})(\d{3})(?![\d/])")
VOIVODESHIP_KEYS = frozenset(name_key(name) for name in VOIVODESHIPS.values())
EDGES = " ,;.-–—/"


@dataclass(frozen=True)
class Told:
    """What a text tells: `names` that may be places, in its order; `around` a commune, county or voivodeship
    (`regions`: all that are told); `beside` a town near by; `vicinity` whether only surroundings are told;
    `code` as "31-103"; `address` the parts with streets and houses."""

    names: tuple[str, ...] = ()
    around: str = ""
    beside: str = ""
    vicinity: bool = False
    code: str = ""
    address: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


@lru_cache(maxsize=32768)
def told_in(text: str) -> Told:
    """The text taken apart; every word of it is in one of the parts, but for fillers ("m.", "Polska")."""
    text = " ".join(re.sub(r"[\n\r]+", ", ", unicodedata.normalize("NFC", text)).split())
    if (described := DESCRIBED_FIRST.fullmatch(text)) and place_described(described[1]):
        rest = told_in(described[2]) if described[2] else Told()
        return Told((described[1],), address=(*rest.names, *rest.address))
    text, code = _without_code(text)
    text = re.sub(r"\s*\(([^()]*)\)", r", \1", text)
    text = words.AROUND_INSIDE.sub(", ", text)
    parts = _Parts()
    for part in re.split(r"[,;|]|(?<=[^\W\d])\s*/\s*(?=[^\W\d]{3})", text):
        if part := part.strip(EDGES):
            parts.take(part)
    names, address = parts.names, parts.address
    if not names and len(address) == 1 and (village := _village(address[0])):
        names = [village]
    around = parts.regions[0] if parts.regions else ""
    regions = tuple(parts.regions)
    return Told(tuple(names), around, parts.beside, parts.vicinity, code, tuple(address), regions)


def with_code_mended(text: str) -> tuple[str, str, str]:
    """A text with a letter for a digit in its post code ("31-1O3 Kraków"): the code as it stands there, as it
    must be, and the text with that in its place, where the town beside it has such a code, else as it was."""
    if (match := MISTYPED_CODE.search(text)) is None:
        return "", "", text
    code = match[0].translate(LOOKALIKES)
    mended = text[: match.start()] + code + text[match.end() :]
    names = {name_key(name) for name in told_in(mended).names}
    agrees = names & {name_key(place.name) for place in by_postcode(code)}
    return match[0], code, mended if agrees else text


def _without_code(text: str) -> tuple[str, str]:
    match = words.CODE.search(text) or PLAIN_CODE.search(text)
    if match is None:
        return text, ""
    left = re.sub(r"(?i)\bPL-?$", "", text[: match.start()].rstrip())
    first, last = (one for one in match.groups() if one)
    return f"{left} {text[match.end() :]}".strip(), f"{first}-{last}"


def _village(address: str) -> str:
    """The village of "Nowa Wieś 12", which has no streets; "" for a street and its house."""
    name = words.HOUSE.sub("", address).strip(EDGES)
    return name if name != address and not words.STREET.match(name) and places_named(name) else ""


class _Parts:
    def __init__(self) -> None:
        self.names: list[str] = []
        self.address: list[str] = []
        self.regions: list[str] = []
        self.beside = ""
        self.vicinity = False

    def take(self, part: str) -> None:
        """One part between commas."""
        part = words.FILLER.sub("", part).strip(EDGES)
        street = words.STREET.search(part)
        if not part or name_key(part) in words.COUNTRY:
            return
        if around := words.AROUND.match(part):
            self.regions.append(around["name"].strip(EDGES))
        elif name_key(part) in VOIVODESHIP_KEYS:
            self.regions.append(part)
        elif street:
            self._street(part, street.start())
        elif region := words.VICINITY.match(part):
            self.vicinity = True
            self.names.append((region["of"] or region["town"]).strip(EDGES))
        elif beside := words.BESIDE.search(part):
            name = part[: beside.start()].strip(EDGES)
            self.vicinity = self.vicinity or not name
            self.names.append(name or beside["town"].strip(EDGES))
            self.beside = beside["town"].strip(EDGES) if name else self.beside
        elif words.HOUSE.search(part):
            self._house(part)
        else:
            self.names.append(part)

    def _street(self, part: str, start: int) -> None:
        if name := part[:start].strip(EDGES):
            self.names.append(name)
        self._house(part[start:])

    def _house(self, part: str) -> None:
        """A street with its house; a town may stand behind them."""
        behind = STREET_THEN_TOWN.fullmatch(part)
        if behind and places_named(behind[2]):
            self.address.append(behind[1])
            self.names.append(behind[2])
        else:
            self.address.append(part)
