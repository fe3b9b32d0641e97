"""Figures of the centre as pictures, and the table of each as a file."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from frontend.access import SignedRequest, door
from frontend.exports import export
from frontend.gallery import picture_of, pictures_of
from frontend.paging import query_string
from frontend.pictures import Asked, MapShows, PictureKey


@door("desk.use")
@require_safe
def pictures(request: SignedRequest) -> HttpResponse:
    """All pictures, cut as the address says."""
    asked = Asked.of(request.membership, request.GET)
    context = {
        "asked": asked,
        "pictures": pictures_of(asked),
        "now": timezone.localtime(),
        "file": query_string(request.GET, format="csv"),
        "maps": [(one, one.label, query_string(request.GET, map=one.value)) for one in MapShows],
    }
    return render(request, "pictures/page.html", context)


@door("desk.use")
@require_safe
def picture_export(request: SignedRequest, key: str) -> HttpResponse:
    """The table of one picture; what a page does not tell stands in no file."""
    if key not in PictureKey.values:
        raise Http404
    table = picture_of(PictureKey(key), Asked.of(request.membership, request.GET)).table
    return export(request, table.rows, table.columns(), act=f"desk.picture_{key}.exported", name=key)
