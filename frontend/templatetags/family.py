"""Parts of the family's own pages. Load with {% load family %}."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def picture(name: str) -> SafeString:
    """A drawing that stands beside its word."""
    href = f"{static('icons/family.svg')}#f-{name}"
    return format_html('<svg class="picture" aria-hidden="true"><use href="{}"/></svg>', href)


@register.simple_tag
def mood_picture(code: int) -> SafeString:
    """The face of a mood, 1 to 4."""
    return picture(f"m{code}")


@register.filter
def of(key: object, table: Mapping[Any, Any]) -> Any:
    """What a table holds under this key; empty where it holds nothing."""
    return table.get(key, "")
