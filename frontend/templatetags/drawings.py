"""What is drawn: weeks, bars, sparklines, maps, the funnel. Load with {% load drawings %}."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import template
from django.utils.functional import Promise

from base.places.week import Week
from frontend.drawings.county_map import Pins, draw_county_map
from frontend.drawings.funnel import draw_funnel
from frontend.drawings.minimap import Located, draw_minimap
from frontend.drawings.numbers import px
from frontend.drawings.sparkline import draw_sparkline
from frontend.drawings.week import draw_week, draw_week_line

register = template.Library()


@register.inclusion_tag("parts/week_strip.html")
def week_strip(
    seeker: Week,
    helper: Week | None = None,
    seeker_name: str = "",
    helper_name: str = "",
    kind: str = "seeker",
) -> dict[str, Any]:
    """Seven days in half hours: one week (kind "seeker" or "helper" colours it) or two and their overlap."""
    return {
        "drawing": draw_week(seeker, helper, seeker_name, helper_name),
        "single": kind if helper is None else "",
        "seeker_name": seeker_name,
        "helper_name": helper_name,
    }


@register.inclusion_tag("parts/week_line.html")
def week_line(seeker: Week, helper: Week) -> dict[str, Any]:
    """Two weeks and their overlap in one line, for a row of the loom: <td class="across" colspan="3">."""
    return {"drawing": draw_week_line(seeker, helper)}


@register.inclusion_tag("parts/bar.html")
def bar(value: float, most: float, label: str = "", kind: str = "") -> dict[str, Any]:
    """How much of `most` is reached. kind: "", "wait"; without a label it is decoration beside a number."""
    part = 0.0 if most <= 0 else min(max(value / most, 0.0), 1.0)
    return {"width": px(100 * part), "label": label, "kind": kind}


@register.inclusion_tag("parts/sparkline.html")
def sparkline(values: Sequence[float], label: str = "", kind: str = "") -> dict[str, Any]:
    """A trend beside its figure. kind: "", "wait"."""
    return {"line": draw_sparkline(values), "label": label, "kind": kind}


@register.inclusion_tag("parts/minimap.html")
def minimap(
    seeker: Located,
    helper: Located,
    seeker_name: str,
    helper_name: str,
    distance_km: float,
    reach_km: float | None = None,
) -> dict[str, Any]:
    """Where the two live, `distance_km` as the page says it elsewhere, and the helper's reach."""
    return {
        "map": draw_minimap(seeker, helper, reach_km),
        "seeker_name": seeker_name,
        "helper_name": helper_name,
        "distance_km": distance_km,
        "reach_km": reach_km,
    }


@register.inclusion_tag("parts/funnel.html")
def funnel(steps: Sequence[tuple[str | Promise, int]], label: str) -> dict[str, Any]:
    """How many remain after each condition: (label, count) from the widest on; after a zero, dashes."""
    return {"stages": draw_funnel(steps), "label": label}


@register.inclusion_tag("parts/county_map.html")
def county_map(
    counts: Mapping[str, int],
    title: str | Promise,
    counted: str | Promise,
    voivodeships: Collection[str] = (),
    pins: Pins = (),
) -> dict[str, Any]:
    """`counts` by TERYT county code; `title` says what is counted where, `counted` heads the table's column.

    Drawn are `voivodeships` ("12"), by default those that count somebody, and `pins`: (number, latitude,
    longitude, title). Counts under five are only told to be that.
    """
    return {"map": draw_county_map(counts, voivodeships, pins), "title": title, "counted": counted}
