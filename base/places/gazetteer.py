"""Places in Poland: by post code, by a few typed letters, and by what stands in a form.

Data: GeoNames (CC BY 4.0), see data/README.md. Everything is in memory; nothing asks the network.
"""

import heapq
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from base.places.errors import UnreadableText
from base.places.folding import nearest
from base.places.gazetteer_table import COORDINATE_UNITS, columns, name_key, table

# TERYT codes, digits 1-2 (Statistics Poland).
VOIVODESHIPS: Final = {
    "02": "dolnośląskie",
    "04": "kujawsko-pomorskie",
    "06": "lubelskie",
    "08": "lubuskie",
    "10": "łódzkie",
    "12": "małopolskie",
    "14": "mazowieckie",
    "16": "opolskie",
    "18": "podkarpackie",
    "20": "podlaskie",
    "22": "pomorskie",
    "24": "śląskie",
    "26": "świętokrzyskie",
    "28": "warmińsko-mazurskie",
    "30": "wielkopolskie",
    "32": "zachodniopomorskie",
}
LOOKALIKES = str.maketrans({"o": "0", "O": "0", "l": "1", "I": "1", "i": "1"})
CLEARLY_LARGER = 5  # a name alone means the largest place of that name when it is so many times larger
SUGGESTIONS = 5
DESCRIBED = re.compile(r"(?:(?P<code>\d{2}-\d{3}) )?(?P<name>[^()]+) \(.+\)")
NEAR_CODE = 50  # an unknown post code is compared with known ones at most so far from it


class UnknownPlace(UnreadableText):
    """No such place, or several; `suggestions` are texts such as "30-103 Kraków"."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its point in degrees (WGS 84). `postcode` is "" where a place of many post codes was named
    without one; its point is then the middle of the place. Codes are TERYT: 6, 4 and 2 digits."""

    postcode: str
    name: str
    commune: str
    commune_code: str
    county: str
    county_code: str
    voivodeship: str
    voivodeship_code: str
    latitude: float
    longitude: float

    def __str__(self) -> str:
        return f"{self.postcode} {self.name}".strip()

    @property
    def described(self) -> str:
        """The place told apart from others of its name: "59-700 Golnice (Bolesławiec, dolnośląskie)"."""
        around = [self.commune] if self.commune != self.name else []
        return f"{self} ({', '.join([*around, self.voivodeship])})"


def county_name(code: str) -> str:
    """Polish name of a county by the first four digits of a TERYT code: "1206" -> "krakowski"."""
    return table().counties[code[:4]]


def voivodeship_name(code: str) -> str:
    """Polish name of a voivodeship by the first two digits of a TERYT code: "12" -> "małopolskie"."""
    return VOIVODESHIPS[code[:2]]


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune by its TERYT code: its name, and the middle of its post codes in degrees."""

    code: str
    name: str
    latitude: float
    longitude: float


@lru_cache(maxsize=1)
def _communes() -> dict[str, Commune]:
    data = columns()
    count, north, east = ([0] * len(data.communes) for _ in range(3))
    for commune, latitude, longitude in zip(data.commune_of, data.latitudes, data.longitudes, strict=True):
        count[commune] += 1
        north[commune] += latitude
        east[commune] += longitude
    return {
        code: Commune(
            code,
            name,
            north[number] / count[number] / COORDINATE_UNITS,
            east[number] / count[number] / COORDINATE_UNITS,
        )
        for number, (code, name) in enumerate(data.communes)
        if count[number]
    }


def commune(code: str) -> Commune | None:
    """The commune of a TERYT code of six digits; None where there is none."""
    return _communes().get(code)


def by_postcode(code: str) -> tuple[Place, ...]:
    """All places of a post code ("30-619", "30 619", "30619"), by name; empty when the code is not known."""
    digits = _digits(code)
    if len(digits) != 5:
        return ()
    return tuple(_place(row) for row in table().rows_between(int(digits), int(digits)))


def search(text: str, limit: int = 10) -> tuple[Place, ...]:
    """Places whose name has a word beginning with `text`, diacritics or not, best first: the exact name, then
    the beginning of a name, then of another word; larger first. One answer per name and commune.

    A text that begins with digits is a post code's beginning ("30-6", "306"), a name may follow; the
    answers are then one per post code and name, in their order.
    """
    words = text.strip().lstrip("0123456789 -\u2013")
    if digits := _digits(text.strip().removesuffix(words)):
        return _search_by_postcode(digits, name_key(words), limit)
    key = name_key(words)
    return _search_by_name(key, limit) if key else ()


def resolve(postcode: str = "", name: str = "") -> Place:
    """The one place meant by a post code, a name, or better both. Raises UnknownPlace with a sentence and
    suggestions where there is none or several. A code GeoNames does not have is taken when the named place
    has codes with the same first three digits."""
    code = _read_postcode(postcode)
    key = name_key(name.partition(",")[0])
    around = name_key(name.partition(",")[2])
    if code is None:
        if not key:
            raise UnknownPlace(_("Write a post code or the name of a place."))
        return _resolve_name(name, key, around)
    places = [_place(row) for row in table().rows_between(code, code)]
    found = _within(places, key, around)
    if len(found) == 1:
        return found[0]
    if key and not found and (place := _same_area(code, key, around)):
        return place
    raise _not_one(code, name, places, found)


def places_named(name: str, around: str = "") -> list[Place]:
    """All places of exactly this name but for diacritics, the largest first; `around` is the beginning of
    their commune, county or voivodeship."""
    return [_settlement_place(place) for place in _settlements(name_key(name), name_key(around))]


def clearly_meant(name: str, around: str = "") -> Place | None:
    """The place everybody means by a name alone: the only one, or by far the largest."""
    key = name_key(name)
    found = _settlements(key, name_key(around)) if key else []
    sizes = table().sizes
    if not found or (len(found) > 1 and sizes[found[0]] < CLEARLY_LARGER * sizes[found[1]]):
        return None
    return _settlement_place(found[0])


def place_described(text: str) -> Place | None:
    """The one place whose `described` this text is; None for any other text."""
    match = DESCRIBED.fullmatch(text.strip())
    if match is None:
        return None
    found = list(by_postcode(match["code"])) if match["code"] else places_named(match["name"])
    key = name_key(text)
    return next((place for place in found if name_key(place.described) == key), None)


def _digits(code: str) -> str:
    return re.sub(r"[\s\u2010-\u2015\u2212-]", "", code)


def _written(code: int) -> str:
    return f"{code // 1000:02d}-{code % 1000:03d}"


def _read_postcode(text: str) -> int | None:
    """The code as a number, None for an empty text."""
    digits = re.sub(r"^PL", "", _digits(text), flags=re.IGNORECASE)
    if not digits:
        return None
    if re.fullmatch(r"[0-9]{5}", digits):
        return int(digits)
    mended = digits.translate(LOOKALIKES)
    if not re.fullmatch(r"[0-9]{4,5}", mended):
        message = format_lazy(
            _("“{code}” is not a post code; it has five digits, such as 30-619."), code=text.strip()
        )
        raise UnknownPlace(message, fragment=text)
    suggestion = _written(int(mended))
    if len(mended) == 4:
        reason: str | Promise = _("a post code has five digits")
    elif "o" in digits.lower():
        reason = _("the letter O instead of zero")
    else:
        reason = _("a letter instead of the digit one")
    message = format_lazy(
        "{code}: {reason}; {suggestion}?", code=text.strip(), reason=reason, suggestion=suggestion
    )
    raise UnknownPlace(message, fragment=text, suggestions=[suggestion])


def _place(row: int, *, postcode: str | None = None) -> Place:
    data = table()
    commune_code, commune = data.communes[data.commune_of[row]]
    return Place(
        postcode=_written(data.postcodes[row]) if postcode is None else postcode,
        name=data.names[data.name_of[row]],
        commune=commune,
        commune_code=commune_code,
        county=data.counties[commune_code[:4]],
        county_code=commune_code[:4],
        voivodeship=VOIVODESHIPS[commune_code[:2]],
        voivodeship_code=commune_code[:2],
        latitude=data.latitudes[row] / COORDINATE_UNITS,
        longitude=data.longitudes[row] / COORDINATE_UNITS,
    )


@lru_cache(maxsize=4096)
def _settlement_place(settlement: int) -> Place:
    """The settlement as one place: its only row, or the row nearest the middle of them without its code."""
    data = table()
    rows = data.rows_of(settlement)
    if len(rows) == 1:
        return _place(rows[0])
    latitude = sum(data.latitudes[row] for row in rows) / len(rows)
    longitude = sum(data.longitudes[row] for row in rows) / len(rows)
    middle = min(
        rows, key=lambda row: (data.latitudes[row] - latitude) ** 2 + (data.longitudes[row] - longitude) ** 2
    )
    return _place(middle, postcode="")


def _search_by_postcode(digits: str, key: str, limit: int) -> tuple[Place, ...]:
    if len(digits) > 5:
        return ()
    data = table()
    width = 10 ** (5 - len(digits))
    low = int(digits) * width
    found = []
    for row in data.rows_between(low, low + width - 1):
        if key in data.keys[data.name_of[row]]:
            found.append(_place(row))
            if len(found) == limit:
                break
    return tuple(found)


def _search_by_name(key: str, limit: int) -> tuple[Place, ...]:
    data = table()

    ranks = []
    for name in set(data.names_with(key)):
        found = data.keys[name]
        tier = 0 if found == key else 1 if found.startswith(key) else 2
        for settlement in data.settlements_of(name):
            ranks.append((tier, -data.sizes[settlement], found, settlement))
    return tuple(_settlement_place(best[-1]) for best in heapq.nsmallest(limit, ranks))


def _settlements(key: str, around: str = "") -> list[int]:
    """Settlements of exactly this name, largest first; `around` is a commune, county or voivodeship."""
    data = table()
    found = [place for name in data.names_equal(key) for place in data.settlements_of(name)]
    if around:
        found = [place for place in found if _is_around(_settlement_place(place), around)]
    return sorted(found, key=lambda place: (-data.sizes[place], place))


def _is_around(place: Place, around: str) -> bool:
    return any(name_key(name).startswith(around) for name in (place.commune, place.county, place.voivodeship))


def _resolve_name(name: str, key: str, around: str) -> Place:
    data = table()
    found = _settlements(key, around)
    if not found:
        raise UnknownPlace(
            format_lazy(_("We do not know a place called “{name}”."), name=name.strip()),
            fragment=name,
            suggestions=_similar_names(key),
        )
    if len(found) > 1 and data.sizes[found[0]] < CLEARLY_LARGER * data.sizes[found[1]]:
        raise UnknownPlace(
            format_lazy(
                _("There are {count} places called “{name}”; add the post code."),
                count=len(found),
                name=name.strip(),
            ),
            fragment=name,
            suggestions=[_settlement_place(place).described for place in found[:SUGGESTIONS]],
        )
    return _settlement_place(found[0])


def _similar_names(key: str) -> list[str]:
    """Names like the one typed; compared only with names of the same first letter, which keeps it quick."""
    data = table()
    alike = nearest(key, [data.keys[name] for name in data.names_with(key[:1])])
    best = [_settlements(other)[0] for other in alike]
    return [str(_settlement_place(place)) for place in best]


def _same_area(code: int, key: str, around: str) -> Place | None:
    """The one place of this name with a post code of the same first three digits, under the code given:
    people write their post office's town, and GeoNames does not have every code."""
    data = table()
    named = {place: data.rows_of(place) for place in _settlements(key, around)}
    near = {
        place: min(rows, key=lambda row: abs(data.postcodes[row] - code))
        for place, rows in named.items()
        if any(data.postcodes[row] // 100 == code // 100 for row in rows)
    }
    return _place(*near.values(), postcode=_written(code)) if len(near) == 1 else None


def _within(places: list[Place], key: str, around: str) -> list[Place]:
    """The places of one post code that the name can mean; a district written after the name is fine."""
    found = places
    if key:
        found = [place for place in places if name_key(place.name) == key]
        found = found or [place for place in places if key.startswith(name_key(place.name) + " ")]
    if around and len(found) > 1:
        found = [place for place in found if _is_around(place, around)] or found
    return found


def _not_one(code: int, name: str, places: list[Place], found: list[Place]) -> UnknownPlace:
    """Why a post code, with a name or without, is not one place."""
    if not places:
        return _unknown_code(code)
    if found:
        message = _("The post code {code} covers {count} places; write which one.")
        told_apart = [place.described for place in found[:SUGGESTIONS]]
        sentence = format_lazy(message, code=_written(code), count=len(found))
        return UnknownPlace(sentence, fragment=_written(code), suggestions=told_apart)
    alike = nearest(name_key(name), [name_key(place.name) for place in places])
    suggested = [place for place in places if name_key(place.name) in alike] or places[:SUGGESTIONS]
    message = _("{code} is {place}, not {name}.")
    sentence = format_lazy(message, code=_written(code), place=suggested[0].name, name=name.strip())
    return UnknownPlace(sentence, fragment=name, suggestions=map(str, suggested))


def _unknown_code(code: int) -> UnknownPlace:
    data = table()
    near = data.rows_between(code - NEAR_CODE, code + NEAR_CODE)
    beside = sorted(near, key=lambda row: abs(data.postcodes[row] - code))[:2]
    return UnknownPlace(
        format_lazy(_("We do not know the post code {code}."), code=_written(code)),
        fragment=_written(code),
        suggestions=[str(_place(row)) for row in beside],
    )
