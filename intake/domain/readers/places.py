"""Where a row's person lives: post code, place and address are understood together."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from base.places.errors import UnreadableText
from base.places.gazetteer import Place, resolve
from intake.domain.understanding import NO_ANSWERS, Answers, Question


@dataclass(frozen=True)
class PlaceReading:
    """What the three columns came to. `postcode_reading` and `place_reading` tell how they were read, "" where
    that is just as typed; `address` is the street and number; `note` holds what nothing else takes;
    `questions` stand by our column: "postcode", "place_name" or "address"."""

    place: Place | None = None
    postcode_reading: str = ""
    place_reading: str = ""
    address: str = ""
    note: str = ""
    questions: Mapping[str, tuple[Question, ...]] = field(default_factory=dict)


def understand_place(
    postcode: str, place: str, address: str, answers: Answers = NO_ANSWERS, *, near: Place | None = None
) -> PlaceReading:
    """Where it is; `near` is the centre's own place: of places of one name the nearest is the likeliest."""
    if not postcode and not place:
        return PlaceReading(address=address)
    try:
        return PlaceReading(place=resolve(postcode, place), address=address)
    except UnreadableText as error:
        column = "postcode" if postcode else "place_name"
        return PlaceReading(
            address=address, questions={column: (Question("place", place or postcode, error.message),)}
        )
