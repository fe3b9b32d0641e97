"""Which place a name means: surely, or one of a few likely ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from base.places.distance import great_circle_km
from base.places.folding import nearest
from base.places.gazetteer import Place, clearly_meant, place_described, places_named
from base.places.gazetteer_table import name_key, table

from . import place_words as words
from .place_parts import Told

LIKELY = 5
CLOSE_KM = 40.0  # "beside a town" is hardly farther
ALIKE = 3


@dataclass(frozen=True)
class Guess:
    """The place that is surely meant, and words beside it (a district); or the likely ones, `said` being the
    words of the text that are not clear ("" for all of it)."""

    place: Place | None = None
    beside: str = ""
    likely: tuple[Place, ...] = ()
    said: str = ""


def find(told: Told, near: Place | None) -> Guess:
    """Where the names of a text are; `near` is the centre's own place."""
    if not told.names:
        return Guess(likely=tuple(places_named(told.around)[:1]))
    if told.vicinity:
        return Guess(likely=likely_places(told.names[0], near))
    if len(told.names) == 1:
        return _find_one(told.names[0], told.around, told.beside, near)
    return _find_pair(told.names, told.around, near)


def _find_one(name: str, around: str, beside: str, near: Place | None) -> Guess:
    if place := place_described(name) or clearly_meant(words.SHORT.get(name_key(name), "")):
        return Guess(place)
    towns = words.TOWNS_OF_DISTRICT.get(name_key(name), ())
    named = clearly_meant(name, around)
    if named and not (near and near.name in towns and near.name != named.name and not around):
        return Guess(named)
    if beside and (place := _beside(name, beside, near)):
        return Guess(place)
    if not places_named(name) and (guess := _with_district(name) or _shortened(name)):
        return guess
    return Guess(likely=likely_places(name, near), said=name)


def _find_pair(names: Sequence[str], around: str, near: Place | None) -> Guess:
    """Two names or more: a place and its surroundings, a town and its district, or two places."""
    for one, other in pairwise((*names, names[0])):
        within = places_named(one, other)
        if len(within) == 1 and name_key(one) != name_key(other):
            return Guess(within[0])
    for one in names:
        for other in names:
            if one in words_of_town(other) and (place := clearly_meant(other)):
                return Guess(place, _rest(names, other))
    known = [name for name in names if clearly_meant(name, around)]
    if len(known) == 1 and not any(places_named(name) for name in names if name not in known):
        return Guess(clearly_meant(known[0], around), _rest(names, known[0]))
    likely = [place for name in names for place in likely_places(name, near)[: 1 + LIKELY // len(names)]]
    return Guess(likely=tuple(dict.fromkeys(likely))[:LIKELY])


def words_of_town(town: str) -> "_Districts":
    """The districts of a town, however they are written."""
    return _Districts(name_key(town))


class _Districts:
    def __init__(self, town: str) -> None:
        self.town = town

    def __contains__(self, district: str) -> bool:
        towns = words.TOWNS_OF_DISTRICT.get(name_key(district), ())
        return self.town in {name_key(town) for town in towns}


def _rest(names: Iterable[str], taken: str) -> str:
    return ", ".join(name for name in names if name != taken)


def _with_district(text: str) -> Guess | None:
    """ "Kraków-Podgórze", "Kraków Nowa Huta", "Podgórze - Kraków": a town with words beside it."""
    key_words = text.replace("–", "-").replace("-", " - ").split()
    for cut in range(len(key_words) - 1, 0, -1):
        left = " ".join(key_words[:cut]).strip(" -").replace(" - ", "-")
        right = " ".join(key_words[cut:]).strip(" -").replace(" - ", "-")
        for town, rest in ((left, right), (right, left)):
            if rest in words_of_town(town) and (place := clearly_meant(town)):
                return Guess(place, rest)
    left, _dash, right = (part.strip() for part in text.replace("–", "-").partition("-"))
    if right and (place := clearly_meant(left)):
        others = places_named(right)[:2]
        return Guess(likely=(place, *others)) if others else Guess(place, right)
    return None


def unsaid_by(place: Place, told: Told) -> list[str]:
    """Surroundings a text tells that are not those of the place: they must not be lost."""
    seat = (place.name, place.commune, place.county, place.voivodeship)
    unsaid = [
        region
        for region in told.regions
        if not any(name_key(name).startswith(name_key(region)) for name in seat)
    ]
    if told.beside:
        towns = likely_places(told.beside, None)[:1]
        same_beginning = towns and name_key(towns[0].name)[:3] == name_key(told.beside)[:3]
        if not same_beginning or _km(place, towns[0]) > 2 * CLOSE_KM:
            unsaid.append(told.beside)
    return unsaid


def _shortened(name: str) -> Guess | None:
    """The one place "Tomaszów Maz.", "Gorzów Wlkp" can stand for."""
    first, *others = name_key(name).replace(".", " ").split()
    if not others:
        return None
    others = [words.ENDINGS.get(other, other) for other in others]
    data, found = table(), set[str]()
    for number in data.names_with(f"{first} "):
        known = data.keys[number].split()
        pairs = zip(known, (first, *others), strict=False)
        if len(known) == 1 + len(others) and all(word.startswith(typed) for word, typed in pairs):
            found.add(data.keys[number])
    place = clearly_meant(found.pop()) if len(found) == 1 else None
    return Guess(place) if place else None


def _beside(name: str, town: str, near: Place | None) -> Place | None:
    """The place of this name within reach of a town, where there is just one."""
    middle = next(iter(likely_places(town, near)), None)
    if middle is None:
        return None
    close = [place for place in places_named(name) if _km(place, middle) < CLOSE_KM]
    return close[0] if len(close) == 1 else None


@lru_cache(maxsize=8192)
def likely_places(name: str, near: Place | None) -> tuple[Place, ...]:
    """Whom a name may mean, the likeliest first: towns with a district of this name, places of this name from
    near to far, names like it or in another case."""
    key = name_key(name)
    found = [place for short in [words.PERHAPS.get(key, "")] if (place := clearly_meant(short))]
    named = places_named(name)
    towns = words.TOWNS_OF_DISTRICT.get(key, ())
    if near and near.name in towns:
        found.append(next(iter(places_named(near.name)), near))
    found += [place for town in towns if (place := clearly_meant(town))]
    found += sorted(named, key=lambda place: _km(place, near)) if near else named
    if not found:
        found = _alike(key, near)
    return tuple(dict.fromkeys(found))[:LIKELY]


def _alike(key: str, near: Place | None) -> list[Place]:
    """Places whose names look like the words typed: other endings ("krakowie"), letters left out or moved."""
    data = table()
    known = {data.keys[name] for name in data.names_with(key[:2])} if len(key) > 2 else set()
    stem = key[: max(3, len(key) - 3)]
    declined = [other for other in known if other.startswith(stem) and abs(len(other) - len(key)) <= 2]
    names = dict.fromkeys([*declined, *nearest(key, known, limit=LIKELY)])
    places = [place for other in names if (place := next(iter(places_named(other)), None))]
    sizes = {place: _weight(place, key, near) for place in places}
    return sorted(places, key=lambda place: sizes[place])[:ALIKE]


def _weight(place: Place, key: str, near: Place | None) -> tuple[int, float, float]:
    """Cities first, then the closest words; near the centre before far."""
    alike = len(set(nearest(key, [name_key(place.name)])))
    city = place.county_code[2:] >= "61" and place.name == place.commune
    return (0 if city else 1, -alike, _km(place, near) if near else float(abs(len(place.name) - len(key))))


def _km(one: Place, other: Place) -> float:
    return great_circle_km(one.latitude, one.longitude, other.latitude, other.longitude)
