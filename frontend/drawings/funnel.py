"""How many remain after each condition, on a logarithmic scale: 812, 240, 31, 4, 0."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p

from django.utils.functional import Promise

from .numbers import px

HEIGHT = 40
THINNEST = 0.8


@dataclass(frozen=True)
class Stage:
    """One condition: who is left (None once nobody was), the shape of its piece, whether it stops all."""

    label: str | Promise
    count: int | None
    path: str
    stops: bool


def draw_funnel(steps: Sequence[tuple[str | Promise, int]]) -> tuple[Stage, ...]:
    """Pieces 100 wide and 40 high, each beginning as high as the one before it ends."""
    most = max((count for _label, count in steps), default=0)
    before = half_height(most, most)
    stages: list[Stage] = []
    stopped = False
    for label, count in steps:
        if stopped:
            stages.append(Stage(label, None, "", stops=False))
            continue
        after = half_height(count, most)
        top, bottom = HEIGHT / 2 - before, HEIGHT / 2 + before
        path = f"M0 {px(top)} 100 {px(HEIGHT / 2 - after)}V{px(HEIGHT / 2 + after)}L0 {px(bottom)}z"
        stopped = count == 0
        stages.append(Stage(label, count, path, stops=stopped))
        before = after
    return tuple(stages)


def half_height(count: int, most: int) -> float:
    """Half of the funnel's height for `count`: 20 for the most, a thread of 0.8 for none."""
    if most == 0:
        return THINNEST
    return THINNEST + (HEIGHT / 2 - THINNEST) * log1p(count) / log1p(most)
