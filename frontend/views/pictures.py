"""Figures of the centre as pictures: all of them, each alone, and the table of each as a file."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from frontend.access import SignedRequest, door
from frontend.exports import export
from frontend.gallery import AT_ONCE, picture_of
from frontend.paging import query_string
from frontend.pictures import Asked, MapShows, PictureKey


@door("desk.use")
@require_safe
def pictures(request: SignedRequest) -> HttpResponse:
    """All pictures, cut as the address says; those further down are brought by `picture`."""
    return render(request, "pictures/page.html", _context(request, list(PictureKey), AT_ONCE))


@door("desk.use")
@require_safe
def picture(request: SignedRequest, key: str) -> HttpResponse:
    """One of them: for htmx its sheet, else a page of its own."""
    known = _known(key)
    context = _context(request, [known], [known])
    if request.htmx:
        (_key, made), *_none = context["pictures"]
        return render(request, "pictures/picture.html", context | {"picture": made})
    return render(request, "pictures/page.html", context | {"only": known})


@door("desk.use")
@require_safe
def picture_export(request: SignedRequest, key: str) -> HttpResponse:
    """The table of one picture; what a page does not tell stands in no file."""
    known = _known(key)
    table = picture_of(known, Asked.of(request.membership, request.GET)).table
    act = f"desk.picture_{known.value}.exported"
    return export(request, table.rows, table.columns(), act=act, name=known.value)


def _context(request: SignedRequest, keys: Sequence[PictureKey], now: Sequence[PictureKey]) -> dict[str, Any]:
    asked = Asked.of(request.membership, request.GET)
    return {
        "asked": asked,
        "pictures": [(key, picture_of(key, asked) if key in now else None) for key in keys],
        "now": timezone.localtime(),
        "query": query_string(request.GET),
        "file": query_string(request.GET, format="csv"),
        "maps": [(one, one.label, query_string(request.GET, map=one.value)) for one in MapShows],
    }


def _known(key: str) -> PictureKey:
    if key not in PictureKey.values:
        raise Http404
    return PictureKey(key)
