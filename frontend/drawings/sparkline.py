"""A few values over time as a line of 80 by 32."""

from collections.abc import Sequence
from dataclasses import dataclass

from .numbers import px

WIDTH, TOP, BOTTOM = 80, 4, 28


@dataclass(frozen=True)
class Sparkline:
    """The line as a path and its last point."""

    path: str
    end_x: str
    end_y: str


def draw_sparkline(values: Sequence[float]) -> Sparkline | None:
    """The line from first to last, lowest value at the bottom; None with fewer than two values."""
    if len(values) < 2:
        return None
    low, high = min(values), max(values)
    spread = (high - low) or 1
    points = [
        (px(WIDTH * index / (len(values) - 1)), px(BOTTOM - (BOTTOM - TOP) * (value - low) / spread))
        for index, value in enumerate(values)
    ]
    path = "M" + "L".join(f"{x} {y}" for x, y in points)
    return Sparkline(path, *points[-1])
