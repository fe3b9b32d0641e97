"""A page that asks by itself for what is new says so: nobody has touched it, and no session stays awake."""

from django.http import HttpRequest

#: The header such a request carries (static/js/talk.js).
HEADER = "X-Splot-Quiet"


def is_quiet(request: HttpRequest) -> bool:
    """Whether the page asked, and not a person."""
    return HEADER in request.headers
