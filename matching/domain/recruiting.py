"""Whom to look for: where and when volunteers could be found, and the board of a run as codes and counts.

Nothing here points to a person: places are parts of communes some kilometres wide, with a middle that is the
commune's and not anybody's; who is counted is not told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

import numpy as np

from base.common.enums import Gender
from base.places.gazetteer import commune
from base.places.week import Week
from base.places.week_words import AFTERNOON, EVENINGS, MORNING, WHOLE_DAY, WORKING_DAYS
from matching.domain.problems import Question
from matching.enums import TimeBand
from matching.models import Seeker
from matching.queries import at_work
from matching.solver import LanguagePurpose
from matching.solver.messages import Answer
from matching.solver.recruiting import Entry, Gain
from matching.solver.scarcity import Search
from volunteers.models import Volunteer

RECRUITING = "recruiting"  # in `Run.findings`
PART_KM = 6.0  # how wide a part of a commune is
KM_A_DEGREE = 111.2
#: What one takes a volunteer to travel who has not said it yet.
TRAVEL_KM = float(Volunteer._meta.get_field("travel_km").get_default())
SATURDAY, SUNDAY = (5,), (6,)
GENDERS = {0: "", 1: Gender.WOMAN.value, 2: Gender.MAN.value}

Days = Sequence[int]
Hours = tuple[int, int]
#: Parts of days, for meetings that fit into one.
BANDS: Mapping[TimeBand, tuple[Days, Hours]] = {
    TimeBand.WEEKDAY_MORNINGS: (WORKING_DAYS, MORNING),
    TimeBand.WEEKDAY_AFTERNOONS: (WORKING_DAYS, AFTERNOON),
    TimeBand.WEEKDAY_EVENINGS: (WORKING_DAYS, EVENINGS),
    TimeBand.SATURDAY_MORNING: (SATURDAY, MORNING),
    TimeBand.SATURDAY_AFTERNOON: (SATURDAY, AFTERNOON),
    TimeBand.SATURDAY_EVENING: (SATURDAY, EVENINGS),
    TimeBand.SUNDAY_MORNING: (SUNDAY, MORNING),
    TimeBand.SUNDAY_AFTERNOON: (SUNDAY, AFTERNOON),
    TimeBand.SUNDAY_EVENING: (SUNDAY, EVENINGS),
}
WHOLE_DAYS: Mapping[TimeBand, tuple[Days, Hours]] = {
    TimeBand.WEEKDAYS: (WORKING_DAYS, WHOLE_DAY),
    TimeBand.SATURDAY: (SATURDAY, WHOLE_DAY),
    TimeBand.SUNDAY: (SUNDAY, WHOLE_DAY),
}
SHORTEST_PART = min(end - start for _days, (start, end) in BANDS.values())
#: Clockwise from the north, by the signs of steps to the north and to the east.
SIDES: Mapping[tuple[int, int], str] = {
    (0, 0): "", (1, 0): "n", (1, 1): "ne", (0, 1): "e", (-1, 1): "se",
    (-1, 0): "s", (-1, -1): "sw", (0, -1): "w", (1, -1): "nw",
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A square of a commune, so many steps of `PART_KM` north and east of its middle."""

    commune: str
    north: int
    east: int


@dataclass(frozen=True, eq=False)
class Grounds:
    """Where and when volunteers are looked for: what the solver is told, and what its numbers mean.

    centres: of which centre each seeker of the problem is, by number; 0 for those not looked for.
    """

    search: Search
    parts: tuple[Part, ...]
    bands: tuple[TimeBand, ...]
    centres: Sequence[int]


def grounds_of(question: Question) -> Grounds | None:
    """The grounds of a question; None at work, where an employer chooses mentors from its own people."""
    if at_work(question.programme):
        return None
    problem = question.problem
    homes = _homes(question)
    part_of = [_part(home, *at) for home, *at in zip(
        (homes.get(pk, ("", 0))[0] for pk in problem.seekers.id.tolist()),
        problem.seekers.latitude.tolist(),
        problem.seekers.longitude.tolist(),
        strict=True,
    )]  # fmt: skip
    parts = tuple(sorted({one for one in part_of if one}, key=lambda one: (one.commune, one.north, one.east)))
    number = {one: at for at, one in enumerate(parts)}
    middles = [middle(one) for one in parts]
    bands = BANDS if problem.rules.session_slots <= SHORTEST_PART else WHOLE_DAYS
    return Grounds(
        search=Search(
            place=np.array([number[one] if one else -1 for one in part_of], dtype=np.int64),
            latitude=np.array([latitude for latitude, _ in middles], dtype=np.float64),
            longitude=np.array([longitude for _, longitude in middles], dtype=np.float64),
            weeks=np.array([_week(*one) for one in bands.values()], dtype=np.uint8),
            travel_km=TRAVEL_KM,
            patience_days=question.rules["promise_days"],
        ),
        parts=parts,
        bands=tuple(bands),
        centres=[homes.get(pk, ("", 0))[1] for pk in problem.seekers.id.tolist()],
    )


def middle(part: Part) -> tuple[float, float]:
    """Latitude and longitude of a part of a commune, counted from the commune's own middle."""
    found = commune(part.commune)
    if found is None:
        raise ValueError(f"no commune has the code {part.commune!r}")
    north, east = _degrees(found.latitude)
    return found.latitude + part.north * north, found.longitude + part.east * east


def recruiting_findings(question: Question, grounds: Grounds | None, answer: Answer) -> dict[str, Any]:
    """What a run keeps of the board, {} without one; see `as_entry` for its lines."""
    board = answer.board
    if board is None or grounds is None:
        return {}
    kept = {
        "entries": [as_entry(one, question, grounds, answer) for one in board.entries],
        "unmatched": board.unmatched,
        "profiles": board.profiles,
        "complete": board.complete,
        "patience_days": grounds.search.patience_days,
    }
    return {RECRUITING: kept}


def as_entry(entry: Entry, question: Question, grounds: Grounds, answer: Answer) -> dict[str, Any]:
    """One line of the board in codes and counts.

    centres: numbers of the centres with a family without a helper there who speaks one of the languages;
    only they are told the line.
    """
    part = grounds.parts[entry.place]
    latitude, longitude = middle(part)
    return {
        "commune": part.commune,
        "side": SIDES[_sign(part.north), _sign(part.east)],
        "latitude": round(latitude, 4),
        "longitude": round(longitude, 4),
        "km": min(grounds.search.travel_km, question.problem.rules.max_km or TRAVEL_KM),
        "languages": [question.languages[number] for number in entry.languages],
        "times": [grounds.bands[number].value for number in entry.weeks],
        "cleared": entry.cleared,
        "gender": GENDERS[entry.gender],
        "people": entry.people,
        "gain": _counts(entry.gain),
        "first": _counts(entry.first),
        "alone": _counts(entry.alone),
        "with_room_for_two": _counts(entry.with_room_for_two),
        "confirmed": True,  # no entry comes that was not solved anew
        "centres": sorted(_centres(entry, question, grounds, answer)),
    }


def _counts(gain: Gain) -> dict[str, int]:
    return {"families": gain.families, "weight": gain.weight, "points": gain.points, "late": gain.late}


def _centres(entry: Entry, question: Question, grounds: Grounds, answer: Answer) -> Iterable[int]:
    rules, seekers = question.problem.rules, question.problem.seekers
    left = answer.result.unmatched.seeker
    there = left[grounds.search.place[left] == entry.place]
    if rules.language_purpose is not LanguagePurpose.PRACTISE:
        speaks = seekers.levels[np.ix_(there, entry.languages)] >= rules.min_speak_level
        there = there[speaks.any(axis=1)]
    return {grounds.centres[row] for row in there.tolist()}


def _homes(question: Question) -> dict[int, tuple[str, int]]:
    """Commune and centre of each place of a family."""
    seekers = Seeker.objects.filter(programme=question.programme, left_on=None).order_by()
    rows = seekers.values_list("pk", "household__commune_code", "household__centre_id")
    return {pk: (code, centre) for pk, code, centre in rows}


def _part(code: str, latitude: float, longitude: float) -> Part | None:
    """The part of the commune in which a point lies; None without a commune."""
    found = commune(code)
    if found is None:
        return None
    north, east = _degrees(found.latitude)
    return Part(code, round((latitude - found.latitude) / north), round((longitude - found.longitude) / east))


def _degrees(latitude: float) -> tuple[float, float]:
    """`PART_KM` to the north and to the east, in degrees."""
    north = PART_KM / KM_A_DEGREE
    return north, north / cos(radians(latitude))


def _sign(steps: int) -> int:
    return (steps > 0) - (steps < 0)


def _week(days: Days, hours: Hours) -> list[int]:
    return list(Week.from_spans((day, *hours) for day in days).to_bytes())
