"""Search: the page of results, the first hits under the box, and what was found as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from base.places.search_text import LONGEST_SEARCH, sought
from desk.enums import SearchKind
from desk.queries.search import kinds_of
from frontend.access import SignedRequest, door
from frontend.exports import Column, export, files_of
from frontend.search import HitPages, first_hits, groups_of, hits_for_file


@door("desk.use")
@require_safe
def search(request: SignedRequest) -> HttpResponse:
    """What fits, by kind with counts; with ?kind= the pages of that one."""
    text, kind = _text(request), _kind(request)
    wanted = sought(text)
    context = {"text": text, "kind": kind, "files": files_of(request), "longest": LONGEST_SEARCH}
    if kind and wanted:
        pages = HitPages(kind, request.membership, wanted)
        page = pages.shown(request.GET.get("page"))
        return render(request, "search/page.html", context | {"page": page, "pages": pages})
    groups = groups_of(request.membership, text)
    tabs = [one for one in kinds_of(wanted) if one in {group.kind for group in groups}]
    return render(request, "search/page.html", context | {"groups": groups, "tabs": tabs})


@door("desk.use")
@require_safe
def search_hits(request: SignedRequest) -> HttpResponse:
    """The first hits as options of the box's list."""
    text = _text(request)
    return render(request, "search/hits.html", {"text": text, "hits": first_hits(request.membership, text)})


@door("desk.use")
@require_safe
def search_export(request: SignedRequest) -> HttpResponse:
    """The hits as a file: as the page names them, without phones and addresses."""
    rows = hits_for_file(request.membership, _text(request), _kind(request))
    name = pgettext("name of a file", "search")
    return export(request, rows, COLUMNS, act="desk.search.exported", name=name, with_contacts=True)


COLUMNS = (
    Column(gettext_lazy("What it is"), lambda hit: str(hit.kind.label)),
    Column(gettext_lazy("Label or name"), lambda hit: hit.label),
    Column(gettext_lazy("Name"), lambda hit: hit.name),
    Column(gettext_lazy("Where"), lambda hit: hit.detail),
    Column(gettext_lazy("State"), lambda hit: hit.state),
)


def _text(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "")[:LONGEST_SEARCH].replace("\x00", "").split())


def _kind(request: HttpRequest) -> SearchKind | None:
    asked = request.GET.get("kind", "")
    return SearchKind(asked) if asked in SearchKind.values else None
