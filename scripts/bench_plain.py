"""The program one would write first: each seeker with each helper in a Python loop, then the best pair left.

Rules and points are those of a Problem, told once more in plain Python; nothing of numpy enters the loop.
"""

import math
from typing import Any

from matching.solver.problem import Problem

EARTH_KM = 6371.0088
WORTH = {-1: 0, 0: 0, 1: 20, 2: 40, 3: 60, 4: 80, 5: 95, 6: 100, 7: 100}

Person = dict[str, Any]
Pair = tuple[int, int, int]  # seeker, helper, points


def plain_people(problem: Problem) -> tuple[list[Person], list[Person]]:
    """Both sides as one would hold them: numbers, lists and sets."""
    limit = problem.rules.max_km
    sides = []
    for people in (problem.seekers, problem.helpers):
        columns = {name: getattr(people, name).tolist() for name in people.DTYPES}
        rows: list[Person] = [
            dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)
        ]
        for row in rows:
            row["levels"] = {language: level for language, level in enumerate(row["levels"]) if level >= 0}
            week = [bool(row["week"][slot // 8] >> slot % 8 & 1) for slot in range(7 * 48)]
            row["days"] = [week[48 * day : 48 * day + 48] for day in range(7)]
            row["reach"] = round((row["travel_km"] if limit is None else min(row["travel_km"], limit)) * 1000)
        sides.append(rows)
    return sides[0], sides[1]


def plain_pairs(problem: Problem, seekers: list[Person], helpers: list[Person]) -> list[Pair]:
    """Every allowed pair with its points; for programmes of friendship, without locks and vetoes."""
    rules, most = problem.rules, problem.rules.weights
    found = []
    for s, one in enumerate(seekers):
        for h, other in enumerate(helpers):
            if not other["available"] or not other["room"]:
                continue
            shared = {
                language: min(level, other["levels"][language])
                for language, level in one["levels"].items()
                if language in other["levels"]
            }
            if not any(level >= rules.min_speak_level for level in shared.values()):
                continue
            reach, metres = max(one["reach"], other["reach"]), way(one, other, rules.detour)
            if metres > reach or not genders_fit(one, other):
                continue
            if rules.contact_with_minors and one["has_minors"] and not other["cleared"]:
                continue
            if one["person"] == other["person"] >= 0:
                continue
            if not session(one["days"], other["days"], rules.session_slots):
                continue
            common = sum(
                a and b
                for our, their in zip(one["days"], other["days"], strict=True)
                for a, b in zip(our, their, strict=True)
            )
            enough = round(rules.full_at_hours * 2)
            points = part(most.language, WORTH[max(shared.values())], 100)
            points += part(most.distance, reach - metres, reach) if reach else most.distance
            points += part(most.time, min(common, enough), enough)
            points += covered(most.needs, one["needs"], other["offers"])
            points += covered(most.life_stage, one["life"] if other["life"] else 0, other["life"])
            points += part(most.gender, wish_met(one, other) + wish_met(other, one), 2)
            points += most.trade if one["trade"] == other["trade"] >= 0 else 0
            points += part(most.load, 1, other["load"] + 1)
            found.append((s, h, points))
    return found


def plain_greedy(pairs: list[Pair], seekers: list[Person], helpers: list[Person]) -> tuple[int, int, int]:
    """Matched, weight and points of taking the most urgent family's best pair left, again and again."""
    room = [helper["room"] for helper in helpers]
    served: set[int] = set()
    weight = points = 0
    for s, h, earned in sorted(pairs, key=lambda pair: (-seekers[pair[0]]["weight"], -pair[2])):
        if s not in served and room[h]:
            served.add(s)
            room[h] -= 1
            weight += seekers[s]["weight"]
            points += earned
    return len(served), weight, points


def way(one: Person, other: Person, detour: float) -> int:
    """Metres with the detour (haversine)."""
    lat, lat2 = math.radians(one["latitude"]), math.radians(other["latitude"])
    east = math.radians(other["longitude"] - one["longitude"])
    a = math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin(east / 2) ** 2
    return round(2 * EARTH_KM * math.asin(math.sqrt(min(a, 1.0))) * detour * 1000)


def session(ours: list[list[bool]], theirs: list[list[bool]], slots: int) -> bool:
    """Whether both are free for so many half-hours in a row on some day."""
    for day in range(7):
        for start in range(48 - slots + 1):
            if all(ours[day][slot] and theirs[day][slot] for slot in range(start, start + slots)):
                return True
    return False


def genders_fit(one: Person, other: Person) -> bool:
    """Where either of them must have a woman or a man, it is met."""
    return all(
        who["wish_strength"] != 2 or who["wish_gender"] in (0, whom["gender"])
        for who, whom in ((one, other), (other, one))
    )


def wish_met(who: Person, whom: Person) -> int:
    """1 where a soft wish is met, or there is none."""
    return int(who["wish_strength"] != 1 or who["wish_gender"] in (0, whom["gender"]))


def covered(most: int, asked: int, given: int) -> int:
    """The part of what is asked that is given; half where nothing is."""
    return part(most, (asked & given).bit_count(), asked.bit_count()) if asked else part(most, 1, 2)


def part(most: int, share: int, whole: int) -> int:
    """most × share / whole, a half rounded up."""
    return (2 * most * share + whole) // (2 * whole)
