"""How well the texts of a column fit each target, and what they are where no heading tells."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Final

from intake.domain.sheets.columns import SheetKind

from .value_signs import share, shares, signs_of

DATES: Final = frozenset({"day", "stamp"})
#: By which signs the texts of a target are known; a target without any takes every text.
SIGNS: Final[Mapping[str, frozenset[str]]] = {
    target: frozenset(signs.split())
    for target, signs in {
        "phone": "phone phone-mail",
        "email": "mail phone-mail",
        "phone_email": "phone mail phone-mail",
        "channel": "channel",
        "language": "language",
        "languages": "language language-level",
        "level": "level",
        "week": "week hours",
        "postcode": "code code-place",
        "place_name": "place code-place whole-address",
        "postcode_place": "code-place code",
        "district": "place name1 name2",
        "address": "address whole-address",
        "whole_address": "whole-address code-place",
        "gender": "gender",
        "wish_gender": "wish gender",
        "wish_strength": "strength wish",
        "travel_km": "km whole",
        "room": "whole",
        "age": "adult-age year",
        "adults": "adult-age ages year",
        "children": "child-age ages adult-age year",
        "family": "ages whole",
        "wants_polish": "yes no",
        "contact_name": "name1 name2 card",
        "contact_last_first": "name2",
        "full_name": "name2 card",
        "name_last_first": "name2",
        "contact_first": "name1",
        "contact_last": "name1",
        "first_name": "name1",
        "last_name": "name1",
        "needs": "areas",
        "offers": "areas",
        "trade": "trades",
        "house": "whole",
        "flat": "whole",
    }.items()
}
#: Signs that a text can hardly carry by chance.
HARD: Final = frozenset({"phone", "mail", "phone-mail", "code", "day", "stamp", "nip"})
#: Targets people also write freely: texts without a sign are no evidence against them.
FREE: Final = frozenset(
    [
        "contact_name",
        "full_name",
        "first_name",
        "last_name",
        "contact_first",
        "contact_last",
        "contact_last_first",
        "name_last_first",
        "district",
        "place_name",
        "address",
        "needs",
        "offers",
        "trade",
        "family",
        "level",
        "house",
        "flat",
        "children",
        "adults",
        "week",
    ]
)
ENOUGH: Final = 0.5


@lru_cache(maxsize=256)
def signs_for(kind: SheetKind, target: str) -> frozenset[str]:
    """The signs of a target; days for every column of days."""
    if target in SIGNS:
        return SIGNS[target]
    column = kind.by_name.get(target)
    return DATES if column is not None and (target.endswith("_on") or _is_of_days(target)) else frozenset()


def fit(kind: SheetKind, target: str, texts: Sequence[str]) -> float | None:
    """How much of the texts fits the target, 0 to 1; None where they say nothing for or against it."""
    wanted = signs_for(kind, target)
    found = shares(texts)
    if not found:
        return None
    if target == "family" and found.get("whole", 0) >= 0.6:
        return 0.0  # how many they are says nothing of who they are
    if wanted:
        fitting = share(texts, wanted) or 0.0
        if fitting >= ENOUGH or target not in FREE:
            return fitting
    if target in FREE | {"own_number"} and _share_of_marks(texts, wanted) >= 0.6:
        return 0.0
    against = HARD - wanted - ({"nip"} if target == "employer" else frozenset())
    if target != "own_number" and (share(texts, against) or 0.0) >= 0.6:
        return 0.0
    return None


def targets_by_values(kind: SheetKind, texts: Sequence[str]) -> list[tuple[str, float]]:
    """What a column may be by its texts alone, the likeliest first, with the share that says so."""
    found = shares(texts)
    came_on = "waiting_since" if "waiting_since" in kind.by_name else "applied_on"
    whole_name = "contact_name" if "contact_name" in kind.by_name else "full_name"
    helps = "needs" if "needs" in kind.by_name else "offers"
    likely = [
        (whole_name, found.get("card", 0), 0.6),
        ("email", found.get("mail", 0), 0.6),
        ("postcode", found.get("code", 0), 0.7),
        ("phone", found.get("phone", 0), 0.7),
        ("whole_address", found.get("whole-address", 0), 0.6),
        ("postcode_place", found.get("code-place", 0), 0.6),
        ("languages", found.get("language-level", 0), 0.5),
        ("languages", found.get("language", 0), 0.8),
        ("week", share(texts, {"week"}) or 0, 0.6),
        ("employer", found.get("nip", 0), 0.7),
        ("children", found.get("ages", 0) if found.get("whole", 0) < ENOUGH else 0, 0.8),
        (came_on, share(texts, DATES) or 0, 0.8),
        ("place_name", found.get("place", 0), 0.75),
        ("address", found.get("address", 0), 0.7),
        ("travel_km", found.get("km", 0), 0.7),
        (whole_name, found.get("name2", 0), 0.8),
        (helps, found.get("areas", 0), 0.8),
        ("trade", found.get("trades", 0), 0.8),
        ("channel", found.get("channel", 0), 0.8),
        ("wish_gender", found.get("wish", 0), 0.5),
        ("gender", found.get("gender", 0), 0.9),
    ]
    if min(found.get("phone", 0), found.get("mail", 0)) >= 0.15:
        likely.insert(0, ("phone_email", found["phone"] + found["mail"], 0.7))
    return [(target, part) for target, part, least in likely if part >= least and target in kind.targets]


def _share_of_marks(texts: Sequence[str], wanted: Collection[str]) -> float:
    """How many of the texts are a cross, a yes, a gender: they answer another question."""
    marks = {"yes", "no", "gender"}.difference(wanted)
    told = [signs_of(text) for text in texts if text]
    return sum("whole" not in signs and not marks.isdisjoint(signs) for signs in told) / len(told)


def _is_of_days(target: str) -> bool:
    return target == "waiting_since" or target.startswith("checked_")
