"""No cell under five: what may be told of counts that could point at a person."""

from collections.abc import Hashable, Mapping
from typing import Final, TypeVar

Key = TypeVar("Key", bound=Hashable)

SMALLEST_TOLD: Final = 5


def told(counts: Mapping[Key, int]) -> dict[Key, int | None]:
    """Counts of a table whose cells are not parts of a known sum: one to four are None, "few"."""
    return {key: None if 0 < count < SMALLEST_TOLD else count for key, count in counts.items()}


def told_of_whole(counts: Mapping[Key, int]) -> dict[Key, int | None]:
    """Counts that add up to a sum which is told elsewhere: also as many of the next smallest are "few" as it
    takes, so that no small one is the difference. What is "few" is at least two cells and five people."""
    few = {key for key, count in counts.items() if 0 < count < SMALLEST_TOLD}
    others = sorted(
        (key for key, count in counts.items() if count >= SMALLEST_TOLD), key=lambda key: counts[key]
    )
    while few and others and (len(few) < 2 or sum(counts[key] for key in few) < SMALLEST_TOLD):
        few.add(others.pop(0))
    return {key: None if key in few else count for key, count in counts.items()}
