"""Parts of the installable pages. Load with {% load phone %}."""

from collections.abc import Iterable
from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("phone/field_error.html")
def field_error(told: Iterable[Any] | None) -> dict[str, Any]:
    """What needs mending in a field drawn by hand; nothing when it is in order."""
    return {"told": list(told or ())}
