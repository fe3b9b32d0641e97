"""Pools of names, places, languages and weeks: the people these centres really meet, all made up."""

import random
from functools import lru_cache

from base.places.gazetteer import Place, by_postcode, resolve
from base.places.languages import Level, Spoken
from base.places.week import Week

# Language at home, its share among households, first names of women and men, surnames.
COMMUNITIES = (
    ("uk", 58, "Olena Iryna Natalia Oksana Tetiana Kateryna", "Andrij Serhij Ołeksandr Dmytro Taras",
     "Kowalenko Szewczenko Bondarenko Tkaczenko Melnyk Hryhorenko"),
    ("be", 10, "Alena Volha Nastassia Hanna", "Siarhei Aliaksei Dzmitry Mikita",
     "Kavaliou Novik Kazlova Hryb"),
    ("ru", 7, "Swietłana Marina Julia", "Iwan Maksim Paweł", "Iwanowa Smirnow Kuzniecowa"),
    ("ka", 6, "Nino Tamar Mariam", "Giorgi Luka Dawit", "Beridze Kapanadze Gelaszwili"),
    ("vi", 4, "Linh Huong Lan", "Minh Tuan Duc", "Nguyen Tran Le Pham"),
    ("hi", 5, "Priya Anjali Neha", "Rahul Arjun Vikram", "Sharma Singh Kumar Patel"),
    ("es", 6, "María Valentina Camila", "Carlos Andrés Juan", "Rodríguez Gómez Martínez"),
    ("ar", 4, "Fatima Layla Amal", "Omar Yusuf Karim", "Haddad Nasser Khoury"),
)  # fmt: skip
POLISH = (
    "Anna Katarzyna Małgorzata Agnieszka Barbara Ewa Zofia Łucja Świętosława",
    "Piotr Krzysztof Andrzej Tomasz Michał Łukasz Stanisław",
    "Nowak Wiśniewska Wójcik Kowalczyk Zielińska Dąbrowski Górska Świątek Żak",
)
STREETS = ["Długa", "Krótka", "Polna", "Leśna", "Słoneczna", "Łąkowa", "Szkolna", "Ogrodowa"]

#: (weight, post code, place): Kraków by quarters, its ring, the rest of Małopolska, a little beyond.
PLACES = (
    *((6, code, "Kraków") for code in ("30-002", "30-069", "30-392", "30-644", "31-137", "31-352", "31-426")),
    *((6, code, "Kraków") for code in ("31-564", "31-621", "31-708", "31-867", "31-980")),
    (5, "32-020", "Wieliczka"), (5, "32-050", "Skawina"), (4, "32-005", "Niepołomice"),
    (3, "32-080", "Zabierzów"), (3, "32-087", "Zielonki"), (2, "32-065", "Krzeszowice"),
    (5, "32-600", "Oświęcim"), (6, "33-100", "Tarnów"), (6, "33-300", "Nowy Sącz"),
    (4, "32-500", "Chrzanów"), (3, "32-300", "Olkusz"), (3, "32-400", "Myślenice"),
    (3, "32-700", "Bochnia"), (2, "32-800", "Brzesko"), (2, "34-100", "Wadowice"),
    (2, "34-400", "Nowy Targ"), (1, "32-200", "Miechów"), (1, "38-300", "Gorlice"),
    (1, "41-200", "Sosnowiec"), (1, "43-300", "Bielsko-Biała"),
)  # fmt: skip

# When people are free: (weight, spans of day, start, end in half hours).
EVENING, MORNING, AFTERNOON = (34, 42), (18, 24), (28, 36)
WEEKEND = [(5, 20, 36), (6, 22, 36)]


@lru_cache(maxsize=1)
def places() -> tuple[tuple[Place, ...], tuple[int, ...]]:
    """The places and their weights."""
    found = []
    for weight, code, name in PLACES:
        exact = [place for place in by_postcode(code) if place.name == name]
        found.append((exact[0] if exact else resolve(name=name), weight))
    return tuple(place for place, _ in found), tuple(weight for _, weight in found)


def random_place(rng: random.Random) -> Place:
    """A place, more often a large one."""
    known, weights = places()
    return rng.choices(known, weights)[0]


def random_week(rng: random.Random) -> Week:
    """A week as people have them: some evenings, some mornings, half of them a part of the weekend."""
    spans = []
    for day in rng.sample(range(5), rng.randint(1, 4)):
        start, end = rng.choice((EVENING, EVENING, MORNING, AFTERNOON))
        spans.append((day, start + rng.randint(0, 2), end - rng.randint(0, 2)))
    if rng.random() < 0.5:
        spans.append(rng.choice(WEEKEND))
    return Week.from_spans(spans)


def random_community(rng: random.Random) -> tuple[str, int, str, str, str]:
    """A language at home with its names, by share."""
    return rng.choices(COMMUNITIES, [community[1] for community in COMMUNITIES])[0]


def newcomers_languages(rng: random.Random, home: str) -> list[Spoken]:
    """The language at home, often some Polish, sometimes Russian or English; each once."""
    spoken = {home: Level.NATIVE}
    if rng.random() < 0.8:
        spoken["pl"] = Level(rng.choices(range(5), (2, 4, 4, 2, 1))[0])
    if home in ("uk", "be", "ka") and rng.random() < 0.7:
        spoken["ru"] = Level(rng.randint(4, 7))
    if rng.random() < 0.4:
        spoken["en"] = Level(rng.randint(1, 5))
    return [Spoken(code, level) for code, level in spoken.items()]


def volunteers_languages(rng: random.Random) -> list[Spoken]:
    """Polish at home for most, often English, for a third one language of the newcomers; each once."""
    spoken = {"pl": Level.NATIVE}
    if rng.random() < 0.7:
        spoken["en"] = Level(rng.randint(3, 6))
    if rng.random() < 0.4:
        home = random_community(rng)[0]
        spoken[home] = Level(rng.randint(3, 7))
        if rng.random() < 0.5:
            spoken["pl"] = Level(rng.randint(5, 6))
    if rng.random() < 0.2:
        spoken["ru"] = Level(rng.randint(3, 6))
    return [Spoken(code, level) for code, level in spoken.items()]


def phone(rng: random.Random) -> str:
    """A valid Polish mobile number."""
    return f"+48{rng.choice((501, 512, 600, 660, 721, 790))}{rng.randint(100000, 999999)}"
