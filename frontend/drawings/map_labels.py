"""Where the numbered pins and the names of towns stand on a map, so that none covers another.

Sizes are in units of the drawing, 1000 wide. Letters and pins are drawn in two sizes (charts.css): larger in
a narrow column. What is placed for the larger size has room in the smaller one too; `narrow` says whether a
name has room in both.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil, cos, hypot, pi, sin

LARGE, SMALL = 46, 34  # the letters' sizes: charts.css says the same
RADIUS = 0.87  # of a pin, in em: 40 and 30
LETTER = 0.62  # how wide a letter is at most on average, in em
ASCENT, DESCENT = 0.8, 0.25
APART = 2 * RADIUS * LARGE + 8  # from one pin's middle to another's
MOST_NAMES = 12


@dataclass(frozen=True)
class Pin:
    """A numbered place: where it is, and where its number stands, aside when another one stands there."""

    number: int
    title: str
    x: int
    y: int
    at_x: int
    at_y: int

    @property
    def moved(self) -> bool:
        return (self.x, self.y) != (self.at_x, self.at_y)


@dataclass(frozen=True)
class Name:
    """A town's name: its point, and where the text begins or is centred, in em from the point."""

    text: str
    x: int
    y: int
    anchor: str  # "middle", "start", "end"
    dx: float
    dy: float
    pinned: bool  # a pin stands on the town, so that it needs no dot
    narrow: bool  # there is room in a narrow column too


@dataclass(frozen=True)
class Box:
    west: float
    north: float
    east: float
    south: float

    def meets(self, other: "Box") -> bool:
        return (
            self.west < other.east
            and other.west < self.east
            and self.north < other.south
            and other.north < self.south
        )

    def within(self, width: float, height: float) -> bool:
        return self.west >= 0 and self.north >= 0 and self.east <= width and self.south <= height


def place_pins(pins: Iterable[tuple[int, str, int, int]], width: float, height: float) -> tuple[Pin, ...]:
    """Each pin (number, title, x, y) on its point or, where an earlier one stands too near, beside it; as
    many as have room, some seventy on a square map."""
    placed: list[Pin] = []
    edge = RADIUS * LARGE + 2
    for number, title, x, y in pins:
        for at_x, at_y in around(x, y):
            inside = edge <= at_x <= width - edge and edge <= at_y <= height - edge
            if inside and all(hypot(at_x - pin.at_x, at_y - pin.at_y) >= APART for pin in placed):
                placed.append(Pin(number, title, x, y, at_x, at_y))
                break
    return tuple(placed)


def around(x: int, y: int, rings: int = 30) -> Iterator[tuple[int, int]]:
    """The point itself, then points on rings about it, east first, further and further out."""
    yield x, y
    for ring in range(1, rings):
        distance = ring * APART / 2
        spokes = max(8, ceil(2 * pi * ring))
        for spoke in range(spokes):
            angle = 2 * pi * spoke / spokes
            yield round(x + distance * cos(angle)), round(y + distance * sin(angle))


def place_names(
    towns: Sequence[tuple[str, int, int]], pins: Sequence[Pin], width: float, height: float
) -> tuple[Name, ...]:
    """Names of towns (name, x, y), the first ones first: those with room in large letters, then in small."""
    names: list[Name] = []
    for em in (LARGE, SMALL):
        taken = [pin_box(pin, em) for pin in pins] + [name_box(name, em) for name in names]
        for text, x, y in towns:
            if len(names) == MOST_NAMES:
                return tuple(names)
            if any(name.text == text for name in names):
                continue
            if name := placed_name(text, x, y, pins, taken, em, width, height):
                names.append(replace(name, narrow=em == LARGE))
                taken.append(name_box(name, em))
    return tuple(names)


def placed_name(
    text: str,
    x: int,
    y: int,
    pins: Sequence[Pin],
    taken: Sequence[Box],
    em: float,
    width: float,
    height: float,
) -> Name | None:
    """The name below, above or beside its town or the pin on it, wherever there is room first."""
    pin = next((pin for pin in pins if hypot(pin.at_x - x, pin.at_y - y) < 1.2 * RADIUS * em), None)
    others = taken
    if pin is not None:
        x, y = pin.at_x, pin.at_y
        others = [box for box in taken if box != pin_box(pin, em)]
    gap = RADIUS if pin else 0.2
    for anchor, dx, dy in (
        ("middle", 0.0, gap + 0.15 + ASCENT),
        ("middle", 0.0, -gap - 0.2),
        ("start", gap + 0.2, 0.35),
        ("end", -gap - 0.2, 0.35),
    ):
        name = Name(text, x, y, anchor, round(dx, 2), round(dy, 2), pinned=pin is not None, narrow=True)
        box = name_box(name, em)
        if box.within(width, height) and not any(box.meets(other) for other in others):
            return name
    return None


def pin_box(pin: Pin, em: float) -> Box:
    reach = RADIUS * em + 2
    return Box(pin.at_x - reach, pin.at_y - reach, pin.at_x + reach, pin.at_y + reach)


def name_box(name: Name, em: float) -> Box:
    """What the name takes up, with its town's point: letters drawn smaller stay within it."""
    wide = len(name.text) * LETTER * em
    start = name.x + name.dx * em - {"start": 0.0, "middle": wide / 2, "end": wide}[name.anchor]
    baseline = name.y + name.dy * em
    return Box(
        min(start, name.x),
        min(baseline - ASCENT * em, name.y),
        max(start + wide, name.x),
        max(baseline + DESCENT * em, name.y),
    )
