"""What pages about people draw again and again. Load with {% load people %}."""

from typing import Any

from django import template
from django.forms import BoundField
from django.urls import NoReverseMatch, reverse

from base.common.enums import HelpArea
from base.places.languages import language_name
from frontend.previews import read_languages, read_week

register = template.Library()


@register.inclusion_tag("people/preview.html")
def preview(bound: BoundField) -> dict[str, Any]:
    """Under a field: what was understood of its text, or where suggestions appear; else nothing."""
    shows = getattr(bound.field, "preview", "")
    kind = getattr(bound.field, "kind", "seeker")
    readers = {"week": read_week, "languages": read_languages}
    # What is wrong stands at the field already.
    text = "" if bound.errors else bound.value()
    read = readers[shows](text) if shows in readers else None
    return {"shows": shows, "read": read, "kind": kind, "id": f"{bound.auto_id}_preview"}


@register.filter
def areas(codes: frozenset[str]) -> list[Any]:
    """Needs or offers in words, in the order of the form."""
    return [area.label for area in HelpArea if area in codes]


@register.filter
def language(code: str) -> str:
    """A language's name for the reader."""
    return language_name(code)


@register.simple_tag
def address(name: str, *args: object) -> str:
    """The address of a route, empty where this installation has none of that name."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
