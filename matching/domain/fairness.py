"""Who is matched and who is not, by groups, before and after; no group so small that it names people.

A count below `LEAST` is never kept. Where everybody is in exactly one group (commune, gender), small groups
are counted together, and a count that could be worked out from the total hides the next smallest with it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from base.common.enums import Gender, HelpArea
from matching.domain.problems import Question
from matching.models import Seeker

LEAST = 5
OTHERS = "others"  # all small groups together
GENDERS: Sequence[str] = ("", Gender.WOMAN.value, Gender.MAN.value)

Mask = NDArray[np.bool_]


@dataclass
class Share:
    """A group: how many seek, how many of them are matched before and after; None where too few."""

    by: str
    code: str
    seekers: int
    before: int | None
    after: int | None

    def as_data(self) -> list[Any]:
        """As a run keeps it among its findings."""
        return [self.by, self.code, self.seekers, self.before, self.after]


def shares(question: Question, before: Iterable[int], after: Iterable[int]) -> list[Share]:
    """By language, need, commune and gender of the contact; `before`, `after`: numbers of matched places."""
    seekers = question.problem.seekers
    matched = [np.isin(seekers.id, np.fromiter(one, np.int64)) for one in (before, after)]
    level = question.problem.rules.min_speak_level
    overlapping = {
        "language": {
            code: seekers.levels[:, column] >= level for column, code in enumerate(question.languages)
        },
        "need": {
            code: (seekers.needs >> np.uint64(bit) & np.uint64(1)).astype(np.bool_)
            for bit, code in enumerate(HelpArea.values)
        },
    }
    apart = {
        "commune": _by_value(_communes(question)),
        "gender": {code: seekers.gender == number for number, code in enumerate(GENDERS)},
    }
    found = []
    for by, groups in overlapping.items():
        found += [_share(by, code, mask, matched) for code, mask in groups.items() if mask.sum() >= LEAST]
    for by, groups in apart.items():
        found += _hidden_together([_share(by, code, mask, matched) for code, mask in _pooled(groups).items()])
    return sorted(found, key=lambda one: (ORDER.index(one.by), one.code == OTHERS, -one.seekers, one.code))


ORDER: Sequence[str] = ("language", "need", "commune", "gender")


def _share(by: str, code: str, mask: Mask, matched: Sequence[Mask]) -> Share:
    before, after = (int((mask & one).sum()) for one in matched)
    return Share(by, code, int(mask.sum()), _large(before), _large(after))


def _large(count: int) -> int | None:
    return count if count >= LEAST else None


def _pooled(groups: Mapping[str, Mask]) -> dict[str, Mask]:
    """Groups apart, with the small ones put together, and with the smallest of the others if need be."""
    sizes = {code: int(mask.sum()) for code, mask in groups.items() if mask.any()}
    small = {code for code, size in sizes.items() if size < LEAST}
    large = sorted((code for code in sizes if code not in small), key=lambda code: sizes[code])
    while small and large and sum(sizes[code] for code in small) < LEAST:
        small.add(large.pop(0))
    kept = {code: groups[code] for code in large}
    if sum(sizes[code] for code in small) >= LEAST:
        kept[OTHERS] = np.logical_or.reduce([groups[code] for code in small])
    return kept


def _hidden_together(found: list[Share]) -> list[Share]:
    """A single hidden count follows from the total, so that the next smallest is hidden too."""
    for when in ("before", "after"):
        told = [one for one in found if getattr(one, when) is not None]
        if told and len(found) - len(told) == 1:
            setattr(min(told, key=lambda one: getattr(one, when)), when, None)
    return found


def _communes(question: Question) -> list[str]:
    numbers = question.problem.seekers.id.tolist()
    places = Seeker.objects.filter(programme=question.programme, left_on=None).order_by()
    named = dict(places.values_list("pk", "household__commune_name"))
    return [named.get(pk, "") for pk in numbers]


def _by_value(values: Sequence[str]) -> dict[str, Mask]:
    column = np.array(values, dtype=np.str_)
    return {str(value): column == value for value in np.unique(column)}
